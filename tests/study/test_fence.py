"""A study from a stranger reads and writes below its own folder, and what the user allows."""

from __future__ import annotations

import json
import os
import re
import threading
import zipfile
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio

from gisplug.cli import FAILED, OK, main
from gisplug.core.access.fence import Fence, is_elsewhere, paths_allowed
from gisplug.core.access.network import NOWHERE, without_network
from gisplug.core.errors import ParameterError, StudyError
from gisplug.tools.study.run_study import run_study
from tests.lights.rasters import write

STUDY = """
[study]
title = "Small"

[panel]
path = {path}
unit = "unit"
period = "year"

[[analysis]]
tool = "panel_describe"
"""
VRT = (
    '<VRTDataset rasterXSize="4" rasterYSize="4"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
    '<SourceFilename relativeToVRT="{beside}">{named}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>'
)


def made_up() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    rows = [(u, y) for u in "abcd" for y in (2000, 2001, 2002)]
    return pd.DataFrame(rows, columns=["unit", "year"]).assign(y=rng.normal(size=12), x=rng.normal(size=12))


@pytest.fixture
def strange(tmp_path):
    """The folder of a study from a stranger, and beside it the user's own data."""
    folder, own = tmp_path / "strange", tmp_path / "own"
    folder.mkdir()
    own.mkdir()
    for place in (folder, own):
        made_up().to_csv(place / "panel.csv", index=False)
    write(own / "ntl_2000.tif", np.ones((4, 4)), west=0, north=4, cell=1, crs="EPSG:4326")
    write(folder / "ntl_2000.tif", np.ones((4, 4)), west=0, north=4, cell=1, crs="EPSG:4326")
    return folder, own


def study(folder: Path, path: str) -> Path:
    file = folder / "study.toml"
    file.write_text(STUDY.format(path=json.dumps(path)), encoding="utf-8")
    return file


def test_a_study_reads_its_own_folder_and_what_is_allowed(strange, capsys):
    folder, own = strange
    assert run_study(study(folder, "panel.csv"), folder / "out").is_dir()
    outside = study(folder, str(own / "panel.csv"))
    with pytest.raises(StudyError, match=r"study.toml, line 6: .*outside the folder of the study") as said:
        run_study(outside, folder / "out2")
    assert f"--allow {own}" in str(said.value) and not (folder / "out2").exists()
    assert not list(folder.glob(".out2.steps/*"))
    assert run_study(outside, folder / "out2", allow=[own]).is_dir()
    assert main(["run", str(outside), "--results", str(folder / "out3"), "--allow", "/no", "--allow", str(own)]) == OK
    assert main(["run", str(outside), "--results", str(folder / "out4"), "--allow", str(folder)]) == FAILED
    assert f"--allow {own}" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["../own/panel.csv", "sub/../../own/panel.csv", "link.csv", "linked/panel.csv"])
def test_parents_and_links_lead_nowhere(strange, path):
    folder, own = strange
    (folder / "sub").mkdir()
    (folder / "link.csv").symlink_to(own / "panel.csv")
    (folder / "linked").symlink_to(own)
    with pytest.raises(StudyError, match="outside the folder of the study"):
        run_study(study(folder, path), folder / "out")
    assert run_study(study(folder, path), folder / "out", allow=str(own)).is_dir()


ADDRESSES = [
    "postgresql://user@host/db?table=t",
    "PG:dbname=db host=h",
    "https://example.org/a.csv",
    "/vsicurl/https://example.org/a.tif",
    "/vsis3/bucket/a.tif",
    "/vsizip//vsicurl/https://example.org/a.zip/a.shp",
    "zip://https://example.org/a.zip!a.tif",
    "WFS:https://example.org",
    'NETCDF:"/etc/a.nc":v',
    "\\\\server\\share\\panel.csv",
    "//server/share/panel.csv",
    "/vsistdin/",
    "s3://bucket/key",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_need_the_users_word(strange, address):
    folder, _ = strange
    with pytest.raises(StudyError, match="is an address outside this computer's folders") as caught:
        run_study(study(folder, address), folder / "out")
    advised = re.search(r"--allow (.+) \(in QGIS", str(caught.value))[1]
    assert advised != "/"
    Fence(folder, (advised,)).check(address)


@pytest.mark.parametrize(
    "address", ["https://example.org.net/a.csv", "postgresql://h.evil/db?table=t", "s3://bucket2/k"]
)
def test_an_allowed_address_is_no_beginning_of_another_name(strange, address):
    fence = Fence(strange[0], ("https://example.org", "postgresql://h", "s3://bucket"))
    with pytest.raises(ParameterError, match="is an address outside"):
        fence.check(address)
    fence.check("https://example.org/a.csv")


def test_words_that_are_paths_are_no_addresses():
    assert not any(
        map(is_elsewhere, ["D:/data/a.csv", "D:\\a.csv", "a.csv", "/vsizip/a.zip/b.shp", "demo-panel", "~/a"])
    )
    assert paths_allowed("D:/data; /mnt/b ;") == ("D:/data", "/mnt/b")
    assert paths_allowed(None) == ()


LIGHTS = """
[units]
path = "units.geojson"
id = "id"

[lights]
rasters = {rasters}
{more}
"""


def lights(folder: Path, rasters: str, more: str = "") -> Path:
    import geopandas as gpd
    from shapely.geometry import box

    frame = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[box(0, 0, 2, 4), box(2, 0, 4, 4)], crs=4326)
    frame.to_file(folder / "units.geojson", driver="GeoJSON")
    file = folder / "study.toml"
    file.write_text(LIGHTS.format(rasters=repr(rasters), more=more), encoding="utf-8")
    return file


