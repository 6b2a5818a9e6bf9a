"""Panels of the tests of common shocks: one made by a formula for other programs, one simulated with factors."""

import numpy as np
import pandas as pd

from gisplug.panel.read import read_panel


def by_formula(units=9, periods=16, gaps=False):
    """A table u, t, y, x, z that any program can make: two common paths that each unit feels in its own way."""
    i, t = np.meshgrid(np.arange(units), np.arange(periods))
    f = np.sin(1.3 * t) + 0.1 * t
    x = (0.5 + i % 3) * f + ((37 * i + 53 * t + 11 * i * t) % 101) / 25
    z = np.cos(0.7 * t + i) + ((29 * i + 71 * t + 7 * i * t) % 89) / 30
    noise = ((17 * i + 43 * t + 13 * i * t * t) % 97) / 40
    y = i + (1 + 0.1 * (i % 4)) * x - 0.5 * z + (1 + 0.5 * (i % 2)) * f + noise
    frame = pd.DataFrame({"u": i.ravel(), "t": 2001 + t.ravel(), "y": y.ravel(), "x": x.ravel(), "z": z.ravel()})
    gone = (frame["u"] % 4 == 1) & (frame["t"] < 2003) | (frame["u"] == 5) & (frame["t"] == 2009)
    return frame[~gone] if gaps else frame


def panel_of(frame):
    """The panel of a table with u and t."""
    return read_panel(frame, "u", "t", unbalanced=True)


def with_factors(rng, N, T, slope=1.0, spread=0.0, shocks=1.0, own=0.0):
    """A simulated panel y, x, z: slopes about `slope` with standard deviation `spread`, errors with memory `own`, two
    factors that move x and y with loadings that go together; `shocks` scales them.
    """
    f = rng.normal(size=(T, 2))
    e = rng.normal(size=(T, N))
    for s in range(1, T):
        e[s] = own * e[s - 1] + np.sqrt(1 - own**2) * e[s]
    gap = 0.6 * rng.normal(size=(2, N))  # loadings of x and y go together, and their means span both factors
    felt, more = np.array([[1.0], [0.2]]) + gap, np.array([[0.2], [1.0]]) + gap + 0.3 * rng.normal(size=(2, N))
    x = shocks * f @ felt + rng.normal(size=(T, N))
    z = rng.normal(size=(T, N))
    b = slope + spread * rng.normal(size=N)
    y = rng.normal(size=N) + b * x + shocks * f @ more + e
    columns = {"y": y, "x": x, "z": z}
    frame = pd.DataFrame({"u": np.tile([f"u{i:03d}" for i in range(N)], T), "t": np.repeat(np.arange(T) + 2001, N)})
    return panel_of(frame.assign(**{name: v.ravel() for name, v in columns.items()}))
