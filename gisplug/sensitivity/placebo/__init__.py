"""Placebo weights: networks that are W but for who is whose neighbour, and what a model says under them."""
