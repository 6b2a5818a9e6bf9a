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
from gisplug.report.figures import figure, style
from gisplug.report.maps.furniture import scale_bar
from gisplug.report.maps.geometry import drawable, outlines
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH_CM, MAP_CM, BELOW_CM = 17.0, 8.5, 1.6
BEND = 0.12  # of a link's length, by which its curve leaves the straight way, to the left of where it goes
CORNERS = 17  # of a curve
NAMED = 45  # units whose names find room
ROLES = {
    "net spill-out": "Net spill-out",
    "net beneficiary": "Net beneficiary",
    "bidirectional": "Bidirectional spillover",
    "broker": "Broker",
    "isolated": "Without links",
}


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
    land = [] if units is None else outlines(drawable(units, crs))
    wide = WIDTH_CM if columns > 1 else 0.8 * WIDTH_CM
    tall = MAP_CM if columns > 1 else 1.2 * MAP_CM
    fig, axes = figure(wide, (tall + BELOW_CM) * rows + bool(title), rows=rows, columns=columns, squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, period in zip(axes.flat, lines, strict=False):
        _map(ax, land, lines[period].to_crs(crs), nodes[period].to_crs(crs), crs)
        shown, whole = len(lines[period]), totals[period]
        links = message("{n} links", n=whole)
        if shown < whole:
            links = message("the strongest {shown} of {n} links", shown=shown, n=whole)
        head = message("{period}: {links}", period=period, links=links)
        ax.set_title(head, loc="left", fontsize=9, fontweight="bold")
    below = Look(disclaimer=units is not None).below()
    axes[-1, 0].text(0.0, -0.2, below, transform=axes[-1, 0].transAxes, fontsize=6, color=MUTED, va="top")
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
    size = (8 + 60 * nodes["degree"].to_numpy()) * few
    ax.scatter(*xy.T, s=size, color=colours, edgecolor=PAPER, linewidth=0.5 * few, zorder=4)
    if len(nodes) <= NAMED:
        _names(ax, xy, nodes["name"].to_numpy())
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.03)
    scale_bar(ax, crs)
    roles = nodes.drop_duplicates("block").sort_values("block")
    handles = [
        Line2D([], [], marker="o", linestyle="", color=KINDS[(int(row.block) - 1) % len(KINDS)], label=_label(row))
        for row in roles.itertuples()
    ]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.0, 0.0), ncols=2, fontsize=7.5, handletextpad=0.2)


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
            linewidths=(0.25 + 1.3 * rank**4) * thin,
            alpha=np.clip((0.18 + 0.55 * rank**2) * thin, 0.04, 1.0),
            zorder=3,
        )
    )


def _names(ax: Axes, xy: np.ndarray, names: np.ndarray) -> None:
    """Write names beside the points, leaving out those that would cover one before."""
    reach = 0.035 * float(np.ptp(xy, axis=0).max())
    taken: list[tuple[float, float]] = []
    for (x, y), name in zip(xy, names, strict=True):
        if any(abs(y - b) < reach and abs(x - a) < 3.2 * reach for a, b in taken):
            continue
        taken.append((x, y))
        ax.annotate(
            str(name),
            (x, y),
            xytext=(3, 2),
            textcoords="offset points",
            fontsize=5.5,
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=1.2, foreground=PAPER, alpha=0.9)],
        )
