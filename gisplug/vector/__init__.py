"""Boundaries and spatial weights."""
