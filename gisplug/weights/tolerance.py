"""Neighbours whose borders do not fit exactly: gaps, overlaps, noise, borders simplified one by one.

Only what no other unit shares exactly is looked at: unmatched edges, in pieces of a few, and junctions. Two units are
joined if such pieces come within the tolerance of each other and no third unit passes between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gisplug.boundaries.borders import Floats, Ints, Rings
from gisplug.boundaries.grouping import among, distinct
from gisplug.core.progress import SILENT, Progress
from gisplug.weights.loose import Loose

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
_TRIES = 6  # pairs of pieces measured one after the other for two units, before the rest at once
_SMALL = 16.0  # times smaller than asked for is the circle in which the nearest piece is looked for first


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
    v, s, gap = _nearest(loose, seen, largest)
    if not v.size:
        return least
    pair = _key(rings.unit[loose.vertices[seen[v]]], loose.unit[s], rings.count)
    length = _share_of_border(loose, seen)[v]
    facing = pd.DataFrame({"pair": pair, "gap": gap, "length": length})
    pairs = facing.groupby("pair").agg(gap=("gap", "median"), length=("length", "sum"))
    border = pairs["length"] >= BORDER * pairs["gap"]
    border &= pairs["length"] >= UNFIT * _fitting(rings, pairs.index.to_numpy())
    if not border.any():
        return least
    return float(min(max(SPREAD * pairs.loc[border, "gap"].quantile(0.9), least), largest))


def _nearest(loose: Loose, seen: Ints, most: float) -> tuple[Ints, Ints, Floats]:
    """Return for each of some loose vertices the nearest piece or junction of another unit, up to `most` metres away.

    A farther unit lies behind the nearest. A small circle settles it for most vertices; only the others, on coasts,
    look as far as asked for.

    Returns
    -------
    v, s, gap : (P,) which of the vertices, position in `loose.shapes`, metres
    """
    rings = loose.rings
    vertex = loose.vertices[seen]
    xy, scale = rings.metric[vertex], rings.scale[vertex]
    piece = np.searchsorted(loose.first, seen, side="right") - 1
    found: list[tuple[Ints, Ints, Floats]] = []
    for a, b in loose.beside(most, keep=True):
        if not a.size:
            continue
        here = np.arange(*np.searchsorted(piece, (a[0], a[-1] + 1)))
        low, high = np.searchsorted(a, piece[here]), np.searchsorted(a, piece[here], side="right")
        number = high - low
        v = np.repeat(here, number)
        s = b[np.arange(len(v)) + np.repeat(low - (np.cumsum(number) - number), number)]
        away = loose.apart(xy[v], s)
        for reach in (most / _SMALL, most):
            close = away <= (reach * (1 + 1e-9)) / scale[v]
            at, to = v[close], s[close]
            far = loose.distance(xy[at], to)
            near = far <= reach / scale[at]
            at, to, far = _least(at[near], to[near], far[near])
            found.append((at, to, far * scale[at]))
            left = ~among(v, at)
            v, s, away = v[left], s[left], away[left]
    if not found:
        none = np.empty(0, dtype=np.int64)
        return none, none, np.empty(0)
    v, s, gap = (np.concatenate(part) for part in zip(*found, strict=True))
    return v, s, gap


def _least(group: Ints, s: Ints, value: Floats) -> tuple[Ints, Ints, Floats]:
    """Return the first of the least values of each group (sorted)."""
    if not len(group):
        return group, s, value
    first = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    least = np.minimum.reduceat(value, first)
    best = np.flatnonzero(value == np.repeat(least, np.diff(np.append(first, len(group)))))
    best = best[np.append(True, group[best][1:] != group[best][:-1])]
    return group[best], s[best], value[best]


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
    for a, b in loose.beside(tolerance):
        progress.check()
        if rings.factor is not None:  # else two pieces are seen from each of them; on a sphere their reaches differ
            half = np.flatnonzero(a < b)
            a, b = a[half], b[half]
        x, y = loose.overlap(a, b)
        new = np.flatnonzero(np.minimum(x, y) >= -tolerance / loose.lines_scale[a])
        a, b, common = a[new], b[new], x[new] + y[new]
        key = _key(loose.unit[a], loose.unit[b], rings.count)
        new = np.flatnonzero(~among(key, linked))
        found.append(_closest(loose, a[new], b[new], key[new], common[new], tolerance))
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"pair": [], "gap": [], "a": [], "b": []})
    return table.sort_values("gap", kind="stable").drop_duplicates("pair").sort_values("pair").reset_index(drop=True)


def _closest(loose: Loose, a: Ints, b: Ints, key: Ints, common: Floats, tolerance: float) -> pd.DataFrame:
    """Return for each pair of units the nearest pieces. Those whose boxes have most in common are tried first, because
    borders that cross settle it.
    """
    order = np.lexsort((-common, key))
    a, b, key = a[order], b[order], key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, dtype=np.int64)
    size = np.diff(np.append(first, len(key)))
    gap = np.full(len(a), np.inf)
    left = np.arange(len(first))
    for rank in range(_TRIES):
        left = left[size[left] > rank]
        tried = first[left] + rank
        gap[tried] = _gap(loose, a[tried], b[tried])
        left = left[gap[tried] > 0]
    size = np.maximum(size[left] - _TRIES, 0)
    rest = np.arange(int(size.sum())) + np.repeat(first[left] + _TRIES - (np.cumsum(size) - size), size)
    for low in range(0, len(rest), _BATCH):
        part = rest[low : low + _BATCH]
        gap[part] = _gap(loose, a[part], b[part])
    table = pd.DataFrame({"pair": key, "gap": gap, "a": a, "b": b})[gap <= tolerance]
    return table.sort_values("gap", kind="stable").drop_duplicates("pair")


def _gap(loose: Loose, a: Ints, b: Ints) -> Floats:
    return np.asarray(shapely.distance(loose.shapes(a), loose.shapes(b)) * loose.lines_scale[a])


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
    ways = shapely.shortest_line(loose.shapes(a), loose.shapes(b))
    tree = shapely.STRtree(shapes)
    slack = noise / loose.lines_scale[a]
    w, k = tree.query(ways, predicate="dwithin", distance=slack)
    third = (k != (key // rings.count)[w]) & (k != (key % rings.count)[w])
    w, k = w[third], k[third]
    wide = _wide(ways[w], shapes[k], slack[w])
    blocked[open_gap[w[wide]]] = True
    w, k = w[~wide], k[~wide]
    crossed = shapely.intersects(shapes[k], ways[w])
    w, k = w[crossed], k[crossed]
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
    length = rings.length[loose.edges]
    parts = np.clip(np.ceil(length / np.median(length)), 1, PARTS).astype(np.int64)
    edge = np.repeat(np.arange(len(parts)), parts)
    part = np.arange(len(edge)) - np.repeat(np.cumsum(parts) - parts, parts)
    for low in range(0, len(edge), _BATCH):
        e = edge[low : low + _BATCH]
        along = ((part[low : low + _BATCH] + 0.5) / parts[e])[:, None]
        start = loose.vertices[e]
        xy = rings.metric[start] * (1 - along) + rings.metric[start + 1] * along
        v, b = loose.tree.query(shapely.points(xy), predicate="dwithin", distance=tolerance / rings.scale[start])
        near = (b < len(loose.lines_unit)) & (rings.unit[start[v]] != loose.unit[b])
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
    p, k = shapely.STRtree(shapes).query(points)
    p, k = p[p != k], k[p != k]
    new = ~among(_key(p, k, len(shapes)), linked)
    p, k = p[new], k[new]
    held = shapely.intersects(shapes[k], points[p])
    key = distinct(_key(p[held], k[held], len(shapes)))
    return key // len(shapes), key % len(shapes)


def _key(i: Any, j: Any, count: int) -> Ints:
    return np.asarray(np.minimum(i, j).astype(np.int64) * count + np.maximum(i, j))


def _sample(unit: Ints) -> Ints:
    """Return positions of some vertices of each unit (sorted by unit), evenly along its border."""
    if not unit.size:
        return np.empty(0, dtype=np.int64)
    counts = np.bincount(unit)
    rank = np.arange(len(unit)) - np.repeat(np.cumsum(counts) - counts, counts)
    each = min(_FACING[0], max(8, _FACING[1] // max(int((counts > 0).sum()), 1)))
    stride = np.maximum(-(-counts // each), 1)
    return np.flatnonzero(rank % np.repeat(stride, counts) == 0)


def _share_of_border(loose: Loose, seen: Ints) -> Floats:
    """Return the metres of unmatched border that each sampled vertex stands for, half of them: both sides are
    counted.
    """
    unit = loose.rings.unit[loose.vertices]
    length = np.bincount(unit, weights=loose.rings.length[loose.edges], minlength=loose.rings.count)
    number = np.bincount(unit[seen], minlength=loose.rings.count)
    share = length / np.maximum(number, 1)
    return share[unit[seen]] / 2
