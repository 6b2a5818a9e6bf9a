"""Projections on columns by QR of the columns in units of their own: coefficients, what is left over, spans, triangles.

Whether columns are independent is decided here and in `least_squares` and `symmetric`, nowhere else.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import qr, solve_triangular

from gisplug.numbers.standardise import near_powers

DEPENDENT = 1e-11  # share of a scaled column that must lie outside the span of those before it
ROWS = (
    4096  # of one QR: with a few dozen columns they stay in the processor's cache, which makes it several times quicker
)


def scaled(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns of X (n, k) divided by powers of two near their lengths, and these (k,)."""
    sizes = near_powers(np.sqrt((X**2).sum(axis=0)))
    return X / sizes, sizes


def coefficients(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Return the least-squares coefficients, (k,) or (k, m), of Y (n,) or (n, m) on X (n, k).

    Where columns of X are combinations of others, those of least length in units of the columns.
    """
    if X.shape[1] == 0:
        return np.zeros((0, *Y.shape[1:]))
    columns, sizes = scaled(X)
    if len(X) >= X.shape[1]:
        Q, R = np.linalg.qr(columns)
        if np.abs(np.diag(R)).min() > DEPENDENT:
            found = solve_triangular(R, Q.T @ Y)
            return np.asarray((found.T / sizes).T)
    return np.asarray((np.linalg.lstsq(columns, Y, rcond=None)[0].T / sizes).T)


def left_over(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Return Y (n,) or (n, m) less its projection on the columns of X (n, k)."""
    return np.asarray(Y - X @ coefficients(X, Y))


def span(X: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis (n, r) of the columns of X (n, k), r their rank."""
    if X.shape[1] == 0:
        return np.empty((len(X), 0))
    columns, _ = scaled(X)
    Q, R = np.linalg.qr(columns)
    if np.abs(np.diag(R)).min(initial=1.0) > DEPENDENT:
        return np.asarray(Q)
    U, values, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(U[:, values > DEPENDENT * max(values[0], 1e-300)])


def independent(X: np.ndarray) -> np.ndarray:
    """Return the places (r,), rising, of columns of X (n, k) that are independent and span the rest; r is the rank."""
    if X.size == 0:
        return np.empty(0, dtype=int)
    R, order = qr(triangle(scaled(X)[0]), mode="r", pivoting=True)
    left = np.abs(np.diag(R))
    return np.sort(order[: len(left)][left > DEPENDENT * max(left[0], 1e-300)])


def triangle(rows: np.ndarray) -> np.ndarray:
    """Return R (k, k) of the QR of rows (n, k): what the rows say of their cross-products, compressed.

    Many rows are taken part by part, and the triangles of the parts once more.
    """
    part = max(ROWS, 4 * rows.shape[1])
    while len(rows) > 2 * part:
        parts = [np.linalg.qr(rows[s : s + part], mode="r") for s in range(0, len(rows), part)]
        rows = np.concatenate(parts)
    return np.asarray(np.linalg.qr(rows, mode="r"))


def dependent(R: np.ndarray, share: float) -> np.ndarray:
    """Return the places of columns that those before them explain but for a share of their size, from R (k, k)."""
    size = np.sqrt((R**2).sum(axis=0))
    return np.flatnonzero(np.abs(np.diag(R)) <= share * np.where(size > 0.0, size, 1.0))


def whitener(Z: np.ndarray) -> np.ndarray:
    """Return the matrix (k, k) that makes the columns of Z (n, k), n rows, orthogonal with mean square one."""
    columns, sizes = scaled(Z)
    R = triangle(columns)
    return np.asarray(solve_triangular(R, np.eye(len(R))) * np.sqrt(len(Z)) / sizes[:, None])


class Gathered:
    """Rows (n, k) that come part by part, compressed to their triangle as they come."""

    def __init__(self) -> None:
        self._waiting: list[np.ndarray] = []
        self._parts: list[np.ndarray] = []
        self._rows = 0

    def add(self, rows: np.ndarray) -> None:
        """Take further rows (n, k); they may be kept until the next call, so they must not be written to again."""
        self._waiting.append(rows)
        self._rows += len(rows)
        if self._rows >= 2 * ROWS:
            self._press()

    def triangle(self) -> np.ndarray:
        """Return R (k, k) of all rows; (min(n, k), k) of fewer rows than columns.

        Raises
        ------
        ValueError
            If none came.
        """
        if self._waiting:
            self._press()
        if not self._parts:
            raise ValueError("There are no rows to compress.")
        if len(self._parts) > 1:
            self._parts = [triangle(np.concatenate(self._parts))]
        return self._parts[0]

    def _press(self) -> None:
        rows = self._waiting[0] if len(self._waiting) == 1 else np.concatenate(self._waiting)
        self._parts.append(triangle(rows))
        self._waiting, self._rows = [], 0
        if sum(map(len, self._parts)) >= 2 * ROWS:
            self._parts = [triangle(np.concatenate(self._parts))]
