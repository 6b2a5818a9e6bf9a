"""The tools of the group "Coefficients over space", one module a tool, and what they share.
The numbers behind them are in `gisplug.local`.
"""
