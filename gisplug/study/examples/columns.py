"""Outcomes whose regressions come out as a paper prints them: pooled, with unit effects, with unit and period effects.

A panel has three parts, between units, between periods and inside both; each column of a baseline table sees sums of
some. What is inside fixes the column with both effects; means of periods then move the column with unit effects, and
means of units the pooled one. SYNTHETIC data only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.study.examples.simulate import demeaned

Bounds = Sequence[tuple[float, float]]  # least and largest t of each regressor


@dataclass(frozen=True)
class Columns:
    """Regressors X (T, N, K) of the three columns.

    Attributes
    ----------
    inside, of_units, all_ : (T * N, K)
        After unit and period effects, after unit effects, and after the mean.
    """

    X: np.ndarray

    @property
    def inside(self) -> np.ndarray:
        """After unit and period effects, (T * N, K)."""
        return demeaned(self.X).reshape(-1, self.X.shape[2])

    @property
    def of_units(self) -> np.ndarray:
        """After unit effects, (T * N, K)."""
        return np.asarray((self.X - self.X.mean(axis=0)).reshape(-1, self.X.shape[2]))

    @property
    def all_(self) -> np.ndarray:
        """After the mean, (T * N, K)."""
        return np.asarray((self.X - self.X.mean(axis=(0, 1))).reshape(-1, self.X.shape[2]))

    @property
    def periods(self) -> np.ndarray:
        """Means of periods, (T, K)."""
        return np.asarray(self.X.mean(axis=1) - self.X.mean(axis=(0, 1)))

    @property
    def units(self) -> np.ndarray:
        """Means of units, (N, K)."""
        return np.asarray(self.X.mean(axis=0) - self.X.mean(axis=(0, 1)))

    def fits(self, y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return b (K,) and robust errors (K,) of y (T, N): pooled, unit effects, both effects."""
        T, N, K = self.X.shape
        designs = ((self.all_, K + 1), (self.of_units, K + N), (self.inside, K + N + T - 1))
        outcomes = (y - y.mean(), y - y.mean(axis=0), demeaned(y))
        return [_robust(X, v.ravel(), count) for (X, count), v in zip(designs, outcomes, strict=True)]

    def by_periods(self) -> np.ndarray:
        """Return what the means of periods (T,) move the coefficients with unit effects by, (K, T)."""
        X = self.of_units
        return np.asarray(np.linalg.solve(X.T @ X, self.X.shape[1] * self.periods.T))

    def by_units(self) -> np.ndarray:
        """Return what the means of units (N,) move the pooled coefficients by, (K, N)."""
        X = self.all_
        return np.asarray(np.linalg.solve(X.T @ X, self.X.shape[0] * self.units.T))


def stepped(moves: np.ndarray, gap: np.ndarray, ridge: float, towards: np.ndarray | None = None) -> np.ndarray:
    """Return the shortest step (m,) that closes gaps (K,) as far as is cheap; `moves` (K, m) say what a step does."""
    size = moves.shape[1]
    left = np.zeros(size) if towards is None else ridge * towards
    whole = np.vstack([moves, ridge * np.eye(size)])
    step = np.linalg.lstsq(whole, np.concatenate([gap, left]), rcond=None)[0]
    return np.asarray(step - (step.mean() if towards is None else 0.0))


def settled(columns: Columns, y: np.ndarray, bounds: Sequence[Bounds], weights: np.ndarray, ridge: float) -> np.ndarray:
    """Return y (T, N) moved as little as brings the t statistics of the three columns inside their bounds.

    Parameters
    ----------
    bounds : of the pooled column, that with unit effects, and that with both
    weights : (K,), how much it matters that the middle column stays
    ridge : how dear a move of a period is, in standard errors
    """
    inside, of_units, all_ = columns.inside, columns.of_units, columns.all_
    for _ in range(2):
        (b2, se2), (b3, se3), (b4, se4) = columns.fits(y)
        wanted = [
            np.clip(b / se, *np.array(at).T) * se
            for (b, se), at in zip(((b2, se2), (b3, se3), (b4, se4)), bounds, strict=True)
        ]
        change = inside.T @ inside @ (wanted[2] - b4)
        gap = wanted[1] - b3 - np.linalg.solve(of_units.T @ of_units, change)
        scale = weights / se3
        periods = stepped(scale[:, None] * columns.by_periods(), scale * gap, ridge)
        change = change + columns.X.shape[1] * columns.periods.T @ periods
        need = all_.T @ all_ @ (wanted[0] - b2) - change
        units = np.linalg.lstsq(columns.X.shape[0] * columns.units.T, need, rcond=None)[0]
        y = y + (inside @ (wanted[2] - b4)).reshape(y.shape) + periods[:, None] + units - units.mean()
    return y


def _robust(X: np.ndarray, y: np.ndarray, parameters: int) -> tuple[np.ndarray, np.ndarray]:
    """Return b (K,) and its errors (K,), robust to heteroskedasticity (HC1)."""
    bread = np.linalg.inv(X.T @ X)
    b = bread @ (X.T @ y)
    scores = X * (y - X @ b)[:, None]
    return b, np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * len(y) / (len(y) - parameters))
