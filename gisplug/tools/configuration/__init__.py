"""The tools of the group "Configurations and novelty", one module a tool, and what they share.
The numbers behind them are in `gisplug.configuration`.
"""
