"""Neighbours whose borders do not fit exactly: gaps, overlaps, noise, borders simplified one by one.

Only what no other unit shares exactly is looked at: unmatched edges, in pieces of a few, and junctions. Two units are
joined if such pieces come within the tolerance of each other and no third unit passes between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gisplug.boundaries.borders import Floats, Ints, Rings
from gisplug.core.progress import SILENT, Progress

PIECE = 12  # edges in a piece: long enough for few boxes, short enough for cheap distances
LARGEST = 0.02  # the automatic tolerance is at most this part of the median size (root of the area) of the units
LEAST = 1e-6  # ... and at least this part: rounding of coordinates
SPREAD = 6.0  # times the median gap: wide enough for nearly all point contacts under Gaussian noise
BORDER = 50.0  # a gap is a border that does not fit, and no strait, if it is at least this many times longer than wide
# ... and this part as long as what the two share exactly: near the mouth of a good border, coasts face each other
UNFIT = 0.5
_FACING = (
    24,
    120_000,
)  # vertices of each unit looked at to choose the tolerance, and about how many in all (at least 8 each)
PARTS = 8  # points at most at which an edge is measured
_BATCH = 200_000  # pairs of pieces measured at once: bounds memory


@dataclass(frozen=True)
class Gained:
    """Pairs of units joined by the tolerance.

    Attributes
    ----------
    i, j : (G,) positions of the units, i < j
    gap : (G,) width of the gap in metres, 0 where they overlap
    tolerance : metres
    blocked : pairs within the tolerance that a third unit keeps apart
    """

    i: Ints
    j: Ints
    gap: Floats
    tolerance: float
    blocked: int = 0


class Loose:
    """The unmatched borders of a layer in pieces, in conformal metres."""

    def __init__(self, rings: Rings) -> None:
        self.rings: Rings = rings
        free = np.flatnonzero(rings.unmatched())
        start = rings.start[free]
        step = np.ones(len(start), dtype=bool)
        step[1:] = start[1:] != start[:-1] + 1
        run = np.cumsum(step) - 1
        position = np.arange(len(start)) - np.flatnonzero(step)[run] if len(start) else np.empty(0, dtype=np.int64)
        cut = step | (position % PIECE == 0)
        piece = np.cumsum(cut) - 1
        ends = np.append(np.flatnonzero(cut)[1:] - 1, len(start) - 1) if len(start) else np.empty(0, dtype=np.int64)
        points = np.concatenate([start, start[ends] + 1]) if len(start) else np.empty(0, dtype=np.int64)
        owner = np.concatenate([piece, np.arange(len(ends))]) if len(start) else np.empty(0, dtype=np.int64)
        order = np.argsort(owner, kind="stable")
        self.vertices: Ints = start
        self.lines: np.ndarray = (
            shapely.linestrings(rings.metric[points[order]], indices=owner[order])
            if len(start)
            else np.empty(0, dtype=object)
        )
        self.lines_unit: Ints = rings.unit[start[ends]] if len(start) else np.empty(0, dtype=np.int64)
        self.lines_scale: Floats = rings.scale[start[ends]] if len(start) else np.empty(0)
        points, units = _junctions(rings)
        self.shapes: np.ndarray = np.concatenate([self.lines, shapely.points(rings.metric[points])])
        self.unit: Ints = np.concatenate([self.lines_unit, units])

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Search tree of the pieces and of the points where three or more units meet, conformal metres."""
        return shapely.STRtree(self.shapes)


def _junctions(rings: Rings) -> tuple[Ints, Ints]:
    """Return vertices where three or more units meet, once for each unit there."""
    often = np.flatnonzero((np.bincount(rings.vertex, minlength=1) >= 3)[rings.vertex])
    key = pd.unique(rings.vertex[often] * rings.count + rings.unit[often])
    vertex, unit = key // rings.count, key % rings.count
    several = np.bincount(vertex, minlength=1)[vertex] >= 3
    vertex, unit = vertex[several], unit[several]
    first = np.zeros(rings.vertex.max(initial=-1) + 1, dtype=np.int64)
    first[rings.vertex[::-1]] = np.arange(len(rings.vertex))[::-1]
    return first[vertex], unit


