"""Selected inversion: entries of (I - rho W)^-1 where W has links, for many units, without the dense inverse.

Multifrontal: the matrix is ordered and factorised front by front from the leaves of the elimination tree to
its roots, and the wanted entries of the inverse are found from the roots back to the leaves (Erisman and Tinney 1975).
Needs a symmetric pattern, which is made by storing zeros, and no pivoting, which I - rho W grants for admissible rho.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from gisplug.numbers.sparse.elimination_orders import elimination_tree
from gisplug.numbers.sparse.nested_dissection import Tree
from gisplug.numbers.threads import one_thread

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Selected:
    """The order and the fronts of one pattern, for the inverse at any rho.

    `w` is W (N, N), `pattern` the places (N, N) that are wanted, with zeros stored.
    """

    w: csr_array
    pattern: Any
    tree: Tree

    @one_thread()
    def entries(self, rho: float) -> csr_array:
        """Return the entries of (I - rho W)^-1 at the places of the pattern, exact to rounding.

        Returns
        -------
        csr_array, shape (N, N)
            The inverse is not zero at other places, only unknown.
        """
        lower, upper = _permuted(self.pattern, self.w, rho, self.tree.order)
        fronts, places = _factorise(self.tree, lower, upper)
        below, above = _invert(self.tree, lower, fronts, places)
        return _restored(lower, below, above, self.tree.order)


def selected(w: csr_array, also: csr_array | None = None) -> Selected:
    """Prepare entries of (I - rho W)^-1 on the diagonal and where W, W', `also` or its transpose have links.

    `w` and `also` are (N, N).
    """
    pattern = _pattern(w, also)
    return Selected(w, pattern, elimination_tree(pattern))


def inverse_entries(w: csr_array, rho: float, also: csr_array | None = None) -> csr_array:
    """Return those entries at one rho, csr_array (N, N); `w` and `also` as in `selected`, (N, N) each."""
    return selected(w, also).entries(rho)


def _pattern(w: csr_array, also: csr_array | None) -> Any:
    parts = [w, w.T] if also is None else [w, w.T, also, also.T]
    made = sp.identity(w.shape[0], format="csr")
    for part in parts:
        made = made + abs(sp.csr_matrix(part))
    made.data[:] = 1.0
    made.sort_indices()
    return made


def _permuted(pattern: Any, w: csr_array, rho: float, order: np.ndarray) -> tuple[Any, np.ndarray]:
    """Return the lower triangle of I - rho W (CSC, explicit zeros) in the new order, and the mirrored upper one's
    data.
    """
    N = w.shape[0]
    place = np.empty(N, dtype=np.int64)
    place[order] = np.arange(N)
    zero = sp.csr_matrix((np.zeros(pattern.nnz), pattern.indices, pattern.indptr), shape=(N, N))
    full = _on_pattern(zero, sp.csr_matrix(w), rho)
    mirror = _on_pattern(zero, sp.csr_matrix(w.T), rho)
    coo = full.tocoo()
    i, j = place[coo.row], place[coo.col]
    keep = i >= j
    sort = np.lexsort((i[keep], j[keep]))
    rows, columns = i[keep][sort], j[keep][sort]
    pointer = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=N))])
    lower = sp.csc_matrix((full.data[keep][sort], rows, pointer), shape=(N, N))
    return lower, mirror.data[keep][sort]


def _on_pattern(zero: Any, w: Any, rho: float) -> Any:
    """I - rho W with every place of the pattern stored."""
    N = zero.shape[0]
    key = np.repeat(np.arange(N, dtype=np.int64), np.diff(zero.indptr)) * N + zero.indices
    w = w.tocoo()
    data = np.zeros(zero.nnz)
    data[np.searchsorted(key, np.arange(N, dtype=np.int64) * (N + 1))] = 1.0
    np.add.at(data, np.searchsorted(key, w.row.astype(np.int64) * N + w.col), -rho * w.data)
    return sp.csr_matrix((data, zero.indices, zero.indptr), shape=zero.shape)


Front = tuple[np.ndarray, np.ndarray, np.ndarray]


def _factorise(tree: Tree, lower: Any, upper: np.ndarray) -> tuple[list[Front], list[np.ndarray]]:
    """Leaves to roots: the inverse pivot block, its row and its column factor of every supernode."""
    fronts: list[Front] = []
    places: list[np.ndarray] = []
    waiting: dict[int, list[tuple[np.ndarray, np.ndarray]]] = {}
    pointer, indices = lower.indptr.tolist(), lower.indices
    columns = np.repeat(np.arange(lower.shape[0]), np.diff(lower.indptr))
    for s, (start, stop, below, parent) in enumerate(
        zip(tree.starts, tree.stops, tree.below, tree.parents, strict=True)
    ):
        k = stop - start
        entries = slice(pointer[start], pointer[stop])
        row = _local(indices[entries], start, stop, below)
        column = columns[entries] - start
        front = np.zeros((k + len(below), k + len(below)))
        front[row, column] = lower.data[entries]
        front[column, row] = upper[entries]
        places.append(row)
        for rows, update in waiting.pop(s, ()):
            at = _local(rows, start, stop, below)
            front[at[:, None], at] += update
        pivot = np.linalg.inv(front[:k, :k])
        across, down = pivot @ front[:k, k:], front[k:, :k] @ pivot
        if parent >= 0:
            waiting.setdefault(parent, []).append((below, front[k:, k:] - front[k:, :k] @ across))
        fronts.append((pivot, across, down))
    return fronts, places


def _invert(tree: Tree, lower: Any, fronts: list[Front], places: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Roots to leaves: entries of the inverse at the places of the lower triangle and, mirrored, of the upper one."""
    made, mirrored = np.empty(lower.nnz), np.empty(lower.nnz)
    pointer = lower.indptr.tolist()
    columns = np.repeat(np.arange(lower.shape[0]), np.diff(lower.indptr))
    children = np.bincount([p for p in tree.parents if p >= 0], minlength=len(tree.starts)).tolist()
    inverse: dict[int, np.ndarray] = {}
    for s in range(len(tree.starts) - 1, -1, -1):
        start, stop, below, parent = tree.starts[s], tree.stops[s], tree.below[s], tree.parents[s]
        pivot, across, down = fronts[s]
        k = stop - start
        block = np.empty((k + len(below), k + len(below)))
        if parent >= 0:
            at = _local(below, tree.starts[parent], tree.stops[parent], tree.below[parent])
            known = inverse[parent][at[:, None], at]
            right, left = across @ known, known @ down
            block[:k, :k] = pivot + right @ down
            block[:k, k:], block[k:, :k], block[k:, k:] = -right, -left, known
            children[parent] -= 1
            if children[parent] == 0:
                del inverse[parent]
        else:
            block[:k, :k] = pivot
        entries = slice(pointer[start], pointer[stop])
        made[entries] = block[places[s], columns[entries] - start]
        mirrored[entries] = block[columns[entries] - start, places[s]]
        if children[s]:
            inverse[s] = block
    return made, mirrored


def _local(rows: np.ndarray, start: int, stop: int, below: np.ndarray) -> np.ndarray:
    """Places of global rows within a front."""
    return np.where(rows < stop, rows - start, stop - start + np.searchsorted(below, rows))


def _restored(lower: Any, below: np.ndarray, above: np.ndarray, order: np.ndarray) -> csr_array:
    N = lower.shape[0]
    i, j = order[lower.indices], order[np.repeat(np.arange(N), np.diff(lower.indptr))]
    off = i != j
    rows, columns = np.concatenate([i, j[off]]), np.concatenate([j, i[off]])
    return sp.csr_array((np.concatenate([below, above[off]]), (rows, columns)), shape=(N, N))
