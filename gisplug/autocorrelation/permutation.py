"""Permutation distributions of spatial statistics, for all periods at once. Numbers only: arrays in, counts out.

Local statistics compare a unit's spatial lag with lags made of randomly drawn other units. Two facts make this fast:

* One set of draws serves every period and every unit. A random sequence of k + 1 distinct units gives unit i a random
  sequence of k others: leave i out if it is among the first k, and take the next one instead. So all units with k equal
  weights share one sorted distribution of sums, and only the few draws that hit the unit itself are corrected.
* Draws come in blocks whose size depends on the data alone, each with its own random stream, and the result is a sum
  of whole numbers. It is the same whatever the number of threads.

References: Anselin (1995); the sharing of draws between units is done by GeoDa and esda as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from gisplug.core.executor import Executor, map_tasks
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress

CELLS = 4_000_000  # numbers held at once by one block of draws
BLOCK = 2_500  # permutations of one block, so that several threads have work
PIECE = 14_000  # numbers of one piece of draws
TOGETHER, MOST_TOGETHER = 8, 256  # units multiplied together: few where few neighbours keep them in the cache
TIE = 1e-10  # sums of the same numbers in another order differ by rounding; closer than this they are equal
REJECTION_LIMIT = 0.5  # expected number of repeated units in a draw below which drawing again is the faster way


@dataclass(frozen=True)
class Counts:
    """How often the permuted lag reaches the observed one.

    Attributes
    ----------
    lag : (T, N) observed spatial lag
    above, below : (T, N) draws with a lag at least, at most as large
    permutations : draws in all
    """

    lag: np.ndarray
    above: np.ndarray
    below: np.ndarray
    permutations: int


def local_counts(
    values: np.ndarray,
    w: csr_array,
    permutations: int,
    seed: int | None,
    threads: int = 1,
    progress: Progress = SILENT,
    executor: Executor | str | int | None = None,
) -> Counts:
    """Compare each unit's spatial lag of `values` with its lags under conditional permutation.

    Parameters
    ----------
    values : array (T, N)
        The variable that is lagged; no NaN.
    w : csr_array (N, N), zero diagonal
        Any weights; rows of isolates are empty, and their counts are `permutations` on both sides.
    permutations, seed
        The counts depend on these only, not on `threads` or `executor`.
    executor
        Processes or a Dask cluster instead of threads, for very many permutations of dense weights.
    """
    z = np.ascontiguousarray(values.T)
    n, t = z.shape
    lag = np.asarray(w @ z)
    degrees = np.diff(w.indptr)
    width = min(int(degrees.max(initial=0)) + 1, n)
    block = max(1, min(permutations, BLOCK, CELLS // (16 * width)))
    sizes = [min(block, permutations - start) for start in range(0, permutations, block)]
    band = TIE * max(float(np.abs(z).max(initial=0.0)), 1e-300)
    common = _Common(z, w, lag, tuple(groups_of(w, degrees)), band, width)
    tasks = [
        _Task(common, rows, stream)
        for rows, stream in zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True)
    ]
    above, below = np.zeros((n, t), dtype=np.int64), np.zeros((n, t), dtype=np.int64)
    for done, (up, down) in enumerate(_mapped(tasks, threads, executor, progress), 1):
        above += up
        below += down
        progress.update(
            done / len(sizes),
            message("{sizes:,} of {permutations:,} permutations", sizes=sum(sizes[:done]), permutations=permutations),
        )
    isolated = degrees == 0
    above[isolated], below[isolated] = permutations, permutations
    return Counts(lag.T, above.T, below.T, permutations)


@dataclass(frozen=True)
class _Common:
    """What all blocks of draws need."""

    z: np.ndarray
    w: csr_array
    lag: np.ndarray
    groups: tuple[Group, ...]
    band: float
    width: int


@dataclass(frozen=True)
class _Task:
    """One block of draws with its own random stream."""

    common: _Common
    rows: int
    stream: np.random.SeedSequence


def _work(task: _Task) -> tuple[np.ndarray, np.ndarray]:
    c = task.common
    draws = distinct_draws(np.random.default_rng(task.stream), task.rows, c.width, len(c.z))
    return _block_counts(c.z, c.w, c.lag, draws, list(c.groups), c.band)


def _mapped(
    tasks: list[_Task], threads: int, executor: Executor | str | int | None, progress: Progress
) -> Iterator[Any]:
    if executor is not None:
        yield from map_tasks(_work, tasks, executor, progress, message("permutations"))
    elif threads <= 1 or len(tasks) == 1:
        for task in tasks:
            progress.check()
            yield _work(task)
    else:
        with ThreadPoolExecutor(threads) as pool:
            for result in pool.map(_work, tasks):
                progress.check()
                yield result


def distinct_draws(rng: np.random.Generator, rows: int, width: int, n: int) -> np.ndarray:
    """Return random sequences of `width` distinct numbers below n, all equally likely: (rows, width)."""
    if width * width / (2 * n) > REJECTION_LIMIT:
        pool = np.broadcast_to(np.arange(n, dtype=np.int32), (rows, n))
        if width > n // 4:
            return rng.permuted(pool, axis=1)[:, :width]
        return _partly_shuffled(rng, pool.copy(), width)
    draws = rng.integers(0, n, size=(rows, width), dtype=np.int32)
    again = np.arange(rows)
    while len(again):
        ordered = np.sort(draws[again], axis=1)
        again = again[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
        draws[again] = rng.integers(0, n, size=(len(again), width), dtype=np.int32)
    return draws


def _partly_shuffled(rng: np.random.Generator, pool: np.ndarray, width: int) -> np.ndarray:
    rows, n = pool.shape
    every = np.arange(rows)
    for j in range(width):
        other = rng.integers(j, n, size=rows)
        pool[every, j], pool[every, other] = pool[every, other], pool[every, j].copy()
    return pool[:, :width]


@dataclass(frozen=True)
class Group:
    """Units with the same number of neighbours.

    Attributes
    ----------
    degree : number of neighbours
    units : (u,) positions
    equal : whether the weights are equal within each row
    """

    degree: int
    units: np.ndarray
    equal: bool


def groups_of(w: csr_array, degrees: np.ndarray) -> list[Group]:
    """Return the units (rows of w, with `degrees` neighbours) in groups, those with few neighbours first."""
    first = np.zeros(len(degrees))
    filled = degrees > 0
    first[filled] = w.data[w.indptr[:-1][filled]]
    unequal = np.zeros(len(degrees), dtype=bool)
    rows = np.repeat(np.arange(len(degrees)), degrees)
    np.logical_or.at(unequal, rows, ~np.isclose(w.data, first[rows], rtol=1e-12, atol=0.0))
    found = []
    for degree in np.unique(degrees[filled]):
        for equal in (True, False):
            units = np.flatnonzero((degrees == degree) & (unequal != equal))
            if len(units):
                found.append(Group(int(degree), units, equal))
    return found


@dataclass(frozen=True)
class _Block:
    """One block of draws: values and lags (N, T), draws (p, width), where each unit occurs in them, width of ties."""

    z: np.ndarray
    w: csr_array
    lag: np.ndarray
    draws: np.ndarray
    hits: tuple[np.ndarray, np.ndarray, np.ndarray]
    band: float


def _block_counts(
    z: np.ndarray, w: csr_array, lag: np.ndarray, draws: np.ndarray, groups: list[Group], band: float
) -> tuple[np.ndarray, np.ndarray]:
    n, t = z.shape
    above, below = np.zeros((n, t), dtype=np.int64), np.zeros((n, t), dtype=np.int64)
    block = _Block(z, w, lag, draws, own_places(draws, n), band)
    sums, summed = np.zeros((len(draws), t)), 0
    for group in groups:
        if group.equal:
            for j in range(summed, group.degree):
                sums += z[draws[:, j]]
            summed = group.degree
            _count_equal(block, group, sums, above, below)
        else:
            _count_unequal(block, group, above, below)
    return above, below


def own_places(draws: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where each unit occurs in the draws: rows and columns sorted by unit, and the start of each unit."""
    flat = draws.ravel()
    order = np.argsort(flat, kind="stable")
    starts = np.searchsorted(flat[order], np.arange(n + 1))
    return order // draws.shape[1], order % draws.shape[1], starts


