import json

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.panel_threshold import panel_threshold
from gisplug.regression.threshold_search import grid_of
from tests.regression.simulated import panel_of, simulated
from tests.shared_data import shared

CONTROLS = ["q1", "q2", "q3", "d1", "qd1"]


@pytest.fixture(scope="module")
def hansen():
    return panel_of(pd.read_csv(shared("oracles/threshold_hansen/hansen1999_lagged.csv")), "id", "year")


def fitted(panel, **options):
    plan = {"thresholds": 2, "most": 3, "draws": 0, "least": 0.0, "errors": "classical", "effects": "unit"} | options
    return panel_threshold(panel, f"i ~ c1 + {' + '.join(CONTROLS)}", "d1", **plan)


def test_textbook_transformation_equals_the_reference(hansen):
    expected = json.loads(shared("oracles/threshold_hansen/numpy_reference.json").read_text())
    fit = fitted(hansen)
    assert fit.sse_linear == pytest.approx(expected["S0"], rel=1e-9)
    single, double, triple = (fit.tests.loc[m] for m in ("Single", "Double", "Triple"))
    assert (single["sse"], single["F"]) == pytest.approx((expected["single"]["S"], expected["single"]["F"]), rel=1e-6)
    assert (double["sse"], double["F"]) == pytest.approx((expected["double"]["S"], expected["double"]["F"]), rel=1e-6)
    assert triple["F"] == pytest.approx(expected["triple"]["F"], rel=1e-6)
    np.testing.assert_allclose(
        fit.thresholds["gamma"], [expected["double"]["gamma1"], expected["double"]["gamma2"]], rtol=1e-6
    )
    np.testing.assert_allclose(
        fit.thresholds.loc[1, ["low", "high"]].astype(float), expected["double"]["ci1"], rtol=1e-6
    )
    np.testing.assert_allclose(
        fit.thresholds.loc[2, ["low", "high"]].astype(float), expected["double"]["ci2"], rtol=1e-6
    )
    order = ["c1 (d1 ≤ 0.0157)", "c1 (0.0157 < d1 ≤ 0.5407)", "c1 (d1 > 0.5407)"]
    b = expected["double_coef"]
    np.testing.assert_allclose(fit.estimates.loc[[*CONTROLS, *order], "estimate"], b["b"], rtol=1e-6)
    np.testing.assert_allclose(fit.estimates.loc[[*CONTROLS, *order], "se"], b["se_df_nT_n_k"], rtol=1e-6)


def test_gauss_variant_gives_the_published_thresholds(hansen):
    expected = json.loads(shared("oracles/threshold_hansen/numpy_gauss_variant.json").read_text())
    fit = fitted(hansen, variant="gauss")
    assert list(fit.thresholds["gamma"].round(4)) == [0.0157, 0.5362]  # Hansen (1999), table 3
    assert fit.sse_linear == pytest.approx(expected["S0"], rel=1e-9)
    assert fit.tests.loc["Single", "sse"] == pytest.approx(expected["S1"], rel=1e-9)
    assert fit.tests.loc["Double", "sse"] == pytest.approx(expected["S2"], rel=1e-9)
    assert fit.tests.loc["Single", "F"] == pytest.approx(expected["LR_nTm1"], rel=1e-10)
    assert fit.tests.loc["Single", "F"] * 14 / 13 == pytest.approx(expected["LR_ty_nT"], rel=1e-10)  # what pdR prints
    assert fit.thresholds.loc[1, ["low", "high"]].round(5).tolist() == [0.01392, 0.01806]  # pdR's log
    terms = [*CONTROLS, *[t for t in fit.estimates.index if t.startswith("c1")]]
    np.testing.assert_allclose(fit.estimates.loc[terms, "estimate"], expected["b"], rtol=1e-9)


def test_bootstrap_finds_two_thresholds_as_published(hansen):
    fit = fitted(hansen, thresholds="auto", draws=200, least=None)
    assert len(fit.thresholds) == 2 and fit.tests.loc["Triple", "p"] > 0.05


def stepped(seed=2):
    frame = simulated(30, 14, seed=seed)
    rng = np.random.default_rng(seed)
    frame["q"] = rng.uniform(0, 3, len(frame))
    frame["y"] += np.where(frame["q"] > 2, 0.8, 0.0) * frame["x1"]
    return frame


def test_a_planted_threshold_is_found_with_its_slopes():
    fit = panel_threshold(panel_of(stepped()), "y ~ x1 + x2 | unit + period", "q", draws=100, seed=3)
    assert fit.thresholds.loc[1, "low"] <= 2 <= fit.thresholds.loc[1, "high"]
    assert fit.tests.loc["Single", "p"] == 0 and fit.tests.loc["Double", "p"] > 0.05
    low, high = fit.estimates["estimate"].iloc[:2]
    assert (low, high) == pytest.approx((1.0, 1.8), abs=0.15)


def test_search_equals_brute_force():
    panel = panel_of(stepped(5))
    fit = panel_threshold(panel, "y ~ x1 + x2", "q", split=["x1", "x2"], effects="unit", draws=0, most=1, least=0.0)
    y, x1, x2, q = (panel.array(c).T for c in ("y", "x1", "x2", "q"))

    def sse(gamma):
        parts = [a * m for m in (q <= gamma, q > gamma) for a in (x1, x2)]
        flat = [(p - p.mean(1, keepdims=True)).ravel() for p in (y, *parts)]
        X = np.column_stack(flat[1:])
        return ((flat[0] - X @ np.linalg.lstsq(X, flat[0], rcond=None)[0]) ** 2).sum()

    grid = grid_of(q.ravel(), 0.01, 400)
    assert fit.tests.loc["Single", "sse"] == pytest.approx(min(map(sse, grid)), rel=1e-10)


