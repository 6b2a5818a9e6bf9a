"""An order of units in which neighbours stand near each other: products with W then find their numbers in the cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import reverse_cuthill_mckee

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ORDERED_UNITS = 50_000  # below, all numbers are in the cache in any order
FAR = 0.02  # of N: neighbours that are further apart on average are brought together


def near_order(matrix: csr_array) -> np.ndarray | None:
    """Return an order (N,) that brings linked units of W, `matrix` (N, N), together (reverse Cuthill-McKee), or None
    where they are already or N is small.
    """
    N = matrix.shape[0]
    if N < ORDERED_UNITS:
        return None
    rows = np.repeat(np.arange(N), np.diff(matrix.indptr))
    if matrix.nnz == 0 or float(np.abs(rows - matrix.indices).mean()) <= FAR * N:
        return None
    return np.asarray(reverse_cuthill_mckee(csr_matrix(matrix + matrix.T), symmetric_mode=True), dtype=np.int64)


def reordered(matrix: csr_array, order: np.ndarray) -> csr_array:
    """Return W, `matrix` (N, N), with rows and columns in that order (N,)."""
    moved = matrix[order][:, order].tocsr()
    moved.sort_indices()
    return moved


@dataclass(frozen=True)
class Arranged:
    """W, or what stands for it, in an order that keeps neighbours together.

    Attributes
    ----------
    matrix : csr_array (N, N), in that order
    order : (N,) units by place in the matrix, or None where they stand as they were
    """

    matrix: csr_array
    order: np.ndarray | None

    @classmethod
    def of(cls, matrix: csr_array) -> Arranged:
        """Arrange W, `matrix` (N, N)."""
        order = near_order(matrix)
        return cls(matrix if order is None else reordered(matrix, order), order)

    def placed(self, values: np.ndarray) -> np.ndarray:
        """Return values by unit, (N,) or (N, m), in the order of the matrix."""
        return values if self.order is None else values[self.order]

    def by_unit(self, values: np.ndarray) -> np.ndarray:
        """Return values in the order of the matrix, (N,), by unit."""
        if self.order is None:
            return values
        made = np.empty(len(values))
        made[self.order] = values
        return made
