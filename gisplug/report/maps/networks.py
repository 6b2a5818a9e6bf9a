"""Maps of networks between units: links as curves, units by block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from pyproj import CRS

from gisplug.core.maps.projection import equal_area
from gisplug.core.messages import message
from gisplug.core.palette import COAST, INK, KINDS, LAND, MUTED, PAPER
from gisplug.report.figures import figure, style, wrapped
from gisplug.report.maps.furniture import scale_bar
from gisplug.report.maps.geometry import drawable, outlines
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say
from gisplug.structure.networks.blocks import ROLES

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH_CM, ALONE_CM, LEGEND_CM, ROW_CM = 17.0, 13.5, 0.9, 0.42
LETTERS = 8.5  # of the remarks on a centimetre
POINTS, LETTER = 5.2, 0.56  # size of names, and the width of a letter in it
BEND = 0.12  # of a link's length, by which its curve leaves the straight way, to the left of where it goes
CORNERS = 17  # of a curve
NAMED = 45  # units whose names find room
NOTE = (
    "Links bend to the left of where they go and have the colour of the block that sends them; the stronger, the wider."
)


def network_maps(
    lines: Mapping[Any, gpd.GeoDataFrame],
    nodes: Mapping[Any, gpd.GeoDataFrame],
    totals: Mapping[Any, int],
    title: str = "",
    units: gpd.GeoDataFrame | None = None,
) -> Figure:
    """Return one map a period.

    Parameters
    ----------
    lines : by period, the links to draw, with columns from, to and attraction, the strongest first
    nodes : by period, one point a unit, with columns unit, name, degree, block and role
    totals : by period, how many links there are
    units : one row a unit, with a CRS, drawn below; nothing where left out
    """
    columns = min(2, len(lines))
    rows = -(-len(lines) // columns)
    first = next(iter(nodes.values()))
    crs = CRS(equal_area(*(first if units is None else units.to_crs(4326)).total_bounds))
    shapes = None if units is None else drawable(units, crs)
    west, south, east, north = first.to_crs(crs).total_bounds if shapes is None else shapely.total_bounds(shapes)
    wide = WIDTH_CM / 2 if columns > 1 else ALONE_CM
    tall = wide * min(max((north - south) / max(east - west, 1e-9), 0.4), 1.6) + 0.6
    below = LEGEND_CM + ROW_CM * -(-max(int(part["block"].max()) for part in nodes.values()) // 2)
    fig, axes = figure(
        wide * columns,
        (tall + below) * rows + 0.7 * bool(title) + 0.3,
        rows=2 * rows,
        columns=columns,
        squeeze=False,
        height_ratios=[tall, below] * rows,
    )
    for ax in axes.flat:
        ax.set_axis_off()
    pairs = [(axes[2 * row, column], axes[2 * row + 1, column]) for row in range(rows) for column in range(columns)]
    for (ax, under), period in zip(pairs, lines, strict=False):
        _map(ax, [] if shapes is None else outlines(shapes), lines[period].to_crs(crs), nodes[period].to_crs(crs), crs)
        _names(ax, nodes[period].to_crs(crs), (east - west) / (wide / 2.54 * 72))
        _legend(under, nodes[period])
        shown, whole = len(lines[period]), totals[period]
        head = message("{period}: {n} links in the network", period=period, n=whole)
        if shown < whole:
            head = message("{period}: the strongest {shown} of {n} links", period=period, shown=shown, n=whole)
        ax.set_title(head, loc="left", fontsize=9, fontweight="bold")
    note = wrapped(Look(note=NOTE, disclaimer=units is not None).below(), int(LETTERS * wide * columns))
    said = axes[-1, 0].text(0.0, 0.0, note, transform=axes[-1, 0].transAxes, fontsize=6, color=MUTED, va="bottom")
    said.set_in_layout(False)
    if title:
        fig.suptitle(title, fontsize=11, fontweight="bold", x=0.02, ha="left")
    return fig


@style()
def _map(ax: Axes, land: Any, lines: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, crs: CRS) -> None:
    if land:
        ax.add_collection(PathCollection(land, facecolor=LAND, edgecolor=COAST, linewidth=0.4, zorder=1))
    colours = [KINDS[(int(b) - 1) % len(KINDS)] for b in nodes["block"]]
    if len(lines):
        _links(ax, lines, dict(zip(nodes["unit"], colours, strict=True)))
    xy = shapely.get_coordinates(nodes.geometry.to_numpy())
    few = min(1.0, 60 / len(nodes))
    size = (6 + 55 * nodes["degree"].to_numpy()) * few
    ax.scatter(xy[:, 0], xy[:, 1], s=size, color=colours, edgecolor=PAPER, linewidth=0.5 * few, zorder=4)
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.02)
    scale_bar(ax, crs)


@style()
def _legend(ax: Axes, nodes: gpd.GeoDataFrame) -> None:
    roles = nodes.drop_duplicates("block").sort_values("block")
    handles = [
        Line2D([], [], marker="o", linestyle="", color=KINDS[(int(row.block) - 1) % len(KINDS)], label=_label(row))
        for row in roles.itertuples()
    ]
    box = ax.legend(
        handles=handles,
        loc="upper left",
        ncols=2,
        fontsize=7,
        handletextpad=0.2,
        columnspacing=1.0,
        borderaxespad=0.0,
    )
    box.set_in_layout(False)


def _label(row: Any) -> str:
    return say(message("Block {number}: {role}", number=row.block, role=message(ROLES[row.role])))


def _links(ax: Axes, lines: gpd.GeoDataFrame, colours: Mapping[str, str]) -> None:
    """Draw curves in the colour of the block that sends, the strongest widest and on top."""
    ends = shapely.get_coordinates(lines.geometry.to_numpy()).reshape(-1, 2, 2)[::-1]
    start, way = ends[:, 0], ends[:, 1] - ends[:, 0]
    middle = start + way / 2 + BEND * np.column_stack([-way[:, 1], way[:, 0]])
    u = np.linspace(0, 1, CORNERS)[:, None]
    curves = [
        (1 - u) ** 2 * a + 2 * u * (1 - u) * m + u**2 * b for a, m, b in zip(start, middle, ends[:, 1], strict=True)
    ]
    rank = np.arange(1, len(curves) + 1) / len(curves)  # weakest first
    thin = min(1.0, (150 / len(curves)) ** 0.35)
    ax.add_collection(
        LineCollection(
            curves,
            colors=[colours[unit] for unit in lines["from"].to_numpy()[::-1]],
            linewidths=(0.4 + 1.3 * rank**4) * thin,
            alpha=np.clip((0.32 + 0.5 * rank**2) * thin, 0.05, 1.0),
            zorder=3,
        )
    )


@style()
def _names(ax: Axes, nodes: gpd.GeoDataFrame, unit: float) -> None:
    """Write names beside the points, those with the most links first, leaving out what would cover another; `unit` is
    the width of a printer's point on the map.
    """
    if len(nodes) > NAMED:
        return
    xy = shapely.get_coordinates(nodes.geometry.to_numpy())
    taken: list[tuple[float, float, float, float]] = []
    for place in np.argsort(-nodes["degree"].to_numpy(), kind="stable"):
        (x, y), text = xy[place], str(nodes["name"].iloc[place])
        wide = unit * POINTS * sum(1.0 if ord(c) > 0x2E80 else LETTER for c in text)
        box = (x + 3 * unit, y - 0.6 * POINTS * unit, x + 5 * unit + wide, y + 0.6 * POINTS * unit)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        ax.annotate(
            text,
            (x, y),
            xytext=(3, 0),
            textcoords="offset points",
            fontsize=POINTS,
            va="center",
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=1.2, foreground=PAPER, alpha=0.9)],
        )
