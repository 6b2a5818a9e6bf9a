"""How effects of a dynamic spatial model build up over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.report.figures import COLOURS, FAINT, MUTED, figure, style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def responses_figure(responses: pd.DataFrame, fit: Any) -> Figure:
    """Draw one panel a variable: effects of each period as bars, their sums as lines."""
    names = list(dict.fromkeys(responses.index.get_level_values("variable")))
    columns = min(2, len(names))
    rows = -(-len(names) // columns)
    fig, axes = figure(16, 5.2 * rows + 1.2, rows, columns, squeeze=False)
    with style():
        for place, ax in enumerate(axes.ravel()):
            if place < len(names):
                response_chart(ax, responses.loc[names[place]], f"{names[place]} on {fit.outcome}")
            else:
                ax.set_axis_off()
        handles, labels = axes.ravel()[0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=4)
    return fig


def response_chart(ax: Axes, frame: pd.DataFrame, title: str = "") -> Axes:
    """Draw the response of one variable."""
    horizon = frame.index.to_numpy()
    for shift, effect, colour in ((-0.19, "direct", COLOURS[0]), (0.19, "indirect", COLOURS[1])):
        ax.bar(
            horizon + shift,
            frame[effect],
            width=0.36,
            color=colour,
            alpha=0.45,
            label=f"{effect.capitalize()}, by period",
        )
        ax.plot(
            horizon, frame[f"cumulative {effect}"], color=colour, marker="o", ms=3, label=f"{effect.capitalize()}, sum"
        )
    ax.axhline(0.0, color=MUTED, lw=0.7)
    ax.grid(axis="y", color=FAINT)
    ax.set_xticks(horizon if len(horizon) <= 12 else np.linspace(0, horizon[-1], 6).astype(int))
    ax.set_xlabel("Periods since the change")
    ax.set_ylabel("Effect")
    ax.set_title(title)
    return ax
