"""Where numbers are cut into classes: quantiles, natural breaks, equal and round steps; about zero where asked.

A value on a border belongs to the class below it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import LEAST_CLASSES, MOST_CLASSES, SCHEMES, Cut, border_texts
from gisplug.core.messages import message

Numbers = npt.NDArray[np.float64]
SKEWED, SKEWED_LEAST = 0.005, 8  # a median below this share of the maximum is a map of one bright spot
FAR_FROM_ZERO = 0.1  # least size over the largest from which zeros are a class of their own
BLOCK = 5000  # pairs of ends and starts that are compared at once
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # of round numbers


def class_edges(values: Any, kind: str, cut: Cut | None = None) -> list[float]:
    """Return the class borders of a map, (n,) values of a kind: "sequential", "diverging" or "effects"; those beyond
    all values are left out, unless they were given. Errors as in `sequential_edges`.
    """
    clean = finite(values)
    if kind == "sequential":
        return sequential_edges(clean, cut)
    edges = effect_edges(clean, cut) if kind == "effects" else diverging_edges(clean, cut)
    if not clean.size or (cut is not None and cut.borders) or not edges[0] < 0 < edges[-1]:
        return edges
    low = max(e for e in edges if e <= clean.min())
    high = min(e for e in edges if e >= clean.max())
    return [e for e in edges if min(low, 0.0) <= e <= max(high, 0.0)]


def sequential_edges(values: Any, cut: Cut | None = None) -> list[float]:
    """Return the class borders of numbers, from the least to the greatest.

    Parameters
    ----------
    values : (n,)
        Any unit; what is not finite is left out.
    cut
        "auto" takes quantiles, and powers of ten where nearly all values are tiny beside the largest.

    Returns
    -------
    list of float
        One more than there are classes, of which there are fewer where values repeat.

    Raises
    ------
    ParameterError
        If the scheme, the number of classes or the borders cannot be.
    """
    cut = checked(cut or Cut())
    clean = finite(values)
    if cut.borders:
        return _given(clean, cut.borders)
    if not clean.size:
        return [0.0, 1.0]
    least, most = float(clean.min()), float(clean.max())
    if least >= most:
        return [tidy(least, -1), tidy(most, +1)]
    if cut.scheme == "auto" and _fades(clean):
        return _powers(most)
    return _edges(clean, cut)


def diverging_edges(values: Any, cut: Cut | None = None) -> list[float]:
    """Return class borders symmetric about zero: those of the sizes, with both signs; errors as in
    `sequential_edges`.

    An odd number of classes has one more: as many below zero as above.
    """
    cut = checked(cut or Cut())
    if cut.borders:
        return _given(finite(values), cut.borders)
    size = np.abs(finite(values))
    size = size[size > 0]
    if not size.size:
        return [-1.0, 0.0, 1.0]
    side = max(cut.classes // 2 + cut.classes % 2, 1)
    scheme = "quantile" if cut.scheme == "auto" else cut.scheme
    if side == 1 or size.min() == size.max():
        outer = [tidy(float(size.max()), +1)]
    elif scheme in ("equal", "pretty"):
        outer = [b for b in _edges(np.append(size, 0.0), Cut(scheme, max(side, 2))) if b > 0]
    else:
        outer = _edges(size, Cut(scheme, side))[1:]
    return [-b for b in reversed(outer)] + [0.0, *outer]


def effect_edges(values: Any, cut: Cut | None = None) -> list[float]:
    """Return the class borders of effects: about zero where there are both signs, otherwise from the least to the
    greatest, with a class for zeros where all others are far from it; errors as in `sequential_edges`.
    """
    cut = checked(cut or Cut())
    clean = finite(values)
    if clean.size and clean.min() < 0 < clean.max():
        return diverging_edges(clean, cut)
    other = clean[clean != 0]
    if cut.borders or other.size in (0, clean.size) or np.abs(other).min() < FAR_FROM_ZERO * np.abs(other).max():
        return sequential_edges(clean, cut)
    edges = sequential_edges(other, Cut(cut.scheme, max(cut.classes - 1, LEAST_CLASSES)))
    if edges[0] < 0:
        return [*edges, 0.0]
    below = tidy(float(other.min()) * (1.0 - 1e-9), -1, float(np.ptp(other)))  # a value on the border would be below it
    return [0.0, below, *edges[1:]]


def natural_breaks(values: Any, classes: int) -> list[float]:
    """Return the greatest value of each class of Fisher's exact optimum: the least sum of squares within classes.

    Parameters
    ----------
    values : (n,)
        Finite numbers.
    classes
        How many; fewer where there are fewer different values.

    Returns
    -------
    list of float
        Ascending; the last one is the greatest value.
    """
    value, count = np.unique(np.asarray(values, dtype=float), return_counts=True)
    n, wanted = len(value), min(classes, len(value))
    centred = value - value.mean()
    weight, total, square = (np.append(0.0, np.cumsum(count * centred**p)) for p in (0, 1, 2))

    def within(i: Any, j: Any) -> Any:  # sum of squares of the values i to j - 1
        return square[j] - square[i] - (total[j] - total[i]) ** 2 / (weight[j] - weight[i])

    best: Numbers = np.append(np.inf, within(0, np.arange(1, n + 1)))
    cuts = []
    for k in range(2, wanted + 1):
        best, starts = _with_one_more(best, within, k)
        cuts.append(starts)
    ends = [n]
    for starts in reversed(cuts):
        ends.append(int(starts[ends[-1]]))
    return [float(value[end - 1]) for end in reversed(ends)]


def _with_one_more(best: Numbers, within: Callable[[Any, Any], Any], k: int) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Return the least sums of squares of the first j values in k classes, (n + 1,), and where the last class starts.

    Where it starts grows with where it ends, so halves are searched apart.
    """
    n = len(best) - 1
    better, starts = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    parts = [(k, n, k - 1, n - 1)]
    while parts:
        low, high, first, last = parts.pop()
        if low > high:
            continue
        i = np.arange(first, last + 1)
        if (high - low + 1) * len(i) <= BLOCK:
            j = np.arange(low, high + 1)[:, None]
            with np.errstate(invalid="ignore", divide="ignore"):
                sums = np.where(i < j, best[i] + within(i, j), np.inf)
            at = np.argmin(sums, axis=1)
            better[low : high + 1], starts[low : high + 1] = sums[np.arange(len(at)), at], i[at]
            continue
        middle = (low + high) // 2
        i = i[i < middle]
        whole = best[i] + within(i, middle)
        start = int(i[np.argmin(whole)])
        better[middle], starts[middle] = whole.min(), start
        parts += [(low, middle - 1, first, start), (middle + 1, high, start, last)]
    return better, starts


