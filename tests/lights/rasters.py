"""Small rasters for tests."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine


def write(path: Path, values: np.ndarray, west: float = 0, north: float = 3, cell: float = 1, crs="EPSG:6933", **more):
    """Write a one-band GeoTIFF and return its path."""
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype=values.dtype,
        crs=crs,
        transform=Affine(cell, 0, west, 0, -more.pop("dy", cell), north),
        **more,
    ) as raster:
        raster.write(values, 1)
    return path


def nine(path: Path, dtype: str = "float64", **more) -> Path:
    """The raster 1..9: row by row, cells of one metre, on an equal-area grid."""
    return write(path, np.arange(1, 10).reshape(3, 3).astype(dtype), **more)


def layer(*shapes, crs="EPSG:6933") -> gpd.GeoDataFrame:
    """Polygons with ids a, b, c ..."""
    return gpd.GeoDataFrame(index=[chr(97 + i) for i in range(len(shapes))], geometry=list(shapes), crs=crs)


def tessellation(n: int, west: float, south: float, east: float, north: float, seed: int = 1, crs="EPSG:4326"):
    """Voronoi polygons of n random points: neighbours that share edges, as counties do."""
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2)) * [east - west, north - south] + [west, south]
    box = shapely.box(west, south, east, north)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=box))
    cells = shapely.intersection(cells, box)
    return gpd.GeoDataFrame(index=[str(i) for i in range(len(cells))], geometry=list(cells), crs=crs)
