"""Nested dissection: an elimination order that cuts the map in halves, again and again, along short separators.

Separators are levels of breadth-first search from a far corner (George and Liu 1981). Each separator, and each piece
too small to be cut, becomes one dense front; that is what makes factorisations of large maps quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import breadth_first_order, connected_components

LEAF = 100  # pieces up to this many units are not cut further
BALANCE = 0.25  # the smaller half keeps at least this share


@dataclass(frozen=True)
class Tree:
    """Fronts in elimination order.

    Attributes
    ----------
    order : (N,) units in elimination order; all other numbers count places in it
    starts, stops : first and end column of each front
    below : rows below the columns of each front, (b,)
    parents : the front that takes each front's update, -1 at a root
    """

    order: np.ndarray
    starts: list[int]
    stops: list[int]
    below: list[np.ndarray]
    parents: list[int]

    def local(self, s: int, rows: np.ndarray) -> np.ndarray:
        """Return the places of rows (r,), places in the order, within front s, (r,)."""
        start, stop = self.starts[s], self.stops[s]
        return np.where(rows < stop, rows - start, stop - start + np.searchsorted(self.below[s], rows))

    def into(self, s: int) -> np.ndarray | slice:
        """Return where the rows below front s are in its parent, (b,), or a slice where they follow one another, which
        is quicker.
        """
        parent = self.parents[s]
        if parent < 0:
            return self.below[s]
        places = self.local(parent, self.below[s])
        if len(places) and places[-1] - places[0] + 1 == len(places):
            return slice(int(places[0]), int(places[-1]) + 1)
        return places


def square(places: np.ndarray | slice) -> Any:
    """Return the index of rows and columns at `places`."""
    return (places, places) if isinstance(places, slice) else (places[:, None], places)


def dissected(pattern: Any) -> Tree:
    """Return the tree of a symmetric pattern (CSR with a full diagonal)."""
    pieces = _pieces(sp.csr_matrix(pattern))
    order = np.concatenate(pieces)
    N = len(order)
    label = np.empty(N, dtype=np.int64)
    label[order] = np.arange(N)
    sizes = np.array([len(piece) for piece in pieces])
    stops = np.cumsum(sizes)
    starts = stops - sizes
    owner = np.repeat(np.arange(len(pieces)), sizes)
    moved = pattern[order]
    columns, pointer = label[moved.indices], moved.indptr
    below: list[np.ndarray] = []
    parents: list[int] = []
    inherited: dict[int, list[np.ndarray]] = {}
    for s, (start, stop) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True)):
        near = columns[pointer[start] : pointer[stop]]
        rows = np.unique(np.concatenate([near, *inherited.pop(s, ())]))
        rows = rows[np.searchsorted(rows, stop) :]
        parent = int(owner[rows[0]]) if len(rows) else -1
        if parent >= 0:
            inherited.setdefault(parent, []).append(rows)
        below.append(rows)
        parents.append(parent)
    return Tree(order, starts.tolist(), stops.tolist(), below, parents)


def _pieces(graph: Any) -> list[np.ndarray]:
    """Return the pieces, every separator after the two halves that it separates."""
    made: list[np.ndarray] = []
    ones = np.ones(graph.nnz)
    todo: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = [(graph.indptr, graph.indices, np.arange(graph.shape[0]))]
    while todo:  # separators come out before their halves, so the whole list is turned round at the end
        pointer, links, units = todo.pop()
        if len(units) <= LEAF:
            if len(units):
                made.append(units)
            continue
        part = sp.csr_matrix((ones[: len(links)], links, pointer), shape=(len(units), len(units)))
        left, right, cut = _halves(part)
        if len(cut):
            made.append(units[cut])
        todo += [(*_among(pointer, links, half), units[half]) for half in (left, right) if len(half)]
    return made[::-1]


def _among(pointer: np.ndarray, links: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pointer (n + 1,) and links of the graph among the places `chosen` (n,): for thousands of small graphs
    several times as quick as scipy's own slices.
    """
    label = np.full(len(pointer) - 1, -1, dtype=links.dtype)
    label[chosen] = np.arange(len(chosen), dtype=links.dtype)
    first = pointer[chosen]
    counts = pointer[chosen + 1] - first
    ends = np.cumsum(counts)
    at = np.repeat(first - (ends - counts), counts)
    at += np.arange(len(at), dtype=at.dtype)
    near = label[links[at]]
    inside = near >= 0
    so_far = np.concatenate([[0], np.cumsum(inside)])
    return np.concatenate([[0], so_far[ends]]).astype(pointer.dtype), near[inside]


def _halves(graph: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the places of two halves without a link between them and of the separator."""
    N = graph.shape[0]
    order = breadth_first_order(graph, 0, return_predecessors=False)  # both ways are stored
    if len(order) < N:
        return _apart(graph)
    order, before = breadth_first_order(graph, int(order[-1]))
    level = _levels(order, before)
    sizes = np.bincount(level)
    inner = np.cumsum(sizes) - sizes
    smaller = np.minimum(inner, N - inner - sizes)
    allowed = smaller >= BALANCE * N
    if not allowed.any():
        if smaller.max() == 0:
            return np.arange(0), np.arange(0), np.arange(N)
        allowed = smaller >= 0.7 * smaller.max()
    best = int(np.where(allowed, sizes / np.maximum(smaller, 1) ** 0.25, np.inf).argmin())
    return np.flatnonzero(level < best), np.flatnonzero(level > best), np.flatnonzero(level == best)


def _levels(order: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return how many links each place is from the start, by jumping along the predecessors."""
    start = order[0]
    above = before.copy()
    above[start] = start
    depth = (np.arange(len(above)) != start).astype(np.int64)
    while True:
        step = depth[above]
        if not step.any():
            return np.asarray(depth)
        depth = depth + step
        above = above[above]


def _apart(graph: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share out the components of a graph that is not connected."""
    parts = connected_components(graph, directed=False)[1]
    sizes = np.bincount(parts)
    ranked = np.argsort(-sizes, kind="stable")
    first = np.cumsum(sizes[ranked]) - sizes[ranked] < sizes.sum() / 2
    chosen = np.zeros(len(sizes), dtype=bool)
    chosen[ranked[first]] = True
    if chosen.all():
        chosen[ranked[-1]] = False
    inside = chosen[parts]
    return np.flatnonzero(inside), np.flatnonzero(~inside), np.arange(0)
