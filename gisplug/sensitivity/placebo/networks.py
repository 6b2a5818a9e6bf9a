"""Random networks beside W: links swapped so that every unit keeps its number of neighbours, or units exchanged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.messages import message
from gisplug.weights.weights import Weights

TRIES = 10  # swaps tried for each link
LEAST = 1.0  # swaps made for each link, below which the network is too dense to be another


def rewired(weights: Weights, rng: np.random.Generator) -> Weights:
    """Return W with links swapped at random: a-b and c-d become a-d and c-b (Maslov and Sneppen 2002).

    Every unit keeps its number of neighbours; where links go one way, of those it points to and of those that point to
    it. A network whose links go both ways stays so. Numbers of W travel with their link.

    Raises
    ------
    WeightsError
        If so many pairs are linked that nearly no swap is possible.
    """
    links = coo_array(weights.raw)
    both = _both_ways(weights.raw)
    kept = links.row < links.col if both else np.ones(links.nnz, dtype=bool)
    a, b, value = links.row[kept].tolist(), links.col[kept].tolist(), links.data[kept]
    made = _swapped(a, b, both, rng)
    if made < LEAST * len(a):
        raise WeightsError(
            message(
                "In {name} {n:,} pairs of {N} units are linked, so that links can hardly be swapped and no other "
                "network has as many neighbours for each unit. Relabel the units instead.",
                name=weights.name,
                n=len(a),
                N=len(weights),
            )
        )
    heads, tails = np.array(a), np.array(b)
    if both:
        heads, tails, value = np.r_[heads, tails], np.r_[tails, heads], np.r_[value, value]
    raw = csr_array((value, (heads, tails)), shape=weights.raw.shape)
    raw.sort_indices()
    return replace(weights, raw=raw)


def relabelled(weights: Weights, rng: np.random.Generator, groups: np.ndarray | None = None) -> Weights:
    """Return W with its units exchanged at random, within `groups` (N,) where they are given."""
    place = np.arange(len(weights))
    groups = np.zeros(len(place), dtype=int) if groups is None else groups
    for group in np.unique(groups):
        own = np.flatnonzero(groups == group)
        place[own] = rng.permutation(own)
    raw = weights.raw[place][:, place].tocsr()
    raw.sort_indices()
    return replace(weights, raw=raw)


def shared_links(first: Weights, second: Weights) -> float:
    """Return the share of the links of one W that are links of another, too."""
    ones = [csr_array((np.ones(w.raw.nnz), w.raw.indices, w.raw.indptr), shape=w.raw.shape) for w in (first, second)]
    return float(ones[0].multiply(ones[1]).sum() / max(first.raw.nnz, 1))


def _both_ways(raw: csr_array) -> bool:
    """Return whether every link goes both ways with the same number."""
    away = abs(raw - raw.T)
    return bool(away.nnz == 0 or away.max() == 0.0)


def _swapped(a: list[int], b: list[int], both: bool, rng: np.random.Generator) -> int:
    """Swap the ends of links, lists that are changed in place; return how many swaps were made."""
    count, made = len(a), 0
    if count < 2:
        return 0
    there = {_pair(i, j, both) for i, j in zip(a, b, strict=True)}
    tries = TRIES * count
    picks = rng.integers(count, size=(tries, 2)).tolist()
    turns = (rng.random(tries) < 0.5).tolist()
    for (p, q), turn in zip(picks, turns, strict=True):
        i, j, k, m = a[p], b[p], a[q], b[q]
        if both and turn:
            k, m = m, k
        if p == q or i == m or k == j:
            continue
        one, two = _pair(i, m, both), _pair(k, j, both)
        if one in there or two in there or one == two:
            continue
        there -= {_pair(i, j, both), _pair(k, m, both)}
        there |= {one, two}
        a[p], b[p], a[q], b[q] = i, m, k, j
        made += 1
    return made


def _pair(i: int, j: int, both: bool) -> tuple[int, int]:
    return (j, i) if both and j < i else (i, j)
