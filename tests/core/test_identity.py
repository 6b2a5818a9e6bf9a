"""Which files are read when one is named, and what tells that they changed."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from shapely.geometry import box

from gisplug.core.identity import code, hashes
from gisplug.core.identity.family import family
from gisplug.core.identity.hashes import Hashes, content
from gisplug.core.identity.sources import known_as
from gisplug.core.shelves import shelf
from tests.lights.rasters import write


def names(source, folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in family(source)}


@pytest.fixture
def folder(tmp_path) -> Path:
    """Files of all kinds, with everything beside them that a program may leave there."""
    here = tmp_path / "data"
    (here / "sub").mkdir(parents=True)
    frame = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs="EPSG:6933")
    frame.to_file(here / "u.shp", encoding="UTF-8")
    for other in ("u.sbn", "u.shp.xml", "u2.dbf"):
        (here / other).write_text("x")
    frame.to_file(here / "u.gpkg", layer="one")
    frame.to_file(here / "u.gpkg", layer="two")
    frame.to_file(here / "t.tab", driver="MapInfo File")
    frame.to_file(here / "g.gml", driver="GML")
    frame.to_parquet(here / "u.parquet")
    with zipfile.ZipFile(here / "u.zip", "w") as archive:
        for part in here.glob("u.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                archive.write(part, f"inner/{part.name}")
    frame.drop(columns="geometry").to_csv(here / "u.csv", index=False)
    frame.drop(columns="geometry").to_excel(here / "u.xlsx", index=False)
    (here / "w.mtx").write_text("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 1\n2 1 1\n")
    (here / "w.ids").write_text("a\nb\n")
    pd.DataFrame({"focal": ["a"], "neighbor": ["b"], "weight": [1.0]}).to_csv(here / "w.csv", index=False)
    values = np.arange(64, dtype="float32").reshape(8, 8)
    write(here / "r.tif", values, north=8)
    (here / "r.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><Scale>2</Scale></PAMRasterBand></PAMDataset>'
    )
    (here / "r.tfw").write_text("1\n0\n0\n-1\n0.5\n7.5\n")
    with rasterio.Env(TIFF_USE_OVR=True, GDAL_TIFF_INTERNAL_MASK=False), rasterio.open(here / "r.tif", "r+") as opened:
        opened.build_overviews([2])
        opened.write_mask(values > 3)
    write(here / "sub" / "s.tif", values, north=8)
    with zipfile.ZipFile(here / "s.zip", "w") as archive:
        archive.write(here / "sub" / "s.tif", "s.tif")
    virtual(here / "v.vrt", "sub/s.tif", here)
    virtual(here / "vv.vrt", "v.vrt", here)
    virtual(here / "vz.vrt", "/vsizip/s.zip/s.tif", here)
    (here / "old.img").write_bytes(b"")
    with rasterio.open(here / "r.tif") as opened:
        profile = opened.profile | {"driver": "HFA", "USE_SPILL": "YES"}
        for key in ("compress", "tiled", "blockxsize", "blockysize", "interleave"):
            profile.pop(key, None)
        with rasterio.open(here / "old.img", "w", **profile) as made:
            made.write(values, 1)
    return here


def virtual(path: Path, source: str, folder: Path) -> None:
    path.write_text(
        '<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:6933</SRS><GeoTransform>0,1,0,8,0,-1</GeoTransform>'
        f'<VRTRasterBand dataType="Float32" band="1"><SimpleSource><SourceFilename relativeToVRT="1">{source}'
        "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )


SHAPEFILE = {"u.shp", "u.shx", "u.dbf", "u.prj", "u.cpg"}
FAMILIES = {
    "u.shp": SHAPEFILE,
    "u.dbf": SHAPEFILE,
    "u.gpkg": {"u.gpkg"},
    "u.zip": {"u.zip"},
    "u.csv": {"u.csv"},
    "w.mtx": {"w.mtx", "w.ids"},
    "w.csv": {"w.csv"},
    "r.tif": {"r.tif", "r.tif.aux.xml", "r.tfw", "r.tif.ovr", "r.tif.msk"},
    "v.vrt": {"v.vrt", "sub/s.tif"},
    "vv.vrt": {"vv.vrt", "v.vrt", "sub/s.tif"},
    "vz.vrt": {"vz.vrt", "s.zip"},
    "no.csv": set(),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_file_has_its_family(folder, name):
    assert names(folder / name, folder) == FAMILIES[name]


def test_members_of_archives_are_known_by_the_archive(folder):
    for text in (
        f"/vsizip/{folder}/s.zip/s.tif",
        f"/vsizip/{{{folder}/s.zip}}/s.tif",
        f"/vsizip//vsizip/{folder}/s.zip/inner.zip/s.tif",
        f"zip://{folder}/s.zip!s.tif",
    ):
        assert names(text, folder) == {"s.zip"}
    assert family("/vsicurl/https://example.org/s.tif") == () and family("https://example.org/s.tif") == ()
    assert family("") == ()


def test_a_folder_with_one_shapefile_is_that_shapefile_and_others_are_all_their_files(folder, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    for part in SHAPEFILE:
        shutil.copy(folder / part, alone)
    (alone / "read.me").write_text("x")
    assert names(alone, alone) == SHAPEFILE
    assert names(folder / "sub", folder) == {"sub/s.tif"}


def test_endings_in_capitals_belong_too(folder):
    (folder / "u.prj").rename(folder / "u.PRJ")
    assert "u.PRJ" in names(folder / "u.shp", folder)


def test_what_a_database_has_not_saved_belongs_to_it_and_an_empty_log_does_not(folder):
    (folder / "u.gpkg-wal").write_bytes(b"")
    assert names(folder / "u.gpkg", folder) == {"u.gpkg"}
    (folder / "u.gpkg-wal").write_bytes(b"x")
    assert names(folder / "u.gpkg", folder) == {"u.gpkg", "u.gpkg-wal"}


READ = [
    *(("layer", name) for name in ("u.shp", "u.gpkg|layername=one", "u.zip", "t.tab", "g.gml", "u.parquet")),
    *(("table", name) for name in ("u.dbf", "u.shp", "u.csv", "u.xlsx", "u.gpkg|layername=two")),
    *(("weights", name) for name in ("w.mtx", "w.csv")),
    *(("raster", name) for name in ("r.tif", "v.vrt", "vv.vrt", "old.img")),
]
READERS = """
import sys
from pathlib import Path
import rasterio
from gisplug.boundaries.sources import open_layer
from gisplug.core.tables import read_table
from gisplug.weights.formats.files import read_weights

