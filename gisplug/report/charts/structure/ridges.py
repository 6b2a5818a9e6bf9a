"""Kernel densities of all periods as ridges, one above the other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gisplug.core.palette import EARLY_TO_LATE, FAINT, INK, PAPER
from gisplug.report.figures import figure, ramp, style

OVERLAP = 2.2  # height of the highest ridge, in steps between two
NOTHING = 0.002  # of the highest: lower curves are not drawn
LIGHTEST = 0.3  # share of the ramp from which periods are drawn
MOST_TICKS = 16
PANEL_CM, ROW_CM = 8.0, 0.42


def ridge_panels(parts: Mapping[str, pd.DataFrame], label: str, title: str = "") -> Figure:
    """Return one panel a group: the densities of its periods, the first below and the last above.

    Each table has the columns period, x, density. Heights compare within a panel, not between them.
    """
    columns = min(2, len(parts))
    rows = -(-len(parts) // columns)
    periods = max(part["period"].nunique() for part in parts.values())
    height = max(5.5, ROW_CM * (periods + OVERLAP) + 2.0)
    width = PANEL_CM if columns > 1 else 1.7 * PANEL_CM
    fig, axes = figure(width * columns, height * rows + 0.6 * bool(title), rows=rows, columns=columns, squeeze=False)
    for ax in axes.flat[len(parts) :]:
        ax.set_axis_off()
    for ax, (name, part) in zip(axes.flat, parts.items(), strict=False):
        _ridges(ax, part)
        ax.set_xlabel(label)
        if len(parts) > 1:
            ax.set_title(name, fontsize=9)
    if title:
        fig.suptitle(title, fontsize=11, fontweight="bold", x=0.02, ha="left")
    return fig


@style()
def _ridges(ax: Axes, part: pd.DataFrame) -> None:
    periods, most = list(dict.fromkeys(part["period"])), float(part["density"].max())
    shades = ramp(EARLY_TO_LATE)(np.linspace(LIGHTEST, 0.95, len(periods)))
    for t in range(len(periods) - 1, -1, -1):  # the lower ones stand before the upper ones
        own = part[part["period"] == periods[t]]
        share = own["density"].to_numpy() / most
        height = t + OVERLAP * share
        line = np.where(share > NOTHING, height, np.nan)
        front = 2 + len(periods) - t
        ax.axhline(t, color=FAINT, linewidth=0.5, zorder=1)
        ax.fill_between(own["x"], t, height, color=shades[t], alpha=0.85, linewidth=0, zorder=front)
        ax.plot(own["x"], line, color=PAPER, linewidth=1.4, zorder=front)
        ax.plot(own["x"], line, color=INK, linewidth=0.6, zorder=front)
    step = max(1, -(-len(periods) // MOST_TICKS))
    ax.set_yticks(np.arange(len(periods))[::step], [str(p) for p in periods[::step]])
    ax.set_ylim(-0.3, len(periods) - 1 + OVERLAP + 0.2)
    ax.margins(x=0)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
