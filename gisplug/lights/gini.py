"""Gini coefficient of the cells of each unit, from the lit cells only: dark cells add weight, no light."""

from __future__ import annotations

import numpy as np


class Lit:
    """Collects (unit, light, weight) of lit cells and reduces the units that are complete.

    Memory is bounded by the units that are open at a time, not by the raster.
    """

    def __init__(self, last: np.ndarray, units: int) -> None:
        """Take the last tile of each unit; -1 for units that this part of the raster does not complete."""
        self._last = last
        self._held: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._count = 0
        # sum over cells of w (2 S - w v), S the light of the cells up to it, by light
        self.rank: np.ndarray = np.zeros(units)
        self.light: np.ndarray = np.zeros(units)

    def add(self, unit: np.ndarray, light: np.ndarray, weight: np.ndarray) -> None:
        """Take lit cells (light > 0): unit, light and weight (covered share), each (n,)."""
        self._held.append((unit.astype(np.int32), light.astype(np.float32), weight.astype(np.float32)))
        self._count += len(unit)

    def reduce(self, tile: int, most: int = 1_000_000) -> None:
        """Reduce the units that end at or before this tile, if much is held."""
        if self._count < most:
            return
        unit, light, weight = self.rest()
        done = (self._last[unit] <= tile) & (self._last[unit] >= 0)
        self._sum(unit[done], light[done], weight[done])
        self._held = [(unit[~done], light[~done], weight[~done])]
        self._count = int((~done).sum())

    def finish(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Reduce the complete units and return unit, light and weight of the cells of the others, each (n,)."""
        unit, light, weight = self.rest()
        done = self._last[unit] >= 0
        self._sum(unit[done], light[done], weight[done])
        self._held = []
        return unit[~done], light[~done], weight[~done]

    def rest(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return unit, light and weight of the cells that are held, each (n,)."""
        if not self._held:
            return np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.float32)
        unit, light, weight = (np.concatenate(items) for items in zip(*self._held, strict=True))
        return unit, light, weight

    def _sum(self, unit: np.ndarray, light: np.ndarray, weight: np.ndarray) -> None:
        rank, total = ranks(unit, light, weight, len(self.rank))
        self.rank += rank
        self.light += total


def ranks(unit: np.ndarray, light: np.ndarray, weight: np.ndarray, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each unit sum_i w_i (2 S_i - w_i v_i), cells in order of light, and the light in all; both (units,).

    S_i is the light of the cells up to and including i. One sort of 64-bit keys: the bits of a positive float32 order
    as the number does.

    Parameters
    ----------
    unit, light, weight : (n,)
        Of each lit cell: position of its unit, light above 0 (float32), covered share.
    """
    if not len(unit):
        return np.zeros(units), np.zeros(units)
    key = unit.astype(np.uint64) << np.uint64(32) | np.ascontiguousarray(light).view(np.uint32).astype(np.uint64)
    partial = weight != 1.0
    order = np.argsort(key[partial])
    edge, share = key[partial][order], weight[partial][order].astype(np.float64)
    whole = np.sort(key[~partial])
    place = np.searchsorted(whole, edge)
    keys = np.insert(whole, place, edge)
    w = np.insert(np.ones(len(whole)), place, share)
    u = (keys >> np.uint64(32)).astype(np.int64)
    wv = w * (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32).view(np.float32)
    total = np.bincount(u, wv, units)
    running = np.cumsum(wv)
    start = np.flatnonzero(np.append(True, u[1:] != u[:-1]))
    before = np.append(0.0, running)[start]
    running -= np.repeat(before, np.diff(np.append(start, len(u))))
    return np.bincount(u, w * (2 * running - wv), units), total


def gini(rank: np.ndarray, light: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the Gini coefficient of each unit, (N,), 0 to 1; NaN without light.

    Parameters
    ----------
    rank, light : (N,)
        The sums of `ranks`.
    weight : (N,)
        Of all observed cells, dark ones included.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        value = 1.0 - rank / (weight * light)
    return np.where((light > 0) & (weight > 0), np.maximum(value, 0.0), np.nan)
