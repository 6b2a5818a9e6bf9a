"""Rasters that would end this process, or never come back, are refused by name: another process reads them first."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from shapely.geometry import box

from gisplug.core.errors import RasterError
from gisplug.core.messages import spoken_error
from gisplug.lights.aggregate import aggregate_lights
from gisplug.lights.files import guard
from tests.lights.rasters import layer, netcdf, nine

LAND = layer(box(100, 28, 100.3, 28.3), crs="EPSG:4326")
CELLS = np.arange(1.0, 10.0).reshape(1, 3, 3)


@pytest.fixture
def climate(tmp_path) -> Path:
    return netcdf(tmp_path / "ntl_2012.nc", CELLS, [2012.0], "year")


def test_a_netcdf_whose_head_kills_its_reader_is_refused(climate):
    data = bytearray(climate.read_bytes())
    data[12:16] = b"true"  # so many dimensions
    climate.write_bytes(bytes(data))
    with pytest.raises(RasterError, match=r"ntl_2012\.nc (is damaged: .* dies of it|cannot be read as a raster)"):
        aggregate_lights(climate, LAND)


def test_a_netcdf_that_never_comes_back_is_refused_in_time(climate, monkeypatch):
    monkeypatch.setattr(guard, "PATIENCE", 3.0)
    data = climate.read_bytes()
    head = b"\0\0\0\x0c\0\0\0\x01\0\0\0\n_FillValue"
    assert head in data
    climate.write_bytes(data.replace(head, b"\0\0\0\x0c\x20\0\0\x01\0\0\0\n_FillValue"))  # so many attributes
    begun = time.monotonic()
    with pytest.raises(RasterError, match=r"ntl_2012\.nc is damaged, or too slow|dies of it|cannot be read"):
        aggregate_lights(climate, LAND)
    assert time.monotonic() - begun < 120


def test_after_such_a_file_the_next_is_read(climate, tmp_path):
    worse = tmp_path / "worse_2012.nc"
    data = bytearray(climate.read_bytes())
    data[12:16] = b"true"
    worse.write_bytes(bytes(data))
    with pytest.raises(RasterError):
        aggregate_lights(worse, LAND)
    assert aggregate_lights(climate, LAND, stats=["sum"])["sum"].tolist() == [45.0]


def test_a_raster_is_read_once_by_the_other_process(climate, monkeypatch):
    asked = []
    real = guard._asked
    monkeypatch.setattr(guard, "_asked", lambda *given: asked.append(given[1]) or real(*given))
    for _ in range(2):
        guard.check(str(climate), "a")
    assert asked == ["a"]
    climate.write_bytes(climate.read_bytes() + b"\0")
    guard.check(str(climate), "b")
    assert asked == ["a", "b"]


def test_geotiff_goes_without_packed_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "_asked", lambda *given: "dead")
    guard.check(str(nine(tmp_path / "a.tif")), "a.tif")
    import gzip

    (tmp_path / "a.tif.gz").write_bytes(gzip.compress((tmp_path / "a.tif").read_bytes()))
    guard.check(f"/vsigzip/{tmp_path / 'a.tif.gz'}", "a.tif.gz")
    (tmp_path / "not.tif").write_bytes(b"CDF\x01")
    with pytest.raises(RasterError, match="dies of it"):
        guard.check(str(tmp_path / "not.tif"), "not.tif")


def test_the_file_of_a_dataset_is_found(climate, tmp_path):
    inside = [
        f'NETCDF:"{climate}":ntl',
        f"HDF5:{climate}://HDFEOS/GRIDS/x/Data_Fields/light",
        f"/vsizip/{climate}/x.nc",
        f"/vsigzip//vsizip/{climate}/x.gz",
        str(climate),
    ]
    assert {guard._file_of(text) for text in inside} == {climate}
    assert guard._file_of("MEM:::x") is None


def test_claims_beyond_the_bytes_are_refused(climate, monkeypatch):
    monkeypatch.setattr(guard, "_asked", lambda *given: str(10**12))
    with pytest.raises(RasterError, match="cannot hold the 1,000,000,000,000 cells it claims"):
        guard.check(str(climate), "x.nc")


def test_where_no_process_can_be_started_files_are_read_here(climate, monkeypatch):
    guard._ended()

    def none(*_, **__):
        raise OSError("no")

    monkeypatch.setattr(guard.subprocess, "Popen", none)
    os.utime(climate, (1, 1))
    guard.check(str(climate), "x.nc")


@pytest.mark.parametrize("place", [(1e300, 0, 0, 0, -1, 3), (1, 0, float("inf"), 0, -1, 3), (1e-300, 0, 0, 0, -1, 3)])
def test_a_raster_that_lies_nowhere_is_refused(tmp_path, place):
    path = nine(tmp_path / "ntl_2012.tif")
    with rasterio.open(path, "r+") as raster:
        raster.transform = Affine(*place)
    with pytest.raises(RasterError, match="lies nowhere on earth"):
        aggregate_lights(path, LAND)


def test_what_the_other_process_says_comes_back_in_any_language(tmp_path):
    path = tmp_path / "ntl_2012.nc"
    path.write_bytes(b"CDF\x01no raster")
    with pytest.raises(RasterError, match="cannot be read as a raster") as caught:
        aggregate_lights(path, LAND)
    assert spoken_error(caught.value, "zh").startswith("ntl_2012.nc 不能作为栅格读取：")
