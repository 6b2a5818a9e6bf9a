"""Rasters larger than memory may be, thousands of tiny units, units in any order, and parts that add up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
from affine import Affine
from exactextract import exact_extract
from rasterio.windows import Window
from shapely import box

from gisplug.lights.aggregate import aggregate_lights
from tests.lights.rasters import layer, tessellation, write

ROOT = Path(__file__).resolve().parents[2]
SIDE = 40_000  # cells a side: 6.4 GB as float32
MOST_MB = 250  # what the work adds to the libraries, whose own size differs between machines

SCRIPT = """
import json, resource, sys
import geopandas as gpd
from shapely import box
from gisplug.lights.aggregate import aggregate_lights
side = 40_000
boxes = [box(0, 19500, side, 20500), box(100.5, 100.5, 108, 108), box(0, 0, 9, 9)]
shapes = gpd.GeoDataFrame(index=list("abc"), geometry=boxes, crs="EPSG:6933")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
got = aggregate_lights(sys.argv[1], shapes, stats=["sum", "cells", "max", "gini"], executor="serial")
mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(json.dumps({"rows": got.astype({"period": int}).to_dict("list"), "mb": mb}))
"""


def test_a_raster_of_six_gigabytes_is_read_in_pieces(tmp_path):
    path = tmp_path / "ntl_2020.tif"
    shape = {
        "width": SIDE,
        "height": SIDE,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:6933",
        "transform": Affine(1, 0, 0, 0, -1, SIDE),
    }
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        tiled=True,
        blockxsize=512,
        blockysize=512,
        compress="deflate",
        sparse_ok=True,
        **shape,
    ) as raster:
        raster.write(
            np.full((512, 512), 3, "float32"), 1, window=Window(20_000 // 512 * 512, 20_000 // 512 * 512, 512, 512)
        )
        raster.write(np.ones((512, 512), "float32"), 1, window=Window(0, SIDE - SIDE % 512 - 512, 512, 512))
    done = subprocess.run([sys.executable, "-c", SCRIPT, path], capture_output=True, text=True, check=True, cwd=ROOT)
    found = json.loads(done.stdout)
    rows = pd.DataFrame(found["rows"]).set_index("unit")
    assert rows.loc["a", "cells"] == SIDE * 1000
    assert rows.loc["a", "sum"] == 3 * 512 * 512
    assert rows.loc["a", "max"] == 3
    assert rows.loc["a", "gini"] > 0.99
    assert rows.loc["b", "sum"] == 7.5**2
    assert rows.loc["c", "sum"] == 0
    assert found["mb"] < MOST_MB


def test_thousands_of_units_smaller_than_a_cell(tmp_path):
    numbers = np.random.default_rng(2).random((6, 6)) * 50
    path = write(tmp_path / "x.tif", numbers, west=0, north=6, crs="EPSG:4326")
    shapes = tessellation(3000, 0.1, 0.1, 5.9, 5.9)
    got = aggregate_lights(path, shapes)
    ref = exact_extract(path, shapes, ["sum", "mean", "max"], output="pandas")
    for name in ref.columns:
        np.testing.assert_allclose(got[name], ref[name], rtol=1e-9)
    assert (got["valid_share"] > 0.999999).all()


def test_a_partition_adds_up_to_the_whole_and_order_does_not_matter(tmp_path):
    rng = np.random.default_rng(4)
    numbers = np.where(rng.random((70, 80)) < 0.5, -0.1, rng.gamma(0.5, 20, (70, 80)))
    path = write(tmp_path / "x.tif", numbers, west=0, north=70, crs="EPSG:4326")
    parts = tessellation(30, 2.3, 3.1, 77.7, 66.6)
    whole = aggregate_lights(path, layer(box(2.3, 3.1, 77.7, 66.6), crs="EPSG:4326")).iloc[0]
    got = aggregate_lights(path, parts)
    for name in ("sum", "cells", "light_km2", "lit_km2", "valid_km2", "area_km2"):
        assert abs(got[name].sum() / whole[name] - 1) < 1e-6, name
    assert got["max"].max() == whole["max"]
    mixed = parts.sample(frac=1, random_state=1)
    again = aggregate_lights(path, mixed).set_index("unit").loc[list(parts.index)].reset_index()
    pd.testing.assert_frame_equal(again, got, rtol=1e-12)


def test_light_in_another_unit_of_measure_scales_what_should_scale(tmp_path):
    numbers = np.random.default_rng(5).gamma(0.5, 20, (30, 30))
    shapes = tessellation(12, 1, 1, 29, 29)
    one = aggregate_lights(write(tmp_path / "a.tif", numbers, north=30, crs="EPSG:4326"), shapes)
    ten = aggregate_lights(write(tmp_path / "b.tif", numbers * 10, north=30, crs="EPSG:4326"), shapes)
    for name in ("sum", "mean", "area_mean", "max", "light_km2"):
        np.testing.assert_allclose(ten[name], 10 * one[name], rtol=1e-12)
    np.testing.assert_allclose(ten["gini"], one["gini"], rtol=1e-5)
    np.testing.assert_allclose(ten["ln_sum_area"], one["ln_sum_area"] + np.log(10), rtol=1e-12)
