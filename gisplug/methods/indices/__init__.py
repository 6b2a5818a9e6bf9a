"""Indices of regional papers: composite indices, specialisation, inequality, coupling, convergence."""
