"""Tests of variables of a panel: unit roots, dependence between units, cointegration; each with p-values simulated for
the panel's own size. Tests of a model that was fitted are in the room of the model.
"""
