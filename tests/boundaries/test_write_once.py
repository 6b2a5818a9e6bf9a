"""Layers of units in several periods: one geometry a unit in the file, one feature a unit and period for readers."""

from __future__ import annotations

import sqlite3

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from gisplug.boundaries.read import read_units
from gisplug.boundaries.write import add_layer, write_layer
from gisplug.boundaries.write_once import repeats_geometry
from gisplug.core.errors import LayerError
from gisplug.core.tables import read_table

UNITS, PERIODS = ("a 甲", "b", "c"), (2010, 2011, 2012, 2013)


@pytest.fixture
def long() -> gpd.GeoDataFrame:
    """Three units in four years, by year, with a name for each and holes in the numbers."""
    rings = [shapely.Point(3 * k, 0).buffer(1, quad_segs=200) for k in range(3)]
    rows = [(u, t, f"name {u}", 10.0 * t + k, k, "High-High") for t in PERIODS for k, u in enumerate(UNITS)]
    frame = gpd.GeoDataFrame(rows, columns=["unit", "period", "name", "x", "k", "cluster"], geometry=rings * 4)
    frame.loc[5, "x"] = np.nan
    return frame.set_crs("EPSG:4326")


def test_the_view_reads_as_the_long_layer_and_is_the_first_of_the_file(long, tmp_path):
    path = write_layer(long, tmp_path / "层.gpkg", layer="lisa", style="lisa_clusters", field="cluster")
    assert list(pyogrio.list_layers(path)[:, 0]) == ["lisa", "lisa_values", "layer_styles"]
    read = pyogrio.read_dataframe(path, layer="lisa")
    assert list(read.columns) == list(long.columns) and read.crs == long.crs
    assert read.drop(columns="geometry").equals(long.drop(columns="geometry"))
    assert read.geometry.geom_equals_exact(long.geometry, 0).all()
    assert list(read_table(path).columns) == ["unit", "period", "name", "x", "k", "cluster"]


def test_each_geometry_is_stored_once(long, tmp_path):
    path = write_layer(long, tmp_path / "once.gpkg", layer="lisa")
    pyogrio.write_dataframe(long, tmp_path / "long.gpkg", layer="lisa", driver="GPKG")
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT count(*) FROM lisa_units").fetchone() == (3,)
        assert base.execute("SELECT count(*), count(name) FROM lisa_units").fetchone() == (3, 3)
        assert base.execute("SELECT count(*) FROM lisa_values").fetchone() == (12,)
        assert base.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'lisa'").fetchone() == ("features",)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert path.stat().st_size < 0.6 * (tmp_path / "long.gpkg").stat().st_size


def test_a_second_layer_of_a_file_is_written_so_too(long, tmp_path):
    path = write_layer(long, tmp_path / "two.gpkg", layer="one")
    add_layer(long.assign(x=1.0), path, "two")
    assert (pyogrio.read_dataframe(path, layer="two")["x"] == 1.0).all()
    assert len(pyogrio.read_dataframe(path, layer="one")) == 12


@pytest.mark.parametrize("how", ["moved", "single", "twice", "without period"])
def test_what_is_no_layer_of_periods_is_written_as_it_is(long, how):
    if how == "moved":
        long.loc[4, "geometry"] = shapely.Point(9, 9).buffer(1)
    frame = {
        "moved": long,
        "single": long[long["period"] == 2010],
        "twice": long.assign(period=2010),
        "without period": long.drop(columns="period"),
    }[how]
    assert not repeats_geometry(frame)


def test_units_are_read_once_from_a_layer_of_periods(long, tmp_path):
    path = write_layer(long, tmp_path / "once.gpkg", layer="lisa")
    for source in (path, long):
        units = read_units(source, id="unit", name="name")
        assert units.ids == UNITS and units.names[0] == "name a 甲"
        assert [n.code for n in units.report.having("several-periods")] == ["several-periods"]


def test_a_slip_is_still_refused(long):
    slip = long.iloc[[0, 1, 2, 0]]
    with pytest.raises(LayerError, match="more than once"):
        read_units(slip, id="unit")
    moved = long.assign(geometry=[g if k else shapely.Point(9, 9).buffer(1) for k, g in enumerate(long.geometry)])
    with pytest.raises(LayerError, match="more than once"):
        read_units(moved, id="unit")
