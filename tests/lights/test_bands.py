"""Which band, variable or time step is which period: told, or refused; never the first one in silence."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import box

from gisplug.core.errors import ParameterError, RasterError
from gisplug.lights.aggregate import aggregate_lights, notes_of
from gisplug.lights.rewrite import calibrate_raster
from tests.lights.rasters import layer, netcdf, stack, write

NINE = np.arange(1.0, 10).reshape(3, 3)
THREE = np.stack([NINE, 2 * NINE, 4 * NINE])
WHOLE = layer(box(0, 0, 3, 3))
LAND = layer(box(100, 28, 100.3, 28.3), crs="EPSG:4326")


def sums(source, units=WHOLE, **options):
    frame = aggregate_lights(source, units, stats=["sum"], **options)
    return dict(zip(frame["period"], frame["sum"], strict=True))


@pytest.mark.parametrize(
    ("names", "periods"),
    [
        (("2012", "2013", "2014"), (2012, 2013, 2014)),
        (("2014_avg_rad", "2013_avg_rad", "2012_avg_rad"), (2014, 2013, 2012)),
        (("b2012", "b2013", "b2014"), (2012, 2013, 2014)),
        (("20120101_avg_rad", "20130101_avg_rad", "20140101_avg_rad"), (2012, 2013, 2014)),
        (("2012-01", "2012-02", "2012-03"), ("2012-01", "2012-02", "2012-03")),
    ],
)
def test_descriptions_tell_the_periods(tmp_path, names, periods):
    path = stack(tmp_path / "lights.tif", THREE, names)
    assert sums(path) == dict(zip(periods, (45, 90, 180), strict=True))
    (note,) = notes_of(aggregate_lights(path, WHOLE)).having("bands")
    assert note.text == "lights.tif has its periods told by its description."


def test_the_caller_says_the_periods_and_they_win(tmp_path):
    path = stack(tmp_path / "lights.tif", THREE, ("2012", "2013", "2014"))
    assert sums(path, bands="2001-2003") == {2001: 45, 2002: 90, 2003: 180}
    assert sums(path, bands=[2003, 2001, 2002]) == {2001: 90, 2002: 180, 2003: 45}
    assert sums(path, bands="2001-2003", periods=[2002]) == {2002: 90}
    with pytest.raises(RasterError, match=r"names 2 periods \(2001, 2002\), but lights.tif has 3 bands"):
        sums(path, bands="2001,2002")
    with pytest.raises(RasterError, match="a period twice"):
        sums(path, bands="2001,2001,2002")
    with pytest.raises(ParameterError, match="backwards"):
        sums(path, bands="2003-2001")


@pytest.mark.parametrize("name", ["lights.tif", "ntl_2012.tif", "ntl_2012_2014.tif"])
def test_bands_that_tell_nothing_are_refused_with_the_mend(tmp_path, name):
    path = stack(tmp_path / name, THREE, ("red", "green", "blue"))
    with pytest.raises(RasterError, match=r"3 bands, and neither descriptions \(red, green, blue\) nor a time axis"):
        sums(path)
    assert list(sums(path, bands="2012-2014")) == [2012, 2013, 2014]
    with pytest.raises(RasterError, match="3 bands"):
        calibrate_raster(path, tmp_path / "out.tif")


def test_one_band_can_be_asked_for(tmp_path):
    assert sums(stack(tmp_path / "ntl_2012.tif", THREE), band=2) == {2012: 90}
    assert sums(stack(tmp_path / "b.tif", THREE, ("2012", "2013", "2014")), band=3) == {2014: 180}
    with pytest.raises(RasterError, match="band 4 was asked for"):
        sums(tmp_path / "b.tif", band=4)


def test_several_files_of_several_bands_are_tiles(tmp_path):
    stack(tmp_path / "west.tif", THREE, ("2012", "2013", "2014"))
    stack(tmp_path / "east.tif", THREE, ("2012", "2013", "2014"), west=3)
    assert sums(tmp_path, layer(box(0, 0, 6, 3))) == {2012: 90, 2013: 180, 2014: 360}


def test_layers_of_a_product_in_one_file(tmp_path):
    """A clip of Earth Engine: radiance and the count of observations, which masks it."""
    counts = np.array([[0, 1, 1], [1, 1, 1], [1, 5, 5]], dtype=float)
    path = stack(tmp_path / "ntl_2013.tif", np.stack([counts, NINE]), ("cf_cvg", "avg_rad"))
    assert sums(path) == {2013: 44}
    assert sums(path, observations=0) == {2013: 45}
    assert sums(path, observations=5) == {2013: 17}
    assert sums(path, field="cf_cvg") == {2013: 16}
    with pytest.raises(RasterError, match="has no layer 'median'"):
        sums(path, field="median")


def test_an_alpha_band_is_a_mask_and_no_light(tmp_path):
    alpha = np.array([[0, 255, 255]] * 3)
    path = stack(tmp_path / "ntl_2012.tif", np.stack([NINE, alpha]).astype("uint8"), alpha="yes")
    assert sums(path) == {2012: 45 - 1 - 4 - 7}


STEPS = np.stack([NINE, 2 * NINE, 4 * NINE]).astype("float32")


@pytest.mark.parametrize(
    ("times", "unit", "calendar", "periods"),
    [
        ([0, 366, 731], "days since 2012-01-01", "standard", (2012, 2013, 2014)),
        ([0, 365, 730], "days since 2012-01-01", "noleap", (2012, 2013, 2014)),
        ([0, 360, 720], "days since 2012-01-01 00:00:00", "360_day", (2012, 2013, 2014)),
        ([0, 8784, 17544], "hours since 2012-01-01 00:00", "gregorian", (2012, 2013, 2014)),
        ([15, 45, 75], "days since 2012-01-01", "standard", ("2012-01", "2012-02", "2012-03")),
        ([0, 1, 2], "months since 2012-11-15", "standard", ("2012-11", "2012-12", "2013-01")),
        ([0, 1, 2], "days since 2012-02-28", "standard", ("2012-02-28", "2012-02-29", "2012-03-01")),
        ([2012, 2013, 2014], "", "standard", (2012, 2013, 2014)),
        ([201211, 201212, 201301], "", "standard", ("2012-11", "2012-12", "2013-01")),
    ],
)
def test_a_time_axis_tells_the_periods(tmp_path, times, unit, calendar, periods):
    path = netcdf(tmp_path / "ntl.nc", STEPS, times, unit, calendar=calendar)
    got = aggregate_lights(path, LAND, stats=["sum"])
    assert got["period"].tolist() == list(periods)
    np.testing.assert_allclose(got["sum"], [45, 90, 180], rtol=1e-6)
    assert notes_of(got).having("crs-assumed")


def test_an_axis_without_meaning_is_refused(tmp_path):
    with pytest.raises(RasterError, match="neither descriptions"):
        sums(netcdf(tmp_path / "ntl.nc", STEPS, [1, 2, 3], ""), LAND)


def test_one_variable_of_several_is_named(tmp_path):
    path = netcdf(tmp_path / "ntl.nc", STEPS, [0, 366, 731], "days since 2012-01-01", name="light,spread")
    with pytest.raises(RasterError, match=r"2 variables that could be light \(light, spread\)"):
        sums(path, LAND)
    assert list(sums(path, LAND, field="spread")) == [2012, 2013, 2014]
    with pytest.raises(RasterError, match="no variable 'x'"):
        sums(path, LAND, field="x")


def test_months_of_a_time_axis_become_years(tmp_path):
    path = netcdf(tmp_path / "ntl.nc", STEPS, [15, 45, 75], "days since 2012-01-01")
    assert sums(path, LAND, composite="mean")[2012] == pytest.approx(105, rel=1e-6)
    assert sums(path, LAND, composite="median")[2012] == pytest.approx(90, rel=1e-6)


def test_a_raster_of_one_band_is_read_as_before(tmp_path):
    assert sums(write(tmp_path / "lights.tif", NINE)) == {0: 45}
    assert sums(write(tmp_path / "ntl_2012.tif", NINE)) == {2012: 45}


def test_a_layer_that_a_raster_does_not_have_is_refused(tmp_path):
    path = stack(tmp_path / "ntl_2013.tif", NINE[None], ("",))
    with pytest.raises(RasterError, match=r"has no layer 'average'\. Its bands have no names"):
        sums(path, field="average")
