"""What was found in damaged tables: rows that are not there, text that is no text, ids that are lists."""

import json
import struct
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from gisplug.boundaries.read import read_units
from gisplug.boundaries.sources import open_layer
from gisplug.boundaries.write import write_layer
from gisplug.core.dbf import check_dbf
from gisplug.core.errors import GisplugError, LayerError, PanelError, TableError
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.tables import read_table, text_ids


@pytest.fixture
def layer(tmp_path) -> Path:
    shapes = [shapely.box(k, 0, k + 1, 1) for k in range(3)]
    return write_layer(gpd.GeoDataFrame({"id": ["a", "b", "c"]}, geometry=shapes, crs=4326), tmp_path / "l.shp")


@pytest.mark.parametrize("rows", [4, 10**9, 2**32 - 1])
def test_a_dbf_that_claims_more_rows_than_it_holds_is_refused_at_once(layer, rows):
    dbf = layer.with_suffix(".dbf")
    data = bytearray(dbf.read_bytes())
    struct.pack_into("<I", data, 4, rows)
    dbf.write_bytes(bytes(data))
    for read in (read_table, open_layer):
        with pytest.raises(GisplugError, match=rf"l\.dbf is damaged: it claims {rows:,} rows"):
            read(layer)
    with pytest.raises(TableError, match="it claims"):
        read_table(dbf)


def test_heads_that_cannot_be_are_refused(tmp_path):
    path = tmp_path / "x.dbf"
    path.write_bytes(b"\3")
    with pytest.raises(LayerError, match="ends in its head"):
        check_dbf(path, LayerError)
    path.write_bytes(struct.pack("<4xIHH", 1, 65, 0).ljust(99))
    with pytest.raises(TableError, match="rows of 0 bytes"):
        check_dbf(path, TableError)


def test_whole_dbf_files_pass(layer):
    assert read_table(layer)["id"].tolist() == ["a", "b", "c"] and len(open_layer(layer).frame) == 3


def test_parquet_text_that_is_no_utf8_is_refused(tmp_path):
    text = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(struct.pack("<3i", 0, 2, 3)), pa.py_buffer(b"\xff\xfeb")]
    )
    pq.write_table(pa.table({"id": text, "year": [1, 2]}), tmp_path / "x.parquet")
    with pytest.raises(TableError, match="Invalid UTF8"):
        read_table(tmp_path / "x.parquet")
    with pytest.raises(LayerError, match="Invalid UTF8"):
        open_layer(tmp_path / "x.parquet")


def test_ids_that_are_lists_become_text(tmp_path):
    assert text_ids(pd.Series([[1, 2], "a", None, 3.0], dtype="object")).fillna("-").tolist() == [
        "[1, 2]",
        "a",
        "-",
        "3",
    ]
    square = shapely.geometry.mapping(shapely.box(0, 0, 1, 1))
    record = {"type": "Feature", "properties": {"id": [1, 2]}, "geometry": square}
    (tmp_path / "x.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [record]}))
    assert len(read_units(tmp_path / "x.geojson", "id").ids) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.dta", b"<stata_dta><header><release>118</release>"),
        ("a.dta", b"\x72\x02\x01\x00" + b"\xff" * 200),
        ("a.parquet", b"PAR1" + b"\xff" * 60 + b"PAR1"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18)),
        ("a.csv", b"\x00\xff" * 40),
        ("a.dbf", bytes(80)),
    ],
)
def test_what_is_none_of_its_kind_is_refused_by_name(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError, match=name):
        read_table(tmp_path / name)


def test_a_period_far_from_all_others_is_refused_at_once():
    with pytest.raises(PanelError, match=r"go from 2012 to 1000000007 in steps of 1 (year|step)"):
        calendar_of((2012, 2013, 10**9 + 7))
    assert calendar_of((1900, 2000, 2100)).step == 100
