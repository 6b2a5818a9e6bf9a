"""What lights keep between runs: whatever is changed, the numbers are those of a run without a cache."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely import box

from gisplug.core.identity import hashes
from gisplug.lights import work
from gisplug.lights.aggregate import aggregate_lights, notes_of
from gisplug.lights.calibrate import Calibration
from tests.lights.rasters import layer, write

YEARS = (2019, 2020)
FIELD = np.array([[1, 2, 3], [4, 0, 6], [7, 8, 90]], dtype="float32")


@dataclass
class Case:
    """A folder with a raster a year, and the options of the call."""

    folder: Path
    units: Any = field(default_factory=lambda: layer(box(0.2, 0.2, 1.7, 2.9), box(1.7, 0, 3, 3)))
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def rasters(self) -> Path:
        return self.folder / "rasters"

    def run(self, cache: bool = True) -> pd.DataFrame:
        kept = self.folder / "cache" if cache else None
        return aggregate_lights(self.rasters, self.units, cache=kept, executor="serial", **self.options)


def year(place: Path, number: int, values: np.ndarray = FIELD, **more: Any) -> Path:
    return write(place / f"ntl_{number}.tif", values * (number - 2017), nodata=-1, **more)


@pytest.fixture
def case(tmp_path) -> Case:
    made = Case(tmp_path)
    made.rasters.mkdir()
    for number in YEARS:
        year(made.rasters, number)
    made.run()
    return made


def reused(frame: pd.DataFrame) -> int:
    found = notes_of(frame).having("reused")
    return int(found[0].text.split()[0]) if found else 0


def one_cell(case: Case) -> None:
    """Change a byte in the middle; size and time of writing stay."""
    path = case.rasters / "ntl_2020.tif"
    before = path.stat()
    content = bytearray(path.read_bytes())
    place = content.index(np.float32(18).tobytes())
    content[place : place + 4] = np.float32(17).tobytes()
    path.write_bytes(bytes(content))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def sidecar(case: Case) -> None:
    """A statistics file that gives the raster a scale."""
    text = '<PAMDataset><PAMRasterBand band="1"><Scale>2</Scale></PAMRasterBand></PAMDataset>'
    (case.rasters / "ntl_2020.tif.aux.xml").write_text(text)


def neighbour(case: Case) -> None:
    """A second tile of 2020: units that reach into it have one Gini over both."""
    case.units = layer(box(0.2, 0.2, 4.5, 2.9), box(1.7, 0, 3, 3))
    case.run()
    write(case.rasters / "east_2020.tif", FIELD * 5, west=3, nodata=-1)


def moved(case: Case) -> None:
    copied = case.rasters.with_name("elsewhere")
    shutil.copytree(case.rasters, copied)
    shutil.rmtree(case.rasters)
    copied.rename(case.rasters)


def touched(case: Case) -> None:
    os.utime(case.rasters / "ntl_2020.tif")


def options(**given: Any) -> Callable[[Case], None]:
    return lambda case: case.options.update(given)


def other_units(case: Case) -> None:
    case.units = layer(box(0.2, 0.2, 1.8, 2.9), box(1.8, 0, 3, 3))


def other_names(case: Case) -> None:
    case.units = case.units.set_axis(["x", "y"])


def added(case: Case) -> None:
    year(case.rasters, 2021)


CHANGES: dict[str, tuple[Callable[[Case], None], int]] = {  # what is changed: how many rasters are not read again
    "nothing": (lambda case: None, 2),
    "rasters moved and copied": (moved, 2),
    "a raster's time of writing": (touched, 2),
    "names of units": (other_names, 2),
    "a year more": (added, 2),
    "a cell, size and time as before": (one_cell, 1),
    "a sidecar": (sidecar, 1),
    "shapes of units": (other_units, 0),
    "a tile more for one year": (neighbour, 0),
    "rule": (options(rule="centre"), 0),
    "nodata": (options(nodata=3), 0),
    "product": (options(product="npp-viirs-like-8bit"), 0),
    "lit": (options(lit=5.0), 0),
    "negatives": (options(calibration=Calibration(negatives="missing")), 0),
    "floor": (options(calibration=Calibration(floor=3.0)), 0),
    "cap": (options(calibration=Calibration(cap=10.0)), 0),
    "statistics without the Gini": (options(stats=["sum", "mean"]), 0),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_and_nothing_else_is_computed_again(case, name):
    change, expected = CHANGES[name]
    change(case)
    made = case.run()
    assert reused(made) == expected
    pd.testing.assert_frame_equal(made, case.run(cache=False), check_exact=True)


def test_the_band_is_part_of_it(tmp_path):
    import rasterio

    (tmp_path / "rasters").mkdir()
    with rasterio.open(year(tmp_path / "rasters", 2020)) as one:
        profile = one.profile | {"count": 2}
    with rasterio.open(tmp_path / "rasters" / "ntl_2020.tif", "w", **profile) as two:
        two.write(FIELD, 1)
        two.write(FIELD * 2, 2)
    case = Case(tmp_path, options={"band": 1})
    first = case.run()
    case.options["band"] = 2
    second = case.run()
    assert reused(second) == 0 and (second["sum"] == 2 * first["sum"]).all()


def test_the_source_of_a_virtual_raster_is_part_of_it(tmp_path):
    (tmp_path / "rasters").mkdir()
    (tmp_path / "tiles").mkdir()
    (tmp_path / "rasters" / "ntl_2020.vrt").write_text(
        '<VRTDataset rasterXSize="3" rasterYSize="3"><SRS>EPSG:6933</SRS><GeoTransform>0,1,0,3,0,-1</GeoTransform>'
        '<VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        '<SourceFilename relativeToVRT="1">../tiles/ntl_2020.tif</SourceFilename><SourceBand>1</SourceBand>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    year(tmp_path / "tiles", 2020)
    case = Case(tmp_path)
    first = case.run()
    year(tmp_path / "tiles", 2020, FIELD * 2)
    second = case.run()
    assert reused(second) == 0 and (second["sum"] == 2 * first["sum"]).all()


def test_other_code_and_other_libraries_compute_anew(case, monkeypatch):
    assert reused(case.run()) == 2
    monkeypatch.setattr(work, "room_hash", lambda room: "other")
    assert reused(case.run()) == 0
    monkeypatch.setattr(work, "computed_by", lambda: {"numpy": "0.1"})
    assert reused(case.run()) == 0


def test_large_rasters_are_hashed_once_and_a_byte_in_the_middle_is_still_seen(case, monkeypatch):
    monkeypatch.setattr(hashes, "LARGE", 1)
    monkeypatch.setattr(hashes, "SETTLED", -(10**18))
    read = []
    content = hashes.content
    monkeypatch.setattr(hashes, "content", lambda path: read.append(path.name) or content(path))
    assert reused(case.run()) == 2
    first = list(read)
    assert reused(case.run()) == 2 and read == first
    one_cell(case)
    assert reused(case.run()) == 1 and read == [*first, "ntl_2020.tif"]
