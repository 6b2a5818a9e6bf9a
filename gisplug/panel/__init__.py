"""Panels, autocorrelation and spatial panel models."""
