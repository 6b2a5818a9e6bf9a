"""Archives are unpacked within bounds, and XML is read without entities, whatever the ending of the file."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from gisplug.boundaries.sources import open_layer
from gisplug.core.access import archives
from gisplug.core.errors import LayerError, RasterError, TableError
from gisplug.core.tables.read import read_table
from gisplug.lights.files.archives import files_at

ENTITIES = '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;">]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LAUGHS = [ENTITIES, EXTERNAL, "<!-- x -->\n" * 3000 + ENTITIES, "<?xml version='1.0'?><!doctype a>"]
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&b;</name><Polygon><outerBoundaryIs>'
    "<LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    "</Document></kml>"
)


def bomb(path: Path, member: str, size: int, several: int = 1) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place in range(several):
            with archive.open(member.format(place), "w", force_zip64=True) as file:
                for _ in range(size >> 20):
                    file.write(bytes(1 << 20))
    return path


def test_a_zip_that_grows_without_measure_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "SMALL", 2**22)
    layer = bomb(tmp_path / "units.zip", "units.gpkg", 2**24)
    book = bomb(tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml", 2**24)
    with pytest.raises(LayerError, match=r"up to 8 GB and 200 times .* unpack it yourself"):
        open_layer(layer)
    with pytest.raises(TableError, match=r"up to 8 GB and 200 times .* unpack it yourself"):
        read_table(book)
    monkeypatch.setattr(archives, "SMALL", 2**28)
    monkeypatch.setattr(archives, "UNPACKED_MOST", 2**20)
    with pytest.raises(LayerError, match="would take"):
        open_layer(layer)


def test_an_archive_of_many_files_is_not_listed(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "ENTRIES_MOST", 20)
    layers = bomb(tmp_path / "units.zip", "{}.tif", 0, 30)
    with pytest.raises(LayerError, match="more than 20 files"):
        open_layer(layers)
    with pytest.raises(RasterError, match="more than 20 files"):
        files_at(layers)
    with tarfile.open(tmp_path / "sky.tar", "w") as tape:
        for place in range(30):
            tape.addfile(tarfile.TarInfo(f"{place}.tif"), io.BytesIO())
    with pytest.raises(RasterError, match="more than 20 files"):
        files_at(tmp_path / "sky.tar")


def test_names_in_an_archive_decide_nothing(tmp_path):
    frame = gpd.GeoDataFrame({"id": ["a"]}, geometry=[box(0, 0, 1, 1)], crs=4326)
    frame.to_file(tmp_path / "units.geojson", driver="GeoJSON")
    with zipfile.ZipFile(tmp_path / "units.zip", "w") as archive:
        archive.write(tmp_path / "units.geojson", "../../../escaped.geojson")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    before = sorted(tmp_path.parent.glob("*"))
    assert len(open_layer(tmp_path / "units.zip").frame) == 1
    assert sorted(tmp_path.parent.glob("*")) == before and not (tmp_path / "escaped.geojson").exists()
    with zipfile.ZipFile(tmp_path / "nested.zip", "w") as archive:
        archive.write(tmp_path / "units.zip", "units.zip")
    with pytest.raises(LayerError, match="holds 0 layers"):
        open_layer(tmp_path / "nested.zip")
    with tarfile.open(tmp_path / "sky.tar", "w") as tape:
        member = tarfile.TarInfo("2000.tif")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tape.addfile(member)
    with pytest.raises(RasterError, match="holds no raster"):
        files_at(tmp_path / "sky.tar")


@pytest.mark.parametrize("start", LAUGHS, ids=("internal", "external", "late", "lower"))
@pytest.mark.parametrize("ending", [".kml", ".gml"])
def test_layers_with_entities_are_refused(tmp_path, start, ending):
    (tmp_path / f"units{ending}").write_text(start + KML, encoding="utf-8")
    with pytest.raises(LayerError, match="begins with a document type"):
        open_layer(tmp_path / f"units{ending}")
    (tmp_path / f"wide{ending}").write_text('<?xml version="1.0" encoding="UTF-16"?>' + start + KML, encoding="utf-16")
    with pytest.raises(LayerError, match="begins with a document type"):
        open_layer(tmp_path / f"wide{ending}")


def test_workbooks_with_entities_are_refused(tmp_path):
    pd.DataFrame({"a": ["x"]}).to_excel(tmp_path / "book.xlsx", index=False)
    assert list(read_table(tmp_path / "book.xlsx")["a"]) == ["x"]
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "_rels/.rels"):
        with zipfile.ZipFile(tmp_path / "book.xlsx") as good, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad:
            for name in good.namelist():
                text = good.read(name).decode()
                head, sign, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
                bad.writestr(name, head + sign + EXTERNAL + rest if name == part else text)
        with pytest.raises(TableError, match="begins with a document type"):
            read_table(tmp_path / "bad.xlsx")


def test_layers_in_an_archive_with_entities_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "units.zip", "w") as archive:
        archive.writestr("units.kml", ENTITIES + KML)
    with pytest.raises(LayerError, match=r"document type|holds 0 layers"):
        open_layer(tmp_path / "units.zip")
    (tmp_path / "units.kml").write_text(KML.replace("&b;", "a"), encoding="utf-8")
    assert len(open_layer(tmp_path / "units.kml").frame) == 1