def class_texts(edges: Sequence[float], values: Any) -> list[str]:
    """Return each class between borders as a legend writes it: "0.5 \N{EN DASH} 1.2", "−2 to −1", "0" where all are
    nought.
    """
    link = " to " if any(e < 0 for e in edges) else " \N{EN DASH} "
    return [a if a == b else f"{a}{link}{b}" for a, b in class_bounds(edges, values)]


def class_bounds(
    edges: Sequence[float], values: Any, digits: int | None = None, power: int = 0
) -> list[tuple[str, str]]:
    """Return the lower and the upper border of each class as text; twice the same where it holds one number only.

    Parameters
    ----------
    values : (n,)
        What was cut; a class whose values are all zero is called by it.
    digits, power : decimals, and the power of ten that is the unit
    """
    clean = finite(values)
    shown = border_texts(edges, digits, power)
    code = class_codes(clean, edges)
    found = []
    for k, ((low, high), (a, b)) in enumerate(zip(pairwise(edges), pairwise(shown), strict=True)):
        inside = clean[code == k]
        nought = inside.size > 0 and not inside.any() and (low == 0 or high == 0)
        found.append(("0", "0") if nought else (a, a) if low == high else (a, b))
    return found


def class_codes(values: Any, edges: Sequence[float]) -> npt.NDArray[np.int64]:
    """Return the class of each value (n,): 0, 1, ...; -1 where it is not finite."""
    numbers = np.asarray(values, dtype=float)
    code = np.clip(np.searchsorted(np.asarray(edges), numbers, side="left") - 1, 0, len(edges) - 2)
    return np.where(np.isfinite(numbers), code, -1)


