"""Policies that reach beyond the treated: exposure of units, direct effects and spillovers, and how far they reach."""
