"""Influence: what is left out is the fit of the reduced panel, and what a result rests on is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError
from gisplug.report.charts.sensitivity.influence import influence_figure
from gisplug.report.tables.sensitivity import influence_papers
from tests.laws.panels import panel_of, table, weights
from tests.sensitivity.simulated import spilled

FRAME = table()
PANEL = panel_of(FRAME)
ROOK = weights(PANEL.ids)
FIT = gp.spatial_panel(PANEL, "y ~ a + b", ROOK, model="sdm")


@pytest.fixture(scope="module")
def units():
    return gp.influence(FIT)


def test_without_a_unit_is_the_fit_of_the_panel_without_it(units):
    kept = [unit for unit in PANEL.ids if unit != "u07"]
    plain = gp.spatial_panel(PANEL.select(kept), "y ~ a + b", ROOK.align(kept, drop="any"), model="sdm")
    found = units.estimates.loc["u07"]
    table_of = plain.table()
    for (variable, quantity), name in {
        ("a", "coefficient"): "a",
        ("b", "lag"): "W*b",
        ("rho", "coefficient"): "rho",
    }.items():
        row = found.loc[(variable, quantity)]
        assert row["estimate"] == pytest.approx(table_of.loc[name, "estimate"], rel=1e-9)
        assert row["se"] == pytest.approx(table_of.loc[name, "se"], rel=1e-8)
    effects = gp.average_effects(plain, method="delta").frame
    assert found.loc[("a", "indirect"), "estimate"] == pytest.approx(
        effects.loc[("a", "indirect"), "estimate"], rel=1e-9
    )
    assert found.loc[("a", "indirect"), "p"] == pytest.approx(effects.loc[("a", "indirect"), "p"], rel=1e-6)


def test_changes_are_those_from_the_fit_with_all(units):
    base = gp.average_effects(FIT, method="delta").frame.loc[("b", "total")]
    rows = units.of("b", "total")
    assert rows["change"].to_numpy() == pytest.approx(rows["estimate"].to_numpy() - base["estimate"])
    assert rows["change_se"].to_numpy() == pytest.approx(rows["change"].to_numpy() / base["se"])
    assert rows["change_se"].abs().is_monotonic_decreasing and len(rows) == PANEL.N
    summary = units.table().loc[("b", "total")]
    assert summary["lowest"] == rows["estimate"].min() and summary["most"] == rows.index[0]


def test_a_period_and_a_group_are_left_out_alike():
    found = gp.influence(FIT, "period")
    kept = [p for p in PANEL.periods if p != 2005]
    plain = gp.spatial_panel(PANEL.select(None, kept), "y ~ a + b", ROOK, model="sdm")
    assert found.estimates.loc[("2005", "a", "coefficient"), "estimate"] == pytest.approx(plain.params["a"], rel=1e-9)
    groups = gp.influence(FIT, "region")
    east = [unit for k, unit in enumerate(PANEL.ids) if k >= 10]
    plain = gp.spatial_panel(PANEL.select(east), "y ~ a + b", ROOK.align(east, drop="any"), model="sdm")
    assert groups.estimates.loc[("east", "b", "lag"), "estimate"] == pytest.approx(plain.params["W*b"], rel=1e-9)
    assert list(groups.estimates.index.unique("left_out")) == ["east", "middle", "west"]


def test_the_unit_that_a_spillover_rests_on_is_found():
    panel, w = spilled(0.0, seed=1)
    y = panel.array("y").copy()
    y[:, 12] += 6.0 * panel.array("x")[:, 12]
    fit = gp.spatial_panel(panel.with_columns({"y": y}), "y ~ x", w, model="sar")
    found = gp.influence(fit, "spot")
    assert found.of("x", "direct").index[0] == "one" and found.members["one"] == ("u12",)
    assert found.of("x", "direct")["change_se"].iloc[0] < -1.0
    assert any("one" in note.ids for note in found.report.having("rests-on-one"))
    by_unit = found.by_unit("x")
    assert by_unit.loc["u12", "direct_change_se"] == found.of("x", "direct").loc["one", "change_se"]
    assert by_unit["direct_without"].nunique() == 11


def test_what_has_no_fit_without_is_said():
    fit = gp.spatial_panel(PANEL, "y ~ a", ROOK, model="sar", errors="driscoll-kraay")
    found = gp.influence(fit, "period")
    assert set(found.refused) == {str(p) for p in PANEL.periods[1:-1]}  # a gap is no lag
    assert found.statistics["Without an estimate"] == 8 and found.report.having("no-fit-without")


def test_rows_asked_for_stay_those():
    fit = gp.spatial_panel(PANEL, "y ~ a + b", ROOK, model="sdm", where="year > 2002")
    found = gp.influence(fit, "period")
    assert len(found.estimates.index.unique("left_out")) == 8
    assert (
        found.numbers.loc[("a", "direct"), "estimate"] == fit.effects(method="delta").loc[("a", "direct"), "estimate"]
    )


def test_picture_and_papers(units):
    assert len(influence_figure(units, "a").get_axes()) == 3
    first, second = influence_papers(units, "a", "indirect")
    assert len(second.rows) == 10 and any(row.label == "rho" for row in first.rows)
    assert units.plot().get_xlabel() == "Direct effect of a (95 % interval)"


def test_refusals():
    with pytest.raises(ModelError, match="differs within"):
        gp.influence(FIT, "side")
    with pytest.raises(ModelError, match="three and more"):
        gp.influence(gp.spatial_panel(spilled(0.5)[0], "y ~ x", spilled(0.5)[1]), "region")
    with pytest.raises(ModelError, match="fits of spatial_panel"):
        gp.influence(gp.random_effects(PANEL, "y ~ a", ROOK))
    with pytest.raises(ModelError, match="does not know"):
        gp.influence(replace(FIT, residuals=np.array(FIT.residuals)))
