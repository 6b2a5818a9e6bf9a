"""The borders of a layer that no other unit shares exactly, in pieces of a few edges, and the junctions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import shapely

from gisplug.boundaries.borders import Floats, Ints, Rings
from gisplug.boundaries.grouping import Positions, begins, distinct

PIECE = 12  # edges in a piece: long enough for few boxes, short enough for cheap distances
GROUP = 8  # shapes in a group: a search tree of groups is made and asked in a fraction of the time
_BATCH = 100_000  # pieces looked around at once: bounds memory
_BLOCK = 1024  # distances taken at once: what is in between stays near the processor


Boxes = tuple[Floats, Floats, Floats, Floats]


class Loose:
    """The unmatched borders of a layer in pieces, in conformal metres.

    Attributes
    ----------
    vertices : (F,) from which the unmatched edges start
    first : (L,) where pieces begin among the edges
    lines_unit, lines_scale : (L,) the unit of each piece, and true metres per metre at its end
    unit : (S,) units of the pieces, then those of the points where three or more units meet
    """

    def __init__(self, rings: Rings) -> None:
        self.rings: Rings = rings
        self.vertices: Positions = rings.unmatched()
        self.first, length = _pieces(self.vertices)
        starts = self.vertices[self.first].astype(np.int64)
        ends = starts + length - 1
        self.lines_unit: Positions = rings.unit[ends]
        self.lines_scale: Floats = rings.scale[ends]
        junctions, units = _junctions(rings)
        self.unit: Positions = np.concatenate([self.lines_unit, units])
        self._ends: tuple[Ints, Ints] = np.append(starts, junctions), np.append(ends + 1, junctions)
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
    def boxes(self) -> Boxes:
        """Least x and y, largest x and y of the pieces and points, (S,) each."""
        count = len(self.lines_unit)
        pair = np.column_stack([self._ends[0][:count], self._ends[1][:count] + 1]).ravel()
        if count and pair[-1] == len(self.rings.metric):
            pair = pair[:-1]
        points = self.rings.metric[self._ends[0][count:]]
        found = []
        for best in (np.minimum, np.maximum):
            for axis in (0, 1):
                lines = best.reduceat(self.rings.metric[:, axis], pair)[::2] if count else np.empty(0)
                found.append(np.append(lines, points[:, axis]))
        return found[0], found[1], found[2], found[3]

    @cached_property
    def _groups(self) -> tuple[Ints, Ints, shapely.STRtree]:
        """Where groups of shapes of one unit that follow each other begin, how many they hold, and a search tree."""
        cut = begins(self.unit)
        cut[: len(self.lines_unit) : _BATCH] = True
        cut[len(self.lines_unit) :][:1] = True
        runs = np.flatnonzero(cut)
        first, size = _cut(runs, np.diff(np.append(runs, len(self.unit))), GROUP)
        low, high = np.minimum.reduceat, np.maximum.reduceat
        west, south, east, north = self.boxes
        if not len(first):
            return first, size, shapely.STRtree([])
        boxes = low(west, first), low(south, first), high(east, first), high(north, first)
        return first, size, shapely.STRtree(around(*boxes))

    def beside(self, metres: float, keep: bool = False) -> Iterator[tuple[Ints, Ints]]:
        """Yield pieces and the shapes of other units whose boxes come that near (or, where more is kept, nearer), (P,).

        Some thousands of pieces at a time, in their order; `keep` remembers them for smaller distances.
        """
        if metres <= self._seen[0]:
            yield from self._seen[1]
            return
        kept = []
        reach = metres / self._least_scale * (1 + 1e-9)
        for low in range(0, len(self.lines_unit), _BATCH):
            a, b = self._meeting(low, min(low + _BATCH, len(self.lines_unit)), reach)
            kept.append((a, b))
            yield a, b
            if not keep:
                kept.clear()
        if keep:
            self._seen = metres, kept

    @cached_property
    def _least_scale(self) -> Floats:
        """(L,) least true metres per metre at the vertices of each piece."""
        if self.rings.factor is not None:
            return np.ones(len(self.first))
        scale = self.rings.scale[self.vertices]
        return np.asarray(np.minimum.reduceat(scale, self.first)) if len(self.first) else scale

    def _meeting(self, low: int, high: int, reach: Floats) -> tuple[Ints, Ints]:
        """Return pieces from `low` to `high` and shapes of other units whose boxes, made larger by `reach` (L,), meet;
        in the order of the pieces, then of the shapes.
        """
        first, size, tree = self._groups
        some = slice(*np.searchsorted(first, (low, high)).tolist())
        where = first[some] - low
        wide = [box[low:high] - reach[low:high] for box in self.boxes[:2]]
        wide += [box[low:high] + reach[low:high] for box in self.boxes[2:]]
        west, south = (np.minimum.reduceat(box, where) for box in wide[:2])
        east, north = (np.maximum.reduceat(box, where) for box in wide[2:])
        g, h = tree.query(around(west, south, east, north))
        g += some.start
        other = np.flatnonzero(self.unit[first[g]] != self.unit[first[h]])
        g, h = g[other], h[other]
        none = (np.inf, np.inf, -np.inf, -np.inf)  # of what a small group lacks
        own = [np.append(box, value) for box, value in zip(wide, none, strict=True)]
        their = [np.append(box, value) for box, value in zip(self.boxes, none, strict=True)]
        steps = np.arange(GROUP)[:, None]
        found = []
        for start in range(0, len(g), _BLOCK):
            part = slice(start, start + _BLOCK)
            a = np.where(steps < size[g[part]], first[g[part]] + steps, high) - low
            b = np.where(steps < size[h[part]], first[h[part]] + steps, len(self.unit))
            both, pair = _split(_meet([box[a] for box in own], [box[b] for box in their]), a.shape[1])
            i, j = _split(both, GROUP)
            found.append((a[i, pair] + low) * len(self.unit) + b[j, pair])
        both = np.concatenate([np.empty(0, dtype=np.int64), *found])
        both.sort()
        return _split(both, max(len(self.unit), 1))

    def ranks(self, a: Ints, b: Ints) -> Ints:
        """Return the order in which a search tree of all shapes finds b (P,) around pieces a (P,), (P,): of shapes
        equally near the first one counts.
        """
        asked = distinct(a)
        ends = [np.full(len(asked), value) for value in (np.inf, np.inf, -np.inf, -np.inf)]
        at = np.searchsorted(asked, a)
        for end, box, most in zip(ends, self.boxes, (np.minimum,) * 2 + (np.maximum,) * 2, strict=True):
            most.at(end, at, box[b])
        p, s = self._whole.query(around(*ends))
        key = p * len(self.unit) + s
        order = np.argsort(key)
        return np.asarray(order[np.searchsorted(key, at * len(self.unit) + b, sorter=order)])

    @cached_property
    def _whole(self) -> shapely.STRtree:
        """Search tree of the boxes: a line from corner to corner has the same and is made faster."""
        count = len(self.lines_unit)
        lines = around(*(box[:count] for box in self.boxes))
        return shapely.STRtree(np.append(lines, shapely.points(*(box[count:] for box in self.boxes[:2]))))

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
        for low in range(0, len(s), _BLOCK):
            part = slice(low, low + _BLOCK)
            line_x, line_y = self._corners(s[part])
            x, y = line_x[1:] - line_x[:-1], line_y[1:] - line_y[:-1]
            u, v = xy[part, 0] - line_x[:-1], xy[part, 1] - line_y[:-1]
            length = x * x + y * y
            length[length == 0] = 1.0
            along = (x * u + y * v) / length
            np.minimum(np.maximum(along, 0.0, out=along), 1.0, out=along)
            u -= along * x
            v -= along * y
            found[part] = np.sqrt((u * u + v * v).min(axis=0))
        return found

    def gap(self, a: Ints, b: Ints, most: Floats) -> Floats:
        """Return the distances between pairs of shapes, a and b (P,), in metres of `metric`; infinite where they are
        farther from each other than `most` (P,).
        """
        found = np.full(len(a), np.inf)
        for low in range(0, len(a), _BLOCK // 2):
            part = slice(low, low + _BLOCK // 2)
            found[part] = _apart(self._corners(a[part]), self._corners(b[part]), most[part])
        return found

    def _corners(self, s: Ints) -> tuple[Floats, Floats]:
        """Return x and y of the vertices of shapes s (P,), the last of them again where there are fewer, (PIECE + 1, P)
        each.
        """
        at = self._ends[0][s] + np.arange(PIECE + 1)[:, None]
        np.minimum(at, self._ends[1][s], out=at)
        at *= 2
        flat = self.rings.metric.reshape(-1)
        x = flat[at]
        at += 1
        return x, flat[at]


def _apart(a: tuple[Floats, Floats], b: tuple[Floats, Floats], most: Floats) -> Floats:
    """Return the distances between lines a and b, vertices as `Loose._corners` gives them, up to `most` (P,).

    The arithmetic is that of GEOS (`Distance::segmentToSegment`), edge by edge, of edges whose boxes are near.
    """
    found = np.full(len(most), np.inf)
    pair, ends = _close(a, b, np.zeros(len(most)))
    found[pair[_crossing(*ends)]] = 0.0
    left = np.flatnonzero(found > 0)
    a, b = ((line[0][:, left], line[1][:, left]) for line in (a, b))
    square = (a[0][:, None] - b[0]) ** 2
    square += (a[1][:, None] - b[1]) ** 2
    corners = np.sqrt(square.min(axis=(0, 1)))
    pair, (ax, ay, bx, by, cx, cy, dx, dy) = _close(a, b, np.minimum(most[left], corners) * (1 + 1e-9))
    pair = left[pair]
    np.minimum.at(found, pair, _to_edge(ax, ay, cx, cy, dx, dy))
    np.minimum.at(found, pair, _to_edge(bx, by, cx, cy, dx, dy))
    np.minimum.at(found, pair, _to_edge(cx, cy, ax, ay, bx, by))
    np.minimum.at(found, pair, _to_edge(dx, dy, ax, ay, bx, by))
    return found


def _close(a: tuple[Floats, Floats], b: tuple[Floats, Floats], margin: Floats) -> tuple[Ints, list[Floats]]:
    """Return edges of lines a and b whose boxes come within a margin (P,) of each other along x and y: which pair of
    lines they are of (Q,), and x, y of both ends of both, (Q,) each.
    """
    count = len(margin)
    own = [np.minimum(value[1:], value[:-1]) - margin for value in a]
    own += [np.maximum(value[1:], value[:-1]) + margin for value in a]
    other = [best(value[1:], value[:-1]) for best in (np.minimum, np.maximum) for value in b]
    both, pair = _split(_meet(own, other), max(count, 1))
    ends: list[Floats] = []
    for line, at in zip((a, b), _split(both, PIECE), strict=True):
        at *= count
        at += pair
        x, y = (value.reshape(-1) for value in line)
        ends += [x[at], y[at]]
        at += count
        ends += [x[at], y[at]]
    return pair, ends


def _meet(own: list[Floats], other: list[Floats]) -> Ints:
    """Return where each of K boxes meets each of K others, P times: positions in (K, K, P), laid flat.

    Boxes are least x and y, largest x and y, (K, P) each.
    """
    west, south, east, north = (box[:, None] for box in own)
    found = west <= other[2]
    one = np.empty_like(found)
    found &= np.less_equal(other[0], east, out=one)
    found &= np.less_equal(south, other[3], out=one)
    found &= np.less_equal(other[1], north, out=one)
    return np.flatnonzero(found)


def _split(number: Ints, by: int) -> tuple[Ints, Ints]:
    """Return quotients and remainders, (Q,) each: numpy divides by one number faster than it finds remainders."""
    found = number // by
    return found, number - found * by


def _crossing(ax: Floats, ay: Floats, bx: Floats, by: Floats, cx: Floats, cy: Floats, dx: Floats, dy: Floats) -> Ints:
    """Return which edges from a to b and from c to d, (Q,) each, have a point in common; parallel ones never have."""
    x, y, u, v = bx - ax, by - ay, dx - cx, dy - cy
    across = x * v - y * u
    across[across == 0] = np.nan
    x0, y0 = ax - cx, ay - cy
    r, s = (y0 * u - x0 * v) / across, (y0 * x - x0 * y) / across
    found = np.flatnonzero((r >= 0) & (r <= 1) & (s >= 0) & (s <= 1))
    for one, two, three, four in ((ax, bx, cx, dx), (ay, by, cy, dy)):  # rounding may find one beyond the ends
        one, two, three, four = one[found], two[found], three[found], four[found]
        beside = np.maximum(one, two) < np.minimum(three, four)
        beside |= np.maximum(three, four) < np.minimum(one, two)
        found = found[~beside]
    return found


def _to_edge(px: Floats, py: Floats, ax: Floats, ay: Floats, bx: Floats, by: Floats) -> Floats:
    """Return the distances from points p to edges from a to b, (Q,) each."""
    x, y, u, v = bx - ax, by - ay, px - ax, py - ay
    square = x * x + y * y
    along = x * u + y * v
    square[square == 0] = np.nan
    along /= square
    found = np.abs((ay - py) * x - (ax - px) * y) / square * np.sqrt(square)
    begin = ~(along > 0)
    found[begin] = np.sqrt(u * u + v * v)[begin]
    end = along >= 1
    u, v = px - bx, py - by
    found[end] = np.sqrt(u * u + v * v)[end]
    return np.asarray(found)


def _pieces(vertices: Positions) -> tuple[Ints, Ints]:
    """Return where each piece begins among the vertices, and how many edges it has: runs of edges, cut."""
    if not len(vertices):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    step = np.ones(len(vertices), dtype=bool)
    step[1:] = vertices[1:] != vertices[:-1] + 1
    runs = np.flatnonzero(step)
    return _cut(runs, np.diff(np.append(runs, len(vertices))), PIECE)


def _cut(runs: Ints, sizes: Ints, most: int) -> tuple[Ints, Ints]:
    """Return where parts of at most so many begin, and their sizes, of runs that begin there and are of these sizes."""
    parts = -(-sizes // most)
    number = np.arange(int(parts.sum())) - np.repeat(np.cumsum(parts) - parts, parts)
    return np.repeat(runs, parts) + most * number, np.minimum(np.repeat(sizes, parts) - most * number, most)


def around(west: Floats, south: Floats, east: Floats, north: Floats, metres: Floats | float = 0.0) -> np.ndarray:
    """Return lines (P,) from the lower left to the upper right corners of boxes, made larger by some metres.

    Parameters
    ----------
    west, south, east, north : (P,)
    metres : (P,) or a number
    """
    ends = np.empty((len(west), 2, 2))
    ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1] = west, south, east, north
    ends[:, 0] -= np.reshape(metres, (-1, 1))
    ends[:, 1] += np.reshape(metres, (-1, 1))
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
    vertex, first = rings.junctions()
    seen = vertex[first][np.cumsum(first) - 1]  # the first of the place: at the date line one of two
    order = np.argsort(vertex)
    return seen[order].astype(np.int64), rings.unit[vertex[order]]