def choose(loose: Loose, sizes: Floats) -> float:
    """Return a tolerance in metres, chosen from the gaps between units whose borders do not fit.

    Parameters
    ----------
    sizes : (N,) root of the area of each unit, metres
    """
    rings = loose.rings
    least, largest = LEAST * float(np.median(sizes)), LARGEST * float(np.median(sizes))
    seen = _sample(rings.unit[loose.vertices])
    if not seen.size:
        return least
    vertex = loose.vertices[seen]
    points = shapely.points(rings.metric[vertex])
    v, s = loose.tree.query(points, predicate="dwithin", distance=largest / rings.scale[vertex])
    i, j = rings.unit[vertex[v]], loose.unit[s]
    new = i != j
    v, s, i, j = v[new], s[new], i[new], j[new]
    if not v.size:
        return least
    gap = shapely.distance(points[v], loose.shapes[s]) * rings.scale[vertex[v]]
    facing = pd.DataFrame({"pair": _key(i, j, rings.count), "v": v, "gap": gap})
    facing = facing.sort_values("gap", kind="stable").drop_duplicates("v")  # a farther unit lies behind the nearest
    facing["length"] = _share_of_border(loose, seen)[facing["v"]]
    pairs = facing.groupby("pair").agg(gap=("gap", "median"), length=("length", "sum"))
    border = pairs["length"] >= BORDER * pairs["gap"]
    border &= pairs["length"] >= UNFIT * _fitting(rings, pairs.index.to_numpy())
    if not border.any():
        return least
    return float(min(max(SPREAD * pairs.loc[border, "gap"].quantile(0.9), least), largest))


def _fitting(rings: Rings, pairs: Ints) -> Floats:
    """Return how many metres of border the units of each pair (sorted i * N + j) share exactly."""
    i, j, edge = rings.shared_edges()
    key = i * rings.count + j
    at = np.minimum(np.searchsorted(pairs, key), len(pairs) - 1)
    known = pairs[at] == key
    return np.asarray(np.bincount(at[known], weights=rings.length[edge[known]], minlength=len(pairs)), dtype=np.float64)


def gained(
    loose: Loose, linked: Ints, tolerance: float, noise: float, shapes: Any, progress: Progress = SILENT
) -> Gained:
    """Return the pairs of units within the tolerance (metres) that the strict rule did not join.

    A third unit wider than `noise` (what `choose` returns) keeps two units apart wherever it lies between them.
    """
    rings = loose.rings
    pairs = _near(loose, linked, tolerance, progress)
    if pairs.empty:
        none = np.empty(0, dtype=np.int64)
        return Gained(none, none, np.empty(0), tolerance)
    blocked = _separated(loose, pairs, tolerance, noise, shapes)
    kept = pairs[~blocked]
    key = kept["pair"].to_numpy()
    return Gained(key // rings.count, key % rings.count, kept["gap"].to_numpy(), tolerance, int(blocked.sum()))


def _near(loose: Loose, linked: Ints, tolerance: float, progress: Progress) -> pd.DataFrame:
    """Return one row for each new pair within the tolerance: pair, gap (metres), a, b (the nearest pieces)."""
    rings = loose.rings
    found: list[pd.DataFrame] = []
    count = len(loose.lines)
    for low in range(0, count, _BATCH // 8):
        progress.check()
        high = min(low + _BATCH // 8, count)
        reach = tolerance / loose.lines_scale[low:high]
        box = shapely.bounds(loose.lines[low:high]) + np.column_stack([-reach, -reach, reach, reach])
        a, b = loose.tree.query(shapely.box(*box.T))
        a = a + low
        i, j = loose.lines_unit[a], loose.unit[b]
        new = i != j
        a, b, key = a[new], b[new], _key(i[new], j[new], rings.count)
        new = ~np.isin(key, linked)
        found.append(_closest(loose, a[new], b[new], key[new], tolerance))
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"pair": [], "gap": [], "a": [], "b": []})
    return table.sort_values("gap", kind="stable").drop_duplicates("pair").sort_values("pair").reset_index(drop=True)


def _closest(loose: Loose, a: Ints, b: Ints, key: Ints, tolerance: float) -> pd.DataFrame:
    """Return for each pair of units the nearest pieces; a few are tried first, because overlapping
    borders settle it.
    """
    order = np.argsort(key, kind="stable")
    a, b, key = a[order], b[order], key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, dtype=np.int64)
    group = np.cumsum(np.append(True, key[1:] != key[:-1])) - 1 if len(key) else first
    size = np.diff(np.append(first, len(key)))
    gap = np.full(len(a), np.inf)
    left = np.ones(len(first), dtype=bool)
    for share in (0.5, 0.3, 0.7):
        tried = (first + (size * share).astype(np.int64))[left]
        gap[tried] = _gap(loose, a[tried], b[tried])
        left[group[tried[gap[tried] == 0]]] = False
    rest = np.flatnonzero(left[group]) if len(group) else first
    for low in range(0, len(rest), _BATCH):
        part = rest[low : low + _BATCH]
        gap[part] = _gap(loose, a[part], b[part])
    table = pd.DataFrame({"pair": key, "gap": gap, "a": a, "b": b})[gap <= tolerance]
    return table.sort_values("gap", kind="stable").drop_duplicates("pair")


