"""The tools of the group "Sensitivity", one module a tool, and what they share.
The numbers behind them are in `gisplug.sensitivity`.
"""
