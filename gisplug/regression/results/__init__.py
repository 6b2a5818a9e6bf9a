"""What single regressions found, as values; how it is found is in the modules above."""
