"""Local Geary (Anselin 1995) of every unit in every period, of one variable or several together (Anselin 2019)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.autocorrelation.distance_counts import distance_counts
from gisplug.autocorrelation.global_statistics import Missing, complete_groups, of_units
from gisplug.autocorrelation.local_statistics import (
    USED,
    Correction,
    Tail,
    check_options,
    permuted_p,
    standardised,
    undefined,
    with_geometry,
)
from gisplug.autocorrelation.permutation import Counts
from gisplug.core.errors import ParameterError
from gisplug.core.palette import GEARY
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights


class GearyOptions(TypedDict, total=False):
    """Further options of `local_geary`.

    Attributes
    ----------
    alpha, correction
        Level for `cluster` (0.05), and what is compared with it: "none" p_sim, "fdr" p_fdr (Benjamini-Hochberg within
        the period), "bonferroni" p_bonferroni (times the number of units with neighbours).
    tail
        "folded": the smaller side, as GeoDa prints; "two-sided": twice that; "greater": positive autocorrelation
        (small C), "less": negative.
    missing
        "refuse" empty cells, or "drop": units without a value are undefined, and their links are left out of that
        period.
    """

    alpha: float
    correction: Correction
    tail: Tail
    missing: Missing


def local_geary(
    panel: Panel,
    variables: str | Sequence[str],
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    *,
    progress: Progress = SILENT,
    **options: Unpack[GearyOptions],
) -> pd.DataFrame:
    """Measure how far each unit is from its neighbours: C_i = sum_j w_ij (z_i - z_j)^2 (Anselin 1995, 2019), by
    conditional permutation.

    Of several variables C_i is the mean over them, and units are drawn with all their values.

    Parameters
    ----------
    panel, variables, w
        W is aligned to the panel by id and never changed.
    permutations, seed
        Draws are shared by all units and periods.
    options
        As in `GearyOptions`.

    Returns
    -------
    GeoDataFrame (DataFrame if the panel has no boundaries), T * N rows, period by period
        period, unit, name, value (of the first variable), C, EC (mean over all permutations), p_sim, p_fdr,
        p_bonferroni, cluster, colour. Small C: like values are near. Clusters of one variable are "High-High",
        "Low-Low" and "Other positive" (alike, but on both sides of the mean), of several "Positive"; "Negative" where
        near values differ more than by chance. Variables are standardised with n - 1, as in GeoDa; esda's C is
        n / (n - 1) times as large.

    Raises
    ------
    PanelError, JoinError
        If cells are empty, a variable does not vary, or W lacks a unit.
    ParameterError
        If an option is unknown or out of range, or no variable or one twice is named.
    """
    known(options, GearyOptions, "local_geary")
    alpha, correction = options.get("alpha", 0.05), options.get("correction", "none")
    tail, missing = options.get("tail", "folded"), options.get("missing", "refuse")
    check_options(permutations, alpha, correction, tail)
    names = [variables] if isinstance(variables, str) else list(variables)
    if not names or len(set(names)) < len(names):
        raise ParameterError("Local Geary takes one variable or more, each once.")
    values = panel.arrays(names)
    aligned = of_units(w, panel)
    whole = np.where(np.isfinite(values).all(axis=-1), values[..., 0], np.nan)
    groups = complete_groups(whole, panel, ", ".join(names), missing)
    parts = []
    for g, (ts, ns) in enumerate(groups):
        part = aligned.align([panel.ids[n] for n in ns], drop="any").matrix
        labels = [panel.periods[t] for t in ts]
        z = np.stack([standardised(values[..., k][np.ix_(ts, ns)], labels, names[k]) for k in range(len(names))], -1)
        step = Part(progress, g / len(groups), (g + 1) / len(groups))
        counts = distance_counts(z, part, permutations, seed, step)
        parts.append(_labelled(ts, ns, z, part, counts, tail))
    table = undefined(panel, values[..., 0]).set_index(["t", "n"])
    table = table.join(pd.concat(parts).set_index(["t", "n"]), how="left").sort_index()
    used = table[USED[correction]]
    kind = table["cluster"].fillna("Undefined")
    table["cluster"] = kind.where((used <= alpha) | kind.isin(("Undefined", "Isolate")), "Not significant")
    table["colour"] = table["cluster"].map(GEARY)
    return with_geometry(panel, table)


def _labelled(ts: np.ndarray, ns: np.ndarray, z: np.ndarray, w: csr_array, counts: Counts, tail: Tail) -> pd.DataFrame:
    """Return statistic, p and what the unit would be if it were significant."""
    k, isolated = z.shape[-1], np.diff(w.indptr) == 0
    found = permuted_p(counts.below, counts.above, counts.permutations, tail, isolated)
    near = (
        counts.below < counts.above
        if tail in ("folded", "two-sided")
        else np.full(counts.above.shape, tail == "greater")
    )
    kind = np.where(near, "Positive", "Negative").astype(object)
    if k == 1:
        own, lag = z[..., 0], (w @ z[..., 0].T).T
        high, low = near & (own > 0) & (lag > 0), near & (own < 0) & (lag < 0)
        kind[near], kind[high], kind[low] = "Other positive", "High-High", "Low-Low"
    kind[:, isolated] = "Isolate"
    statistic, expected = counts.lag / k, _expected(z, w) / k
    statistic[:, isolated], expected[:, isolated] = np.nan, np.nan
    grid = np.meshgrid(ts, ns, indexing="ij")
    columns = {
        "t": grid[0],
        "n": grid[1],
        "C": statistic,
        "EC": expected,
        **found,
        "cluster": kind,
    }
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()})


def _expected(z: np.ndarray, w: csr_array) -> np.ndarray:
    """Return the mean of sum_j w_ij |z_i - z_j|^2 over all permutations of the other units, (T, N); z is centred."""
    n = z.shape[1]
    square = (z**2).sum(axis=-1)
    apart = (n * square + square.sum(axis=1, keepdims=True)) / (n - 1)
    out: np.ndarray = apart * np.asarray(w.sum(axis=1)).ravel()
    return out
