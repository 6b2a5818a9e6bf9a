"""The legend of maps: one patch a class, and one for each mark that the map shows."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gisplug.core.messages import message
from gisplug.core.palette import COAST, EDGE, MUTED, NO_DATA, ORIGIN, PAPER
from gisplug.report.figures import fitted, style, width_of, wrapped
from gisplug.report.maps.classes import Classes
from gisplug.report.maps.look import Look
from gisplug.report.words.say import say

REMARK_POINTS, REMARKS_WIDE = 6, 0.97  # size of the letters below a map; share of the picture that they may take
MOST_LETTERS = 24  # on a line of a legend's title
REST = "\\\\\\"  # pattern of land that is not in the study, the other way round than what is not significant
EMPTY = "xxxx"  # pattern of units without a value, where there are no colours
LEGEND_POINTS, PATCH_CM = 7.5, 0.95  # size of the letters of a legend; width of a patch with what stands around it


def legend(ax: Axes, made: Classes, look: Look) -> None:
    """Add the legend of one map inside its axes."""
    with style():
        ax.legend(
            handles=_handles(made, look),
            title=_heading(made, look, alone=True),
            loc="lower left",
            fontsize=LEGEND_POINTS,
            title_fontsize=8,
            alignment="left",
            borderaxespad=0.2,
            handlelength=1.5,
            handleheight=1.0,
            labelspacing=0.35,
        )


def legend_columns(made: Classes, look: Look, width_cm: float) -> tuple[int, int]:
    """Return into how many columns and rows a common legend goes that is not wider than the picture."""
    texts = [handle.get_label() for handle in _handles(made, look)]
    widths = [PATCH_CM + width_of(str(text), LEGEND_POINTS) for text in texts]
    for rows in range(1, len(texts)):
        columns = -(-len(texts) // rows)
        if sum(max(widths[k * rows : (k + 1) * rows]) for k in range(columns)) <= width_cm:
            return columns, rows
    return 1, len(texts)


def shared_legend(ax: Axes, made: Classes, look: Look, columns: int) -> None:
    """Add the common legend of several maps, and the remarks, into axes of their own."""
    handles = _handles(made, look)
    with style():
        box = ax.legend(
            handles=handles,
            loc="upper left",
            ncols=columns,
            title=_heading(made, look, alone=False),
            alignment="left",
            fontsize=LEGEND_POINTS,
            title_fontsize=8,
            handlelength=1.4,
            columnspacing=1.2,
            borderaxespad=0.0,
        )
    box.set_in_layout(False)
    width = REMARKS_WIDE * ax.get_figure().get_size_inches()[0] * 2.54  # type: ignore[union-attr]
    below = ax.text(
        0.0, 0.0, remarks(look, width), transform=ax.transAxes, fontsize=REMARK_POINTS, color=MUTED, va="bottom"
    )
    below.set_in_layout(False)


def remarks(look: Look, width_cm: float) -> str:
    """Return the remarks below a map, in lines that are not wider than it."""
    return fitted(look.below(), width_cm, REMARK_POINTS)


def _heading(made: Classes, look: Look, alone: bool) -> str | None:
    """Return what stands above a legend: its title, and the unit of its numbers."""
    title = wrapped(look.legend, MOST_LETTERS, look.language) if alone else say(look.legend, look.language)
    unit = say(message("unit: {unit}", unit=made.unit), look.language) if made.unit else ""
    if not (title and unit):
        return title or unit or None
    return f"{title}\n({unit})" if alone else f"{title} ({unit})"


def _handles(made: Classes, look: Look) -> list[Patch]:
    patterns = made.hatches or ("",) * len(made.labels)
    handles = [
        Patch(facecolor=c, edgecolor=EDGE, linewidth=0.3, label=text, hatch=hatch or None)
        for text, c, hatch in zip(made.labels, made.colours, patterns, strict=True)
    ]
    grey = bool(made.hatches)
    here = np.zeros(len(made.code), dtype=bool)
    if look.origin is not None:
        here = np.resize(np.asarray(look.origin, dtype=bool), len(made.code))
        handles.append(
            Patch(facecolor=ORIGIN, edgecolor=EDGE, linewidth=0.3, label=say("Origin of the shock", look.language))
        )
    if ((made.code < 0) & ~here).any():
        face, pattern = (PAPER, EMPTY) if grey else (NO_DATA, None)
        label = say(look.empty, look.language)
        handles.append(Patch(facecolor=face, edgecolor=EDGE, linewidth=0.3, label=label, hatch=pattern))
    if look.significant is not None and not all(look.significant):
        handles.append(
            Patch(
                facecolor=PAPER,
                edgecolor=MUTED,
                hatch="/////",
                linewidth=0.3,
                label=say("Not significant", look.language),
            )
        )
    if look.rest:
        handles.append(
            Patch(
                facecolor=PAPER,
                edgecolor=COAST,
                hatch=REST,
                linewidth=0.4,
                label=say("Not in the study", look.language),
            )
        )
    return handles
