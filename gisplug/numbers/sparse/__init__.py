"""Sparse algebra of I - rho W: elimination orders, factors, selected inversion, log-determinants, powers.
Matrices only; what they mean for a model belongs to `spatial`.
"""
