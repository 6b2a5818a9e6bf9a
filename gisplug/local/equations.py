"""Normal equations of many small regressions at once."""

from __future__ import annotations

import numpy as np

SINGULAR = 1e-11  # smallest eigenvalue of a matrix with ones on its diagonal, from which it has an inverse


def products(X: np.ndarray) -> np.ndarray:
    """Return the products of columns (..., k) with each other, (..., k (k + 1) / 2), upper triangle by rows."""
    first, second = np.triu_indices(X.shape[-1])
    return np.asarray(X[..., first] * X[..., second])


def squares(packed: np.ndarray, k: int) -> np.ndarray:
    """Return symmetric matrices (..., k, k) from their upper triangles (..., k (k + 1) / 2)."""
    first, second = np.triu_indices(k)
    full = np.empty((*packed.shape[:-1], k, k))
    full[..., first, second] = packed
    full[..., second, first] = packed
    return full


def inverses(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the inverses of symmetric matrices (..., k, k), and which have one, (...,) bool; the others are nought.

    Columns are put on one scale first, so that the answer does not hang on units of measure.
    """
    own = np.einsum("...kk->...k", A)
    scale = 1.0 / np.sqrt(np.where(own > 0, own, 1.0))
    values, vectors = np.linalg.eigh(A * scale[..., :, None] * scale[..., None, :])
    fine = (values[..., 0] > SINGULAR) & (own > 0).all(axis=-1)
    over = np.where(fine[..., None], 1.0 / np.where(values > 0, values, 1.0), 0.0)
    inverse = (vectors * over[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    return np.asarray(inverse * scale[..., :, None] * scale[..., None, :]), fine


def condition_numbers(A: np.ndarray) -> np.ndarray:
    """Return the condition numbers of columns of unit length (Belsley, Kuh & Welsch 1980) from their products (..., k,
    k).
    """
    own = np.einsum("...kk->...k", A)
    scale = 1.0 / np.sqrt(np.where(own > 0, own, 1.0))
    values = np.linalg.eigvalsh(A * scale[..., :, None] * scale[..., None, :])
    return np.asarray(np.sqrt(values[..., -1] / np.maximum(values[..., 0], np.finfo(float).tiny)))


def inflation(A: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """Return the variance inflation factors (..., k) of centred columns from their products and the inverses."""
    return np.asarray(np.einsum("...kk->...k", A) * np.einsum("...kk->...k", inverse))
