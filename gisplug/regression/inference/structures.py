"""Errors of one coefficient of a fitted panel regression, as other errors would have them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.covariance import Clusters, sandwich
from gisplug.numbers.orthogonal import left_over, span
from gisplug.numbers.projections import residualised
from gisplug.numbers.symmetric import inverse
from gisplug.panel.sample import counted_effects
from gisplug.regression.reading import weighted_residuals
from gisplug.regression.results.panel import PanelFit, regressors_named

MOST = 6_000  # rows up to which the leverage of each is computed
SURE = 1e-9  # leverage so near one that a row explains itself
BATCH = 50  # assignments at once


@dataclass(frozen=True)
class Parts:
    """One coefficient and what its errors are made of; rows times the roots of their weights.

    Attributes
    ----------
    X : (n, k), less the effects
    e : (n,) residuals
    own : (n,), the regressor less the others and the effects
    at : its place
    b : the coefficient
    """

    X: np.ndarray
    e: np.ndarray
    own: np.ndarray
    at: int
    b: float


def parts_of(fit: PanelFit, term: str) -> Parts:
    """Return the parts of one coefficient.

    Raises
    ------
    ModelError
        If the term is none of the fit.
    """
    regressors_named(fit, [term])
    flat = weighted_residuals(fit.sample.columns, fit.taken, fit.sample.weights)
    at = list(fit.formula.regressors).index(term)
    X = flat[:, 1:]
    own = left_over(np.delete(X, at, axis=1), X[:, at])
    return Parts(X, left_over(X, flat[:, 0]), own, at, float(fit.estimates.loc[term, "estimate"]))


def error_under(fit: PanelFit, parts: Parts, clusters: Clusters) -> tuple[float, float]:
    """Return the error of the coefficient and the degrees of freedom of t, errors related as `clusters` says.

    Raises
    ------
    ModelError
        If there are fewer than two clusters, or the variance is not positive.
    """
    _, counted = counted_effects(fit.taken, clusters)
    parameters = parts.X.shape[1] + counted
    scores = parts.X * parts.e[:, None]
    cov, df = sandwich(inverse(parts.X.T @ parts.X), scores, float(parts.e @ parts.e), clusters, parameters)
    variance = float(cov[parts.at, parts.at])
    if variance <= 0:
        raise ModelError("The variance of the coefficient is not positive under this structure.")
    return float(np.sqrt(variance)), df


def hc3(fit: PanelFit, parts: Parts) -> tuple[float, float]:
    """Return the HC3 error of the coefficient and the degrees of freedom of t: residuals over one less the leverage.

    The leverage counts the effects. Rows that explain themselves, such as the only one of a unit, have no residual.

    Raises
    ------
    ModelError
        If there are more than `MOST` rows.
    """
    n, k = parts.X.shape
    if n > MOST:
        raise ModelError(
            message("The leverage of rows is computed up to {most:,} rows; there are {n:,}.", most=MOST, n=n)
        )
    root = np.ones(n) if fit.sample.weights is None else np.sqrt(fit.sample.weights)
    dummies = [effect.dummies().toarray() * root[:, None] for effect in fit.taken]
    basis = span(np.column_stack([parts.X, *dummies]))
    left = 1 - (basis**2).sum(axis=1)
    kept = left > SURE
    enlarged = parts.own[kept] * parts.e[kept] / left[kept]
    return float(np.sqrt((enlarged**2).sum())) / float(parts.own @ parts.own), float(n - k - fit.absorbed)


def randomised_p(fit: PanelFit, parts: Parts, within: np.ndarray | None, draws: int, seed: int) -> float:
    """Return p of "the regressor does nothing to any unit" by assigning its histories to units at random.

    Each t has errors clustered by unit; the sample itself counts as one assignment.

    Parameters
    ----------
    within : (U,) codes of the groups within which histories change units; None: among all

    Raises
    ------
    ModelError
        If units lack rows, or there are row weights: histories cannot change places then.
    """
    sample = fit.sample
    U, T = int(sample.unit.max()) + 1, int(sample.period.max()) + 1
    if sample.n != U * T or sample.weights is not None:
        raise ModelError("Histories change units where every unit has every period, and there are no row weights.")
    others = np.delete(parts.X, parts.at, axis=1)
    y = parts.e + parts.own * parts.b
    history = np.empty((T, U))
    history[sample.period, sample.unit] = sample.columns[:, 1 + parts.at]
    groups = np.zeros(U, dtype=int) if within is None else within
    rng, beyond = np.random.default_rng(seed), 0
    first = np.argsort(groups, kind="stable")

    def t_of(x: np.ndarray) -> np.ndarray:
        own = left_over(others, residualised(x, fit.taken))
        size = (own**2).sum(axis=0)
        b = own.T @ y / size
        scores = own * (y[:, None] - own * b)
        summed = np.zeros((U, x.shape[1]))
        np.add.at(summed, sample.unit, scores)
        return np.asarray(np.abs(b) * size / np.sqrt((summed**2).sum(axis=0)))

    observed = float(t_of(sample.columns[:, [1 + parts.at]])[0])
    for start in range(0, draws, BATCH):
        count = min(BATCH, draws - start)
        columns = np.empty((sample.n, count))
        for draw in range(count):
            second = np.lexsort((rng.random(U), groups))
            place = np.empty(U, dtype=int)
            place[first] = second
            columns[:, draw] = history[sample.period, place[sample.unit]]
        beyond += int((t_of(columns) >= observed * (1 - 1e-9)).sum())
    return (1 + beyond) / (1 + draws)


def related_over_time(fit: PanelFit, parts: Parts) -> float:
    """Return the correlation of residuals of a unit with those of the period before; NaN where none has one.

    Unit effects lower it by about 1 / (T - 1), which is added again.
    """
    sample = fit.sample
    clock = sample.clock - sample.clock.min()
    whole = np.full((int(sample.unit.max()) + 1, int(clock.max()) + 1), np.nan)
    whole[sample.unit, clock] = parts.e
    now, before = whole[:, 1:].ravel(), whole[:, :-1].ravel()
    both = np.isfinite(now) & np.isfinite(before)
    if both.sum() < 3:
        return float("nan")
    lost = 1 / (fit.periods - 1) if fit.effects in ("unit", "twoways") else 0.0
    return float(now[both] @ before[both] / np.sqrt((now[both] ** 2).sum() * (before[both] ** 2).sum())) + lost


def carrying(parts: Parts, codes: np.ndarray) -> float:
    """Return the effective number of groups (codes (n,)) that carry the coefficient: one over the sum of their squared
    shares of the regressor's own variation.
    """
    share = np.bincount(codes, weights=parts.own**2)
    return float(share.sum() ** 2 / (share**2).sum())
