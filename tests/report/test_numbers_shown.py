"""No number of a table is rounded to something else: tiny p-values, tiny estimates, stars, errors and statistics."""

import pandas as pd
import pytest

from gisplug.report.tables.paper_table import regression_table, shown, stars


@pytest.mark.parametrize("p", [0.0, 1e-300, 4e-5])
@pytest.mark.parametrize("head", ["p", "p-value", "p_sim", "P"])
def test_a_tiny_p_is_below_the_last_digit_and_never_nought(p, head):
    assert shown(p, 4, head) == "<0.0001"
    assert shown(p, 3, head) == "<0.001"


@pytest.mark.parametrize("cell, text", [(5e-5, "0.0001"), (0.0499, "0.0499"), (1.0, "1.0000")])
def test_a_p_that_can_be_shown_is_shown(cell, text):
    assert shown(cell, 4, "p") == text


@pytest.mark.parametrize("cell, text", [(3e-5, "3.00e-05"), (-3e-5, "-3.00e-05"), (2e9, "2.00e+09"), (1e-16, "0.0000")])
def test_tiny_and_huge_numbers_have_powers_of_ten_and_rounding_error_is_nought(cell, text):
    assert shown(cell, 4) == text


def test_errors_or_statistics_stand_below_as_asked():
    frame = pd.DataFrame({"estimate": [1.0], "se": [0.25], "stat": [4.0], "p": [0.06]}, index=["x"])
    for under, text in (("se", "(0.2500)"), ("t", "(4.0000)")):
        rows = regression_table("A table", {"(1)": frame}, {}, under=under).rows
        assert [row.cells[0] for row in rows[:2]] == ["1.0000*", text]


def test_stars_of_three_levels():
    assert [stars(p) for p in (0.001, 0.02, 0.07, 0.2)] == ["***", "**", "*", ""]
