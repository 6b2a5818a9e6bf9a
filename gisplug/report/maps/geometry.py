"""From polygons to what Matplotlib draws: a suitable projection, paths, label points, a scale bar length."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.path import Path as Outline
from pyproj import CRS

from gisplug.core.maps.projection import equal_area

if TYPE_CHECKING:
    import geopandas as gpd

DETAIL = 2500  # parts of the map's width below which detail is not drawn


def map_crs(frame: gpd.GeoDataFrame) -> CRS:
    """Return the equal-area projection in which a layer (rows of `frame`) is drawn.

    A projected layer keeps its own, except web Mercator; others are drawn as `equal_area` says.
    """
    crs = frame.crs
    if crs is not None and crs.is_projected and crs.to_epsg() != 3857:
        return CRS(crs)
    return CRS(equal_area(*frame.to_crs(4326).total_bounds))


def drawable(frame: gpd.GeoDataFrame, crs: CRS) -> Any:
    """Return the geometries of the rows of `frame` in `crs` as an array (N,), without detail that cannot be seen."""
    shapes = frame.geometry.to_crs(crs).to_numpy()
    bounds = shapely.total_bounds(shapes)
    tolerance = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / DETAIL
    if shapely.get_num_coordinates(shapes).sum() < 100 * DETAIL:
        return shapes
    simpler = shapely.simplify(shapes, tolerance, preserve_topology=True)
    return np.where(shapely.is_empty(simpler), shapes, simpler)


def outlines(shapes: Any) -> list[Outline]:
    """Return one compound path per geometry; holes stay holes."""
    return [_outline(shape) for shape in shapely.orient_polygons(np.asarray(shapes, dtype=object))]


def scale_length(width: float) -> float:
    """Return a round length (1, 2 or 5 times a power of ten) of about a fifth of `width`."""
    wanted = width / 5
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in (1, 2, 5) if step * power <= wanted)


def uncovered(ground: Any, shapes: Any) -> Any:
    """Return those of the ground's shapes (M,) whose middle none of the shapes (N,) covers."""
    tree = shapely.STRtree(np.asarray(shapes, dtype=object))
    covered = tree.query(shapely.point_on_surface(np.asarray(ground, dtype=object)), predicate="within")[0]
    return np.delete(np.asarray(ground, dtype=object), np.unique(covered))


def label_points(shapes: Any) -> Any:
    """Return a point inside the largest part of each geometry, shape (N, 2)."""
    largest = []
    for shape in shapes:
        parts = shapely.get_parts(shape)
        largest.append(parts[np.argmax(shapely.area(parts))] if len(parts) else shape)
    inside = shapely.point_on_surface(largest)
    centre = shapely.centroid(largest)
    good = shapely.contains(largest, centre)
    return np.where(good[:, None], shapely.get_coordinates(centre), shapely.get_coordinates(inside))


def _outline(shape: Any) -> Outline:
    vertices, codes = [], []
    for part in shapely.get_parts(shape):
        if shapely.get_type_id(part) != 3:
            continue
        for ring in shapely.get_rings(part):
            points = shapely.get_coordinates(ring)
            vertices.append(points)
            code = np.full(len(points), Outline.LINETO, dtype=np.uint8)
            code[0], code[-1] = Outline.MOVETO, Outline.CLOSEPOLY
            codes.append(code)
    if not vertices:
        return Outline(np.empty((0, 2)))
    return Outline(np.concatenate(vertices), np.concatenate(codes))
