"""The tools of the group "Night lights", one module a tool, and what they share.
The numbers behind them are in `gisplug.lights`.
"""
