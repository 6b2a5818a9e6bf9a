"""Projections off fixed effects and group trends, and how many of them are independent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsmr

from gisplug.core.errors import ConvergenceError

SWEEPS = 400  # alternating projections before the slower exact solver takes over
STILL = 1e-11  # largest change of a sweep, in standard deviations of the column
DENSE_RANK = 1500  # columns up to which the rank of the dummies is computed, not counted


@dataclass(frozen=True)
class Absorbed:
    """One set of effects.

    Attributes
    ----------
    codes : (n,) group of each row, from 0
    slope : (n,) or None; makes the effects slopes of that variable by group, without levels
    """

    codes: np.ndarray
    slope: np.ndarray | None = None

    @property
    def groups(self) -> int:
        """Number of groups."""
        return int(self.codes.max()) + 1 if len(self.codes) else 0

    def dummies(self) -> sparse.csr_matrix:
        """Return the (n, groups) design."""
        n = len(self.codes)
        data = np.ones(n) if self.slope is None else self.slope
        return sparse.csr_matrix((data, (np.arange(n), self.codes)), shape=(n, self.groups))


def weighted(absorbed: Sequence[Absorbed], root: np.ndarray) -> list[Absorbed]:
    """Return effects of rows that are multiplied by `root` (n,), the square roots of their weights."""
    return [Absorbed(a.codes, root if a.slope is None else a.slope * root) for a in absorbed]


def codes_of(labels: np.ndarray) -> np.ndarray:
    """Return labels (n,) as codes from 0, sorted."""
    return np.unique(labels, return_inverse=True)[1]


def residualised(columns: np.ndarray, absorbed: Sequence[Absorbed]) -> np.ndarray:
    """Return the columns (n, k) minus their projection on all effects.

    Balanced one-way and two-way panels need one sweep; others alternate until nothing moves, and the rest is left to a
    sparse least-squares solver.

    Raises
    ------
    ConvergenceError
        If neither reaches the tolerance.
    """
    if not absorbed or columns.shape[1] == 0:
        return columns.copy()
    projections = [_projector(a) for a in absorbed]
    now = columns.astype(np.float64, copy=True)
    if any(a.slope is None for a in absorbed):  # levels take a constant out, so it need not cost digits first
        now -= now.mean(axis=0)
    scale = np.maximum(now.std(axis=0), 1e-300)
    for _ in range(SWEEPS):
        before = now
        for project in projections:
            now = now - project(now)
        if len(projections) == 1 or np.max(np.abs(now - before) / scale) < STILL:
            return now
    design = sparse.hstack([a.dummies() for a in absorbed]).tocsr()
    weight = np.sqrt(np.maximum(np.asarray(design.power(2).sum(axis=0)).ravel(), 1e-300))
    scaled = design @ sparse.diags(1 / weight)
    for k in range(now.shape[1]):
        solved = lsmr(scaled, now[:, k], atol=1e-13, btol=1e-13, conlim=0, maxiter=20_000)
        if solved[1] == 7:
            raise ConvergenceError(
                "The fixed effects could not be taken out in 20,000 steps. Use fewer effects or trends, "
                "or drop groups with one or two observations."
            )
        now[:, k] -= scaled @ solved[0]
    return now


def weighted_residuals(
    columns: np.ndarray, absorbed: Sequence[Absorbed], weights: np.ndarray | None = None
) -> np.ndarray:
    """Return columns (n, k) after the effects are out, each row times the root of its weight (n,)."""
    if weights is None:
        return residualised(columns, absorbed)
    root = np.sqrt(weights)
    return residualised(columns * root[:, None], weighted(absorbed, root))


def _projector(effect: Absorbed) -> Callable[[np.ndarray], np.ndarray]:
    sums = effect.dummies().T.tocsr()
    back = effect.dummies()
    weight = np.asarray(sums.power(2).sum(axis=1)).ravel()
    inverse = np.divide(1.0, weight, out=np.zeros_like(weight), where=weight > 0)

    def project(columns: np.ndarray) -> np.ndarray:
        return np.asarray(back @ ((sums @ columns) * inverse[:, None]))

    return project


def absorbed_rank(absorbed: Sequence[Absorbed]) -> int:
    """Return the number of independent effects: exact for one or two sets of levels and up to 1,500 columns."""
    if not absorbed:
        return 0
    levels = [a for a in absorbed if a.slope is None]
    if len(absorbed) == 1:
        return absorbed[0].groups
    if len(absorbed) == 2 and len(levels) == 2:
        return levels[0].groups + levels[1].groups - _components(levels[0].codes, levels[1].codes)
    design = sparse.hstack([a.dummies() for a in absorbed]).tocsr()
    if design.shape[1] <= DENSE_RANK:
        norms = np.sqrt(np.maximum(np.asarray(design.power(2).sum(axis=0)).ravel(), 1e-300))
        gram = (sparse.diags(1 / norms) @ (design.T @ design) @ sparse.diags(1 / norms)).toarray()
        roots = np.linalg.eigvalsh(gram)
        return int(np.sum(roots > roots[-1] * 1e-10))
    return int(sum(a.groups for a in absorbed)) - len(absorbed) + 1


def nested(inner: np.ndarray, outer: np.ndarray) -> bool:
    """Return whether every group of `inner` (n,) lies in one group of `outer` (n,)."""
    pairs = np.unique(np.column_stack([inner, outer]), axis=0)
    return len(pairs) == len(np.unique(inner))


def _components(first: np.ndarray, second: np.ndarray) -> int:
    n1, n2 = int(first.max()) + 1, int(second.max()) + 1
    graph = sparse.coo_matrix((np.ones(len(first)), (first, second + n1)), shape=(n1 + n2, n1 + n2))
    return int(connected_components(graph, directed=False)[0])
