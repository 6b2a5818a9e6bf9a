"""Boundaries that change: what became of each unit, and panels on the borders of one year.
Polygons come from `boundaries`, sums of light or people on overlaps from `lights`.
"""
