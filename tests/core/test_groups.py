"""Groups are told in the order in which readers expect them."""

import numpy as np
import pytest

from gisplug.core.tables.groups import in_order, ordering


@pytest.mark.parametrize(
    ("groups", "order"),
    [
        (["west", "central", "east", "west"], ["east", "central", "west"]),
        (["Northeast", "West", "Middle", "East"], ["East", "Middle", "West", "Northeast"]),
        (["西部", "东北", "中部", "东部"], ["东部", "中部", "西部", "东北"]),
        (["high", "", "low", "middle"], ["low", "middle", "high"]),
        (["10", "9", None, np.nan], ["9", "10"]),
        (["zeta", "alpha", "east"], ["zeta", "alpha", "east"]),
    ],
)
def test_the_fields_order_else_that_of_appearance(groups, order):
    assert in_order(groups) == order


def test_a_declared_order_comes_first_and_the_others_follow():
    groups = ["east", "zeta", "alpha", "west"]
    assert in_order(groups, levels=["west", "east", "south"]) == ["west", "east", "zeta", "alpha"]
    with ordering(lambda: {"region": ("west", "north"), "income": ("high", "low")}):
        assert in_order(["east", "north", "west"], "region") == ["west", "north", "east"]
        assert in_order(["east", "north", "west"]) == ["west", "north", "east"], "known by its groups"
        assert in_order(["low", "high"], "income", ["low", "high"]) == ["high", "low"], "before what the data say"
        assert in_order(["low", "high"], "size") == ["low", "high"], "another column"
    assert in_order(["west", "east"]) == ["east", "west"]
