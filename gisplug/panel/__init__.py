"""The panel of units and periods: read, joined, prepared, described, tested for unit roots.
Models of it are in `regression`, `policy` and `spatial`.
"""
