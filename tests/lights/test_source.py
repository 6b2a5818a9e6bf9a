"""Which raster belongs to which period."""

from __future__ import annotations

import pytest

from gisplug.core.errors import RasterError
from gisplug.lights.sources import pictures


def touch(folder, *names):
    for name in names:
        (folder / name).touch()
    return folder


def test_a_pattern_finds_its_periods(tmp_path):
    touch(tmp_path, "ntl_2013.tif", "ntl_2012.tif", "other_2012.tif", "ntl_2013.tif.aux.xml")
    found = pictures(str(tmp_path / "ntl_{period}.tif"))
    assert [p.period for p in found] == [2012, 2013]
    assert found[0].paths[0].name == "ntl_2012.tif"


def test_a_folder_reads_the_years_from_the_names(tmp_path):
    names = (
        "VNL_v21_npp_2013_global_vcmcfg_c202205302300.average.tif",
        "LongNTL_2014.tif",
        "2015_8bit.tif",
        "F182010.v4d_web.tif",
        "readme.txt",
    )
    assert [p.period for p in pictures(touch(tmp_path, *names))] == [2010, 2013, 2014, 2015]


def test_months_are_periods_too(tmp_path):
    touch(tmp_path, "bm_2020-01.tif", "bm_2020-02.tif")
    assert [p.period for p in pictures(str(tmp_path / "bm_{period}.tif"))] == ["2020-01", "2020-02"]


def test_satellites_are_read_from_dmsp_names(tmp_path):
    touch(tmp_path, "F101992.v4b_web.stable_lights.avg_vis.tif")
    assert pictures(tmp_path)[0].satellite == "F10"


def test_tiles_belong_to_one_period(tmp_path):
    touch(tmp_path, "ntl_2020_e.tif", "ntl_2020_w.tif")
    (picture,) = pictures(str(tmp_path / "ntl_{period}_{tile}.tif"))
    assert len(picture.paths) == 2


def test_a_mapping_and_a_list_and_chosen_periods(tmp_path):
    touch(tmp_path, "a.tif", "b.tif", "c_2001.tif", "c_2002.tif")
    assert [p.period for p in pictures({2000: tmp_path / "a.tif", 1999: tmp_path / "b.tif"})] == [1999, 2000]
    files = [tmp_path / "c_2001.tif", tmp_path / "c_2002.tif"]
    assert [p.period for p in pictures(files, periods=["2002"])] == [2002]
    with pytest.raises(RasterError, match="2003"):
        pictures(files, periods=[2003])


def test_a_name_that_does_not_tell_its_year_is_refused(tmp_path):
    with pytest.raises(RasterError, match="several years"):
        pictures(touch(tmp_path, "ntl_2012_made_2019.tif"))
    with pytest.raises(RasterError, match="holds no year"):
        pictures([touch(tmp_path, "lights.tif") / "lights.tif"])
    with pytest.raises(RasterError, match="not on the shelf"):
        pictures("viirs-vnl")
    with pytest.raises(RasterError, match="No file"):
        pictures(str(tmp_path / "x_{period}.tif"))


def test_rasters_of_the_shelf_are_the_product_of_their_name():
    from gisplug.lights.aggregate import aggregate_lights

    lights = aggregate_lights("demo-lights", "demo-china-provinces", periods=[2010], stats=["mean"])
    assert lights.attrs["product"] == "demo-lights"
    assert "SYNTHETIC" in lights.attrs["light_unit"]
    assert len(lights) == 30
