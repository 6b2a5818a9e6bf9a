"""Groups are told in the order in which readers expect them."""

import numpy as np
import pytest

from gisplug.core.tables.groups import in_order


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
