"""Elimination orders for selected inversion: minimum degree for irregular maps, nested dissection for huge regular
ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from gisplug.numbers.sparse.nested_dissection import Tree, dissected

WIDTH = 8  # supernodes up to this wide are merged with their parent although that stores some zeros
ZEROS = 0.3  # share of stored zeros that merging may add
DISSECTED_UNITS = 150_000  # above, minimum degree's own factorisation takes longer than dissection
COSTLY = 60.0  # operations per N^1.5 above which dissection has found no short separators (a lattice has 30),
LEAVES = 20_000.0  # beside those per unit that the smallest pieces take in any case


def elimination_tree(pattern: Any) -> Tree:
    """Return the better tree of a symmetric pattern (CSR with a full diagonal)."""
    if pattern.shape[0] > DISSECTED_UNITS:
        tree = dissected(pattern)
        if cheap(tree):
            return tree
    return by_degree(pattern)


def cheap(tree: Tree) -> bool:
    """Whether dissection found separators as short as a regular map has."""
    k = np.array(tree.stops, dtype=float) - np.array(tree.starts)
    b = np.array([len(rows) for rows in tree.below], dtype=float)
    N = len(tree.order)
    return bool((k**3 / 3 + k * k * b + k * b * b).sum() <= COSTLY * N**1.5 + LEAVES * N)


def by_degree(pattern: Any) -> Tree:
    """Return the tree of a symmetric pattern ordered by approximate minimum degree: best for irregular maps."""
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
