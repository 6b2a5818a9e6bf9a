"""Join counts: how often neighbours are both black, both white, or one of each, by period and for each unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import gammaln

from gisplug.autocorrelation.global_statistics import (
    NOUGHT,
    Alternative,
    Isolates,
    Missing,
    Moments,
    _by_period,
    _check_links,
    _Test,
    complete_groups,
    of_units,
)
from gisplug.autocorrelation.local_statistics import false_discovery, undefined, with_geometry
from gisplug.autocorrelation.permutation import global_quadratics
from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.numbers.distributions import norm
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

Black = Literal["ones", "mean", "median", "value"]
Sampling = Literal["nonfree", "free"]
KINDS = ("BB", "WW", "BW")
SAME = 1e-9


class BlackOptions(TypedDict, total=False):
    """Which units are black.

    Attributes
    ----------
    black, value
        "ones": those with 1 of a column of 0 and 1; "mean", "median": those above it in their period; "value": those
        above `value` (0).
    missing
        "refuse" empty cells, or "drop" the units without a value from their period.
    """

    black: Black
    value: float
    missing: Missing


class JoinOptions(BlackOptions, total=False):
    """Further options of `join_counts`.

    Attributes
    ----------
    black, value, missing
        As in `BlackOptions`.
    sampling
        "nonfree": as many black units as there are, shuffled; "free": each unit is black with the share of them.
    isolates
        "keep": units without neighbours count (esda). "drop": they are left out (spdep's default).
    """

    sampling: Sampling
    isolates: Isolates


def join_counts(
    panel: Panel,
    variable: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    alternative: Alternative = "greater",
    *,
    progress: Progress = SILENT,
    **options: Unpack[JoinOptions],
) -> pd.DataFrame:
    """Count joins of black and white units in each period (Moran 1948; Cliff & Ord 1981).

    A link counts once, whatever its weight; one in one direction only counts half.

    Parameters
    ----------
    panel, variable, w
        W is aligned to the panel by id and never changed.
    permutations, seed
        The same orders serve all periods; 0 leaves the permutation columns out.
    alternative
        "greater": like values are neighbours, so BB and WW are large and BW small; "less", or "two-sided".
    options
        As in `JoinOptions`.

    Returns
    -------
    DataFrame, one row a period
        period, n, black (units), joins, and for each of BB, WW, BW: the count, E_, V_, z_, p_, and with permutations
        mean_sim_, p_sim_.

    Raises
    ------
    PanelError, JoinError
        If cells are empty, a column of 0 and 1 has other values, all units have one colour, or W lacks a unit.
    ParameterError
        If an option is unknown.
    """
    known(options, JoinOptions, "join_counts")
    sampling = one_of("sampling", options.get("sampling", "nonfree"), get_args(Sampling))
    colours = panel.with_columns({variable: _black(panel, variable, options)})

    def counted(x: np.ndarray, links: csr_array, test: _Test) -> dict[str, Any]:
        return _counted(x, links, test, sampling)

    return _by_period(
        colours,
        variable,
        _binary(w),
        counted,
        "J",
        _Test(permutations, seed, alternative, progress),
        {"missing": options.get("missing", "refuse"), "isolates": options.get("isolates", "keep")},
    )


def local_join_counts(
    panel: Panel, variable: str, w: Weights, alpha: float = 0.05, **options: Unpack[BlackOptions]
) -> pd.DataFrame:
    """Count the black neighbours of each black unit (Anselin & Li 2019).

    p is exact: of n - 1 other units, of which m - 1 are black, k are drawn as neighbours without replacement.

    Returns
    -------
    GeoDataFrame (DataFrame if the panel has no boundaries), T * N rows
        period, unit, name, value, black (1 or 0), neighbours, BB, expected, p, p_fdr (of black units with black
        neighbours; NaN elsewhere), cluster ("Cluster", "Black", "White", "Isolate", "Undefined"); clusters have p at
        most `alpha`.

    Raises
    ------
    PanelError, JoinError, ParameterError
        As in `join_counts`.
    """
    known(options, BlackOptions, "local_join_counts")
    if not 0 < alpha < 1:
        raise ParameterError(message("alpha lies between 0 and 1; {alpha} was given instead.", alpha=alpha))
    x = _black(panel, variable, options)
    aligned = of_units(_binary(w), panel)
    parts = []
    for ts, ns in complete_groups(x, panel, variable, options.get("missing", "refuse")):
        part = aligned.align([panel.ids[n] for n in ns], drop="any").matrix
        own = x[np.ix_(ts, ns)]
        grid = np.meshgrid(ts, ns, indexing="ij")
        columns = {"t": grid[0], "n": grid[1], **_local(own, part, alpha)}
        parts.append(pd.DataFrame({name: values.ravel() for name, values in columns.items()}))
    table = undefined(panel, panel.array(variable)).set_index(["t", "n"])
    table = table.join(pd.concat(parts).set_index(["t", "n"]), how="left").sort_index()
    table["cluster"] = table["cluster"].fillna("Undefined")
    return with_geometry(panel, table)


def hypergeometric_sf(x: np.ndarray, others: int, black: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return P(X >= x) where `drawn` of `others` units, `black` of them black, are taken; x, black and drawn are (n,),
    and so is what returns.
    """
    out = np.zeros(np.broadcast(x, black, drawn).shape)
    whole = _choose(others, drawn)
    for a in range(int(np.max(drawn, initial=0)) + 1):
        there = (a >= x) & (a <= drawn) & (a <= black) & (drawn - a <= others - black)
        term = _choose(black, np.minimum(a, black)) + _choose(others - black, np.clip(drawn - a, 0, others - black))
        out += np.where(there, np.exp(term - whole), 0.0)
    return np.minimum(out, 1.0)


def _choose(n: Any, k: Any) -> Any:
    return gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)


