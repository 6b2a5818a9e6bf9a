"""Positive definite sums c_1 A_1 + c_2 A_2 + ... of fixed sparse matrices: factorised at many c, ordered once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass
class PositiveFamily:
    """A(c) = sum of c_j A_j, symmetric positive definite at every c that is asked for.

    Attributes
    ----------
    parts : p of (N, N), symmetric
    """

    parts: tuple[csr_array, ...]
    _pattern: Any = field(init=False, repr=False)
    _values: np.ndarray = field(init=False, repr=False)
    _solver: Any = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        upper = [sp.triu(sp.csc_matrix(part), format="csc") for part in self.parts]
        N = upper[0].shape[0]
        pattern = sp.csc_matrix(sum((abs(part) for part in upper), start=sp.identity(N, format="csc")))
        pattern.sort_indices()
        self._pattern, places = pattern, _keys(pattern)
        self._values = np.zeros((len(upper), pattern.nnz))
        for values, part in zip(self._values, upper, strict=True):
            values[np.searchsorted(places, _keys(part))] = part.data

    def at(self, *coefficients: float) -> float:
        """Factorise at the coefficients c, for `solve`; return log|A(c)|."""
        import qdldl

        data = np.asarray(coefficients) @ self._values
        matrix = sp.csc_matrix((data, self._pattern.indices, self._pattern.indptr), shape=self._pattern.shape)
        if self._solver is None:
            self._solver = qdldl.Solver(matrix, upper=True)
        else:
            self._solver.update(matrix, upper=True)
        return float(np.log(np.abs(self._solver.factors()[1])).sum())

    def solve(self, right: np.ndarray) -> np.ndarray:
        """Return A(c)^-1 b at the c asked for last; `right` and the answer are (N, m)."""
        return np.column_stack([self._solver.solve(np.ascontiguousarray(column)) for column in right.T])


def _keys(matrix: Any) -> np.ndarray:
    """Return a number for the place of every entry, rising where the entries are sorted."""
    columns = np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(matrix.indptr))
    matrix.sort_indices()
    return np.asarray(columns * matrix.shape[0] + matrix.indices)
