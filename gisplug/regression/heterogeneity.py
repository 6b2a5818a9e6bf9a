"""Coefficients by group, and whether they differ: Chow, seemingly unrelated (interaction with clusters), Fisher's
permutation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.tables.groups import in_order
from gisplug.core.vocabulary import known
from gisplug.language.columns import levels_of
from gisplug.language.formula import Formula
from gisplug.language.terms import group_labels, term_array
from gisplug.numbers import distributions as stats
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.projections import Absorbed
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame, omitted_notes
from gisplug.panel.sample import Sample, clusters_of, draw_sample, fixed_effects_of
from gisplug.regression.design import fit_design
from gisplug.regression.fixed_effects import PanelFit, fixed_effects
from gisplug.regression.reading import key_of, less_controls, only, weighted_residuals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHUNK = 50  # draws of one task


@dataclass(frozen=True, repr=False, eq=False)
class Heterogeneity(Fits[str, PanelFit]):
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
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)

    key = "group"

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("Coefficient of {x} by {by}", x=self.x, by=self.by)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the key coefficient of every group on `ax`, or on a new figure; returns the axes."""
        return drawn("by column", ax, {name: fit.table() for name, fit in self.fits.items()}, self.x)


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
        raise ModelError(
            message("how is groups, median, 'median by period' or terciles; {how!r} was given instead.", how=how)
        )
    return np.tile(np.where(np.isnan(means), "", labels).astype(object), panel.T)


class HeterogeneityOptions(TypedDict, total=False):
    """Further options of `heterogeneity`.

    Attributes
    ----------
    seed : of the permutation test (1)
    collinear : "refuse" terms that are not identified in a group, or "omit" such controls from all groups and say so
    winsorise : share to winsorise at each end, in every group
    row_weights : column of analytic weights, such as population
    progress : where it is told how far the permutations are
    """

    seed: int
    collinear: str
    winsorise: float
    row_weights: str | None
    progress: Progress


@repeatable
def heterogeneity(
    panel: Panel,
    formula: str | Formula,
    by: str,
    *,
    how: str = "groups",
    effects: str = "twoways",
    errors: str = "unit",
    where: Where = None,
    draws: int = 1000,
    **options: Unpack[HeterogeneityOptions],
) -> Heterogeneity:
    """Fit the regression in every group and test the difference of the coefficient of the first regressor.

    Parameters
    ----------
    formula : "outcome ~ key + controls"
    by, how : column that makes the groups, and how; see `split_labels`.
    where : rows to use, in words or (T * N,) bool.
    draws : reassignments of units to groups for the permutation test; 0 leaves it out.
    options : those of `HeterogeneityOptions`

    Raises
    ------
    ModelError
        If there are fewer than two groups, or more than ten, or a term is not identified in one of them.
    """
    known(options, HeterogeneityOptions, "heterogeneity")
    weights, seed = options.get("row_weights"), options.get("seed", 1)
    frame = model_frame(panel, formula, where=where, effects=effects, also=(weights,) if weights else ())
    frame = only(frame, "A comparison of groups", absorb=False)
    labels = split_labels(panel, by, how)
    base = np.ones(len(labels), dtype=bool) if frame.rows is None else frame.rows
    sample = draw_sample(frame.panel, frame.formula.columns, where=frame.rows, row_weights=weights)
    groups = in_order(labels[sample.rows], by, levels_of(panel, by) if how == "groups" else ())
    if not 2 <= len(groups) <= 10:
        raise ModelError(message("{by} makes {n} groups; 2 to 10 can be compared.", by=by, n=len(groups)))
    whole = _Groups(
        frame.panel, frame.formula, labels, base, frame.effects, errors, options.get("winsorise", 0.0), weights
    )
    omitted = whole.unidentified(groups, key_of(frame), options.get("collinear", "refuse"))
    kept = tuple(t for t in frame.formula.regressors if t not in omitted)
    whole = replace(whole, formula=Formula(frame.formula.outcome, kept))
    x, fits = kept[0], {g: whole.fitted(base & (labels == g), errors) for g in groups}
    rows, permuted = {}, {}
    pairs = list(combinations(groups, 2))
    for at, (a, b) in enumerate(pairs):
        gap = float(fits[a].estimates.loc[x, "estimate"] - fits[b].estimates.loc[x, "estimate"])
        chow, sur = whole.chow((a, b), fits), whole.stacked((a, b))
        part = Part(options.get("progress", SILENT), at / len(pairs), (at + 1) / len(pairs))
        drawn = whole.permutation((a, b), draws, seed + at, part)
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
        message(
            "Empirical p-values from {draws} random reassignments of units to the groups, seed {seed}.",
            draws=draws,
            seed=seed,
        ),
    )
    report = sample.report + omitted_notes(omitted) + Report((note,))
    return Heterogeneity(x, by, fits, tests, draws, seed, permuted, report, omitted)


