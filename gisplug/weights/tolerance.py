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

from gisplug.boundaries.borders import Floats, Ints
from gisplug.boundaries.grouping import Bools, among, begins, distinct, least
from gisplug.core.progress import SILENT, Progress
from gisplug.weights.loose import Loose, around

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
_VERTICES = 16_384  # vertices looked around at once: what is in between stays near the processor
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
    unit = rings.unit[loose.vertices]
    seen = _sample(unit)
    if not seen.size:
        return least
    v, s, gap = _nearest(loose, seen, largest)
    if not v.size:
        return least
    pair = _key(unit[seen[v]], loose.unit[s], rings.count)
    length = _share_of_border(loose, unit, seen)[v]
    facing = pd.DataFrame({"pair": pair, "gap": gap, "length": length})
    pairs = facing.groupby("pair").agg(gap=("gap", "median"), length=("length", "sum"))
    pairs = pairs[pairs["length"] >= BORDER * pairs["gap"]]
    pairs = pairs[pairs["length"] >= UNFIT * rings.shared_length(pairs.index.to_numpy())]
    if pairs.empty:
        return least
    return float(min(max(SPREAD * pairs["gap"].quantile(0.9), least), largest))


def _nearest(loose: Loose, seen: Ints, most: float) -> tuple[Ints, Ints, Floats]:
    """Return for each of some loose vertices the nearest piece or junction of another unit, up to `most` metres away.

    A farther unit lies behind the nearest. A small circle settles it for most vertices; only the others, on coasts,
    look as far as asked for.

    Returns
    -------
    v, s, gap : (P,) which of the vertices, position in `loose.shapes`, metres
    """
    piece = np.searchsorted(loose.first, seen, side="right") - 1
    found: list[tuple[Ints, Ints, Floats]] = []
    for a, b in loose.beside(most, keep=True):
        if not a.size:
            continue
        ends = np.searchsorted(piece, (a[0], a[-1] + 1))
        for here in range(int(ends[0]), int(ends[1]), _VERTICES):
            v = np.arange(here, min(here + _VERTICES, int(ends[1])))
            found += _nearest_of(loose, seen, v, piece, (a, b), most)
    if not found:
        none = np.empty(0, dtype=np.int64)
        return none, none, np.empty(0)
    v, s, gap = (np.concatenate(part) for part in zip(*found, strict=True))
    return v, s, gap


def _nearest_of(
    loose: Loose, seen: Ints, here: Ints, piece: Ints, beside: tuple[Ints, Ints], most: float
) -> list[tuple[Ints, Ints, Floats]]:
    """Return what `_nearest` does, of a few vertices: positions `here` in `seen`, whose pieces are given, and what is
    `beside` these.
    """
    a, b = beside
    vertex = loose.vertices[seen[here]]
    xy, scale = loose.rings.metric[vertex], loose.rings.scale[vertex]
    low, high = np.searchsorted(a, piece[here]), np.searchsorted(a, piece[here], side="right")
    number = high - low
    v = np.repeat(np.arange(len(here)), number)
    s = b[np.arange(len(v)) + np.repeat(low - (np.cumsum(number) - number), number)]
    away = loose.apart(xy[v], s)
    found: list[tuple[Ints, Ints, Floats]] = []
    for reach in (most / _SMALL, most):
        close = np.flatnonzero(away <= (reach * (1 + 1e-9) / scale)[v])
        at, to = v[close], s[close]
        far = loose.distance(xy[at], to)
        near = np.flatnonzero(far <= (reach / scale)[at])
        at, to, far = at[near], to[near], far[near]
        best, lead = least(at, far)
        _found_first(loose, best, lead, _several(lead, loose.unit[to[best]]), piece[here[at]], to)
        best = best[lead]
        at, to, far = at[best], to[best], far[best]
        found.append((here[at], to, far * scale[at]))
        done = np.zeros(len(here), dtype=bool)
        done[at] = True
        left = np.flatnonzero(~done[v])
        v, s, away = v[left], s[left], away[left]
    return found


def _several(lead: Bools, unit: Ints) -> Bools:
    """Whether each row is of a run, begun by `lead`, in which there are several units."""
    run = np.cumsum(lead)
    found = np.zeros(len(lead) + 1, dtype=bool)
    found[run[1:][~lead[1:] & (unit[1:] != unit[:-1])]] = True
    return np.asarray(found[run])


def _found_first(loose: Loose, best: Ints, lead: Bools, alike: Bools, a: Ints, b: Ints) -> None:
    """Put those of the rows `best` that are `alike` in the order in which a search tree finds the shapes b around the
    pieces a, run by run (`lead` begins one).
    """
    run = np.cumsum(lead)
    some = np.flatnonzero(alike)
    some = some[(np.bincount(run[some])[run[some]] > 1)] if some.size else some
    if some.size:
        rank = loose.ranks(a[best[some]], b[best[some]])
        best[some] = best[some[np.lexsort((rank, run[some]))]]


