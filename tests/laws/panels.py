"""Panels on which every estimator runs: known effects, columns of ordinary size, and changes that laws are about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights

NUMBERS = ("y", "a", "b", "z", "m")  # columns whose unit of measure laws change
ROWS, COLUMNS, PERIODS = 6, 5, 10
START = {
    2004: range(5),
    2006: range(5, 10),
    2008: range(10, 14),
}  # first treated period of units; the rest is never treated


def lattice(rows: int = ROWS, columns: int = COLUMNS) -> np.ndarray:
    """Rook neighbours of a grid, rows summing to one."""
    place = np.stack(np.meshgrid(range(rows), range(columns), indexing="ij"), axis=2).reshape(-1, 2)
    near = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    return np.asarray(near / near.sum(axis=1, keepdims=True))


def table(seed: int = 11, periods: int = PERIODS) -> pd.DataFrame:
    """A spatial Durbin outcome with two regressors, an instrument, a mediator, a staggered policy and groups."""
    rng = np.random.default_rng(seed)
    W = lattice()
    N, T = len(W), periods
    mu, xi = rng.normal(size=N), rng.normal(size=T)
    common = rng.normal(size=(T, N))
    z = rng.normal(size=(T, N)) + 0.3 * mu
    a = 0.8 * z + 0.5 * common + 0.4 * mu + rng.normal(size=(T, N))
    b = rng.normal(size=(T, N)) + 0.3 * xi[:, None]
    m = 0.6 * a + 0.3 * mu + 0.4 * rng.normal(size=(T, N))
    first = np.full(N, np.inf)
    for year, units in START.items():
        first[list(units)] = year
    years = np.arange(2001, 2001 + T)
    d = (years[:, None] >= first[None]).astype(float)
    flag = np.tile((np.arange(N) % 3 == 0).astype(float), (T, 1))
    e = 0.6 * rng.normal(size=(T, N)) + 0.4 * common
    right = 1.0 * a - 0.5 * b + 0.4 * m + 0.3 * a @ W.T + 0.7 * d + 0.5 * d * flag + mu + xi[:, None] + e
    y = np.linalg.solve(np.eye(N) - 0.4 * W, right.T).T
    for t in range(1, T):
        y[t] += 0.3 * y[t - 1]
    columns = {"y": y, "a": a, "b": b, "z": z, "m": m, "d": d, "flag": flag}
    region = np.array(["east", "middle", "west"], dtype=object)[np.arange(N) // 10]
    frame = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    frame.insert(0, "year", np.repeat(years, N))
    frame.insert(0, "unit", np.tile([f"u{i:02d}" for i in range(N)], T))
    frame["region"] = np.tile(region, T)
    return frame


def weights(ids: tuple[str, ...], W: np.ndarray | None = None) -> Weights:
    """The lattice as weights of these units."""
    return Weights(csr_array(lattice() if W is None else W), ids, "rook", "row")


def panel_of(frame: pd.DataFrame, **options: object) -> Panel:
    return read_panel(frame, unit="unit", period="year", **options)  # type: ignore[arg-type]


def changed(frame: pd.DataFrame, times: Mapping[str, float] = {}, plus: Mapping[str, object] = {}) -> pd.DataFrame:
    """The same table with columns multiplied by numbers, and numbers or arrays added to columns."""
    made = frame.copy()
    for name, factor in times.items():
        made[name] = made[name] * factor
    for name, shift in plus.items():
        made[name] = made[name] + shift
    return made
