"""Charts of local regressions."""
