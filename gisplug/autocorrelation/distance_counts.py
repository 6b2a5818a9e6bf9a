"""Permutation distributions of local Geary statistics: squared distances between a unit and randomly drawn others.

The sum over neighbours j of w_ij |x_i - x_j|^2 is, but for a constant of the unit, linear in the sums of |x_j|^2 and
x_j over them. So one set of draws serves all periods and units with as many equal weights, as in `permutation`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array

from gisplug.autocorrelation.permutation import (
    BLOCK,
    CELLS,
    TIE,
    Counts,
    Group,
    distinct_draws,
    groups_of,
    hits_of,
    own_places,
)
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress

TOGETHER = 400  # units that are compared at once


def squared_distances(x: np.ndarray, w: csr_array) -> np.ndarray:
    """Return sum_j w_ij |x_i - x_j|^2 of values x (T, N, K): (T, N); 0 for units without neighbours."""
    rows = np.repeat(np.arange(x.shape[1]), np.diff(w.indptr))
    out = np.zeros(x.shape[:2])
    for t, values in enumerate(x):
        apart = ((values[rows] - values[w.indices]) ** 2).sum(axis=-1)
        out[t] = np.bincount(rows, weights=w.data * apart, minlength=x.shape[1])
    return out


def distance_counts(
    x: np.ndarray, w: csr_array, permutations: int, seed: int | None, progress: Progress = SILENT
) -> Counts:
    """Compare each unit's weighted squared distances to its neighbours with those to others in their place.

    Parameters
    ----------
    x : array (T, N, K)
        Standardised values; no NaN.
    w : csr_array (N, N), zero diagonal
        Rows of isolates are empty, and their counts are `permutations` on both sides.
    permutations, seed
        The counts depend on these only.

    Returns
    -------
    Counts
        `lag` holds the observed sums.
    """
    _, n, k = x.shape
    z = np.concatenate([(x**2).sum(axis=-1, keepdims=True), x], axis=-1).transpose(1, 0, 2)  # (N, T, K + 1)
    form = np.concatenate([np.ones((*x.shape[:2], 1)), -2 * x], axis=-1).transpose(1, 0, 2)
    observed = squared_distances(x, w)
    rows = np.asarray(w.sum(axis=1)).ravel()[:, None]
    goal = observed.T - rows * z[..., 0]
    degrees = np.diff(w.indptr)
    width = min(int(degrees.max(initial=0)) + 1, n)
    block = max(1, min(permutations, BLOCK, CELLS // (16 * width * (k + 1))))
    sizes = [min(block, permutations - start) for start in range(0, permutations, block)]
    above, below = np.zeros(goal.shape, dtype=np.int64), np.zeros(goal.shape, dtype=np.int64)
    groups = groups_of(w, degrees)
    band = TIE * max(float(np.abs(z).max(initial=0.0)), 1.0)
    for done, (size, stream) in enumerate(zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True), 1):
        progress.check()
        draws = distinct_draws(np.random.default_rng(stream), size, width, n)
        _Block(z, form, w, goal, draws, band).count(groups, above, below)
        progress.update(
            done / len(sizes),
            message("{sizes:,} of {permutations:,} permutations", sizes=sum(sizes[:done]), permutations=permutations),
        )
    isolated = degrees == 0
    above[isolated], below[isolated] = permutations, permutations
    return Counts(observed, above.T, below.T, permutations)


class _Block:
    """One block of draws: sums of drawn values, and how often they reach the goals (N, T)."""

    def __init__(
        self, z: np.ndarray, form: np.ndarray, w: csr_array, goal: np.ndarray, draws: np.ndarray, band: float
    ) -> None:
        self.z, self.form, self.w, self.goal, self.draws, self.band = z, form, w, goal, draws, band
        self.hits = own_places(draws, len(z))

    def count(self, groups: Iterable[Group], above: np.ndarray, below: np.ndarray) -> None:
        """Add the draws at least, at most as large as the goals to `above` and `below` (N, T)."""
        sums, summed = np.zeros((len(self.draws), *self.z.shape[1:])), 0
        for group in groups:
            if group.equal:
                for j in range(summed, group.degree):
                    sums += self.z[self.draws[:, j]]
                summed = group.degree
                up, down = self._equal(group, sums)
            else:
                up, down = self._unequal(group)
            above[group.units] += up
            below[group.units] += down

    def _equal(self, group: Group, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        weight = self.w.data[self.w.indptr[group.units]]
        reached = self.goal[group.units] / weight[:, None]
        slack = self.band * group.degree
        up, down = np.empty(reached.shape, dtype=np.int64), np.empty(reached.shape, dtype=np.int64)
        for start in range(0, len(group.units), TOGETHER):
            part = slice(start, start + TOGETHER)
            for t in range(self.z.shape[1]):
                made = sums[:, t] @ self.form[group.units[part], t].T
                up[part, t] = (made >= reached[part, t] - slack).sum(axis=0)
                down[part, t] = (made <= reached[part, t] + slack).sum(axis=0)
        owner, row, _ = hits_of(group.units, *self.hits, group.degree)
        if len(owner):
            unit = group.units[owner]
            was = np.einsum("htf,htf->ht", sums[row], self.form[unit])
            taken = self.z[self.draws[row, group.degree]] - self.z[unit]
            now = was + np.einsum("htf,htf->ht", taken, self.form[unit])
            goal = reached[owner]
            np.add.at(up, owner, (now >= goal - slack).astype(np.int64) - (was >= goal - slack))
            np.add.at(down, owner, (now <= goal + slack).astype(np.int64) - (was <= goal + slack))
        flip = weight < 0
        up[flip], down[flip] = down[flip], up[flip]
        return up, down

    def _unequal(self, group: Group) -> tuple[np.ndarray, np.ndarray]:
        """Weights differ within the row: each unit draws its own neighbours."""
        degree = group.degree
        up = np.empty((len(group.units), self.z.shape[1]), dtype=np.int64)
        down = np.empty_like(up)
        for place, unit in enumerate(group.units):
            weights = self.w.data[self.w.indptr[unit] : self.w.indptr[unit + 1]]
            drawn = self.draws[:, :degree]
            if self.draws.shape[1] > degree:
                drawn = np.where(drawn == unit, self.draws[:, degree, None], drawn)
            own = np.einsum("ntf,tf->nt", self.z, self.form[unit])
            made = np.tensordot(own[drawn], weights, axes=(1, 0))
            slack = self.band * np.abs(weights).sum()
            up[place] = (made >= self.goal[unit] - slack).sum(axis=0)
            down[place] = (made <= self.goal[unit] + slack).sum(axis=0)
        return up, down
