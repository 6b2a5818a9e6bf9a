import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import gisplug as gp
from gisplug.core.errors import ModelError
from gisplug.policy.event_study import did_twoway
from gisplug.policy.goodman_bacon import goodman_bacon
from gisplug.policy.matching import psm_did
from gisplug.policy.placebo import placebo_policies
from gisplug.policy.spatial_did import spatial_did
from gisplug.policy.triple import triple_difference
from gisplug.weights.weights import Weights
from tests.policy.test_event_study import staggered
from tests.regression.simulated import panel_of


def constant(effect=0.5, seed=1, units=48, periods=10):
    rng = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    start = np.where(np.arange(units) % 3 == 0, 5, 99)[unit]
    frame = pd.DataFrame({"unit": unit, "period": 2000 + time, "on": (time >= start).astype(float)})
    frame["size"] = (rng.normal(size=units) + (np.arange(units) % 3 == 0))[unit]
    frame["flag"] = (unit % 2).astype(float)
    frame["region"] = (unit % 4).astype(str)
    frame["y"] = rng.normal(size=units)[unit] + 0.1 * time + effect * frame["on"] + 0.3 * rng.normal(size=len(unit))
    return frame


def test_the_observed_estimate_of_the_placebo_test_is_the_two_way_one():
    panel = panel_of(constant())
    found = placebo_policies(panel, "y ~ on", draws=99)
    assert found.observed == pytest.approx(did_twoway(panel, "y ~ on").att, rel=1e-9)
    assert found.p == 0.01 and abs(found.draws["estimate"].mean()) < 0.05


def test_its_error_is_clustered_as_in_the_regression():
    panel = panel_of(constant())
    found = placebo_policies(panel, "y ~ on + size:trend", draws=19, how="times", seed=4)
    table = did_twoway(panel, "y ~ on + size:trend").estimates
    assert found.observed_se == pytest.approx(table.loc["ATT", "se"], rel=1e-9)


def test_without_an_effect_the_placebo_p_is_not_small():
    ps = [placebo_policies(panel_of(constant(0.0, s)), "y ~ on", draws=39, seed=s).p for s in range(30)]
    assert np.mean(np.array(ps) <= 0.05) < 0.2


def test_matching_balances_the_covariate_and_keeps_the_effect():
    found = psm_did(panel_of(constant(units=150)), "y ~ on", ["size"], caliper=0.1, neighbours=2)
    bias = found.balance["bias %"].abs()
    assert bias[("size", "after")] < 0.35 * bias[("size", "before")]
    for fit in found.fits.values():
        assert fit.att == pytest.approx(0.5, abs=0.12)


@pytest.mark.parametrize("match", ["nearest", "radius", "kernel"])
@pytest.mark.parametrize("by", ["baseline", "period"])
def test_weights_of_controls_add_to_the_matched_treated(match, by):
    found = psm_did(panel_of(constant(units=90)), "y ~ on", ["size"], matching=match, by=by)
    s = found.scores
    assert s.loc[~s["treated"], "weight"].sum() == pytest.approx(s.loc[s["treated"], "weight"].sum())


def test_the_weighted_regression_equals_dummies_with_weights():
    found = psm_did(panel_of(constant(units=60)), "y ~ on", ["size"], matching="kernel", caliper=0.2)
    s = found.scores.set_index("unit")["weight"]
    frame = constant(units=60)
    w = frame["unit"].astype(str).map(s).to_numpy()
    rows = w > 0
    X = pd.get_dummies(frame[["unit", "period"]].astype(str), drop_first=True, dtype=float).assign(c=1.0)
    X.insert(0, "on", frame["on"])
    X = X[rows].loc[:, (X[rows] != 0).any()]
    root = np.sqrt(w[rows])[:, None]
    b = np.linalg.lstsq(X.to_numpy() * root, frame["y"].to_numpy()[rows] * root[:, 0], rcond=None)[0]
    assert found.fits["Matched, weighted"].att == pytest.approx(b[0], rel=1e-7)


def test_triple_differences_recover_the_extra_effect_and_survive_region_by_period_effects():
    frame = constant(units=96)
    frame["y"] += 0.7 * frame["on"] * frame["flag"] + 0.4 * frame["flag"] * (frame["period"] - 2000)
    panel = panel_of(frame)
    fit = triple_difference(panel, "y ~ on", "flag")
    assert fit.att == pytest.approx(0.7, abs=0.15) and fit.estimates.loc["Policy", "estimate"] == pytest.approx(
        0.5, abs=0.15
    )
    assert triple_difference(panel, "y ~ on", "flag", absorb=["region:period"]).att == pytest.approx(0.7, abs=0.2)


