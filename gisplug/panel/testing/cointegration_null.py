"""Panels without cointegration: independent random walks, and a bootstrap that keeps units as dependent as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gisplug.core.progress import Progress
from gisplug.numbers.orthogonal import coefficients as solved

AT_ONCE = 3000  # units in one batch of simulated panels
BURN = 20  # periods before the first
MOST_ROOT = 0.95  # of the differences
Statistics = Callable[[np.ndarray, np.ndarray], np.ndarray]
Draw = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class NoLevels:
    """An autoregression of the differences of y and x, pooled over N units: no levels, hence no cointegration.

    Attributes
    ----------
    slopes : (lags * d, d), d = 1 + K, lag by lag
    residuals : (N, t, d), about nought
    """

    slopes: np.ndarray
    residuals: np.ndarray
    periods: int

    def draw(self, rng: np.random.Generator, panels: int) -> tuple[np.ndarray, np.ndarray]:
        """Return panels (S, N, T) and (S, N, T, K) of whole periods, so that units stay as dependent as they are."""
        length, d = self.periods + BURN, self.residuals.shape[2]
        at = rng.integers(self.residuals.shape[1], size=(panels, length))
        u = self.residuals[:, at].transpose(1, 0, 2, 3).copy()
        for t in range(length):
            for j in range(1, min(len(self.slopes) // d, t) + 1):
                u[:, :, t] += u[:, :, t - j] @ self.slopes[(j - 1) * d : j * d]
        walks = np.cumsum(u, axis=2)[:, :, -self.periods :]
        return walks[..., 0], walks[..., 1:]


def without_levels(y: np.ndarray, X: np.ndarray, lags: int) -> NoLevels:
    """Fit the autoregression to units y (N, T) and X (N, T, K).

    It is pooled because a unit alone has too few periods, with means of units and Nickell's bias of 1 / t put right in
    the first lag; and kept from exploding.

    Returns
    -------
    NoLevels
        Slopes (lags * d, d) and residuals (N, t, d) that panels are drawn from.
    """
    change = np.concatenate([np.diff(y, axis=1)[..., None], np.diff(X, axis=1)], axis=-1)
    n, d = change.shape[1:]
    left = change[:, lags:] - change[:, lags:].mean(axis=1, keepdims=True)
    slopes = np.empty((0, d))
    if lags:
        before = np.concatenate([change[:, lags - j : n - j] for j in range(1, lags + 1)], axis=-1)
        before = before - before.mean(axis=1, keepdims=True)
        slopes = solved(before.reshape(-1, lags * d), left.reshape(-1, d))
        slopes[:d] += (np.eye(d) + slopes.reshape(lags, d, d).sum(axis=0)) / left.shape[1]
        companion = np.eye(lags * d, k=-d)
        companion[:d] = slopes.T
        radius = max(float(np.abs(np.linalg.eigvals(companion)).max()), 1e-12)
        shrunk = min(1.0, MOST_ROOT / radius) ** np.repeat(np.arange(1, lags + 1), d)
        slopes = slopes * shrunk[:, None]
        left = left - before @ slopes
    return NoLevels(slopes, left, y.shape[1])


def random_walks(shape: tuple[int, int, int]) -> Draw:
    """Return what draws independent random walks of N units, T periods and K regressors."""
    N, T, K = shape

    def draw(rng: np.random.Generator, panels: int) -> tuple[np.ndarray, np.ndarray]:
        walks = np.cumsum(rng.standard_normal((panels, N, T, 1 + K)), axis=2)
        return walks[..., 0], walks[..., 1:]

    return draw


def drawn_statistics(
    draw: Draw, statistics: Statistics, shape: tuple[int, int], seed: int | None, progress: Progress
) -> np.ndarray:
    """Return statistics (draws, m) of panels drawn under a null.

    Parameters
    ----------
    shape : number of draws, and of units of one panel
    """
    draws, units = shape
    rng, batch, found = np.random.default_rng(seed), max(1, AT_ONCE // units), []
    for done in range(0, draws, batch):
        progress.check()
        found.append(statistics(*draw(rng, min(batch, draws - done))))
    return np.concatenate(found)
