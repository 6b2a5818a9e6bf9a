"""Maps that a paper prints: one field of a layer in classes, or several side by side with common classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import Cut
from gisplug.core.messages import message
from gisplug.core.palette import COAST, EDGE, LAND, MUTED, NO_DATA, ORIGIN, PAPER
from gisplug.report.figures import figure, wrapped
from gisplug.report.maps.classes import Classes, Kind, classified
from gisplug.report.maps.furniture import hatch, north_arrow, scale_bar, unit_names
from gisplug.report.maps.geometry import drawable, label_points, map_crs, outlines, uncovered
from gisplug.report.maps.insets import draw_insets, large_extent, make_room
from gisplug.report.maps.legend import (
    EMPTY,
    REMARK_POINTS,
    REMARKS_WIDE,
    REST,
    legend,
    legend_columns,
    remarks,
    shared_legend,
)
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

MANY_LABELS, MANY_UNITS = 60, 400
MOST_IN_A_ROW = 4  # small maps
MOST_INSIDE = 9  # classes in a legend that stands inside the map
REMARK_CM = 0.27  # height of a further line of remarks
TITLE_LETTERS, TITLE_CM = 4.6, 0.6  # of a bold title: letters on a centimetre, and height of each further line


def value_map(
    frame: gpd.GeoDataFrame,
    field: str,
    kind: Kind = "auto",
    look: Look | None = None,
    cut: Cut | None = None,
    style_name: str = "",
    width_cm: float = 16.0,
) -> Figure:
    """Return a map of one field.

    Parameters
    ----------
    frame
        One row per unit; polygons or points, with a CRS.
    kind : {"auto", "sequential", "diverging", "effects", "classes"}
        "auto" takes classes for text, diverging colours where values have both signs, sequential ones else. "effects"
        has the colours of their signs, the strongest darkest, also where all have the same sign.
    cut : Cut, optional
        How numbers are cut into classes: a scheme and a number of classes, or their borders. By default five
        quantiles, symmetric about zero for diverging maps.
    style_name : str
        A style of the shelf whose colours and labels are used for text fields (lisa_clusters, moran_quadrants).

    Raises
    ------
    ParameterError
        If the layer lacks the field, or its numbers cannot be cut so.
    """
    if field not in frame.columns:
        raise ParameterError(
            message(
                "The layer has no field {field!r} to map; it has {columns}.",
                field=field,
                columns=", ".join(map(str, frame.columns)),
            )
        )
    look = look or Look()
    made = classified(frame[field].to_numpy(), kind, cut, style_name, look)
    crs = map_crs(frame)
    title = _title(look, width_cm)
    tall = map_height(frame, crs, width_cm) + TITLE_CM * title.count("\n")
    if len(made.labels) <= MOST_INSIDE:
        fig, ax = figure(width_cm, tall)
        draw_map(ax, frame, made, replace(look, title=title), crs)
        return fig
    across, below = legend_room(made, look, width_cm)
    fig, (ax, under) = figure(width_cm, tall + below, 2, height_ratios=[tall, below])
    draw_map(ax, frame, made, replace(look, title="", measured=True), crs, alone=False)
    ax.set_title(title, loc="left", fontsize=10.5, fontweight="bold")
    under.set_axis_off()
    shared_legend(under, made, replace(look, rest=_ground(drawable(frame, crs), look, crs)[1]), across)
    return fig


def small_maps(
    frame: gpd.GeoDataFrame,
    fields: Mapping[str, str],
    kind: Kind = "auto",
    look: Look | None = None,
    cut: Cut | None = None,
    style_name: str = "",
    columns: int | None = None,
    width_cm: float = 17.0,
) -> Figure:
    """Return several maps of the same kind with common classes: years side by side, orders of a shock, received and
    sent.

    Parameters
    ----------
    frame
        One row per unit; polygons or points, with a CRS.
    fields : mapping of panel title to field
        Columns of the layer.
    cut : Cut, optional
        How the numbers of all maps together are cut into classes, as in `value_map`.

    Raises
    ------
    ParameterError
        If the layer lacks a field, or none is given.
    """
    look = look or Look()
    lost = [f for f in fields.values() if f not in frame.columns]
    if lost or not fields:
        raise ParameterError(
            message(
                "The layer has no field {lost} to map.", lost=", ".join(map(repr, lost)) or message("(none was given)")
            )
        )
    stacked = np.concatenate([frame[f].to_numpy() for f in fields.values()])
    look = replace(look, counts=False)
    common = classified(stacked, kind, cut, style_name, look)
    crs = map_crs(frame)
    look = replace(look, rest=_ground(drawable(frame, crs), look, crs)[1])
    columns = min(columns or side_by_side(len(fields)), len(fields))
    across, below = legend_room(common, look, width_cm)
    rows = -(-len(fields) // columns)
    part = width_cm / columns
    heights = [map_height(frame, crs, part, extra=0.3)] * rows
    fig, axes = figure(
        width_cm,
        sum(heights) + 0.1 + below + bool(look.title),
        rows + 1,
        columns,
        squeeze=False,
        height_ratios=[*heights, below],
    )
    for ax in axes.flat:
        ax.set_axis_off()
    for place, (title, ax) in enumerate(zip(fields, axes.flat, strict=False)):
        code = common.code[place * len(frame) : (place + 1) * len(frame)]
        own = replace(look, title=title, names=None, measured=place == 0)
        draw_map(ax, frame, replace(common, code=code), own, crs, alone=False)
    shared_legend(axes[-1, 0], common, look, across)
    if look.title:
        fig.suptitle(_title(look, width_cm), fontsize=11, fontweight="bold", x=0.02, ha="left")
    return fig


def legend_room(made: Classes, look: Look, width_cm: float) -> tuple[int, float]:
    """Return the columns of a legend below maps, and its height with the remarks in cm."""
    across, lines = legend_columns(made, look, 0.92 * width_cm)
    return across, 1.15 + 0.45 * lines + REMARK_CM * remarks(look, REMARKS_WIDE * width_cm).count("\n")


def side_by_side(count: int) -> int:
    """Return how many of so many maps stand in a row: two of four, three of six, four of a dozen."""
    return 2 if count in (2, 4) else 3 if count in (3, 5, 6, 9) else min(count, MOST_IN_A_ROW)


def draw_map(ax: Axes, frame: gpd.GeoDataFrame, made: Classes, look: Look, crs: CRS, alone: bool = True) -> Axes:
    """Draw one map of the units (rows of `frame`) into `ax`; `alone` adds legend, scale bar and disclaimer."""
    shapes = drawable(frame, crs)
    ground, rest = _ground(shapes, look, crs)
    land, below = outlines(ground), PAPER if made.hatches or rest else LAND
    insets = house().insets

    def paint(part: Axes) -> None:
        if land:
            part.add_collection(PathCollection(land, facecolor=below, edgecolor=COAST, linewidth=0.4, zorder=1))
            if rest:
                hatch(part, ground, np.ones(len(ground), dtype=bool), REST, COAST)
        _units(part, shapes, made, look)

    paint(ax)
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.02)
    shown = np.concatenate([shapes, ground]) if rest else shapes
    places = make_room(ax, shown, ground, insets, crs) if insets else []
    taken = draw_insets(ax, insets, places, crs, paint)
    ax.set_axis_off()
    if look.names is not None and len(look.names) <= MANY_LABELS:
        unit_names(ax, shapes, look.names, 5.6 if alone else 4.2)
    if look.title:
        place: dict[str, Any] = {"loc": "left", "fontsize": 10.5, "fontweight": "bold"}
        panel: dict[str, Any] = {"loc": "center", "fontsize": 8.5, "fontweight": "normal"}
        ax.set_title(say(look.title, look.language), **(place if alone else panel))
    if alone or look.measured:
        scale_bar(ax, crs, taken, left=not alone)
        if look.north or house().north:
            north_arrow(ax, left=not alone)
    if alone:
        legend(ax, made, replace(look, rest=rest))
        width = REMARKS_WIDE * ax.get_figure().get_size_inches()[0] * 2.54  # type: ignore[union-attr]
        if said := remarks(look, width):
            ax.text(0.0, -0.02, said, transform=ax.transAxes, fontsize=REMARK_POINTS, color=MUTED, va="top")
    return ax


def _ground(shapes: Any, look: Look, crs: CRS) -> tuple[Any, bool]:
    """Return what is drawn below the units (N,), and whether it is the rest of their layer, left out of the study."""
    if look.background is not None:
        return drawable(look.background, crs), False
    below = house().background
    if below is None:
        return np.empty(0, dtype=object), False
    ground = drawable(below, crs)
    if house().rest:
        ground = uncovered(ground, shapes)
    return ground, house().rest and len(ground) > 0


def _title(look: Look, width_cm: float) -> str:
    return wrapped(look.title, int(TITLE_LETTERS * width_cm), look.language)


def _units(ax: Axes, shapes: Any, made: Classes, look: Look) -> None:
    empty = PAPER if made.hatches else NO_DATA
    fill = [made.colours[c] if c >= 0 else empty for c in made.code]
    if look.origin is not None:
        fill = [ORIGIN if here else colour for here, colour in zip(look.origin, fill, strict=True)]
    if _are_points(shapes):
        xy = label_points(shapes)
        ax.scatter(xy[:, 0], xy[:, 1], s=14, c=fill, edgecolors=EDGE, linewidths=0.3, zorder=2)
    else:
        edge = 0.4 if len(shapes) <= MANY_UNITS else 0.1
        ax.add_collection(PathCollection(outlines(shapes), facecolor=fill, edgecolor=EDGE, linewidth=edge, zorder=2))
        _patterns(ax, shapes, made, look)
    if look.significant is not None:
        hatch(ax, shapes, ~np.asarray(look.significant, dtype=bool))


def _patterns(ax: Axes, shapes: Any, made: Classes, look: Look) -> None:
    """Draw the patterns of classes, and of units without a value, over their greys."""
    if not made.hatches:
        return
    shown = ~np.asarray(look.origin, dtype=bool) if look.origin is not None else np.ones(len(made.code), dtype=bool)
    for code, pattern in ((-1, EMPTY), *enumerate(made.hatches)):
        where = (made.code == code) & shown
        if pattern and where.any():
            hatch(ax, shapes, where, pattern)


def _are_points(shapes: Any) -> bool:
    return bool((shapely.get_dimensions(shapes) == 0).all())


def map_height(frame: gpd.GeoDataFrame, crs: CRS, width_cm: float, extra: float = 1.6) -> float:
    """Return the height in cm of a map of this width; `frame` has the column geometry, `extra` is for its title."""
    west, south, east, north = large_extent(frame.geometry.to_crs(crs).to_numpy(), house().insets, crs)
    return float(np.clip(width_cm * (north - south) / max(east - west, 1e-9), 0.45 * width_cm, 1.5 * width_cm)) + extra
