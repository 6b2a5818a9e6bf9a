"""Global spatial autocorrelation by period: Moran's I, Geary's C, Getis-Ord's G."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.autocorrelation.permutation import global_quadratics
from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.numbers.distributions import norm
from gisplug.numbers.fits.repeat import Call, announce
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

Alternative = Literal["greater", "less", "two-sided"]
Missing = Literal["refuse", "drop"]
Isolates = Literal["keep", "drop"]
LEAST_UNITS = 4
NOUGHT = 1e-12  # share of its terms below which a variance is the rounding error of nought: everyone's neighbour


@dataclass(frozen=True)
class Moments:
    """Sums of the weights that all variances need (Cliff & Ord 1981).

    s0 = sum w_ij; s1 = sum (w_ij + w_ji)^2 / 2; s2 = sum_i (row sum + column sum)^2.
    """

    n: int
    s0: float
    s1: float
    s2: float

    @classmethod
    def of(cls, w: csr_array) -> Moments:
        """Return the sums of W (N, N)."""
        both = (w + w.T).tocsr()
        rows, columns = np.asarray(w.sum(axis=1)).ravel(), np.asarray(w.sum(axis=0)).ravel()
        return cls(w.shape[0], float(w.sum()), float((both.data**2).sum() / 2), float(((rows + columns) ** 2).sum()))


class UnitOptions(TypedDict, total=False):
    """Which units a global statistic counts.

    Attributes
    ----------
    missing
        "refuse" a variable with empty cells, or "drop" the units without a value from their period (weights are
        normalised anew; column n tells how many are left).
    isolates
        "keep": units without neighbours count in N and the mean (esda; spdep with adjust.n = FALSE). "drop": they are
        left out (spdep's zero.policy default).
    """

    missing: Missing
    isolates: Isolates


@dataclass(frozen=True)
class _Test:
    """How a statistic is tested: draws, side, and how to tell of the work."""

    permutations: int
    seed: int | None
    alternative: Alternative
    progress: Progress

    def __post_init__(self) -> None:
        one_of("alternative", self.alternative, get_args(Alternative))
        if self.permutations < 0:
            raise ParameterError(
                message("permutations is at least 0; {permutations} was given instead.", permutations=self.permutations)
            )


def moran_by_period(
    panel: Panel,
    variable: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    alternative: Alternative = "greater",
    *,
    progress: Progress = SILENT,
    **options: Unpack[UnitOptions],
) -> pd.DataFrame:
    """Moran's I of a variable in each period, with its variance under normality, randomisation and permutation.

    Parameters
    ----------
    panel, variable, w
        W is aligned to the panel by id and never changed.
    permutations, seed
        The same orders serve all periods; 0 leaves the permutation columns out.
    alternative
        "greater" (I > E(I), similar values are neighbours; what papers print), "less" or "two-sided".
    options
        `missing` and `isolates`, as in `UnitOptions`.

    Returns
    -------
    DataFrame, one row a period
        period, n, I, EI, VI_norm, z_norm, p_norm, VI_rand, z_rand, p_rand, mean_sim, sd_sim, z_sim, p_sim, tail.
        p_sim = (1 + number of permuted I at least as large) / (1 + permutations); two-sided doubles the smaller side.
        Variances as in Cliff & Ord (1981).

    Raises
    ------
    PanelError, JoinError
        If cells are empty, the variable does not vary, or W lacks a unit.
    ParameterError
        If an option is unknown.
    """
    table = _by_period(panel, variable, w, _moran, "I", _Test(permutations, seed, alternative, progress), options)
    announce(Call(moran_by_period, panel, {"variable": variable, "w": w, "alternative": alternative, **options}), table)
    return table


def geary_by_period(
    panel: Panel,
    variable: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    alternative: Alternative = "greater",
    *,
    progress: Progress = SILENT,
    **options: Unpack[UnitOptions],
) -> pd.DataFrame:
    """Geary's C by period; "greater" means positive autocorrelation, so C < 1.

    z = (C - 1) / sd, as in esda (spdep prints -z). Parameters, errors and columns are those of `moran_by_period`, with
    C, EC, VC_norm ... in place of I; variances as in Cliff & Ord (1981).
    """
    return _by_period(panel, variable, w, _geary, "C", _Test(permutations, seed, alternative, progress), options)


def getis_by_period(
    panel: Panel,
    variable: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    alternative: Alternative = "greater",
    *,
    progress: Progress = SILENT,
    **options: Unpack[UnitOptions],
) -> pd.DataFrame:
    """Getis and Ord's global G by period: are high (greater) or low (less) values neighbours. Needs positive values.

    Parameters and errors are those of `moran_by_period`. There is no variance under normality: the columns are period,
    n, G, EG, VG_rand, z_rand, p_rand, ... .
    """
    return _by_period(panel, variable, w, _getis, "G", _Test(permutations, seed, alternative, progress), options)


def of_units(w: Weights, panel: Panel) -> Weights:
    """Return W of the panel's units; Python is warned of units of W that the panel lacks.

    Raises
    ------
    JoinError
        If W lacks a unit of the panel, or has many that the panel lacks.
    """
    aligned = w.align(panel.ids)
    if len(aligned) < len(w):
        for note in aligned.dropped.notes:
            warnings.warn(note.text, stacklevel=3)
    return aligned


def complete_groups(
    values: np.ndarray, panel: Panel, variable: str, missing: Missing
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Group periods by which units have values.

    Parameters
    ----------
    values : (T, N)
        Of `variable`; NaN where missing.
    missing
        "refuse" or "drop".

    Returns
    -------
    list of pairs
        Positions of periods (t,) and of the units (n,) that have values in them.

    Raises
    ------
    PanelError
        If cells are empty and are to be refused.
    ParameterError
        If `missing` is neither.
    """
    one_of("missing", missing, get_args(Missing))
    known = np.isfinite(values)
    if not known.all() and missing == "refuse":
        cells = [
            message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t])
            for t, n in np.argwhere(~known)
        ]
        raise PanelError(
            message(
                "{variable!r} has {n} empty cells: {cells}. Interpolate them in a preparation step, "
                "filter these units or periods, or give missing='drop' to leave units without a value "
                "out of their period.",
                variable=variable,
                n=len(cells),
                cells=some(cells),
            )
        )
    patterns: dict[bytes, list[int]] = {}
    for t in range(len(values)):
        patterns.setdefault(known[t].tobytes(), []).append(t)
    return [(np.array(ts), np.flatnonzero(known[ts[0]])) for ts in patterns.values()]


