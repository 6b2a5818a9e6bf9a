"""A study: one TOML file, planned, run step by step, kept, collected into a folder and a report.
A step is a call of a tool; nothing is computed here.
"""
