"""A cell is lit above the threshold, not at it: whole cells and those at the edge of a unit."""

import numpy as np
import pytest
from shapely import box

from gisplug.lights.aggregate import aggregate_lights
from tests.lights.rasters import layer, nine, write


def shares(path, shape, **options):
    return aggregate_lights(path, layer(shape), **options).set_index("unit").loc["a"]


@pytest.mark.parametrize("lit, cells", [(4.0, 5), (4.5, 5), (5.0, 4), (9.0, 0)])
def test_whole_cells_at_the_threshold_are_not_lit(tmp_path, lit, cells):
    got = shares(nine(tmp_path / "x.tif"), box(0, 0, 3, 3), lit=lit)
    assert got["lit_share"] == pytest.approx(cells / 9)


@pytest.mark.parametrize("lit, cells", [(1.0, 3.75), (2.0, 3.25), (5.0, 1.5), (8.0, 0.25), (9.0, 0.0)])
def test_cells_at_the_edge_of_a_unit_at_the_threshold_are_not_lit(tmp_path, lit, cells):
    """The square from (0.5, 0.5) to (2.5, 2.5) has 5 whole, half of 2, 4, 6, 8 and a quarter of 1, 3, 7, 9."""
    got = shares(nine(tmp_path / "x.tif"), box(0.5, 0.5, 2.5, 2.5), lit=lit)
    assert got["lit_share"] == pytest.approx(cells / 4)
    assert got["lit_km2"] == pytest.approx(cells * 1e-6, rel=1e-6)


def test_the_brightest_cell_may_lie_inside_or_at_the_edge(tmp_path):
    inside = write(tmp_path / "in.tif", np.array([[1.0, 1, 1], [1, 9, 1], [1, 1, 1]]))
    edge = write(tmp_path / "edge.tif", np.array([[1.0, 7, 1], [1, 2, 1], [1, 1, 1]]))
    square = box(0.5, 0.5, 2.5, 2.5)
    assert shares(inside, square)["max"] == 9 and shares(edge, square)["max"] == 7


def test_cells_without_an_observation_have_no_ground_at_the_edge_nor_inside(tmp_path):
    values = np.array([[1.0, -1, 1], [1, -1, 1], [1, 1, 5]])
    got = shares(write(tmp_path / "x.tif", values, nodata=-1), box(0.5, 0.5, 2.5, 2.5))
    assert got["cells"] == pytest.approx(4 - 1 - 0.5)
    assert got["sum"] == pytest.approx(0.25 * (1 + 1 + 1 + 5) + 0.5 * 3)
    assert got["valid_share"] == pytest.approx(2.5 / 4)


@pytest.mark.parametrize("shape", [box(0, 0, 3, 3), box(0.5, 0.5, 2.5, 2.5), box(0.2, 0.2, 0.8, 0.8)])
def test_the_brightest_cell_of_a_dark_unit_is_dark_and_not_missing(tmp_path, shape):
    got = shares(write(tmp_path / "x.tif", np.zeros((3, 3))), shape)
    assert got["max"] == 0 and got["lit_share"] == 0


def test_the_brightest_cell_of_a_unit_with_negative_and_dark_cells_is_dark(tmp_path):
    values = np.array([[-0.5, 0, -0.5], [0, -0.5, 0], [-0.5, 0, -0.5]])
    for shape in (box(0, 0, 3, 3), box(0.5, 0.5, 2.5, 2.5)):
        assert shares(write(tmp_path / "x.tif", values), shape)["max"] == 0


def test_cells_below_nought_are_dark_for_the_gini_at_the_edge_too(tmp_path):
    below, dark = (np.array([[v, 4.0, v], [2, 5, 6], [v, 8, v]]) for v in (-0.5, 0.0))
    for shape in (box(0, 0, 3, 3), box(0.5, 0.5, 2.5, 2.5)):
        one, other = (shares(write(tmp_path / "x.tif", v), shape)["gini"] for v in (below, dark))
        assert one == pytest.approx(other)
