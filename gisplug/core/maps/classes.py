"""How the numbers of a map are cut into classes, and how a legend writes them. Standard library only: QGIS asks too."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from gisplug.core.messages import message
from gisplug.core.palette import ABOVE_ZERO, BELOW_ZERO, GREYS, KINDS, SEQUENTIAL, ZERO, between
from gisplug.core.tables.groups import in_order

Scheme = Literal["auto", "quantile", "natural", "equal", "pretty"]
SCHEMES: dict[str, str] = {
    "auto": "What fits",
    "quantile": "Quantiles (equal counts)",
    "natural": "Natural breaks (Fisher-Jenks)",
    "equal": "Equal intervals",
    "pretty": "Round numbers",
}
LEAST_CLASSES, MOST_CLASSES = 2, 9
LONGEST = 5  # decimals that a legend shows; beyond, all borders are in a smaller unit
LARGEST, GROUPED = 1e7, 1e4  # from which borders are in a larger unit; from which digits stand in groups of three
RIGHT = 0.02  # of the narrowest class, by which a border may be rounded
WIDE = 200  # largest over smallest border between two classes from which each has digits of its own
OTHER = message("Other")  # texts of a map that share a class
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Cut:
    """How values are put into classes: numbers by a scheme into so many, or at `borders` that are given; texts by
    themselves, `labels` being those of all maps that share the classes.
    """

    scheme: Scheme = "auto"
    classes: int = 5
    borders: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()


def text_of(value: object) -> str:
    """Return a value as the text of its class: 3 for 3.0; "" where there is none."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def label_colours(texts: Iterable[str], column: str = "") -> dict[str, str]:
    """Return the colour of each text, in the order of legends. Where there are more texts than colours that are told
    apart, the rarest share a grey, which OTHER names; "" is no text.
    """
    counts = Counter(text for text in texts if text)
    order = [text for text in in_order(counts, column) if text != OTHER]
    kept = set(sorted(order, key=lambda text: -counts[text])[: len(KINDS)])
    colours = {text: KINDS[k] for k, text in enumerate(text for text in order if text in kept)}
    return {**colours, OTHER: GREYS[3]} if len(kept) < len(order) or OTHER in counts else colours


def class_colours(edges: Sequence[float], signed: bool = False) -> tuple[str, ...]:
    """Return the colour of each class between borders: light to dark, or by sign (`signed`), the strongest darkest."""
    classes = [(edges[k], edges[k + 1]) for k in range(len(edges) - 1)]
    if not signed:
        return tuple(_shade(SEQUENTIAL, k, len(classes)) for k in range(len(classes)))
    below = sum(b <= 0 and a < 0 for a, b in classes)
    above = sum(a >= 0 for a, _ in classes)
    across = len(classes) - below - above
    side = max(below, above)
    cold = [_shade(BELOW_ZERO[::-1], k, side) for k in range(below)]
    warm = [_shade(ABOVE_ZERO, k, side) for k in range(above)]
    return (*reversed(cold), *[ZERO] * across, *warm)


def _shade(ramp: Sequence[str], place: int, count: int) -> str:
    """Return one of `count` shades: colours of the ramp itself where it has as many, between them where not."""
    share = place / (count - 1) if count > 1 else 0.5
    if count <= len(ramp):
        return ramp[round(share * (len(ramp) - 1))]
    return between(ramp, share)


def shared_unit(edges: Sequence[float]) -> int:
    """Return the power of ten in which borders are short enough to read: 0, or a multiple of three."""
    size = [abs(e) for e in edges if e]
    if not size:
        return 0
    top = max(size)
    if top >= LARGEST or _needed(edges) > LONGEST or (_wide(edges) and min(size) < 1e-4):
        return 3 * math.floor(math.log10(top) / 3)
    return 0


def unit_text(power: int) -> str:
    """Return a power of ten as a legend writes it: 0.001, 1,000,000, 10¹²; "" for one."""
    if power == 0:
        return ""
    if -6 <= power < 0:
        return f"{10.0**power:.{-power}f}"
    return f"{10**power:,}" if 0 < power <= 9 else f"10{str(power).translate(SUPERSCRIPT)}"


def border_texts(edges: Sequence[float], digits: int | None = None, power: int = 0) -> list[str]:
    """Return class borders in units of ten to `power`: as many decimals as all of them need, or three significant
    digits where they differ by orders.
    """
    scaled = [e / 10.0**power for e in edges]
    wide = digits is None and _wide(scaled)
    decimals = _needed(scaled) if digits is None else digits
    return [_text(v, _own(v) if wide else decimals) for v in scaled]


def _wide(edges: Sequence[float]) -> bool:
    """Tell whether borders differ by orders; the two ends are not borders between classes."""
    size = [abs(e) for e in edges[1:-1] if e] or [abs(e) for e in edges if e]
    return bool(size) and max(size) / min(size) > WIDE


def _text(value: float, decimals: int) -> str:
    text = f"{value:{',' if abs(value) >= GROUPED else ''}.{decimals}f}"
    return text.lstrip("-") if not any(c in "123456789" for c in text) else text.replace("-", "\N{MINUS SIGN}")


def _own(value: float) -> int:
    """Return the decimals that three significant digits of one number need."""
    rounded = float(f"{value:.3g}")
    return next((d for d in range(12) if round(rounded, d) == rounded), 12)


def _needed(edges: Sequence[float]) -> int:
    """Return the decimals that tell all borders apart, each right to a fiftieth of the narrowest class."""
    ordered = sorted(set(edges))
    widths = [ordered[k + 1] - ordered[k] for k in range(len(ordered) - 1)]
    narrowest = min(widths, default=abs(ordered[0]) if ordered else 1.0)
    enough = max(RIGHT * narrowest, 1e-12 * max(map(abs, ordered), default=1.0))
    return next((d for d in range(12) if all(abs(round(e, d) - e) <= enough for e in edges)), 12)
