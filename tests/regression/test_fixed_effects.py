import json

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS

from gisplug.core.errors import ModelError
from gisplug.language.terms import term_array
from gisplug.numbers.projections import Absorbed, absorbed_rank, residualised
from gisplug.regression.fixed_effects import fixed_effects, stepwise
from tests.regression.simulated import panel_of, simulated
from tests.shared_data import shared

DIGITS = 1e-9  # two exact least-squares solvers


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return simulated()


@pytest.fixture(scope="module")
def panel(frame):
    return panel_of(frame)


def reference(frame, errors, **effects):
    data = frame.set_index(["unit", "period"])
    return PanelOLS(data["y"], data[["x1", "x2"]], **effects).fit(**errors)


@pytest.mark.parametrize(
    "effects, how", [("unit", {"entity_effects": True}), ("twoways", {"entity_effects": True, "time_effects": True})]
)
def test_estimates_and_classical_errors_equal_linearmodels(frame, panel, effects, how):
    ours = fixed_effects(panel, "y ~ x1 + x2", effects=effects, errors="classical")
    theirs = reference(frame, {"cov_type": "unadjusted"}, **how)
    np.testing.assert_allclose(ours.estimates["estimate"], theirs.params, rtol=DIGITS)
    np.testing.assert_allclose(ours.estimates["se"], theirs.std_errors, rtol=DIGITS)


def test_clustered_errors_equal_linearmodels_up_to_the_named_small_sample_factor(frame, panel):
    ours = fixed_effects(panel, "y ~ x1 + x2", errors="unit")
    theirs = reference(
        frame,
        {"cov_type": "clustered", "cluster_entity": True, "debiased": False, "group_debias": False},
        entity_effects=True,
        time_effects=True,
    )
    ours_factor = 40 / 39 * 319 / (320 - 2 - 8)
    theirs_factor = 320 / (320 - 47)  # linearmodels counts all effects and no clusters here
    ratio = (ours.estimates["se"] / theirs.std_errors) ** 2
    np.testing.assert_allclose(ratio, ours_factor / theirs_factor, rtol=1e-9)


def test_driscoll_kraay_equals_linearmodels_kernel_covariance(frame, panel):
    ours = fixed_effects(panel, "y ~ x1 + x2", effects="unit", errors="driscoll-kraay", lags=2)
    theirs = reference(
        frame, {"cov_type": "kernel", "kernel": "bartlett", "bandwidth": 2, "debiased": False}, entity_effects=True
    )
    ratio = (ours.estimates["se"] / theirs.std_errors) ** 2
    assert ratio.std() < 1e-9


def test_published_two_way_did_on_mpdta_to_all_digits():
    data = pd.read_csv(shared("oracles/did_mpdta/mpdta.csv"))
    data["tr"] = ((data["first.treat"] > 0) & (data["year"] >= data["first.treat"])).astype(float)
    fit = fixed_effects(panel_of(data, "countyreal", "year"), "lemp ~ tr", errors="unit")
    fits = json.loads(shared("oracles/sunab/fixest.json").read_text())["fits"]
    row, expected = fit.estimates.loc["tr"], fits["mpdta_twfe"][0]
    assert row["estimate"] == pytest.approx(expected["Estimate"], rel=1e-10)
    assert row["se"] == pytest.approx(expected["Std. Error"], rel=1e-8)
    assert row["p"] == pytest.approx(expected["Pr(>|t|)"], rel=1e-7)


def test_static_twfe_of_fixest_base_stagg():
    data = pd.read_csv(shared("oracles/sunab/base_stagg.csv"))
    data["tr"] = ((data["treated"] == 1) & (data["year"] >= data["year_treated"])).astype(float)
    fits = json.loads(shared("oracles/sunab/fixest.json").read_text())["fits"]["twfe_static"]
    fit = fixed_effects(panel_of(data, "id", "year"), "y ~ x1 + tr", errors="classical")
    np.testing.assert_allclose(fit.estimates["estimate"], [f["Estimate"] for f in fits], rtol=1e-9)
    np.testing.assert_allclose(fit.estimates["se"], [f["Std. Error"] for f in fits], rtol=1e-8)


def test_unbalanced_two_way_effects_equal_dummies(frame):
    thin = frame.sample(frac=0.6, random_state=3)
    fit = fixed_effects(panel_of(thin, unbalanced=True), "y ~ x1 + x2", errors="robust")
    dummies = pd.get_dummies(thin[["unit", "period"]].astype(str), drop_first=True, dtype=float)
    X = np.column_stack([thin[["x1", "x2"]], np.ones(len(thin)), dummies])
    b, *_ = np.linalg.lstsq(X, thin["y"], rcond=None)
    np.testing.assert_allclose(fit.estimates["estimate"], b[:2], rtol=1e-8)
    e = thin["y"].to_numpy() - X @ b
    bread = np.linalg.inv(X.T @ X)
    cov = bread @ (X.T * e**2) @ X @ bread * len(X) / (len(X) - np.linalg.matrix_rank(X))
    np.testing.assert_allclose(fit.estimates["se"], np.sqrt(np.diag(cov))[:2], rtol=1e-7)


def test_unit_trends_equal_dummies_and_their_rank(frame, panel):
    fit = fixed_effects(panel, "y ~ x1 + x2", trends=["unit"], errors="classical")
    units = pd.get_dummies(frame["unit"], dtype=float).to_numpy()
    clock = (frame["period"] - 2001).to_numpy()[:, None]
    X = np.column_stack([frame[["x1", "x2"]], units, units * clock, pd.get_dummies(frame["period"], dtype=float)])
    b, *_ = np.linalg.lstsq(X, frame["y"], rcond=None)
    np.testing.assert_allclose(fit.estimates["estimate"], b[:2], rtol=1e-7)
    assert fit.absorbed + 2 == np.linalg.matrix_rank(X)


