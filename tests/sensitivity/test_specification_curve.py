"""The specification curve: every number is that of the plain tool, what drives it is known, and joint tests hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError
from gisplug.report.charts.sensitivity.curve import curve_figure
from gisplug.report.tables.sensitivity import curve_papers
from gisplug.sensitivity.specifications.drivers import drivers, means_by_choice, shapley_shares
from gisplug.sensitivity.specifications.grid import Grid
from gisplug.weights.weights import Weights
from tests.laws.panels import panel_of, table, weights
from tests.sensitivity.simulated import spilled

PANEL = panel_of(table())
ROOK = weights(PANEL.ids)
SECOND = Weights(ROOK.raw @ ROOK.raw, ROOK.ids, "second")
LMG = (0.0601908374127767, 0.2869521809788802, 0.0088928630349908)  # three, half, five
SAMPLES = {"Later": "year >= 2004", "Nowhere": "a > 1000"}


@pytest.fixture(scope="module")
def curve():
    return gp.specification_curve(
        PANEL,
        "y ~ a",
        [ROOK, SECOND],
        effect="indirect",
        models=("sdm", "fe", "sar"),
        errors=("unit", "expected", "robust"),
        samples=SAMPLES,
        add=("b",),
    )


def test_every_choice_is_combined_once(curve):
    rows = curve.specifications
    assert len(rows) == curve.combinations == 3 * 2 * (2 * 2 * 2 + 2)  # samples, controls, spatial and least squares
    spelt = rows[["sample", "with b", "model", "weights", "errors"]]
    assert not spelt.duplicated().any()
    assert tuple(spelt.iloc[0]) == ("All rows", True, "sdm", "rook", "unit")
    assert set(rows.loc[rows["model"] == "fe", "weights"]) == {""}


def test_each_specification_is_the_number_of_the_plain_tool(curve):
    rows = curve.specifications
    row = rows[
        (rows["sample"] == "Later")
        & (rows["model"] == "sdm")
        & (rows["weights"] == "second")
        & (rows["errors"] == "expected")
        & ~rows["with b"]
    ].iloc[0]
    fit = gp.spatial_panel(PANEL, "y ~ a", SECOND, model="sdm", errors="expected", where="year >= 2004")
    plain = gp.average_effects(fit, method="delta").frame.loc[("a", "indirect")]
    assert list(row[["estimate", "se", "p", "low", "high"]]) == list(plain[["estimate", "se", "p", "low", "high"]])
    assert (row["nobs"], row["N"], row["T"]) == (fit.nobs, fit.N, fit.T)
    regression = gp.specification_curve(PANEL, "y ~ a + b", models=("fe",), effect="direct").specifications.iloc[0]
    assert regression["estimate"] == gp.fixed_effects(PANEL, "y ~ a + b", errors="unit").estimates.loc["a", "estimate"]
    assert regression["se"] == gp.fixed_effects(PANEL, "y ~ a + b", errors="unit").estimates.loc["a", "se"]


def test_what_cannot_be_fitted_is_kept_with_its_reason(curve):
    rows = curve.specifications
    assert rows.loc[rows["model"] == "fe", "refused"].str.len().gt(0).all()
    assert rows.loc[(rows["model"] == "fe") & (rows["sample"] == "All rows"), "refused"].str.contains("indirect").all()
    assert rows.loc[rows["sample"] == "Nowhere", "refused"].str.contains("No row").all()
    assert rows.loc[rows["refused"] != "", "estimate"].isna().all()
    told = [note.text for note in curve.report.having("specifications-refused")]
    assert any("20 of 60" in text for text in told)
    assert curve.statistics["Refused"] == 20 + 2 * 4


def test_a_part_of_too_many_is_drawn_by_the_seed_with_the_baseline():
    grid = Grid(
        {"all": None}, {"as": ()}, tuple(map(str, range(40))), ("unit", "time"), ("fe", "sdm"), ("w", "v"), ("unit",)
    )
    assert len(grid) == 2**40 * 2 * 3
    some, again, other = grid.chosen(50, 1), grid.chosen(50, 1), grid.chosen(50, 2)
    assert some == again and some != other and len(set(some)) == 50
    assert some[0] == grid.at(0) and other[0] == grid.at(0)
    found = gp.specification_curve(PANEL, "y ~ a", models=("fe",), add=("b", "z", "m"), most=3)
    assert len(found.specifications) == 3 and "8 combinations 3 were drawn" in found.report.notes[0].text


def test_shares_are_those_of_an_analysis_of_variance_where_choices_are_balanced():
    rng = np.random.default_rng(3)
    first, second = (np.array(v) for v in zip(*[(i, j) for i in "abc" for j in "xy" for _ in range(4)], strict=True))
    y = rng.normal(size=24) + (first == "b") + 0.3 * (second == "y")
    shares = drivers(y, {"first": list(first), "second": list(second)})["share"]

    def between(levels):
        return sum((levels == v).sum() * (y[levels == v].mean() - y.mean()) ** 2 for v in set(levels))

    whole = ((y - y.mean()) ** 2).sum()
    assert shares["first"] == pytest.approx(between(first) / whole, rel=1e-12)
    assert shares["second"] == pytest.approx(between(second) / whole, rel=1e-12)
    assert shares.sum() == pytest.approx(1.0)


def test_unbalanced_shares_are_those_of_r():
    """R 4.2.2: mean rise of R2 over all orders of lm(y ~ ...) (lmg); y and choices as below."""
    i = np.arange(1, 41)
    y = np.sin(i) + 0.5 * (i % 3 == 0) + 0.05 * i
    chosen = {
        "three": [f"a{k}" for k in i % 3],
        "half": ["low" if k <= 23 else "high" for k in i],
        "five": [f"b{k}" for k in (i * i) % 5],
    }
    found = drivers(y, chosen)["share"]
    assert [found[name] for name in chosen] == pytest.approx(LMG, abs=1e-10)


def test_means_by_choice_hold_the_others():
    """Additive numbers in an unbalanced design: the difference held is the true one, the plain one is not."""
    first = np.array(["a", "a", "a", "b"] * 3)
    second = np.array(["x", "x", "y", "y"] * 3)
    frame = pd.DataFrame({"estimate": 2.0 * (first == "b") + 1.0 * (second == "y"), "p": 0.01})
    found = means_by_choice(frame, {"first": list(first), "second": list(second)})
    assert found.loc[("first", "b"), "difference_held"] == pytest.approx(2.0)
    assert found.loc[("second", "y"), "difference_held"] == pytest.approx(1.0)
    assert found.loc[("first", "b"), "difference"] == pytest.approx(3.0 - 1.0 / 3.0)
    assert found.loc[("first", "a"), ["n", "positive", "significant"]].tolist() == [9, 1 / 3, 1.0]


def test_what_makes_no_difference_explains_nothing_and_the_sign_is_told_apart(curve):
    flat, r2 = shapley_shares(np.ones(4), [np.array([[0.0], [1.0], [0.0], [1.0]])])
    assert np.isnan(flat).all() and np.isnan(r2)
    assert "Standard errors" in curve.drivers.index and curve.drivers.loc["Standard errors", "share"] < 1e-12
    assert curve.drivers["share"].sum() == pytest.approx(1.0)


def test_joint_tests_find_an_effect_and_do_not_find_none():
    found = {}
    for beta in (0.0, 0.5):
        panel, w = spilled(beta, seed=5)
        found[beta] = gp.specification_curve(
            panel, "y ~ x", [w], models=("fe",), add=("c",), effect="total", draws=19
        ).joint
    assert (found[0.5].loc[["Median effect", "Mean z (Stouffer)"], "p"] == 1 / 20).all()
    assert (found[0.0]["p"] > 0.05).all()
    assert found[0.0].loc["Median effect", "null_low"] < 0 < found[0.0].loc["Median effect", "null_high"]


def test_turned_residuals_keep_the_fit_where_no_sign_is_turned():
    """With all signs as they are, and nothing for few units, the outcome is that of the data: the null is exact."""
    from gisplug.sensitivity.specifications.joint import _outcome

    few = np.sqrt((PANEL.N - 1) / PANEL.N)
    for model in ("sdm", "sac", "sem"):
        fit = gp.spatial_panel(PANEL, "y ~ a + b", ROOK, model=model)
        assert _outcome(fit, PANEL, np.full(PANEL.N, few)) == pytest.approx(fit.y, abs=1e-8)
    fit = gp.fixed_effects(PANEL, "y ~ a + b", where="year > 2003")
    assert _outcome(fit, PANEL, np.full(PANEL.N, few)) == pytest.approx(PANEL.array("y"), abs=1e-12)


def test_picture_and_papers_hold_every_choice(curve):
    fig = curve_figure(curve)
    labels = [label.get_text() for label in fig.get_axes()[1].get_yticklabels()]
    assert {"Model", "Spatial weights", "second", "included", "left out", "Later"} <= set(labels) and "fe" not in labels
    papers = curve_papers(curve)
    assert len(papers) == 3 and any("With b" in row.label for row in papers[1].rows)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"models": ("sdx",)}, ParameterError, "models are some of"),
        ({"models": ()}, ParameterError, "nothing"),
        ({"models": ("sar",), "weights": ()}, ParameterError, "need weights"),
        ({"models": ("sar",), "errors": ("robust",)}, ParameterError, "SAR has none"),
        ({"most": 1}, ParameterError, "at least 2"),
        ({"draws": 5}, ParameterError, "19 draws"),
        ({"formula": "y ~ a | unit"}, ParameterError, "leave the bars"),
        ({"effect": "mean"}, ParameterError, "effect is one of"),
        ({"models": ("sem",), "effect": "indirect"}, ModelError, "No specification"),
    ],
)
def test_what_cannot_be_is_refused(options, error, words):
    options = dict(options)
    formula, ws = options.pop("formula", "y ~ a"), options.pop("weights", (ROOK,))
    with pytest.raises(error, match=words):
        gp.specification_curve(PANEL, formula, ws, **options)