def _by_period(
    panel: Panel,
    variable: str,
    w: Weights,
    statistic: Callable[[np.ndarray, csr_array, _Test], dict[str, Any]],
    letter: str,
    test: _Test,
    options: UnitOptions,
) -> pd.DataFrame:
    known(options, UnitOptions, message("{letter} by period", letter=letter))
    missing, isolates = options.get("missing", "refuse"), options.get("isolates", "keep")
    values = panel.array(variable)
    aligned = of_units(w, panel)
    parts = []
    for ts, ns in complete_groups(values, panel, variable, missing):
        part = aligned.align([panel.ids[n] for n in ns], drop="any")
        if isolates == "drop" and part.isolates:
            left = [i for i in part.ids if i not in set(part.isolates)]
            ns = ns[np.isin(np.array(part.ids, dtype=object), np.array(left, dtype=object))]
            part = part.align(left, drop="any")
        y = values[np.ix_(ts, ns)]
        labels = [panel.periods[t] for t in ts]
        _check_varies(y, labels, variable, letter)
        table = statistic(y, part.matrix, test)
        parts.append(pd.DataFrame({"period": labels, "n": len(ns), **table}))
    return pd.concat(parts).sort_values("period").reset_index(drop=True)


def _check_varies(y: np.ndarray, labels: list[Any], variable: str, letter: str) -> None:
    if y.shape[1] < LEAST_UNITS:
        raise PanelError(
            message(
                "{variable!r} has values for {shape} units in {labels}; at least {least_units} are needed.",
                variable=variable,
                shape=y.shape[1],
                labels=labels[0],
                least_units=LEAST_UNITS,
            )
        )
    flat = [str(p) for p, row in zip(labels, y, strict=True) if np.ptp(row) == 0]
    if flat:
        raise PanelError(
            message(
                "{variable!r} is the same everywhere in {flat}; without variation there is no autocorrelation.",
                variable=variable,
                flat=some(flat),
            )
        )
    if letter == "G" and (y < 0).any():
        raise PanelError(
            message(
                "{variable!r} has negative values; Getis and Ord's G is for positive ones. Use Moran's "
                "I, or the level instead of the log.",
                variable=variable,
            )
        )


