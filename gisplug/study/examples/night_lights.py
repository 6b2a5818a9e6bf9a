"""SYNTHETIC night lights of study B: a raster of 1 km for each year, on an equal-area grid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gisplug.study.examples.simulate import ALBERS

if TYPE_CHECKING:
    import geopandas as gpd

CELL = 1000.0  # metres


def write_lights(
    rng: np.random.Generator, counties: gpd.GeoDataFrame, bright: np.ndarray, years: list[int], folder: Path
) -> None:
    """Write ntl_{year}.tif: a county's lights gather around its centre and grow by 6 % of the first year a year.

    `bright`, shape (N,), is how bright each county is.
    """
    import rasterio
    from rasterio.features import rasterize

    plane = counties.to_crs(ALBERS)
    west, south, east, north = plane.total_bounds
    shape = (int(np.ceil((north - south) / CELL)), int(np.ceil((east - west) / CELL)))
    grid = rasterio.Affine(CELL, 0.0, west, 0.0, -CELL, north)
    shapes = zip(plane.geometry, range(len(plane)), strict=True)
    owner = rasterize(shapes, shape, fill=-1, transform=grid, dtype="int32")
    centre = plane.representative_point()
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype("float32")
    away = np.hypot(
        west + (columns + 0.5) * CELL - centre.x.to_numpy("float32")[owner],
        north - (rows + 0.5) * CELL - centre.y.to_numpy("float32")[owner],
    )
    light = bright.astype("float32")[owner] * np.exp(-away / 15_000) * rng.gamma(2.0, 0.5, shape).astype("float32")
    light[owner < 0] = 0.0
    profile = {"driver": "GTiff", "height": shape[0], "width": shape[1], "count": 1, "dtype": "float32"}
    for number, year in enumerate(years):
        made = (light * (1 + 0.06 * number)).round(1)
        made[made < 0.2] = 0.0
        path = folder / f"ntl_{year}.tif"
        with rasterio.open(
            path, "w", **profile, crs=ALBERS, transform=grid, compress="deflate", predictor=3, zlevel=1
        ) as out:
            out.write(made, 1)
            out.update_tags(NOTE="SYNTHETIC night lights, made by gisplug")
