"""The tools of the group "Indices and inequality", one module a tool, and what they share.
The numbers behind them are in `gisplug.indices`.
"""
