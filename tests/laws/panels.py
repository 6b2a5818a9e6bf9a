"""Panels on which every estimator runs: known effects, columns of ordinary size, and changes that laws are about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights

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
    frame["c"] = rng.normal(size=len(frame)) + 0.2 * frame["y"]
    frame["side"] = np.where(rng.random(len(frame)) < 0.5, "left", "right")
    frame["grown"] = np.exp(frame["y"] / 20 + 5)
    frame["lon"], frame["lat"] = np.tile(100.0 + np.arange(N) % COLUMNS, T), np.tile(25.0 + np.arange(N) // COLUMNS, T)
    return frame


def weights(ids: tuple[str, ...], W: np.ndarray | None = None) -> Weights:
    """The lattice as weights of these units."""
    return Weights(csr_array(lattice() if W is None else W), ids, "rook", "row")


def twins(ids: tuple[str, ...]) -> tuple[Weights, np.ndarray, np.ndarray]:
    """Weights in which units 2i and 2i + 1 have the same neighbours, for N = 4k + 2.

    Returns also v (N,), 1 and -1 within each pair, so that W v is nought, and s (N,) with W s = -s.
    """
    N = len(ids)
    side = np.arange(N) // 2 % 2
    group = np.minimum(np.arange(N) // 4, N // 4 - 1)
    side[-2:] = 1
    near = ((group[:, None] == group[None]) & (side[:, None] != side[None])).astype(float)
    return weights(ids, near / near.sum(axis=1, keepdims=True)), 1.0 - 2.0 * (np.arange(N) % 2), 1.0 - 2.0 * side


def complete(ids: tuple[str, ...]) -> Weights:
    """Everyone is everyone's neighbour: W x is a constant less a share of x."""
    N = len(ids)
    return weights(ids, (1.0 - np.eye(N)) / (N - 1))


def panel_of(frame: pd.DataFrame, **options: object) -> Panel:
    """The panel of a table."""
    return read_panel(frame, unit="unit", period="year", **options)  # type: ignore[arg-type]


def changed(frame: pd.DataFrame, times: Mapping[str, float] = {}, plus: Mapping[str, object] = {}) -> pd.DataFrame:
    """The same table with columns multiplied by numbers, and numbers or arrays added to columns."""
    made = frame.copy()
    for name, factor in times.items():
        made[name] = made[name] * factor
    for name, shift in plus.items():
        made[name] = made[name] + shift
    return made


FRAME = table()
PANEL = panel_of(FRAME)
W = weights(PANEL.ids)
