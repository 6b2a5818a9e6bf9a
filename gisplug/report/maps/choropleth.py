"""Maps that a paper prints: classes, legend, scale bar, labels, and a neutral word on boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.patheffects import withStroke

from gisplug.boundaries.styles import SPELLINGS, colours, diverging_breaks, sequential_breaks
from gisplug.core.errors import ParameterError
from gisplug.report.figures import INK, MUTED, figure, style
from gisplug.report.maps.geometry import drawable, label_points, map_crs, outlines, scale_length
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

Kind = Literal["auto", "sequential", "diverging", "classes"]
ORIGIN = "#2b2b2b"
NO_DATA, LAND, EDGE = "#e6e6e6", "#f4f3ef", "#8f8f8f"
DISCLAIMER = "Boundaries are drawn for orientation only and imply no opinion on their legal status."
CLASS_STYLES = ("lisa_clusters", "moran_quadrants", "significance")
PLAIN_COLOURS = (
    "#1b5e8c",
    "#c8553d",
    "#3a7d44",
    "#d9a441",
    "#8c6bb1",
    "#4d9fb0",
    "#a23b72",
    "#7f7f7f",
    "#5b4636",
    "#9fc131",
)
MANY_LABELS = 60
SKEWED, SKEWED_LEAST = 0.005, 8  # a median below this share of the maximum is a map of one bright spot


@dataclass(frozen=True)
class Classes:
    """How values become colours: `code` (N,) is the class of each unit, -1 where there is none."""

    code: np.ndarray
    labels: tuple[str, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What stands around the coloured units of a map.

    Units that are not `significant` are hatched; `origin` marks the unit where a shock starts.
    """

    title: str = ""
    legend: str = ""
    names: Sequence[str] | None = None
    background: gpd.GeoDataFrame | None = None
    significant: Sequence[bool] | None = None
    origin: Sequence[bool] | None = None
    note: str = ""
    language: str = ""
    north: bool = False
    disclaimer: bool = True
    digits: int | None = None


def value_map(
    frame: gpd.GeoDataFrame,
    field: str,
    kind: Kind = "auto",
    look: Look | None = None,
    classes: int = 5,
    breaks: Sequence[float] | None = None,
    style_name: str = "",
    width_cm: float = 16.0,
) -> Figure:
    """Return a map of one field.

    Parameters
    ----------
    kind : {"auto", "sequential", "diverging", "classes"}
        "auto" takes classes for text, diverging colours where values have both signs, sequential ones else.
    breaks : sequence of float, optional
        Class borders; by default quantiles, symmetric about zero for diverging maps.
    style_name : str
        A style of the shelf whose colours and labels are used for text fields (lisa_clusters, moran_quadrants).
    """
    if field not in frame.columns:
        raise ParameterError(f"The layer has no field {field!r} to map; it has {', '.join(map(str, frame.columns))}.")
    look = look or Look()
    made = classified(frame[field].to_numpy(), kind, classes, breaks, style_name, look)
    crs = map_crs(frame)
    fig, ax = figure(width_cm, _height(frame, crs, width_cm))
    draw_map(ax, frame, made, look, crs)
    return fig


