import json

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
from gisplug.policy.goodman_bacon import goodman_bacon
from gisplug.policy.imputation import did_imputation
from tests.regression.simulated import panel_of
from tests.shared_data import shared


@pytest.fixture(scope="module")
def fits():
    return json.loads(shared("oracles/sunab/fixest.json").read_text())["fits"]


@pytest.fixture(scope="module")
def mpdta():
    return panel_of(pd.read_csv(shared("oracles/did_mpdta/mpdta.csv")), "countyreal", "year")


@pytest.fixture(scope="module")
def stagg():
    data = pd.read_csv(shared("oracles/sunab/base_stagg.csv"))
    data["first"] = data["year_treated"].where(data["year_treated"] < 10000, 0)
    return panel_of(data, "id", "year")


def rows(fits, key, prefix):
    return {int(r["term"].split("::")[1]): r for r in fits[key] if r["term"].startswith(prefix)}


@pytest.mark.parametrize("key, errors", [("sunab_iid", "classical"), ("sunab_hc1", "robust")])
def test_sun_abraham_equals_fixest(stagg, fits, key, errors):
    ours = sun_abraham(stagg, "y ~ first + x1", errors=errors)
    theirs = rows(fits, key, "year::")
    for e, row in theirs.items():
        assert ours.event.loc[e, "estimate"] == pytest.approx(row["Estimate"], rel=1e-8)
        assert ours.event.loc[e, "se"] == pytest.approx(row["Std. Error"], rel=1e-7)
    assert ours.estimates.loc["x1", "estimate"] == pytest.approx(fits[key][0]["Estimate"], rel=1e-9)


def test_sun_abraham_overall_effect_and_cells_equal_fixest(stagg, fits):
    ours = sun_abraham(stagg, "y ~ first + x1", errors="classical")
    att = fits["att"][1]
    assert (ours.att, ours.estimates.loc["ATT", "se"]) == pytest.approx((att["Estimate"], att["Std. Error"]), rel=1e-7)
    for row in fits["raw"][1:]:
        _, e, g = row["term"].replace(":cohort", "").split("::")
        got = ours.detail.loc[f"event {int(e):+d} cohort {g}"]
        assert (got["estimate"], got["se"]) == pytest.approx((row["Estimate"], row["Std. Error"]), rel=1e-7)


def test_sun_abraham_clustered_on_mpdta_equals_fixest(mpdta, fits):
    ours = sun_abraham(mpdta, "lemp ~ first.treat")
    for e, row in rows(fits, "mpdta_sunab", "year::").items():
        assert ours.event.loc[e, "estimate"] == pytest.approx(row["Estimate"], rel=1e-8)
        assert ours.event.loc[e, "se"] == pytest.approx(row["Std. Error"], rel=1e-7)
    att = fits["mpdta_sunab_att"][0]
    assert (ours.att, ours.estimates.loc["ATT", "se"]) == pytest.approx((att["Estimate"], att["Std. Error"]), rel=1e-7)


def test_two_way_event_study_equals_fixest(stagg, fits):
    ours = event_study(stagg, "y ~ first + x1", before=9, after=8, errors="classical")
    for e, row in rows(fits, "twfe_event", "time_to_treatment::").items():
        assert ours.event.loc[e, "estimate"] == pytest.approx(row["Estimate"], rel=1e-8)
        assert ours.event.loc[e, "se"] == pytest.approx(row["Std. Error"], rel=1e-7)


def test_goodman_bacon_weights_add_to_the_two_way_estimate(mpdta, stagg, fits):
    bacon = goodman_bacon(mpdta, "lemp ~ first.treat")
    assert bacon.comparisons["weight"].sum() == pytest.approx(1)
    assert bacon.twfe == pytest.approx(fits["mpdta_twfe"][0]["Estimate"], rel=1e-10)
    assert set(bacon.kinds.index) == {
        "Treated vs never treated",
        "Earlier vs later treated",
        "Later vs earlier treated",
    }
    other = goodman_bacon(stagg, "y ~ first")
    assert other.twfe == pytest.approx(did_twoway(stagg, "y ~ first").att, rel=1e-9)


def staggered(effect=1.0, seed=1, units=60, periods=12):
    """Three cohorts and never-treated units; the effect grows with time since the policy and
    differs between cohorts.
    """
    rng = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    start = np.array([4, 6, 8, 99])[unit % 4]
    e = time - start
    truth = np.where(e >= 0, effect * (1 + 0.5 * e), 0.0)
    y = rng.normal(size=units)[unit] + 0.3 * time + truth + 0.3 * rng.normal(size=len(unit))
    first = np.where(start < 99, 2000 + start, 0)
    return pd.DataFrame(
        {"unit": unit, "period": 2000 + time, "y": y, "first": first, "truth": truth, "on": (e >= 0).astype(float)}
    )


