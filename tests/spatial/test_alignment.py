"""Boundaries, panel, lights and weights brought to one sample."""

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import JoinError
from gisplug.core.evidence import WARNING


@pytest.fixture(scope="module")
def whole():
    return gp.read_units("demo-china-all")


@pytest.fixture(scope="module")
def panel():
    panel = gp.read_panel("demo-panel", "adcode", "year")
    return panel.select(panel.ids[:28])


@pytest.fixture(scope="module")
def queen(whole):
    return gp.contiguity(whole)


def test_34_boundaries_and_a_panel_of_28_are_refused_at_once_with_who_is_lacking(whole, panel, queen):
    with pytest.raises(JoinError, match=r"6 units are not in panel.csv|6 units are not in demo-panel") as raised:
        gp.align(whole, panel, queen)
    assert "match='common'" in str(raised.value)


def test_common_units_are_in_all_of_them_and_the_table_says_why_the_others_are_not(whole, panel, queen):
    found = gp.align(whole, panel, {"queen": queen}, match="common")
    assert found.units.ids == found.panel.ids == found.weights["queen"].ids == panel.ids
    table = found.table[found.table["kind"] == "unit"]
    assert len(table) == 34
    assert table.loc[table["used"] == 0, "why"].str.startswith("not in ").all()
    assert any("links are lost" in n.text for n in found.report.notes if n.level == WARNING)
    local = gp.moran_by_period(found.panel, "agg", found.weights["queen"])
    assert np.isfinite(local["I"]).all()


def test_weights_whose_units_are_names_join_a_panel_of_codes(panel):
    layer = gp.read_units("demo-china-provinces", id="name_zh")
    by_name = gp.contiguity(layer)
    units = gp.read_units("demo-china-provinces")
    whole = gp.read_panel("demo-panel", "adcode", "year", units)
    found = gp.align(units, whole, by_name)
    expected = gp.contiguity(units)
    assert (found.weights[by_name.name].raw != expected.raw).nnz == 0
    with pytest.raises(JoinError):
        gp.align(units, whole, by_name, match="exact")


def test_lights_for_other_years_are_said_or_cut_the_panel(whole, panel):
    lights = pd.DataFrame(
        [(u, t, 1.0) for u in whole.ids for t in (2012, 2013, 2031)], columns=["unit", "period", "mean"]
    )
    found = gp.align(None, panel, lights=lights, match="common")
    assert found.panel.periods == (2012, 2013)
    assert set(found.lights["unit"]) == set(panel.ids)


def test_a_list_of_units_is_honoured_by_all(whole, panel, queen):
    found = gp.align(whole, panel, queen, match="common", only=["河北", "Beijing", "120000"], periods=[2015])
    assert found.panel.ids == found.weights["queen"].ids == ("110000", "120000", "130000")
    assert found.panel.periods == (2015,)
    less = gp.align(whole, panel, queen, match="common", without=["海南"])
    assert "460000" not in less.panel.ids
