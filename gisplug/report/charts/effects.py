"""Charts of spatial models: coefficients, effects, effects by order, effects between groups. Each takes ax and
returns it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.messages import message
from gisplug.core.palette import ABOUT_ZERO, EFFECTS, FAINT, INK, MUTED, PAPER, SERIES
from gisplug.report.figures import legend, ramp

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MARKERS = "os^"  # of direct, indirect and total effects, for print without colours
LEGEND_ROW = 0.75  # rows above the first one, in which the legend covers nothing


def coefficient_chart(ax: Axes, table: pd.DataFrame, title: str = "") -> Axes:
    """Draw estimates with their intervals, one row a term; hollow where the interval holds zero."""
    terms = [str(t).replace("W*", "W × ") for t in table.index if t != "const"]
    rows = table.drop(index="const", errors="ignore")
    places = np.arange(len(rows))[::-1]
    ax.axvline(0.0, color=MUTED, linewidth=0.8)
    sure = (rows["low"].to_numpy() > 0.0) | (rows["high"].to_numpy() < 0.0)
    ax.hlines(places, rows["low"], rows["high"], color=SERIES[0], linewidth=1.6)
    ax.scatter(
        rows["estimate"],
        places,
        s=28,
        zorder=3,
        edgecolors=SERIES[0],
        facecolors=np.where(sure, SERIES[0], PAPER),
    )
    ax.set_yticks(places, terms)
    ax.grid(axis="x", color=FAINT)
    ax.set_xlabel("Estimate")
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_title(title)
    return ax


def effects_chart(ax: Axes, frame: pd.DataFrame, title: str = "") -> Axes:
    """Draw direct, indirect and total effects of every variable with their intervals."""
    names = list(dict.fromkeys(frame.index.get_level_values("variable")))
    ax.axvline(0.0, color=MUTED, linewidth=0.8)
    for shift, mark, (effect, colour) in zip((0.24, 0.0, -0.24), MARKERS, EFFECTS.items(), strict=True):
        rows = frame.xs(effect, level="effect").loc[names]
        places = np.arange(len(names))[::-1] + shift
        ax.hlines(places, rows["low"], rows["high"], color=colour, linewidth=1.6)
        sure = (rows["low"].to_numpy() > 0.0) | (rows["high"].to_numpy() < 0.0)
        fill = np.where(sure, colour, PAPER)
        ax.scatter(rows["estimate"], places, s=26, zorder=3, edgecolors=colour, facecolors=fill, marker=mark)
        ax.plot([], [], color=colour, marker=mark, label=effect.capitalize())
    ax.set_yticks(np.arange(len(names))[::-1], names)
    ax.set_ylim(-0.6, len(names) - 0.4 + LEGEND_ROW)
    ax.grid(axis="x", color=FAINT)
    ax.set_xlabel("Effect and 95% interval")
    ax.set_title(title)
    legend(ax, loc="upper left", ncols=len(EFFECTS))
    return ax


def order_chart(ax: Axes, frame: pd.DataFrame, title: str = "") -> Axes:
    """Draw direct and indirect parts of each order as bars and the share that has arrived as a line."""
    orders = frame.index.to_numpy()
    ax.bar(orders - 0.2, frame["direct"], width=0.4, color=EFFECTS["direct"], label="Direct")
    ax.bar(orders + 0.2, frame["indirect"], width=0.4, color=EFFECTS["indirect"], label="Indirect")
    ax.axhline(0.0, color=MUTED, linewidth=0.8)
    ax.set_xticks(orders)
    ax.set_xlabel("Order of neighbours")
    ax.set_ylabel("Part of the effect")
    ax.set_title(title)
    legend(ax, loc="best")
    return ax


def group_chart(ax: Axes, table: pd.DataFrame, title: str = "") -> Axes:
    """Draw the effects between groups as a matrix: row of origin, column of response."""
    names = list(dict.fromkeys(table.index.get_level_values("of")))
    values = np.array([[table.loc[(a, b), "estimate"] for b in names] for a in names])
    p = np.array([[table.loc[(a, b), "p"] for b in names] for a in names])
    most = float(np.abs(values).max()) or 1.0
    ax.imshow(values, cmap=ramp(ABOUT_ZERO), vmin=-most, vmax=most)
    for i, j in np.ndindex(values.shape):
        mark = "***" if p[i, j] < 0.01 else "**" if p[i, j] < 0.05 else "*" if p[i, j] < 0.1 else ""
        dark = abs(values[i, j]) > 0.6 * most
        ax.text(j, i, f"{values[i, j]:.3f}{mark}", ha="center", va="center", color=PAPER if dark else INK)
    ax.set_xticks(range(len(names)), [message("on {n}", n=n) for n in names])
    ax.set_yticks(range(len(names)), [message("of {n}", n=n) for n in names])
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_title(title)
    return ax