def _binary(w: Weights) -> Weights:
    return replace(w, raw=csr_array((np.ones(w.raw.nnz), w.raw.indices, w.raw.indptr), w.raw.shape), normalise="none")


def _black(panel: Panel, variable: str, options: Any) -> np.ndarray:
    """Return 1 for black units, 0 for white ones, NaN where the cell is empty: (T, N)."""
    black = one_of("black", options.get("black", "ones"), get_args(Black))
    values = panel.array(variable)
    here = np.isfinite(values)
    if black == "ones":
        odd = np.unique(values[here & (np.abs(values) > SAME) & (np.abs(values - 1) > SAME)])
        if len(odd):
            raise PanelError(
                message(
                    "{variable} is to be 0 or 1 and has {values}; say what is black: black = mean, median or value.",
                    variable=variable,
                    values=some([f"{v:g}" for v in odd]),
                )
            )
        return np.where(here, np.round(np.nan_to_num(values)), np.nan)
    border: Any = options.get("value", 0.0)
    if black != "value":
        border = np.array(
            [[getattr(np, black)(row[k]) if k.any() else np.nan] for row, k in zip(values, here, strict=True)]
        )
    return np.where(here, (np.nan_to_num(values) > border).astype(float), np.nan)


def _counted(x: np.ndarray, w: csr_array, test: _Test, sampling: Sampling) -> dict[str, Any]:
    m = Moments.of(w)
    _check_links(m)
    ends = np.asarray(w.sum(axis=1)).ravel() + np.asarray(w.sum(axis=0)).ravel()
    cross = np.einsum("tn,tn->t", x, (w @ x.T).T)
    count = _counts(cross, x @ ends, m.s0)
    black = x.sum(axis=1)
    moments = _nonfree(m, black) if sampling == "nonfree" else _free(m, black / m.n)
    sims: dict[str, np.ndarray] = {}
    if test.permutations:
        drawn, own = global_quadratics(x, w, ends, test.permutations, test.seed, test.progress)
        sims = _counts(drawn, own, m.s0)
    out: dict[str, Any] = {"black": black.astype(int), "joins": m.s0 / 2}
    for kind in KINDS:
        mean, variance = moments[kind]
        sure = variance > NOUGHT * np.maximum(mean**2, 1e-300)
        z = np.where(sure, (count[kind] - mean) / np.sqrt(np.where(sure, variance, 1.0)), np.nan)
        way = -1 if kind == "BW" else 1
        out |= {kind: count[kind], f"E_{kind}": mean, f"V_{kind}": np.where(sure, variance, 0.0), f"z_{kind}": z}
        out[f"p_{kind}"] = _p(norm.sf(way * z), norm.sf(-way * z), test.alternative)
        if sims:
            above = (1 + (way * sims[kind] >= way * count[kind] - SAME).sum(axis=0)) / (1 + test.permutations)
            below = (1 + (way * sims[kind] <= way * count[kind] + SAME).sum(axis=0)) / (1 + test.permutations)
            out |= {f"mean_sim_{kind}": sims[kind].mean(axis=0), f"p_sim_{kind}": _p(above, below, test.alternative)}
    return out


