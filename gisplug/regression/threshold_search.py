"""The data of a threshold model, and sums of squares over all candidate thresholds at once, by cumulated products.

After Hansen (1999).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import joined, message
from gisplug.numbers.demeaning import check_effects
from gisplug.numbers.identification import check_design
from gisplug.numbers.orthogonal import span
from gisplug.panel.model_frame import check_collinear
from gisplug.panel.sample import Sample
from gisplug.regression.reading import keep_keys

RIDGE = 1e-10  # share of a split regressor's sum of squares that must be left after the other regressors


@dataclass(frozen=True)
class Threshold:
    """A balanced panel prepared for the search; arrays are unit-major, (N, T) and (N, T, p).

    Attributes
    ----------
    y : (N, T); fixed : (N, T, k) regime-independent; split : (N, T, p) regime-dependent; q : (N, T) threshold variable
    strict : bool
        Low regime is q < gamma instead of q <= gamma.
    drop_last : bool
        Leave the last of the T demeaned columns out, as Hansen's GAUSS program does.
    """

    y: np.ndarray
    fixed: np.ndarray
    split: np.ndarray
    q: np.ndarray
    strict: bool = False
    drop_last: bool = False

    @property
    def kept(self) -> slice:
        """Periods that count, as a slice of the T."""
        return slice(0, self.y.shape[1] - 1 if self.drop_last else self.y.shape[1])

    @property
    def freedom(self) -> int:
        """N (T - 1), the number in the F statistics."""
        return int(self.y.shape[0] * (self.y.shape[1] - 1))

    def within(self, values: np.ndarray) -> np.ndarray:
        """Return values (N, T, ...) less the means of their units, as (rows kept, ...)."""
        flat = (values - values.mean(axis=1, keepdims=True))[:, self.kept]
        return np.asarray(flat.reshape(-1, *values.shape[2:]))

    def low(self, gamma: float) -> np.ndarray:
        """Return whether each (N, T) observation lies in the low regime."""
        return np.asarray(self.q < gamma if self.strict else self.q <= gamma)

    def design(self, gammas: tuple[float, ...]) -> np.ndarray:
        """Return the demeaned regressors, (rows kept, K), K = k + p (1 + r): fixed ones, then the split ones regime
        by regime.
        """
        inside = [self.low(g) for g in sorted(gammas)]
        edges = [np.zeros_like(self.q, dtype=bool), *inside, np.ones_like(self.q, dtype=bool)]
        regimes = [self.split * (high & ~low)[:, :, None] for low, high in itertools.pairwise(edges)]
        return self.within(np.concatenate([self.fixed, *regimes], axis=2))


@dataclass(frozen=True)
class Candidates:
    """What one more threshold can explain, given the null regressors: everything that does not depend on y.

    Attributes
    ----------
    grid : (G,) candidate thresholds
    base : (rows kept, m) orthonormal null regressors
    order : (N T,) observations by q; ends : (G,) how many of them lie in the low regime
    means : (G, N, p) unit means of the split regressors in the low regime
    inverse : (G, p, p) inverse cross-products of the new columns after the null regressors
    valid : (G,) whether the candidate is identified
    """

    model: Threshold
    grid: np.ndarray
    base: np.ndarray
    order: np.ndarray
    ends: np.ndarray
    means: np.ndarray
    inverse: np.ndarray
    valid: np.ndarray

    def residuals(self, y: np.ndarray) -> np.ndarray:
        """Return what is left of y (rows kept, B) after the null regressors, (rows kept, B)."""
        return np.asarray(y - self.base @ (self.base.T @ y))

    def gains(self, residuals: np.ndarray) -> np.ndarray:
        """Return how much each candidate lowers the sum of squares of residuals (rows kept, B): (G, B)."""
        model = self.model
        N, T = model.y.shape
        B = residuals.shape[1]
        cube = np.zeros((N, T, B))
        cube[:, model.kept] = residuals.reshape(N, -1, B)
        sums = cube.sum(axis=1)
        flat = cube.reshape(N * T, B)
        split = model.split.reshape(N * T, -1)
        moments = np.empty((len(self.grid), split.shape[1], B))
        for k in range(split.shape[1]):
            running = np.cumsum((split[:, k, None] * flat)[self.order], axis=0)
            padded = np.vstack([np.zeros((1, B)), running])
            moments[:, k] = padded[self.ends] - self.means[:, :, k] @ sums
        gain = np.einsum("gkb,gkl,glb->gb", moments, self.inverse, moments, optimize=True)
        gain[~self.valid] = -np.inf
        return np.asarray(gain)


def candidates(model: Threshold, grid: np.ndarray, given: tuple[float, ...], least: int) -> Candidates:
    """Prepare the search for one more threshold of a grid (G,) beside those `given`.

    Every regime keeps at least `least` observations.
    """
    N, T = model.y.shape
    base = span(model.design(given))
    q = model.q.ravel()
    order = np.argsort(q, kind="stable")
    ends = np.searchsorted(q[order], grid, side="left" if model.strict else "right")
    means = _running_means(model, order, ends)
    p = model.split.shape[2]
    cross = np.empty((len(grid), p, base.shape[1]))
    gram = np.empty((len(grid), p, p))
    # moments of the new columns with the null regressors and with themselves, both demeaned
    base_cube = np.zeros((N, T, base.shape[1]))
    base_cube[:, model.kept] = base.reshape(N, -1, base.shape[1])
    base_sums = base_cube.sum(axis=1)
    flat = base_cube.reshape(N * T, -1)
    split = model.split.reshape(N * T, p)
    keep = np.zeros((N, T))
    keep[:, model.kept] = 1.0
    kept_means = _running_sums(model, order, ends, keep)
    length = keep[0].sum()
    for k in range(p):
        running = np.vstack([np.zeros((1, flat.shape[1])), np.cumsum((split[:, k, None] * flat)[order], axis=0)])
        cross[:, k] = running[ends] - means[:, :, k] @ base_sums
        for m in range(k, p):
            product = np.concatenate([[0.0], np.cumsum((split[:, k] * split[:, m] * keep.ravel())[order])])[ends]
            product = product - (means[:, :, k] * kept_means[:, :, m] + means[:, :, m] * kept_means[:, :, k]).sum(
                axis=1
            )
            gram[:, k, m] = gram[:, m, k] = product + length * (means[:, :, k] * means[:, :, m]).sum(axis=1)
    left = gram - cross @ cross.transpose(0, 2, 1)
    size = np.sqrt(np.maximum(np.einsum("gkk->gk", gram), 1e-300))
    valid = (np.linalg.eigvalsh(left / (size[:, :, None] * size[:, None, :])) > RIDGE).all(axis=1)
    valid &= _roomy(
        ends, np.searchsorted(q[order], sorted(given), side="left" if model.strict else "right"), N * T, least
    )
    safe = np.where(valid[:, None, None], left, np.eye(p))
    return Candidates(model, grid, base, order, ends, means, np.linalg.inv(safe), valid)


def grid_of(q: np.ndarray, trim: float, points: int) -> np.ndarray:
    """Return candidate thresholds (G,) from q (n,): all distinct values between the trimmed ends.

    More than `points` are thinned to that many quantiles (Hansen's rule).
    """
    distinct = np.unique(q)
    if len(distinct) <= points:
        first = int(np.floor(trim * len(distinct)))
        return np.asarray(distinct[max(first, 1) - 1 : len(distinct) - max(first, 1)])
    skipped = int(np.floor(points * trim))
    shares = trim + np.arange(points - 2 * skipped + 1) / points
    at = np.clip(np.floor(shares * len(distinct) + 1e-9).astype(int), 1, len(distinct)) - 1
    return np.asarray(np.unique(distinct[at]))


def _running_means(model: Threshold, order: np.ndarray, ends: np.ndarray) -> np.ndarray:
    return np.asarray(_running_sums(model, order, ends, np.ones_like(model.y)) / model.y.shape[1])


def _running_sums(model: Threshold, order: np.ndarray, ends: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return, for every candidate, the sum of the split columns over the unit's low observations: (G, N, p)."""
    N, T = model.y.shape
    p = model.split.shape[2]
    position = np.empty(N * T, dtype=int)
    position[order] = np.arange(N * T)
    bins = np.searchsorted(ends, position, side="right")
    unit = np.repeat(np.arange(N), T)
    out = np.zeros((len(ends) + 1, N, p))
    np.add.at(out, (bins, unit), model.split.reshape(N * T, p) * weight.reshape(N * T, 1))
    return np.asarray(np.cumsum(out, axis=0)[: len(ends)])


def _roomy(ends: np.ndarray, given: np.ndarray, total: int, least: int) -> np.ndarray:
    """Return which candidates leave at least `least` observations in every regime."""
    stops = np.concatenate([[0], np.asarray(given, dtype=int), [total]])
    return np.asarray((np.abs(ends[:, None] - stops[None, :]) >= least).all(axis=1))


@dataclass(frozen=True)
class Roles:
    """What each term of a threshold model does."""

    outcome: str
    split: tuple[str, ...]
    controls: tuple[str, ...]
    q: str

    @property
    def terms(self) -> list[str]:
        """Every term once, the columns of the sample."""
        return list(dict.fromkeys([self.outcome, *self.controls, *self.split, self.q]))


def prepared(
    sample: Sample, roles: Roles, effects: str, variant: str, collinear: str
) -> tuple[Threshold, np.ndarray, dict[str, str]]:
    """Return the arrays of a threshold model, units (N) by periods (T), the order (N * T,) of the sample's rows, and
    the controls that are omitted, with their reasons.

    Raises
    ------
    ModelError
        If the panel is not balanced, has one period, q has fewer than three values, or a term is not identified.
    """
    N, T = int(sample.unit.max()) + 1, int(sample.period.max()) + 1
    if sample.n != N * T:
        short = [str(u) for u, c in zip(*np.unique(sample.labels("unit"), return_counts=True), strict=True) if c < T]
        raise ModelError(
            message(
                "Hansen's method needs a balanced panel: {short} ({n} of {N} units) lack some of the {T} "
                "periods. Interpolate, leave those units out, or shorten the period.{having}",
                short=", ".join(short[:5]),
                n=len(short),
                N=N,
                T=T,
                having=joined(
                    "", (message(" {note}", note=note.text) for note in sample.report.having("rows-incomplete"))
                ),
            )
        )
    if T < 2:
        raise ModelError("A threshold panel needs at least two periods.")
    values = np.unique(sample.columns[:, sample.terms.index(roles.q)])
    if len(values) == 1:
        raise ModelError(
            message("The threshold variable {q} does not vary at all, so it tells no regimes apart.", q=roles.q)
        )
    if len(values) == 2:
        raise ModelError(
            message(
                "The threshold variable {q} has two values, {values:g} and {values2:g}: they make two "
                "groups, and there is no threshold to search. Compare the groups with heterogeneity, or "
                "interact the regressor with {q}.",
                q=roles.q,
                values=values[0],
                values2=values[1],
            )
        )
    order = np.lexsort((sample.period, sample.unit))
    at = {t: sample.columns[order, k].reshape(N, T) for k, t in enumerate(sample.terms)}
    design = np.stack([at[c].T for c in (*roles.split, *roles.controls)], axis=2)
    omitted = check_design(
        (roles.outcome, at[roles.outcome].T),
        design,
        (*roles.split, *roles.controls),
        check_effects(effects),
        collinear=check_collinear(collinear),
    )
    keep_keys(omitted, roles.split)
    fixed = [at[c] for c in roles.controls if c not in omitted]
    if effects == "twoways":
        fixed += [np.tile(np.eye(T)[t], (N, 1)) for t in range(1, T)]
    stacked = np.stack(fixed, axis=2) if fixed else np.empty((N, T, 0))
    parts = np.stack([at[s] for s in roles.split], axis=2)
    gauss = variant == "gauss"
    made = Threshold(at[roles.outcome], stacked, parts, at[roles.q], strict=gauss, drop_last=gauss)
    return made, order, omitted


def count_of(tests: pd.DataFrame, thresholds: int | str, most: int) -> int:
    """Return how many thresholds the tests find at 5 %, at least one, or as many as were asked for."""
    if isinstance(thresholds, int):
        return min(thresholds, len(tests))
    count = 0
    for p in tests["p"].to_numpy()[:most]:
        if not p < 0.05:
            break
        count += 1
    return max(count, 1)
