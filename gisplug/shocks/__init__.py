"""Common shocks: panels whose units move together because of what hits them all, not because of their neighbours.

Common correlated effects, slopes of each unit, exponents of dependence, and spatial models beside common factors.
Spatial models without factors are in `spatial`, Pesaran's CD test in `panel`.
"""
