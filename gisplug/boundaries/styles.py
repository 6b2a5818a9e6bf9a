"""QGIS styles for result layers: the QML of the shelves with field, class breaks and symbols fitted to the data.

The QML files load in QGIS as they are, with the colours of core.palette; here only attribute names, breaks, spellings
and, for points, the kind of symbol are replaced.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.core.errors import ParameterError

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

STYLES = (
    "units",
    "lisa_clusters",
    "moran_quadrants",
    "hot_spots",
    "diverging",
    "sequential",
    "links",
    "significance",
    "faults",
    "boundary_changes",
)
SPELLINGS: dict[str, tuple[str, ...]] = {
    "High-High": ("HH",),
    "Low-Low": ("LL",),
    "Low-High": ("LH",),
    "High-Low": ("HL",),
    "Not significant": ("ns", "NS", "not significant"),
    "Isolate": ("isolate", "Isolates", "Neighborless"),
    "Undefined": ("undefined", "No data", "no data"),
}

_RANGE = re.compile(r'( *)<range symbol="(\d+)" [^>]*/>\n')
_CATEGORY = re.compile(r'<category symbol="(\d+)" value="([^"]*)"')
_ITEM = re.compile(r'<item value="[^"]*" label="[^"]*" color="([^"]*)"')


def qml(name: str, frame: pd.DataFrame | None = None, field: str | None = None) -> str:
    """Return the QML of a style, fitted to a field of a layer.

    Parameters
    ----------
    name : str
        One of `STYLES`.
    frame : DataFrame or GeoDataFrame, optional
        The rows of the layer; class breaks, spellings and the kind of symbol come from it.
    field : str, optional
        What to draw; the style's own attribute (cluster, quadrant, p, weight, value) when left out.

    Raises
    ------
    ParameterError
        If there is no such style, or the layer lacks the field.
    """
    if name not in STYLES:
        raise ParameterError(f"There is no style {name!r}; the shelf has {', '.join(STYLES)}.")
    text = _template(name)
    if frame is not None:
        if field is not None and field not in frame.columns:
            raise ParameterError(
                f"The layer has no field {field!r} to draw; it has {', '.join(map(str, frame.columns))}."
            )
        text = _fitted(name, text, frame, field)
    if field is not None:
        text = _with_field(name, text, field)
    return text


def raster_qml(name: str = "ntl", low: float = 0.0, high: float = 63.0) -> str:
    """Return the QML of a raster style, its colours stretched over [low, high] (quadratic: dim lights stay apart)."""
    from gisplug.core.shelves import style_path

    text = Path(style_path(name)).read_text(encoding="utf-8")
    colours = _ITEM.findall(text)
    stops = iter(low + (high - low) * np.linspace(0.0, 1.0, len(colours)) ** 2)
    text = _ITEM.sub(
        lambda m: '<item value="{0:.6g}" label="{0:.3g}" color="{1}"'.format(next(stops), m.group(1)), text
    )
    text = re.sub(r'(classificationMin|minimumValue)="[^"]*"', rf'\1="{low:.6g}"', text)
    return re.sub(r'(classificationMax|maximumValue)="[^"]*"', rf'\1="{high:.6g}"', text)


def diverging_breaks(values: Sequence[float] | npt.NDArray[np.float64], side: int = 5) -> list[float]:
    """Return breaks symmetric about zero, by quantiles of the absolute values: length 2 side + 1 or less.

    Parameters
    ----------
    values : (n,)
        Any unit; what is not finite is left out.
    side
        Classes on each side of zero.
    """
    size = np.abs(_finite(values))
    size = size[size > 0]
    if not size.size:
        return [-1.0, 0.0, 1.0]
    outer = _ascending([_tidy(v) for v in np.quantile(size, np.linspace(0, 1, side + 1)[1:-1])], float(size.max()))
    return [-v for v in reversed(outer)] + [0.0, *outer]


def effect_breaks(values: Sequence[float] | npt.NDArray[np.float64], side: int = 5) -> list[float]:
    """Return the breaks of effects (n,): `diverging_breaks` where there are both signs, otherwise from the least to the
    greatest.
    """
    clean = _finite(values)
    one_sided = clean.size and (clean.min() >= 0 or clean.max() <= 0)
    return sequential_breaks(clean, side) if one_sided else diverging_breaks(clean, side)


def sequential_breaks(values: Sequence[float] | npt.NDArray[np.float64], classes: int = 6) -> list[float]:
    """Return breaks by quantiles of the finite values (n,), from the least to the greatest: length classes + 1 or
    less.
    """
    clean = _finite(values)
    if not clean.size:
        return [0.0, 1.0]
    low, high = _tidy(float(clean.min()), -1), float(clean.max())
    if low >= high:
        return [low, _tidy(high, +1)]
    inner = [_tidy(v) for v in np.quantile(clean, np.linspace(0, 1, classes + 1)[1:-1])]
    return [low, *_ascending([v for v in inner if v > low], high)]


def _template(name: str) -> str:
    from gisplug.core.shelves import style_path

    return Path(style_path(name)).read_text(encoding="utf-8")


def _fitted(name: str, text: str, frame: pd.DataFrame, field: str | None) -> str:
    if name in ("diverging", "sequential") and field is not None:
        text = _with_breaks(name, text, np.asarray(frame[field], dtype=float))
    if name in ("lisa_clusters", "moran_quadrants", "hot_spots") and field is not None:
        text = _with_spellings(text, {str(v) for v in frame[field].dropna().unique()})
    if name == "links" and field is not None:
        text = _with_widths(text, _finite(frame[field]))
    if name != "links" and _are_points(frame):
        text = _as_markers(text)
    return text


def _with_field(name: str, text: str, field: str) -> str:
    quoted = escape(field, quote=True)
    if name == "units":
        return re.sub(r'fieldName="[^"]*"', lambda _: f'fieldName="{quoted}"', text)
    if name == "links":
        return text.replace(
            "&quot;weight&quot;", f"&quot;{escape(field.replace(chr(34), chr(34) * 2), quote=True)}&quot;"
        )
    column = quoted if re.fullmatch(r"[A-Za-z_]\w*", field) else f"&quot;{quoted}&quot;"
    return re.sub(r' attr="[^"]*"', lambda _: f' attr="{column}"', text, count=1)


def _with_breaks(name: str, text: str, values: npt.NDArray[np.float64]) -> str:
    clean = _finite(values)
    if name == "diverging":
        breaks = effect_breaks(clean)
        below, above = sum(b < 0 for b in breaks), sum(b > 0 for b in breaks)
        if breaks[-1] <= 0:
            below, above = len(breaks) - 1, 0
        elif breaks[0] >= 0:
            below, above = 0, len(breaks) - 1
        shades = [*_spread(below, 0, 4), *_spread(above, 5, 9)]
    else:
        breaks = sequential_breaks(clean)
        shades = _spread(len(breaks) - 1, 0, 5)
    classes = list(zip(breaks[:-1], breaks[1:], shades, strict=True))
    if name == "diverging" and clean.size:
        least, most = float(clean.min()), float(clean.max())
        if least < 0 < most:
            classes = [c for c in classes if c[1] <= 0 or c[0] >= 0]
    lines = "".join(
        f'      <range symbol="{shade}" lower="{low:.15g}" upper="{high:.15g}" label="{low:.4g} to {high:.4g}" '
        'render="true"/>\n'
        for low, high, shade in classes
    )
    start = text.index("<ranges>\n") + len("<ranges>\n")
    return text[:start] + lines + _RANGE.sub("", text[start:])


def _spread(count: int, first: int, last: int) -> list[int]:
    """Return `count` symbols between two, both ends included where there is more than one."""
    if count < 1:
        return []
    if count == 1:
        return [last if first == 0 and last == 5 else (first + last) // 2]
    return [round(v) for v in np.linspace(first, last, count)]


def _with_spellings(text: str, present: set[str]) -> str:
    def spelt(match: re.Match[str]) -> str:
        value = match.group(2)
        own = next((other for other in SPELLINGS.get(value, ()) if other in present and value not in present), value)
        return f'<category symbol="{match.group(1)}" value="{escape(own, quote=True)}"'

    return _CATEGORY.sub(spelt, text)


def _with_widths(text: str, values: npt.NDArray[np.float64]) -> str:
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    if high <= low:
        low, high = low - 0.5, high + 0.5
    return text.replace("0, 1, 0.15", f"{low:.6g}, {high:.6g}, 0.15")


def _are_points(frame: Any) -> bool:
    if not hasattr(frame, "geom_type"):
        return False
    kinds = frame.geom_type.dropna()
    return len(kinds) > 0 and bool(kinds.str.endswith("Point").all())


def _as_markers(text: str) -> str:
    text = text.replace('<symbol type="fill"', '<symbol type="marker"').replace(
        'class="SimpleFill"', 'class="SimpleMarker"'
    )
    marker = (
        '<Option type="QString" name="name" value="circle"/>\n            <Option type="QString" name="size" '
        'value="2.6"/>'
    )
    return text.replace('<Option type="QString" name="style" value="solid"/>', marker)


def _finite(values: Any) -> npt.NDArray[np.float64]:
    numbers: npt.NDArray[np.float64] = np.asarray(values, dtype=float)
    return numbers[np.isfinite(numbers)]


def _ascending(inner: list[float], most: float) -> list[float]:
    """Return the distinct breaks below `most`, then `most` rounded up."""
    return [*sorted({v for v in inner if v < most}), _tidy(most, +1)]


def _tidy(value: float, way: int = 0) -> float:
    """Round to three significant digits: to the nearest, or down (-1) or up (+1) so that nothing falls outside."""
    if value == 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    steps = value / step
    whole = round(steps) if way == 0 else math.floor(steps) if way < 0 else math.ceil(steps)
    return float(f"{whole * step:.12g}")
