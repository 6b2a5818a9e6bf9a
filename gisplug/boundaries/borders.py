"""The borders of all units as flat arrays: vertices, edges, and which of them two units share exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gisplug.boundaries.units import Units
from gisplug.core.errors import LayerError
from gisplug.core.messages import message

EARTH_RADIUS = 6_371_008.8  # metres, mean radius (IUGG)
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
    unit: Ints
    last: npt.NDArray[np.bool_]
    count: int
    factor: float | None

    @cached_property
    def vertex(self) -> Ints:
        """(M,) number of the place of each vertex, from 0; equal for vertices that agree to the last bit."""
        place = self.xy + 0.0  # no negative zero
        if self.factor is None:
            place[place[:, 0] == 180.0, 0] = -180.0  # both sides of the date line
        keys = np.ascontiguousarray(place).view(np.uint64)
        mixed = keys[:, 0] * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed = (mixed + keys[:, 1]) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
        codes = pd.factorize(mixed)[0].astype(np.int64)
        first = np.zeros(codes.max(initial=-1) + 1, dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes))[::-1]
        if not (place[first[codes]] == place).all():  # two places share a hash: about one layer in ten million
            codes = np.unique(place, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
        return np.asarray(codes)

    @cached_property
    def metric(self) -> Floats:
        """(M, 2) conformal coordinates in metres; true lengths are `metric` lengths times `scale`."""
        if self.factor is not None:
            return self.xy * self.factor
        lat = np.radians(np.clip(self.xy[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE))
        return EARTH_RADIUS * np.column_stack([np.radians(self.xy[:, 0]), np.arctanh(np.sin(lat))])

    @cached_property
    def scale(self) -> Floats:
        """(M,) true metres per metre of `metric` at each vertex (1 for projected layers)."""
        if self.factor is not None:
            return np.ones(len(self.xy))
        return np.cos(np.radians(np.clip(self.xy[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE)))

    @cached_property
    def start(self) -> Ints:
        """(E,) vertex from which each edge goes to the next vertex."""
        return np.flatnonzero(~self.last)

    @cached_property
    def length(self) -> Floats:
        """(E,) length of each edge in metres."""
        step = self.metric[self.start + 1] - self.metric[self.start]
        return np.hypot(step[:, 0], step[:, 1]) * (self.scale[self.start] + self.scale[self.start + 1]) / 2

    @cached_property
    def edge(self) -> Ints:
        """(E,) number of each edge, from 0; equal for edges between the same two places."""
        a, b = self.vertex[self.start], self.vertex[self.start + 1]
        both = np.minimum(a, b) * (self.vertex.max(initial=0) + 1) + np.maximum(a, b)
        return np.asarray(pd.factorize(both)[0], dtype=np.int64)

    def shared_vertices(self) -> tuple[Ints, Ints]:
        """Return the pairs of units (i, j), i < j, that have a vertex in common; pairs may repeat."""
        return _pairs(self.vertex, self.unit, self.count)[:2]

    def shared_edges(self) -> tuple[Ints, Ints, Ints]:
        """Return the pairs of units (i, j) that have an edge in common, and the edges' positions (E); pairs may
        repeat.
        """
        return _pairs(self.edge, self.unit[self.start], self.count)

    def unmatched(self) -> npt.NDArray[np.bool_]:
        """(E,) whether no other unit has the same edge: coasts, and borders that do not fit."""
        codes = self.edge
        owner = self.unit[self.start]
        first = np.full(codes.max(initial=-1) + 1, -1, dtype=np.int64)
        first[codes] = owner
        shared = np.zeros(len(first), dtype=bool)
        shared[codes[first[codes] != owner]] = True
        return np.asarray(~shared[codes])


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
    _, xy, offsets = shapely.to_ragged_array(shapes, include_z=False, include_m=False)
    rings = offsets[0].astype(np.int64)
    if len(offsets) == 3:
        ring_unit = np.repeat(np.arange(len(shapes)), np.diff(offsets[1][offsets[2]]))
    else:
        ring_unit = np.repeat(np.arange(len(shapes)), np.diff(offsets[1]))
    sizes = np.diff(rings)
    last = np.zeros(len(xy), dtype=bool)
    last[rings[1:][sizes > 0] - 1] = True
    return Rings(
        np.ascontiguousarray(xy),
        np.repeat(ring_unit, sizes).astype(np.int64),
        last,
        len(shapes),
        metres_per_unit(units.frame.crs),
    )


def metres_per_unit(crs: Any) -> float | None:
    """Return the factor from coordinates to metres, None for longitude and latitude."""
    if crs.is_geographic:
        return None
    return float(crs.axis_info[0].unit_conversion_factor) or 1.0


def _pairs(codes: Ints, owners: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Return owners (i < j) of equal codes (from 0), and a position of the code for each pair."""
    several = np.bincount(codes) > 1
    place = np.flatnonzero(several[codes])
    order = place[np.argsort(codes[place] * count + owners[place], kind="stable")]
    code, owner = codes[order], owners[order]
    keep = np.ones(len(order), dtype=bool)
    keep[1:] = (code[1:] != code[:-1]) | (owner[1:] != owner[:-1])
    code, owner, order = code[keep], owner[keep], order[keep]
    heads, tails, where = [], [], []
    shift = 1
    while True:
        same = np.flatnonzero(code[shift:] == code[:-shift]) if shift < len(code) else np.empty(0, dtype=np.int64)
        if not same.size:
            break
        heads.append(owner[same])
        tails.append(owner[same + shift])
        where.append(order[same])
        shift += 1
    empty = np.empty(0, dtype=np.int64)
    i, j, at = (np.concatenate(part) if part else empty for part in (heads, tails, where))
    return i, j, at
