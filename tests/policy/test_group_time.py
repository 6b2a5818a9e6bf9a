import json

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.policy.adoption import adoption
from gisplug.policy.group_time import group_time_effects
from gisplug.policy.pretrends import largest_t
from tests.regression.simulated import panel_of
from tests.shared_data import shared

CASES = [
    (c, k, m, b)
    for c in ("1", "lpop")
    for k in ("nevertreated", "notyettreated")
    for m in ("dr", "reg", "ipw")
    for b in ("varying", "universal")
]
NAMES = {"nevertreated": "never", "notyettreated": "notyet"}
DIGITS = 1e-7  # Newton steps here against R's glm, which stops at a relative deviance of 1e-8


@pytest.fixture(scope="module")
def mpdta():
    return panel_of(pd.read_csv(shared("oracles/did_mpdta/mpdta.csv")), "countyreal", "year")


@pytest.fixture(scope="module")
def fits():
    return json.loads(shared("oracles/did_mpdta/callaway_santanna.json").read_text())["fits"]


def numbers(values):
    return np.array([np.nan if v in (None, "NA") else v for v in values], dtype=float)


def slipped_group_se(fit):
    """did 2.1.2 takes the indicator of the first cohort for all cohorts when it accounts for estimated shares; we do
    not.

    The error of the overall effect by group differs by it in the third digit (0.012446 against 0.012415).
    """
    e = fit.effects
    names = list(dict.fromkeys(e["group"]))
    parts = [fit.influence[:, np.flatnonzero((e["group"] == g) & (e["event"] >= 0))].mean(axis=1) for g in names]
    codes = [fit.adoption.periods.index(g) for g in names]
    share = np.array([(fit.cohort == c).mean() for c in codes])
    gap = (fit.cohort == codes[0]).astype(float)[:, None] - share
    moved = gap / share.sum() - gap.sum(axis=1, keepdims=True) * share / share.sum() ** 2
    psi = (
        np.column_stack(parts) @ (share / share.sum()) + moved @ fit.aggregates["group"]["estimate"].iloc[1:].to_numpy()
    )
    return np.sqrt((psi**2).sum()) / len(psi)


@pytest.mark.parametrize("covariates, control, method, base", CASES)
def test_effects_errors_and_aggregations_equal_the_r_package(mpdta, fits, covariates, control, method, base):
    theirs = fits[f"{covariates}_{control}_{method}_{base}"]
    ours = group_time_effects(
        mpdta,
        "lemp ~ first.treat" if covariates == "1" else "lemp ~ first.treat + lpop",
        control=NAMES[control],
        method=method,
        base_period=base,
    )
    assert list(ours.effects["group"]) == theirs["group"] and list(ours.effects["period"]) == theirs["t"]
    np.testing.assert_allclose(ours.effects["estimate"], numbers(theirs["att"]), atol=DIGITS)
    se = numbers(theirs["se"])
    use = np.isfinite(se)
    np.testing.assert_allclose(ours.effects["se"].to_numpy()[use], se[use], rtol=1e-5)
    if theirs.get("W") is not None:
        assert ours.cells_before[0] == pytest.approx(theirs["W"], rel=1e-4)
    for kind, expected in theirs["agg"].items():
        frame = ours.aggregates[kind]
        assert frame.loc["overall", "estimate"] == pytest.approx(expected["overall_att"], abs=DIGITS)
        se = slipped_group_se(ours) if kind == "group" else frame.loc["overall", "se"]
        assert se == pytest.approx(expected["overall_se"], rel=1e-5)
        if expected["egt"]:
            part = frame.drop(index="overall")
            np.testing.assert_allclose(part["estimate"], numbers(expected["att_egt"]), atol=DIGITS)
            se = numbers(expected["se_egt"])
            use = np.isfinite(se)
            np.testing.assert_allclose(part["se"].to_numpy()[use], se[use], rtol=1e-5)


def test_uniform_bands_of_the_multiplier_bootstrap_agree_within_sampling(mpdta, fits):
    theirs = fits["bootstrap_lpop_nevertreated_dr"]
    ours = group_time_effects(
        mpdta, "lemp ~ first.treat + lpop", control="never", base_period="varying", draws=4000, seed=2
    )
    assert ours.critical == pytest.approx(
        theirs["crit"][0] if isinstance(theirs["crit"], list) else theirs["crit"], rel=0.05
    )
    np.testing.assert_allclose(ours.effects["se"], theirs["se"], rtol=0.08)


def test_a_treatment_dummy_and_first_periods_are_the_same_adoption(mpdta):
    frame = mpdta.frame.reset_index()
    frame["on"] = ((frame["first.treat"] > 0) & (frame["period"] >= frame["first.treat"])).astype(float)
    panel = panel_of(frame)
    np.testing.assert_array_equal(adoption(panel, "on").first, adoption(panel, "first.treat").first)


