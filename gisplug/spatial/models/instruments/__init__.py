"""Spatial two-stage least squares and GMM.
Instruments in panels without a spatial lag are in `regression`.
"""
