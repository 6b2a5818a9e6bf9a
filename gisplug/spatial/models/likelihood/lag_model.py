"""Maximum likelihood of y = rho W y + Z delta + e for data already stripped of effects, with any log-Jacobian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.numbers.orthogonal import coefficients

GRID = 61
EDGE = 1e-6


@dataclass(frozen=True)
class Jacobian:
    """log|det| of y - rho W y over all periods as a function of rho, with two derivatives, on (low, high).

    `rough` is a cheap version that only says where to look, `refine(a, b)` prepares exact values on an interval; both
    may be missing.
    """

    value: Callable[[float], float]
    d1: Callable[[float], float]
    d2: Callable[[float], float]
    low: float
    high: float
    rough: Callable[[float], float] | None = None
    refine: Callable[[float, float], None] | None = None


@dataclass(frozen=True)
class LagEstimates:
    """Estimates of (delta, rho, sigma2) and their log-likelihood.

    `delta` is (k,), `information` (k + 2, k + 2): minus the Hessian in the order (delta, rho, sigma2).
    """

    delta: np.ndarray
    rho: float
    sigma2: float
    loglik: float
    information: np.ndarray


@dataclass(frozen=True)
class LagModel:
    """y and Wy on Z by least squares, done once for as many Jacobians as are wanted.

    Attributes
    ----------
    y, Wy : (n,)
    Z : (n, k)
    slopes : two of (k,), of y and of Wy
    sums : squares of what is left of y, products with what is left of Wy, squares of that
    """

    y: np.ndarray
    Wy: np.ndarray
    Z: np.ndarray
    slopes: tuple[np.ndarray, np.ndarray]
    sums: tuple[float, float, float]

    @classmethod
    def of(cls, y: np.ndarray, Wy: np.ndarray, Z: np.ndarray) -> LagModel:
        """Regress y and Wy (n,) on Z (n, k)."""
        b0, b1 = coefficients(Z, np.column_stack([y, Wy])).T
        e0, e1 = y - Z @ b0, Wy - Z @ b1
        return cls(y, Wy, Z, (b0, b1), (float(e0 @ e0), float(e0 @ e1), float(e1 @ e1)))

    def estimates(self, jacobian: Jacobian, nobs: int) -> LagEstimates:
        """Maximise over rho; nobs is what sigma2 divides by.

        Raises
        ------
        ConvergenceError
            If the maximum lies on the edge of the admissible interval.
        """
        a, b, c = self.sums

        def loglik(rho: float, rough: bool = False) -> float:
            sse = a - 2 * rho * b + rho**2 * c
            value = jacobian.rough(rho) if rough and jacobian.rough is not None else jacobian.value(rho)
            return float(-0.5 * nobs * (np.log(2 * np.pi * sse / nobs) + 1.0) + value)

        def score(rho: float) -> float:
            sse = a - 2 * rho * b + rho**2 * c
            return jacobian.d1(rho) + nobs * (b - rho * c) / sse

        y, Wy, Z = self.y, self.Wy, self.Z
        rho = _maximum(loglik, score, jacobian)
        delta = self.slopes[0] - rho * self.slopes[1]
        e = y - rho * Wy - Z @ delta
        sigma2 = float(e @ e) / nobs
        return LagEstimates(delta, rho, sigma2, loglik(rho), information(y, Wy, Z, delta, rho, sigma2, jacobian, nobs))


def information(
    y: np.ndarray,
    Wy: np.ndarray,
    Z: np.ndarray,
    delta: np.ndarray,
    rho: float,
    sigma2: float,
    jacobian: Jacobian,
    nobs: int,
) -> np.ndarray:
    """Return the observed information of (delta, rho, sigma2), symmetric (k + 2, k + 2).

    y and Wy are (n,), Z (n, k), delta (k,).
    """
    k = Z.shape[1]
    e = y - rho * Wy - Z @ delta
    H = np.zeros((k + 2, k + 2))
    H[:k, :k] = Z.T @ Z / sigma2
    H[:k, k] = H[k, :k] = Z.T @ Wy / sigma2
    H[k, k] = float(Wy @ Wy) / sigma2 - jacobian.d2(rho)
    H[:k, k + 1] = H[k + 1, :k] = Z.T @ e / sigma2**2
    H[k, k + 1] = H[k + 1, k] = float(Wy @ e) / sigma2**2
    H[k + 1, k + 1] = float(e @ e) / sigma2**3 - nobs / (2 * sigma2**2)
    return H


def _maximum(loglik: Callable[..., float], score: Callable[[float], float], jacobian: Jacobian) -> float:
    low, high = jacobian.low, jacobian.high
    margin = EDGE * (high - low)
    grid = np.linspace(low + margin, high - margin, GRID)
    place = int(np.argmax([loglik(float(x), rough=True) for x in grid]))
    for width in (1, 3, 9):
        a, b = float(grid[max(place - width, 0)]), float(grid[min(place + width, GRID - 1)])
        if jacobian.refine is not None:
            jacobian.refine(a, b)
        if score(a) > 0 > score(b):
            return float(brentq(score, a, b, xtol=1e-14, rtol=1e-14))
    if place in (0, GRID - 1):
        raise ConvergenceError(
            message(
                "rho runs to the edge of its admissible interval ({low:.4g}, {high:.4g}): the likelihood "
                "has no maximum inside. The data may be non-stationary in space; try period effects, "
                "other weights, or fewer lags.",
                low=low,
                high=high,
            )
        )
    return float(minimize_scalar(lambda x: -loglik(x), bounds=(a, b), method="bounded", options={"xatol": 1e-10}).x)
