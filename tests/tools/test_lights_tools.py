"""The four tools of night lights, end to end on small rasters and on the demo."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from shapely import box

from gisplug.core.errors import Cancelled, OutputError, ParameterError, RasterError, TableError
from gisplug.core.progress import SILENT, Silent
from gisplug.tools import get_tool
from gisplug.tools.lights.options import periods_of
from tests.lights.rasters import layer, nine, write


def call(tool_id: str, progress=SILENT, **given):
    tool = get_tool(tool_id)
    return tool.run(tool.complete(given), progress)


@pytest.fixture
def small(tmp_path):
    """Three years of 1..9, brighter every year, and two units."""
    for k, year in enumerate((2000, 2001, 2002)):
        write(
            tmp_path / f"ntl_{year}.tif", np.arange(1.0, 10).reshape(3, 3) * (1 + k), cell=10_000, west=0, north=30_000
        )
    units = layer(box(0, 0, 30_000, 30_000), box(10_000, 10_000, 30_000, 30_000)).rename_axis("code").reset_index()
    units.to_file(tmp_path / "units.gpkg")
    return tmp_path


def test_lights_become_a_panel_with_layer_pictures_and_paper(small):
    out = {
        n: str(small / f)
        for n, f in {"table": "t.csv", "layer": "l.gpkg", "figure": "f.png", "map": "m.png", "paper": "p.html"}.items()
    }
    got = call(
        "lights_aggregate", rasters=str(small / "ntl_{period}.tif"), units=str(small / "units.gpkg"), id="code", **out
    )
    table = pd.read_csv(out["table"])
    assert list(table.columns[:4]) == ["unit", "name", "period", "sum"]
    assert table["sum"].tolist() == [45, 90, 135, 16, 32, 48]
    assert got["units"] == 2
    assert got["periods"] == 3
    assert got["empty"] == 0
    assert got["first_total"] == pytest.approx(61)
    assert got["last_total"] == pytest.approx(183)
    shown = gpd.read_file(out["layer"], layer="l")
    assert {"name", "sum", "ln_sum_area", "ln_sum_area_2000", "ln_sum_area_2002"} <= set(shown.columns)
    assert "200.0" in (small / "p.html").read_text(encoding="utf-8") or "100.0" in (small / "p.html").read_text(
        encoding="utf-8"
    )
    assert (small / "f.png").stat().st_size > 10_000
    assert (small / "m.png").stat().st_size > 10_000


def test_periods_statistics_and_steps_are_obeyed(small):
    got = call(
        "lights_aggregate",
        rasters=str(small),
        units=str(small / "units.gpkg"),
        id="code",
        periods="2001-2002",
        statistics="sum,max",
        cap=10,
        floor=2,
        table=str(small / "t.csv"),
    )
    table = pd.read_csv(small / "t.csv")
    assert list(table.columns) == ["unit", "name", "period", "sum", "max"]
    assert got["periods"] == 2
    assert table["max"].max() == 10
    assert table["sum"].iloc[0] == 4 + 6 + 8 + 10 * 5


def test_spans_of_periods_are_read():
    assert periods_of("2013-2015, 2020") == ["2013", "2014", "2015", "2020"]
    assert periods_of("2020-01") == ["2020-01"]
    assert periods_of("") is None
    with pytest.raises(ParameterError, match="backwards"):
        periods_of("2015-2013")


def test_a_broken_off_run_goes_on_where_it_stopped(small):
    """Cancelled after the first year: its result is kept, nothing half-written remains, and the next run reuses it."""

    class StopAfterOne(Silent):
        ended = 0.0

        def update(self, fraction, message=""):
            if message.startswith("rasters: 1 of 3"):
                self.ended = fraction

        def check(self):
            if self.ended:
                raise Cancelled

    cache = small / "cache"
    wanted = {
        "rasters": str(small / "ntl_{period}.tif"),
        "units": str(small / "units.gpkg"),
        "id": "code",
        "cache": str(cache),
    }
    with pytest.raises(Cancelled):
        call("lights_aggregate", StopAfterOne(), table=str(small / "t.csv"), **wanted)
    assert not (small / "t.csv").exists()
    kept = sorted(p.name.split("-")[0] for p in cache.iterdir())
    assert kept == ["fractions", "period"]

    class Listen(Silent):
        def __init__(self):
            self.told = []

        def info(self, text):
            self.told.append(text)

    listen = Listen()
    call("lights_aggregate", listen, table=str(small / "t.csv"), **wanted)
    assert any("1 of 3 rasters were taken from the cache" in text for text in listen.told)
    again = Listen()
    call("lights_aggregate", again, table=str(small / "t2.csv"), **wanted)
    assert any("3 of 3" in text for text in again.told)
    assert (small / "t.csv").read_text() == (small / "t2.csv").read_text()
    call("lights_aggregate", table=str(small / "t3.csv"), **{k: v for k, v in wanted.items() if k != "cache"})
    assert (small / "t.csv").read_text() == (small / "t3.csv").read_text()
    write(small / "ntl_2000.tif", np.full((3, 3), 7.0), cell=10_000, west=0, north=30_000)
    call("lights_aggregate", table=str(small / "t4.csv"), **wanted)
    assert pd.read_csv(small / "t4.csv")["sum"].iloc[0] == 63  # a changed raster is read again


def test_a_raster_is_calibrated_into_a_copy(tmp_path):
    source = write(tmp_path / "ntl_2015.tif", np.array([[0, 1, 255]] * 3, dtype="uint8"), nodata=0)
    before = source.read_bytes()
    got = call(
        "lights_calibrate",
        raster=str(source),
        product="npp-viirs-like-8bit",
        cap=100,
        calibrated=str(tmp_path / "c.tif"),
        figure=str(tmp_path / "h.png"),
    )
    with rasterio.open(tmp_path / "c.tif") as raster:
        assert raster.read(1)[0].tolist() == pytest.approx([0, 511 / 255, 100])
        assert raster.dtypes == ("float32",)
        assert "light above 100 set to 100" in raster.tags()["STEPS"]
        assert raster.tags()["PRODUCT"] == "npp-viirs-like-8bit"
    assert (tmp_path / "h.png").exists()
    assert got["changed"] == 3
    assert got["missing"] == 0
    assert "x 2.00392" in got["steps"]
    assert source.read_bytes() == before
    with pytest.raises(OutputError, match="another name"):
        call("lights_calibrate", raster=str(source), calibrated=str(source))
    with pytest.raises(OutputError, match="GeoTIFF"):
        call("lights_calibrate", raster=str(source), calibrated=str(tmp_path / "c.png"))


def test_calibrating_by_a_table_needs_the_row_of_the_raster(tmp_path):
    source = nine(tmp_path / "F101992.tif")
    table = tmp_path / "c.csv"
    table.write_text("satellite,year,c0,c1\nF10,1992,1,2\n")
    call("lights_calibrate", raster=str(source), coefficients=str(table), calibrated=str(tmp_path / "c.tif"))
    with rasterio.open(tmp_path / "c.tif") as raster:
        assert raster.read(1).sum() == 9 + 2 * 45
    table.write_text("year,c0,c1\n1993,1,2\n")
    with pytest.raises(RasterError, match="no inter-calibration coefficients for F101992"):
        call("lights_calibrate", raster=str(source), coefficients=str(table), calibrated=str(tmp_path / "d.tif"))
    assert not (tmp_path / "d.tif").exists()


def test_products_are_listed_and_rasters_checked(tmp_path):
    numbers = np.array([[255, 63, 63], [0, 0, 80], [1, 2, 3]], dtype="uint8")
    write(tmp_path / "F101992.tif", numbers)
    out = {n: str(tmp_path / f) for n, f in {"table": "p.csv", "paper": "p.html", "checked": "c.csv"}.items()}
    got = call("lights_products", rasters=str(tmp_path), product="dmsp-ols", **out)
    products = pd.read_csv(out["table"]).set_index("product")
    assert got["products"] == len(products) >= 7
    assert products.loc["dmsp-ols", "saturation"] == 63
    assert products["licence"].notna().all()
    row = pd.read_csv(out["checked"]).iloc[0]
    assert row["missing"] == pytest.approx(1 / 9)
    assert row["outside"] == pytest.approx(1 / 9)
    assert row["zero"] == pytest.approx(2 / 9)
    assert "saturation" in row["warnings"]
    assert got["warnings"] == 2


def test_two_series_are_spliced(tmp_path):
    rng = np.random.default_rng(0)
    level = rng.normal(1, 1, 20)
    old = pd.DataFrame(
        [(f"{i:02d}", y, np.exp(level[i] + 0.1 * (y - 2000))) for i in range(20) for y in range(2000, 2014)],
        columns=["id", "year", "light"],
    )
    new = old[old.year >= 2012].assign(light=lambda f: np.exp(0.5) * f["light"] ** 1.2)
    old.to_csv(tmp_path / "old.csv", index=False)
    new.to_csv(tmp_path / "new.csv", index=False)
    out = {n: str(tmp_path / f) for n, f in {"table": "j.csv", "paper": "j.html", "figure": "j.png"}.items()}
    names = {"unit": "id", "period": "year", "value": "light"}
    got = call("lights_splice", old=str(tmp_path / "old.csv"), new=str(tmp_path / "new.csv"), **names, **out)
    assert got["slope"] == pytest.approx(1.2)
    assert got["intercept"] == pytest.approx(0.5)
    joined = pd.read_csv(out["table"], dtype={"id": str})
    assert len(joined) == 20 * 14
    assert set(joined["source"]) == {"old, adjusted", "new"}
    with pytest.raises(TableError, match="no column 'mean'"):
        call("lights_splice", old=str(tmp_path / "old.csv"), new=str(tmp_path / "new.csv"), unit="id", period="year")


def test_the_demo_runs(tmp_path):
    got = call(
        "lights_aggregate",
        rasters="demo-lights",
        units="demo-china-provinces",
        id="adcode",
        product="demo-lights",
        periods="2010,2023",
        table=str(tmp_path / "t.csv"),
    )
    assert got["units"] == 30
    assert got["empty"] == 0
    assert got["last_total"] > got["first_total"] > 0
