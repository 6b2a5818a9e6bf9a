"""How values become colours and patterns: classes of numbers or labels, and what the legend calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from gisplug.boundaries.styles import SPELLINGS
from gisplug.core.maps.classes import OTHER, Cut, class_colours, label_colours, shared_unit, text_of, unit_text
from gisplug.core.messages import Name, joined, message
from gisplug.core.palette import CHANGES, EMERGING, GEARY, GREY_LISA, GREYS, JOINS, LISA, QUADRANTS, SPOTS, between
from gisplug.numbers.space.classes import class_bounds, class_codes, class_edges
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

Kind = Literal["auto", "sequential", "diverging", "effects", "classes"]
CLASS_COLOURS = {
    "lisa_clusters": LISA,
    "moran_quadrants": QUADRANTS,
    "hot_spots": SPOTS,
    "emerging_spots": EMERGING,
    "local_geary": GEARY,
    "join_counts": JOINS,
    "boundary_changes": CHANGES,
}
BELOW = "...."  # pattern of what is below zero, on paper without colours
PATTERNS = ("", "....", "\\\\\\\\", "||||", "++++", "oo", "xxxx", "----")  # never that of what is not significant
LIGHTEST, MIDDLE = 0.1, 0.55  # of the way from white to black, of greys with a pattern
SAME_IN_GREY = {"Hot spot": "High-High", "Cold spot": "Low-Low"}


@dataclass(frozen=True)
class Classes:
    """How values become colours: `code` (N,) is the class of each unit, -1 where there is none.

    `hatches` has the pattern of each class, "" for none, or nothing at all; `unit` is that of the labels: "0.001".
    """

    code: np.ndarray
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    hatches: tuple[str, ...] = ()
    unit: str = ""


def classified(values: Any, kind: Kind, cut: Cut | None, style_name: str, look: Look) -> Classes:
    """Put values into classes with labels and colours.

    Effects have the colours of their sign, the strongest darkest, also where all have the same. Without a `cut` that of
    the run is taken, quantiles where it has none.

    Raises
    ------
    ParameterError
        If numbers cannot be cut so.
    """
    array = np.asarray(values)
    if kind == "auto":
        kind = "classes" if array.dtype.kind in "OUSb" or style_name in CLASS_COLOURS else "sequential"
        if kind == "sequential":
            finite = array[np.isfinite(array.astype(float))].astype(float)
            kind = "diverging" if finite.size and finite.min() < 0 < finite.max() else "sequential"
    if kind == "classes":
        return _by_label(array, style_name, look, cut)
    numbers = array.astype(float)
    edges = class_edges(numbers, kind, cut or house().cut)
    power = shared_unit(edges) if look.digits is None else 0
    signed = any(e < 0 for e in edges)
    labels = tuple(_label(a, b, signed, look) for a, b in class_bounds(edges, numbers, look.digits, power))
    colours = class_colours(edges, signed=kind != "sequential")
    hatches: tuple[str, ...] = ()
    if look.grey or house().grey:
        colours, hatches = _greys(edges)
    return Classes(class_codes(numbers, edges), labels, colours, hatches, unit_text(power))


def _label(low: str, high: str, signed: bool, look: Look) -> str:
    """Return a class as the legend writes it; a dash would be taken for a minus where there are any."""
    if low == high:
        return low
    return say(message("{low} to {high}", low=low, high=high), look.language) if signed else f"{low} – {high}"


def _greys(edges: Sequence[float]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return greys and patterns of classes of numbers: dots below zero."""
    pairs = list(pairwise(edges))
    below = sum(b <= 0 and a < 0 for a, b in pairs)
    if below in (0, len(pairs)):
        shades = [between(GREYS, LIGHTEST + (1 - LIGHTEST) * k / max(len(pairs) - 1, 1)) for k in range(len(pairs))]
        return tuple(shades[::-1] if below else shades), ("",) * len(pairs)
    cold = [between(GREYS, LIGHTEST + (MIDDLE - LIGHTEST) * k / max(below - 1, 1)) for k in range(below)]
    above = len(pairs) - below
    warm = [between(GREYS, k / max(above - 1, 1)) for k in range(above)]
    return (*reversed(cold), *warm), (*[BELOW] * below, *[""] * above)


def _by_label(values: np.ndarray, style_name: str, look: Look, cut: Cut | None) -> Classes:
    known: Mapping[str, str] = CLASS_COLOURS.get(style_name, {})
    spelt = {other: label for label, others in SPELLINGS.items() for other in others if label in known}
    texts = [spelt.get(text, text) for text in map(text_of, values)]
    others = label_colours(cut.labels if cut and cut.labels else (t for t in texts if t not in known))
    paint = {**known, **others}
    texts = [t if t in paint or not t else OTHER for t in texts]
    order = [k for k in paint if k in texts]
    code = np.array([order.index(t) if t else -1 for t in texts])
    shared = OTHER in order and not any(text_of(v) == OTHER for v in values)
    said = [say(k if k in known or (shared and k == OTHER) else Name(k), look.language) for k in order]
    kept = [text if k in known else Name(text) for text, k in zip(said, order, strict=True)]  # are said once only
    counted = tuple(joined("", (text, f" ({texts.count(k)})")) for text, k in zip(kept, order, strict=True))
    labels = counted if look.counts else tuple(kept)
    if not (look.grey or house().grey):
        return Classes(code, labels, tuple(paint[label] for label in order))
    pairs = [_grey_label(label, place, len(order)) for place, label in enumerate(order)]
    return Classes(code, labels, tuple(grey for grey, _ in pairs), tuple(hatch for _, hatch in pairs))


def _grey_label(label: str, place: int, count: int) -> tuple[str, str]:
    """Return the grey and the pattern of a label."""
    known = GREY_LISA.get(SAME_IN_GREY.get(label, label))
    if known is not None:
        return known
    shade = LIGHTEST + (MIDDLE - LIGHTEST) * place / max(count - 1, 1)
    return between(GREYS, shade), PATTERNS[place % len(PATTERNS)]
