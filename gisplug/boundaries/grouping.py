"""Equal keys together, fast: millions of keys are sorted as numbers that carry their positions in the low bits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

CHUNK = 2**16  # rows worked on at once: what is in between stays near the processor
_SHORT = 2**31  # positions below it are kept in 32 bits: half the memory
_MANY = 2**22  # values held before the different ones among them are kept

Ints = npt.NDArray[np.int64]
Positions = npt.NDArray[np.signedinteger[Any]]  # of 32 bits where these do
PlaceKeys = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Fields = tuple[PlaceKeys, ...]


def repeated(
    parts: Iterable[Positions], count: int, most: int, fields: Callable[[Positions], Fields], mix: Callable[..., Any]
) -> tuple[Positions, Bools]:
    """Return where things are that occur more than once, equal ones together, and where in this order others begin.

    Sorting numbers is several times faster than sorting positions or hashing, so the first bits of a key of each thing
    are sorted with the position behind them; the few things whose keys only begin alike are put in order afterwards.

    Parameters
    ----------
    parts
        Positions (P,) to look at, some thousands at a time.
    count : how many there are at most
    most : what all positions are below
    fields
        Returns what a thing consists of at some positions (P,), (P,) of uint64 each: equal things have equal fields.
    mix
        Makes of these a well mixed key (P,) of uint64; it may overwrite them.

    Returns
    -------
    where : (r,) positions, in the order of the keys; those of equal things are next to each other and rise
    first : (r,) of bool, in this order
    """
    bits = np.uint64(max(most - 1, 1).bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    packed = np.empty(count, dtype=np.uint64)
    size = 0
    for part in parts:
        here = packed[size : size + len(part)]
        np.bitwise_and(mix(*fields(part)), ~low, out=here)
        here |= part.astype(np.uint64)
        size += len(part)
    packed = packed[:size]
    packed.sort()
    where, first = _several(packed, bits, low, position_type(most))
    del packed
    mixed = _mixed(where, first, fields)
    if not mixed.size:
        return where, first
    run = np.cumsum(first[mixed])
    found = fields(where[mixed])
    key = mix(*(field.copy() for field in found))
    order = np.lexsort((where[mixed], *found, key, run))
    where[mixed] = where[mixed[order]]
    for field in found:
        first[mixed[1:]] |= field[order[1:]] != field[order[:-1]]
    kept = np.flatnonzero(~(first & np.append(first[1:], True)))
    return where[kept], first[kept]


def _several(packed: PlaceKeys, bits: np.uint64, low: np.uint64, kind: Any) -> tuple[Positions, Bools]:
    """Return the positions in sorted keys, those left out whose first bits no other has, and where others begin."""
    where, first = [np.empty(0, dtype=kind)], [np.empty(0, dtype=bool)]
    for start in range(0, len(packed), CHUNK):
        lead = packed[max(start - 1, 0) : start + CHUNK + 1] >> bits
        change = np.ones(min(CHUNK, len(packed) - start) + 1, dtype=bool)
        inner = lead[1:] != lead[:-1]
        begin = 0 if start else 1
        change[begin : begin + len(inner)] = inner
        kept = np.flatnonzero(~(change[:-1] & change[1:]))
        where.append((packed[start : start + CHUNK][kept] & low).astype(kind))
        first.append(change[:-1][kept])
    return np.concatenate(where), np.concatenate(first)


def _mixed(where: Positions, first: Bools, fields: Callable[[Positions], Fields]) -> Ints:
    """Return the rows of all runs (begun by `first`) in which not all things are equal."""
    found = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(where), CHUNK):
        part = slice(start, start + CHUNK + 1)
        differ = np.zeros(len(where[part]) - 1, dtype=bool)
        for field in fields(where[part]):
            differ |= field[1:] != field[:-1]
        differ &= ~first[part][1:]
        found.append(np.flatnonzero(differ) + start)
    rows = np.concatenate(found)
    if not rows.size:
        return rows
    begin = trues(first)
    runs = distinct(np.searchsorted(begin, rows, side="right") - 1)
    sizes = np.append(begin, len(first))[runs + 1].astype(np.int64) - begin[runs]
    return np.repeat(begin[runs] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))


def position_type(most: int) -> Any:
    """Return the type that positions below `most` are kept in."""
    return np.int32 if most <= _SHORT else np.int64


def trues(mask: Bools) -> Positions:
    """Return where a mask (n,) is true, in 32 bits where these do."""
    found = np.empty(np.count_nonzero(mask), dtype=position_type(len(mask)))
    size = 0
    for start in range(0, len(mask), CHUNK):
        here = np.flatnonzero(mask[start : start + CHUNK])
        found[size : size + len(here)] = here
        found[size : size + len(here)] += start
        size += len(here)
    return found


def union(parts: Iterable[Ints]) -> Ints:
    """Return the different values of many arrays, (n,) each, sorted, (m,), without holding all of them."""
    held, size, most = [np.empty(0, dtype=np.int64)], 0, _MANY
    for part in parts:
        held.append(part)
        size += len(part)
        if size > most:
            held = [distinct(np.concatenate(held))]
            size = len(held[0])
            most = max(_MANY, 2 * size)
    return distinct(np.concatenate(held))


def distinct(values: Ints) -> Ints:
    """Return the different values, sorted: what numpy's `unique` returns, without its hash table, (m,)."""
    found = np.sort(values)
    return np.asarray(found[begins(found)])


def among(values: Ints, known: Ints) -> Bools:
    """Whether each value (n,) is one of the sorted `known` (m,)."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    return np.asarray(known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values)


def least(group: Ints, value: npt.NDArray[np.float64]) -> tuple[Ints, Bools]:
    """Return where the least values (n,) of each group (n,), sorted, are, and whether each is the first one there."""
    first = np.flatnonzero(begins(group))
    lowest = np.minimum.reduceat(value, first) if len(group) else value
    best = np.flatnonzero(value == np.repeat(lowest, np.diff(np.append(first, len(group)))))
    return best, begins(group[best])


def begins(group: Ints) -> Bools:
    """Return whether each value (n,) is another than the one before it, (n,)."""
    found = np.ones(len(group), dtype=bool)
    found[1:] = group[1:] != group[:-1]
    return found
