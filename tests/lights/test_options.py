"""The options for published rasters in the tools: what the command line and study files say reaches the numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shapely import box

from gisplug.cli import main
from gisplug.core.errors import ParameterError
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.lights.rasters import layer, stack
from tests.lights.test_black_marble import N, tile

KM10 = 10_000
NINE = np.arange(1.0, 10).reshape(3, 3)


@pytest.fixture
def folder(tmp_path):
    layer(box(0, 0, 3 * KM10, 3 * KM10)).rename_axis("code").reset_index().to_file(tmp_path / "units.gpkg")
    layer(box(100, 30, 110, 40), crs=4326).rename_axis("code").reset_index().to_file(tmp_path / "land.gpkg")
    return tmp_path


def call(folder, **given):
    tool = get_tool("lights_aggregate")
    table = folder / "t.csv"
    tool.run(tool.complete({"id": "code", "statistics": "sum", "table": str(table), **given}), SILENT)
    frame = pd.read_csv(table)
    return dict(zip(frame["period"], frame["sum"], strict=True))


def test_bands_and_composites(folder):
    path = str(stack(folder / "lights.tif", np.stack([NINE, 2 * NINE, 6 * NINE]), cell=KM10))
    units = str(folder / "units.gpkg")
    assert call(folder, rasters=path, units=units, bands="2012-2014") == {2012: 45, 2013: 90, 2014: 270}
    months = "2012-01, 2012-02, 2012-03"
    assert call(folder, rasters=path, units=units, bands=months, composite="median") == {2012: 90}
    assert call(folder, rasters=path, units=units, band=3) == {0: 270}


def test_masks_and_fields_of_tiles(folder):
    cells, quality = np.full((N, N), 2.0), np.zeros((N, N), "uint8")
    quality[0] = 1
    tiles = folder / "tiles"
    tiles.mkdir()
    seen = np.arange(N * N, dtype="uint16").reshape(N, N) // N
    near = "NearNadir_Composite_Snow_Free"
    tile(tiles, (28, 5), cells, **{f"{near}_Quality": quality, f"{near}_Num": seen})
    given = {"rasters": str(tiles), "units": str(folder / "land.gpkg")}
    assert call(folder, **given)[2013] == pytest.approx(2 * N * N)
    assert call(folder, **given, quality="0")[2013] == pytest.approx(2 * N * (N - 1))
    assert call(folder, **given, observations=5)[2013] == pytest.approx(2 * N * (N - 5))
    assert call(folder, **given, field="AllAngle_Composite_Snow_Free")[2013] == pytest.approx(4 * N * N)
    with pytest.raises(ParameterError, match=r"Flags of quality are whole numbers .* good is none"):
        call(folder, **given, quality="good")


def test_the_command_line_says_what_it_could_not_tell(folder, capsys):
    stack(folder / "lights.tif", np.stack([NINE, NINE]), cell=KM10)
    words = ["lights-aggregate", "--rasters", str(folder / "lights.tif"), "--units", str(folder / "units.gpkg")]
    assert main([*words, "--id", "code", "--table", str(folder / "t.csv")]) != 0
    assert "Say them in order with bands='2012,2013', or read one with band=1" in capsys.readouterr().err
    assert main([*words, "--id", "code", "--bands", "2012-2013", "--table", str(folder / "t.csv")]) == 0
    assert pd.read_csv(folder / "t.csv")["period"].tolist() == [2012, 2013]


def test_checking_looks_through_every_band_and_tile(folder):
    path = stack(folder / "lights.tif", np.stack([NINE, -NINE]).astype("float32"), ("2012", "2013"))
    tool = get_tool("lights_products")
    tool.run(tool.complete({"rasters": str(path), "checked": str(folder / "c.csv")}), SILENT)
    checked = pd.read_csv(folder / "c.csv")
    assert checked["period"].tolist() == [2012, 2013]
    assert checked["minimum"].tolist() == [1, -9]
