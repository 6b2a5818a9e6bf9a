"""How much a row counts in the regression of a place: kernels, distances, and weighted sums around every place."""
