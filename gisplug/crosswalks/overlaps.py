"""Where the units of two layers overlap: polygons of the overlaps, their ground area, and how wide they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from gisplug.boundaries.repair import repaired
from gisplug.boundaries.units import Units
from gisplug.core.errors import LayerError
from gisplug.core.messages import message
from gisplug.lights.grids.units_on_grid import EARTH_M, metres_per_unit, same, unit_km2

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

POLYGON, MULTIPOLYGON = 3, 6
EDGE_STEP = 2_000.0  # metres between vertices of an edge that is moved to another reference system
AUTO = 0.01  # the tolerance, as a part of the median size (root of the area) of the source units
SMALL = 0.05  # ... and of the size of small units, whose whole would be noise otherwise
MOSTLY = 0.5  # slivers that make up this part of a unit are no noise of its borders: they are the unit


@dataclass(frozen=True)
class Overlaps:
    """Connected parts of the overlaps of two layers.

    Attributes
    ----------
    i, j : (P,) positions of the source and the target unit
    shapes : (P,) polygons in the reference system of the target layer
    crs : that system
    km2 : (P,) ground area
    width : (P,) mean width in metres, twice the area over the perimeter
    source_km2, target_km2 : (N,), (M,) ground area of the units
    sources, targets : (N,), (M,) the units themselves, in the same reference system
    """

    i: Ints
    j: Ints
    shapes: np.ndarray
    crs: Any
    km2: Floats
    width: Floats
    source_km2: Floats
    target_km2: Floats
    sources: np.ndarray
    targets: np.ndarray

    def take(self, kept: Bools | Ints) -> Overlaps:
        """Return some of the parts, by a mask (P,) or positions."""
        chosen = (self.i[kept], self.j[kept], self.shapes[kept], self.crs, self.km2[kept], self.width[kept])
        return Overlaps(*chosen, self.source_km2, self.target_km2, self.sources, self.targets)


def overlaps_of(source: Units, target: Units) -> Overlaps:
    """Cut the units of one layer by those of another.

    Parameters
    ----------
    source, target
        Polygons; the source is moved to the reference system of the target, its edges bent by vertices between.

    Returns
    -------
    Overlaps
        Parts with an area, by source and target. Units drawn alike to the last bit in both layers overlap only each
        other.

    Raises
    ------
    LayerError
        If a layer holds no polygons.
    """
    for layer in (source, target):
        if not len(layer) or set(shapely.get_type_id(layer.frame.geometry.values)) - {POLYGON, MULTIPOLYGON}:
            raise LayerError(
                message(
                    "Crosswalks are made of polygons; {layer} holds {clause}.",
                    layer=layer.name,
                    clause=message("other geometry") if len(layer) else message("no units"),
                )
            )
    crs = CRS.from_user_input(target.frame.crs)
    ours, theirs = _moved(source, crs), np.asarray(target.frame.geometry.values)
    i, j, cut = _cut(ours, theirs)
    parts, owner = _polygons(cut)
    km2 = _km2(parts, crs)
    some = km2 > 0
    parts, owner, km2 = parts[some], owner[some], km2[some]
    width = 2e6 * km2 / _perimeter(parts, crs)
    return Overlaps(i[owner], j[owner], parts, crs, km2, width, unit_km2(source), unit_km2(target), ours, theirs)


def usual_tolerance(overlaps: Overlaps) -> Floats:
    """Return the width in metres below which each part (P,) is noise: `AUTO` of the size (root of the area) of a median
    source unit, but at most `SMALL` of the size of the smaller of its two units.
    """
    ours, theirs = (1000 * np.sqrt(km2) for km2 in (overlaps.source_km2, overlaps.target_km2))
    least = np.minimum(ours[overlaps.i], theirs[overlaps.j])
    return np.asarray(np.minimum(AUTO * np.median(ours), SMALL * least))


def slivers(overlaps: Overlaps, tolerance: Floats) -> Bools:
    """Tell which parts come from borders that were drawn again, not from ground that changed hands.

    Parameters
    ----------
    overlaps
        Parts with width in metres.
    tolerance : (P,)
        Metres; narrower parts are slivers. They are not where slivers make up half of the source or of the target
        unit, or where they are parts (islands, spits) of the largest overlap of either.

    Returns
    -------
    (P,) bool
    """
    thin = overlaps.width < tolerance
    lost = np.bincount(overlaps.i[thin], overlaps.km2[thin], len(overlaps.source_km2)) / overlaps.source_km2
    gained = np.bincount(overlaps.j[thin], overlaps.km2[thin], len(overlaps.target_km2)) / overlaps.target_km2
    return np.asarray(thin & ~_in_largest(overlaps, thin) & (lost[overlaps.i] < MOSTLY) & (gained[overlaps.j] < MOSTLY))


def _in_largest(overlaps: Overlaps, thin: Bools) -> Bools:
    """Tell the parts (P,) of the largest overlap of their source or target, if some part of it is no sliver."""
    i, j, pair = pairs_of(overlaps)
    ground = np.bincount(pair, overlaps.km2)
    solid = np.bincount(pair[~thin], minlength=len(i)) > 0
    most_i, most_j = np.zeros(len(overlaps.source_km2)), np.zeros(len(overlaps.target_km2))
    np.maximum.at(most_i, i, ground)
    np.maximum.at(most_j, j, ground)
    return np.asarray((solid & ((ground >= most_i[i]) | (ground >= most_j[j])))[pair])


def outside_of(overlaps: Overlaps, notable: float, tolerance: float) -> tuple[Floats, Floats]:
    """Return which share of each source (N,) and each target (M,) lies in no unit of the other layer.

    Where it would be more than `notable`, parts narrower than the tolerance (metres) are noise of borders and not
    counted.
    """
    ours = np.bincount(overlaps.i, overlaps.km2, len(overlaps.source_km2)) / overlaps.source_km2
    theirs = np.bincount(overlaps.j, overlaps.km2, len(overlaps.target_km2)) / overlaps.target_km2
    i, j, _ = pairs_of(overlaps)
    sides = (
        (1 - ours, overlaps.source_km2, overlaps.sources, overlaps.targets, i, j),
        (1 - theirs, overlaps.target_km2, overlaps.targets, overlaps.sources, j, i),
    )
    made = []
    for share, km2, shapes, others, own, other in sides:
        outside = np.clip(share, 0.0, 1.0)
        for unit in np.flatnonzero((outside > notable) & (outside < 1)):
            met = others[other[own == unit]]
            parts, _ = _polygons(np.array([shapely.difference(shapes[unit], shapely.union_all(met))], dtype=object))
            ground = _km2(parts, overlaps.crs)
            wide = 2e6 * ground >= tolerance * _perimeter(parts, overlaps.crs)
            outside[unit] = ground[wide].sum() / km2[unit]
        made.append(outside)
    return made[0], made[1]


def pairs_of(overlaps: Overlaps) -> tuple[Ints, Ints, Ints]:
    """Return the pairs of units that overlap, sorted, and the pair of each part.

    Returns
    -------
    i, j : (K,) positions of source and target
    pair : (P,) position among the pairs
    """
    width = max(len(overlaps.target_km2), 1)
    key, pair = np.unique(overlaps.i * width + overlaps.j, return_inverse=True)
    return key // width, key % width, pair.astype(np.int64)


def pair_shapes(overlaps: Overlaps, pair: Ints) -> np.ndarray:
    """Put the parts of each pair (P,) together: one multipolygon a pair, (K,)."""
    order = np.argsort(pair, kind="stable")
    return np.asarray(shapely.multipolygons(overlaps.shapes[order], indices=pair[order]))


def layer_of(shapes: np.ndarray, crs: Any, name: str) -> Units:
    """Return bare polygons (K,) as units numbered from 0."""
    index = pd.Index([str(k) for k in range(len(shapes))], name="unit")
    frame = gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, index=index, crs=crs))
    return Units(frame, tuple(index), name)


def _moved(units: Units, crs: CRS) -> np.ndarray:
    given = CRS.from_user_input(units.frame.crs)
    shapes = np.asarray(units.frame.geometry.values)
    if same(given, crs):
        return shapes
    dense = shapely.segmentize(shapes, EDGE_STEP / metres_per_unit(given))
    moved = np.asarray(gpd.GeoSeries(dense, crs=given).to_crs(crs).values)
    return np.asarray(repaired(moved, units.ids, units.name)[0])


def _cut(ours: np.ndarray, theirs: np.ndarray) -> tuple[Ints, Ints, np.ndarray]:
    """Return the overlaps of all pairs. A unit that both layers draw alike needs no arithmetic."""
    twin, has_twin = _twins(ours, theirs)
    i, j = shapely.STRtree(theirs).query(ours, predicate="intersects")
    alike = twin[i] == j
    needed = alike | (twin[i] < 0) | ~has_twin[j]
    i, j, alike = i[needed].astype(np.int64), j[needed].astype(np.int64), alike[needed]
    cut = ours[i].copy()
    cut[~alike] = shapely.intersection(ours[i[~alike]], theirs[j[~alike]])
    return i, j, cut


def _twins(ours: np.ndarray, theirs: np.ndarray) -> tuple[Ints, Bools]:
    """Return for each source the target with the same vertices (-1: none), and which targets have such a source."""
    place = {shape: k for k, shape in enumerate(shapely.to_wkb(theirs))}
    twin = np.array([place.get(shape, -1) for shape in shapely.to_wkb(ours)], dtype=np.int64)
    has_twin = np.zeros(len(theirs), dtype=bool)
    has_twin[twin[twin >= 0]] = True
    return twin, has_twin


def _polygons(shapes: np.ndarray) -> tuple[np.ndarray, Ints]:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    inner, place = shapely.get_parts(parts, return_index=True)  # collections hold multipolygons
    flat = shapely.get_type_id(inner) == POLYGON
    return inner[flat], owner[place][flat].astype(np.int64)


def _km2(shapes: np.ndarray, crs: CRS) -> Floats:
    return unit_km2(layer_of(shapes, crs, "overlaps")) if len(shapes) else np.empty(0)


def _perimeter(shapes: np.ndarray, crs: CRS) -> Floats:
    """Return the length of the rings of each polygon in metres, on the sphere."""
    rings, owner = shapely.get_rings(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    degrees = crs if crs.is_geographic else (crs.geodetic_crs or CRS.from_epsg(4326))
    lon, lat = np.radians(Transformer.from_crs(crs, degrees, always_xy=True).transform(xy[:, 0], xy[:, 1]))
    middle = (lat[1:] + lat[:-1]) / 2
    step = EARTH_M * np.hypot(np.cos(middle) * np.diff(lon), np.diff(lat))
    step[ring[1:] != ring[:-1]] = 0.0
    return np.asarray(np.bincount(owner[ring[1:]], step, len(shapes)))