def small_maps(
    frame: gpd.GeoDataFrame,
    fields: Mapping[str, str],
    kind: Kind = "auto",
    look: Look | None = None,
    classes: int = 5,
    style_name: str = "",
    columns: int = 2,
    width_cm: float = 17.0,
) -> Figure:
    """Return several maps of the same kind with common classes: years side by side, orders of a shock, received and
    sent.

    Parameters
    ----------
    fields : mapping of panel title to field
    """
    look = look or Look()
    lost = [f for f in fields.values() if f not in frame.columns]
    if lost or not fields:
        raise ParameterError(f"The layer has no field {', '.join(map(repr, lost)) or '(none was given)'} to map.")
    stacked = np.concatenate([frame[f].to_numpy() for f in fields.values()])
    common = classified(stacked, kind, classes, None, style_name, look)
    crs = map_crs(frame)
    columns = min(columns, len(fields))
    rows = -(-len(fields) // columns)
    part = width_cm / columns
    heights = [_height(frame, crs, part, extra=0.3)] * rows
    fig, axes = figure(
        width_cm, sum(heights) + 1.7 + bool(look.title), rows + 1, columns, squeeze=False, height_ratios=[*heights, 1.6]
    )
    for ax in axes.flat:
        ax.set_axis_off()
    for place, (title, ax) in enumerate(zip(fields, axes.flat, strict=False)):
        code = common.code[place * len(frame) : (place + 1) * len(frame)]
        own = replace(look, title=title, names=None)
        draw_map(ax, frame, Classes(code, common.labels, common.colours), own, crs, alone=False)
    _shared_legend(axes[-1, 0], common, look)
    if look.title:
        fig.suptitle(say(look.title, look.language), fontsize=11, fontweight="bold", x=0.02, ha="left")
    return fig


def draw_map(ax: Axes, frame: gpd.GeoDataFrame, made: Classes, look: Look, crs: CRS, alone: bool = True) -> Axes:
    """Draw one map into `ax`; `alone` adds legend and disclaimer."""
    shapes = drawable(frame, crs)
    below = look.background if look.background is not None else house().background
    if below is not None:
        ax.add_collection(
            PathCollection(outlines(drawable(below, crs)), facecolor=LAND, edgecolor="#d8d6cf", linewidth=0.4, zorder=1)
        )
    fill = [made.colours[c] if c >= 0 else NO_DATA for c in made.code]
    if look.origin is not None:
        fill = [ORIGIN if here else colour for here, colour in zip(look.origin, fill, strict=True)]
    if _are_points(shapes):
        xy = label_points(shapes)
        ax.scatter(xy[:, 0], xy[:, 1], s=14, c=fill, edgecolors=EDGE, linewidths=0.3, zorder=2)
    else:
        edge = 0.4 if len(frame) <= 400 else 0.1
        ax.add_collection(PathCollection(outlines(shapes), facecolor=fill, edgecolor=EDGE, linewidth=edge, zorder=2))
    if look.significant is not None:
        _hatch(ax, shapes, ~np.asarray(look.significant, dtype=bool))
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.02)
    ax.set_axis_off()
    if look.names is not None and len(look.names) <= MANY_LABELS:
        _labels(ax, shapes, look.names, 5.6 if alone else 4.2)
    if look.title:
        ax.set_title(
            say(look.title, look.language),
            loc="left" if alone else "center",
            fontsize=10.5 if alone else 8.5,
            fontweight="bold" if alone else "normal",
        )
    if alone:
        _scale_bar(ax, frame, crs)
        if look.north:
            _north(ax)
        with style():
            ax.legend(
                handles=_handles(made, look),
                title=say(look.legend, look.language) or None,
                loc="lower left",
                fontsize=7.5,
                title_fontsize=8,
                alignment="left",
                borderaxespad=0.2,
                handlelength=1.5,
                handleheight=1.0,
                labelspacing=0.35,
            )
        if look.disclaimer or look.note:
            ax.text(0.0, -0.02, _below(look), transform=ax.transAxes, fontsize=6, color=MUTED, va="top", wrap=True)
    return ax


def classified(
    values: Any, kind: Kind, classes: int, breaks: Sequence[float] | None, style_name: str, look: Look
) -> Classes:
    """Put values into classes with labels and colours."""
    array = np.asarray(values)
    if kind == "auto":
        kind = "classes" if array.dtype.kind in "OUSb" or style_name in CLASS_STYLES else "sequential"
        if kind == "sequential":
            finite = array[np.isfinite(array.astype(float))].astype(float)
            kind = "diverging" if finite.size and finite.min() < 0 < finite.max() else "sequential"
    if kind == "classes":
        return _by_label(array, style_name, look.language)
    numbers = array.astype(float)
    diverging = kind == "diverging"
    if breaks is None:
        breaks = diverging_breaks(numbers, max(classes // 2 + 1, 2)) if diverging else _breaks(numbers, classes)
    edges = np.asarray(sorted(breaks), dtype=float)
    if diverging:
        edges = _used(edges, numbers)
    code = np.clip(np.searchsorted(edges, numbers, side="left") - 1, 0, len(edges) - 2)
    code = np.where(np.isfinite(numbers), code, -1)
    shown = [_short(v, edges, look.digits) for v in edges]
    labels = tuple(f"{a} – {b}" for a, b in pairwise(shown))
    return Classes(code, labels, _ramp(edges, diverging))


def _breaks(numbers: np.ndarray, classes: int) -> Sequence[float]:
    """Return quantiles; where nearly all values are tiny beside the largest (a shock that fades), powers of ten."""
    size = np.sort(numbers[np.isfinite(numbers)])
    if size.size < SKEWED_LEAST or size[0] < 0 or np.median(size) > SKEWED * size[-1]:
        return sequential_breaks(numbers, classes)
    top = float(f"{size[-1] * 1.0005:.3g}")
    top = top if top >= size[-1] else float(f"{size[-1] * 1.006:.3g}")
    return [0.0, *(float(f"{top * share:.1g}") for share in (0.0001, 0.001, 0.01, 0.1)), top]


def _by_label(values: np.ndarray, style_name: str, language: str) -> Classes:
    known = colours(style_name) if style_name in CLASS_STYLES else {}
    spelt = {other: label for label, others in SPELLINGS.items() for other in others if label in known}
    texts = ["" if v is None or v != v else spelt.get(str(v), str(v)) for v in values]
    order = [k for k in known if k in texts] + sorted({t for t in texts if t and t not in known})
    paint = {**dict(zip([t for t in order if t not in known], PLAIN_COLOURS * 9, strict=False)), **known}
    code = np.array([order.index(t) if t else -1 for t in texts])
    labels = tuple(f"{say(label, language)} ({texts.count(label)})" for label in order)
    return Classes(code, labels, tuple(paint[label] for label in order))


def _ramp(edges: np.ndarray, diverging: bool) -> tuple[str, ...]:
    shades = list(colours("diverging" if diverging else "sequential").values())
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


def _handles(made: Classes, look: Look) -> list[Patch]:
    handles = [
        Patch(facecolor=c, edgecolor="#9a9a9a", linewidth=0.3, label=text)
        for text, c in zip(made.labels, made.colours, strict=True)
    ]
    here = np.zeros(len(made.code), dtype=bool)
    if look.origin is not None:
        here = np.resize(np.asarray(look.origin, dtype=bool), len(made.code))
        handles.append(
            Patch(facecolor=ORIGIN, edgecolor="#9a9a9a", linewidth=0.3, label=say("Origin of the shock", look.language))
        )
    if ((made.code < 0) & ~here).any():
        handles.append(
            Patch(facecolor=NO_DATA, edgecolor="#9a9a9a", linewidth=0.3, label=say("No data", look.language))
        )
    if look.significant is not None:
        handles.append(
            Patch(
                facecolor="white",
                edgecolor="#777777",
                hatch="/////",
                linewidth=0.3,
                label=say("Not significant", look.language),
            )
        )
    return handles


def _hatch(ax: Axes, shapes: Any, where: np.ndarray) -> None:
    patches = [PathPatch(outline) for outline in outlines(shapes[where])]
    with style():
        ax.add_collection(
            PatchCollection(patches, facecolor="none", edgecolor="#77777799", hatch="/////", linewidth=0.0, zorder=3)
        )


def _labels(ax: Axes, shapes: Any, names: Sequence[str], size: float) -> None:
    """Write names, the large units first; a name that would cover another is left out."""
    import shapely

    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    width_points = ax.get_figure().get_size_inches()[0] * 72 * ax.get_position().width  # type: ignore[union-attr]
    unit = (right - left) / max(width_points, 1.0)
    taken: list[tuple[float, float, float, float]] = []
    points = label_points(shapes)
    for place in np.argsort(-shapely.area(shapes)):
        x, y = points[place]
        text = str(names[place])
        half = 0.5 * unit * size * sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in text)
        box = (x - half, y - 0.6 * unit * size, x + half, y + 0.6 * unit * size)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        ax.text(
            x,
            y,
            text,
            fontsize=size,
            ha="center",
            va="center",
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=1.3, foreground="white", alpha=0.85)],
        )
    del bottom, top