def _count_equal(block: _Block, group: Group, sums: np.ndarray, above: np.ndarray, below: np.ndarray) -> None:
    """All units of the group share the sorted sums; draws that hold the unit itself are then replaced one by one."""
    z, w, draws = block.z, block.w, block.draws
    rows, columns, starts = block.hits
    p, k = len(draws), group.degree
    weight = w.data[w.indptr[group.units]]
    reached = block.lag[group.units] / weight[:, None]
    slack = block.band * k
    up, down = np.empty_like(reached, dtype=np.int64), np.empty_like(reached, dtype=np.int64)
    for s in range(z.shape[1]):
        ordered = np.sort(sums[:, s])
        up[:, s] = p - np.searchsorted(ordered, reached[:, s] - slack, side="left")
        down[:, s] = np.searchsorted(ordered, reached[:, s] + slack, side="right")
    owner, row, _ = hits_of(group.units, rows, columns, starts, k)
    if len(owner):
        was = sums[row]
        now = was - z[group.units[owner]] + z[draws[row, k]]
        goal = reached[owner]
        change_up = (now >= goal - slack).astype(np.int64) - (was >= goal - slack)
        change_down = (now <= goal + slack).astype(np.int64) - (was <= goal + slack)
        np.add.at(up, owner, change_up)
        np.add.at(down, owner, change_down)
    flip = weight < 0
    up[flip], down[flip] = down[flip], up[flip]
    above[group.units] += up
    below[group.units] += down