def test_units_reordered_change_nothing():
    frame = stepped()
    one = panel_threshold(panel_of(frame), "y ~ x1", "q", draws=0, most=1)
    two = panel_threshold(panel_of(frame.sample(frac=1, random_state=1)), "y ~ x1", "q", draws=0, most=1)
    pd.testing.assert_frame_equal(one.estimates, two.estimates, rtol=1e-9)


def test_an_unbalanced_panel_is_refused_with_its_units():
    with pytest.raises(ModelError, match=r"balanced.*u0"):
        panel_threshold(panel_of(stepped().iloc[1:], unbalanced=True), "y ~ x1", "q")


def test_lags_see_rows_left_out_and_words_equal_the_mask():
    panel = panel_of(stepped())
    late = np.repeat(np.array(panel.periods) >= 2003, panel.N)
    words = panel_threshold(panel, "y ~ x1 + lag(x2)", "q", where="period >= 2003", draws=0, most=1)
    mask = panel_threshold(panel, "y ~ x1 + lag(x2)", "q", where=late, draws=0, most=1)
    pd.testing.assert_frame_equal(words.estimates, mask.estimates)
    assert words.periods == panel.T - 2


def test_the_key_is_the_first_regressor_and_controls_may_be_omitted():
    frame = stepped().assign(copy=lambda f: 3 * f["x2"])
    one = panel_threshold(panel_of(frame), "y ~ x1 + x2 + copy", "q", draws=0, most=1, collinear="omit")
    two = panel_threshold(panel_of(frame), "y ~ x2 + x1", "q", split=["x1"], draws=0, most=1)
    pd.testing.assert_frame_equal(one.estimates, two.estimates)
    assert list(one.omitted) == ["copy"] and "Omitted: copy" in str(one.report)
    with pytest.raises(ModelError, match="copy is not identified"):
        panel_threshold(panel_of(frame), "y ~ x2 + copy", "q", split=["x2", "copy"], collinear="omit")
    with pytest.raises(ModelError, match="split names x9"):
        panel_threshold(panel_of(frame), "y ~ x2", "q", split=["x9"])


def far_step(jump_at, units=30, periods=14, seed=3):
    """y = x, and x more where q is above a quantile of it."""
    rng = np.random.default_rng(seed)
    frame = simulated(units, periods, seed=seed, beta=(1.0,))
    frame["q"] = rng.normal(size=len(frame))
    frame["y"] += 3.0 * frame["x1"] * (frame["q"] > np.quantile(frame["q"], jump_at))
    return frame


def test_a_threshold_that_few_rows_lie_beyond_is_told():
    frame = far_step(0.985)
    fit = panel_threshold(panel_of(frame), "y ~ x1", "q", draws=0, thresholds=1, most=1)
    assert fit.regimes["rows"].min() < 15
    small = fit.report.having("regime-small")[0].text
    assert f"Only {fit.regimes['rows'].min()} of 420 rows" in small
    html = fit.to_html()
    assert "rows are in the regime" in html  # it stands below the table


def test_a_threshold_at_an_end_of_the_candidates_is_told():
    frame = far_step(0.99)
    fit = panel_threshold(panel_of(frame), "y ~ x1", "q", draws=0, thresholds=1, most=1)
    assert "is the last candidate" in fit.report.having("threshold-edge")[0].text
    quiet = panel_threshold(panel_of(far_step(0.5)), "y ~ x1", "q", draws=0, thresholds=1, most=1)
    assert not quiet.report.having("threshold-edge") and not quiet.report.having("regime-small")


@pytest.mark.parametrize("formula", ["y ~ group", "y ~ x1"])
def test_two_values_make_groups_and_no_threshold(formula):
    frame = simulated(20, 6)
    frame["group"] = (np.random.default_rng(1).random(len(frame)) > 0.5).astype(float)
    with pytest.raises(ModelError, match=r"two groups.*heterogeneity"):
        panel_threshold(panel_of(frame), formula, "group", draws=19)


def test_constant_and_stages_are_those_of_the_regression_with_regimes():
    frame = simulated(20, 8, beta=(1.0, 0.5))
    frame["y"] += 2.0 * frame["x1"] * (frame["x1"] > 0.2)
    fit = panel_threshold(panel_of(frame), "y ~ x1 + x2", "x1", thresholds=1, most=2, draws=20, errors="classical")
    gamma = float(fit.thresholds.loc[1, "gamma"])
    low = frame["x1"] <= gamma
    made = panel_of(frame.assign(low=frame["x1"] * low, high=frame["x1"] * ~low))
    plain = fixed_effects(made, "y ~ low + high + x2", errors="classical")
    np.testing.assert_allclose(fit.constant_row(), plain.constant_row(), rtol=1e-9)
    np.testing.assert_allclose(fit.constant_row("first"), plain.constant_row("first"), rtol=1e-9)
    assert fit.stages.loc[("Single", 1), "gamma"] == gamma and len(fit.stages.loc["Double"]) == 2
    assert fit.tests.loc["Single", "mse"] == pytest.approx(fit.tests.loc["Single", "sse"] / (20 * 7))
