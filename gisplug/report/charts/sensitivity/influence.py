"""Influence: one number without each unit, period or group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.messages import message
from gisplug.report.charts.regression import left_out
from gisplug.report.figures import figure, style
from gisplug.sensitivity.effect import EFFECTS, OF_UNITS, has_spillover

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.sensitivity.influence import Influence

MOST_CM = 22.0


def influence_figure(found: Influence, variable: str) -> Figure:
    """Draw direct, indirect and total effect of a variable without each, in order, one beside the other."""
    kinds = [k for k in OF_UNITS if k == "direct" or has_spillover(found.baseline, variable)]
    count = len(found.estimates.index.unique("left_out"))
    fig, axes = figure(9.0 * len(kinds), min(3 + 0.42 * count, MOST_CM), 1, len(kinds), squeeze=False)
    with style():
        for ax, kind in zip(axes[0], kinds, strict=True):
            rows = found.of(variable, kind).rename(index=dict(found.names))
            words = message("{effect} of {key}", effect=EFFECTS[kind], key=variable)
            without_each(ax, rows, found.numbers.loc[(variable, kind)], words)
    return fig


def without_each(ax: Axes, rows: pd.DataFrame, base: pd.Series, words: str) -> Axes:
    """Draw a number without each of something, in order, and the band of that with all; `words` name it.

    `rows` has what is left out as index and the columns estimate, low, high; `base` has the same labels.
    """
    left_out(ax, rows, base, "")
    ax.set_xlabel(message("{words} (95 % interval)", words=words))
    return ax
