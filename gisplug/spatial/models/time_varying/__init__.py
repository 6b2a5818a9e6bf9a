"""Models whose weights change by period, or whose units enter and leave, and their effects by period.
Balanced panels with one W belong to `likelihood`.
"""