def test_what_a_virtual_raster_names_is_looked_at(strange):
    folder, own = strange
    allowed = VRT.format(beside=1, named="ntl_2000.tif").replace(' rasterXSize="4"', ' rasterXSize="4"')
    cases = {
        VRT.format(beside=0, named=own / "ntl_2000.tif"): "outside the folder",
        VRT.format(beside=1, named="../own/ntl_2000.tif"): "outside the folder",
        VRT.format(beside=0, named=f"<![CDATA[{own / 'ntl_2000.tif'}]]>"): "outside the folder",
        VRT.format(beside=0, named="/vsicurl/https://example.org/a.tif"): "is an address",
        VRT.format(beside=0, named="/vsicurl?url=https://example.org/a.tif"): "is an address",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>" + allowed: "entities",
        "no xml": "virtual raster",
    }
    for text, said in cases.items():
        (folder / "sky_2000.vrt").write_text(text)
        with pytest.raises(StudyError, match=said):
            run_study(lights(folder, "sky_{period}.vrt"), folder / "out")
    (folder / "inner.vrt").write_text(VRT.format(beside=0, named=own / "ntl_2000.tif"))
    (folder / "sky_2000.vrt").write_text(VRT.format(beside=1, named="<![CDATA[inner.vrt]]>"))
    with pytest.raises(StudyError, match="outside the folder"):
        run_study(lights(folder, "sky_2000.vrt"), folder / "out")
    assert run_study(lights(folder, "ntl_2000.tif"), folder / "out").is_dir()


@pytest.mark.parametrize("root", ["<VRTDataset/>", "<GDAL_WMS/>", "<OGRVRTDataSource/>", '{"stac_version": "1.0.0"}'])
def test_a_description_behind_another_ending_is_refused(strange, root):
    folder, _ = strange
    (folder / "sky_2000.tif").write_text(f"\ufeff\n  {root}")
    with pytest.raises(StudyError, match=r"sky_2000.tif is a description for GDAL"):
        run_study(lights(folder, "sky_2000.tif"), folder / "out")
    with zipfile.ZipFile(folder / "sky.zip", "w") as archive:
        archive.writestr("sky_2000.tif", root)
    with pytest.raises(StudyError, match=r"sky.zip/sky_2000.tif is a description for GDAL"):
        run_study(lights(folder, "sky.zip"), folder / "out")


def test_a_study_writes_nothing_outside(strange):
    folder, own = strange
    with pytest.raises(StudyError, match="outside the folder of the study"):
        run_study(lights(folder, "ntl_2000.tif", f'cache = "{own}/cache"'), folder / "out")
    assert not (own / "cache").exists()
    text = study(folder, "panel.csv").read_text(encoding="utf-8")
    nested = text + f'\n[[analysis]]\ntool = "run_study"\nstudy = "other.toml"\nallow = "{own}"\n'
    (folder / "study.toml").write_text(nested, encoding="utf-8")
    with pytest.raises(StudyError, match="is not run by a study"):
        run_study(folder / "study.toml", folder / "out")


def test_names_in_a_study_never_lead_out_of_a_step(strange):
    folder, own = strange
    lights(folder, "ntl_2000.tif")
    (folder / "study.toml").write_text(
        '[units]\npath = "units.geojson"\nid = "id"\n[weights."../../../../own/queen"]\nkind = "queen"\n'
        '[[analysis]]\ntool = "weights_diagnostics"\nname = "../../../../own/x"\n',
        encoding="utf-8",
    )
    before = sorted(own.rglob("*"))
    try:
        run_study(folder / "study.toml", folder / "out")
    except StudyError:
        assert not (folder / "out").exists()
    assert sorted(own.rglob("*")) == before


def test_gdal_asks_no_network_in_a_study(tmp_path, monkeypatch):
    """A server on this computer counts who asks: readers of rasters and layers do, but not in a study."""
    for name in ("no_proxy", "NO_PROXY", *NOWHERE):
        monkeypatch.delenv(name, raising=False)
    asked: list[str] = []

    class Counts(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counts)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}"
    (tmp_path / "units.gml").write_text(
        '<FeatureCollection xmlns="http://www.opengis.net/gml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://a {host}/a.xsd"><featureMember><a><b>1</b></a></featureMember></FeatureCollection>'
    )

    def ask(place: str) -> None:
        for read, source in (
            (rasterio.open, f"/vsicurl/{host}/{place}.tif"),
            (pyogrio.read_info, f"/vsicurl/{host}/{place}.geojson"),
            (pyogrio.read_info, tmp_path / "units.gml"),
        ):
            with suppress(Exception):
                read(source)

    with without_network():
        assert {name: os.environ[name] for name in NOWHERE} == NOWHERE
        ask("inside")
    assert asked == []
    with without_network(wanted=False):
        ask("outside")
    assert any("outside.tif" in path for path in asked) and any("outside.geojson" in path for path in asked)
    assert "GDAL_HTTP_PROXY" not in os.environ
    server.shutdown()
    server.server_close()
