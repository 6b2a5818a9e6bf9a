"""The tools of the group "Spatial models", one module a tool, and what they share.
The numbers behind them are in `gisplug.spatial`.
"""
