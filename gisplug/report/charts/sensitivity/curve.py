"""The specification curve as in Simonsohn, Simmons and Nelson (2020): sorted estimates above, their choices below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, INK, MUTED, PAPER, SECOND
from gisplug.report.charts.shared import DASHED
from gisplug.report.figures import figure, style
from gisplug.sensitivity.effect import EFFECTS
from gisplug.sensitivity.specifications.curve import by_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.sensitivity.specifications.curve import SpecificationCurve

ROW_CM = 0.42  # height of a choice
CURVE_CM = 6.2
WIDTH_CM = 17.0
SHOWN = (0.03, 0.97)  # quantiles of the ends of intervals that the axis holds
FEW = 60  # specifications up to which each is a thick mark
SIGNIFICANT = {1: ACCENT, -1: SECOND, 0: MUTED}


def curve_figure(found: SpecificationCurve) -> Figure:
    """Draw the curve, and below it a row for everything that could be chosen, with a mark where it was."""
    rows = found.estimated.sort_values("estimate", kind="stable")
    words = {name: column.loc[rows.index] for name, column in by_words(found.specifications).items()}
    lines = [
        line for name, column in words.items() if column.nunique() > 1 for line in [(name, ""), *_each(name, column)]
    ]
    below = max(ROW_CM * len(lines), 2 * ROW_CM)
    fig, (top, under) = figure(
        WIDTH_CM, CURVE_CM + below + 1.0, 2, 1, sharex=True, height_ratios=[CURVE_CM, below], gridspec_kw={"hspace": 0}
    )
    with style():
        estimates(top, found)
        top.set_xlabel("")
        _dashboard(under, rows, words, lines)
    return fig


def estimates(ax: Axes, found: SpecificationCurve) -> Axes:
    """Draw the estimates in rising order with their 95 % intervals, coloured where p < 0.05, and the baseline."""
    rows = found.estimated.sort_values("estimate", kind="stable")
    at, n = np.arange(1, len(rows) + 1), len(rows)
    kind = _kinds(rows)
    thin = max(0.35, min(1.4, 90.0 / n))
    for sign, label in ((1, "Positive, p < 0.05"), (-1, "Negative, p < 0.05"), (0, "p of 0.05 and more")):
        here = kind == sign
        if not here.any():
            continue
        colour = SIGNIFICANT[sign]
        part = rows[here]
        ax.vlines(at[here], part["low"], part["high"], color=colour, alpha=0.35, linewidth=thin)
        ax.plot(
            at[here],
            part["estimate"],
            linestyle="none",
            marker="o",
            color=colour,
            markersize=3.6 if n <= FEW else 2.0,
            markeredgewidth=0,
            label=label,
        )
    ax.axhline(0.0, color=INK, linewidth=0.7)
    median = float(rows["estimate"].median())
    ax.axhline(median, color=MUTED, linewidth=0.8, linestyle=DASHED, label=message("Median {m:.4g}", m=median))
    if 1 in rows.index:
        place = int(at[rows.index == 1][0])
        ax.plot(
            [place],
            [float(rows.loc[1, "estimate"])],
            marker="D",
            markersize=6,
            color=INK,
            markerfacecolor=PAPER,
            linestyle="none",
            label="Baseline",
            zorder=4,
        )
    _cut(ax, rows)
    ax.set_ylabel(message("{effect} of {key}", effect=EFFECTS[found.effect], key=found.key))
    ax.set_xlim(0.0, n + 1.0)
    ax.set_xlabel("Specifications in the order of their estimate")
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, markerscale=1.6)
    return ax


def _cut(ax: Axes, rows: pd.DataFrame) -> None:
    """Let the axis hold all estimates and nearly all intervals; the few that are far longer are cut, and that is
    said.
    """
    ends = [rows["low"].quantile(SHOWN[0]), rows["high"].quantile(SHOWN[1])]
    low, high = (
        min(float(ends[0]), float(rows["estimate"].min()), 0.0),
        max(float(ends[1]), float(rows["estimate"].max()), 0.0),
    )
    room = 0.06 * (high - low)
    longer = int(((rows["low"] < low - room) | (rows["high"] > high + room)).sum())
    ax.set_ylim(low - room, high + room)
    if longer:
        text = message("{n} intervals are longer than the picture", n=longer)
        ax.text(0.01, 0.97, text, transform=ax.transAxes, ha="left", va="top", fontsize=7, color=MUTED)


def _kinds(rows: pd.DataFrame) -> np.ndarray:
    """Return 1 or -1 where an estimate is significant, by its sign, else 0."""
    return np.where(rows["p"].to_numpy() < 0.05, np.sign(rows["estimate"].to_numpy()), 0).astype(int)


def _each(name: str, column: pd.Series) -> list[tuple[str, str]]:
    """Return a line for each thing chosen, in the order of the specifications."""
    return [(name, level) for level in dict.fromkeys(column.sort_index())]


def _dashboard(ax: Axes, rows: pd.DataFrame, words: dict[str, pd.Series], lines: list[tuple[str, str]]) -> None:
    """Mark what each specification has chosen; at the right the mean estimate of the line."""
    at, kind, n = np.arange(1, len(rows) + 1), _kinds(rows), len(rows)
    half = 0.34
    labels = []
    for line, (name, level) in enumerate(lines):
        labels.append(level or name)
        if not level:
            continue
        here = (words[name] == level).to_numpy()
        ax.axhline(line, color=FAINT, linewidth=0.5, zorder=0)
        for sign, colour in SIGNIFICANT.items():
            mine = here & (kind == sign)
            if mine.any():
                ax.vlines(at[mine], line - half, line + half, color=colour, linewidth=max(0.5, min(2.4, 230.0 / n)))
        mean = float(rows.loc[here, "estimate"].mean())
        _beside(ax, f"{mean:.3g}", line)
    ax.set_ylim(max(len(lines), 1) - 0.4, -1.2)
    _beside(ax, message("mean"), -0.85)
    ax.set_yticks(range(len(lines)), labels, fontsize=7.5)
    for label, (_, level) in zip(ax.get_yticklabels(), lines, strict=True):
        if not level:
            label.set_fontweight("bold")
    ax.tick_params(axis="y", length=0)
    ax.spines[["left"]].set_visible(False)
    ax.set_xlabel("Specifications in the order of their estimate")


def _beside(ax: Axes, text: str, height: float) -> None:
    """Write a small text at the right edge."""
    ax.annotate(
        text,
        (1.0, height),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=7,
        color=MUTED,
    )
