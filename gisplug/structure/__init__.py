"""Space-time structure: what divides, moves and links units over the years.

Strata, transitions of classes, paths of centres, densities, networks and lasting hot spots. Statistics of one period's
autocorrelation are in `autocorrelation`.
"""
