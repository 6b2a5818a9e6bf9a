"""The rows that a condition asks for are those used: in words and as truth values, one condition and several."""

import numpy as np
import pandas as pd
import pytest

from gisplug.panel.model_frame import model_frame
from gisplug.panel.read import read_panel
from gisplug.panel.sample import draw_sample


@pytest.fixture
def panel():
    rng = np.random.default_rng(1)
    rows = [(u, t) for t in range(2001, 2006) for u in "abcd"]
    frame = pd.DataFrame(rows, columns=["u", "year"])
    frame["region"] = np.where(frame["u"] < "c", "east", "west")
    return read_panel(frame.assign(y=rng.normal(size=20), x=rng.normal(size=20)), "u", "year")


def used(panel, where):
    return set(np.flatnonzero(model_frame(panel, "y ~ x", where=where).rows).tolist())


@pytest.mark.parametrize("words", ["year >= 2004; region = east", "region = east; year >= 2004"])
def test_all_of_several_conditions_must_hold_whatever_their_order(panel, words):
    late, east = used(panel, "year >= 2004"), used(panel, "region = east")
    assert used(panel, words) == late & east != late
    assert late != late & east != east


def test_truth_values_say_the_same_as_words(panel):
    mask = np.repeat(np.array(panel.periods) >= 2004, panel.N)
    assert used(panel, mask) == used(panel, "year >= 2004") == set(np.flatnonzero(mask).tolist())


def test_the_sample_has_the_rows_asked_for_and_tells_the_others(panel):
    mask = np.repeat(np.array(panel.periods) >= 2004, panel.N)
    sample = draw_sample(panel, ["y", "x"], where=mask)
    assert sample.rows.tolist() == np.flatnonzero(mask).tolist()
    assert "12 of 20 rows are left out as asked" in sample.report.having("rows-left-out")[0].text


def test_a_balanced_model_has_the_units_and_periods_asked_for(panel):
    part = model_frame(panel, "y ~ x", where="year >= 2004; region = east").balanced()
    assert part.periods == (2004, 2005) and part.ids == ("a", "b")
    np.testing.assert_array_equal(part.array("y"), panel.array("y")[3:, :2])


def test_effects_after_the_bar_are_those_taken_out(panel):
    assert model_frame(panel, "y ~ x | u").effects == "unit"
    assert model_frame(panel, "y ~ x | u + region:year").absorb == ("region:year",)
