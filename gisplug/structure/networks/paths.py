"""Shortest paths between all pairs of a network, many sources at once, and how many of them lead through each unit
(Brandes 2001).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

CELLS = 8_000_000  # numbers of one block of sources
DENSE = 0.02  # share of pairs from which a matrix is multiplied as a full one


@dataclass(frozen=True)
class Paths:
    """Shortest paths of one network, along the links.

    Attributes
    ----------
    reached, far : (N,)
        How many others each unit reaches, and the sum of the steps to them.
    reaching, away : (N,)
        How many reach it, and the sum of their steps.
    through : (N,)
        Sum over pairs of others of the share of their shortest paths that lead through it.
    """

    reached: np.ndarray
    far: np.ndarray
    reaching: np.ndarray
    away: np.ndarray
    through: np.ndarray


def shortest_paths(a: csr_array, through: bool = True, check: Callable[[], None] = lambda: None) -> Paths:
    """Return the shortest paths of links a (N, N); `through` is nought where it is not asked for."""
    n = a.shape[0]
    forward = a.toarray() if a.nnz > DENSE * n * n else a
    back = forward.T.copy() if isinstance(forward, np.ndarray) else csr_array(a.T)
    out = Paths(*(np.zeros(n) for _ in range(5)))
    block = max(1, CELLS // n)
    for start in range(0, n, block):
        check()
        sources = np.arange(start, min(start + block, n))
        step, count, last = _levels(forward, sources, n)
        known = step > 0
        out.reached[sources], out.far[sources] = known.sum(axis=1), np.where(known, step, 0).sum(axis=1)
        out.reaching[:] += known.sum(axis=0)
        out.away[:] += np.where(known, step, 0).sum(axis=0)
        if through:
            out.through[:] += _dependencies(back, step, count, last)
    return out


def _levels(forward: Any, sources: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Return steps (b, n), -1 where there is no way, the numbers of shortest paths (b, n), and the largest step."""
    rows = np.arange(len(sources))
    step = np.full((len(sources), n), -1, dtype=np.int16 if n < 30000 else np.int32)
    count = np.zeros((len(sources), n))
    step[rows, sources], count[rows, sources] = 0, 1.0
    last = 0
    active = rows
    while len(active):
        found = _product(np.where(step[active] == last, count[active], 0.0), forward)
        new = (found > 0) & (step[active] < 0)
        going = new.any(axis=1)
        if not going.any():
            break
        last += 1
        place = np.nonzero(new)
        step[active[place[0]], place[1]] = last
        count[active[place[0]], place[1]] = found[place]
        active = active[going]
        active = active[(step[active] < 0).any(axis=1)]
    return step, count, last


def _dependencies(back: Any, step: np.ndarray, count: np.ndarray, last: int) -> np.ndarray:
    """Return what all sources add to each unit, (n,)."""
    depends = np.zeros_like(count)
    for level in range(last, 1, -1):
        here = step == level
        rows = np.flatnonzero(here.any(axis=1))
        part = np.where(here[rows], (1 + depends[rows]) / np.maximum(count[rows], 1.0), 0.0)
        pulled = _product(part, back)
        depends[rows] += np.where(step[rows] == level - 1, count[rows] * pulled, 0.0)
    total: np.ndarray = depends.sum(axis=0)
    return total


def _product(part: np.ndarray, matrix: Any) -> np.ndarray:
    """Return part (b, n) @ matrix (n, n), whichever of them is sparse."""
    if not isinstance(matrix, np.ndarray) or np.count_nonzero(part) < DENSE * part.size:
        made = csr_array(part) @ matrix
        return made if isinstance(made, np.ndarray) else made.toarray()
    out: np.ndarray = part @ matrix
    return out
