"""Configurations and novelty: fuzzy sets, fsQCA, and breakthrough innovation from patents.
Regressions on what comes out belong elsewhere.
"""
