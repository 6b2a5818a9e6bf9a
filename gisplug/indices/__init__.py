"""Indices of regional papers: composite indices, specialisation, inequality, coupling, convergence.
They turn columns of a panel into new columns and tables; nothing is regressed but convergence.
"""
