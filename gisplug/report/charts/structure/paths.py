"""Paths of units in the Moran scatter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from gisplug.core.palette import EARLY_TO_LATE, FAINT, INK
from gisplug.report.charts.shared import label_beside, name_corners
from gisplug.report.figures import ramp, style

LIGHTEST = 0.3  # share of the ramp from which paths are drawn


@style()
def moran_paths(ax: Axes, points: np.ndarray, names: Sequence[str], label: str, title: str = "") -> Axes:
    """Draw the paths (T, N, 2) of units by their value and that of their neighbours, from light (early) to dark (late),
    with a dot at the end and a name where there is room.
    """
    periods, units = points.shape[:2]
    shades = ramp(EARLY_TO_LATE)(np.linspace(LIGHTEST, 0.95, max(periods - 1, 1)))
    ax.axhline(0, color=FAINT, linewidth=0.9, zorder=1)
    ax.axvline(0, color=FAINT, linewidth=0.9, zorder=1)
    for t in range(periods - 1):
        ax.plot(points[t : t + 2, :, 0], points[t : t + 2, :, 1], color=shades[t], linewidth=1.0, zorder=2)
    ax.scatter(points[-1, :, 0], points[-1, :, 1], s=14, color=INK, zorder=3)
    ax.set_xlabel(label)
    ax.set_ylabel("Spatial lag")
    ax.margins(0.08)
    name_corners(ax, ("HH", "LH", "LL", "HL"))
    if title:
        ax.set_title(title)
    longest = np.argsort(-np.linalg.norm(np.diff(points, axis=0), axis=-1).sum(axis=0), kind="stable")
    label_beside(ax, [(*points[-1, n], str(names[n])) for n in longest[: min(units, 40)]], points[-1])
    return ax
