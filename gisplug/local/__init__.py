"""Coefficients over space: regressions whose coefficients differ between places and years.

Kernels, bandwidths and local regressions (GWR, GTWR, MGWR). What units do to each other is in `spatial`.
"""
