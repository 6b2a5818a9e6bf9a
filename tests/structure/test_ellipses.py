"""Standard deviational ellipses and centres: against R aspace, by their definition, by laws, and found again."""

import geopandas as gpd
import numpy as np
import pytest

from gisplug.boundaries.read import read_units
from gisplug.core.errors import PanelError, ParameterError
from gisplug.panel.read import read_panel
from gisplug.structure.ellipses import ellipse, ellipse_path
from tests.structure.panels import panel_of

ROW = np.arange(40)
POINTS = np.column_stack([(ROW * 37) % 41 * 10 + ROW % 7 * 5.0, (ROW * 23) % 43 * 4 + (ROW * 37) % 41 * 3.0])
WEIGHTS = 1.0 + (ROW * 13) % 11


def test_ellipses_are_those_of_aspace():
    """R aspace 4.1.2, calc_sde (root of two, n - 2; with weights their sum - 2, which is taken out here)."""
    plain = ellipse(POINTS, np.ones(40), "crimestat")
    assert 1000 * plain["major"] == pytest.approx(181.57931002806, rel=1e-12)
    assert 1000 * plain["minor"] == pytest.approx(67.913220255886, rel=1e-12)
    weighted = ellipse(POINTS, WEIGHTS, "arcgis")
    total = WEIGHTS.sum()
    assert 1000 * weighted["major"] * np.sqrt(total / (total - 2)) == pytest.approx(165.42353481409, rel=1e-12)
    assert 1000 * weighted["minor"] * np.sqrt(total / (total - 2)) == pytest.approx(63.089767194975, rel=1e-12)
    assert weighted["angle"] == pytest.approx(72.512754771027, abs=1e-9)
    assert (weighted["x"], weighted["y"]) == (pytest.approx(213.07203389831), pytest.approx(138.76694915254))


def test_the_major_axis_is_the_one_with_the_largest_spread():
    found = ellipse(POINTS, WEIGHTS)
    share = WEIGHTS / WEIGHTS.sum()
    apart = POINTS - share @ POINTS
    turns = np.radians(np.arange(0, 180, 0.01))
    spread = np.sqrt(share @ (apart @ np.array([np.sin(turns), np.cos(turns)])) ** 2)
    assert found["angle"] == pytest.approx(np.degrees(turns[spread.argmax()]), abs=0.01)
    assert found["major"] * 1000 == pytest.approx(spread.max(), rel=1e-6)
    assert found["minor"] * 1000 == pytest.approx(spread.min(), rel=1e-6)


def test_turning_moving_and_scaling_do_what_they_should():
    first = ellipse(POINTS, WEIGHTS)
    turn = np.radians(30.0)  # clockwise from north
    turned = ellipse(POINTS @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]), WEIGHTS)
    assert turned["angle"] == pytest.approx((first["angle"] + 30) % 180)
    assert turned["area"] == pytest.approx(first["area"])
    moved = ellipse(POINTS * 3 + [1e6, 4e6], 1e-5 * WEIGHTS)
    assert moved["major"] == pytest.approx(3 * first["major"]) and moved["angle"] == pytest.approx(first["angle"])
    assert moved["x"] == pytest.approx(3 * first["x"] + 1e6)
    twice = ellipse(np.repeat(POINTS, WEIGHTS.astype(int), axis=0), np.ones(int(WEIGHTS.sum())))
    assert twice["major"] == pytest.approx(first["major"]), "weights are copies"
    square = ellipse(np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]]), np.ones(4))
    assert (square["angle"], square["flattening"]) == (0, pytest.approx(0))


def test_a_known_ellipse_is_found_again():
    rng = np.random.default_rng(2)
    along = np.array([np.sin(np.radians(40)), np.cos(np.radians(40))])
    across = np.array([along[1], -along[0]])
    points = 5000 * rng.normal(size=(20000, 1)) * along + 2000 * rng.normal(size=(20000, 1)) * across
    found = ellipse(points, np.ones(20000))
    assert (found["major"], found["minor"]) == (pytest.approx(5, rel=0.02), pytest.approx(2, rel=0.02))
    assert found["angle"] == pytest.approx(40, abs=0.5)