@pytest.mark.parametrize("estimate", [sun_abraham, did_imputation, did_stacked])
def test_heterogeneity_robust_estimators_recover_the_dynamics(estimate):
    frame = staggered()
    fit = estimate(panel_of(frame), "y ~ first")
    for e in (0, 1, 3):
        assert fit.event.loc[e, "estimate"] == pytest.approx(1 + 0.5 * e, abs=0.25)
    assert fit.pretrend[2] > 0.01


def test_two_way_effects_are_biased_where_effects_grow_but_imputation_is_not():
    frame = staggered()
    truth = frame.loc[frame["on"] == 1, "truth"].mean()
    panel = panel_of(frame)
    assert did_imputation(panel, "y ~ first").att == pytest.approx(truth, abs=0.1)
    assert abs(did_twoway(panel, "y ~ first").att - truth) > 0.15


def test_imputation_equals_the_mean_gap_to_fitted_untreated_outcomes():
    frame = staggered(seed=4)
    rest = frame[frame["on"] == 0]
    X = pd.get_dummies(frame[["unit", "period"]].astype(str), drop_first=True, dtype=float).assign(c=1.0)
    b = np.linalg.lstsq(X.loc[rest.index], rest["y"], rcond=None)[0]
    gap = (frame["y"] - X @ b)[frame["on"] == 1].mean()
    assert did_imputation(panel_of(frame), "y ~ on").att == pytest.approx(gap, rel=1e-8)


def test_imputation_intervals_cover(capsys):
    inside = []
    for seed in range(60):
        frame = staggered(seed=seed, units=40)
        row = did_imputation(panel_of(frame), "y ~ first", before=0).estimates.loc["ATT"]
        truth = frame.loc[frame["on"] == 1, "truth"].mean()
        inside.append(row["low"] <= truth <= row["high"])
    assert np.mean(inside) >= 0.87


def test_an_event_window_without_its_base_is_refused(mpdta):
    with pytest.raises(ModelError, match="base"):
        event_study(mpdta, "lemp ~ first.treat", before=2, base=-3)


def test_imputation_and_its_error_equal_diff_diff_on_mpdta(mpdta):
    # diff-diff 3.13.0, ImputationDiD on did::mpdta
    fit = did_imputation(mpdta, "lemp ~ first.treat")
    assert (fit.att, fit.estimates.loc["ATT", "se"]) == pytest.approx(
        (-0.04770991827781727, 0.013222488650016436), rel=1e-9
    )
    expected = {0: (-0.031067, 0.013577), 1: (-0.052235, 0.018812), 2: (-0.136078, 0.035342), 3: (-0.104707, 0.033766)}
    for e, values in expected.items():
        assert tuple(fit.event.loc[e, ["estimate", "se"]]) == pytest.approx(values, abs=1e-6)


def test_bacon_weights_equal_diff_diff_on_mpdta(mpdta):
    # diff-diff 3.13.0, BaconDecomposition on did::mpdta
    weights = goodman_bacon(mpdta, "lemp ~ first.treat").kinds["weight"]
    assert weights["Treated vs never treated"] == pytest.approx(0.8627744180814885, rel=1e-9)
    assert weights["Earlier vs later treated"] == pytest.approx(0.08330135372970399, rel=1e-9)
    assert weights["Later vs earlier treated"] == pytest.approx(0.05392422818880759, rel=1e-9)


def test_pre_trends_of_thirty_units_are_rejected_about_as_often_as_they_should_be():
    """The F test of all periods before rejected 40 % of true nulls with Sun-Abraham, 11 % with the event study."""
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        start = np.repeat([6.0, 8.0, 10.0, np.inf], [5, 5, 5, 15])
        frame = pd.DataFrame({"unit": np.tile(np.arange(30), 14), "period": np.repeat(np.arange(2001, 2015), 30)})
        frame["y"], frame["d"] = rng.normal(size=420), (np.arange(14)[:, None] >= start).astype(float).ravel()
        p.append(sun_abraham(panel_of(frame), "y ~ d").pretrend[2])
    assert np.mean(np.array(p) <= 0.05) <= 0.15 and np.mean(np.array(p) <= 0.5) > 0.25


def test_errors_that_are_not_by_unit_keep_the_f_test(mpdta):
    fit = event_study(mpdta, "lemp ~ first.treat", errors="classical")
    assert "F test" in fit.report.having("pre-trend")[0].text
    assert fit.pretrend == tuple(fit.wald(", ".join(f"event {e} = 0" for e in fit.event.index if e < -1)))
