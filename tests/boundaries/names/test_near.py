"""Names one letter apart: one more, one less, another one, or two neighbours that changed places."""

import pytest

from gisplug.boundaries.names.near import one_apart


@pytest.mark.parametrize(
    "one, other, near",
    [
        ("hamburg", "hambur", True),
        ("hamburg", "hamvurg", True),
        ("hamburg", "hambugr", True),
        ("hamburg", "hamburg", False),
        ("hamburg", "gamburh", False),  # letters that changed places are neighbours
        ("hamburg", "hamvutg", False),
        ("hamburg", "hambu", False),
    ],
)
def test_one_letter_apart(one, other, near):
    assert one_apart(one, other) is one_apart(other, one) is near
