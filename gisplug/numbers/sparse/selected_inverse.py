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
from scipy.linalg import lapack

from gisplug.numbers.sparse.elimination_orders import elimination_tree
from gisplug.numbers.sparse.factors import symmetric_twin
from gisplug.numbers.sparse.nested_dissection import Tree, square
from gisplug.numbers.threads import one_thread

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Selected:
    """The layout of one pattern, for the inverse at any rho: its lower triangle in elimination order.

    Attributes
    ----------
    tree : fronts in elimination order
    rows, columns : (e,) of the places, in the order, columns rising
    pointer : (N + 1,), first place of each column
    w, mirrored : (e,), W there and at the mirrored places; the same array where W is similar to a symmetric matrix,
        whose entries these are then
    scale : (N,) in the order, what the symmetric matrix's rows are multiplied by beside those of W; None for other W
    places : by front, the rows of its own columns' entries within it
    into : by front, (b,) or slice, its rows below within its parent
    """

    tree: Tree
    rows: np.ndarray
    columns: np.ndarray
    pointer: np.ndarray
    w: np.ndarray
    mirrored: np.ndarray
    scale: np.ndarray | None
    places: list[np.ndarray]
    into: list[np.ndarray | slice]

    @one_thread()
    def found(self, rho: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the entries of (I - rho W)^-1 at the places and at the mirrored ones, (e,) each, exact to rounding."""
        made, mirrored = _invert(self, _factorise(self, rho))
        if self.scale is None:
            return made, mirrored
        ratio = self.scale[self.columns] / self.scale[self.rows]
        return made * ratio, made / ratio

    def entries(self, rho: float) -> csr_array:
        """Return the entries of (I - rho W)^-1 at the places of the pattern, exact to rounding.

        Returns
        -------
        csr_array, shape (N, N)
            The inverse is not zero at other places, only unknown.
        """
        below, above = self.found(rho)
        N, off = len(self.tree.order), self.rows != self.columns
        i, j = self.tree.order[self.rows], self.tree.order[self.columns]
        rows, columns = np.concatenate([i, j[off]]), np.concatenate([j, i[off]])
        return sp.csr_array((np.concatenate([below, above[off]]), (rows, columns)), shape=(N, N))

    def at(self, matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
        """Return `matrix` (N, N), whose links are places of the pattern, at the places and at the mirrored ones, (e,)
        each.
        """
        return _on_places(matrix, self.tree.order, self.rows, self.columns)


def selected(w: csr_array, also: csr_array | None = None, twin: tuple[csr_array, np.ndarray] | None = None) -> Selected:
    """Prepare entries of (I - rho W)^-1 on the diagonal and where W, W', `also` or its transpose have links.

    Parameters
    ----------
    w, also : (N, N)
    twin : `symmetric_twin` of w, ((N, N), (N,)), where it is known already
    """
    twin = symmetric_twin(w) if twin is None else twin
    pattern = _pattern(w, also, twin is not None)
    tree = elimination_tree(pattern)
    N = len(tree.order)
    place = np.empty(N, dtype=np.int64)
    place[tree.order] = np.arange(N)
    i, j = place[np.repeat(np.arange(N), np.diff(pattern.indptr))], place[pattern.indices]
    key = np.sort((j * N + i)[i >= j])
    columns, rows = np.divmod(key, N)
    pointer = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=N))])
    ends = pointer[[*tree.starts, N]].tolist()
    places = [tree.local(s, rows[ends[s] : ends[s + 1]]) for s in range(len(tree.starts))]
    into = [tree.into(s) for s in range(len(tree.starts))]
    if twin is None:
        return Selected(tree, rows, columns, pointer, *_on_places(w, tree.order, rows, columns), None, places, into)
    lower = _on_places(twin[0], tree.order, rows, columns)[0]
    return Selected(tree, rows, columns, pointer, lower, lower, twin[1][tree.order], places, into)


def inverse_entries(w: csr_array, rho: float, also: csr_array | None = None) -> csr_array:
    """Return those entries at one rho, csr_array (N, N); `w` and `also` as in `selected`, (N, N) each."""
    return selected(w, also).entries(rho)


def _pattern(w: csr_array, also: csr_array | None, symmetric: bool) -> Any:
    """Return where W, W', `also` and its transpose have links, and the diagonal; W' is left out of a symmetric one."""
    parts = [w] if symmetric else [w, w.T]
    parts += [] if also is None else [also, also.T]
    made = sp.identity(w.shape[0], format="csr")
    for part in parts:
        made = made + abs(sp.csr_matrix(part))
    made.data[:] = 1.0
    made.sort_indices()
    return made


def _on_places(
    matrix: csr_array, order: np.ndarray, rows: np.ndarray, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the entries of `matrix` at places (row, column) of the order, and at (column, row)."""
    N = len(order)
    place = np.empty(N, dtype=np.int64)
    place[order] = np.arange(N)
    links = sp.coo_array(matrix)
    i, j = place[links.row], place[links.col]
    made = np.zeros(len(rows)), np.zeros(len(rows))
    key = columns * N + rows
    for these, at, values in ((i >= j, j * N + i, made[0]), (i <= j, i * N + j, made[1])):
        np.add.at(values, np.searchsorted(key, at[these]), links.data[these])
    return made


@dataclass(frozen=True)
class Front:
    """The factors of a front.

    Attributes
    ----------
    pivot : (k, k), the inverse pivot block
    across : (k, b), what it makes of the columns behind
    down : (b, k), what it makes of the rows below
    """

    pivot: np.ndarray
    across: np.ndarray
    down: np.ndarray


def _factorise(layout: Selected, rho: float) -> list[Front]:
    """Leaves to roots: the factors of every front."""
    tree = layout.tree
    fronts: list[Front] = []
    symmetric = layout.mirrored is layout.w
    lower = (layout.rows == layout.columns) - rho * layout.w
    upper = lower if symmetric else (layout.rows == layout.columns) - rho * layout.mirrored
    waiting: dict[int, list[tuple[np.ndarray | slice, np.ndarray]]] = {}
    ends = layout.pointer[[*tree.starts, len(tree.order)]].tolist()
    for s, (start, stop, below, parent) in enumerate(
        zip(tree.starts, tree.stops, tree.below, tree.parents, strict=True)
    ):
        k, entries = stop - start, slice(ends[s], ends[s + 1])
        row, column = layout.places[s], layout.columns[entries] - start
        front = np.zeros((k + len(below), k + len(below)))
        front[row, column] = lower[entries]
        front[column, row] = upper[entries]
        for into, update in waiting.pop(s, ()):
            front[square(into)] += update
        pivot = _inverted(front[:k, :k]) if symmetric else np.linalg.inv(front[:k, :k])
        across = pivot @ front[:k, k:]
        down = across.T if symmetric else front[k:, :k] @ pivot
        if parent >= 0:
            waiting.setdefault(parent, []).append((layout.into[s], front[k:, k:] - front[k:, :k] @ across))
        fronts.append(Front(pivot, across, down))
    return fronts


def _inverted(block: np.ndarray) -> np.ndarray:
    """Return the inverse of a symmetric pivot block (k, k), positive definite as a rule."""
    factor, failed = lapack.dpotrf(block, lower=0, clean=1)
    if failed:
        return np.linalg.inv(block)
    half = lapack.dpotri(factor, lower=0, overwrite_c=1)[0]
    whole = half + half.T
    whole.flat[:: len(whole) + 1] *= 0.5
    return np.asarray(whole)


def _invert(layout: Selected, fronts: list[Front]) -> tuple[np.ndarray, np.ndarray]:
    """Roots to leaves: entries of the inverse at the places and at the mirrored ones; `fronts` are used up."""
    tree, symmetric = layout.tree, layout.mirrored is layout.w
    made = np.empty(len(layout.rows))
    mirrored = made if symmetric else np.empty(len(layout.rows))
    ends = layout.pointer[[*tree.starts, len(tree.order)]].tolist()
    children = np.bincount([p for p in tree.parents if p >= 0], minlength=len(tree.starts)).tolist()
    inverse: dict[int, np.ndarray] = {}
    for s in range(len(tree.starts) - 1, -1, -1):
        start, below, parent = tree.starts[s], tree.below[s], tree.parents[s]
        front = fronts.pop()
        k = len(front.pivot)
        block = np.empty((k + len(below), k + len(below)))
        if parent >= 0:
            known = inverse[parent][square(layout.into[s])]
            right = front.across @ known
            left = right.T if symmetric else known @ front.down
            block[:k, :k] = front.pivot + right @ front.down
            block[:k, k:], block[k:, :k], block[k:, k:] = -right, -left, known
            children[parent] -= 1
            if children[parent] == 0:
                del inverse[parent]
        else:
            block[:k, :k] = front.pivot
        entries = slice(ends[s], ends[s + 1])
        column = layout.columns[entries] - start
        made[entries] = block[layout.places[s], column]
        if not symmetric:
            mirrored[entries] = block[column, layout.places[s]]
        if children[s]:
            inverse[s] = block
    return made, mirrored
