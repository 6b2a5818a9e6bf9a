"""Augmented Dickey-Fuller regressions of all units, with lags given or chosen, and with cross-section means or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.messages import message
from gisplug.panel.testing.unit_regressions import count, terms, without
from gisplug.panel.testing.unit_root_tables import Deterministic

LEAST_DF = 3
MOST_LAGS = 8


@dataclass(frozen=True)
class Recipe:
    """How the regressions are made.

    Attributes
    ----------
    deterministic : "none", "intercept" or "trend"
    lags : a number, or "sic" or "aic", which choose it for each unit among 0 ... `most`
    augmented : whether cross-section means of the level, the difference and its lags are regressors too (Pesaran 2007)
    """

    deterministic: Deterministic
    lags: int | str
    most: int
    augmented: bool = False

    def spent(self, lags: int) -> int:
        """Coefficients of one unit's regression."""
        return 1 + lags + count(self.deterministic) + (2 + lags if self.augmented else 0)


@dataclass(frozen=True)
class Fits:
    """Augmented Dickey-Fuller regressions of n units.

    Attributes
    ----------
    coefficient, t : (n,), of the lagged level
    residual, level : n arrays (t,), both without the other regressors, over the regression's error
    lags : (n,)
    """

    coefficient: np.ndarray
    t: np.ndarray
    residual: list[np.ndarray]
    level: list[np.ndarray]
    lags: np.ndarray


def longest(periods: int, recipe: Recipe) -> int:
    """Most lags tried: a cube-root rule, and never fewer than LEAST_DF + 2 degrees of freedom left."""
    each = 3 if recipe.augmented else 2
    room = (periods - 1 - recipe.spent(0) - LEAST_DF - 2) // each
    return int(max(0, min(MOST_LAGS, np.floor(1.5 * periods ** (1 / 3)), room)))


def design(y: np.ndarray, lags: int, recipe: Recipe, start: int, means: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return differences (n, t), lagged levels (n, t) and the other regressors (n, t, k) of units with the same lags.

    Parameters
    ----------
    y : (T, n)
    start : first differences left out
    means : (T,), the cross-section mean of all units
    """
    change = np.diff(y, axis=0)
    left, level = change[start:].T, y[start:-1].T
    others = [change[start - j : len(change) - j].T for j in range(1, lags + 1)]
    if recipe.augmented:
        step = np.diff(means)
        common = [means[start:-1], *(step[start - j : len(step) - j] for j in range(lags + 1))]
        others += [np.broadcast_to(series, left.shape) for series in common]
    own = np.stack(others, axis=-1) if others else np.empty((*left.shape, 0))
    return left, level, np.concatenate([own, terms(recipe.deterministic, *left.shape)], axis=-1)


def regress(y: np.ndarray, lags: int, recipe: Recipe, start: int, means: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return residual differences and levels (n, t), coefficients (n,) and sums of squared errors (n,)."""
    left, level, others = design(y, lags, recipe, start, means)
    e, v = without(left, others), without(level, others)
    coefficient = (e * v).sum(axis=1) / (v**2).sum(axis=1)
    return e, v, coefficient, ((e - coefficient[:, None] * v) ** 2).sum(axis=1)


def chosen_lags(y: np.ndarray, recipe: Recipe) -> np.ndarray:
    """Return the lags of each unit, (n,), of y (T, n).

    Raises
    ------
    PanelError
        If fewer than LEAST_DF degrees of freedom are left.
    """
    n = y.shape[1]
    most = recipe.lags if isinstance(recipe.lags, int) else recipe.most
    df = len(y) - 1 - most - recipe.spent(most)
    if df < LEAST_DF:
        raise PanelError(
            message(
                "{n} periods are too few for {most} lags with {deterministic}{clause}: {df} degrees of "
                "freedom. Take fewer lags, or more periods.",
                n=len(y),
                most=most,
                deterministic=recipe.deterministic,
                clause=message(" and cross-section means") if recipe.augmented else "",
                df=df,
            )
        )
    if isinstance(recipe.lags, int):
        return np.full(n, recipe.lags)
    length, means = len(y) - 1 - most, y.mean(axis=1)
    scores = []
    for p in range(most + 1):
        errors = regress(y, p, recipe, most, means)[3]
        penalty = np.log(length) if recipe.lags == "sic" else 2.0
        scores.append(np.log(errors / length) + recipe.spent(p) * penalty / length)
    return np.asarray(np.argmin(np.stack(scores), axis=0))


def fitted(y: np.ndarray, recipe: Recipe) -> Fits:
    """Fit the regressions of y (T, n), with lags as the recipe says.

    Raises
    ------
    PanelError
        As `chosen_lags` does.
    """
    lags, means, n = chosen_lags(y, recipe), y.mean(axis=1), y.shape[1]
    coefficient, t = np.empty(n), np.empty(n)
    residual: list[np.ndarray] = [np.empty(0)] * n
    level: list[np.ndarray] = [np.empty(0)] * n
    for p in np.unique(lags):
        at = np.flatnonzero(lags == p)
        e, v, slope, errors = regress(y[:, at], int(p), recipe, int(p), means)
        coefficient[at] = slope
        t[at] = slope / np.sqrt(errors / (e.shape[1] - recipe.spent(int(p))) / (v**2).sum(axis=1))
        scale = np.sqrt(errors / e.shape[1])[:, None]
        for k, i in enumerate(at):
            residual[i], level[i] = e[k] / scale[k], v[k] / scale[k]
    return Fits(coefficient, t, residual, level, lags)


def short_run(y: np.ndarray, fits: Fits, recipe: Recipe) -> np.ndarray:
    """Standard error of each unit's regression, (n,), without degrees of freedom (LLC)."""
    out = np.empty(y.shape[1])
    for p in np.unique(fits.lags):
        at = np.flatnonzero(fits.lags == p)
        e, _, _, errors = regress(y[:, at], int(p), recipe, int(p), y.mean(axis=1))
        out[at] = np.sqrt(errors / e.shape[1])
    return out
