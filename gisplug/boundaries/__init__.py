"""Polygons of the units under study: read, check, repair, style, write.
Neighbourhood belongs to `weights`, rasters to `lights`.
"""
