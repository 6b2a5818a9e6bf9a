"""Spatial autocorrelation by period: Moran, Geary, Getis-Ord, LISA, and their permutation distributions.
Tests on residuals of models are in `spatial.specification`.
"""
