"""The tools of the group "Autocorrelation", one module a tool, and what they share.
The numbers behind them are in `gisplug.autocorrelation`.
"""
