"""The borders of a layer that no other unit shares exactly, in pieces of a few edges, and the junctions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import shapely

from gisplug.boundaries.borders import Floats, Ints, Rings

PIECE = 12  # edges in a piece: long enough for few boxes, short enough for cheap distances
_BATCH = 100_000  # pieces looked around at once: bounds memory
_BLOCK = 1024  # distances taken at once: what is in between stays near the processor


class Loose:
    """The unmatched borders of a layer in pieces, in conformal metres.

    Attributes
    ----------
    edges, vertices : (F,) unmatched edges, and the vertices from which they start
    lines, first : (L,) pieces, and where they begin among the edges
    lines_unit, lines_scale : (L,) the unit of each piece, and true metres per metre at its end
    shapes, unit : (S,) the pieces, then the points where three or more units meet, and their units
    """

    def __init__(self, rings: Rings) -> None:
        self.rings: Rings = rings
        self.edges: Ints = np.flatnonzero(rings.unmatched())
        self.vertices: Ints = rings.start[self.edges]
        self.first, length = _pieces(self.vertices)
        ends = self.vertices[self.first + length - 1]
        self.lines: np.ndarray = _lines(rings.metric, self.vertices[self.first], length + 1)
        self.lines_unit: Ints = rings.unit[ends]
        self.lines_scale: Floats = rings.scale[ends]
        junctions, units = _junctions(rings)
        self.shapes: np.ndarray = np.concatenate([self.lines, shapely.points(rings.metric[junctions])])
        self.unit: Ints = np.concatenate([self.lines_unit, units])
        self._ends: tuple[Ints, Ints] = (
            np.append(self.vertices[self.first], junctions),
            np.append(ends + 1, junctions),
        )
        self._seen: tuple[float, list[tuple[Ints, Ints]]] = (-1.0, [])

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Search tree of the pieces and of the points where three or more units meet, conformal metres."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def boxes(self) -> Floats:
        """(S, 4) of `shapes`: least x and y, largest x and y."""
        return np.asarray(shapely.bounds(self.shapes))

    def beside(self, metres: float, keep: bool = False) -> Iterator[tuple[Ints, Ints]]:
        """Yield pieces and the shapes of other units whose boxes come that near (or, where more is kept, nearer), (P,).

        Some thousands of pieces at a time, in their order; `keep` remembers them for smaller distances.
        """
        if metres <= self._seen[0]:
            yield from self._seen[1]
            return
        scale = np.minimum.reduceat(self.rings.scale[self.vertices], self.first) if len(self.first) else self.first
        kept = []
        for low in range(0, len(self.lines), _BATCH):
            part = slice(low, min(low + _BATCH, len(self.lines)))
            reach = (metres / scale[part] * (1 + 1e-9))[:, None]
            box = np.column_stack([self.boxes[part, :2] - reach, self.boxes[part, 2:] + reach])
            a, b = self.tree.query(shapely.box(*box.T))
            other = np.flatnonzero(self.lines_unit[part][a] != self.unit[b])
            a, b = a[other] + low, b[other]
            kept.append((a, b))
            yield a, b
            if not keep:
                kept.clear()
        if keep:
            self._seen = metres, kept

    def overlap(self, a: Ints, b: Ints) -> Floats:
        """Return how far the boxes of pairs of shapes, a and b (P,), overlap along x and y, (P, 2)."""
        one, other = self.boxes[a], self.boxes[b]
        return np.asarray(np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2]))

    def apart(self, xy: Floats, s: Ints) -> Floats:
        """Return how far points xy (P, 2) lie outside the boxes of shapes s (P,), along x or y, the more of both."""
        found = np.zeros(len(s))
        for axis in (0, 1):
            value = np.ascontiguousarray(xy[:, axis])
            np.maximum(found, np.ascontiguousarray(self.boxes[:, axis])[s] - value, out=found)
            np.maximum(found, value - np.ascontiguousarray(self.boxes[:, axis + 2])[s], out=found)
        return found

    def distance(self, xy: Floats, s: Ints) -> Floats:
        """Return the distances from points xy (P, 2) to shapes s (P,) in metres of `metric`, (P,)."""
        found = np.empty(len(s))
        steps = np.arange(PIECE + 1)
        for low in range(0, len(s), _BLOCK):
            part = slice(low, low + _BLOCK)
            start, end = (place[s[part]] for place in self._ends)
            line = self.rings.metric.take(np.minimum(start[:, None] + steps, end[:, None]), axis=0)
            x, y = (np.diff(line[..., axis], axis=1) for axis in (0, 1))
            u, v = (xy[part, axis, None] - line[:, :-1, axis] for axis in (0, 1))
            length = x * x + y * y
            length[length == 0] = 1.0
            along = (x * u + y * v) / length
            np.minimum(np.maximum(along, 0.0, out=along), 1.0, out=along)
            u -= along * x
            v -= along * y
            found[part] = np.sqrt((u * u + v * v).min(axis=1))
        return found


def _pieces(vertices: Ints) -> tuple[Ints, Ints]:
    """Return where each piece begins among the vertices, and how many edges it has: runs of edges, cut."""
    if not len(vertices):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    step = np.ones(len(vertices), dtype=bool)
    step[1:] = vertices[1:] != vertices[:-1] + 1
    runs = np.flatnonzero(step)
    edges = np.diff(np.append(runs, len(vertices)))
    parts = -(-edges // PIECE)
    number = np.arange(int(parts.sum())) - np.repeat(np.cumsum(parts) - parts, parts)
    first = np.repeat(runs, parts) + PIECE * number
    return first, np.diff(np.append(first, len(vertices)))


def _lines(metric: Floats, start: Ints, size: Ints) -> np.ndarray:
    """Return lines of `size` vertices that follow each other from `start` on."""
    if not len(start):
        return np.empty(0, dtype=object)
    offsets = np.append(0, np.cumsum(size))
    at = np.arange(offsets[-1]) + np.repeat(start - offsets[:-1], size)
    return np.asarray(shapely.from_ragged_array(shapely.GeometryType.LINESTRING, metric[at], (offsets,)))


def _junctions(rings: Rings) -> tuple[Ints, Ints]:
    """Return vertices where three or more units meet, once for each unit there, and these units."""
    where, first = rings.meetings
    place = np.cumsum(first) - 1
    several = np.flatnonzero((np.bincount(place) >= 3)[place])
    order = several[np.argsort(where[several])]
    vertex = rings.start[where[order]]
    seen = np.zeros(len(where), dtype=np.int64)
    seen[place[order][::-1]] = vertex[::-1]  # the first of the place: at the date line one of two
    return seen[place[order]], rings.unit[vertex]
