"""The tools of the group "Study", one module a tool, and what they share.
The numbers behind them are in `gisplug.study`.
"""
