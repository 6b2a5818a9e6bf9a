"""The tools of the group "Boundaries", one module a tool, and what they share.
The numbers behind them are in `gisplug.boundaries`.
"""
