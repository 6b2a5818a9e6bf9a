"""Maps of standard deviational ellipses, and beside each the path of its centre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from matplotlib.patheffects import withStroke

from gisplug.core.messages import message
from gisplug.core.palette import COAST, EARLY_TO_LATE, INK, LAND, MUTED, PAPER
from gisplug.report.figures import figure, ramp, style
from gisplug.report.maps.furniture import scale_bar
from gisplug.report.maps.geometry import drawable, outlines
from gisplug.report.maps.look import Look

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from pyproj import CRS

LIGHTEST = 0.35  # share of the ramp from which periods are drawn
ROW_CM, WIDTH_CM = 7.6, 17.0
ROOM = 0.18  # around the path, as a share of its extent


def ellipse_maps(
    table: pd.DataFrame, crs: CRS, periods: Sequence[object], units: gpd.GeoDataFrame | None = None
) -> Figure:
    """Return one row a variable: its ellipses of some periods over the units, and the path of its centre.

    Parameters
    ----------
    table
        As `EllipsePath.table`, one row a variable and period; `crs` is that of its columns x and y.
    units
        One row a unit, with a CRS, drawn below; nothing where left out.
    """
    variables = list(dict.fromkeys(table["variable"]))
    fig, axes = figure(WIDTH_CM, ROW_CM * len(variables) + 0.6, rows=len(variables), columns=2, squeeze=False)
    land = [] if units is None else outlines(drawable(units, crs))
    unit = 1000 / float(crs.axis_info[0].unit_conversion_factor)
    for row, variable in zip(axes, variables, strict=True):
        own = table[table["variable"] == variable].reset_index(drop=True)
        _ellipses(row[0], land, own, crs, unit, periods)
        _path(row[1], land, own, crs)
        row[0].set_title(str(variable), loc="left", fontsize=9, fontweight="bold")
        row[1].set_title(message("Centre of {variable}", variable=variable), loc="left", fontsize=9, fontweight="bold")
    below = Look(disclaimer=units is not None).below()
    axes[-1, 0].text(0.0, -0.04, below, transform=axes[-1, 0].transAxes, fontsize=6, color=MUTED, va="top")
    return fig


def _shades(count: int) -> Any:
    return ramp(EARLY_TO_LATE)(np.linspace(LIGHTEST, 0.95, count))


def _ground(ax: Axes, land: Any) -> None:
    if land:
        ax.add_collection(PathCollection(land, facecolor=LAND, edgecolor=COAST, linewidth=0.4, zorder=1))


@style()
def _ellipses(ax: Axes, land: Any, own: pd.DataFrame, crs: CRS, unit: float, periods: Sequence[object]) -> None:
    _ground(ax, land)
    shown = own[own["period"].isin(list(periods))]
    for row, colour in zip(shown.itertuples(), _shades(len(shown)), strict=True):
        shape = Ellipse(
            (row.x, row.y),
            2 * row.minor * unit,
            2 * row.major * unit,
            angle=-row.angle,
            fill=False,
            edgecolor=colour,
            linewidth=1.5,
            zorder=3,
            label=str(row.period),
        )
        ax.add_patch(shape)
        ax.plot([row.x], [row.y], marker="o", markersize=3.5, color=colour, zorder=4)
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.03)
    scale_bar(ax, crs)
    ax.set_axis_off()
    ax.legend(loc="lower left", fontsize=7.5)


@style()
def _path(ax: Axes, land: Any, own: pd.DataFrame, crs: CRS) -> None:
    """Draw the way of the centre, from light (early) to dark (late), with its periods."""
    _ground(ax, land)
    x, y = own["x"].to_numpy(), own["y"].to_numpy()
    shades = _shades(len(own))
    for t in range(len(own) - 1):
        ax.annotate(
            "",
            (x[t + 1], y[t + 1]),
            (x[t], y[t]),
            arrowprops={"arrowstyle": "-|>", "color": shades[t + 1], "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0},
            zorder=3,
        )
    ax.scatter(x, y, s=16, color=shades, edgecolor=PAPER, linewidth=0.4, zorder=4)
    named = _apart(x, y)
    for t in named:
        ax.annotate(
            str(own["period"].iloc[t]),
            (x[t], y[t]),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=7,
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=1.6, foreground=PAPER)],
        )
    middle = np.array([x.min() + x.max(), y.min() + y.max()]) / 2
    half = max(np.ptp(x), np.ptp(y), 1e-6 * max(abs(middle).max(), 1.0)) * (0.5 + ROOM)
    ax.set_xlim(middle[0] - half, middle[0] + half)
    ax.set_ylim(middle[1] - half, middle[1] + half)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(True)
    scale_bar(ax, crs)


def _apart(x: np.ndarray, y: np.ndarray) -> list[int]:
    """Return the points whose names find room: the first, the last, and those far enough from all named before."""
    reach = 0.1 * max(float(np.ptp(x)), float(np.ptp(y)), 1e-12)
    named: list[int] = []
    for t in (0, len(x) - 1, *range(1, len(x) - 1)):
        if all(np.hypot(x[t] - x[k], y[t] - y[k]) > reach for k in named):
            named.append(t)
    return named
