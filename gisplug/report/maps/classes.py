"""How values become colours: classes by quantiles, about zero, or by label; what the legend calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from gisplug.boundaries.styles import SPELLINGS, diverging_breaks, sequential_breaks
from gisplug.core.palette import CHANGES, DIVERGING, LISA, QUADRANTS, SEQUENTIAL, SERIES, SPOTS
from gisplug.core.tables.groups import in_order
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say

Kind = Literal["auto", "sequential", "diverging", "effects", "classes"]
CLASS_COLOURS = {
    "lisa_clusters": LISA,
    "moran_quadrants": QUADRANTS,
    "hot_spots": SPOTS,
    "boundary_changes": CHANGES,
}
SKEWED, SKEWED_LEAST = 0.005, 8  # a median below this share of the maximum is a map of one bright spot


@dataclass(frozen=True)
class Classes:
    """How values become colours: `code` (N,) is the class of each unit, -1 where there is none."""

    code: np.ndarray
    labels: tuple[str, ...]
    colours: tuple[str, ...]


def classified(
    values: Any, kind: Kind, classes: int, breaks: Sequence[float] | None, style_name: str, look: Look
) -> Classes:
    """Put values into classes with labels and colours.

    Effects have the colours of their sign, the strongest darkest, also where all have the same.
    """
    array = np.asarray(values)
    if kind == "auto":
        kind = "classes" if array.dtype.kind in "OUSb" or style_name in CLASS_COLOURS else "sequential"
        if kind == "sequential":
            finite = array[np.isfinite(array.astype(float))].astype(float)
            kind = "diverging" if finite.size and finite.min() < 0 < finite.max() else "sequential"
    if kind == "classes":
        return _by_label(array, style_name, look)
    numbers = array.astype(float)
    effects = kind == "effects"
    finite = numbers[np.isfinite(numbers)]
    diverging = kind == "diverging" or bool(effects and finite.size and finite.min() < 0 < finite.max())
    if breaks is None:
        breaks = diverging_breaks(numbers, max(classes // 2 + 1, 2)) if diverging else _breaks(numbers, classes)
    edges = np.asarray(sorted(breaks), dtype=float)
    if diverging:
        edges = _used(edges, numbers)
    code = np.clip(np.searchsorted(edges, numbers, side="left") - 1, 0, len(edges) - 2)
    code = np.where(np.isfinite(numbers), code, -1)
    shown = [_short(v, edges, look.digits) for v in edges]
    labels = tuple(f"{a} – {b}" for a, b in pairwise(shown))
    ramp = _one_side(edges) if effects and not diverging else _ramp(edges, diverging)
    return Classes(code, labels, ramp)


def _breaks(numbers: np.ndarray, classes: int) -> Sequence[float]:
    """Return quantiles; where nearly all values are tiny beside the largest (a shock that fades), powers of ten."""
    size = np.sort(numbers[np.isfinite(numbers)])
    if size.size < SKEWED_LEAST or size[0] < 0 or np.median(size) > SKEWED * size[-1]:
        return sequential_breaks(numbers, classes)
    top = float(f"{size[-1] * 1.0005:.3g}")
    top = top if top >= size[-1] else float(f"{size[-1] * 1.006:.3g}")
    return [0.0, *(float(f"{top * share:.1g}") for share in (0.0001, 0.001, 0.01, 0.1)), top]


def _by_label(values: np.ndarray, style_name: str, look: Look) -> Classes:
    known: Mapping[str, str] = CLASS_COLOURS.get(style_name, {})
    spelt = {other: label for label, others in SPELLINGS.items() for other in others if label in known}
    texts = ["" if v is None or v != v else spelt.get(str(v), str(v)) for v in values]
    order = [k for k in known if k in texts] + in_order(t for t in texts if t not in known)
    paint = {**dict(zip([t for t in order if t not in known], SERIES * 9, strict=False)), **known}
    code = np.array([order.index(t) if t else -1 for t in texts])
    said = [say(label, look.language) for label in order]
    counted = tuple(f"{text} ({texts.count(label)})" for text, label in zip(said, order, strict=True))
    labels = counted if look.counts else tuple(said)
    return Classes(code, labels, tuple(paint[label] for label in order))


def _one_side(edges: np.ndarray) -> tuple[str, ...]:
    """Return the colours of effects of one sign."""
    half, count = len(DIVERGING) // 2, len(edges) - 1
    steps = np.linspace(0, half - 1, count) if count > 1 else np.array([half / 2])
    if edges[-1] <= 0:
        return tuple(DIVERGING[round(k)] for k in steps)
    return tuple(DIVERGING[half + round(k)] for k in steps)


def _ramp(edges: np.ndarray, diverging: bool) -> tuple[str, ...]:
    shades = DIVERGING if diverging else SEQUENTIAL
    count = len(edges) - 1
    if not diverging:
        return tuple(
            shades[round(k)] for k in (np.linspace(0, len(shades) - 1, count) if count > 1 else [len(shades) // 2])
        )
    half = len(shades) // 2
    below, above = int((edges < 0).sum()), int((edges > 0).sum())
    side = max(below, above)
    steps = np.linspace(half - 1, 0, side) if side > 1 else np.array([half / 2])
    left = [shades[round(k)] for k in steps[:below]][::-1]
    right = [shades[len(shades) - 1 - round(k)] for k in steps[:above]]
    return tuple(left + right)


def _used(edges: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return edges
    low = edges[edges <= finite.min()].max(initial=edges[0])
    high = edges[edges >= finite.max()].min(initial=edges[-1])
    inside: np.ndarray = edges[(edges >= min(low, 0)) & (edges <= max(high, 0))]
    return inside


def _short(value: float, edges: np.ndarray, digits: int | None) -> str:
    """Return a class border: as many decimals as all borders need, or three significant digits where they differ by
    orders.
    """
    size = np.abs(edges[edges != 0])
    if digits is None and size.size and size.max() / size.min() > 1e3:
        text = f"{value:.3g}"
    else:
        if digits is None:
            exact = (d for d in range(7) if all(abs(round(e, d) - e) <= 1e-4 * abs(e) for e in edges))
            digits = next(exact, 6)
        text = f"{value + 0.0:.{digits}f}"
    return ("0" if float(text) == 0 else text).replace("-", "\N{MINUS SIGN}")
