"""Small panels with known coefficients, for the tests of the methods."""

import numpy as np
import pandas as pd

from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel


def panel_of(frame: pd.DataFrame, unit: str = "unit", period: str = "period", **options) -> Panel:
    return read_panel(frame, unit=unit, period=period, **options)


def simulated(units: int = 40, periods: int = 8, seed: int = 1, beta: tuple[float, ...] = (1.0, -0.5)) -> pd.DataFrame:
    """y = beta x + unit effect + period effect + noise; x is correlated with the unit effect."""
    rng = np.random.default_rng(seed)
    mu = rng.normal(size=units)
    xi = rng.normal(size=periods)
    rows = pd.MultiIndex.from_product(
        [range(2001, 2001 + periods), [f"u{i:03d}" for i in range(units)]], names=["period", "unit"]
    )
    frame = pd.DataFrame(index=rows).reset_index()
    level, time = np.tile(mu, periods), np.repeat(xi, units)
    frame["y"] = level + time + rng.normal(size=len(frame)) * 0.5
    for k, b in enumerate(beta, 1):
        frame[f"x{k}"] = rng.normal(size=len(frame)) + 0.5 * level
        frame["y"] += b * frame[f"x{k}"]
    frame["region"] = np.where(np.tile(np.arange(units) % 2 == 0, periods), "east", "west")
    return frame
