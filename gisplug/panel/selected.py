"""Selected inversion: entries of (I - rho W)^-1 where W has links, for many units, without the dense inverse.

Multifrontal: the matrix is ordered (AMD) and split into supernodes, factorised from the leaves of the elimination tree to
its roots, and the wanted entries of the inverse are found from the roots back to the leaves (Erisman and Tinney 1975).
Needs a symmetric pattern, which is made by storing zeros, and no pivoting, which I - rho W grants for admissible rho.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from gisplug.panel.threads import one_thread

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WIDTH = 8  # supernodes up to this wide are merged with their parent although that stores some zeros
ZEROS = 0.3  # share of stored zeros that merging may add


@dataclass(frozen=True)
class Tree:
    """Supernodes in elimination order: columns start..stop, rows below them, parent (-1 at a root)."""

    order: np.ndarray
    starts: list[int]
    stops: list[int]
    below: list[np.ndarray]
    parents: list[int]


@one_thread()
def inverse_entries(w: csr_array, rho: float, also: csr_array | None = None) -> csr_array:
    """Return the entries of (I - rho W)^-1 on the diagonal and where W, W', `also` or its transpose have links.

    Returns
    -------
    csr_array, shape (N, N)
        Exact to rounding at those places; the inverse is not zero elsewhere, only unknown.
    """
    pattern = _pattern(w, also)
    tree = _tree(pattern)
    lower, upper = _permuted(pattern, w, rho, tree.order)
    fronts, places = _factorise(tree, lower, upper)
    below, above = _invert(tree, lower, fronts, places)
    return _restored(lower, below, above, tree.order)


def _pattern(w: csr_array, also: csr_array | None) -> Any:
    parts = [w, w.T] if also is None else [w, w.T, also, also.T]
    made = sp.identity(w.shape[0], format="csr")
    for part in parts:
        made = made + abs(sp.csr_matrix(part))
    made.data[:] = 1.0
    made.sort_indices()
    return made


def _tree(pattern: Any) -> Tree:
    """Order by AMD, find the elimination tree and its supernodes."""
    import qdldl

    N = pattern.shape[0]
    degree = np.diff(pattern.indptr).astype(float)
    dominant = sp.csc_matrix(sp.diags(degree + 1.0) + pattern)
    L, _, first = qdldl.Solver(dominant).factors()
    L = sp.csc_matrix(L)
    L.sort_indices()
    rows = np.diff(L.indptr)
    parent = np.full(N, -1)
    parent[rows > 0] = L.indices[L.indptr[:-1][rows > 0]]
    post = _postorder(parent)
    label = np.empty(N, dtype=np.int64)
    label[post] = np.arange(N)
    up = np.where(parent[post] >= 0, label[parent[post]], -1)
    starts, stops = _supernodes(up, rows[post])
    below = [np.sort(label[L.indices[L.indptr[c] : L.indptr[c + 1]]]) for c in post[np.array(stops) - 1]]
    owner = np.repeat(np.arange(len(starts)), np.array(stops) - np.array(starts))
    parents = [int(owner[rows[0]]) if len(rows) else -1 for rows in below]
    return Tree(np.asarray(first)[post], starts, stops, below, parents)


def _postorder(parent: np.ndarray) -> np.ndarray:
    """Number children before their parent, subtrees in one piece."""
    N = len(parent)
    above = parent.tolist()
    size = [1] * N
    for j in range(N):
        if above[j] >= 0:
            size[above[j]] += size[j]
    place, free, total = [0] * N, [0] * N, 0
    for j in range(N - 1, -1, -1):
        p = above[j]
        if p < 0:
            start, total = total, total + size[j]
        else:
            start = free[p]
            free[p] += size[j]
        free[j], place[j] = start, start + size[j] - 1
    made = np.empty(N, dtype=np.int64)
    made[np.array(place)] = np.arange(N)
    return made


def _supernodes(parent: np.ndarray, rows: np.ndarray) -> tuple[list[int], list[int]]:
    """Merge columns of equal structure, then small supernodes into the parent that follows them."""
    N = len(parent)
    joins = (parent[:-1] == np.arange(1, N)) & (rows[:-1] == rows[1:] + 1)
    edges = np.flatnonzero(~joins) + 1
    firsts, lasts = [0, *edges.tolist()], [*edges.tolist(), N]
    up, height = parent.tolist(), rows.tolist()
    starts: list[int] = []
    stops: list[int] = []
    zeros: list[int] = []
    for first, last in zip(firsts, lasts, strict=True):
        start, stored = first, 0
        while starts and stops[-1] == start and first <= up[start - 1] < last:
            width = start - starts[-1]
            extra = zeros[-1] + stored + width * (last - start + height[last - 1] - height[start - 1])
            whole = (last - starts[-1]) * (last - starts[-1] + height[last - 1])
            if last - starts[-1] > WIDTH and extra > ZEROS * whole * (0.2 if last - starts[-1] > 4 * WIDTH else 1.0):
                break
            start, stored = starts.pop(), extra
            stops.pop()
            zeros.pop()
        starts.append(start)
        stops.append(last)
        zeros.append(stored)
    return starts, stops


def _permuted(pattern: Any, w: csr_array, rho: float, order: np.ndarray) -> tuple[Any, np.ndarray]:
    """Return the lower triangle of I - rho W (CSC, explicit zeros) in the new order, and the mirrored upper one's data."""
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
