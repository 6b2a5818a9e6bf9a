"""Rasters as publishers ship them: what their names tell, archives, bands and time axes, tiles, masks beside them.
What numbers mean is in `lights.products`; sums over units are in `lights.reduce`.
"""
