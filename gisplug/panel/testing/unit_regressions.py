"""Least squares of many units at once: arrays are (n, t) and (n, t, k), one regression a unit."""

from __future__ import annotations

import numpy as np


def without(x: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Residuals of x, (n, t) or (n, t, j), on others (n, t, k), unit by unit."""
    if not others.shape[-1]:
        return x
    q, _ = np.linalg.qr(others)
    wide = x if x.ndim == 3 else x[:, :, None]
    out: np.ndarray = wide - q @ (q.transpose(0, 2, 1) @ wide)
    return out if x.ndim == 3 else out[:, :, 0]


def coefficients(y: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Coefficients (n, k) of y (n, t) on X (n, t, k), unit by unit."""
    if not X.shape[-1]:
        return np.zeros((len(y), 0))
    q, r = np.linalg.qr(X)
    return np.asarray(np.linalg.solve(r, q.transpose(0, 2, 1) @ y[:, :, None])[:, :, 0])


def terms(deterministic: str, n: int, length: int) -> np.ndarray:
    """Deterministic regressors (n, t, k), t the length: an intercept, and a trend that begins at 1; k is 0 to 2."""
    columns = [np.ones(length), np.arange(1.0, length + 1)][: count(deterministic)]
    made = np.stack(columns, axis=-1) if columns else np.empty((length, 0))
    return np.broadcast_to(made, (n, *made.shape))


def count(deterministic: str) -> int:
    """Number of deterministic regressors."""
    return {"none": 0, "intercept": 1, "trend": 2}[deterministic]


def bartlett(x: np.ndarray, lags: int) -> np.ndarray:
    """Long-run variances (n,) of x (n, t) with Bartlett weights, about nought and divided by t."""
    total = (x**2).sum(axis=1)
    for lag in range(1, min(lags, x.shape[1] - 1) + 1):
        total = total + 2 * (1 - lag / (lags + 1)) * (x[:, :-lag] * x[:, lag:]).sum(axis=1)
    return np.asarray(total / x.shape[1])


def kernel_lags(periods: int) -> int:
    """Bartlett lags by Newey and West's rule, 4 (T / 100)^(2/9) rounded."""
    rule: float = 4 * (periods / 100) ** (2 / 9)
    return round(rule)
