"""Sparse factorisations of I - rho W: determinants and solutions, symmetric where W is similar to
a symmetric matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import breadth_first_order, connected_components
from scipy.sparse.linalg import splu

from gisplug.numbers.sparse.iterations import Iterations
from gisplug.numbers.sparse.multifrontal_log_determinant import fronts

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_array

FRONTAL_UNITS = 150_000  # above, dense fronts beat column-by-column elimination
ITERATED_UNITS = 200_000  # above, a few solutions by iteration are quicker than one factorisation
SYMMETRY = 1e-9  # relative difference up to which two weights count as equal


@dataclass(frozen=True)
class Factor:
    """I - rho W, factorised once and solved many times."""

    lu: Any
    N: int

    def solve(self, right: np.ndarray) -> np.ndarray:
        """Return (I - rho W)^-1 `right`; `right` is (N,) or (N, m)."""
        return np.asarray(self.lu.solve(np.ascontiguousarray(right, dtype=float)))

    def solve_transposed(self, right: np.ndarray) -> np.ndarray:
        """Return ((I - rho W)')^-1 `right`; `right` is (N,) or (N, m)."""
        return np.asarray(self.lu.solve(np.ascontiguousarray(right, dtype=float), trans="T"))


def factorise(matrix: csr_array, rho: float) -> Factor:
    """Factorise I - rho W, matrix W (N, N), by SuperLU in symmetric mode (diagonally dominant or close to it); for very
    many units prepare iterations, which end at a residual of 1e-13.
    """
    N = int(matrix.shape[0])
    if N > ITERATED_UNITS:
        return Factor(Iterations(matrix, rho, lambda: _lu(matrix, rho)), N)
    return Factor(_lu(matrix, rho), N)


def log_abs_det(matrix: csr_array, twin: tuple[csr_array, np.ndarray] | None) -> Callable[[float], float]:
    """Return the function rho -> log|det(I - rho W)|; the ordering is found once where that pays.

    Parameters
    ----------
    matrix : W (N, N)
    twin : `symmetric_twin` of W: S (N, N) and s (N,), or None
    """
    if matrix.shape[0] > FRONTAL_UNITS:
        laid_out = fronts(matrix if twin is None else twin[0], twin is not None)
        if laid_out is not None:
            return laid_out.log_abs_det
    if twin is None:
        return lambda rho: float(np.log(np.abs(_lu(matrix, rho).U.diagonal())).sum())
    import qdldl

    upper = sp.triu(sp.csc_matrix(twin[0]), k=1, format="csc")
    one = sp.identity(matrix.shape[0], format="csc")
    pattern = sp.csc_matrix(one + upper)
    pattern.sort_indices()
    on_diagonal = _diagonal_places(pattern)
    weights = pattern.data.copy()
    weights[on_diagonal] = 0.0
    made: list[Any] = []

    def value(rho: float) -> float:
        data = -rho * weights
        data[on_diagonal] = 1.0
        shifted = sp.csc_matrix((data, pattern.indices, pattern.indptr), shape=pattern.shape)
        if made:
            made[0].update(shifted, upper=True)
        else:
            made.append(qdldl.Solver(shifted, upper=True))
        pivots = made[0].factors()[1]
        return float(np.log(np.abs(pivots)).sum())

    return value


def symmetric_twin(matrix: csr_array) -> tuple[csr_array, np.ndarray] | None:
    """Return (S, s) with S = diag(s) W diag(s)^-1 symmetric, or None if W is similar to no symmetric matrix this way.

    Row-standardised contiguity has one, nearest neighbours have none. W and S are (N, N) `matrix`, s is (N,).
    """
    if not matrix.has_sorted_indices:
        matrix = matrix.sorted_indices()
    other = sp.csr_array(matrix.T)
    other.sort_indices()
    same = other.nnz == matrix.nnz and np.array_equal(other.indptr, matrix.indptr)
    if not same or not np.array_equal(other.indices, matrix.indices):
        return None
    if matrix.nnz == 0 or matrix.data.min() <= 0.0:
        return None
    scale = _equal_along_rows(matrix)
    if scale is None:
        scale = np.exp(0.5 * _potentials(matrix, other))
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    data = matrix.data * scale[rows] / scale[matrix.indices]
    back = other.data * scale[matrix.indices] / scale[rows]
    if not np.allclose(data, back, rtol=SYMMETRY, atol=0.0):
        return None
    middle = np.sqrt(data * back)
    return sp.csr_array((middle, matrix.indices, matrix.indptr), shape=matrix.shape), scale


def _equal_along_rows(matrix: csr_array) -> np.ndarray | None:
    """Return s (N,) where all weights of a row are the same, as in row-standardised contiguity, else None."""
    lengths = np.diff(matrix.indptr)
    first = np.ones(matrix.shape[0])
    first[lengths > 0] = matrix.data[matrix.indptr[:-1][lengths > 0]]
    return 1.0 / np.sqrt(first) if np.array_equal(np.repeat(first, lengths), matrix.data) else None


def _potentials(matrix: csr_array, other: csr_array) -> np.ndarray:
    """Return log d with d_i w_ij = d_j w_ji along a spanning tree of every component (0 at its root)."""
    size = matrix.shape[0]
    parts, part = connected_components(matrix, directed=False)
    roots = np.unique(part, return_index=True)[1]
    gain = sp.csr_array((np.log(other.data) - np.log(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    joined = matrix
    if parts > 1:
        first = np.repeat(roots[0], parts - 1)
        joined = sp.csr_array(matrix + sp.csr_array((np.ones(parts - 1), (first, roots[1:])), shape=matrix.shape))
    above = breadth_first_order(joined, int(roots[0]), directed=False, return_predecessors=True)[1]
    above[roots] = roots
    inner = above != np.arange(size)
    step = np.zeros(size)
    step[inner] = np.asarray(gain[np.arange(size)[inner], above[inner]]).ravel()
    while True:
        jump = above[above]
        step = step + step[above]
        if np.array_equal(jump, above):
            return np.asarray(step)
        above = jump


def _lu(matrix: csr_array, rho: float) -> Any:
    left = sp.csc_matrix(sp.identity(matrix.shape[0], format="csc") - rho * sp.csc_matrix(matrix))
    return splu(left, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})


def _diagonal_places(pattern: Any) -> np.ndarray:
    columns = np.repeat(np.arange(pattern.shape[1]), np.diff(pattern.indptr))
    return np.asarray(np.flatnonzero(pattern.indices == columns))


COLUMNS = 256  # right-hand sides solved at once
