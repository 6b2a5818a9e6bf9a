"""Least squares with columns scaled before any rank decision; what is not identified is refused by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gisplug.core.errors import ModelError

COLLINEAR = 1e-9  # share of a regressor's variance that must remain after effects and the other regressors


def least_squares(X: np.ndarray, y: np.ndarray, terms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return b (k,) and (X'X)^-1, refusing collinear regressors by name."""
    if X.shape[1] == 0:
        return np.empty(0), np.empty((0, 0))
    norms = np.sqrt((X**2).sum(axis=0))
    scaled = X / np.where(norms > 0, norms, 1.0)
    r = np.linalg.qr(scaled, mode="r")
    loose = [t for t, d in zip(terms, np.abs(np.diag(r)), strict=True) if d**2 < COLLINEAR]
    if loose or len(X) <= X.shape[1]:
        raise ModelError(
            f"{', '.join(loose) or 'The regressors'} cannot be told apart from the terms before it and the fixed "
            "effects "
            f"({len(X)} rows). Leave it out, or use fewer effects."
        )
    inverse = np.linalg.inv(r)
    bread = (inverse @ inverse.T) / np.outer(norms, norms)
    return bread @ (X.T @ y), bread


def check_variation(raw: np.ndarray, flat: np.ndarray, terms: Sequence[str]) -> None:
    """Refuse regressors that the effects explain altogether."""
    before = ((raw - raw.mean(axis=0)) ** 2).sum(axis=0)
    size = np.maximum(before, 1e-18 * (raw**2).sum(axis=0))
    gone = [t for t, left, all_ in zip(terms, (flat**2).sum(axis=0), size, strict=True) if left <= COLLINEAR * all_]
    if gone:
        raise ModelError(
            f"{', '.join(gone)} does not vary within the fixed effects (constant in every unit, or the same for all "
            "units "
            f"in every period), so its coefficient is not identified. Leave it out, or use fewer effects."
        )


def pooled(y: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Regress y (T, N) on X (T, N, K), columns scaled first; return the coefficients (K,) and the residuals (T, N)."""
    if X.shape[2] == 0:
        return np.zeros(0), y
    flat = X.reshape(-1, X.shape[2])
    norms = np.sqrt((flat**2).sum(axis=0))
    norms = np.where(norms > 0, norms, 1.0)
    beta = np.linalg.lstsq(flat / norms, y.ravel(), rcond=None)[0] / norms
    return beta, y - X @ beta