def test_effects_of_region_by_period_and_slopes_by_period_run(panel):
    fit = fixed_effects(panel, "y ~ x1", absorb=["region:period"], by_period=["x2"])
    assert fit.estimates.loc["x1", "estimate"] == pytest.approx(1, abs=0.15)
    assert "region:period effects" in fit.statistics


def test_pooled_model_reports_its_constant(panel):
    fit = fixed_effects(panel, "y ~ x1 + x2", effects="none", errors="robust")
    assert list(fit.estimates.index) == ["x1", "x2", "Constant"]


def test_stepwise_columns_are_those_of_the_paper(panel):
    fits = stepwise(panel, "y ~ x1 + x2", plan="effects", errors="robust")
    assert [f.effects for f in fits.values()] == ["none", "none", "unit", "twoways"]


def test_every_column_of_a_table_has_the_groupings_after_the_bar(panel):
    fits = stepwise(panel, "y ~ x1 + x2 | unit + period + region:period", plan="both")
    for fit, formula in zip(fits.values(), ("y ~ x1", "y ~ x1 + x2"), strict=True):
        alone = fixed_effects(panel, formula, absorb=["region:period"])
        pd.testing.assert_frame_equal(fit.estimates, alone.estimates)


def test_columns_of_a_table_see_rows_left_out_through_lags(panel):
    late = np.repeat(np.array(panel.periods) >= 2004, panel.N)
    words = stepwise(panel, "y ~ lag(x1) + x2", plan="single", where="period >= 2004")["(1)"]
    mask = stepwise(panel, "y ~ lag(x1) + x2", plan="single", where=late)["(1)"]
    pd.testing.assert_frame_equal(words.estimates, mask.estimates)
    assert words.n == 40 * 5


def test_a_key_that_the_formula_lacks_is_named(panel):
    with pytest.raises(ModelError, match="x9"):
        stepwise(panel, "y ~ x1 + x2", key=["x9"])


def test_the_key_is_never_omitted_and_controls_are(frame):
    held = panel_of(frame.assign(east=(frame["region"] == "east").astype(float)))
    fits = stepwise(held, "y ~ x1 + east", plan="effects", collinear="omit")
    assert [sorted(f.omitted) for f in fits.values()] == [[], [], ["east"], ["east"]]
    with pytest.raises(ModelError, match="east is not identified: east does not vary within units"):
        stepwise(held, "y ~ east + x1", plan="effects", collinear="omit")


def test_omitting_a_term_is_leaving_it_out_by_hand(frame):
    held = panel_of(frame.assign(twice=2 * frame["x1"]))
    fit, plain = fixed_effects(held, "y ~ x1 + twice + x2", collinear="omit"), fixed_effects(held, "y ~ x1 + x2")
    pd.testing.assert_frame_equal(fit.estimates, plain.estimates)
    assert fit.omitted == {"twice": "is the same as x1 but for its scale"} and "Omitted: twice" in str(fit.report)


@pytest.mark.parametrize("formula, said", [("y ~ x1 + W*x1", "W"), ("y ~ x1 | unit | x2 ~ z", "instrument")])
def test_parts_of_a_formula_that_are_not_read_are_refused(frame, formula, said):
    with pytest.raises(ModelError, match=said):
        fixed_effects(panel_of(frame.assign(z=1.0 * frame["x1"])), formula)


def test_terms_shift_within_units_and_never_across(panel):
    lag = term_array(panel, "L.x1")
    assert np.isnan(lag[0]).all()
    np.testing.assert_array_equal(lag[1:], panel.array("x1")[:-1])
    np.testing.assert_array_equal(term_array(panel, "F2.x1")[:-2], panel.array("x1")[2:])
    np.testing.assert_allclose(term_array(panel, "x1:x2^2"), panel.array("x1") * panel.array("x2") ** 2)


def test_rows_lost_to_a_lag_are_told(panel):
    fit = fixed_effects(panel, "y ~ L.x1")
    assert fit.n == 280 and "40 of 320" in str(fit.report)


def test_a_regressor_that_never_varies_within_units_is_refused_by_name(frame):
    held = frame.assign(east=(frame["region"] == "east").astype(float))
    with pytest.raises(ModelError, match="east does not vary"):
        fixed_effects(panel_of(held), "y ~ x1 + east")


def test_collinear_regressors_are_refused_by_name(frame):
    with pytest.raises(ModelError, match="twice"):
        fixed_effects(panel_of(frame.assign(twice=2 * frame["x1"])), "y ~ x1 + twice")


def test_constant_added_to_a_regressor_changes_nothing(frame, panel):
    moved = fixed_effects(panel_of(frame.assign(x1=frame["x1"] + 100)), "y ~ x1 + x2")
    pd.testing.assert_frame_equal(moved.estimates, fixed_effects(panel, "y ~ x1 + x2").estimates, rtol=1e-7)


def test_rank_of_disconnected_effects_counts_components():
    first = np.array([0, 0, 1, 1, 2, 2])
    second = np.array([0, 1, 0, 1, 2, 3])
    assert absorbed_rank([Absorbed(first), Absorbed(second)]) == 3 + 4 - 2
    assert np.allclose(residualised(np.arange(6.0)[:, None], [Absorbed(first)]).ravel(), [-0.5, 0.5] * 3)
