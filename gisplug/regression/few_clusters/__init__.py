"""Inference on a fitted panel regression that holds with few clusters: the wild cluster bootstrap, CR2 errors."""
