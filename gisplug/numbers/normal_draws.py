"""Draws of estimates from their normal distribution, for simulated errors: the same on every machine."""

from __future__ import annotations

import numpy as np

from gisplug.numbers.symmetric import root


def normal_draws(mean: np.ndarray, cov: np.ndarray, draws: int, seed: int | None) -> np.ndarray:
    """Return draws (draws, k) of a normal distribution with mean (k,) and covariance `cov` (k, k), singular or not.

    The root of the covariance is the symmetric one of the correlations: unlike eigenvectors it has no sign or order
    that libraries choose, so the draws depend on `seed` alone, and on no unit of measure.
    """
    scale = np.sqrt(np.where(np.diag(cov) > 0.0, np.diag(cov), 1.0))
    normal = np.random.default_rng(seed).standard_normal((draws, len(mean)))
    return np.asarray(mean + normal @ root(cov / np.outer(scale, scale)) * scale)
