"""The legend of maps: one patch a class, and one for each mark that the map shows."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gisplug.core.palette import EDGE, MUTED, NO_DATA, ORIGIN, PAPER
from gisplug.report.figures import style
from gisplug.report.maps.classes import Classes
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say


def legend(ax: Axes, made: Classes, look: Look) -> None:
    """Add the legend of one map inside its axes."""
    with style():
        ax.legend(
            handles=_handles(made, look),
            title=say(look.legend, look.language) or None,
            loc="lower left",
            fontsize=7.5,
            title_fontsize=8,
            alignment="left",
            borderaxespad=0.2,
            handlelength=1.5,
            handleheight=1.0,
            labelspacing=0.35,
        )


def shared_legend(ax: Axes, made: Classes, look: Look) -> None:
    """Add the common legend of several maps, and the remarks, into axes of their own."""
    handles = _handles(made, look)
    with style():
        box = ax.legend(
            handles=handles,
            loc="upper left",
            ncols=min(len(handles), 6),
            title=say(look.legend, look.language) or None,
            alignment="left",
            fontsize=7.5,
            title_fontsize=8,
            handlelength=1.4,
            columnspacing=1.2,
            borderaxespad=0.0,
        )
    box.set_in_layout(False)
    below = ax.text(0.0, 0.0, look.below(), transform=ax.transAxes, fontsize=6, color=MUTED, va="bottom")
    below.set_in_layout(False)


def _handles(made: Classes, look: Look) -> list[Patch]:
    handles = [
        Patch(facecolor=c, edgecolor=EDGE, linewidth=0.3, label=text)
        for text, c in zip(made.labels, made.colours, strict=True)
    ]
    here = np.zeros(len(made.code), dtype=bool)
    if look.origin is not None:
        here = np.resize(np.asarray(look.origin, dtype=bool), len(made.code))
        handles.append(
            Patch(facecolor=ORIGIN, edgecolor=EDGE, linewidth=0.3, label=say("Origin of the shock", look.language))
        )
    if ((made.code < 0) & ~here).any():
        handles.append(Patch(facecolor=NO_DATA, edgecolor=EDGE, linewidth=0.3, label=say("No data", look.language)))
    if look.significant is not None:
        handles.append(
            Patch(
                facecolor=PAPER,
                edgecolor=MUTED,
                hatch="/////",
                linewidth=0.3,
                label=say("Not significant", look.language),
            )
        )
    return handles
