"""Contiguity by its definitions, unit by unit and edge by edge, for small layers in metres: slow, and easy to read."""

from itertools import combinations, pairwise

import numpy as np
import shapely

PIECE, LARGEST, LEAST, SPREAD, BORDER, UNFIT = 12, 0.02, 1e-6, 6.0, 50.0, 0.5


def rings_of(shape):
    """Return the rings of a polygon as lists of places, the first again at the end."""
    for part in shapely.get_parts(shape):
        yield from ([tuple(xy) for xy in ring.coords] for ring in (part.exterior, *part.interiors))


class SlowLayer:
    """Units, which places and edges several of them share, and pieces of the others."""

    def __init__(self, shapes):
        self.shapes = list(shapes)
        self.rings = [list(rings_of(shape)) for shape in self.shapes]
        self.at, self.edges = {}, {}
        for unit, ring in self.every_ring():
            for a, b in pairwise(ring):
                self.at.setdefault(a, set()).add(unit)
                self.edges.setdefault(frozenset((a, b)), set()).add(unit)
        self.pieces, self.starts = [], []
        for unit, ring in self.every_ring():
            self._cut(unit, ring)
        self.pieces += [(unit, shapely.Point(p)) for p, units in self.at.items() if len(units) > 2 for unit in units]

    def every_ring(self):
        return ((unit, ring) for unit, rings in enumerate(self.rings) for ring in rings)

    def _cut(self, unit, ring):
        held = []
        for a, b in [*pairwise(ring), (None, None)]:
            free = a is not None and len(self.edges[frozenset((a, b))]) == 1
            if held and (not free or len(held) == PIECE + 1):
                self.pieces.append((unit, shapely.LineString(held)))
                held = []
            if free:
                self.starts.append((unit, a, float(np.hypot(a[0] - b[0], a[1] - b[1]))))
                held = [*(held or [a]), b]

    def strict(self):
        """Return the pairs with a place in common."""
        return {pair for units in self.at.values() for pair in combinations(sorted(units), 2)}

    def tolerance(self):
        """Return the tolerance by its definition, and whether a vertex has two units nearest to it: either will do."""
        tied = False
        median = float(np.median([np.sqrt(shape.area) for shape in self.shapes]))
        facing = {}
        for unit in range(len(self.shapes)):
            own = [(place, length) for u, place, length in self.starts if u == unit]
            sampled = own[:: max(-(-len(own) // 24), 1)]
            share = sum(length for _, length in own) / max(len(sampled), 1) / 2
            for place, _ in sampled:
                gaps = [(line.distance(shapely.Point(place)), other) for other, line in self.pieces if other != unit]
                gap, other = min(gaps, default=(np.inf, -1))
                tied |= len({unit for far, unit in gaps if far == gap}) > 1 and gap <= LARGEST * median
                if gap <= LARGEST * median:
                    facing.setdefault(tuple(sorted((unit, other))), []).append((gap, share))
        wide = []
        for pair, seen in facing.items():
            gap, length = np.median([g for g, _ in seen]), sum(s for _, s in seen)
            fits = sum(shapely.LineString(edge).length for edge, units in self.edges.items() if set(pair) <= units)
            if length >= BORDER * gap and length >= UNFIT * fits:
                wide.append(gap)
        chosen = SPREAD * np.quantile(wide, 0.9) if wide else 0.0
        return min(max(chosen, LEAST * median), LARGEST * median), tied

    def near(self, tolerance):
        """Return the pairs without a place in common whose pieces come within the tolerance, and how near."""
        found = {}
        for (i, one), (j, other) in combinations(self.pieces, 2):
            if i != j and not one.geom_type == other.geom_type == "Point":
                pair = min(i, j), max(i, j)
                found[pair] = min(found.get(pair, np.inf), one.distance(other))
        return {pair: gap for pair, gap in found.items() if gap <= tolerance and pair not in self.strict()}
