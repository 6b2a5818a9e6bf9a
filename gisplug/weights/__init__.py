"""Spatial weights: contiguity, distance, economic closeness; links by hand, normalisation, diagnostics.
Files of weights are in `formats/`; statistics that use W are elsewhere.
"""
