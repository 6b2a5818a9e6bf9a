"""Layers and tables of a real PostGIS: read, computed with and written."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal
from shapely.geometry import MultiPolygon, Point, box

import gisplug
from gisplug.boundaries.read import read_units
from gisplug.boundaries.sources import open_layer
from gisplug.boundaries.write import write_layer
from gisplug.cli import main
from gisplug.core.errors import GisplugError, LayerError, OutputError, TableError
from gisplug.core.tables import read_table, write_table
from gisplug.weights.formats.files import read_weights
from tests.postgis_server import PASSWORD

CITIES = "Cities 城市"
IDS = [f"{k:03d}" for k in range(1, 10)]


def cities(server, **more):
    return server.address(CITIES, schema="经济", **more)


def test_a_layer_with_chinese_and_mixed_case_names(server):
    units = read_units(cities(server, geometry="geom"), id="Code", name="名称")
    assert list(units.ids) == IDS and units.names[0] == "市1"
    assert units.frame.crs.to_epsg() == 4490
    assert float(units.frame["area"].iloc[0]) == 8.25
    assert units.frame.geometry.iloc[0].equals(box(115, 30, 116, 31))
    same = open_layer(f"{server.address('x', geometry='geom')}|layername=经济.{CITIES}")
    assert_geodataframe_equal(same.frame, open_layer(cities(server, geometry="geom")).frame)
    assert_geodataframe_equal(open_layer(cities(server, geometry="geom"), CITIES).frame, same.frame)


def test_each_geometry_of_a_table_has_its_own_crs(server):
    assert open_layer(cities(server, geometry="centre")).frame.crs.to_epsg() == 4326
    assert open_layer(cities(server, geometry="flat")).frame.crs.to_epsg() == 32650
    with pytest.raises(LayerError, match=r"3 geometries: geom, centre, flat. Name one: geometry=geom"):
        open_layer(cities(server))
    with pytest.raises(LayerError, match="no geometry 'shape'"):
        open_layer(cities(server, geometry="shape"))


def test_a_view_without_a_key_is_read_in_one_order(server):
    address = server.address("shown", schema="经济")
    assert list(open_layer(address).frame["code"]) == IDS
    assert read_table(address).columns.tolist() == ["code", "名称"]


def test_rows_in_several_coordinate_systems_are_refused(server):
    with pytest.raises(LayerError, match=r"2 coordinate systems \(SRID 4326, 4490\)"):
        open_layer(server.address("mixed", schema="经济"))


def test_curves_and_geographies_are_read(server):
    circle = open_layer(server.address("curved")).frame.geometry.iloc[0]
    assert circle.geom_type == "Polygon" and circle.area == pytest.approx(np.pi * 100**2, rel=2e-3)
    assert open_layer(server.address("round")).frame.geometry.iloc[0] == Point(116, 40)


def test_a_panel_with_years_has_the_types_of_its_columns(server):
    table = read_table(server.address("panel"))
    assert table["city"].tolist()[:3] == ["001", "001", "002"] and table["year"].tolist()[:2] == [2020, 2021]
    columns = ["city", "year", "GDP", "share", "open", "firms", "seen", "at", "tags"]
    assert {name: kind.kind for name, kind in table.dtypes.items()} == dict(zip(columns, "OiffbfMMO", strict=True))
    assert table["firms"].isna().sum() == 2 and table["share"].iloc[2] == 0.25
    assert table["at"].iloc[0] == pd.Timestamp("2020-01-01") and table["tags"].iloc[0] == "{a,中}"


@pytest.mark.parametrize(
    ("table", "more", "kind", "said"),
    [
        ("cities 城市", {"schema": "经济"}, LayerError, "there is: 经济.Cities 城市"),
        (CITIES, {"schema": "wirtschaft"}, LayerError, "there is: 经济.Cities 城市"),
        ("panel", {}, LayerError, "a table without geometry"),
        ("empty", {}, TableError, "holds no rows"),
        ("TWICE", {}, TableError, "there is: public.Twice, public.twice"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(server, table, more, kind, said):
    with pytest.raises(kind, match=said):
        (open_layer if kind is LayerError else read_table)(server.address(table, **more))


def test_a_server_that_does_not_answer_is_said_without_a_password(server, monkeypatch):
    over_tcp = f"postgresql://gisplug@127.0.0.1:{server.port}/economy?table=panel"
    with pytest.raises(TableError, match=r"does not answer.*no password"):
        read_table(over_tcp)
    monkeypatch.setenv("PGPASSWORD", "wrong-" + PASSWORD)
    with pytest.raises(TableError, match="password authentication failed") as refused:
        read_table(over_tcp)
    assert PASSWORD not in str(refused.value)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert len(read_table(over_tcp)) == 18


def test_a_service_finds_server_and_password(server, monkeypatch, tmp_path):
    lines = [
        "[work]",
        "host=127.0.0.1",
        f"port={server.port}",
        "dbname=economy",
        "user=gisplug",
        f"password={PASSWORD}",
    ]
    (tmp_path / "services.conf").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services.conf"))
    assert len(read_table("postgresql:///?service=work&table=panel")) == 18


def test_a_table_makes_the_round_trip(server):
    frame = pd.DataFrame(
        {
            "Code": ["001", None, "o'x\t\\N\n行"],
            "值": [1.5, np.nan, np.inf],
            "n": [1, 2**53 + 1, -3],
            "yes": [True, False, True],
            "at": pd.to_datetime(["2020-02-29", None, "1999-12-31 23:59:59"], format="mixed"),
        }
    )
    address = server.address("Out 表", schema="经济")
    for _ in range(2):  # a second time over what gisplug wrote
        write_table(frame, address)
    assert_frame_equal(read_table(address), frame, check_dtype=False)
    assert read_table(address)["n"].dtype == "int64"
    assert server.run('SELECT "Code" FROM "经济"."Out 表" WHERE gisplug_fid = 1') == "001"


def test_a_layer_makes_the_round_trip(server):
    shapes = [box(0, 0, 1, 1), MultiPolygon([box(2, 2, 3, 3), box(4, 4, 5, 5)]), None]
    frame = gpd.GeoDataFrame({"id": ["a", "b", "丙"], "x": [1.0, 2.0, np.nan]}, geometry=shapes, crs=4490)
    write_layer(frame, server.address("Layer", geometry="形状"))
    back = open_layer(server.address("Layer")).frame
    assert back.crs == frame.crs and [g is None for g in back.geometry] == [False, False, True]
    assert all(a.equals(b) for a, b in zip(back.geometry[:2], shapes[:2], strict=True))
    assert server.run("SELECT type, srid, f_geometry_column FROM geometry_columns WHERE f_table_name = 'Layer'") == (
        "MULTIPOLYGON|4490|形状"
    )
    assert server.run("SELECT count(*) FROM pg_indexes WHERE tablename = 'Layer' AND indexdef LIKE '%gist%'") == "1"


def test_a_table_of_others_is_never_replaced(server):
    before = server.run("SELECT count(*) FROM panel")
    with pytest.raises(OutputError, match="gisplug has not written it"):
        write_table(pd.DataFrame({"a": [1]}), server.address("panel"))
    assert server.run("SELECT count(*) FROM panel") == before


def test_a_write_that_fails_leaves_what_was_there(server):
    address = server.address("kept")
    write_table(pd.DataFrame({"a": ["first"]}), address)
    with pytest.raises(OutputError, match="refuses"):
        write_table(pd.DataFrame({"a": ["second", "nul \0 byte"]}), address)
    assert read_table(address)["a"].tolist() == ["first"]


@pytest.mark.parametrize(
    ("frame", "where", "said"),
    [
        (pd.DataFrame({"列" * 22: [1]}), {"table": "long"}, "Shorten them"),
        (pd.DataFrame({"a": [1]}), {"table": "列" * 22}, "Shorten them"),
        (pd.DataFrame({"a": [1]}), {"table": "a", "schema": "nowhere"}, "nowhere"),
        (
            gpd.GeoDataFrame({"a": [1]}, geometry=[Point(0, 0)], crs="+proj=laea +lat_0=1 +lon_0=3"),
            {"table": "b"},
            "EPSG",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(server, frame, where, said):
    with pytest.raises(OutputError, match=said):
        (write_layer if hasattr(frame, "geometry") else write_table)(frame, server.address(**where))


def test_weights_are_read_from_an_edge_list(server):
    weights = read_weights(server.address("links"), ids=IDS)
    assert list(weights.ids) == IDS and weights.matrix.nnz == 40 and weights.name == "links"


def test_a_tool_reads_and_writes_postgis_from_the_command_line(server, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    layer, table = server.address("lisa"), server.address("Lisa 表", schema="经济")
    words = [
        "local-moran",
        "--panel",
        server.address("panel"),
        "--unit",
        "city",
        "--period",
        "year",
        "--variable",
        "GDP",
    ]
    words += [
        "--weights",
        server.address("links"),
        "--permutations",
        "99",
        "--layer",
        layer,
        "--table",
        table,
        "--json",
    ]
    assert main([*words, "--units", cities(server, geometry="geom"), "--id", "Code"]) == 0
    assert json.loads(capsys.readouterr().out)["outputs"]["layer"] == layer
    made = open_layer(layer).frame
    assert len(made) == 18 and made.crs.to_epsg() == 4490
    assert len(read_table(table)) == 18
    assert list(tmp_path.iterdir()) == []  # no file or folder called "postgresql:"


def test_a_study_reads_postgis_and_keeps_no_password(server, tmp_path, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    place = f"postgresql://gisplug@127.0.0.1:{server.port}/economy?"
    text = f"""
[study]
title = "From a database"
[units]
path = "{place}schema=经济&table={CITIES}&geometry=geom"
id = "Code"
name = "名称"
[panel]
path = "{place}table=panel"
unit = "city"
period = "year"
[weights.links]
path = "{place}table=links"
[autocorrelation]
tools = "moran_by_period"
variables = "GDP"
permutations = 49
outputs = ["table"]
"""
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(GisplugError, match="is an address") as asked:
        gisplug.run_study(tmp_path / "study.toml", tmp_path / "out")
    assert "gisplug@" not in str(asked.value)
    address = f"postgresql://127.0.0.1:{server.port}/"
    results = gisplug.run_study(tmp_path / "study.toml", tmp_path / "out", allow=address)
    assert results is not None
    written = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert any("moran" in p.name for p in written)
    assert not [p for p in written if PASSWORD.encode() in p.read_bytes()]
    with pytest.raises(GisplugError, match="password") as refused:
        bad = text.replace("gisplug@127", f"gisplug:{PASSWORD}@127")
        (tmp_path / "bad.toml").write_text(bad, encoding="utf-8")
        gisplug.run_study(tmp_path / "bad.toml", tmp_path / "out2", allow=address)
    assert PASSWORD not in str(refused.value)
