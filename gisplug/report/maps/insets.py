"""Insets of a map: which part of the units the large map shows, and the small maps in its lower right corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from pyproj import CRS, Transformer

from gisplug.core.maps.insets import Box, Inset
from gisplug.core.palette import INK, PAPER

WIDE_SHARE, TALL_SHARE, GAP = 0.2, 0.3, 0.01  # of a map that an inset takes at most, and between two
ROOM, STRIP = 0.02, 0.09  # around the units, and below them for the scale bar
MOST_WIDENINGS = 12  # of three in a hundred
STEPS = 20  # points along each side of a box

Place = tuple[float, float, float, float]


def large_extent(shapes: Any, insets: Sequence[Inset], crs: CRS) -> Box:
    """Return the bounds of the shapes (N,) without the parts that lie wholly in what an inset takes over.

    Of shapes that all lie there, all are shown.
    """
    parts = shapely.get_parts(shapes)
    kept = np.ones(len(parts), dtype=bool)
    for inset in insets:
        west, south, east, north = in_map(inset.left_out, crs)
        bounds = shapely.bounds(parts)
        inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
        kept &= ~inside
    found = shapely.total_bounds(parts[kept] if kept.any() else parts)
    return float(found[0]), float(found[1]), float(found[2]), float(found[3])


def in_map(box: Box, crs: CRS) -> Box:
    """Return a box of degrees as the bounds of what it is on the map."""
    west, south, east, north = box
    along = np.linspace(0.0, 1.0, STEPS)
    x = np.concatenate([west + along * (east - west)] * 2 + [np.full(STEPS, west), np.full(STEPS, east)])
    y = np.concatenate([np.full(STEPS, south), np.full(STEPS, north)] + [south + along * (north - south)] * 2)
    u, v = Transformer.from_crs(4326, crs, always_xy=True).transform(x, y)
    return float(np.min(u)), float(np.min(v)), float(np.max(u)), float(np.max(v))


def make_room(ax: Axes, shapes: Any, below: Any, insets: Sequence[Inset], crs: CRS) -> list[Place]:
    """Set the bounds of a map so that insets in its lower right corner cover no unit.

    Nor do they cover what is drawn below the units, (M,) shapes, unless that goes on and on as the world does.

    Returns
    -------
    list of (left, bottom, width, height)
        The place of each inset, in shares of the map.
    """
    west, south, east, north = large_extent(shapes, insets, crs)
    room = ROOM * max(east - west, north - south)
    west, south, east, north = west - room, south - STRIP * (north - south), east + room, north + room
    units = np.asarray(shapes, dtype=object)
    for obstacles in (np.concatenate([units, np.asarray(below, dtype=object)]), units):
        edge = east
        for _ in range(MOST_WIDENINGS):
            places = _places(insets, crs, (edge - west) / (north - south))
            boxes = np.asarray([_covered(place, west, south, edge, north) for place in places])
            if not shapely.intersects(obstacles[:, None], boxes[None, :]).any():
                ax.set_xlim(west, edge)
                ax.set_ylim(south, north)
                return places
            edge += 0.03 * (edge - west)
    ax.set_xlim(west, east)
    ax.set_ylim(south, north)
    return _places(insets, crs, (east - west) / (north - south))


def draw_insets(
    ax: Axes, insets: Sequence[Inset], places: Sequence[Place], crs: CRS, draw: Callable[[Axes], None]
) -> float:
    """Draw each inset by `draw` into its place; return the share of the width that they take."""
    for inset, place in zip(insets, places, strict=True):
        west, south, east, north = in_map(inset.shown, crs)
        part = ax.inset_axes(place, zorder=7)
        draw(part)
        part.set_xlim(west, east)
        part.set_ylim(south, north)
        part.set_aspect("auto")
        part.set_xticks([])
        part.set_yticks([])
        part.set_facecolor(PAPER)
        for spine in part.spines.values():
            spine.set_visible(True)
            spine.set_edgecolor(INK)
            spine.set_linewidth(0.6)
    return sum(place[2] + GAP for place in places)


def _places(insets: Sequence[Inset], crs: CRS, ratio: float) -> list[Place]:
    """Return where insets go on a map that is `ratio` times as wide as high, from right to left."""
    made, taken = [], 0.0
    for inset in insets:
        west, south, east, north = in_map(inset.shown, crs)
        wide = WIDE_SHARE
        tall = wide * ratio * (north - south) / (east - west)
        if tall > TALL_SHARE:
            wide, tall = wide * TALL_SHARE / tall, TALL_SHARE
        made.append((1.0 - taken - wide, 0.0, wide, tall))
        taken += wide + GAP
    return made


def _covered(place: Place, west: float, south: float, east: float, north: float) -> Any:
    """Return what an inset covers on the map."""
    left, low = west + place[0] * (east - west), south + place[1] * (north - south)
    return shapely.box(left, low, left + place[2] * (east - west), low + place[3] * (north - south))
