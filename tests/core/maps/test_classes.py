"""Classes of maps: what a legend writes, and in which colours."""

import pytest

from gisplug.core.maps.classes import border_texts, class_colours, shared_unit, unit_text
from gisplug.core.palette import ABOVE_ZERO, BELOW_ZERO, SEQUENTIAL, ZERO


@pytest.mark.parametrize(
    ("edges", "unit", "texts"),
    [
        ([0.0, 4e-6, 4e-5, 4e-4, 0.004, 0.044], "0.001", ["0", "0.004", "0.04", "0.4", "4", "44"]),
        ([0.562, 0.567, 0.571, 0.588], "", ["0.562", "0.567", "0.571", "0.588"]),
        ([0.0664, 0.16, 0.66, 3.65], "", ["0.066", "0.160", "0.660", "3.650"]),
        ([-7.99, -6.87, 0.0, 2.5], "", ["−7.99", "−6.87", "0.00", "2.50"]),
        ([12300, 45600, 1e6], "", ["12,300", "45,600", "1,000,000"]),
        ([1e8, 2.5e8, 3e8], "1,000,000", ["100", "250", "300"]),
        ([0.0, 1e-9, 3e-9], "10⁻⁹", ["0", "1", "3"]),
        ([0.103, 29.6, 62.0, 110.0, 1290.0], "", ["0", "30", "62", "110", "1290"]),
        ([-0.0, 1.0, 2.0], "", ["0", "1", "2"]),
    ],
)
def test_borders_are_written_for_readers_and_a_long_one_moves_all_into_another_unit(edges, unit, texts):
    power = shared_unit(edges)
    assert unit_text(power) == unit
    assert border_texts(edges, None, power) == texts


@pytest.mark.parametrize("classes", range(1, 10))
def test_every_class_has_a_colour_of_its_own_also_where_there_are_more_than_the_palette_has(classes):
    edges = list(range(classes + 1))
    assert len(set(class_colours(edges))) == classes
    assert len(set(class_colours([e - classes // 2 for e in edges], signed=True))) == classes


def test_colours_change_side_at_zero_and_a_class_across_zero_has_neither():
    cold, middle, warm, warmer = class_colours([-2.0, -1.0, 1.0, 2.0, 4.0], signed=True)
    assert cold in BELOW_ZERO and middle == ZERO and warm in ABOVE_ZERO and warmer == ABOVE_ZERO[-1]


def test_few_classes_have_the_palette_from_its_lightest_to_its_darkest():
    assert class_colours([0, 1, 2]) == (SEQUENTIAL[0], SEQUENTIAL[-1])
    assert class_colours([-2, -1, 0], signed=True)[0] == BELOW_ZERO[0]
