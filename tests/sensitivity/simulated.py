"""A panel whose effects are known: x spills over to neighbours, c is a control that x hangs on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights
from tests.laws.panels import lattice, weights


def spilled(beta: float, rho: float = 0.3, seed: int = 1, periods: int = 8) -> tuple[Panel, Weights]:
    """Return a panel of 30 units whose x has the direct coefficient beta, and its true weights."""
    rng = np.random.default_rng(seed)
    W = lattice()
    N = len(W)
    c = rng.normal(size=(periods, N))
    x = 0.4 * c + rng.normal(size=(periods, N))
    right = beta * x + 0.3 * c + rng.normal(size=N) + rng.normal(size=(periods, 1)) + rng.normal(size=(periods, N))
    y = np.linalg.solve(np.eye(N) - rho * W, right.T).T
    frame = pd.DataFrame({"y": y.ravel(), "x": x.ravel(), "c": c.ravel()})
    frame.insert(0, "year", np.repeat(np.arange(2001, 2001 + periods), N))
    frame.insert(0, "unit", np.tile([f"u{i:02d}" for i in range(N)], periods))
    frame["region"] = np.where(frame["unit"].str[1:].astype(int) < 15, "north", "south")
    frame["spot"] = np.where(frame["unit"] == "u12", "one", "group " + frame["unit"].str[2:])
    panel = read_panel(frame, unit="unit", period="year")
    return panel, weights(panel.ids)
