"""The tools of the group "Weights", one module a tool, and what they share.
The numbers behind them are in `gisplug.weights`.
"""
