"""Pictures of spatial weights: how many neighbours units have, and the links on the map."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from matplotlib.ticker import MaxNLocator

from gisplug.boundaries.units import Units
from gisplug.core.palette import ACCENT, COAST, FAINT, INK, MUTED, PAPER, SECOND
from gisplug.report.charts.shared import DASHED
from gisplug.report.words.say import say
from gisplug.weights.diagnostics import histogram, link_lines
from gisplug.weights.weights import Weights

USUAL, SMALLEST = 7.5, 5.0  # points of the numbers over bars; where they must be smaller, there are none
LETTER = 0.66  # of the points, how wide a digit is
MOST_TICKS = 14


def connectivity_histogram(ax: Any, weights: Weights) -> Any:
    """Draw how many units have 0, 1, 2 ... neighbours; isolates in the second colour."""
    counts = histogram(weights)["units"]
    first = int(counts.to_numpy().nonzero()[0][0]) if counts.any() else 0
    counts = counts.iloc[max(first - 1, 0) :]
    colours = [SECOND if k == 0 else ACCENT for k in counts.index]
    bars = ax.bar(counts.index, counts, color=colours, width=0.85)
    texts = [f"{int(c):,}" if c else "" for c in counts]
    size = _label_size(ax, texts, len(counts))
    if size >= SMALLEST:
        ax.bar_label(bars, labels=texts, fontsize=size, color=MUTED, padding=2)
    else:
        ax.grid(axis="y", color=FAINT)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=MOST_TICKS, integer=True))
    mean = weights.raw.nnz / max(len(weights), 1)
    ax.axvline(mean, color=INK, linewidth=0.9, linestyle=DASHED)
    ax.set_ylim(0, 1.18 * max(float(counts.max()), 1.0))
    ax.set_xlim(min(float(counts.index[0]), mean - 3) - 0.7, max(float(counts.index[-1]), mean + 3) + 0.7)
    text = f"{say('mean')} {mean:.2f}"
    place = {"xycoords": ("data", "axes fraction"), "xytext": (4, 0), "textcoords": "offset points"}
    ax.annotate(text, (mean, 0.99), **place, fontsize=8, va="top", color=INK)
    ax.set_xlabel(say("Number of neighbours"))
    ax.set_ylabel(say("Units"))
    return ax


def _label_size(ax: Any, texts: list[str], bars: int) -> float:
    """Return the points in which the longest number over a bar is no wider than the bar and its gap."""
    room = 72.0 * ax.get_figure().get_figwidth() * ax.get_position().width / max(bars + 1, 1)
    longest = max(map(len, texts), default=1) or 1
    return float(min(USUAL, room / (LETTER * longest)))


def links_map(ax: Any, weights: Weights, units: Units) -> Any:
    """Draw the links over the borders; the stronger, the wider; isolates as hollow dots."""
    units = units.take(weights.ids)
    shapes = units.frame.geometry
    if not (shapes.geom_type.isin(["Point"])).all():
        shapes.boundary.plot(ax=ax, color=COAST, linewidth=0.45)
    lines = link_lines(weights, units)
    strongest = float(lines["weight"].max()) if len(lines) else 1.0
    if len(lines):
        part = (lines["weight"] / strongest).to_numpy()
        thin = min(1.0, (200 / len(units)) ** 0.5)
        crowd = min(1.0, 6 * len(units) / len(lines))  # full matrices fade, so that the strong links show
        alpha = np.maximum(0.85 * np.maximum(crowd, part), 0.1)
        lines.plot(ax=ax, color=ACCENT, linewidth=(0.2 + 0.9 * np.sqrt(part)) * thin, alpha=alpha)
    xy = shapely.get_coordinates(shapely.point_on_surface(shapes.values))
    alone = np.diff(weights.raw.indptr) == 0
    ax.scatter(*xy[~alone].T, s=7 * min(1.0, 60 / len(units)), color=INK, zorder=3, linewidths=0)
    if alone.any():
        ax.scatter(*xy[alone].T, s=18, facecolors=PAPER, edgecolors=SECOND, zorder=4)
    if units.frame.crs.is_geographic:
        ax.set_aspect(1 / max(float(np.cos(np.radians(xy[:, 1].mean()))), 0.05))
    else:
        ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def links_figure(weights: Weights, units: Units | None = None) -> Any:
    """Return the histogram, beside the map of the links where units are given."""
    from gisplug.report.figures import figure, style

    if units is None:
        fig, ax = figure(14, 8)
        with style():
            connectivity_histogram(ax, weights)
    else:
        fig, axes = figure(20, 9, 1, 2, width_ratios=[1.25, 1])
        with style():
            links_map(axes[0], weights, units)
            connectivity_histogram(axes[1], weights)
    return fig
