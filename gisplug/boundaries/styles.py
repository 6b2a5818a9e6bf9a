"""QGIS styles for result layers: the QML of the shelves with field, class breaks and symbols fitted to the data.

The QML files load in QGIS as they are, with the colours of core.palette; here only attribute names, breaks, spellings
and, for points, the kind of symbol are replaced.
"""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import OTHER, Cut, class_colours, label_colours, text_of
from gisplug.core.messages import message, spoken
from gisplug.core.periods.moments import moments
from gisplug.numbers.space.classes import class_edges, class_texts, finite

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

STYLES = (
    "units",
    "lisa_clusters",
    "moran_quadrants",
    "hot_spots",
    "emerging_spots",
    "local_geary",
    "join_counts",
    "diverging",
    "sequential",
    "links",
    "significance",
    "faults",
    "boundary_changes",
    "categories",
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
_SYMBOL = re.compile(r" *<symbol .*?</symbol>\n", re.S)
_CATEGORY = re.compile(r'<category symbol="(\d+)" value="([^"]*)"')
_CATEGORIES = re.compile(r" *<category [^>]*/>\n")
_ITEM = re.compile(r'<item value="[^"]*" label="[^"]*" color="([^"]*)"')


def qml(name: str, frame: pd.DataFrame | None = None, field: str | None = None, cut: Cut | None = None) -> str:
    """Return the QML of a style, fitted to a field of a layer.

    Parameters
    ----------
    name : str
        One of `STYLES`.
    frame : DataFrame or GeoDataFrame, optional
        The rows of the layer; class breaks, spellings and the kind of symbol come from it.
    field : str, optional
        What to draw; the style's own attribute (cluster, quadrant, p, weight, value) when left out.
    cut : Cut, optional
        How numbers are cut into classes; quantiles when left out; numbers of both signs about zero.

    Raises
    ------
    ParameterError
        If there is no such style, or the layer lacks the field.
    """
    if name not in STYLES:
        raise ParameterError(
            message("There is no style {name!r}; the shelf has {styles}.", name=name, styles=", ".join(STYLES))
        )
    text = _template(name)
    if frame is not None:
        if field is not None and field not in frame.columns:
            raise ParameterError(
                message(
                    "The layer has no field {field!r} to draw; it has {columns}.",
                    field=field,
                    columns=", ".join(map(str, frame.columns)),
                )
            )
        text = _fitted(name, text, frame, field, cut)
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


def with_moments(text: str, frame: pd.DataFrame) -> str:
    """Return a QML with the time of features that hold a period, so that QGIS's temporal controller plays the layer.

    Parameters
    ----------
    frame : DataFrame
        The rows of the layer; periods stand in the column period, where it has one.
    """
    periods = [str(p) for p in frame["period"].dropna().unique()] if "period" in frame.columns else []
    when = moments(periods) if len(periods) > 1 else None
    if when is None:
        return text
    start, end = escape(when.start, quote=True), escape(when.end, quote=True)
    told = (
        f'  <temporal enabled="1" mode="4" startExpression="{start}" endExpression="{end}" startField="" endField="" '
        'accumulate="0" limitMode="0" fixedDuration="0" durationUnit="min" durationField="">\n    <fixedRange>\n'
        "      <start></start>\n      <end></end>\n    </fixedRange>\n  </temporal>\n"
    )
    text = text.replace('styleCategories="Symbology|Labeling"', 'styleCategories="Symbology|Labeling|Temporal"', 1)
    return text.replace("</qgis>", told + "</qgis>", 1)


def _template(name: str) -> str:
    from gisplug.core.shelves import style_path

    return Path(style_path(name)).read_text(encoding="utf-8")


def _fitted(name: str, text: str, frame: pd.DataFrame, field: str | None, cut: Cut | None) -> str:
    if name in ("diverging", "sequential") and field is not None:
        text = _with_breaks(name, text, np.asarray(frame[field], dtype=float), cut)
    if name == "categories" and field is not None:
        text = _with_labels(text, frame[field], cut)
    if name in ("lisa_clusters", "moran_quadrants", "hot_spots") and field is not None:
        text = _with_spellings(text, {str(v) for v in frame[field].dropna().unique()})
    if name == "links" and field is not None:
        text = _with_widths(text, finite(frame[field]))
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


def _with_breaks(name: str, text: str, values: npt.NDArray[np.float64], cut: Cut | None) -> str:
    """Draw numbers in classes: one range and one symbol each, made from the first symbol of the template."""
    signed = name == "diverging"
    edges = class_edges(values, "effects" if signed else "sequential", cut)
    first = _SYMBOL.findall(text)[0]
    symbols, ranges = [], []
    for place, ((low, high), label, colour) in enumerate(
        zip(pairwise(edges), class_texts(edges, finite(values)), class_colours(edges, signed), strict=True)
    ):
        symbols.append(_painted(first, place, colour))
        ranges.append(
            f'      <range symbol="{place}" lower="{low:.15g}" upper="{high:.15g}" label="{label}" render="true"/>\n'
        )
    text = _RANGE.sub("", _SYMBOL.sub("", text)).replace("<ranges>\n", "<ranges>\n" + "".join(ranges), 1)
    return text.replace("<symbols>\n", "<symbols>\n" + "".join(symbols), 1)


def _with_labels(text: str, column: pd.Series, cut: Cut | None) -> str:
    """Draw texts, one category and one symbol each, the last for what shares a class and for what is new."""
    colours = label_colours((cut.labels if cut else ()) or map(text_of, column))
    first = _SYMBOL.findall(text)[0]
    symbols, categories = [], []
    for place, (label, colour) in enumerate(colours.items()):
        rest = label == OTHER and not (column == label).any()
        value = "" if rest else str(int(label == "True")) if column.dtype.kind == "b" else label
        symbols.append(_painted(first, place, colour))
        categories.append(
            f'      <category symbol="{place}" value="{escape(value, quote=True)}" '
            f'label="{escape(spoken(OTHER) if rest else label, quote=True)}" render="true"/>\n'
        )
    text = _CATEGORIES.sub("", _SYMBOL.sub("", text))
    text = text.replace("<categories>\n", "<categories>\n" + "".join(categories), 1)
    return text.replace("<symbols>\n", "<symbols>\n" + "".join(symbols), 1)


def _painted(symbol: str, place: int, colour: str) -> str:
    """Return the symbol of a class, of another number and colour."""
    rgb = ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))
    numbered = re.sub(r' name="\d+"', f' name="{place}"', symbol, count=1)
    return re.sub(r'(name="color" value=")[^"]*', rf"\g<1>{rgb},255", numbered)


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
