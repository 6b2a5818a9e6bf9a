"""The borders of all units as flat arrays: vertices, edges, and which of them two units share exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from gisplug.boundaries.grouping import repeated
from gisplug.boundaries.units import Units
from gisplug.core.errors import LayerError
from gisplug.core.messages import message

EARTH_RADIUS = 6_371_008.8  # metres, mean radius (IUGG)
POLYGON = 3  # among the kinds of geometry
_MAX_LATITUDE = 89.9
_CHUNK = 2**16  # vertices worked on at once: what is in between stays near the processor
_SHORT = 2**31  # vertices whose places are counted in 32 bits: half the memory
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rings:
    """Vertices of all rings one after another, M in all; every ring ends with its first vertex.

    Attributes
    ----------
    xy : (M, 2) coordinates as in the layer
    unit : (M,) position of the unit that each vertex belongs to
    last : (M,) whether a vertex closes its ring, so that no edge starts from it
    count : number of units
    factor : metres per unit of the coordinates; None for longitude and latitude
    """

    xy: Floats
    unit: Ints
    last: npt.NDArray[np.bool_]
    count: int
    factor: float | None

    @cached_property
    def places(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Vertices that agree with others to the last bit, place by place in the order of their units, as positions in
        `start` (P,); and where another place begins, (P,).
        """
        mixed = np.empty(len(self.start), dtype=np.uint64)
        for low in range(0, len(mixed), _CHUNK):
            part = slice(low, low + _CHUNK)
            x, y = (self._exact(axis, part).view(np.uint64) for axis in (0, 1))
            x *= np.uint64(0x9E3779B97F4A7C15)
            x ^= x >> np.uint64(29)
            x += y
            x *= np.uint64(0xBF58476D1CE4E5B9)
            x ^= x >> np.uint64(32)
            mixed[part] = x
        where, first = repeated(mixed)
        del mixed
        for axis in (0, 1):
            found = self._exact(axis, where)
            if not (first[1:] | (found[1:] == found[:-1])).all():  # one layer in ten million: hashes are alike
                places = np.column_stack([self._exact(0), self._exact(1)])
                codes = np.unique(places, axis=0, return_inverse=True)[1].reshape(-1)
                return repeated(codes.astype(np.uint64))
        return where, first

    def _exact(self, axis: int, edges: Ints | slice = slice(None)) -> Floats:
        """Return a coordinate of where edges start; equal places have equal bits."""
        value = self.xy[:, axis][self.start[edges]]
        value += 0.0  # no negative zero
        if self.factor is None and axis == 0:
            value[value == 180.0] = -180.0  # both sides of the date line
        return value

    @cached_property
    def meetings(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """The places that several units share: one vertex for each unit there, as in `places`."""
        where, first = self.places
        return _once_each(where, self.unit[self.start[where]], first)

    @cached_property
    def metric(self) -> Floats:
        """(M, 2) conformal coordinates in metres; true lengths are `metric` lengths times `scale`."""
        if self.factor is not None:
            return self.xy if self.factor == 1.0 else self.xy * self.factor
        lat = np.radians(np.clip(self.xy[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE))
        return EARTH_RADIUS * np.column_stack([np.radians(self.xy[:, 0]), np.arctanh(np.sin(lat))])

    @cached_property
    def scale(self) -> Floats:
        """(M,) true metres per metre of `metric` at each vertex (1 for projected layers)."""
        if self.factor is not None:
            return np.broadcast_to(1.0, len(self.xy))
        return np.cos(np.radians(np.clip(self.xy[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE)))

    @cached_property
    def start(self) -> Ints:
        """(E,) vertex from which each edge goes to the next vertex."""
        return np.flatnonzero(~self.last)

    @cached_property
    def length(self) -> Floats:
        """(E,) length of each edge in metres."""
        length = np.empty(len(self.start))
        for low in range(0, len(length), _CHUNK):
            start = self.start[low : low + _CHUNK]
            x, y = (column[start + 1] - column[start] for column in self.metric.T)
            part = np.hypot(x, y, out=length[low : low + _CHUNK])
            if self.factor is None:
                part *= (self.scale[start] + self.scale[start + 1]) / 2
        return length

    @cached_property
    def _twins(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Edges between the same two places, in the order of their units, as positions (E); and where others begin."""
        where, first = self.places
        if not len(where):
            return where, first
        number = np.cumsum(first, dtype=np.int32 if len(where) < _SHORT else np.int64)
        count = np.uint64(number[-1]) + np.uint64(1)
        place = np.zeros(len(self.start), dtype=number.dtype)
        place[where] = number
        onward = place[self._onward()]
        at = np.flatnonzero((place > 0) & (onward > 0))
        a, b = place[at], onward[at]
        del number, place, onward
        key = np.minimum(a, b).astype(np.uint64)
        key *= count
        key += np.maximum(a, b).astype(np.uint64)
        key *= np.uint64(0x9E3779B97F4A7C15)  # odd, so that different edges stay different
        del a, b
        order, first = repeated(key)
        return at[order], first

    def _onward(self) -> Ints:
        """(E,) the edge that starts where each edge ends, round its ring."""
        follows = np.arange(1, len(self.start) + 1)
        ends = np.flatnonzero(self.last[self.start + 1])
        follows[ends] = np.append(0, ends[:-1] + 1)
        return follows

    def shared_vertices(self) -> tuple[Ints, Ints]:
        """Return the pairs of units (i, j), i < j, that have a vertex in common; pairs may repeat."""
        where, first = self.meetings
        return _pairs(where, self.unit[self.start[where]], first)[:2]

    def shared_edges(self) -> tuple[Ints, Ints, Ints]:
        """Return the pairs of units (i, j) that have an edge in common, and the edges' positions (E); pairs may
        repeat.
        """
        where, first = self._twins
        where, first = _once_each(where, self.unit[self.start[where]], first)
        return _pairs(where, self.unit[self.start[where]], first)

    def unmatched(self) -> npt.NDArray[np.bool_]:
        """(E,) whether no other unit has the same edge: coasts, and borders that do not fit."""
        where, first = self._twins
        run, owner = np.cumsum(first), self.unit[self.start[where]]
        shared = np.zeros(len(where) + 1, dtype=bool)
        shared[run[1:][~first[1:] & (owner[1:] != owner[:-1])]] = True
        free = np.ones(len(self.start), dtype=bool)
        free[where[shared[run]]] = False
        return free


def boundary_rings(units: Units) -> Rings:
    """Take the borders of polygons apart.

    Raises
    ------
    LayerError
        If the units are points.
    """
    shapes = units.frame.geometry.values
    kinds = shapely.get_type_id(shapes)
    if not np.isin(kinds, (3, 6)).all():
        raise LayerError(
            message(
                "{units} holds points, which have no borders; use k nearest neighbours or distances instead.",
                units=units.name,
            )
        )
    ring_unit, sizes = _rings(shapes, kinds)
    xy = shapely.get_coordinates(shapes)
    last = np.zeros(len(xy), dtype=bool)
    last[np.cumsum(sizes)[sizes > 0] - 1] = True
    return Rings(xy, np.repeat(ring_unit, sizes), last, len(shapes), metres_per_unit(units.frame.crs))


def _rings(shapes: Any, kinds: Any) -> tuple[Ints, Ints]:
    """Return the unit and the number of vertices of each ring, in the order of the vertices, (R,) each.

    Most polygons are one ring, whose vertices need only be counted; only multipolygons and those with holes are taken
    apart, which copies them.
    """
    parts, owner = np.asarray(shapes), np.arange(len(shapes))
    several = kinds != POLYGON
    if several.any():
        owner = np.repeat(owner, shapely.get_num_geometries(parts))
        found = np.empty(len(owner), dtype=object)
        found[several[owner]] = shapely.get_parts(parts[several])
        found[~several[owner]] = parts[~several]
        parts = found
    sizes = shapely.get_num_coordinates(parts).astype(np.int64)
    holed = np.flatnonzero(shapely.get_num_interior_rings(parts) > 0)
    if not holed.size:
        return owner, sizes
    rings, of = shapely.get_rings(parts[holed], return_index=True)
    number = np.ones(len(parts), dtype=np.int64)
    number[holed] = np.bincount(of)
    part = np.repeat(np.arange(len(parts)), number)
    size = sizes[part]
    size[number[part] > 1] = shapely.get_num_coordinates(rings)
    return owner[part], size


def metres_per_unit(crs: Any) -> float | None:
    """Return the factor from coordinates to metres, None for longitude and latitude."""
    if crs.is_geographic:
        return None
    return float(crs.axis_info[0].unit_conversion_factor) or 1.0


def _once_each(where: Ints, owner: Ints, first: npt.NDArray[np.bool_]) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Return equal things once for each owner, without those that one owner has alone; arguments as in `_pairs`."""
    kept = np.flatnonzero(first | np.append(True, owner[1:] != owner[:-1])) if len(where) else where
    where, first = where[kept], first[kept]
    several = np.flatnonzero(~(first & np.append(first[1:], True))) if len(where) else where
    return where[several], first[several]


def _pairs(where: Ints, owner: Ints, first: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Return owners (i < j) of equal things, and where one of them is for each pair.

    Things that are equal follow each other in the order of their owners, and `first` tells where others begin.
    """
    code = np.cumsum(first, dtype=np.int32 if len(first) < _SHORT else np.int64)
    heads, tails, places = [], [], []
    shift = 1
    while True:
        same = np.flatnonzero(code[shift:] == code[:-shift]) if shift < len(code) else np.empty(0, dtype=np.int64)
        if not same.size:
            break
        heads.append(owner[same])
        tails.append(owner[same + shift])
        places.append(where[same])
        shift += 1
    i, j, at = (_whole(part) for part in (heads, tails, places))
    return i, j, at


def _whole(parts: list[Ints]) -> Ints:
    """Return arrays one after the other; one alone is not copied."""
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, dtype=np.int64), *parts])
