"""The tools of the group "Space-time structure", one module a tool, and what they share.
The numbers behind them are in `gisplug.structure`.
"""
