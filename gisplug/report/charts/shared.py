"""What several charts draw the same way: panels, ticks of periods, bands of quantiles, labels beside points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from gisplug.core.errors import PanelError
from gisplug.core.palette import ACCENT, INK, MUTED, PAPER
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import Period
from gisplug.report.figures import figure, style

DASHED = (0, (4, 3))
MANY_TICKS = 12
BAND_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
_PLACES = ((1, 0.35), (1, -0.35), (-1, 0.35), (-1, -0.35), (0, 1), (0, -1), (1, 1), (-1, -1), (-1, 1), (1, -1))


def panels(
    names: Sequence[str],
    draw: Callable[[Axes, str], object],
    row_cm: float,
    columns: int = 2,
    legend_columns: int = 2,
    width_cm: float = 16,
    legend_cm: float = 1.2,
    **subplots: Any,
) -> Figure:
    """Return a figure with one panel a name, drawn by `draw(ax, name)`, and one legend below them all."""
    columns = min(columns, len(names))
    rows = -(-len(names) // columns)
    fig, axes = figure(width_cm, row_cm * rows + legend_cm, rows, columns, squeeze=False, **subplots)
    with style():
        for place, ax in enumerate(axes.ravel()):
            if place < len(names):
                draw(ax, names[place])
            else:
                ax.set_axis_off()
        handles, labels = axes.ravel()[0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=legend_columns)
    return fig


def period_places(periods: Iterable[object]) -> np.ndarray:
    """Return where periods stand on an axis, (T,): steps of their calendar, so that absent ones leave a gap."""
    labels: list[Period] = [int(p) if isinstance(p, int | np.integer) else str(p) for p in periods]
    try:
        clock = dict(zip((found := calendar_of(labels)).periods, found.clock, strict=True))
    except PanelError:
        return np.arange(len(labels), dtype=float)
    return np.array([clock[p] for p in labels], dtype=float)


def period_ticks(ax: Axes, periods: Iterable[object], most: int = MANY_TICKS) -> None:
    """Write periods, drawn at `period_places`, below the axis; every second, third where there are more than `most`."""
    known = list(periods)
    step = max(1, -(-len(known) // most))
    ax.set_xticks(period_places(known)[::step], [str(p) for p in known[::step]])


def quantile_bands(ax: Axes, at: np.ndarray, parts: pd.DataFrame, outer: str = "5-95 percent of units") -> None:
    """Draw median, middle half and middle 90 percent; `parts` has a column for each of BAND_QUANTILES."""
    ax.fill_between(at, parts[0.05], parts[0.95], color=ACCENT, alpha=0.15, linewidth=0, label=outer)
    ax.fill_between(at, parts[0.25], parts[0.75], color=ACCENT, alpha=0.3, linewidth=0, label="middle half")
    ax.plot(at, parts[0.5], color=ACCENT, marker="o", label="median")


def label_beside(ax: Axes, wanted: Sequence[tuple[float, float, str]], points: np.ndarray, size: float = 7.0) -> None:
    """Set labels beside their points where no other label or point is; those that fit nowhere are left out."""
    figure: Any = ax.figure
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    frame = ax.get_window_extent(renderer)
    dots = ax.transData.transform(points)
    radius = figure.dpi / 72 * 2.6
    taken: list[tuple[float, float, float, float]] = []
    corners = [t.get_window_extent(renderer) for t in ax.texts]
    taken += [(b.x0, b.y0, b.x1, b.y1) for b in corners]
    for x, y, text in wanted:
        made = ax.annotate(
            text,
            (x, y),
            textcoords="offset points",
            xytext=(0, 0),
            fontsize=size,
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=1.8, foreground=PAPER)],
        )
        box = made.get_window_extent(renderer)
        at, width, height = ax.transData.transform((x, y)), box.width, box.height
        for side, rise in _PLACES:
            gap = radius * 1.5
            left = at[0] + (gap if side > 0 else -gap - width if side < 0 else -width / 2)
            bottom = at[1] + rise * (height / 2 + gap * (abs(rise) == 1)) - height / 2
            spot = (left, bottom, left + width, bottom + height)
            inside = spot[0] > frame.x0 and spot[2] < frame.x1 and spot[1] > frame.y0 and spot[3] < frame.y1
            hit = (
                (dots[:, 0] > spot[0] - radius)
                & (dots[:, 0] < spot[2] + radius)
                & (dots[:, 1] > spot[1] - radius)
                & (dots[:, 1] < spot[3] + radius)
            )
            others = hit & (np.hypot(*(dots - at).T) > 0.5)
            if inside and not others.any() and not any(_overlap(spot, t) for t in taken):
                taken.append(spot)
                made.set_position(
                    ((left - at[0]) * 72 / figure.dpi, (bottom - at[1] - box.y0 + at[1]) * 72 / figure.dpi)
                )
                break
        else:
            made.remove()


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def write_at(ax: Axes, marks: Iterable[tuple[Any, Any, str]], offset: tuple[float, float], size: float = 7.5) -> None:
    """Write texts at places (x, y, text) of the data, some points to the right of them or above."""
    way: dict[str, Any] = {"va": "center"} if offset[0] else {"ha": "center"}
    for x, y, text in marks:
        ax.annotate(text, (x, y), xytext=offset, textcoords="offset points", fontsize=size, color=MUTED, **way)


def name_corners(ax: Axes, names: Sequence[str], **look: Any) -> None:
    """Name the quadrants of a Moran scatter in its corners, from the upper right one against the clock."""
    for name, (x, y) in zip(names, ((0.98, 0.98), (0.02, 0.98), (0.02, 0.02), (0.98, 0.02)), strict=True):
        ha, va = "right" if x > 0.5 else "left", "top" if y > 0.5 else "bottom"
        ax.text(x, y, name, transform=ax.transAxes, ha=ha, va=va, color=MUTED, **look)
