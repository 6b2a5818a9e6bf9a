"""Small rasters for tests."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine
from scipy.io import netcdf_file


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


def stack(path: Path, values: np.ndarray, names: tuple[str, ...] = (), **more) -> Path:
    """Write a GeoTIFF of several bands, (bands, rows, columns), with their descriptions."""
    cell = more.pop("cell", 1)
    place = Affine(cell, 0, more.pop("west", 0), 0, -cell, more.pop("north", 3 * cell))
    shape = {"count": len(values), "height": values.shape[1], "width": values.shape[2], "dtype": values.dtype}
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:6933", transform=place, **shape, **more) as raster:
        raster.write(values)
        if names:
            raster.descriptions = names
    return path


def netcdf(path: Path, values: np.ndarray, times: list[float], unit: str, **more: str) -> Path:
    """Write a NetCDF as climate people do: time, lat (upwards) and lon, no reference system; (steps, rows, columns)."""
    name = more.get("name", "ntl")
    with netcdf_file(str(path), "w") as file:
        for dim, size in zip(("time", "lat", "lon"), values.shape, strict=True):
            file.createDimension(dim, size)
        for dim, numbers, units in (
            ("time", times, unit),
            ("lat", 28.05 + 0.1 * np.arange(values.shape[1]), "degrees_north"),
            ("lon", 100.05 + 0.1 * np.arange(values.shape[2]), "degrees_east"),
        ):
            axis = file.createVariable(dim, "d", (dim,))
            axis[:] = numbers
            if units:
                axis.units = units
        if "calendar" in more:
            file.variables["time"].calendar = more["calendar"]
        for variable in name.split(","):
            cells = file.createVariable(variable, "f", ("time", "lat", "lon"))
            cells._FillValue = np.float32(-999)
            cells[:] = values[:, ::-1]
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