def raster(source):
    with rasterio.open(source) as opened:
        opened.read(), opened.dataset_mask(), opened.scales, opened.tags()

readers = {"layer": open_layer, "table": read_table, "weights": read_weights, "raster": raster}
folder, mark, *read = sys.argv[1:]
for line in read:
    reader, source = line.split(" ")
    Path(mark).read_text()
    readers[reader](f"{folder}/{source}")
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace tells which files a program opens")
def test_readers_open_no_file_that_is_not_in_the_family(folder, tmp_path):
    log, mark = tmp_path / "opened", tmp_path / "next"
    mark.touch()
    watch = ["strace", "-f", "--seccomp-bpf", "-e", "trace=open,openat", "-o", str(log)]
    words = [f"{reader} {name}" for reader, name in READ]
    command = [*watch, sys.executable, "-c", READERS, str(folder), str(mark), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "PTRACE" in done.stderr:
        pytest.skip("tracing is not allowed here")
    assert done.returncode == 0, done.stderr
    _, *parts = re.split(re.escape(f'"{mark}"'), log.read_text())
    assert len(parts) == len(READ)
    for (_, name), part in zip(READ, parts, strict=True):
        opened = re.findall(rf'"({re.escape(str(folder))}/[^"]+)"[^=]*= \d', part)
        found = {Path(p).relative_to(folder).as_posix() for p in opened if Path(p).is_file()}
        allowed = names(folder / name.partition("|")[0], folder)
        assert found, name
        assert found <= allowed, (name, found - allowed)


def test_a_database_in_use_is_read_with_what_it_has_not_saved(folder):
    """What the reader sees and what the identity sees are the same bytes."""
    before = [content(p) for p in family(folder / "u.gpkg")]
    opened = sqlite3.connect(folder / "u.gpkg")
    opened.execute("pragma journal_mode = wal")
    opened.execute("update gpkg_contents set description = 'new' where table_name = 'one'")
    opened.commit()
    assert [content(p) for p in family(folder / "u.gpkg")] != before and len(family(folder / "u.gpkg")) == 2
    opened.close()


def test_names_are_those_seen_from_the_study(tmp_path):
    home = tmp_path / "project" / "study"
    home.mkdir(parents=True)
    made = home / ".out.steps"
    assert known_as(home / "q" / ".." / "k" / "w.csv", home) == "k/w.csv"
    assert known_as(tmp_path / "project" / "data" / "w.csv", home) == "../data/w.csv"
    assert known_as(made / ("a" * 24) / "units.gpkg", home, made) == "step:units.gpkg"
    assert known_as(shelf("layers") / "demo" / "panel.csv", home) == "shelf:layers/demo/panel.csv"
    assert known_as(Path("/nowhere/x.csv"), Path("/elsewhere/study")) == "/nowhere/x.csv"


@pytest.fixture
def remembered(tmp_path, monkeypatch):
    """A file that counts as large and untouched for long, the memory, and what is read of it."""
    monkeypatch.setattr(hashes, "LARGE", 4)
    monkeypatch.setattr(hashes, "SETTLED", -(10**18))
    read = []
    monkeypatch.setattr(hashes, "content", lambda p: read.append(p.name) or content(p))
    path = tmp_path / "large.bin"
    path.write_bytes(b"123456")
    return path, tmp_path / "kept" / "hashes.json", read


def test_a_large_file_is_read_once(remembered):
    path, memory, read = remembered
    for _ in range(3):
        known = Hashes(memory)
        assert known.of(path) == content(path) == known.of(path)
        known.keep()
    assert read == ["large.bin"]


def test_a_byte_in_the_middle_is_seen_where_size_and_time_of_writing_are_as_before(remembered):
    path, memory, _ = remembered
    known = Hashes(memory)
    first = known.of(path)
    known.keep()
    before = path.stat()
    with path.open("r+b") as stream:
        stream.seek(3)
        stream.write(b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert Hashes(memory).of(path) != first


def test_a_file_touched_a_moment_ago_is_read_again(remembered, monkeypatch):
    path, memory, read = remembered
    monkeypatch.setattr(hashes, "SETTLED", 2 * 10**9)
    known = Hashes(memory)
    assert known.of(path) == known.of(path) and read == ["large.bin"] * 2


def test_small_files_are_not_remembered_and_files_not_asked_for_are_forgotten(remembered, monkeypatch, tmp_path):
    path, memory, _ = remembered
    small = tmp_path / "small"
    small.write_bytes(b"1")
    known = Hashes(memory)
    known.of(path), known.of(small)
    known.keep()
    assert "large.bin" in memory.read_text() and str(small) not in memory.read_text()
    Hashes(memory).keep(forget=False)
    assert memory.is_file()
    Hashes(memory).keep()
    assert not memory.exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": [1, 2, 3, 4]}'])
def test_a_broken_memory_is_no_matter(remembered, text):
    path, memory, _ = remembered
    memory.parent.mkdir()
    memory.write_text(text)
    assert Hashes(memory).of(path) == content(path)


def test_code_words_and_catalogues_count_as_code_and_faces_do_not():
    found = {name for name, _ in code._files()}
    made = {"numbers/covariance.py", "core/messages/zh.json", "report/tables/table.css", "rasters/catalog.toml"}
    assert made <= found
    assert "layers/lisa_clusters.qml" in found
    assert not any(name.startswith(("toolbox/bridge", "engine/")) or name.endswith(".pyc") for name in found)
    assert code.room_hash("lights") != code.code_hash() != code.room_hash("spatial")
    assert {"numpy", "scipy", "geopandas", "rasterio", "exactextract"} <= set(code.computed_by())