def tidy(value: float, way: int = 0, spread: float = math.inf) -> float:
    """Round to three significant digits, or as many as a `spread` of values needs: to the nearest, or down (-1) or up
    (+1) so that nothing falls outside.
    """
    if value == 0:
        return 0.0
    power = math.floor(math.log10(abs(value))) - 2
    if 0 < spread < math.inf:
        power = min(power, math.floor(math.log10(spread)) - 1)
    steps = value * 10.0**-power
    whole = round(steps) if way == 0 else math.floor(steps) if way < 0 else math.ceil(steps)
    return float(f"{whole * 10.0**power:.12g}")


def finite(values: Any) -> Numbers:
    """Return the finite ones of numbers (n,)."""
    numbers: Numbers = np.asarray(values, dtype=float)
    return numbers[np.isfinite(numbers)]


def checked(cut: Cut) -> Cut:
    """Return what was asked, if it can be.

    Raises
    ------
    ParameterError
        If the scheme, the number of classes or the borders cannot be.
    """
    if cut.scheme not in SCHEMES:
        raise ParameterError(
            message(
                "Classes are made by {schemes}; {given!r} was given instead.",
                schemes=", ".join(SCHEMES),
                given=cut.scheme,
            )
        )
    if not LEAST_CLASSES <= cut.classes <= MOST_CLASSES:
        raise ParameterError(
            message(
                "A map has {least} to {most} classes; {asked} were asked for.",
                least=LEAST_CLASSES,
                most=MOST_CLASSES,
                asked=cut.classes,
            )
        )
    if cut.borders and (len(cut.borders) < 2 or any(b <= a for a, b in pairwise(cut.borders))):
        raise ParameterError(
            message(
                "Class borders are two or more numbers, each greater than the last; {given} was given instead.",
                given=", ".join(f"{b:g}" for b in cut.borders),
            )
        )
    return cut


def _given(clean: Numbers, borders: Sequence[float]) -> list[float]:
    """Return borders that were given; what lies below or above them is a class as well."""
    below = [tidy(float(clean.min()), -1)] if clean.size and clean.min() < borders[0] else []
    above = [tidy(float(clean.max()), +1)] if clean.size and clean.max() > borders[-1] else []
    return [*below, *borders, *above]


def _edges(clean: Numbers, cut: Cut) -> list[float]:
    """Return the borders of numbers that are not all alike."""
    least, most = float(clean.min()), float(clean.max())
    spread = most - least
    if cut.scheme == "pretty":
        return _pretty(least, most, cut.classes)
    if cut.scheme == "natural":
        ends = natural_breaks(clean, cut.classes)
        inner = [_roundest(end, float(clean[clean > end].min())) for end in ends[:-1]]
    elif cut.scheme == "equal":
        inner = [tidy(float(b), 0, spread) for b in np.linspace(least, most, cut.classes + 1)[1:-1]]
    else:
        inner = [tidy(float(b), 0, spread) for b in np.quantile(clean, np.linspace(0, 1, cut.classes + 1)[1:-1])]
    low = tidy(least, -1, spread)
    return [low, *sorted({b for b in inner if low < b < most}), tidy(most, +1, spread)]


def _roundest(low: float, high: float) -> float:
    """Return the number with the fewest digits that is at least `low` and less than `high`."""
    size = max(abs(low), abs(high))
    if low <= 0 < high:
        return 0.0
    for digits in range(1, 16):
        step = 10.0 ** (math.floor(math.log10(size)) - digits)
        found = float(f"{math.ceil(low / step - 1e-9) * step:.15g}")
        if low <= found < high:
            return found
    return low


def _pretty(least: float, most: float, classes: int) -> list[float]:
    """Return multiples of a round step that hold all values, in about as many classes."""
    rough = (most - least) / classes
    power = 10.0 ** math.floor(math.log10(rough))

    def made(step: float) -> list[float]:
        first, last = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
        return [float(f"{k * step:.12g}") for k in range(first, last + 1)]

    return min((made(s * power) for s in STEPS), key=lambda edges: (abs(len(edges) - 1 - classes), len(edges)))


def _fades(clean: Numbers) -> bool:
    size = np.sort(clean)
    return bool(size.size >= SKEWED_LEAST and size[0] >= 0 and np.median(size) <= SKEWED * size[-1])


def _powers(most: float) -> list[float]:
    top = float(f"{most * 1.0005:.3g}")
    top = top if top >= most else float(f"{most * 1.006:.3g}")
    return [0.0, *(float(f"{top * share:.1g}") for share in (0.0001, 0.001, 0.01, 0.1)), top]