@dataclass(frozen=True)
class _Groups:
    """One regression, and rows labelled by group, (T * N,); `base` are the rows used."""

    panel: Panel
    formula: Formula
    labels: np.ndarray
    base: np.ndarray
    effects: str
    errors: str
    winsorise: float
    row_weights: str | None

    def sample(self, pair: Sequence[str]) -> Sample:
        """Return the complete rows of some groups."""
        return draw_sample(
            self.panel,
            self.formula.columns,
            where=self.base & np.isin(self.labels, pair),
            winsorise=self.winsorise,
            row_weights=self.row_weights,
        )

    def fitted(self, rows: np.ndarray, errors: str) -> PanelFit:
        """Fit the regression on some rows, (T * N,) bool."""
        return fixed_effects(
            self.panel,
            self.formula,
            effects=self.effects,
            errors=errors,
            where=rows,
            row_weights=self.row_weights,
            winsorise=self.winsorise,
        )

    def unidentified(self, groups: Sequence[str], key: str, collinear: str) -> dict[str, str]:
        """Return the controls that are not identified in some group, with their reasons, where they may be omitted."""
        found: dict[str, str] = {}
        for group in groups:
            part = self.sample((group,))
            terms = [t for t in self.formula.regressors if t not in found]
            _, lost = less_controls(part, terms, fixed_effects_of(part, self.effects), collinear, (key,))
            found |= {term: message("{why} in group {group}", why=why, group=group) for term, why in lost.items()}
        return found

    def chow(self, pair: tuple[str, str], fits: Mapping[str, PanelFit]) -> tuple[float, float]:
        """F of all slopes (and effects) equal against separate regressions, with independent errors, and its p."""
        a, b = (fits[g] for g in pair)
        pooled = self.fitted(self.base & np.isin(self.labels, pair), "classical")
        more = (len(a.estimates) + a.absorbed + len(b.estimates) + b.absorbed) - (
            len(pooled.estimates) + pooled.absorbed
        )
        free = a.n + b.n - len(a.estimates) - a.absorbed - len(b.estimates) - b.absorbed
        separate = sum(f.sse * self._mean_weight(f) for f in (a, b)) / self._mean_weight(pooled)
        f = (pooled.sse - separate) / more / (separate / free)
        return float(f), float(stats.f.sf(f, more, free))

    def _mean_weight(self, fit: PanelFit) -> float:
        """What one is in the weights of a fit, which have mean one."""
        if self.row_weights is None:
            return 1.0
        return float(self.panel.array(self.row_weights).ravel()[fit.sample.rows].mean())

    def stacked(self, pair: tuple[str, str]) -> tuple[float, float]:
        """Chi-squared of equal slopes of x in the system of both groups, and its p; clusters may reach across the
        groups.
        """
        sample = self.sample(pair)
        second = self.labels[sample.rows] == pair[1]
        keys = {
            "unit": [sample.unit],
            "time": [sample.period],
            "twoways": [sample.unit, sample.period],
            "none": [np.zeros(sample.n, dtype=int)],
        }
        absorbed = [Absorbed(np.unique(2 * k + second, return_inverse=True)[1]) for k in keys[self.effects]]
        X = sample.columns[:, 1:] - sample.columns[:, 1:].mean(axis=0)  # the effects of each group take a constant out
        names = [f"{t} {g}" for g in pair for t in self.formula.regressors]
        fit = fit_design(
            (self.formula.outcome, sample.columns[:, 0]),
            np.hstack([X * ~second[:, None], X * second[:, None]]),
            names,
            absorbed,
            clusters_of(sample, self.errors),
            sample.weights,
        )
        k = X.shape[1]
        gap = fit.b[0] - fit.b[k]
        chi = float(gap**2 / (fit.cov[0, 0] + fit.cov[k, k] - 2 * fit.cov[0, k]))
        return chi, float(stats.chi2.sf(chi, 1))

    def permutation(self, pair: tuple[str, str], draws: int, seed: int, progress: Progress) -> np.ndarray:
        """Differences (draws,) of the first slope when units are assigned to the two groups at random, as many as
        there were.
        """
        sample = self.sample(pair)
        unit, period, first = sample.unit, sample.period, self.labels[sample.rows] == pair[0]
        share = np.bincount(unit, first.astype(float)) / np.bincount(unit)
        whole = np.all((share < 1e-9) | (share > 1 - 1e-9))
        ids = unit if whole else np.arange(sample.n)  # groups that cut through units are permuted by row
        count = round(share.sum()) if whole else int(first.sum())
        rng = np.random.default_rng(seed)
        N, T = int(unit.max()) + 1, int(period.max()) + 1
        if whole and sample.n == N * T and sample.weights is None:
            cube = sample.columns[np.lexsort((period, unit))].reshape(N, T, -1)
            orders = np.stack([rng.permutation(N) for _ in range(draws)]) if draws else np.empty((0, N), dtype=int)
            return _balanced_gaps(cube, orders < count, self.effects)
        picks = [rng.permutation(int(ids.max()) + 1)[:count].astype(np.int32) for _ in range(draws)]
        common = (_Rows(sample.columns, unit, period, self.effects, sample.weights), ids)
        return np.array(
            over_picks(_gap, common, picks, chunk=CHUNK, progress=progress, label="Permutation of the groups, parts")
        )


@dataclass(frozen=True)
class _Rows:
    """Rows of a regression: columns (n, 1 + k), codes and weights (n,)."""

    columns: np.ndarray
    unit: np.ndarray
    period: np.ndarray
    effects: str
    weights: np.ndarray | None = None

    def slope(self, rows: np.ndarray) -> float:
        """Return the first slope on some rows, (n,) bool."""
        absorbed = []
        if self.effects in ("unit", "twoways"):
            absorbed.append(Absorbed(np.unique(self.unit[rows], return_inverse=True)[1]))
        if self.effects in ("time", "twoways"):
            absorbed.append(Absorbed(np.unique(self.period[rows], return_inverse=True)[1]))
        absorbed = absorbed or [Absorbed(np.zeros(int(rows.sum()), dtype=int))]
        flat = weighted_residuals(self.columns[rows], absorbed, None if self.weights is None else self.weights[rows])
        return float(coefficients(flat[:, 1:], flat[:, 0])[0])


def _gap(common: tuple[_Rows, np.ndarray], picked: np.ndarray) -> float:
    """Return the difference of the first slope between rows whose id is picked and the others."""
    rows, ids = common
    chosen = np.isin(ids, picked)
    return rows.slope(chosen) - rows.slope(~chosen)


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
