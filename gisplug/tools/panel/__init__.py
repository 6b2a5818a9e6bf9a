"""The tools of the group "Panel", one module a tool, and what they share.
The numbers behind them are in `gisplug.panel`.
"""
