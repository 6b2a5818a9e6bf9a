"""The tools of the group "Policy evaluation", one module a tool, and what they share.
The numbers behind them are in `gisplug.policy`.
"""