def _moran(y: np.ndarray, w: csr_array, test: _Test) -> dict[str, Any]:
    z = y - y.mean(axis=1, keepdims=True)
    m = Moments.of(w)
    _check_links(m)
    scale = m.n / (m.s0 * (z**2).sum(axis=1))
    cross = np.einsum("tn,tn->t", z, (w @ z.T).T)
    value, expected = scale * cross, -1.0 / (m.n - 1)
    out: dict[str, Any] = {"I": value, "EI": expected}
    out |= _analytic("I", "norm", value, expected, np.full(len(y), _moran_normal(m, expected)), test.alternative)
    out |= _analytic("I", "rand", value, expected, _moran_random(m, _kurtosis(z), expected), test.alternative)
    if test.permutations:
        sims = global_quadratics(z, w, np.zeros(m.n), test.permutations, test.seed, test.progress)[0] * scale
        out |= _simulated(value, sims, test.alternative)
    return out | {"tail": _tail("I", test.alternative)}


def _moran_normal(m: Moments, expected: float) -> float:
    return (m.n**2 * m.s1 - m.n * m.s2 + 3 * m.s0**2) / ((m.n**2 - 1) * m.s0**2) - expected**2


def _moran_random(m: Moments, b2: np.ndarray, expected: float) -> np.ndarray:
    n = m.n
    first = n * ((n**2 - 3 * n + 3) * m.s1 - n * m.s2 + 3 * m.s0**2)
    second = b2 * ((n**2 - n) * m.s1 - 2 * n * m.s2 + 6 * m.s0**2)
    return (first - second) / ((n - 1) * (n - 2) * (n - 3) * m.s0**2) - expected**2


def _geary(y: np.ndarray, w: csr_array, test: _Test) -> dict[str, Any]:
    z = y - y.mean(axis=1, keepdims=True)
    m, n = Moments.of(w), y.shape[1]
    _check_links(m)
    ends = np.asarray(w.sum(axis=1)).ravel() + np.asarray(w.sum(axis=0)).ravel()
    scale = (n - 1) / (2 * m.s0 * (z**2).sum(axis=1))
    value = scale * ((ends * z**2).sum(axis=1) - 2 * np.einsum("tn,tn->t", z, (w @ z.T).T))
    k = _kurtosis(z)
    normal = ((2 * m.s1 + m.s2) * (n - 1) - 4 * m.s0**2) / (2 * (n + 1) * m.s0**2)
    random = (
        (n - 1) * m.s1 * (n**2 - 3 * n + 3 - (n - 1) * k)
        - 0.25 * (n - 1) * m.s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * k)
        + m.s0**2 * (n**2 - 3 - (n - 1) ** 2 * k)
    ) / (n * (n - 2) * (n - 3) * m.s0**2)
    other: dict[Alternative, Alternative] = {"greater": "less", "less": "greater", "two-sided": "two-sided"}
    tail = other[test.alternative]
    out: dict[str, Any] = {"C": value, "EC": 1.0}
    out |= _analytic("C", "norm", value, 1.0, np.full(len(y), normal), tail)
    out |= _analytic("C", "rand", value, 1.0, random, tail)
    if test.permutations:
        cross, square = global_quadratics(z, w, ends, test.permutations, test.seed, test.progress)
        out |= _simulated(value, scale * (square - 2 * cross), tail)
    return out | {"tail": _tail("C", tail)}


