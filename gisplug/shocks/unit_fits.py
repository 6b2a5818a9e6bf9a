"""Least squares of many units at once, rows that are absent left out: arrays are (N, T) and (N, T, k), nought where
there is no row. Each regression has its own rank.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.numbers.least_squares import COLLINEAR, ROUNDING

RANK = 1e-9  # of the largest singular value, columns of length one: smaller ones are nought


@dataclass(frozen=True)
class UnitFits:
    """One regression a unit.

    Attributes
    ----------
    b : (N, K), of least length where a unit does not tell all of them
    rank : (N,)
    e : (N, T) residuals
    inverse : (N, K, K), the (generalised) inverse of X'X
    """

    b: np.ndarray
    rank: np.ndarray
    e: np.ndarray
    inverse: np.ndarray


def demeaned(values: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Return values (N, T, k) less their means by unit over the rows `here` (N, T), nought elsewhere; what does not
    vary in a unit is nought there.
    """
    rows = here[:, :, None]
    shown = np.where(rows, values, 0.0)
    count = np.maximum(here.sum(axis=1), 1)[:, None, None]
    size = (shown**2).sum(axis=1, keepdims=True)
    left = np.where(rows, shown - shown.sum(axis=1, keepdims=True) / count, 0.0)
    return np.asarray(np.where((left**2).sum(axis=1, keepdims=True) > ROUNDING * size, left, 0.0))


def basis(others: np.ndarray) -> np.ndarray:
    """Return orthonormal columns (N, T, r) that span others (N, T, k), of any rank; columns beyond the rank are 0."""
    U, values, _ = np.linalg.svd(_scaled(others)[0], full_matrices=False)
    return np.asarray(U * (values > RANK * np.maximum(values[:, :1], 1e-300))[:, None, :])


def off(values: np.ndarray, span: np.ndarray) -> np.ndarray:
    """Return values (N, T) or (N, T, m) less their projection on orthonormal columns (N or 1, T, r), which is nought
    where a share of COLLINEAR of the variance is left.
    """
    wide = values if values.ndim == 3 else values[:, :, None]
    left = wide - span @ (span.transpose(0, 2, 1) @ wide)
    size, kept = (wide**2).sum(axis=1, keepdims=True), (left**2).sum(axis=1, keepdims=True)
    left = np.where(kept > COLLINEAR * size, left, 0.0)
    return np.asarray(left if values.ndim == 3 else left[:, :, 0])


def unit_fits(y: np.ndarray, X: np.ndarray) -> UnitFits:
    """Regress y (N, T) on X (N, T, K) unit by unit."""
    scaled, lengths = _scaled(X)
    U, values, Vt = np.linalg.svd(scaled, full_matrices=False)
    kept = values > RANK * np.maximum(values[:, :1], 1e-300)
    down = np.where(kept, 1.0 / np.where(kept, values, 1.0), 0.0)
    half = Vt.transpose(0, 2, 1) * down[:, None, :] / lengths[:, 0, :, None]
    b = (half @ (U.transpose(0, 2, 1) @ y[:, :, None]))[:, :, 0]
    e = y - (X @ b[:, :, None])[:, :, 0]
    return UnitFits(b, kept.sum(axis=1), e, half @ half.transpose(0, 2, 1))


def _scaled(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return X (N, T, K) with columns of length one within units, and the lengths (N, 1, K), 1 for nought."""
    lengths = np.sqrt((X**2).sum(axis=1, keepdims=True))
    lengths = np.where(lengths > 0, lengths, 1.0)
    return X / lengths, lengths


def refuse_alike(fits: UnitFits, ids: tuple[str, ...], columns: int) -> None:
    """Refuse units, of these ids (N,), whose slopes on so many columns cannot be told apart.

    Raises
    ------
    ModelError
        Naming them.
    """
    bad = np.flatnonzero(fits.rank < columns)
    if len(bad):
        raise ModelError(
            message(
                "In {n} units ({named}) the regressors cannot be told apart, so that they have no slopes of their own. "
                "Leave a regressor out, or these units (where).",
                n=len(bad),
                named=some([ids[i] for i in bad]),
            )
        )
