"""When units were hot and cold spots: one row a unit, one column a period."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from gisplug.core.messages import message
from gisplug.core.palette import EMERGING, PAPER, SPOTS
from gisplug.report.charts.shared import MANY_TICKS
from gisplug.report.figures import figure, style
from gisplug.report.words.say import say

MOST_ROWS = 60
ROW_CM, ABOVE_CM, LETTERS = 0.34, 2.6, 34
COLOURS = [SPOTS["Cold spot"], SPOTS["Not significant"], SPOTS["Hot spot"]]


def spot_strip(state: np.ndarray, periods: Sequence[object], table: pd.DataFrame, title: str = "") -> Figure:
    """Return the picture of units that were ever a spot, sorted by category and number of periods.

    Parameters
    ----------
    state : (T, N), 1 hot, -1 cold, 0 else
    table : one row a unit, with columns name, category, hot, cold
    """
    order = {kind: k for k, kind in enumerate(EMERGING)}
    rank = table["category"].map(order)
    times = table["hot"] + table["cold"]
    ever = np.flatnonzero(times.to_numpy() > 0)
    sorted_ = ever[np.lexsort((-times.to_numpy()[ever], rank.to_numpy()[ever]))]
    shown = sorted_
    if len(sorted_) > MOST_ROWS:
        shown = np.sort(np.argsort(-times.to_numpy()[sorted_], kind="stable")[:MOST_ROWS])
        shown = sorted_[shown]
    fig, ax = figure(17, ABOVE_CM + ROW_CM * max(len(shown), 4))
    _strip(ax, state[:, shown], periods, table.iloc[shown])
    if len(sorted_) > len(shown):
        text = message("{title}: the {n} units most often a spot", title=title, n=len(shown))
    else:
        text = message("{title}: units that were ever a spot", title=title)
    fig.suptitle(text, fontsize=11, fontweight="bold", x=0.02, ha="left")
    return fig


@style()
def _strip(ax: Axes, state: np.ndarray, periods: Sequence[object], rows: pd.DataFrame) -> None:
    if not len(rows):
        ax.text(0.5, 0.5, "No unit was a hot or cold spot in any period.", ha="center", va="center")
        ax.set_axis_off()
        return
    ax.imshow(state.T, cmap=ListedColormap(COLOURS), vmin=-1, vmax=1, aspect="auto", interpolation="nearest")
    ax.set_xticks(np.arange(-0.5, len(periods)), minor=True)
    ax.set_yticks(np.arange(-0.5, len(rows)), minor=True)
    ax.grid(which="minor", color=PAPER, linewidth=0.8)
    ax.tick_params(which="both", length=0)
    step = max(1, -(-len(periods) // MANY_TICKS))
    ax.set_xticks(np.arange(len(periods))[::step], [str(p) for p in periods[::step]])
    ax.set_yticks(np.arange(len(rows)), [str(name) for name in rows["name"]], fontsize=6.5)
    _brackets(ax, rows["category"].tolist())
    for spine in ax.spines.values():
        spine.set_visible(False)
    handles = [Patch(color=COLOURS[2], label=say("Hot spot")), Patch(color=COLOURS[0], label=say("Cold spot"))]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2)


def _brackets(ax: Axes, kinds: list[str]) -> None:
    """Write categories to the right of their rows, with a bar of their colour."""
    start = 0
    for k in range(1, len(kinds) + 1):
        if k == len(kinds) or kinds[k] != kinds[start]:
            middle, colour = (start + k - 1) / 2, EMERGING[kinds[start]]
            ax.plot(
                [1.012, 1.012],
                [start - 0.42, k - 1 + 0.42],
                transform=ax.get_yaxis_transform(),
                color=colour,
                linewidth=4,
                clip_on=False,
                solid_capstyle="butt",
            )
            ax.text(1.03, middle, say(kinds[start]), transform=ax.get_yaxis_transform(), va="center", fontsize=7)
            start = k