def _scale_bar(ax: Axes, frame: gpd.GeoDataFrame, crs: CRS) -> None:
    del frame
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    factor = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
    length = scale_length((right - left) * factor)
    drawn = length / factor
    x, y, thick = right - 0.03 * (right - left) - drawn, bottom + 0.03 * (top - bottom), 0.008 * (top - bottom)
    for start, colour in ((0.0, INK), (0.5, "white")):
        ax.add_patch(
            Rectangle(
                (x + start * drawn, y), drawn / 2, thick, facecolor=colour, edgecolor=INK, linewidth=0.5, zorder=6
            )
        )
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    ax.text(x + drawn / 2, y + 1.8 * thick, text, fontsize=6.5, ha="center", va="bottom", zorder=6)


def _north(ax: Axes) -> None:
    ax.annotate(
        "N",
        xy=(0.985, 1.0),
        xytext=(0.985, 0.925),
        xycoords="axes fraction",
        ha="center",
        va="center",
        fontsize=8,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 0.9},
    )


def _below(look: Look) -> str:
    parts = [say(look.note, look.language), say(DISCLAIMER, look.language) if look.disclaimer else ""]
    return " ".join(p for p in parts if p)


def _shared_legend(ax: Axes, made: Classes, look: Look) -> None:
    handles = _handles(made, look)
    with style():
        box = ax.legend(
            handles=handles,
            loc="upper left",
            ncols=min(len(handles), 6),
            title=say(look.legend, look.language) or None,
            alignment="left",
            fontsize=7.5,
            title_fontsize=8,
            handlelength=1.4,
            columnspacing=1.2,
            borderaxespad=0.0,
        )
    box.set_in_layout(False)
    below = ax.text(0.0, 0.0, _below(look), transform=ax.transAxes, fontsize=6, color=MUTED, va="bottom")
    below.set_in_layout(False)


def _are_points(shapes: Any) -> bool:
    import shapely

    return bool((shapely.get_dimensions(shapes) == 0).all())


def _height(frame: gpd.GeoDataFrame, crs: CRS, width_cm: float, extra: float = 1.6) -> float:
    west, south, east, north = frame.geometry.to_crs(crs).total_bounds
    return float(np.clip(width_cm * (north - south) / max(east - west, 1e-9), 0.45 * width_cm, 1.5 * width_cm)) + extra
