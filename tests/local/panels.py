"""Panels of the tests of local regressions: points in a square, coefficients that differ by design."""

import numpy as np
import pandas as pd

from gisplug.panel.read import read_panel

PLANE = {"coordinates": ("px", "py"), "distances": "plane"}


def rows_of(N=100, T=1, seed=7, slope=1.0, drift=0.0, noise=0.5):
    """Rows of N points and T years: `a` has a coefficient of 1 + slope * px / 50 + drift * year, `b` one of -0.5.

    Returns the frame, and the true coefficient of `a`, (T, N).
    """
    rng = np.random.default_rng(seed)
    px, py = rng.uniform(0, 100, N), rng.uniform(0, 100, N)
    a, b = rng.normal(size=(T, N)), rng.normal(size=(T, N))
    beta = 1.0 + slope * px / 50.0 + drift * np.arange(T)[:, None]
    y = 2.0 + py / 100.0 + beta * a - 0.5 * b + noise * rng.normal(size=(T, N))
    frame = pd.DataFrame({"y": y.ravel(), "a": a.ravel(), "b": b.ravel()})
    frame.insert(0, "year", np.repeat(2001 + np.arange(T), N))
    frame.insert(0, "unit", np.tile([f"u{i:04d}" for i in range(N)], T))
    frame["px"], frame["py"] = np.tile(px, T), np.tile(py, T)
    frame["lon"], frame["lat"] = 100.0 + frame["px"] / 10.0, 25.0 + frame["py"] / 10.0
    return frame, np.broadcast_to(beta, (T, N))


def panel_of(frame):
    """The panel of rows."""
    return read_panel(frame, unit="unit", period="year")
