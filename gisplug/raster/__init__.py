"""Night-light rasters: products, zonal statistics, calibration."""
