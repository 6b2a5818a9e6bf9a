"""Equal keys together, fast: millions of keys are sorted as numbers that carry their positions in the low bits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
PlaceKeys = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]


def repeated(keys: PlaceKeys) -> tuple[Ints, Bools]:
    """Return where the keys are that occur more than once, equal ones together, and where in this order others begin.

    Sorting numbers is several times faster than sorting positions or hashing, so the first bits of each key are sorted
    with the position behind them; the few keys that only begin alike are put in order afterwards.

    Parameters
    ----------
    keys : (n,) of uint64, well mixed

    Returns
    -------
    where : (r,) positions; those of equal keys are next to each other and rise
    first : (r,) of bool, in this order
    """
    count = len(keys)
    bits = np.uint64(max(count - 1, 1).bit_length())
    low = np.uint64((1 << int(bits)) - 1)
    packed = keys & ~low
    packed |= np.arange(count, dtype=np.uint64)
    packed.sort()
    where = (packed & low).astype(np.int64)
    packed >>= bits
    change = packed[1:] != packed[:-1]
    del packed
    where, first = _several(where, change)
    whole = keys[where]
    if (first[1:] | (whole[1:] == whole[:-1])).all():
        return where, first
    run = np.cumsum(first)
    mixed = np.zeros(len(first) + 1, dtype=bool)
    mixed[run[1:][~first[1:] & (whole[1:] != whole[:-1])]] = True
    some = np.flatnonzero(mixed[run])
    order = some[np.lexsort((where[some], whole[some], run[some]))]
    where[some], whole[some] = where[order], whole[order]
    return _several(where, first[1:] | (whole[1:] != whole[:-1]))


def _several(where: Ints, change: Bools) -> tuple[Ints, Bools]:
    """Leave out what is alone in its run; `change` (n - 1) tells between which neighbours a run ends."""
    if len(where) < 2:
        return where[:0], np.empty(0, dtype=bool)
    begins, ends = np.append(True, change), np.append(change, True)
    kept = np.flatnonzero(~(begins & ends))
    return where[kept], begins[kept]


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
