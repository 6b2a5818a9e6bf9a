"""Coefficients by group, and whether they differ: Chow, seemingly unrelated (interaction with clusters), Fisher's
permutation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.language.formula import Formula
from gisplug.language.terms import group_labels, term_array
from gisplug.numbers.draws import over_picks
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.sample import clusters_of, draw_sample
from gisplug.regression.design import fit_design
from gisplug.regression.fixed_effects import PanelFit, fixed_effects

CHUNK = 50  # draws of one task


@dataclass(frozen=True)
class Heterogeneity:
    """Fits by group, and tests of the difference for every pair of groups.

    Attributes
    ----------
    fits : mapping of group to PanelFit
    tests : DataFrame, index (first, second)
        difference; chow_f, chow_p (all slopes and effects equal, classical); sur_stat, sur_p (the key slope, robust to
        clusters: both groups in one system); permutation_p (share of random reassignments of units to groups with a
        difference at least as large in absolute value).
    permuted : mapping of (first, second) to the differences under reassignment, (draws,)
    """

    x: str
    by: str
    fits: Mapping[str, PanelFit]
    tests: pd.DataFrame
    draws: int
    seed: int
    permuted: Mapping[tuple[str, str], np.ndarray] = field(default_factory=dict, repr=False)
    report: Report = field(default_factory=Report, repr=False)


def split_labels(panel: Panel, by: str, how: str = "groups") -> np.ndarray:
    """Return group labels (T * N,).

    Parameters
    ----------
    how
        "groups" takes the labels of the column as they are; "median" splits units at the median of their means over
        time into "low" and "high" (a unit keeps its group); "median by period" splits every period anew; "terciles"
        makes three.

    Raises
    ------
    ModelError
        If `how` is none of these.
    """
    if how == "groups":
        return group_labels(panel, by)
    values = term_array(panel, by)
    if how == "median by period":
        middle = np.nanmedian(values, axis=1, keepdims=True)
        return np.where(np.isnan(values), "", np.where(values > middle, "high", "low")).ravel().astype(object)
    seen = np.isfinite(values)
    means = np.where(seen, values, 0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    means = np.where(seen.any(axis=0), means, np.nan)
    if how == "median":
        labels = np.where(means > np.nanmedian(means), "high", "low")
    elif how == "terciles":
        cuts = np.nanquantile(means, [1 / 3, 2 / 3])
        labels = np.array(["low", "middle", "high"])[np.searchsorted(cuts, np.nan_to_num(means))]
    else:
        raise ModelError(f"how is groups, median, 'median by period' or terciles; {how!r} was given instead.")
    return np.tile(np.where(np.isnan(means), "", labels).astype(object), panel.T)


def heterogeneity(
    panel: Panel,
    outcome: str,
    x: str,
    controls: Sequence[str] = (),
    *,
    by: str,
    how: str = "groups",
    effects: str = "twoways",
    errors: str = "unit",
    draws: int = 1000,
    seed: int = 1,
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
    progress: Progress = SILENT,
) -> Heterogeneity:
    """Fit the regression in every group and test the difference of the coefficient of x.

    Parameters
    ----------
    by, how : column that makes the groups, and how; see `split_labels`.
    draws : reassignments of units to groups for the permutation test.
    where : (T * N,) bool, rows to use.

    Raises
    ------
    ModelError
        If there are fewer than two groups, or more than ten.
    """
    labels = split_labels(panel, by, how)
    formula = Formula(outcome, (x, *[c for c in controls if c != x]))
    sample = draw_sample(panel, formula.columns, where=where)
    inside = labels[sample.rows]
    groups = _ordered(inside)
    if not 2 <= len(groups) <= 10:
        raise ModelError(f"{by} makes {len(groups)} groups; 2 to 10 can be compared.")
    options: dict[str, Any] = {"effects": effects, "errors": errors, "winsorise": winsorise}
    base = np.ones(len(labels), dtype=bool) if where is None else where
    fits = {g: fixed_effects(panel, formula, where=base & (labels == g), **options) for g in groups}
    rows, permuted = {}, {}
    pairs = list(combinations(groups, 2))
    for at, (a, b) in enumerate(pairs):
        gap = float(fits[a].estimates.loc[x, "estimate"] - fits[b].estimates.loc[x, "estimate"])
        part = base & np.isin(labels, [a, b])
        chow = _chow(panel, formula, part, fits[a], fits[b], options)
        sur = _stacked(panel, formula, labels, (a, b), base, options)
        drawn = _permutation(
            panel,
            formula,
            part,
            labels == a,
            effects,
            winsorise,
            draws,
            seed + at,
            progress,
            at / len(pairs),
            1 / len(pairs),
        )
        p = float((1 + (np.abs(drawn) >= abs(gap)).sum()) / (1 + len(drawn))) if draws else np.nan
        rows[a, b] = {
            "difference": gap,
            "chow_f": chow[0],
            "chow_p": chow[1],
            "sur_chi2": sur[0],
            "sur_p": sur[1],
            "permutation_p": p,
        }
        permuted[a, b] = drawn
    tests = pd.DataFrame.from_dict(rows, orient="index").rename_axis(index=["first", "second"])
    note = Note(
        INFO,
        "permutation",
        f"Empirical p-values from {draws} random reassignments of units to the groups, seed {seed}.",
    )
    return Heterogeneity(x, by, fits, tests, draws, seed, permuted, sample.report + Report((note,)))


def _ordered(labels: np.ndarray) -> list[str]:
    found, levels = set(labels) - {""}, ("low", "middle", "high")
    return [g for g in levels if g in found] if found <= set(levels) else [str(g) for g in sorted(found)]


def _chow(
    panel: Panel, formula: Formula, part: np.ndarray, a: PanelFit, b: PanelFit, options: dict[str, Any]
) -> tuple[float, float]:
    """F of all slopes (and effects) equal against separate regressions, with independent errors."""
    pooled = fixed_effects(panel, formula, where=part, **(options | {"errors": "classical"}))
    more = (len(a.estimates) + a.absorbed + len(b.estimates) + b.absorbed) - (len(pooled.estimates) + pooled.absorbed)
    free = a.n + b.n - len(a.estimates) - a.absorbed - len(b.estimates) - b.absorbed
    separate = a.sse + b.sse
    f = (pooled.sse - separate) / more / (separate / free)
    return float(f), float(stats.f.sf(f, more, free))


def _stacked(
    panel: Panel,
    formula: Formula,
    labels: np.ndarray,
    pair: tuple[str, str],
    where: np.ndarray,
    options: dict[str, Any],
) -> tuple[float, float]:
    """Chi-squared of equal slopes of x in the system of both groups; clusters may reach across the groups."""
    part = where & np.isin(labels, pair)
    sample = draw_sample(panel, formula.columns, where=part, winsorise=options["winsorise"])
    second = labels[sample.rows] == pair[1]
    effects: str = options["effects"]
    keys = {
        "unit": [sample.unit],
        "time": [sample.period],
        "twoways": [sample.unit, sample.period],
        "none": [np.zeros(sample.n, dtype=int)],
    }
    absorbed = [Absorbed(np.unique(2 * k + second, return_inverse=True)[1]) for k in keys[effects]]
    X = sample.columns[:, 1:] - sample.columns[:, 1:].mean(axis=0)  # the effects of each group take a constant out
    names = [f"{t} {g}" for g in pair for t in formula.regressors]
    fit = fit_design(
        sample.columns[:, 0],
        np.hstack([X * ~second[:, None], X * second[:, None]]),
        names,
        absorbed,
        clusters_of(sample, options["errors"]),
    )
    k = X.shape[1]
    gap = fit.b[0] - fit.b[k]
    chi = float(gap**2 / (fit.cov[0, 0] + fit.cov[k, k] - 2 * fit.cov[0, k]))
    return chi, float(stats.chi2.sf(chi, 1))


def _permutation(
    panel: Panel,
    formula: Formula,
    part: np.ndarray,
    first: np.ndarray,
    effects: str,
    winsorise: float,
    draws: int,
    seed: int,
    progress: Progress,
    start: float,
    width: float,
) -> np.ndarray:
    """Differences of the first slope when units are assigned to the two groups at random, as many as there were."""
    sample = draw_sample(panel, formula.columns, where=part, winsorise=winsorise)
    unit, period = sample.unit, sample.period
    share = np.bincount(unit, first[sample.rows].astype(float)) / np.bincount(unit)
    whole = np.all((share < 1e-9) | (share > 1 - 1e-9))
    ids = unit if whole else np.arange(sample.n)  # groups that cut through units are permuted by row
    count = round(share.sum()) if whole else int(first[sample.rows].sum())
    rng = np.random.default_rng(seed)
    N, T = int(unit.max()) + 1, int(period.max()) + 1
    if whole and sample.n == N * T:
        cube = sample.columns[np.lexsort((period, unit))].reshape(N, T, -1)
        orders = np.stack([rng.permutation(N) for _ in range(draws)]) if draws else np.empty((0, N), dtype=int)
        return _balanced_gaps(cube, orders < count, effects)
    picks = [rng.permutation(int(ids.max()) + 1)[:count].astype(np.int32) for _ in range(draws)]
    common, share_of = (sample.columns, unit, period, ids, effects), Part(progress, start, start + width)
    return np.array(
        over_picks(_gap, common, picks, chunk=CHUNK, progress=share_of, label="Permutation of the groups, parts")
    )


def _gap(common: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, str], picked: np.ndarray) -> float:
    """Return the difference of the first slope between rows whose id is picked and the others."""
    columns, unit, period, ids, effects = common
    chosen = np.isin(ids, picked)
    return _slope(columns, unit, period, chosen, effects) - _slope(columns, unit, period, ~chosen, effects)


def _balanced_gaps(cube: np.ndarray, chosen: np.ndarray, effects: str) -> np.ndarray:
    """Differences of the first slope between chosen (B, N) and other units of a balanced panel (N, T, 1 + k), all at
    once.

    Cross-products of a group are those of its units, minus those of its period means (which is what period effects
    take out).
    """
    if effects in ("unit", "twoways"):
        cube = cube - cube.mean(axis=1, keepdims=True)
    N, T, K = cube.shape
    grams = np.einsum("ntk,ntl->nkl", cube, cube).reshape(N, K * K)
    slopes = []
    for mask in (chosen, ~chosen):
        weight = mask.astype(float)
        size = weight.sum(axis=1)
        gram = (weight @ grams).reshape(-1, K, K)
        sums = (weight @ cube.reshape(N, T * K)).reshape(-1, T, K)
        if effects in ("time", "twoways"):
            gram = gram - np.einsum("btk,btl->bkl", sums, sums) / size[:, None, None]
        elif effects == "none":
            all_ = sums.sum(axis=1)
            gram = gram - all_[:, :, None] * all_[:, None, :] / (size * T)[:, None, None]
        slopes.append(np.linalg.solve(gram[:, 1:, 1:], gram[:, 1:, :1])[:, 0, 0])
    return np.asarray(slopes[0] - slopes[1])


def _slope(columns: np.ndarray, unit: np.ndarray, period: np.ndarray, rows: np.ndarray, effects: str) -> float:
    absorbed = []
    if effects in ("unit", "twoways"):
        absorbed.append(Absorbed(np.unique(unit[rows], return_inverse=True)[1]))
    if effects in ("time", "twoways"):
        absorbed.append(Absorbed(np.unique(period[rows], return_inverse=True)[1]))
    flat = residualised(columns[rows], absorbed or [Absorbed(np.zeros(int(rows.sum()), dtype=int))])
    return float(np.linalg.lstsq(flat[:, 1:], flat[:, 0], rcond=None)[0][0])
