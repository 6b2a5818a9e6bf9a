"""Pictures of common shocks: slopes of units, exponents of dependence, models side by side."""
