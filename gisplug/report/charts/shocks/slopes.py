"""Slopes of all units with their intervals, and their mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, SECOND
from gisplug.report.charts.shared import DASHED
from gisplug.report.figures import style, zero_line

MOST_NAMES = 60  # units whose names stand at the axis


@style()
def slopes_of_units(ax: Axes, slopes: pd.DataFrame, mean: pd.Series, label: str) -> Axes:
    """Draw slopes (index unit; estimate, low, high) from the largest to the smallest, and mean (3,), theirs of the
    same names, with its interval.

    Units whose slope is not known are left out; with many units no names stand at the axis.
    """
    rows = slopes[np.isfinite(slopes["estimate"])].sort_values("estimate", ascending=False, kind="stable")
    at, value = np.arange(len(rows)), rows["estimate"].to_numpy()
    gap = np.nan_to_num(np.vstack([value - rows["low"], rows["high"] - value]))
    few = len(rows) <= MOST_NAMES
    ax.axvspan(mean["low"], mean["high"], color=SECOND, alpha=0.15, linewidth=0)
    text = message("Mean {value:.3g} and its interval", value=float(mean["estimate"]))
    ax.axvline(mean["estimate"], color=SECOND, linewidth=1.1, linestyle=DASHED, label=text)
    size, width = (4.0, 1.0) if few else (1.6, 0.4)
    ax.errorbar(value, at, xerr=gap, fmt="o", color=ACCENT, markersize=size, linewidth=width, capsize=0)
    zero_line(ax, horizontal=False)
    if few:
        ax.set_yticks(at, [str(name) for name in rows.index])
    else:
        ax.set_yticks([])
        ax.set_ylabel(message("{n} units", n=len(rows)))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(message("{label} (95 % interval)", label=label))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0))
    return ax
