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
    first : (L,) where pieces begin among the edges
    lines_unit, lines_scale : (L,) the unit of each piece, and true metres per metre at its end
    unit : (S,) units of the pieces, then those of the points where three or more units meet
    """

    def __init__(self, rings: Rings) -> None:
        self.rings: Rings = rings
        self.edges: Ints = np.flatnonzero(rings.unmatched())
        self.vertices: Ints = rings.start[self.edges]
        self.first, length = _pieces(self.vertices)
        begins = self.vertices[self.first]
        ends = begins + length - 1
        self.lines_unit: Ints = rings.unit[ends]
        self.lines_scale: Floats = rings.scale[ends]
        junctions, units = _junctions(rings)
        self.unit: Ints = np.concatenate([self.lines_unit, units])
        self._ends: tuple[Ints, Ints] = np.append(begins, junctions), np.append(ends + 1, junctions)
        self._made: np.ndarray = np.full(len(self.unit), None, dtype=object)
        self._left: np.ndarray = np.ones(len(self.unit), dtype=bool)
        self._seen: tuple[float, list[tuple[Ints, Ints]]] = (-1.0, [])

    @property
    def lines(self) -> np.ndarray:
        """(L,) the pieces."""
        return self.shapes(np.arange(len(self.lines_unit)))

    def shapes(self, which: Ints) -> np.ndarray:
        """Return pieces and points by their positions (P,); each is made when it is first asked for."""
        new = np.zeros(len(self.unit), dtype=bool)
        new[which] = True
        new &= self._left
        wanted = np.flatnonzero(new)
        self._left[wanted] = False
        start, end = (place[wanted] for place in self._ends)
        line = int(np.searchsorted(wanted, len(self.lines_unit)))
        self._made[wanted[:line]] = _lines(self.rings.metric, start[:line], end[:line] - start[:line] + 1)
        self._made[wanted[line:]] = shapely.points(self.rings.metric[start[line:]])
        return np.asarray(self._made[which])

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Search tree of the pieces and of the points where three or more units meet, conformal metres."""
        return shapely.STRtree(self.shapes(np.arange(len(self.unit))))

    @cached_property
    def boxes(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Least x and y, largest x and y of the pieces and points, (S,) each."""
        pair = np.column_stack([self._ends[0], self._ends[1] + 1]).ravel()
        x, y = (np.append(column, 0.0) for column in self.rings.metric.T)
        if not len(pair):
            return x[:0], y[:0], x[:0], y[:0]
        low, high = np.minimum.reduceat, np.maximum.reduceat
        return low(x, pair)[::2], low(y, pair)[::2], high(x, pair)[::2], high(y, pair)[::2]

    @cached_property
    def _around(self) -> shapely.STRtree:
        """Search tree of the boxes: a line from corner to corner has the same and is made faster."""
        return shapely.STRtree(_diagonals(*self.boxes))

    def beside(self, metres: float, keep: bool = False) -> Iterator[tuple[Ints, Ints]]:
        """Yield pieces and the shapes of other units whose boxes come that near (or, where more is kept, nearer), (P,).

        Some thousands of pieces at a time, in their order; `keep` remembers them for smaller distances.
        """
        if metres <= self._seen[0]:
            yield from self._seen[1]
            return
        scale = np.minimum.reduceat(self.rings.scale[self.vertices], self.first) if len(self.first) else self.first
        kept = []
        for low in range(0, len(self.lines_unit), _BATCH):
            part = slice(low, min(low + _BATCH, len(self.lines_unit)))
            reach = metres / scale[part] * (1 + 1e-9)
            west, south, east, north = (side[part] for side in self.boxes)
            a, b = self._around.query(_diagonals(west - reach, south - reach, east + reach, north + reach))
            other = np.flatnonzero(self.lines_unit[part][a] != self.unit[b])
            a, b = a[other] + low, b[other]
            kept.append((a, b))
            yield a, b
            if not keep:
                kept.clear()
        if keep:
            self._seen = metres, kept

    def overlap(self, a: Ints, b: Ints) -> tuple[Floats, Floats]:
        """Return how far the boxes of pairs of shapes, a and b (P,), overlap along x and along y, (P,) each."""
        west, south, east, north = self.boxes
        along_x = np.minimum(east[a], east[b]) - np.maximum(west[a], west[b])
        return along_x, np.minimum(north[a], north[b]) - np.maximum(south[a], south[b])

    def apart(self, xy: Floats, s: Ints) -> Floats:
        """Return how far points xy (P, 2) lie outside the boxes of shapes s (P,), along x or y, the more of both."""
        found = np.zeros(len(s))
        for axis in (0, 1):
            value = np.ascontiguousarray(xy[:, axis])
            np.maximum(found, self.boxes[axis][s] - value, out=found)
            np.maximum(found, value - self.boxes[axis + 2][s], out=found)
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


def _diagonals(west: Floats, south: Floats, east: Floats, north: Floats) -> np.ndarray:
    """Return lines from the lower left to the upper right corners of boxes."""
    ends = np.empty((len(west), 2, 2))
    ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1] = west, south, east, north
    return np.asarray(shapely.linestrings(ends))


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
