"""Data of the spatial oracles as Panel and Weights: from the libpysal wheel, or from the shared folder."""

from __future__ import annotations

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import scipy.sparse as sp

from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

EXAMPLES = Path(libpysal.__file__).parent / "examples"
US48_FORMULA = "y ~ lag1 + lag5 + lag10"
MUNNELL_FORMULA = "lgsp ~ lpcap + lpc + lemp + unemp"


def us48() -> tuple[Panel, Weights]:
    """48 states x 1980-2009: ln income on its 1, 5 and 10 year lags; queen weights. Data ship with libpysal (BSD)."""
    table = pd.read_csv(next(EXAMPLES.rglob("usjoin.csv")))
    income = np.log(table[[str(year) for year in range(1929, 2010)]].to_numpy(float))
    years, ids = tuple(range(1980, 2010)), tuple(map(str, range(48)))

    def lag(back: int) -> np.ndarray:
        return np.concatenate([income[:, year - back - 1929] for year in years])

    index = pd.MultiIndex.from_product([years, ids], names=["period", "unit"])
    frame = pd.DataFrame({"y": lag(0), "lag1": lag(1), "lag5": lag(5), "lag10": lag(10)}, index=index)
    return Panel(frame, ids, years, name="us48"), gal(next(EXAMPLES.rglob("states48.gal")), ids, "states48")


def munnell(folder: Path) -> tuple[Panel, Weights]:
    """Munnell's 48 states x 1970-86 (plm::Produc) with splm::usaww."""
    table = pd.read_csv(folder / "produc.csv").sort_values(["year", "state"])
    ids, years = tuple(sorted(table["state"].unique())), tuple(sorted(table["year"].unique()))
    frame = table.set_index(["year", "state"]).rename_axis(["period", "unit"])
    return Panel(frame.select_dtypes("number"), ids, years, name="munnell"), triplets(
        folder / "usaww_triplets.csv", ids
    )


def cross_section(folder: Path) -> tuple[Panel, Weights]:
    """Columbus or Boston as a panel of one period, with the variables of spatialreg's formulas."""
    table = pd.read_csv(folder / "data.csv")
    if "CMEDV" in table:
        logs = {f"l{name}": np.log(table[name]) for name in ("CMEDV", "DIS", "RAD", "LSTAT")}
        table = table.assign(**logs, NOX2=table["NOX"] ** 2, RM2=table["RM"] ** 2, CHAS=table["CHAS"].astype(float))
    ids = tuple(map(str, range(len(table))))
    frame = table.select_dtypes("number").set_axis(pd.MultiIndex.from_product([[0], ids], names=["period", "unit"]))
    return Panel(frame, ids, (0,), name=folder.name), triplets(folder / "W_rownorm_triplets.csv", ids)


COLUMBUS_FORMULA = "CRIME ~ INC + HOVAL"
BOSTON_FORMULA = "lCMEDV ~ CRIM + ZN + INDUS + CHAS + NOX2 + RM2 + AGE + lDIS + lRAD + TAX + PTRATIO + B + lLSTAT"


def gal(path: Path, ids: tuple[str, ...], name: str) -> Weights:
    """Read a GAL file whose ids are row numbers."""
    words = path.read_text().split()
    rows, columns, at = [], [], 1
    while at < len(words):
        unit, count = int(words[at]), int(words[at + 1])
        rows += [unit] * count
        columns += [int(word) for word in words[at + 2 : at + 2 + count]]
        at += 2 + count
    return from_entries(np.ones(len(rows)), np.array(rows), np.array(columns), ids, name)


def triplets(path: Path, ids: tuple[str, ...]) -> Weights:
    """Read i, j, w."""
    table = pd.read_csv(path)
    return from_entries(table["w"].to_numpy(float), table["i"].to_numpy(), table["j"].to_numpy(), ids, path.parent.name)


def from_entries(data: np.ndarray, rows: np.ndarray, columns: np.ndarray, ids: tuple[str, ...], name: str) -> Weights:
    """Return row-normalised weights from their entries."""
    matrix = sp.csr_array((data, (rows, columns)), shape=(len(ids), len(ids)))
    matrix.sort_indices()
    return Weights(matrix, ids, name)


def lattice(side: int, name: str = "queen", normalise: str = "row") -> Weights:
    """Queen contiguity of a square lattice."""
    band = sp.diags_array([np.ones(side - 1), np.ones(side), np.ones(side - 1)], offsets=[-1, 0, 1])
    matrix = sp.csr_array(sp.kron(band, band) - sp.eye_array(side * side))
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return Weights(matrix, tuple(map(str, range(side * side))), name, normalise)


def panel_of(y: np.ndarray, X: np.ndarray, names: list[str] | None = None) -> Panel:
    """Return a Panel from (T, N) and (T, N, K)."""
    T, N, K = X.shape
    ids, periods = tuple(map(str, range(N))), tuple(range(T))
    names = names or [f"x{k + 1}" for k in range(K)]
    index = pd.MultiIndex.from_product([periods, ids], names=["period", "unit"])
    return Panel(
        pd.DataFrame(np.concatenate([y[:, :, None], X], axis=2).reshape(T * N, -1), index=index, columns=["y", *names]),
        ids,
        periods,
    )


def digits(ours: object, theirs: object) -> float:
    """Digits in which the worst pair agrees (16 at most); numbers below a thousandth of the largest count as that."""
    a, b = np.asarray(ours, dtype=float).ravel(), np.asarray(theirs, dtype=float).ravel()
    gap = np.abs(a - b) / np.maximum(np.abs(b), 1e-3 * np.abs(b).max())
    return float(min(16.0, -np.log10(max(float(gap.max()), 1e-16))))
