"""The tools of the group "Common shocks", one module a tool, and what they share.
The numbers behind them are in `gisplug.shocks`.
"""
