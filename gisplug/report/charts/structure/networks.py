"""Pictures of networks over time: how dense and how joined they are."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gisplug.core.palette import ACCENT, FAINT, SERIES
from gisplug.report.charts.shared import MANY_TICKS, period_places, period_ticks
from gisplug.report.figures import figure, style

KRACKHARDT = {
    "connectedness": "Connectedness",
    "hierarchy": "Hierarchy",
    "efficiency": "Efficiency",
}


def network_trend(table: pd.DataFrame, title: str = "") -> Figure:
    """Return links and density, beside Krackhardt's measures; `table` as `SpatialNetwork.table`, one row a period."""
    fig, (left, right) = figure(17, 7.2, columns=2)
    _links(left, table)
    _measures(right, table)
    if title:
        fig.suptitle(title, fontsize=11, fontweight="bold", x=0.02, ha="left")
    return fig


@style()
def _links(ax: Axes, table: pd.DataFrame) -> None:
    x = period_places(table["period"])
    ax.bar(x, table["links"], width=0.7, color=FAINT)
    ax.set_ylabel("Links")
    other = ax.twinx()
    other.plot(x, table["density"], color=ACCENT, marker="o")
    other.set_ylabel("Density", color=ACCENT)
    other.spines["right"].set_visible(True)
    low, high = float(table["density"].min()), float(table["density"].max())
    room = max(high - low, 0.05)
    other.set_ylim(max(low - 0.5 * room, 0), high + 0.3 * room)
    ax.set_ylim(0, 1.25 * max(float(table["links"].max()), 1))
    period_ticks(ax, table["period"], MANY_TICKS // 2)


@style()
def _measures(ax: Axes, table: pd.DataFrame) -> None:
    x = period_places(table["period"])
    for (name, label), colour, mark in zip(KRACKHARDT.items(), SERIES, "os^", strict=False):
        ax.plot(x, table[name], color=colour, marker=mark, label=label)
    ax.set_ylim(-0.03, 1.2)
    ax.legend(loc="upper left", ncols=3, fontsize=7, columnspacing=0.8, handlelength=1.3, borderaxespad=0.1)
    period_ticks(ax, table["period"], MANY_TICKS // 2)
