"""Links by hand keep what is there, and a unit alone finds the nearest border, not the nearest box."""

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_array

from gisplug.weights.links import nearest_unit, with_links
from tests.boundaries.layers import units_of


def test_a_link_that_is_there_keeps_its_weight_and_new_ones_go_both_ways():
    raw = csr_array(np.array([[0, 0.5, 0], [0.5, 0, 0], [0, 0, 0]]))
    made = with_links(raw, [(0, 1), (1, 2), (2, 1)], 2.0).toarray()
    np.testing.assert_array_equal(made, [[0, 0.5, 0], [0.5, 0, 2], [0, 2, 0]])


def test_the_nearest_unit_is_that_of_the_nearest_border_behind_many_boxes():
    corner = shapely.box(-100, -100, 100, -90).union(shapely.box(-100, -100, -90, 100))
    shapes = {f"l{k:02d}": corner for k in range(20)}  # their boxes hold the unit, their ground is 89 m away
    units = units_of({"alone": shapely.box(-1, -1, 1, 1), **shapes, "near": shapely.box(6, -1, 7, 1)})
    place, metres = nearest_unit(units, units.ids.index("alone"))
    assert units.ids[place] == "near" and metres == pytest.approx(5)
