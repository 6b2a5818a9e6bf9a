"""Effects of spatial models over time: how they build up in a dynamic model, and how they change between periods.

`responses_figure` draws responses to a change by periods since it; `periods_figure` effects by calendar period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.core.messages import message
from gisplug.core.palette import EFFECTS, FAINT, MUTED
from gisplug.report.charts.shared import panels, period_places

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def responses_figure(responses: pd.DataFrame, fit: Any) -> Figure:
    """Draw one panel a variable; `responses` has index (variable, periods since the change)."""
    names = list(dict.fromkeys(responses.index.get_level_values("variable")))
    return panels(
        names,
        lambda ax, name: response_chart(
            ax, responses.loc[name], message("{name} on {outcome}", name=name, outcome=fit.outcome)
        ),
        5.2,
        legend_columns=4,
    )


def periods_figure(effects: pd.DataFrame, outcome: str) -> Figure:
    """Draw one panel a variable; `effects` has index (period, variable, effect)."""
    names = list(dict.fromkeys(effects.index.get_level_values("variable")))
    return panels(
        names,
        lambda ax, name: period_chart(
            ax, effects.xs(name, level="variable"), message("{name} on {outcome}", name=name, outcome=outcome)
        ),
        5.0,
    )


def response_chart(ax: Axes, frame: pd.DataFrame, title: str = "") -> Axes:
    """Draw the response of one variable: effects of each period as bars, their sums as lines.

    `frame` has the index horizon (periods since the change) and the columns direct, indirect, cumulative direct,
    cumulative indirect.
    """
    horizon = frame.index.to_numpy()
    for shift, effect in ((-0.19, "direct"), (0.19, "indirect")):
        ax.bar(
            horizon + shift,
            frame[effect],
            width=0.36,
            color=EFFECTS[effect],
            alpha=0.45,
            label=message("{capitalize}, by period", capitalize=effect.capitalize()),
        )
        ax.plot(
            horizon,
            frame[message("cumulative {effect}", effect=effect)],
            color=EFFECTS[effect],
            marker="o",
            ms=3,
            label=message("{capitalize}, sum", capitalize=effect.capitalize()),
        )
    ax.set_xticks(horizon if len(horizon) <= 12 else np.linspace(0, horizon[-1], 6).astype(int))
    ax.set_xlabel("Periods since the change")
    return _finished(ax, title)


def period_chart(ax: Axes, frame: pd.DataFrame, title: str = "") -> Axes:
    """Draw direct and indirect effects over the periods with their intervals; index (period, effect)."""
    periods = list(dict.fromkeys(frame.index.get_level_values("period")))
    place = period_places(periods)
    for effect in ("direct", "indirect"):
        rows = frame.xs(effect, level="effect").loc[periods]
        ax.plot(place, rows["estimate"], color=EFFECTS[effect], marker="o", ms=3, label=effect.capitalize())
        ax.fill_between(place, rows["low"], rows["high"], color=EFFECTS[effect], alpha=0.15, lw=0)
    step = max(1, len(periods) // 7)
    ax.set_xticks(place[::step], [str(p) for p in periods[::step]])
    return _finished(ax, title)


def _finished(ax: Axes, title: str) -> Axes:
    ax.axhline(0.0, color=MUTED, lw=0.7)
    ax.grid(axis="y", color=FAINT)
    ax.set_ylabel("Effect")
    ax.set_title(title)
    return ax
