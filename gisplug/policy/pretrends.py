"""A test of no effect before a policy that holds with few units: the largest t of event times, by wild bootstrap."""

from __future__ import annotations

import numpy as np

WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])  # Webb (2014): six points
DRAWS = 999
NOTHING = 1e-10  # share of the largest error below which an estimate has no noise of its own (a base period)


def largest_t(
    values: np.ndarray, influence: np.ndarray, cohort: np.ndarray, seed: int = 1, draws: int = DRAWS
) -> tuple[float, int, float] | None:
    """Return the largest |t| of estimates, how many there are, and its p by a wild bootstrap of units.

    The influence of every unit is multiplied by a Webb weight (mean 0, variance 1), which imposes that the effects are
    nought; the error of every draw is computed anew, less the means of the cohorts, so that the noise of errors from
    few units is in the distribution (Kline & Santos 2012; Webb 2014). The Wald test of the same effects needs the
    inverse of their covariance and rejects far too often where there are not many more units than effects.

    Parameters
    ----------
    values : (k,) estimates
    influence : (n, k) of n units on them, the mean of the influences being nought
    cohort : (n,) first treated period, infinite if never

    Returns
    -------
    statistic, number of effects, p; None where no effect has noise
    """
    n = len(influence)
    total = (influence**2).sum(axis=0)
    use = total > NOTHING**2 * total.max(initial=0.0)
    if not use.any():
        return None
    psi = influence[:, use] / np.sqrt(total[use])  # so that no unit of measure matters
    statistic = float(np.max(np.abs(values[use]) * n / np.sqrt(total[use])))
    weights = np.random.default_rng(seed).choice(WEBB, size=(draws, n))
    spread = weights**2 @ psi**2
    for group in np.unique(cohort):
        own = cohort == group
        spread -= (weights[:, own] @ psi[own]) ** 2 / own.sum()
    moved = np.abs(weights @ psi)
    t = np.divide(moved, np.sqrt(np.maximum(spread, 0.0)), out=np.zeros_like(moved), where=spread > NOTHING)
    beyond = int((t.max(axis=1) >= statistic).sum())
    return statistic, int(use.sum()), (1 + beyond) / (1 + draws)
