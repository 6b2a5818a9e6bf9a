"""Panels of the oracles: Munnell's from ../shared, the income panel from the libpysal wheel."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights
from tests.shared_data import shared

MUNNELL = "lgsp ~ lpcap + lpc + lemp + unemp"
INCOME = "y ~ lag1 + lag5 + lag10"


def panel_of(data: dict[str, np.ndarray], ids=None, periods=None) -> Panel:
    """Make a Panel of (T, N) arrays."""
    T, N = next(iter(data.values())).shape
    ids = tuple(ids or (f"u{i:04d}" for i in range(N)))
    periods = tuple(periods or range(2000, 2000 + T))
    index = pd.MultiIndex.from_product([periods, ids], names=["period", "unit"])
    return Panel(pd.DataFrame({k: v.ravel() for k, v in data.items()}, index=index), ids, periods)


def weights_of(matrix, ids=None, name="W", normalise="none") -> Weights:
    """Make Weights of a matrix as it is."""
    matrix = csr_array(matrix)
    w = Weights(matrix, tuple(ids or (f"u{i:04d}" for i in range(matrix.shape[0]))), name, normalise)
    if normalise == "none":
        w.__dict__["matrix"] = matrix
    return w


@lru_cache(maxsize=1)
def _munnell():
    frame = pd.read_csv(shared("oracles/munnell/produc_num.csv"))
    links = pd.read_csv(shared("oracles/munnell/usaww_triplets.csv"))
    years = sorted(frame["year"].unique())
    data = {c: frame[c].to_numpy().reshape(len(years), -1) for c in frame.columns if c != "year"}
    W = csr_array((links["w"], (links["i"], links["j"])), shape=(48, 48))
    return panel_of(data, periods=[int(y) for y in years]), weights_of(W, name="usaww")


def munnell():
    """48 states x 17 years with the row-standardised contiguity of splm."""
    return _munnell()


@lru_cache(maxsize=1)
def income():
    """48 states x 30 years of the libpysal wheel (BSD-3): ln income on its lags 1, 5, 10; contiguity,
    row-standardised.
    """
    folder = Path(libpysal.__file__).parent / "examples"
    table = next(folder.rglob("usjoin.csv"))
    with table.open() as source:
        rows = list(csv.DictReader(source))
    logs = np.log(np.array([[float(r[str(y)]) for r in rows] for y in range(1929, 2010)]))
    at = {y: y - 1929 for y in range(1929, 2010)}
    years = list(range(1980, 2010))
    data = {
        name: np.stack([logs[at[y - lag]] for y in years])
        for name, lag in {"y": 0, "lag1": 1, "lag5": 5, "lag10": 10}.items()
    }
    words = next(folder.rglob("states48.gal")).read_text().split()
    N, place, matrix = int(words[0]), 1, np.zeros((48, 48))
    assert N == 48
    while place < len(words):
        i, links = int(words[place]), int(words[place + 1])
        for j in words[place + 2 : place + 2 + links]:
            matrix[i, int(j)] = 1.0
        place += 2 + links
    matrix /= matrix.sum(axis=1, keepdims=True)
    return panel_of(data, periods=years), weights_of(matrix, name="states48")


def oracle(path: str):
    """Read one JSON of ../shared/oracles, or skip."""
    return json.loads(Path(shared(f"oracles/{path}")).read_text())


COLUMBUS = "CRIME ~ INC + HOVAL"


def columbus():
    """49 neighbourhoods, one period, row-standardised contiguity (spData, CC0)."""
    frame = pd.read_csv(shared("oracles/columbus/data.csv"))
    links = pd.read_csv(shared("oracles/columbus/W_rownorm_triplets.csv"))
    data = {c: frame[c].to_numpy(float)[None, :] for c in ("CRIME", "INC", "HOVAL")}
    return panel_of(data), weights_of(
        csr_array((links["w"], (links["i"], links["j"])), shape=(49, 49)), name="columbus"
    )
