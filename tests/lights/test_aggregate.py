"""Aggregation of lights to units: by hand, against exactextract, and at its borders."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from shapely import box

from gisplug.core.errors import CrsError, LayerError, ParameterError, RasterError
from gisplug.lights.aggregate import STATS, aggregate_lights, notes_of
from tests.lights.rasters import layer, nine, tessellation, write

EXACT = 1e-9  # issue: equal to exactextract's to 1e-9 relative


def one(frame: pd.DataFrame, unit: str = "a") -> pd.Series:
    return frame.set_index("unit").loc[unit]


def test_the_whole_of_1_to_9_by_hand(tmp_path):
    got = one(aggregate_lights(nine(tmp_path / "x.tif"), layer(box(0, 0, 3, 3))))
    assert got["sum"] == 45
    assert got["mean"] == 5
    assert got["area_mean"] == pytest.approx(5)
    assert got["max"] == 9
    assert got["lit_share"] == pytest.approx(1)
    assert got["valid_share"] == 1
    assert got["cells"] == 9
    assert got["gini"] == pytest.approx(8 / 27)  # sum of |i-j| over 2 n^2 mean = 240 / 810
    assert got["area_km2"] == pytest.approx(9e-6, rel=1e-6)
    assert got["ln_sum_area"] == pytest.approx(np.log(45 / 9e-6), rel=1e-6)


def test_fractions_of_cells_by_hand(tmp_path):
    """The square from (0.5, 0.5) to (2.5, 2.5) covers the middle cell, half of four and a quarter of four corners."""
    got = one(aggregate_lights(nine(tmp_path / "x.tif"), layer(box(0.5, 0.5, 2.5, 2.5))))
    assert got["sum"] == 5 + (2 + 4 + 6 + 8) / 2 + (1 + 3 + 7 + 9) / 4
    assert got["cells"] == 4
    assert got["mean"] == 5
    assert got["max"] == 9


def test_centres_of_cells_by_hand(tmp_path):
    shapes = layer(box(0.4, 0.4, 2.4, 2.4), box(0.6, 0.6, 1.4, 1.4), box(1.1, 1.1, 1.4, 1.4))
    got = aggregate_lights(nine(tmp_path / "x.tif"), shapes, rule="centre").set_index("unit")
    assert got.loc["a", "sum"] == 4 + 5 + 7 + 8
    assert got["cells"].tolist()[0] == 4
    assert np.isnan(got.loc["b", "sum"])  # no centre inside: NaN, not 0
    assert np.isnan(got.loc["c", "mean"])


def test_a_unit_smaller_than_a_cell_has_its_light(tmp_path):
    got = one(aggregate_lights(nine(tmp_path / "x.tif"), layer(box(1.25, 1.25, 1.5, 1.5))))
    assert got["mean"] == 5
    assert got["sum"] == pytest.approx(5 / 16)


def test_units_that_no_observed_cell_covers_get_nan_and_a_message(tmp_path):
    numbers = np.array([[1, 1, np.nan], [1, 1, np.nan], [1, 1, np.nan]])
    shapes = layer(box(0, 0, 2, 3), box(2, 0, 3, 3), box(10, 10, 11, 11))
    got = aggregate_lights(write(tmp_path / "x.tif", numbers), shapes)
    frame = got.set_index("unit")
    assert frame.loc["a", "sum"] == 6
    assert frame.loc[["b", "c"], ["sum", "mean", "max", "lit_share", "ln_sum_area", "gini"]].isna().all(axis=None)
    assert frame["valid_share"].tolist() == [1, 0, 0]
    (note,) = notes_of(got).having("no-cells")
    assert note.ids == ("b", "c")
    assert "NaN, not 0" in note.text


def test_valid_share_counts_missing_cells_and_ground_beyond_the_raster(tmp_path):
    numbers = np.arange(1, 10, dtype=float).reshape(3, 3)
    numbers[0, 0] = -99
    path = write(tmp_path / "x.tif", numbers, nodata=-99)
    got = aggregate_lights(path, layer(box(0, 0, 3, 3), box(1, 0, 5, 3))).set_index("unit")
    assert got.loc["a", "valid_share"] == pytest.approx(8 / 9)
    assert got.loc["b", "valid_share"] == pytest.approx(0.5)
    assert got.loc["a", "sum"] == 44


def test_nodata_zero_in_the_file_is_obeyed_with_a_warning_and_can_be_overridden(tmp_path):
    numbers = np.array([[0, 0, 0], [0, 4, 0], [0, 0, 8]], dtype="uint8")
    path = write(tmp_path / "x.tif", numbers, nodata=0)
    whole = layer(box(0, 0, 3, 3))
    trap = aggregate_lights(path, whole)
    assert one(trap)["mean"] == 6  # mean over lit cells: the trap
    assert notes_of(trap).having("nodata-zero")
    right = aggregate_lights(path, whole, nodata="none")
    assert one(right)["mean"] == pytest.approx(12 / 9)
    assert not notes_of(right).warnings
    known = aggregate_lights(path, whole, product="viirs-vnl")
    assert one(known)["mean"] == pytest.approx(12 / 9)
    assert "dark cell" in notes_of(known).having("nodata-zero")[0].text
    obeyed = aggregate_lights(path, whole, product="viirs-vnl", nodata="file")
    assert one(obeyed)["mean"] == 6
    other = aggregate_lights(path, whole, nodata=4)
    assert one(other)["mean"] == 1


def test_numbers_outside_the_valid_range_of_a_product_are_not_observations(tmp_path):
    numbers = np.array([[255, 0, 63], [70, 1, 2], [3, 4, 5]], dtype="uint8")
    got = one(aggregate_lights(write(tmp_path / "x.tif", numbers), layer(box(0, 0, 3, 3)), product="dmsp-ols"))
    assert got["sum"] == 78
    assert got["cells"] == 7


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64"])
def test_equal_to_exactextract_on_hundreds_of_units(tmp_path, dtype):
    rng = np.random.default_rng(7)
    numbers = np.where(rng.random((230, 310)) < 0.7, 0, rng.gamma(0.6, 30, (230, 310))).clip(0, 250).astype(dtype)
    if dtype == "float64":
        numbers[rng.random(numbers.shape) < 0.05] = np.nan
    path = write(
        tmp_path / "x.tif",
        numbers,
        west=100,
        north=33,
        cell=0.01,
        crs="EPSG:4326",
        tiled=True,
        blockxsize=64,
        blockysize=64,
    )
    shapes = tessellation(400, 100.05, 30.8, 103.02, 32.95)
    shapes.loc["whole"] = [box(100, 30.7, 103.1, 33)]
    got = aggregate_lights(path, shapes).set_index("unit")
    ops = ["sum", "mean", "max", "count"]
    ref = exact_extract(path, shapes, ops, output="pandas")
    for name, theirs in {"sum": "sum", "mean": "mean", "max": "max", "cells": "count"}.items():
        np.testing.assert_allclose(got[name].to_numpy(), ref[theirs].to_numpy(), rtol=EXACT, atol=1e-12)


def test_the_area_mean_weights_cells_by_their_ground(tmp_path):
    """Against exactextract with a raster of cell areas; at 60-80 degrees the plain mean is 12 percent off."""
    numbers = np.repeat(np.arange(20.0)[:, None], 10, axis=1)
    path = write(tmp_path / "x.tif", numbers, west=0, north=80, cell=1, crs="EPSG:4326")
    edges = np.radians(80 - np.arange(21))
    e2 = 0.0066943799901413165
    s = np.sin(edges)
    zone = s / (1 - e2 * s**2) + np.arctanh(np.sqrt(e2) * s) / np.sqrt(e2)
    area = np.repeat(-np.diff(zone)[:, None], 10, axis=1)
    weights = write(tmp_path / "w.tif", area, west=0, north=80, cell=1, crs="EPSG:4326")
    shapes = layer(box(0.3, 60.2, 7.7, 79.6), crs="EPSG:4326")
    got = one(aggregate_lights(path, shapes))
    ref = exact_extract(path, shapes, ["weighted_mean", "mean"], weights=weights, output="pandas").iloc[0]
    assert got["area_mean"] == pytest.approx(ref["weighted_mean"], rel=1e-9)
    assert got["mean"] == pytest.approx(ref["mean"], rel=1e-9)
    assert got["area_mean"] > 1.1 * got["mean"]


def test_cell_areas_add_up_to_the_ellipsoid(tmp_path):
    path = write(tmp_path / "x.tif", np.ones((180, 360)), west=-180, north=90, cell=1, crs="EPSG:4326")
    got = one(aggregate_lights(path, layer(box(-180, -90, 180, 90), crs="EPSG:4326")))
    assert got["valid_km2"] == pytest.approx(510_065_621.724, rel=1e-9)  # WGS 84, published surface


def test_overlapping_units_each_get_all_their_cells(tmp_path):
    got = aggregate_lights(
        nine(tmp_path / "x.tif"), layer(box(0, 0, 3, 3), box(0, 0, 2, 3), box(1, 1, 3, 3), box(0, 0, 3, 3))
    )
    assert got["sum"].tolist() == [45, 27, 2 + 3 + 5 + 6, 45]


def test_holes_and_parts_of_polygons(tmp_path):
    ring = box(0, 0, 3, 3).difference(box(1, 1, 2, 2))
    parts = shapely.MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])
    got = aggregate_lights(nine(tmp_path / "x.tif"), layer(ring, parts))
    assert got["sum"].tolist() == [40, 10]


def test_polygons_are_moved_to_the_raster_with_bent_edges(tmp_path):
    """A wide box in degrees has curved parallels in a conic projection: without inserted vertices 1.5 percent are
    lost.
    """
    crs = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84"
    cell = 20_000.0
    path = write(tmp_path / "x.tif", np.ones((300, 340)), west=-3_400_000, north=6_600_000, cell=cell, crs=crs)
    shape = layer(box(85, 30, 125, 33), crs="EPSG:4326")
    got = one(aggregate_lights(path, shape))
    assert got["valid_share"] == pytest.approx(1, abs=1e-6)
    assert got["valid_km2"] == pytest.approx(got["area_km2"], rel=2e-5)
    assert got["cells"] * cell**2 / 1e6 == pytest.approx(got["area_km2"], rel=2e-5)  # equal area
    plain = shape.to_crs(crs)
    assert abs(plain.area.iloc[0] / 1e6 / got["area_km2"] - 1) > 0.01


def test_ground_area_holds_in_a_projection_that_distorts(tmp_path):
    """Web Mercator at 60 degrees doubles lengths: cells are a quarter on the ground."""
    path = write(tmp_path / "x.tif", np.ones((200, 200)), west=0, north=8_500_000, cell=2000, crs="EPSG:3857")
    got = one(aggregate_lights(path, layer(box(0.5, 58.8, 2.9, 60.2), crs="EPSG:4326")))
    assert got["valid_km2"] == pytest.approx(got["area_km2"], rel=1e-3)
    assert got["cells"] * 4 > 3.5 * got["area_km2"]


def test_grids_shifted_between_years_are_each_laid_anew(tmp_path):
    rng = np.random.default_rng(1)
    numbers = rng.random((60, 60)) * 9
    for year, shift in ((2012, 0.0), (2013, 0.8), (2014, 0.8)):
        write(tmp_path / f"ntl_{year}.tif", numbers, west=10 + shift * 0.1, north=50, cell=0.1, crs="EPSG:4326")
    shapes = tessellation(40, 10.2, 44.2, 15.8, 49.8)
    got = aggregate_lights(str(tmp_path / "ntl_{period}.tif"), shapes)
    for year in (2012, 2013, 2014):
        ref = exact_extract(tmp_path / f"ntl_{year}.tif", shapes, ["sum"], output="pandas")["sum"]
        np.testing.assert_allclose(got[got.period == year]["sum"], ref, rtol=EXACT)
    assert "2 different grids" in notes_of(got).having("grids")[0].text
    assert list(got.columns[:2]) == ["unit", "period"]
    assert got["unit"].tolist()[:3] == ["0", "0", "0"]


def test_tiles_side_by_side_equal_the_whole(tmp_path):
    rng = np.random.default_rng(3)
    numbers = np.where(rng.random((80, 120)) < 0.5, 0, rng.random((80, 120)) * 60).astype("float32")
    whole = write(tmp_path / "all_2020.tif", numbers, west=0, north=40, cell=0.5, crs="EPSG:4326")
    for name, c in (("west", 0), ("east", 60)):
        write(
            tmp_path / f"ntl_2020_{name}.tif", numbers[:, c : c + 60], west=c * 0.5, north=40, cell=0.5, crs="EPSG:4326"
        )
    shapes = tessellation(25, 1, 1, 59, 39)
    one_piece = aggregate_lights(whole, shapes)
    tiles = aggregate_lights(str(tmp_path / "ntl_{period}_{tile}.tif"), shapes)
    pd.testing.assert_frame_equal(tiles[list(STATS)], one_piece[list(STATS)], rtol=1e-9)


def test_rasters_of_one_period_that_overlap_are_refused(tmp_path):
    for name in ("F142000.tif", "F152000.tif"):
        nine(tmp_path / name)
    with pytest.raises(RasterError, match="both belong to 2000 and overlap"):
        aggregate_lights(tmp_path, layer(box(0, 0, 3, 3)))


def test_parts_of_a_large_raster_add_up_to_the_same(tmp_path, monkeypatch):
    """Tiles, runs cut at tiles, bands of large units and several tasks a raster must not show in the result."""
    rng = np.random.default_rng(5)
    numbers = np.where(rng.random((300, 400)) < 0.6, 0, rng.random((300, 400)) * 60).astype("float32")
    path = write(
        tmp_path / "x.tif",
        numbers,
        west=0,
        north=30,
        cell=0.1,
        crs="EPSG:4326",
        tiled=True,
        blockxsize=32,
        blockysize=32,
    )
    shapes = tessellation(60, 0.5, 0.5, 39.5, 29.5)
    shapes.loc["whole"] = [box(0.02, 0.03, 39.93, 29.91)]
    before = aggregate_lights(path, shapes, executor="serial")
    monkeypatch.setattr("gisplug.lights.grids.grid.TILE_CELLS", 4096)
    monkeypatch.setattr("gisplug.lights.grids.coverage.BATCH_CELLS", 3000)
    monkeypatch.setattr("gisplug.lights.work.parts", lambda coverage: [(i, i + 1) for i in range(len(coverage.tiles))])
    after = aggregate_lights(path, shapes, executor="serial")
    pd.testing.assert_frame_equal(after, before, rtol=1e-7, check_exact=False)


def test_gini_of_weighted_cells_against_the_definition(tmp_path):
    rng = np.random.default_rng(11)
    numbers = np.where(rng.random((12, 12)) < 0.4, 0, rng.integers(1, 64, (12, 12))).astype("uint8")
    shapes = tessellation(9, 0.3, 0.3, 11.7, 11.7, crs="EPSG:6933")
    path = write(tmp_path / "x.tif", numbers, north=12)
    got = aggregate_lights(path, shapes)["gini"]
    cells = exact_extract(path, shapes, ["values", "coverage"], output="pandas")
    for value, v, w in zip(got, cells["values"], cells["coverage"], strict=True):
        gap = (w[:, None] * w[None, :] * np.abs(v[:, None].astype(float) - v[None, :])).sum()
        assert value == pytest.approx(gap / (2 * w.sum() * (w * v).sum()), rel=1e-6)


def test_a_mask_band_is_obeyed(tmp_path):
    path = tmp_path / "x.tif"
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(
            path,
            "w",
            driver="GTiff",
            height=3,
            width=3,
            count=1,
            dtype="float32",
            crs="EPSG:6933",
            transform=Affine(1, 0, 0, 0, -1, 3),
        ) as raster,
    ):
        raster.write(np.ones((3, 3), "float32"), 1)
        raster.write_mask(np.array([[0, 255, 255]] * 3, dtype="uint8"))
    assert one(aggregate_lights(path, layer(box(0, 0, 3, 3))))["cells"] == 6


def test_scale_and_offset_of_the_file_are_applied(tmp_path):
    path = nine(tmp_path / "x.tif", dtype="int16")
    with rasterio.open(path, "r+") as raster:
        raster.scales, raster.offsets = (0.1,), (2.0,)
    got = one(aggregate_lights(path, layer(box(0, 0, 3, 3))))
    assert got["mean"] == pytest.approx(2.5)
    assert got["max"] == pytest.approx(2.9)


def test_what_cannot_be_aggregated_is_refused_with_the_mend(tmp_path):
    whole = layer(box(0, 0, 3, 3))
    with pytest.raises(RasterError, match="no file, no folder"):
        aggregate_lights(tmp_path / "none.tif", whole)
    with pytest.raises(CrsError, match="no coordinate reference system"):
        aggregate_lights(nine(tmp_path / "n.tif", crs=None), whole)
    with pytest.raises(LayerError, match="polygons"):
        aggregate_lights(nine(tmp_path / "x.tif"), layer(shapely.Point(1, 1)))
    with pytest.raises(ParameterError, match="Statistics of lights"):
        aggregate_lights(tmp_path / "x.tif", whole, stats=["median"])
    with pytest.raises(ParameterError, match="rule of coverage"):
        aggregate_lights(tmp_path / "x.tif", whole, rule="touch")
    with pytest.raises(RasterError, match="no light product"):
        aggregate_lights(tmp_path / "x.tif", whole, product="viirs")
    with pytest.raises(RasterError, match="bands"):
        aggregate_lights(tmp_path / "x.tif", whole, band=2)
    broken = tmp_path / "broken.tif"
    data = write(tmp_path / "big.tif", np.random.default_rng(0).random((300, 300)), north=300).read_bytes()
    broken.write_bytes(data[: len(data) // 2])
    with pytest.raises(RasterError, match="cannot be read"):
        aggregate_lights(broken, layer(box(0, 0, 300, 300)))


def test_inputs_are_left_alone(tmp_path):
    shapes = layer(box(0, 0, 3, 3), box(0.5, 0.5, 1, 1))
    before = shapes.copy()
    aggregate_lights(nine(tmp_path / "x.tif"), shapes)
    assert shapes.equals(before)


def test_ground_of_overlapping_units_can_go_to_the_first_or_the_last(tmp_path):
    path = nine(tmp_path / "x.tif")
    shapes = layer(box(0, 0, 3, 3), box(0, 0, 1, 3), box(0, 0, 1, 3))
    last = aggregate_lights(path, shapes, overlaps="last")["sum"].tolist()
    assert (last[0], last[2]) == (45 - 12, 12)
    assert np.isnan(last[1])  # nothing is left of it
    first = aggregate_lights(path, shapes, overlaps="first")["sum"]
    assert first[0] == 45
    assert first[1:].isna().all()
    with pytest.raises(ParameterError, match="overlaps is one of"):
        aggregate_lights(path, shapes, overlaps="half")


def test_the_centre_rule_knows_what_lies_beyond_the_raster(tmp_path):
    got = aggregate_lights(nine(tmp_path / "x.tif"), layer(box(0, 0, 3, 3), box(2, 0, 5, 3)), rule="centre")
    assert got["valid_share"].tolist() == pytest.approx([1, 1 / 3])
