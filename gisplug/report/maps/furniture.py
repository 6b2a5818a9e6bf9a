"""What a map needs besides its units: names, scale bar, north arrow, hatching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.patheffects import withStroke
from pyproj import CRS

from gisplug.core.palette import INK, MUTED, PAPER
from gisplug.report.figures import style
from gisplug.report.maps.geometry import label_points, outlines, scale_length


def hatch(ax: Axes, shapes: Any, where: np.ndarray, pattern: str = "/////", colour: str = MUTED) -> None:
    """Hatch the shapes where `where` (N,) is true, with lines of a colour."""
    patches = [PathPatch(outline) for outline in outlines(shapes[where])]
    with style():
        ax.add_collection(
            PatchCollection(patches, facecolor="none", edgecolor=(colour, 0.6), hatch=pattern, linewidth=0.0, zorder=3)
        )


def unit_names(ax: Axes, shapes: Any, names: Sequence[str], size: float) -> None:
    """Write names, the large units first; a name that would cover another is left out."""
    left, right = ax.get_xlim()
    width_points = ax.get_figure().get_size_inches()[0] * 72 * ax.get_position().width  # type: ignore[union-attr]
    unit = (right - left) / max(width_points, 1.0)
    taken: list[tuple[float, float, float, float]] = []
    points = label_points(shapes)
    for place in np.argsort(-shapely.area(shapes)):
        x, y = points[place]
        text = str(names[place])
        half = 0.5 * unit * size * sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in text)
        box = (x - half, y - 0.6 * unit * size, x + half, y + 0.6 * unit * size)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        ax.text(
            x,
            y,
            text,
            fontsize=size,
            ha="center",
            va="center",
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=1.3, foreground=PAPER, alpha=0.85)],
        )


def scale_bar(ax: Axes, crs: CRS, taken: float = 0.0, left: bool = False) -> None:
    """Draw a scale bar of a round length into a lower corner: the left one, or the right one beside the share of the
    width that is taken.
    """
    (west, east), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    factor = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
    length = scale_length((east - west) * factor)
    drawn = length / factor
    x = west + 0.03 * (east - west) if left else east - (0.03 + taken) * (east - west) - drawn
    y, thick = bottom + 0.03 * (top - bottom), 0.008 * (top - bottom)
    for start, colour in ((0.0, INK), (0.5, PAPER)):
        ax.add_patch(
            Rectangle(
                (x + start * drawn, y), drawn / 2, thick, facecolor=colour, edgecolor=INK, linewidth=0.5, zorder=6
            )
        )
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    ax.text(x + drawn / 2, y + 1.8 * thick, text, fontsize=6.5, ha="center", va="bottom", zorder=6)


def north_arrow(ax: Axes, left: bool = False) -> None:
    """Draw a north arrow into an upper corner."""
    across = 0.03 if left else 0.985
    ax.annotate(
        "N",
        xy=(across, 1.0),
        xytext=(across, 0.925 if not left else 0.82),
        xycoords="axes fraction",
        ha="center",
        va="center",
        fontsize=8,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 0.9},
    )
