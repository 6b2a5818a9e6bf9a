"""Symmetric matrices in their own units: inverses, ranks and roots are decided on correlations, so that no unit of
measure matters. Scales are powers of two, which leave every digit as it is.
"""

from __future__ import annotations

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.numbers.standardise import near_powers

EMPTY = 1e-10  # share of the largest eigenvalue of the correlations below which a direction counts as empty
SINGULAR = 1e-13  # the same for matrices that must be inverted whole
DEPENDENT = 1e-12  # the same for correlations of columns that are exact sums of others


def scales(square: np.ndarray) -> np.ndarray:
    """Return powers of two near the square roots of the diagonal (k,); 1 where it is nought."""
    return near_powers(np.sqrt(np.abs(np.diag(square))))


def inverse(square: np.ndarray) -> np.ndarray:
    """Return the inverse of a symmetric matrix, `square` (k, k).

    Raises
    ------
    ModelError
        If it is singular in units of its own diagonal.
    """
    if not len(square):
        return np.zeros_like(square)
    outer = _outer(scales(square))
    scaled = square / outer
    if not np.isfinite(scaled).all() or _smallest_share(scaled) < SINGULAR:
        raise ModelError(
            "A matrix of cross-products is singular: some columns are combinations of others. Leave terms out, or use "
            "fewer effects."
        )
    return np.asarray(np.linalg.inv(scaled) / outer)


def solve(square: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return S^-1 b for a symmetric positive definite S (k, k) and b (k,) or (k, m), in units of S's own diagonal."""
    if not len(square):
        return np.zeros_like(right)
    scale = scales(square)
    found = np.linalg.solve(square / _outer(scale), (right.T / scale).T)
    return np.asarray((found.T / scale).T)


def log_determinant(square: np.ndarray) -> float:
    """Return log|S| of a symmetric positive definite matrix (k, k); 0 where there is nothing."""
    return float(np.linalg.slogdet(square)[1]) if len(square) else 0.0


def generalised_inverse(square: np.ndarray, empty: float = EMPTY) -> tuple[np.ndarray, int]:
    """Return a reflexive generalised inverse of a symmetric positive semidefinite matrix (k, k), and its rank."""
    if not len(square):
        return np.zeros_like(square), 0
    outer = _outer(scales(square))
    values, vectors = _eigen(square / outer)
    kept = values > empty * max(values[-1], 0.0)
    found = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T / outer
    return np.asarray(found), int(kept.sum())


def rank(square: np.ndarray, empty: float = EMPTY) -> int:
    """Return the rank of a symmetric positive semidefinite matrix (k, k)."""
    return generalised_inverse(square, empty)[1]


def positive(square: np.ndarray) -> np.ndarray:
    """Return a symmetric matrix, `square` (k, k), with negative eigenvalues of its correlations set to nought."""
    outer = _outer(scales(square))
    values, vectors = _eigen(square / outer)
    if not len(values) or values[0] >= 0:
        return square
    return np.asarray((vectors * np.maximum(values, 0)) @ vectors.T * outer)


def root(square: np.ndarray) -> np.ndarray:
    """Return the symmetric root S of a positive semidefinite matrix, `square` (k, k) = S S.

    Eigenvalues below `SINGULAR` of the largest are rounding errors of nought, whose roots would not be small.
    """
    values, vectors = _eigen(square)
    kept = values > SINGULAR * values.max(initial=0.0)
    return np.asarray((vectors[:, kept] * np.sqrt(values[kept])) @ vectors[:, kept].T)


def quadratic_form(vector: np.ndarray, square: np.ndarray) -> tuple[float, int]:
    """Return v'S^-1 v for v (k,) and a covariance S (k, k), on the range of S where it is singular, and its rank."""
    v, S = np.atleast_1d(np.asarray(vector, float)), np.atleast_2d(np.asarray(square, float))
    if not len(v):
        return np.nan, 0
    found, full = generalised_inverse(S)
    return float(v @ found @ v), full


def _outer(scale: np.ndarray) -> np.ndarray:
    return np.asarray(scale[:, None] * scale[None, :])


def _eigen(scaled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues in rising order, and vectors; both empty where there is nothing."""
    if not len(scaled):
        return np.empty(0), np.empty((0, 0))
    values, vectors = np.linalg.eigh((scaled + scaled.T) / 2)
    return values, vectors


def _smallest_share(scaled: np.ndarray) -> float:
    values = np.abs(np.linalg.eigvalsh((scaled + scaled.T) / 2))
    return float(values.min() / values.max()) if values.max() > 0 else 0.0