def test_a_treatment_that_switches_off_is_refused():
    frame = pd.DataFrame({"unit": ["a"] * 3 + ["b"] * 3, "period": [1, 2, 3] * 2, "on": [0, 1, 0, 0, 0, 0]})
    with pytest.raises(ModelError, match="switches off again in a"):
        adoption(panel_of(frame), "on")


def test_without_never_treated_units_the_mend_is_told(mpdta):
    some = mpdta.frame.reset_index().query("`first.treat` > 0")
    with pytest.raises(ModelError, match="not yet treated"):
        group_time_effects(panel_of(some), "lemp ~ first.treat", control="never")


def without_effect(seed, cohorts=((5, 6), (5, 8), (5, 10)), never=15, T=14):
    """30 units whose outcome is noise that the policy does not touch."""
    start = np.concatenate([*(np.full(n, float(g)) for n, g in cohorts), np.full(never, np.inf)])
    y = np.random.default_rng(seed).normal(size=(T, len(start)))
    frame = pd.DataFrame(
        {"unit": np.tile(np.arange(len(start)), T), "period": np.repeat(np.arange(T) + 2001, len(start))}
    )
    return panel_of(frame.assign(y=y.ravel(), d=(np.arange(T)[:, None] >= start).astype(float).ravel()))


def test_parallel_trends_of_thirty_units_are_rejected_about_as_often_as_they_should_be():
    p = [group_time_effects(without_effect(seed), "y ~ d", base_period="universal").pretest[2] for seed in range(60)]
    assert np.mean(np.array(p) <= 0.05) <= 0.12  # the Wald test of all cells: 1.00
    assert np.mean(np.array(p) <= 0.5) > 0.3


def test_a_trend_before_the_policy_is_found():
    panel = without_effect(1, ((30, 8), (30, 11)), 100)
    frame = panel.frame.reset_index()
    start = frame.groupby("unit")["d"].transform("sum").pipe(lambda on: 2015 - on)
    frame["y"] += 0.2 * (frame["period"] - start) * (start < 2015)
    found = group_time_effects(panel_of(frame), "y ~ d", base_period="universal")
    assert found.pretest[1] == 10 and found.pretest[2] <= 0.001
    assert found.policy_fit().pretrend == found.pretest
    assert "Webb" in found.report.having("pre-trend")[0].text


def test_the_test_before_knows_no_unit_of_measure_and_no_order_of_units():
    rng = np.random.default_rng(2)
    values, cohort = rng.normal(size=4) / 5, np.repeat([3.0, np.inf], [10, 20])
    psi = rng.normal(size=(30, 4))
    psi -= psi.mean(axis=0)
    first = largest_t(values, psi, cohort)
    assert largest_t(values * 1e9, psi * 1e9, cohort) == pytest.approx(first)
    t = np.abs(values) / np.sqrt((psi**2).sum(axis=0)) * 30
    assert first[:2] == (pytest.approx(t.max()), 4)
    base = largest_t(np.r_[values, 0.0], np.column_stack([psi, np.zeros(30)]), cohort)  # a base period has no noise
    assert base == pytest.approx(first)
    assert largest_t(np.zeros(1), np.zeros((30, 1)), cohort) is None


def test_without_never_treated_units_what_can_be_compared_is_estimated(mpdta):
    some = mpdta.frame.reset_index().query("`first.treat` > 0")
    found = group_time_effects(panel_of(some), "lemp ~ first.treat", control="notyet")
    # by hand: 2004 and 2006 until 2006, against those who start later
    wide = some.pivot(index="unit", columns="period", values="lemp").diff(axis=1)
    first = some.groupby("unit")["first.treat"].first().reindex(wide.index)
    by_hand = wide[2006][first == 2006].mean() - wide[2006][first == 2007].mean()
    cell = found.effects.query("group == 2006 and period == 2006")["estimate"]
    assert cell.item() == pytest.approx(by_hand, rel=1e-9)
    assert set(found.effects["group"]) == {2004, 2006} and found.effects["period"].max() == 2006
    told = " ".join(note.text for note in found.report.having("cells-lost"))
    assert "cohort 2007 cannot be estimated" in told and "cohort 2004 (2007)" in told


def test_a_cohort_that_covariates_separate_is_left_out_by_name(mpdta):
    frame = mpdta.frame.reset_index()
    frame["apart"] = frame["lpop"] + 50.0 * (frame["first.treat"] == 2006)
    found = group_time_effects(panel_of(frame), "lemp ~ first.treat + apart", control="never")
    assert set(found.effects["group"]) == {2004, 2007}
    assert "cohort 2006 cannot be estimated" in found.report.having("cells-lost")[0].text
    both = frame.assign(apart=frame["lpop"] + 50.0 * (frame["first.treat"] > 0))
    with pytest.raises(ConvergenceError, match="separate treated"):
        group_time_effects(panel_of(both), "lemp ~ first.treat + apart", control="never")
