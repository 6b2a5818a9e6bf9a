"""Layers out with their style, diagnostics of weights, topology, the shelves."""

import sqlite3
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely

import gisplug as gp
from gisplug.boundaries.topology import gaps, overlaps, unmatched_edges
from gisplug.boundaries.write import add_layer, write_layer
from gisplug.core import shelves
from gisplug.core.errors import JoinError, LayerError, OutputError, RasterError
from gisplug.report.charts.links import links_figure
from gisplug.weights import diagnostics as d
from tests.boundaries.layers import squares, units_of


@pytest.fixture(scope="module")
def provinces():
    return gp.read_units("demo-china-provinces", name="name_zh")


@pytest.fixture(scope="module")
def weights(provinces):
    return gp.contiguity(provinces)


def test_a_geopackage_carries_its_style(tmp_path, provinces):
    path = write_layer(
        provinces.frame,
        tmp_path / "层 目录" / "单元 1.gpkg",
        layer="单元",
        style="units",
        field="name_zh",
        title="三十省",
    )
    assert pyogrio.list_layers(path)[0, 0] == "单元"
    with closing(sqlite3.connect(path)) as base:
        row = base.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchone()
        version = base.execute("PRAGMA user_version").fetchone()[0]
    assert row[0] == "单元" and row[2] == 1 and "name_zh" in row[3]
    geometry = pyogrio.read_info(path, layer="单元")["geometry_name"]
    assert row[1] == geometry
    assert 10200 <= version < 10300  # 1.2: QGIS 3.22 reads it without a warning
    back = gp.read_units(path, id="unit")
    assert back.ids == provinces.ids


def test_the_same_layer_gives_the_same_bytes(tmp_path, provinces):
    a = write_layer(provinces.frame, tmp_path / "a.gpkg", layer="x", style="units", field="name_zh")
    b = write_layer(provinces.frame, tmp_path / "b.gpkg", layer="x", style="units", field="name_zh")
    assert a.read_bytes() == b.read_bytes()


def test_a_second_layer_joins_the_first(tmp_path, provinces):
    path = tmp_path / "x.gpkg"
    add_layer(provinces.frame, path, "one", style="units", field="name_en")
    add_layer(provinces.frame, path, "two", style="sequential", field="in30")
    assert {"one", "two"} <= set(pyogrio.list_layers(path)[:, 0])
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("SELECT count(*) FROM layer_styles").fetchone()[0] == 2


@pytest.mark.parametrize("ending", [".geojson", ".parquet", ".fgb", ".shp"])
def test_other_formats_are_written(tmp_path, provinces, ending):
    frame = provinces.frame[["name_zh", "geometry"]]
    path = write_layer(frame, tmp_path / f"省{ending}")
    back = gp.read_units(path, id="unit", name="name_zh")  # FlatGeobuf sorts by place
    assert sorted(back.names) == sorted(provinces.names)
    with pytest.raises(OutputError):
        write_layer(frame, tmp_path / "x.doc")


def test_long_names_are_cut_for_shapefiles(tmp_path, provinces):
    frame = provinces.frame[["geometry"]].assign(population_2010=1, population_2020=2, 人均地区生产总值=3)
    back = gp.read_units(write_layer(frame, tmp_path / "x.shp"), id="unit")
    assert {"population", "populati_1", "人均地"} <= set(back.frame.columns)


def test_diagnostics_by_hand(weights):
    told = d.diagnostics(weights)["value"]
    assert told["units"] == 30 and told["links"] == 128 and told["isolates"] == 1 and told["components"] == 2
    assert told["symmetric values"] == 1 and told["neighbours most"] == 8
    assert d.histogram(weights)["units"].sum() == 30
    assert d.diagnostics(gp.knn(gp.read_units("demo-china-provinces"), 3))["value"]["symmetric pattern"] == 0


def test_links_as_table_and_lines(provinces, weights):
    table, lines = d.link_table(weights, provinces), d.link_lines(weights, provinces)
    assert len(table) == 128 and len(lines) == 64 and (lines["both"] == 1).all()
    assert table["normalised"].groupby(table["focal"]).sum().round(12).eq(1).all()
    first = lines.iloc[0]
    assert (first["focal_name"], first["neighbor_name"]) == ("北京市", "天津市") and 50 < first["km"] < 200
    assert lines.crs == provinces.frame.crs
    shuffled = provinces.take(list(reversed(provinces.ids)))
    assert d.link_lines(weights, shuffled).equals(lines)
    with pytest.raises(JoinError):
        d.link_lines(weights, provinces.take(provinces.ids[:5]))


def test_the_picture_draws_in_one_or_two_parts(weights, provinces):
    assert len(links_figure(weights).axes) == 1
    assert len(links_figure(weights, provinces).axes) == 2


def test_overlaps_and_gaps_are_measured():
    units = units_of(
        {
            "a": shapely.box(0, 0, 1000, 1000),
            "b": shapely.box(990, 0, 2000, 1000),
            "c": shapely.box(0, 1001, 2000, 2000),
            "rest": shapely.box(0, 999.5, 1, 1002),
            "last": shapely.box(1999, 999.5, 2000, 1002),
        }
    )
    found = overlaps(units)
    top = found.iloc[0]
    assert (
        {top["unit"], top["other"]} == {"a", "b"}
        and top["area_km2"] == pytest.approx(0.01, rel=1e-2)
        and top["width_m"] == pytest.approx(9.9, rel=0.02)
    )
    holes = gaps(units)
    assert len(holes) == 1 and holes["width_m"].iloc[0] == pytest.approx(1.0, rel=0.02)
    assert len(unmatched_edges(units)) >= 2
    assert overlaps(squares(2, 2)).empty and gaps(squares(2, 2)).empty


def test_every_set_of_the_shelf_says_what_it_is():
    for known in shelves.boundary_sets().values():
        assert known.title and known.source and known.licence and known.level and known.id
        assert known.path is None or known.path.is_file()
        assert known.path is not None or known.url.startswith("https://")


def test_what_the_shelf_lacks_is_refused_with_what_is_like_it():
    with pytest.raises(LayerError, match="demo-china-provinces"):
        shelves.boundary_set("demo-china-provinses")
    with pytest.raises(LayerError, match="lisa_clusters"):
        shelves.style_path("lisa")
    with pytest.raises(RasterError):
        shelves.light_product("no such light")


def test_the_demo_set_holds_codes_names_and_regions(provinces):
    frame = provinces.frame
    assert {"adcode", "name_en", "name_zh", "region", "in30"} <= set(frame.columns)
    assert frame["region"].value_counts().to_dict() == {"west": 11, "east": 11, "centre": 8}
    assert np.array_equal(frame["adcode"], frame.index)
