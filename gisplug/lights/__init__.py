"""Night-light and other yearly rasters: products, cells on units, sums by unit and period, calibration.
Polygons come from `boundaries`, panels go to `panel`.
"""