def _p(like: np.ndarray, unlike: np.ndarray, alternative: Alternative) -> np.ndarray:
    """Return p of positive autocorrelation, negative, or either."""
    both = np.minimum(1.0, 2 * np.minimum(like, unlike))
    out: np.ndarray = {"greater": like, "less": unlike, "two-sided": both}[alternative]
    return out


def _counts(cross: np.ndarray, ends: np.ndarray, s0: float) -> dict[str, np.ndarray]:
    """Return joins from x'Wx and the sum over black units of their links, both ways."""
    bb, ww = cross / 2, (s0 - ends + cross) / 2
    return {"BB": bb, "WW": ww, "BW": s0 / 2 - bb - ww}


def _nonfree(m: Moments, black: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return mean and variance of each count where the colours are shuffled (Cliff & Ord 1981, 1.31 to 1.33)."""
    n, white = m.n, m.n - black
    pairs, threes = n * (n - 1), n * (n - 1) * (n - 2)
    fours = threes * (n - 3)
    rest = m.s0**2 + m.s1 - m.s2
    out = {}
    for kind, r in (("BB", black), ("WW", white)):
        two = r * (r - 1)
        mean = m.s0 * two / (2 * pairs)
        square = m.s1 * two / pairs + (m.s2 - 2 * m.s1) * two * (r - 2) / threes
        out[kind] = (mean, (square + rest * two * (r - 2) * (r - 3) / fours) / 4 - mean**2)
    mixed = black * white
    mean = m.s0 * mixed / pairs
    square = 2 * m.s1 * mixed / pairs + (m.s2 - 2 * m.s1) * mixed * (n - 2) / threes
    out["BW"] = (mean, (square + 4 * rest * mixed * (black - 1) * (white - 1) / fours) / 4 - mean**2)
    return out


def _free(m: Moments, p: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return mean and variance of each count where units are black with probability p (Cliff & Ord 1981, 1.25 on)."""
    q = 1 - p
    out = {}
    for kind, r in (("BB", p), ("WW", q)):
        out[kind] = (m.s0 * r**2 / 2, (m.s1 * r**2 + (m.s2 - 2 * m.s1) * r**3 + (m.s1 - m.s2) * r**4) / 4)
    mixed = p * q
    out["BW"] = (m.s0 * mixed, (2 * m.s1 * mixed + (m.s2 - 2 * m.s1) * mixed + 4 * (m.s1 - m.s2) * mixed**2) / 4)
    return out


def _local(x: np.ndarray, w: csr_array, alpha: float) -> dict[str, np.ndarray]:
    degree = np.broadcast_to(np.diff(w.indptr), x.shape)
    n, black = x.shape[1], np.broadcast_to(x.sum(axis=1, keepdims=True), x.shape)
    joins = x * (w @ x.T).T
    tested = (x == 1) & (joins > 0)
    p = np.full(x.shape, np.nan)
    p[tested] = hypergeometric_sf(joins[tested], n - 1, black[tested] - 1, degree[tested])
    kind = np.where(x == 1, "Black", "White").astype(object)
    kind[tested & (np.nan_to_num(p, nan=1.0) <= alpha)] = "Cluster"
    kind[degree == 0] = "Isolate"
    return {
        "black": x.astype(int),
        "neighbours": degree,
        "BB": joins,
        "expected": np.where(x == 1, degree * (black - 1) / (n - 1), np.nan),
        "p": p,
        "p_fdr": np.stack([false_discovery(row) for row in p]),
        "cluster": kind,
    }