def _getis(y: np.ndarray, w: csr_array, test: _Test) -> dict[str, Any]:
    m, n = Moments.of(w), y.shape[1]
    _check_links(m)
    p1, p2, p3, p4 = ((y**k).sum(axis=1) for k in (1, 2, 3, 4))
    pairs = p1**2 - p2
    value, expected = np.einsum("tn,tn->t", y, (w @ y.T).T) / pairs, m.s0 / (n * (n - 1))
    b0 = (n**2 - 3 * n + 3) * m.s1 - n * m.s2 + 3 * m.s0**2
    b1 = -((n**2 - n) * m.s1 - 2 * n * m.s2 + 6 * m.s0**2)
    b2 = -(2 * n * m.s1 - (n + 3) * m.s2 + 6 * m.s0**2)
    b3 = 4 * (n - 1) * m.s1 - 2 * (n + 1) * m.s2 + 8 * m.s0**2
    b4 = m.s1 - m.s2 + m.s0**2
    square = (b0 * p2**2 + b1 * p4 + b2 * p1**2 * p2 + b3 * p1 * p3 + b4 * p1**4) / (
        pairs**2 * n * (n - 1) * (n - 2) * (n - 3)
    )
    out: dict[str, Any] = {"G": value, "EG": expected}
    out |= _analytic("G", "rand", value, expected, square - expected**2, test.alternative)
    if test.permutations:
        sims = global_quadratics(y, w, np.zeros(n), test.permutations, test.seed, test.progress)[0] / pairs
        out |= _simulated(value, sims, test.alternative)
    return out | {"tail": _tail("G", test.alternative)}


def _check_links(m: Moments) -> None:
    if m.s0 <= 0:
        raise PanelError("The weights hold no link between these units, so there is no autocorrelation to measure.")


def _kurtosis(z: np.ndarray) -> np.ndarray:
    n = z.shape[1]
    out: np.ndarray = n * (z**4).sum(axis=1) / (z**2).sum(axis=1) ** 2
    return out


def _analytic(
    letter: str, under: str, value: np.ndarray, expected: float, variance: np.ndarray, alternative: Alternative
) -> dict[str, Any]:
    known = variance > NOUGHT * expected**2
    variance = np.where(known, variance, 0.0)
    z = np.divide(value - expected, np.sqrt(variance), out=np.full_like(value, np.nan), where=known)
    p = {"greater": norm.sf(z), "less": norm.cdf(z), "two-sided": 2 * norm.sf(np.abs(z))}[alternative]
    return {f"V{letter}_{under}": variance, f"z_{under}": z, f"p_{under}": p}


def _simulated(value: np.ndarray, sims: np.ndarray, alternative: Alternative) -> dict[str, Any]:
    close = 1e-12 * np.abs(sims).max(axis=0, initial=0.0)
    above = (1 + (sims >= value - close).sum(axis=0)) / (1 + len(sims))
    below = (1 + (sims <= value + close).sum(axis=0)) / (1 + len(sims))
    p = {"greater": above, "less": below, "two-sided": np.minimum(1.0, 2 * np.minimum(above, below))}[alternative]
    mean, sd = sims.mean(axis=0), sims.std(axis=0)
    z = np.divide(value - mean, sd, out=np.full_like(mean, np.nan), where=sd > close)
    return {"mean_sim": mean, "sd_sim": sd, "z_sim": z, "p_sim": p}


def _tail(letter: str, alternative: Alternative) -> str:
    return {"greater": f"{letter} > E({letter})", "less": f"{letter} < E({letter})", "two-sided": "two-sided"}[
        alternative
    ]
