"""Projections that remove unit and period effects, also where rows are missing.

Two-way effects of the rows that exist are found exactly: unit means are taken out, and what the dummies of periods have
beside them is one symmetric system in the periods (Wansbeek and Kapteyn 1989), or in the units where they are fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.vocabulary import PANEL_EFFECTS, Effects, one_of
from gisplug.numbers.symmetric import solve

ROUNDS = 3  # solutions of the system; the second and third only take out the rounding of the first
WITHIN_TOLERANCE = 1e-14  # share of the data's scale that a further round would have to move


def check_effects(effects: str) -> Effects:
    """Return `effects` if it names a form of panel effects.

    Raises
    ------
    ParameterError
        If it does not.
    """
    return one_of("effects", effects, PANEL_EFFECTS)


def within(values: np.ndarray, effects: Effects, present: np.ndarray | None = None) -> np.ndarray:
    """Remove unit means, period means or both from (T, N) or (T, N, K) values.

    Parameters
    ----------
    present : (T, N) bool, optional
        Rows that exist. Absent ones are returned as zero and count in no mean.
    """
    if present is not None and not present.all():
        return _within_present(values, effects, present)
    done = values
    if effects in ("unit", "twoways"):
        done = done - done.mean(axis=0, keepdims=True)
    if effects in ("time", "twoways"):
        done = done - done.mean(axis=1, keepdims=True)
    return done


def lost_degrees(effects: Effects, present: np.ndarray) -> int:
    """Count the independent effects that `within` removes where present (T, N) is true.

    Connected blocks of units and periods lose one each.
    """
    periods, units = int(present.any(axis=1).sum()), int(present.any(axis=0).sum())
    if effects == "twoways":
        return units + periods - _blocks(present)
    return {"none": 0, "unit": units, "time": periods}[effects]


def effects_of(values: np.ndarray, effects: Effects, present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the unit effects (N,) and period effects (T,) that fit values (T, N) best on the rows that exist.

    Nought where there are none. Of two-way effects those of periods have a mean of nought over the rows of each
    connected block of units and periods.
    """
    T, N = present.shape
    mu, xi = np.zeros(N), np.zeros(T)
    left = np.where(present, values, 0.0)
    rows_of_unit, rows_of_period = (np.maximum(present.sum(axis=axis), 1) for axis in (0, 1))
    if effects == "twoways":
        pair = Crossed.of(present)
        _, xi = pair.remove(left)
        xi = xi - pair.block_means(xi)
    if effects in ("unit", "twoways"):
        mu = np.where(present, left - xi[:, None], 0.0).sum(axis=0) / rows_of_unit
    if effects == "time":
        xi = left.sum(axis=1) / rows_of_period
    return mu, xi


@dataclass(frozen=True)
class Crossed:
    """Units and periods that the rows of an unbalanced panel link, for two-way effects.

    Attributes
    ----------
    present : (T, N) float, one where a row exists
    rows : (N,) float
        Rows of each unit, at least one.
    system : (T, T)
        What the dummies of periods have beside those of units: a Laplacian, its diagonal summed without cancellation.
    blocks : (T,) int
        Which connected block each period belongs to; -1 where it has no rows.
    """

    present: np.ndarray
    rows: np.ndarray
    system: np.ndarray
    blocks: np.ndarray

    @classmethod
    def of(cls, present: np.ndarray) -> Crossed:
        """Link the rows that exist, (T, N) bool."""
        from scipy.sparse.csgraph import connected_components

        here = present.astype(float)
        rows = np.maximum(here.sum(axis=0), 1.0)
        links = (here / rows) @ here.T
        np.fill_diagonal(links, 0.0)
        blocks = connected_components(links > 0.0, directed=False)[1]
        return cls(here, rows, np.diag(links.sum(axis=1)) - links, np.where(here.any(axis=1), blocks, -1))

    def remove(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Take both effects out of values (T, N) or (T, N, K), nought where rows are absent.

        Returns
        -------
        what is left, and the period effects (T,) or (T, K), nought in the first period of each block
        """
        shape = (1,) * (values.ndim - 2)
        weight, rows = self.present.reshape(*self.present.shape, *shape), self.rows.reshape(-1, *shape)
        scale = float(np.abs(values).max(initial=0.0))
        left = values - weight * (values.sum(axis=0) / rows)
        total = np.zeros((len(values), *values.shape[2:]))
        for _ in range(ROUNDS):
            step = self._solved(left.sum(axis=1))
            if float(np.abs(step).max(initial=0.0)) <= WITHIN_TOLERANCE * scale:
                break
            total += step
            left -= weight * step[:, None]
            left -= weight * (left.sum(axis=0) / rows)
        return left, total

    def block_means(self, effects: np.ndarray) -> np.ndarray:
        """Return the mean of period effects (T,) over the rows of each period's block, (T,)."""
        counts, means = self.present.sum(axis=1), np.zeros(len(effects))
        for block in np.unique(self.blocks[self.blocks >= 0]):
            own = self.blocks == block
            means[own] = np.average(effects[own], weights=counts[own])
        return means

    def _solved(self, sums: np.ndarray) -> np.ndarray:
        """Return period effects with these sums of rows (T,) or (T, K), the first period of each block at nought."""
        found, first = np.zeros_like(sums), np.unique(self.blocks, return_index=True)[1]
        free = self.blocks >= 0
        free[first] = False
        if free.any():
            found[free] = solve(self.system[np.ix_(free, free)], sums[free])
        return found


def _within_present(values: np.ndarray, effects: Effects, present: np.ndarray) -> np.ndarray:
    weight = present.reshape(present.shape + (1,) * (values.ndim - 2)).astype(float)
    done = np.where(weight > 0, values, 0.0)
    if effects == "none":
        return done
    if effects == "twoways":
        if len(present) <= present.shape[1]:
            return Crossed.of(present).remove(done)[0]
        return np.swapaxes(Crossed.of(present.T).remove(np.swapaxes(done, 0, 1))[0], 0, 1)
    axis = 0 if effects == "unit" else 1
    means = done.sum(axis=axis, keepdims=True) / np.maximum(weight.sum(axis=axis, keepdims=True), 1.0)
    return np.asarray(done - weight * means)


def _blocks(present: np.ndarray) -> int:
    pair = Crossed.of(present if len(present) <= present.shape[1] else present.T)
    return len(np.unique(pair.blocks[pair.blocks >= 0]))
