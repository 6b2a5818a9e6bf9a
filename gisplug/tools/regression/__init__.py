"""The tools of the group "Panel regressions", one module a tool, and what they share.
The numbers behind them are in `gisplug.regression`.
"""