def _gap(loose: Loose, a: Ints, b: Ints) -> Floats:
    return np.asarray(shapely.distance(loose.shapes[a], loose.shapes[b]) * loose.lines_scale[a])


def _separated(loose: Loose, pairs: pd.DataFrame, tolerance: float, noise: float, shapes: Any) -> npt.NDArray[np.bool_]:
    """Whether a third unit passes between the two: it lies on the shortest way and goes on at both sides of it, or is
    wider there than borders miss each other in this layer.

    A unit that only ends there (the tip of a wedge, at a junction) does not separate.
    """
    rings = loose.rings
    blocked = np.zeros(len(pairs), dtype=bool)
    open_gap = np.flatnonzero(pairs["gap"].to_numpy() > 0)
    if not open_gap.size:
        return blocked
    a, b = pairs["a"].to_numpy()[open_gap], pairs["b"].to_numpy()[open_gap]
    key = pairs["pair"].to_numpy()[open_gap]
    ways = shapely.shortest_line(loose.shapes[a], loose.shapes[b])
    tree = shapely.STRtree(shapes)
    slack = noise / loose.lines_scale[a]
    w, k = tree.query(ways, predicate="dwithin", distance=slack)
    third = (k != (key // rings.count)[w]) & (k != (key % rings.count)[w])
    w, k = w[third], k[third]
    wide = _wide(ways[w], shapes[k], slack[w])
    blocked[open_gap[w[wide]]] = True
    w, k = w[~wide], k[~wide]
    inner = shapely.length(shapely.intersection(ways[w], shapes[k])) > 0.5 * shapely.length(ways[w])
    w, k = w[inner], k[inner]
    if not w.size:
        return blocked
    reach = tolerance / loose.lines_scale[a[w]]
    disk = shapely.buffer(shapely.centroid(ways[w]), 6 * reach)
    rest = shapely.difference(shapely.intersection(shapes[k], disk), shapely.buffer(ways[w], reach))
    parts, owner = shapely.get_parts(rest, return_index=True)
    reaching = shapely.intersects(parts, shapely.buffer(shapely.boundary(disk)[owner], 0.1 * reach[owner]))
    sides = np.bincount(owner[reaching], minlength=len(w)) >= 2
    blocked[open_gap[w[sides]]] = True
    return blocked


def _wide(ways: Any, third: Any, slack: Floats) -> npt.NDArray[np.bool_]:
    """Whether a third unit, give or take `slack`, fills most of a way that is longer than borders miss each other."""
    found = np.zeros(len(ways), dtype=bool)
    long = np.flatnonzero(shapely.length(ways) > slack)
    if long.size:
        around = shapely.buffer(ways[long], 4 * slack[long])
        near = shapely.buffer(shapely.intersection(third[long], around), slack[long], quad_segs=4)
        filled = shapely.length(shapely.intersection(ways[long], near))
        found[long] = filled > np.maximum(0.9 * shapely.length(ways[long]), slack[long])
    return found


def facing_length(loose: Loose, pairs: Ints, tolerance: float) -> Floats:
    """Return how many metres of border two units have within the tolerance of each other, for each pair (i * N + j).

    Edges are measured at points, long ones at up to `PARTS`; both sides count half, or one where the other misses it.
    """
    rings = loose.rings
    sides = np.zeros((2, len(pairs)))
    if not len(pairs) or not loose.vertices.size:
        return np.zeros(len(pairs))
    order = np.argsort(pairs)
    edges = np.searchsorted(rings.start, loose.vertices)
    length = rings.length[edges]
    parts = np.clip(np.ceil(length / np.median(length)), 1, PARTS).astype(np.int64)
    edge = np.repeat(np.arange(len(edges)), parts)
    part = np.arange(len(edge)) - np.repeat(np.cumsum(parts) - parts, parts)
    for low in range(0, len(edge), _BATCH):
        e = edge[low : low + _BATCH]
        along = ((part[low : low + _BATCH] + 0.5) / parts[e])[:, None]
        start = loose.vertices[e]
        xy = rings.metric[start] * (1 - along) + rings.metric[start + 1] * along
        v, b = loose.tree.query(shapely.points(xy), predicate="dwithin", distance=tolerance / rings.scale[start])
        near = (b < len(loose.lines)) & (rings.unit[start[v]] != loose.unit[b])
        v, other = v[near], loose.unit[b[near]]
        own = rings.unit[start[v]]
        at = order[np.minimum(np.searchsorted(pairs[order], _key(own, other, rings.count)), len(pairs) - 1)]
        wanted = pairs[at] == _key(own, other, rings.count)
        once = pd.DataFrame({"v": v[wanted], "at": at[wanted], "side": (own < other)[wanted]}).drop_duplicates()
        share = (length / parts)[e[once["v"]]]
        np.add.at(sides, (once["side"].to_numpy(dtype=np.int64), once["at"].to_numpy()), share)
    return np.asarray(np.where(sides.min(axis=0) > 0, sides.mean(axis=0), sides.max(axis=0)))


def inside(shapes: Any, linked: Ints) -> tuple[Ints, Ints]:
    """Return pairs not joined yet, one of which holds an inner point of the other: overlaps without a shared border.

    Parameters
    ----------
    shapes : (N,) polygons
    linked : (L,) pairs joined already, as i * N + j with i < j

    Returns
    -------
    i, j : (P,) positions, i < j
    """
    points = shapely.point_on_surface(shapes)
    p, k = shapely.STRtree(shapes).query(points, predicate="intersects")
    i, j = np.minimum(p, k), np.maximum(p, k)
    new = (i != j) & ~np.isin(_key(i, j, len(shapes)), linked)
    key = np.unique(_key(i[new], j[new], len(shapes)))
    return key // len(shapes), key % len(shapes)


def _key(i: Any, j: Any, count: int) -> Ints:
    return np.asarray(np.minimum(i, j).astype(np.int64) * count + np.maximum(i, j))


def _sample(unit: Ints) -> Ints:
    """Return positions of some vertices of each unit, evenly along its border."""
    if not unit.size:
        return np.empty(0, dtype=np.int64)
    counts = np.bincount(unit)
    order = np.argsort(unit, kind="stable")
    rank = np.arange(len(unit)) - np.repeat(np.cumsum(counts) - counts, counts)
    each = min(_FACING[0], max(8, _FACING[1] // max(int((counts > 0).sum()), 1)))
    stride = np.maximum(-(-counts // each), 1)
    return np.sort(order[rank % np.repeat(stride, counts) == 0])


def _share_of_border(loose: Loose, seen: Ints) -> Floats:
    """Return the metres of unmatched border that each sampled vertex stands for, half of them: both sides are
    counted.
    """
    unit = loose.rings.unit[loose.vertices]
    edges = np.searchsorted(loose.rings.start, loose.vertices)
    length = np.bincount(unit, weights=loose.rings.length[edges], minlength=loose.rings.count)
    number = np.bincount(unit[seen], minlength=loose.rings.count)
    share = length / np.maximum(number, 1)
    return share[unit[seen]] / 2