def hits_of(
    units: np.ndarray, rows: np.ndarray, columns: np.ndarray, starts: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the h draws that hold one of `units` (u,) itself among their first k: place in `units`, row and column of
    the draw, (h,) each.

    Parameters
    ----------
    rows, columns, starts : (d,), (d,) and (N + 1,), as `own_places` gives them
    """
    counts = starts[units + 1] - starts[units]
    owner = np.repeat(np.arange(len(units)), counts)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.repeat(starts[units], counts) + offset
    keep = columns[at] < k
    return owner[keep], rows[at[keep]], columns[at[keep]]


def _count_unequal(block: _Block, group: Group, above: np.ndarray, below: np.ndarray) -> None:
    """Weights differ within the row: products of the weights of several units with the drawn values, piece by piece."""
    z, w, draws = block.z, block.w, block.draws
    rows, columns, starts = block.hits
    t, k = z.shape[1], group.degree
    units = group.units
    weights = np.stack([w.data[w.indptr[u] : w.indptr[u + 1]] for u in units])
    goal = block.lag[units][:, :, None]
    slack = (block.band * np.abs(weights).sum(axis=1))[:, None, None]
    owner, row, place = hits_of(units, rows, columns, starts, k)
    by_row = np.argsort(row, kind="stable")
    owner, row, place = owner[by_row], row[by_row], place[by_row]
    short = max(1, PIECE // t)
    together = min(max(k, TOGETHER), MOST_TOGETHER)
    for p0 in range(0, len(draws), short):
        piece = draws[p0 : p0 + short]
        drawn = np.ascontiguousarray(z[piece[:, :k]].transpose(1, 2, 0)).reshape(k, -1)
        here = slice(*np.searchsorted(row, [p0, p0 + len(piece)]))
        fix = _Fixes.of(owner[here], row[here] - p0, place[here], piece, units, weights, z, k)
        for u0 in range(0, len(units), together):
            u = slice(u0, u0 + together)
            lags = (weights[u] @ drawn).reshape(-1, t, len(piece))
            fix.apply(lags, u0)
            above[units[u]] += _count(lags >= goal[u] - slack[u])
            below[units[u]] += len(piece) - _count(lags > goal[u] + slack[u])


@dataclass(frozen=True)
class _Fixes:
    """Draws that hold the unit itself: what to add to their lags, sorted by unit."""

    owner: np.ndarray
    row: np.ndarray
    change: np.ndarray

    @classmethod
    def of(
        cls,
        owner: np.ndarray,
        row: np.ndarray,
        place: np.ndarray,
        piece: np.ndarray,
        units: np.ndarray,
        weights: np.ndarray,
        z: np.ndarray,
        k: int,
    ) -> _Fixes:
        order = np.argsort(owner, kind="stable")
        owner, row, place = owner[order], row[order], place[order]
        itself = units[owner]
        taken = z[piece[row, k]] if k < piece.shape[1] else np.zeros((len(owner), z.shape[1]))
        return cls(owner, row, weights[owner, place][:, None] * (taken - z[itself]))

    def apply(self, lags: np.ndarray, first: int) -> None:
        """Add the changes that concern units first ... first + len(lags) - 1 of the group."""
        part = slice(*np.searchsorted(self.owner, [first, first + len(lags)]))
        lags[self.owner[part] - first, :, self.row[part]] += self.change[part]


def _count(truth: np.ndarray) -> np.ndarray:
    """Number of true values along the last axis; summing them as bytes is several times faster than as integers."""
    out: np.ndarray = truth.view(np.uint8).sum(axis=-1, dtype=np.uint32)
    return out.astype(np.int64)


def global_quadratics(
    values: np.ndarray,
    w: csr_array,
    weights: np.ndarray,
    permutations: int,
    seed: int | None,
    progress: Progress = SILENT,
) -> tuple[np.ndarray, np.ndarray]:
    """Return x'Wx and sum(weights * x^2) of permuted x; one set of orders for all periods.

    Parameters
    ----------
    values : (T, N)
    w : (N, N)
    weights : (N,)

    Returns
    -------
    cross, square : (permutations, T)
    """
    n, t = values.shape[1], values.shape[0]
    block = max(1, min(permutations, CELLS // max(n * t, 1)))
    cross, square = np.empty((permutations, t)), np.empty((permutations, t))
    starts = range(0, permutations, block)
    for start, stream in zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True):
        progress.check()
        rows = min(block, permutations - start)
        orders = np.random.default_rng(stream).permuted(
            np.broadcast_to(np.arange(n, dtype=np.int32), (rows, n)), axis=1
        )
        x = values[:, orders].transpose(2, 1, 0).reshape(n, rows * t)
        cross[start : start + rows] = np.einsum("nm,nm->m", x, w @ x).reshape(rows, t)
        square[start : start + rows] = np.einsum("n,nm,nm->m", weights, x, x).reshape(rows, t)
        progress.update(
            (start + rows) / permutations,
            message("{start:,} of {permutations:,} permutations", start=start + rows, permutations=permutations),
        )
    return cross, square
