"""Columns in units of their own, so that no unit of measure decides a rank, a step or a stop. Scales are powers of two,
which leave every digit as it is.
"""

from __future__ import annotations

import numpy as np


def near_powers(sizes: np.ndarray) -> np.ndarray:
    """Return the powers of two nearest to sizes (k,); 1 where a size is nought or not finite."""
    sizes = np.asarray(sizes, dtype=float)
    known = (sizes > 0) & np.isfinite(sizes)
    return np.where(known, np.exp2(np.round(np.log2(np.where(known, sizes, 1.0)))), 1.0)


def standardised(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return columns (..., k) less their means and divided by their sizes, the means (k,) and the sizes (k,).

    Means and sizes (powers of two near the standard deviations) are over all rows that are finite.
    """
    flat = columns.reshape(int(np.prod(columns.shape[:-1])), columns.shape[-1])
    known = np.isfinite(flat)
    count = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, flat, 0.0).sum(axis=0) / count
    gaps = np.where(known, flat - means, 0.0)
    sizes = near_powers(np.sqrt((gaps**2).sum(axis=0) / count))
    return (columns - means) / sizes, means, sizes
