"""Effects of a spatial model by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gisplug.report.figures import COLOURS, FAINT, MUTED, figure, style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def periods_figure(effects: pd.DataFrame, outcome: str) -> Figure:
    """Draw one panel a variable; `effects` has index (period, variable, effect)."""
    names = list(dict.fromkeys(effects.index.get_level_values("variable")))
    columns = min(2, len(names))
    rows = -(-len(names) // columns)
    fig, axes = figure(16, 5.0 * rows + 1.2, rows, columns, squeeze=False)
    with style():
        for place, ax in enumerate(axes.ravel()):
            if place < len(names):
                period_chart(ax, effects.xs(names[place], level="variable"), f"{names[place]} on {outcome}")
            else:
                ax.set_axis_off()
        handles, labels = axes.ravel()[0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=2)
    return fig


def period_chart(ax: Axes, frame: pd.DataFrame, title: str = "") -> Axes:
    """Draw direct and indirect effects over the periods with their intervals; index (period, effect)."""
    periods = list(dict.fromkeys(frame.index.get_level_values("period")))
    place = np.arange(len(periods))
    for effect, colour in (("direct", COLOURS[0]), ("indirect", COLOURS[1])):
        rows = frame.xs(effect, level="effect").loc[periods]
        ax.plot(place, rows["estimate"], color=colour, marker="o", ms=3, label=effect.capitalize())
        ax.fill_between(place, rows["low"], rows["high"], color=colour, alpha=0.15, lw=0)
    ax.axhline(0.0, color=MUTED, lw=0.7)
    ax.grid(axis="y", color=FAINT)
    step = max(1, len(periods) // 7)
    ax.set_xticks(place[::step], [str(p) for p in periods[::step]])
    ax.set_ylabel("Effect")
    ax.set_title(title)
    return ax