def gained(
    loose: Loose, linked: Ints, tolerance: float, noise: float, tree: shapely.STRtree, progress: Progress = SILENT
) -> Gained:
    """Return the pairs of units within the tolerance (metres) that the strict rule did not join.

    A third unit wider than `noise` (what `choose` returns) keeps two units apart wherever it lies between them; `tree`
    holds the polygons of all units.
    """
    rings = loose.rings
    pairs = _near(loose, linked, tolerance, progress)
    if pairs.empty:
        none = np.empty(0, dtype=np.int64)
        return Gained(none, none, np.empty(0), tolerance)
    blocked = _separated(loose, pairs, tolerance, noise, tree)
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
    order = np.argsort(key, kind="stable")
    a, b, key, common = a[order], b[order], key[order], common[order]
    gap = np.full(len(a), np.inf)
    best, lead = least(key, -common)
    best = best[lead]
    gap[best] = _gap(loose, a[best], b[best], tolerance)
    open_key = np.repeat(gap[best] > 0, np.diff(np.append(np.flatnonzero(begins(key)), len(key))))
    rows = np.flatnonzero(open_key | (gap == 0))
    rows = rows[np.lexsort((-common[rows], key[rows]))]
    a, b, key, common, gap = a[rows], b[rows], key[rows], common[rows], gap[rows]
    first = np.flatnonzero(begins(key))
    size = np.diff(np.append(first, len(key)))
    left = np.flatnonzero(gap[first] > 0)
    for rank in range(1, _TRIES):
        left = left[size[left] > rank]
        tried = first[left] + rank
        gap[tried] = _gap(loose, a[tried], b[tried], tolerance)
        left = left[gap[tried] > 0]
    size = np.maximum(size[left] - _TRIES, 0)
    rest = np.arange(int(size.sum())) + np.repeat(first[left] + _TRIES - (np.cumsum(size) - size), size)
    gap[rest] = _gap(loose, a[rest], b[rest], tolerance)
    rows = np.flatnonzero(gap <= tolerance)
    a, b, key, common, gap = a[rows], b[rows], key[rows], common[rows], gap[rows]
    best, lead = least(key, gap)
    head = best[lead][np.cumsum(lead) - 1]
    _found_first(loose, best, lead, (a[best] == a[head]) & (common[best] == common[head]) & (gap[best] > 0), a, b)
    best = best[lead]
    return pd.DataFrame({"pair": key[best], "gap": gap[best], "a": a[best], "b": b[best]})


def _gap(loose: Loose, a: Ints, b: Ints, most: float) -> Floats:
    """Return the metres between pieces a and shapes b (P,); infinite beyond `most`."""
    scale = loose.lines_scale[a]
    return loose.gap(a, b, most / scale) * scale


def _separated(
    loose: Loose, pairs: pd.DataFrame, tolerance: float, noise: float, tree: shapely.STRtree
) -> npt.NDArray[np.bool_]:
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
    shapely.prepare(ways)
    shapes = tree.geometries
    slack = noise / loose.lines_scale[a]
    west, south, east, north = shapely.bounds(ways).T
    w, k = tree.query(around(west, south, east, north, slack))
    third = np.flatnonzero((k != (key // rings.count)[w]) & (k != (key % rings.count)[w]))
    w, k = w[third], k[third]
    close = shapely.dwithin(ways[w], shapes[k], slack[w])
    w, k = w[close], k[close]
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
    several = np.bincount(owner, minlength=len(w)) >= 2
    parts, owner = parts[several[owner]], owner[several[owner]]
    rim = np.full(len(w), None, dtype=object)
    rim[several] = shapely.buffer(shapely.boundary(disk[several]), 0.1 * reach[several])
    reaching = shapely.intersects(parts, rim[owner])
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
    length = rings.lengths(loose.vertices)
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


def inside(tree: shapely.STRtree, linked: Ints) -> tuple[Ints, Ints]:
    """Return pairs not joined yet, one of which holds an inner point of the other: overlaps without a shared border.

    Parameters
    ----------
    tree
        Of the N polygons.
    linked : (L,) pairs joined already, as i * N + j with i < j

    Returns
    -------
    i, j : (P,) positions, i < j
    """
    shapes = tree.geometries
    points = shapely.point_on_surface(shapes)
    p, k = tree.query(points)
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
    counts = np.diff(np.searchsorted(unit, np.arange(int(unit[-1]) + 2)))
    each = min(_FACING[0], max(8, _FACING[1] // max(int((counts > 0).sum()), 1)))
    stride = np.maximum(-(-counts // each), 1)
    number = -(-counts // stride)
    rank = np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)
    return np.asarray(np.repeat(np.cumsum(counts) - counts, number) + rank * np.repeat(stride, number))


def _share_of_border(loose: Loose, unit: Ints, seen: Ints) -> Floats:
    """Return the metres of unmatched border that each sampled vertex stands for, half of them: both sides are
    counted. `unit` is that of each loose vertex.
    """
    length = loose.rings.unit_length(loose.vertices)
    number = np.bincount(unit[seen], minlength=loose.rings.count)
    share = length / np.maximum(number, 1)
    return np.asarray(share[unit[seen]] / 2)
