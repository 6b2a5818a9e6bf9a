"""Grids as they come: south-up, 0 to 360 degrees, without a reference system, with fill values nobody declared."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.shutil import copy as copy_raster
from shapely import box

from gisplug.core.errors import CrsError, RasterError
from gisplug.lights.aggregate import STATS, aggregate_lights, notes_of
from gisplug.lights.grids.units_on_grid import turned
from gisplug.lights.rewrite import calibrate_raster
from tests.lights.rasters import layer, nine, stack, tessellation, write

NINE = np.arange(1.0, 10).reshape(3, 3)
WHOLE = layer(box(0, 0, 3, 3))
FIELD = np.random.default_rng(3).gamma(0.6, 20, (90, 180)).astype("float32")


def sums(source, units=WHOLE, **options):
    return aggregate_lights(source, units, stats=["sum"], **options)["sum"].tolist()


def test_a_south_up_grid_is_the_same_light(tmp_path, monkeypatch):
    monkeypatch.setattr("gisplug.lights.grids.grid.TILE_CELLS", 2048)
    north = write(tmp_path / "n_2012.tif", FIELD, west=100, north=45, cell=0.1, crs="EPSG:4326", tiled=True)
    south = tmp_path / "s_2012.tif"
    with rasterio.open(north) as raster:
        profile = raster.profile | {"transform": Affine(0.1, 0, 100, 0, 0.1, 36)}
    with rasterio.open(south, "w", **profile) as raster:
        raster.write(FIELD[::-1], 1)
    shapes = tessellation(40, 100.05, 36.2, 117.9, 42.3)
    one, other = (aggregate_lights(path, shapes) for path in (north, south))
    np.testing.assert_allclose(other[list(STATS)], one[list(STATS)], rtol=1e-9)
    calibrate_raster(south, tmp_path / "c.tif")
    with rasterio.open(tmp_path / "c.tif") as raster:
        assert raster.transform.e < 0
        np.testing.assert_array_equal(raster.read(1), FIELD)


def test_longitudes_of_0_to_360(tmp_path):
    """A world of 2-degree cells, once from -180 and once from 0; units on the seams and far from them."""
    usual = write(tmp_path / "a_2012.tif", FIELD, west=-180, north=90, cell=2, crs="EPSG:4326")
    turned_ = write(tmp_path / "b_2012.tif", np.roll(FIELD, 90, axis=1), west=0, north=90, cell=2, crs="EPSG:4326")
    shapes = layer(
        box(-120.3, 30.1, -100.7, 44.4),  # America
        box(-7.3, 50.1, 5.2, 58.7),  # across Greenwich
        box(100.4, 10.2, 120.9, 40.3),
        shapely.MultiPolygon([box(176.2, -19.1, 180, -15.2), box(-180, -19.1, -177.7, -15.2)]),  # Fiji
        box(-180, -60.5, 180, 80.2),
        crs="EPSG:4326",
    )
    one, other = (aggregate_lights(path, shapes) for path in (usual, turned_))
    np.testing.assert_allclose(other[list(STATS)], one[list(STATS)], rtol=1e-6)
    regional = write(tmp_path / "c_2012.tif", FIELD[40:50, 140:160], west=460, north=10, cell=2, crs="EPSG:4326")
    got = sums(regional, layer(box(101.3, -5.2, 120.1, 6.6), crs="EPSG:4326"))
    assert got == pytest.approx(sums(usual, layer(box(101.3, -5.2, 120.1, 6.6), crs="EPSG:4326")), rel=1e-9)


def test_a_layer_of_0_to_360_meets_a_usual_raster(tmp_path):
    usual = write(tmp_path / "a_2012.tif", FIELD, west=-180, north=90, cell=2, crs="EPSG:4326")
    across = layer(box(170.5, -20.3, 195.1, 10.2), crs="EPSG:4326")
    parts = layer(shapely.MultiPolygon([box(170.5, -20.3, 180, 10.2), box(-180, -20.3, -164.9, 10.2)]), crs="EPSG:4326")
    assert sums(usual, across) == pytest.approx(sums(usual, parts), rel=1e-9)


def test_polygons_are_left_alone_where_nothing_is_to_be_turned(tmp_path):
    from gisplug.lights.files.opened import opened
    from gisplug.lights.grids.grid import grid_of

    raster = opened(str(write(tmp_path / "a.tif", FIELD, west=-180, north=90, cell=2, crs="EPSG:4326")), "a.tif")
    grid, _, _ = grid_of(raster, raster.bands[0])
    shapes = np.array([box(-10, 0, 10, 10), box(170, 0, 180, 10)])
    assert turned(shapes, grid) is shapes


def test_an_ascii_grid_in_degrees_is_taken_so_and_said(tmp_path):
    rows = "\n".join(" ".join(f"{v:g}" for v in row) for row in NINE)
    path = tmp_path / "ntl_2012.asc"
    head = "ncols 3\nnrows 3\nxllcorner {}\nyllcorner 30\ncellsize 1\nNODATA_value -9999\n"
    path.write_text(head.format(100) + rows)
    land = layer(box(100, 30, 103, 33), crs="EPSG:4326")
    got = aggregate_lights(path, land, stats=["sum"])
    assert got["sum"].tolist() == [45]
    (note,) = notes_of(got).having("crs-assumed")
    assert "degrees on WGS 84 (EPSG:4326)" in note.text
    path.write_text(head.format(450_000) + rows)
    with pytest.raises(CrsError, match="no coordinate reference system"):
        aggregate_lights(path, land)
    with pytest.raises(CrsError, match="no coordinate reference system"):  # a GeoTIFF could say it
        aggregate_lights(nine(tmp_path / "n.tif", crs=None), land)


def test_a_raster_that_lies_nowhere_or_askew_is_refused(tmp_path):
    shape = {"driver": "GTiff", "height": 3, "width": 3, "count": 1, "dtype": "float64"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(tmp_path / "a.tif", "w", **shape) as raster:
            raster.write(NINE, 1)
    with pytest.raises(RasterError, match="does not say where it lies"):
        sums(tmp_path / "a.tif")
    turn = Affine.rotation(10) @ Affine(1, 0, 0, 0, -1, 3)
    with rasterio.open(tmp_path / "b.tif", "w", crs="EPSG:6933", transform=turn, **shape) as raster:
        raster.write(NINE, 1)
    with pytest.raises(RasterError, match="rotated or mirrored"):
        sums(tmp_path / "b.tif")


def test_a_reference_system_that_leads_nowhere_is_refused(tmp_path):
    """Metres of a building site, that no longitude leads to."""
    path = write(tmp_path / "ntl_2012.tif", NINE, crs='LOCAL_CS["site",UNIT["metre",1]]')
    with pytest.raises(CrsError, match="cannot be moved to site"):
        sums(path, layer(box(0, 0, 3, 3), crs="EPSG:4326"))


def test_a_file_of_countless_bands_is_refused_at_once(tmp_path, monkeypatch):
    path = stack(tmp_path / "ntl_2012.tif", np.stack([NINE] * 5))
    monkeypatch.setattr("gisplug.lights.files.facts.MOST_BANDS", 4)
    with pytest.raises(RasterError, match="says that it has 5 bands; it is damaged"):
        sums(path)


@pytest.mark.parametrize("fill", [-3.4028235e38, 1.7e38, 9.96921e36, np.inf, -np.inf])
def test_numbers_that_nothing_can_be_are_left_out_and_said(tmp_path, fill):
    numbers = np.where(NINE > 7, np.float32(fill), NINE).astype("float32")
    got = aggregate_lights(write(tmp_path / "ntl_2012.tif", numbers), WHOLE, stats=["sum", "cells", "max"])
    assert got.loc[0, ["sum", "cells", "max"]].tolist() == [28, 7, 7]
    (note,) = notes_of(got).having("outside-range")
    assert "2 of 9 cells that were read lie outside what any quantity can be (in 2012)" in note.text
    assert note.level == "warning"


def test_numbers_outside_the_range_of_a_product_are_said(tmp_path):
    path = write(tmp_path / "ntl_2012.tif", np.where(NINE > 7, -500, NINE).astype("float32"))
    got = aggregate_lights(path, WHOLE, "viirs-vnl", stats=["sum"], cache=tmp_path / "kept")
    again = aggregate_lights(path, WHOLE, "viirs-vnl", stats=["sum"], cache=tmp_path / "kept")
    for frame in (got, again):  # from the cache too
        assert frame["sum"].tolist() == [28]
        assert "2 of 9 cells" in notes_of(frame).having("outside-range")[0].text


@pytest.mark.parametrize(
    ("fill", "dtype"), [(-9999, "float32"), (-9999, "int16"), (-999.9, "float32"), (-32768, "int16")]
)
def test_what_looks_like_a_fill_value_is_said_and_left_out_by_its_number(tmp_path, fill, dtype):
    path = write(tmp_path / "ntl_2012.tif", np.where(NINE > 7, fill, NINE).astype(dtype))
    got = aggregate_lights(path, WHOLE, stats=["sum"])
    (note,) = notes_of(got).having("fill-value")
    assert f"2 cells are {fill:g} (in 2012)" in note.text
    assert f"nodata={fill:g} leaves them out" in note.text
    assert sums(path, nodata=fill) == [28]
    declared = write(tmp_path / "ntl_2013.tif", np.where(NINE > 7, fill, NINE).astype(dtype), nodata=fill)
    assert not notes_of(aggregate_lights(declared, WHOLE)).having("fill-value")
    assert sums(declared) == [28]


def test_a_nodata_of_nan(tmp_path):
    numbers = np.where(NINE > 7, np.nan, NINE)
    assert sums(write(tmp_path / "ntl_2012.tif", numbers, nodata=np.nan)) == [28]


def test_cloud_optimised_virtual_and_internal_masks(tmp_path):
    numbers = np.arange(512 * 512, dtype="float32").reshape(512, 512) % 97
    source = write(tmp_path / "ntl_2012.tif", numbers, north=512, nodata=3)
    shapes = layer(box(3.3, 7.7, 400.2, 500.1), box(0, 0, 512, 512))
    want = sums(source, shapes)
    copy_raster(source, tmp_path / "cog_2012.tif", driver="COG", blocksize=128)
    copy_raster(source, tmp_path / "v_2012.vrt", driver="VRT")
    assert sums(tmp_path / "cog_2012.tif", shapes) == pytest.approx(want, rel=1e-12)
    assert sums(tmp_path / "v_2012.vrt", shapes) == pytest.approx(want, rel=1e-12)


def test_cells_of_different_sizes_are_said(tmp_path):
    """The same light on cells of half the side: four times the sum, the same light times ground."""
    fine = np.repeat(np.repeat(NINE, 2, axis=0), 2, axis=1)
    write(tmp_path / "ntl_2012.tif", NINE)
    write(tmp_path / "ntl_2013.tif", fine, cell=0.5)
    write(tmp_path / "ntl_2014.tif", fine, cell=0.5, west=0.0001)
    got = aggregate_lights(tmp_path, layer(box(0.5, 0.5, 2.5, 2.5)))
    (note,) = notes_of(got).having("cell-sizes")
    assert "1 x 1 in 2012; 0.5 x 0.5 in 2013, 2014" in note.text
    assert "light_km2 (light times ground area)" in note.text
    assert got["sum"][1] == pytest.approx(4 * got["sum"][0])
    np.testing.assert_allclose(got["light_km2"], got["light_km2"][0], rtol=2e-3)
    same = aggregate_lights(tmp_path, WHOLE, periods=[2013, 2014])
    assert not notes_of(same).having("cell-sizes")  # shifted cells are of one size
