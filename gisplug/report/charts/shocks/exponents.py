"""Exponents of cross-section dependence, by window or by variable."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.palette import ACCENT, FAINT, MUTED, SERIES
from gisplug.report.charts.shared import DASHED
from gisplug.report.figures import style

STRONG, WEAK = 1.0, 0.5
MOST_TICKS = 12


@style()
def exponents_over_time(ax: Axes, table: pd.DataFrame, windows: bool) -> Axes:
    """Draw exponents (columns variable, first, last, alpha, low, high) by the last period of their window, one colour a
    variable; without windows one row a variable. Lines mark a common factor (1) and weak dependence (1/2).
    """
    names = list(dict.fromkeys(table["variable"]))
    if not windows:
        at = np.arange(len(table))
        gap = np.nan_to_num(np.vstack([table["alpha"] - table["low"], table["high"] - table["alpha"]]))
        ax.errorbar(table["alpha"], at, xerr=gap, fmt="o", color=ACCENT, capsize=2.5, linewidth=1.2)
        ax.set_yticks(at, [str(name) for name in table["variable"]])
        ax.set_ylim(len(table) - 0.4, -0.6)
        for place in (WEAK, STRONG):
            ax.axvline(place, color=MUTED, linewidth=0.8, linestyle=DASHED, zorder=0)
        ax.set_xlabel("Exponent of dependence (95 % interval)")
        return ax
    ends = list(dict.fromkeys(table["last"]))
    place_of = {end: k for k, end in enumerate(ends)}
    for k, name in enumerate(names):
        own = table[table["variable"] == name]
        at = np.array([place_of[end] for end in own["last"]])
        colour = SERIES[k % len(SERIES)]
        if own["low"].notna().all():
            ax.fill_between(at, own["low"], own["high"], color=colour, alpha=0.15, linewidth=0)
        ax.plot(at, own["alpha"], color=colour, linewidth=1.4, marker="o", markersize=3, label=str(name))
    for place in (WEAK, STRONG):
        ax.axhline(place, color=MUTED if place == STRONG else FAINT, linewidth=0.8, linestyle=DASHED, zorder=0)
    step = max(1, -(-len(ends) // MOST_TICKS))
    ax.set_xticks(np.arange(len(ends))[::step], [str(end) for end in ends[::step]])
    ax.set_xlabel("Last period of the window")
    ax.set_ylabel("Exponent of dependence")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=min(len(names), 4))
    return ax