def test_the_path_of_a_centre_on_the_globe():
    """Weight wanders one degree north along a meridian; the way is that of the ellipsoid."""
    lon, lat = np.array([104.0, 106, 105, 105]), np.array([30.0, 30, 30, 32])
    weights = np.array([[1.0, 1, 1, 0], [1, 1, 0, 2], [1, 1, 0, 2]])
    panel = panel_of(w=weights, ones=np.ones((3, 4)), lon=np.tile(lon, (3, 1)), lat=np.tile(lat, (3, 1)))
    made = ellipse_path(panel, ["w", "ones"], coordinates=("lon", "lat"))
    table = made.table[made.table["variable"] == "w"]
    assert table["longitude"].to_numpy() == pytest.approx([105, 105, 105], abs=1e-6)
    assert table["latitude"].to_numpy() == pytest.approx([30, 31, 31], abs=0.02)
    assert table["move"].iloc[1] == pytest.approx(110.9, abs=1.5)
    assert abs((table["bearing"].iloc[1] + 180) % 360 - 180) < 0.01 and np.isnan(table["bearing"].iloc[2])
    assert table["path"].iloc[2] == pytest.approx(table["move"].iloc[1:].sum())
    assert "projection" in [note.code for note in made.report.notes]
    still = made.table[made.table["variable"] == "ones"]
    assert still["path"].iloc[-1] == pytest.approx(0, abs=1e-6)


def test_layers_show_what_was_measured():
    panel = read_panel(
        "demo-panel", "adcode", "year", units=read_units("demo-china-provinces", id="adcode", name="name_en")
    )
    made = ellipse_path(panel, ["population"], deviations=2, correction="arcgis")
    shapes, centres = made.ellipses(), made.centres()
    assert isinstance(shapes, gpd.GeoDataFrame) and shapes.crs.to_epsg() == centres.crs.to_epsg() == 4326
    area = shapes.to_crs(made.crs).area / 1e6
    assert area.to_numpy() == pytest.approx(made.table["area"].to_numpy(), rel=1e-3)
    gap = shapes.to_crs(made.crs).centroid.distance(centres.to_crs(made.crs).geometry)
    assert gap.max() < 200
    assert set(made.table["within"]) == {"Hubei"}, "the centre of 2010 to 2023 lies in Hubei"
    plain = ellipse_path(panel, ["population"]).table
    assert made.table["major"].to_numpy() == pytest.approx(2 * np.sqrt(2) * plain["major"].to_numpy())


def test_the_projection_is_said_and_may_be_given():
    panel = read_panel(
        "demo-panel", "adcode", "year", units=read_units("demo-china-provinces", id="adcode", name="name_en")
    )
    one, other = (ellipse_path(panel, ["population"], crs=crs).table for crs in (None, "EPSG:3857"))
    assert other["area"].iloc[0] > 1.2 * one["area"].iloc[0], "Mercator stretches"


def test_refusals_say_what_to_do():
    places = {"lon": np.arange(4.0) + 100, "lat": np.arange(4.0) + 30}
    panel = panel_of(w=np.array([1.0, 1, 0, 0]), low=np.array([1.0, -1, 1, 1]), ones=np.ones(4), **places)
    known = {"coordinates": ("lon", "lat")}
    for error, wanted, arguments, options in (
        (PanelError, "fewer than 3 units", ["w"], known),
        (PanelError, "low is negative in u001", ["low"], known),
        (ParameterError, "one variable or more", [], known),
        (ParameterError, "'crs' is a projection", ["ones"], {**known, "crs": "EPSG:4326"}),
        (ParameterError, "'crs' is a projection", ["ones"], {**known, "crs": "nowhere"}),
        (PanelError, "not known", ["ones"], {}),
    ):
        with pytest.raises(error, match=wanted):
            ellipse_path(panel, arguments, **options)
    assert ellipse_path(panel, ["ones"], **known).table["minor"].iloc[0] < 5
