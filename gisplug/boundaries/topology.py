"""How borders of neighbouring units fail to fit: overlaps, gaps, and the edges themselves."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from gisplug.boundaries.units import Units

_THIN = 0.05  # compactness 4 pi A / P^2 below which a gap between units is a sliver and not a lake
_COLUMNS = ["kind", "unit", "other", "area_km2", "width_m"]


def overlaps(units: Units) -> gpd.GeoDataFrame:
    """Return the areas that two units both cover, largest first.

    Columns kind ("overlap"), unit, other, area_km2 (on the ellipsoid), width_m (twice the area over the perimeter) and
    geometry.
    """
    shapes = units.frame.geometry.values
    i, j = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    i, j = i[i < j], j[i < j]
    common = shapely.intersection(shapes[i], shapes[j])
    parts, owner = shapely.get_parts(common, return_index=True)
    flat = shapely.get_type_id(parts) == 3
    if (shapely.get_type_id(parts) == 7).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner, flat = owner[inner], shapely.get_type_id(parts) == 3
    merged = (
        gpd.GeoSeries(parts[flat], crs=units.frame.crs)
        .groupby(owner[flat])
        .agg(lambda g: shapely.union_all(np.asarray(g)))
    )
    at = merged.index.to_numpy(dtype=int)
    ids = np.array(units.ids, dtype=object)
    return _measured(units, "overlap", ids[i[at]], ids[j[at]], merged.to_numpy())


def gaps(units: Units) -> gpd.GeoDataFrame:
    """Return the thin holes that units leave between each other, largest first; lakes and enclaves are rounder.

    Columns kind ("gap"), unit, other (the further units around it), area_km2, width_m and geometry.
    """
    whole = shapely.union_all(units.frame.geometry.values)
    holes = []
    for part in shapely.get_parts(whole):
        holes += [shapely.Polygon(ring) for ring in part.interiors]
    shapes = np.array(holes, dtype=object)
    if not len(shapes):
        return _measured(units, "gap", [], [], shapes)
    thin = 4 * np.pi * shapely.area(shapes) / shapely.length(shapes) ** 2 < _THIN
    shapes = shapes[thin]
    near = shapely.STRtree(units.frame.geometry.values)
    h, u = near.query(shapes, predicate="intersects")
    ids = units.ids
    around = [[ids[k] for k in u[h == g]] for g in range(len(shapes))]
    return _measured(units, "gap", [a[0] if a else "" for a in around], [", ".join(a[1:]) for a in around], shapes)


def unmatched_edges(units: Units) -> gpd.GeoDataFrame:
    """Return the edges of each unit that do not fit its neighbours' (GEOS coverage check): columns unit, name,
    geometry.
    """
    edges = shapely.coverage_invalid_edges(units.frame.geometry.values)
    some = ~shapely.is_empty(edges)
    ids = np.array(units.ids, dtype=object)
    names = np.array(units.names, dtype=object)
    return gpd.GeoDataFrame({"unit": ids[some], "name": names[some]}, geometry=edges[some], crs=units.frame.crs)


def _measured(units: Units, kind: str, unit: Any, other: Any, shapes: Any) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {"kind": kind, "unit": list(unit), "other": list(other)},
        geometry=gpd.GeoSeries(list(shapes), crs=units.frame.crs),
        crs=units.frame.crs,
    )
    if not len(frame):
        return gpd.GeoDataFrame(pd.DataFrame(columns=_COLUMNS), geometry=[], crs=units.frame.crs)
    geod = Geod(ellps="WGS84")
    measured = [geod.geometry_area_perimeter(g) for g in frame.to_crs("EPSG:4326").geometry]
    frame["area_km2"] = [abs(a) / 1e6 for a, _ in measured]
    frame["width_m"] = [2 * abs(a) / p if p else 0.0 for a, p in measured]
    return frame.sort_values("area_km2", ascending=False, ignore_index=True)[[*_COLUMNS, "geometry"]]