def test_a_flag_that_is_no_dummy_is_refused():
    with pytest.raises(ModelError, match="0 or 1"):
        triple_difference(panel_of(constant()), "y ~ on", "size")


def ring(n):
    rows = np.repeat(np.arange(n), 2)
    columns = np.column_stack([(np.arange(n) - 1) % n, (np.arange(n) + 1) % n]).ravel()
    raw = sparse.csr_array((np.ones(2 * n), (rows, columns)), shape=(n, n))
    raw.sort_indices()
    order = np.random.default_rng(5).permutation(n)
    return Weights(raw, tuple(str(i) for i in order), "ring")


def test_spillovers_of_a_policy_are_recovered_through_w():
    frame = constant(0.5, units=60, periods=12)
    panel = panel_of(frame)
    w = ring(60).align(panel.ids)
    on = panel.array("on")
    shifted = 0.3 * (w.matrix @ on.T).T
    frame = panel.frame.reset_index().assign(y=lambda f: f["y"] + shifted.ravel())
    found = spatial_did(panel_of(frame), "y ~ on", ring(60), models=("slx", "sdm"), draws=200)
    e = found.effects["estimate"]
    assert e[("SLX", "Policy", "direct")] == pytest.approx(0.5, abs=0.1)
    assert e[("SLX", "Policy", "indirect")] == pytest.approx(0.3, abs=0.12)
    assert e[("SDM", "Policy", "total")] == pytest.approx(0.8, abs=0.2)
    assert set(np.unique(found.exposure)) <= {0.0, 0.5, 1.0}


def test_staggered_policies_have_placebos_too():
    assert placebo_policies(panel_of(staggered()), "y ~ first", draws=39, how="units and times").p < 0.1


def test_matching_that_worsens_a_balance_is_told_below_the_table():
    frame, rng = constant(units=90), np.random.default_rng(6)
    frame["noise"] = np.repeat(rng.normal(size=90), 10)
    found = psm_did(panel_of(frame), "y ~ on", ["size", "noise"], caliper=None)
    bias = found.balance["bias %"].unstack("sample").abs()
    worse = bias.index[(bias["after"] > bias["before"]) & (bias["after"] > 5)]
    told = " ".join(note.text for note in found.report.having("balance-worse"))
    assert list(worse) == ["noise"] and "noise from -8.0 to 63.4 %" in told
    assert "Matching worsens the balance of 1 covariate" in found.to_html()
    close = psm_did(panel_of(constant(units=600, seed=2)), "y ~ on", ["size"], caliper=0.02, neighbours=3)
    assert close.balance["bias %"].abs().unstack("sample").loc["size", "after"] < 10
    assert not close.report.having("balance-worse") and not close.report.having("balance-left")


def test_a_policy_that_all_units_have_at_once_is_refused_by_each():
    frame = constant().assign(on=lambda f: (f["period"] >= 2005).astype(float))
    panel = panel_of(frame)
    for method in (did_twoway, placebo_policies, goodman_bacon):
        with pytest.raises(ModelError, match=r"not identified|to compare with"):
            method(panel, "y ~ on")


METHODS = ["did_twoway", "event_study", "did_stacked", "did_imputation", "did_switching", "cells"]


@pytest.mark.parametrize("name", METHODS)
def test_few_treated_units_are_told_with_a_p_that_holds_better(name):
    """Five of 40 units are treated; twelve are not worth a word."""

    def note(treated):
        frame = constant(0.0, 2, units=40, periods=8)
        frame["on"] = ((frame["unit"] < treated) & (frame["period"] >= 2005)).astype(float)
        panel = panel_of(frame)
        fit = gp.group_time_effects(panel, "y ~ on") if name == "cells" else getattr(gp, name)(panel, "y ~ on")
        return fit.report.having("few-treated")

    (few,) = note(5)
    assert few.text.startswith("5 units treated") and "placebo_policies" in few.text
    assert 0 < float(few.text.split("): p ")[1].split(". ")[0]) <= 1
    assert not note(12)
