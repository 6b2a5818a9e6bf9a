"""log|det(I - rho W)| front by front: dense pieces for BLAS, laid out once and evaluated at many rho."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.linalg import blas, lapack

from gisplug.numbers.sparse.elimination_orders import cheap
from gisplug.numbers.sparse.nested_dissection import dissected, square

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Piece:
    """One front of `size` rows, the first `width` of them pivots.

    Attributes
    ----------
    places, values : (e,) where its entries of W go, column by column, and the entries
    parent : the front that takes its update, -1 at a root
    into : (size - width,) or slice; rows of the parent that the update goes to
    """

    width: int
    size: int
    places: np.ndarray
    values: np.ndarray
    parent: int
    into: np.ndarray | slice


@dataclass(frozen=True)
class Fronts:
    """The layout of all fronts of one W; `symmetric` ones hold the lower triangle only."""

    pieces: tuple[Piece, ...]
    symmetric: bool

    def log_abs_det(self, rho: float) -> float:
        """Return log|det(I - rho W)|."""
        total = 0.0
        waiting: dict[int, list[tuple[np.ndarray | slice, np.ndarray]]] = {}
        eliminate = _cholesky if self.symmetric else _lu
        for s, piece in enumerate(self.pieces):
            front = np.zeros((piece.size, piece.size), order="F")
            flat = front.reshape(-1, order="F")
            flat[piece.places] = -rho * piece.values
            flat[: piece.width * (piece.size + 1) : piece.size + 1] += 1.0
            for into, update in waiting.pop(s, ()):
                front[square(into)] += update
            part, update = eliminate(front, piece.width)
            total += part
            if piece.parent >= 0:
                waiting.setdefault(piece.parent, []).append((piece.into, update))
        return total


def fronts(matrix: csr_array, symmetric: bool) -> Fronts | None:
    """Lay out the fronts of W, `matrix` (N, N), or return None where dissection finds no short separators.

    With `symmetric` W must be symmetric and I - rho W positive definite.
    """
    W = sp.csr_matrix(matrix)
    pattern = sp.csr_matrix(sp.identity(W.shape[0], format="csr") + abs(W) + abs(W.T))
    tree = dissected(pattern)
    if not cheap(tree):
        return None
    N = W.shape[0]
    label = np.empty(N, dtype=np.int64)
    label[tree.order] = np.arange(N)
    entries = W.tocoo()
    i, j = label[entries.row], label[entries.col]
    keep = i >= j if symmetric else np.ones(len(i), dtype=bool)
    i, j, w = i[keep], j[keep], entries.data[keep]
    first = np.minimum(i, j)
    sort = np.argsort(first, kind="stable")
    i, j, w = i[sort], j[sort], w[sort]
    ends = np.searchsorted(first[sort], np.array([*tree.starts, N]))
    pieces: list[Piece] = []
    for s, (start, stop, below, parent) in enumerate(
        zip(tree.starts, tree.stops, tree.below, tree.parents, strict=True)
    ):
        these = slice(int(ends[s]), int(ends[s + 1]))
        size = stop - start + len(below)
        row, column = tree.local(s, i[these]), tree.local(s, j[these])
        pieces.append(Piece(stop - start, size, row + column * size, w[these], parent, tree.into(s)))
    return Fronts(tuple(pieces), symmetric)


def _cholesky(front: np.ndarray, k: int) -> tuple[float, np.ndarray]:
    """Eliminate the first k rows of a positive definite front; return its part of log|det| and the update."""
    pivot, failed = lapack.dpotrf(front[:k, :k], lower=1, clean=0)
    if failed:
        return np.nan, front[k:, k:]
    part = 2.0 * float(np.log(pivot.diagonal()).sum())
    if k == len(front):
        return part, front[k:, k:]
    down = blas.dtrsm(1.0, pivot, front[k:, :k], side=1, lower=1, trans_a=1)
    return part, blas.dsyrk(-1.0, down, beta=1.0, c=front[k:, k:], lower=1)


def _lu(front: np.ndarray, k: int) -> tuple[float, np.ndarray]:
    """The same for a front that is not symmetric."""
    factor, swaps, _ = lapack.dgetrf(front[:k, :k])
    part = float(np.log(np.abs(factor.diagonal())).sum())
    if k == len(front):
        return part, front[k:, k:]
    across, _ = lapack.dgetrs(factor, swaps, front[:k, k:])
    return part, blas.dgemm(-1.0, front[k:, :k], across, beta=1.0, c=front[k:, k:])
