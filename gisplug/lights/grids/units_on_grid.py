"""Units on a grid: polygons moved to the raster's reference system with densified edges, and their ground area."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import shapely
import shapely.errors
from pyproj import CRS
from pyproj.exceptions import ProjError

from gisplug.boundaries.units import Units
from gisplug.core.errors import CrsError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.lights.grids.grid import EQUAL_AREA, Grid

EARTH_M = 6_371_000.0
DEGREE_M = math.pi * EARTH_M / 180
BEND = 1e-3  # of a cell: how far a straight edge may leave its true course between two inserted vertices
OVERLAPS = ("each", "first", "last")
SEAM = 1.0  # degrees that a grid or layer of -180 to 180 may overshoot
POLYGON = 3
AREA_STEP = 0.1  # degrees between vertices when areas are taken


def on_grid(units: Units, grid: Grid) -> np.ndarray:
    """Return the polygons in the reference system of the grid, as 2D shapely geometries, (N,).

    An edge that is straight in the layer is bent in the raster's system; vertices are inserted so that no edge leaves
    its course by more than a thousandth of a cell.

    Raises
    ------
    CrsError
        If polygons cannot be moved (they lie outside the projection).
    """
    frame = units.frame.geometry
    geometries = shapely.force_2d(np.asarray(frame.values))
    source, target = CRS.from_user_input(frame.crs), grid.projection
    if same(source, target):
        return np.asarray(geometries)
    step = math.sqrt(8 * EARTH_M * grid_metres(grid) * BEND)
    try:
        dense = shapely.segmentize(geometries, step / metres_per_unit(source))
        moved = np.asarray(gpd.GeoSeries(dense, crs=source).to_crs(target).values)
    except (ProjError, shapely.errors.GEOSException) as problem:
        raise CrsError(
            message(
                "{units} cannot be moved to {target}, the raster's system: {problem}.",
                units=units.name,
                target=target.name,
                problem=problem,
            )
        ) from problem
    lost = [i for i, ok in zip(units.ids, np.isfinite(shapely.bounds(moved)).all(axis=1), strict=True) if not ok]
    if lost:
        raise CrsError(
            message(
                "{n} units of {units} cannot be moved to {target}: {lost}. Check the layer's reference system.",
                n=len(lost),
                units=units.name,
                target=target.name,
                lost=some(lost),
            )
        )
    return moved


def turned(geometries: np.ndarray, grid: Grid) -> np.ndarray:
    """Turn polygons about the globe by whole turns so that they meet a grid of 0 to 360 degrees; others stay.

    Parameters
    ----------
    geometries : (N,) polygons in the reference system of the grid

    Returns
    -------
    (N,) polygons; those that the seam opposite the middle of the grid cuts have several parts
    """
    if not grid.projection.is_geographic or not len(geometries):
        return geometries
    west, _, east, _ = grid.bounds
    box = shapely.bounds(geometries)
    if min(west, np.nanmin(box[:, 0])) >= -180 - SEAM and max(east, np.nanmax(box[:, 2])) <= 180 + SEAM:
        return geometries
    low = (west + east) / 2 - 180
    first, last = np.floor((box[:, 0] - low) / 360), np.ceil((box[:, 2] - low) / 360) - 1
    made = geometries.copy()
    for i in np.flatnonzero(np.isfinite(first) & ((first != 0) | (last > first))):
        parts = []
        for turn in range(int(first[i]), int(max(first[i], last[i])) + 1):
            strip = shapely.box(low + 360 * turn, -91, low + 360 * (turn + 1), 91)
            piece = geometries[i] if last[i] <= first[i] else shapely.intersection(geometries[i], strip)
            piece = shapely.transform(piece, lambda xy, turn=turn: xy - [360.0 * turn, 0.0])
            parts += [part for part in shapely.get_parts(piece) if shapely.get_type_id(part) == POLYGON]
        made[i] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    return made


def same(one: CRS, other: CRS) -> bool:
    """Whether two reference systems place points alike; the order of axes in their definitions does not count."""
    if one == other:
        return True
    codes = one.to_authority(min_confidence=100), other.to_authority(min_confidence=100)
    return (codes[0] is not None and codes[0] == codes[1]) or one.equals(other, ignore_axis_order=True)


def metres_per_unit(crs: CRS) -> float:
    """Return the length of a coordinate unit, roughly, in metres."""
    return DEGREE_M if crs.is_geographic else float(crs.axis_info[0].unit_conversion_factor)


def grid_metres(grid: Grid) -> float:
    """Return the smaller side of a cell, roughly, in metres."""
    return min(grid.dx, grid.dy) * metres_per_unit(grid.projection)


def unit_km2(units: Units) -> np.ndarray:
    """Return the ground area of each unit in km2, on the ellipsoid, shape (N,)."""
    frame = units.frame.geometry
    geographic = frame if frame.crs.is_geographic else _densified(frame).to_crs(frame.crs.geodetic_crs or "EPSG:4326")
    dense = gpd.GeoSeries(shapely.segmentize(np.asarray(geographic.values), AREA_STEP), crs=geographic.crs)
    return np.asarray(shapely.area(np.asarray(dense.to_crs(EQUAL_AREA).values))) / 1e6


def _densified(frame: gpd.GeoSeries) -> gpd.GeoSeries:
    step = 10_000.0 / metres_per_unit(CRS.from_user_input(frame.crs))
    return gpd.GeoSeries(shapely.segmentize(np.asarray(frame.values), step), crs=frame.crs)


def apart(geometries: np.ndarray, keep: str) -> np.ndarray:
    """Give ground that several polygons cover to one of them: the first or the last of the layer.

    "last" is what burning a layer into a raster of labels does; "each" leaves the polygons as they are.

    Parameters
    ----------
    geometries : (N,) polygons
    keep : {"each", "first", "last"}

    Returns
    -------
    (N,) polygons; empty where nothing is left

    Raises
    ------
    ParameterError
        If `keep` is none of these.
    """
    one_of("overlaps", keep, OVERLAPS)
    if keep == "each":
        return geometries
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    loses = one < other if keep == "last" else one > other
    one, other = one[loses], other[loses]
    cut = geometries.copy()
    for unit in np.unique(one):
        rest = shapely.difference(geometries[unit], shapely.union_all(geometries[other[one == unit]]))
        areas = [part for part in shapely.get_parts(rest) if shapely.get_type_id(part) == 3]
        cut[unit] = shapely.multipolygons(areas) if areas else shapely.from_wkt("MULTIPOLYGON EMPTY")
    return cut
