"""The borders of all units as flat arrays: vertices, edges, and which of them two units share exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from gisplug.boundaries.grouping import CHUNK, Bools, PlaceKeys, Positions, begins, position_type, repeated, trues
from gisplug.boundaries.units import Units
from gisplug.core.errors import LayerError
from gisplug.core.messages import message

EARTH_RADIUS = 6_371_008.8  # metres, mean radius (IUGG)
POLYGON = 3  # among the kinds of geometry
_MAX_LATITUDE = 89.9
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
    unit: Positions
    last: Bools
    count: int
    factor: float | None

    @cached_property
    def places(self) -> tuple[Positions, Bools]:
        """Vertices that agree with others to the last bit, place by place in the order of their units, (P,); and where
        another place begins, (P,). The last vertex of a ring is left out.
        """
        size = len(self.last)
        return repeated(self._starts(), size - int(np.count_nonzero(self.last)), size, self._exact, _mix)

    def _starts(self) -> Iterator[Positions]:
        """Yield the vertices from which edges start, some thousands at a time."""
        for low in range(0, len(self.last), CHUNK):
            yield np.flatnonzero(~self.last[low : low + CHUNK]) + low

    def _exact(self, vertices: Positions) -> tuple[PlaceKeys, PlaceKeys]:
        """Return the bits of both coordinates of some vertices; those of equal places are equal."""
        both = self.xy.view(np.complex128).reshape(-1)[vertices]  # together: in any order, reading is what takes time
        x, y = both.real + 0.0, both.imag + 0.0  # no negative zero
        if self.factor is None:
            x[x == 180.0] = -180.0  # both sides of the date line
        return x.view(np.uint64), y.view(np.uint64)

    def junctions(self) -> tuple[Positions, Bools]:
        """Return the places where three or more units meet: one vertex for each unit there, as in `places`."""
        where, first = _long(*self.places, least=3)
        return _long(*self._once_each(where, first), least=3)

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

    def lengths(self, vertices: Positions) -> Floats:
        """Return the length in metres of the edges that start from some vertices, (P,) of both."""
        length = np.empty(len(vertices))
        for low in range(0, len(length), CHUNK):
            start = vertices[low : low + CHUNK]
            x, y = (column[start + 1] - column[start] for column in self.metric.T)
            part = np.hypot(x, y, out=length[low : low + CHUNK])
            if self.factor is None:
                part *= (self.scale[start] + self.scale[start + 1]) / 2
        return length

    def unit_length(self, vertices: Positions) -> Floats:
        """Return the metres of the edges that start from some vertices, unit by unit, (N,)."""
        return self._by_unit((vertices[low : low + CHUNK] for low in range(0, len(vertices), CHUNK)), self.lengths)

    def mean_scale(self) -> Floats:
        """Return the mean of `scale` at the vertices of each unit, (N,)."""
        parts = [slice(low, low + CHUNK) for low in range(0, len(self.xy), CHUNK)]
        number = self._by_unit(parts, lambda _: 1.0)
        return self._by_unit(parts, lambda part: self.scale[part]) / number

    def _by_unit(self, parts: Iterable[Any], values: Callable[[Any], Any]) -> Floats:
        total = np.zeros(self.count)
        for part in parts:
            np.add.at(total, self.unit[part], values(part))
        return total

    @cached_property
    def _twins(self) -> tuple[Positions, Bools]:
        """Edges between the same two places, in the order of their units, as the vertices from which they start; and
        where others begin.
        """
        where, first = self.places
        number = np.zeros(len(self.last), dtype=position_type(len(self.last)))
        number[where] = np.cumsum(first, dtype=number.dtype)
        ends = np.flatnonzero(self.last)
        number[ends] = number[np.append(0, ends[:-1] + 1)]
        count = np.uint64(number.max(initial=0)) + np.uint64(1)

        def between() -> Iterator[Positions]:
            for low in range(0, len(number) - 1, CHUNK):
                here = number[low : low + CHUNK + 1] > 0
                yield np.flatnonzero(here[:-1] & here[1:] & ~self.last[low : low + CHUNK][: len(here) - 1]) + low

        def places(edges: Positions) -> tuple[PlaceKeys, PlaceKeys]:
            a, b = number[edges], number[edges + 1]
            return np.minimum(a, b).astype(np.uint64), np.maximum(a, b).astype(np.uint64)

        def mix(a: PlaceKeys, b: PlaceKeys) -> PlaceKeys:
            a *= count
            a += b
            a *= np.uint64(0x9E3779B97F4A7C15)  # odd, so that different edges stay different
            return a

        return repeated(between(), len(where), len(number), places, mix)

    def _once_each(self, where: Positions, first: Bools) -> tuple[Positions, Bools]:
        """Return equal things (vertices or edges, as in `places`) once for each unit, without those that one has alone.

        What is equal follows each other in the order of its units, and `first` tells where others begin.
        """
        kept = first.copy()
        for low in range(0, len(where), CHUNK):
            owner = self.unit[where[low : low + CHUNK + 1]]
            kept[low + 1 : low + CHUNK + 1] |= owner[1:] != owner[:-1]
        if not kept.all():
            where, first = where[kept], first[kept]
        return _long(where, first, least=2)

    def shared_vertices(self) -> Iterator[Ints]:
        """Yield the pairs of units that have a vertex in common, as i * count + j with i < j, (P,), some thousands at a
        time; pairs may repeat.
        """
        return (pair for pair, _ in self._pairs(*self.places))

    def shared_edges(self, among: Bools | None = None) -> Iterator[tuple[Ints, Positions]]:
        """Yield the pairs of units that have an edge in common, as i * count + j with i < j, (P,), and the vertices of
        i from which they start, (P,); some thousands at a time. A pair comes once for each edge.

        Parameters
        ----------
        among : (N,) which units to look at; all where left out
        """
        where, first = self._twins
        if among is not None:
            kept = np.empty(len(where), dtype=bool)
            for low in range(0, len(where), CHUNK):
                kept[low : low + CHUNK] = among[self.unit[where[low : low + CHUNK]]]
            run = np.cumsum(first, dtype=where.dtype)[kept]
            where, first = where[kept], begins(run)
        return self._pairs(*self._once_each(where, first))

    def _pairs(self, where: Positions, first: Bools) -> Iterator[tuple[Ints, Positions]]:
        shift, same = 1, ~first  # whether a thing is the same as that so many places before
        while same.any():
            for low in range(shift, len(where), CHUNK):
                later = np.flatnonzero(same[low : low + CHUNK]) + low
                earlier = where[later - shift]
                i, j = self.unit[earlier], self.unit[where[later]]
                two = i != j
                if not two.all():
                    i, j, earlier = i[two], j[two], earlier[two]
                yield i.astype(np.int64) * self.count + j, earlier
            same[1:] = same[:-1] & ~first[1:]
            shift += 1

    def shared_length(self, pairs: Ints) -> Floats:
        """Return how many metres of border the units of each pair (sorted i * count + j) share exactly, (P,)."""
        total, among = np.zeros(len(pairs)), np.zeros(self.count, dtype=bool)
        among[pairs // self.count] = among[pairs % self.count] = True
        for pair, edge in self.shared_edges(among) if len(pairs) else ():
            at = np.minimum(np.searchsorted(pairs, pair), len(pairs) - 1)
            known = np.flatnonzero(pairs[at] == pair)
            np.add.at(total, at[known], self.lengths(edge[known]))
        return total

    def unmatched(self) -> Positions:
        """Return the vertices from which edges start that no other unit has, (F,): coasts, and borders that do not
        fit.
        """
        where, first = self._twins
        run = np.cumsum(first, dtype=where.dtype)
        shared = np.zeros(int(run[-1]) + 1 if len(run) else 1, dtype=bool)
        for low in range(0, len(where), CHUNK):
            owner = self.unit[where[low : low + CHUNK + 1]]
            later = run[low + 1 : low + CHUNK + 1]
            shared[later[~first[low + 1 : low + CHUNK + 1] & (owner[1:] != owner[:-1])]] = True
        free = ~self.last
        for low in range(0, len(where), CHUNK):
            part = slice(low, low + CHUNK)
            free[where[part][shared[run[part]]]] = False
        return trues(free)


def _long(where: Positions, first: Bools, least: int) -> tuple[Positions, Bools]:
    """Return equal things, next to each other and begun by `first`, that are at least so many."""
    inner = ~first
    for _ in range(least - 2):
        inner[1:] &= inner[:-1].copy()
    kept = inner.copy()
    for shift in range(1, least):
        kept[:-shift] |= inner[shift:]
    return (where, first) if kept.all() else (where[kept], first[kept])


def _mix(x: PlaceKeys, y: PlaceKeys) -> PlaceKeys:
    """Return a hash of two numbers, (P,); x is overwritten."""
    x *= np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    x += y
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(32)
    return x


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
    owners, found = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for low in range(0, len(shapes), CHUNK):
        owner, size = _rings(shapes[low : low + CHUNK], kinds[low : low + CHUNK])
        owners.append(owner + low)
        found.append(size)
    sizes = np.concatenate(found)
    xy = shapely.get_coordinates(shapes)
    last = np.zeros(len(xy), dtype=bool)
    last[np.cumsum(sizes)[sizes > 0] - 1] = True
    unit = np.repeat(np.concatenate(owners).astype(position_type(len(shapes))), sizes)
    return Rings(xy, unit, last, len(shapes), metres_per_unit(units.frame.crs))


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
