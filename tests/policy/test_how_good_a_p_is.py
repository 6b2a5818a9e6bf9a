"""What stands beside a p that does not hold its size: warnings in the result and in the table, p by wild bootstrap."""

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.policy.pretrends import WILD, largest_t
from gisplug.tools.policy.event_tables import event_paper
from tests.regression.simulated import panel_of

SHARED = {
    "event_study": ("17%", "42%"),
    "sun_abraham": ("38%", "95%"),
    "did_stacked": ("12%", "48%"),
}


HEAD = {"event_study": "Event study: ", "sun_abraham": "Sun-Abraham: ", "did_stacked": "Stacked: "}


def frame(N=32, regions=8, T=14, seed=1):
    """Three regions of four units are treated, one after another."""
    rng = np.random.default_rng(seed)
    region = np.arange(N) % regions
    start = np.select([region == 0, region == 1, region == 2], [5.0, 7.0, 9.0], np.inf)
    made = pd.DataFrame({"unit": np.tile(np.arange(N), T), "period": np.repeat(np.arange(2001, 2001 + T), N)})
    made["region"], made["flag"] = [f"r{g}" for g in np.tile(region, T)], np.tile(np.arange(N) // 8 % 2, T)
    made["d"] = (np.arange(T)[:, None] >= start).astype(float).ravel()
    return made.assign(y=rng.normal(size=(T, N)).ravel(), z=np.tile(rng.normal(size=N), T))


@pytest.mark.parametrize("name", list(SHARED))
def test_few_clusters_are_told_beside_the_p_with_what_holds(name):
    fit = getattr(gp, name)(panel_of(frame()), "y ~ d", errors="region")
    assert fit.report.having("few-clusters") and not fit.report.having("small-sample")
    (note,) = fit.report.having("shared-shocks")
    assert note.level == "warning" and all(share in note.text for share in SHARED[name])
    assert (
        "the test before the policy" in note.text
        and note.text.startswith(HEAD[name])
        and "calibrate" in note.text
        and "assigned_by" in note.text
    )
    assert note.text in event_paper("Event study", {"(1)": fit}, "se").notes  # where the pre-trend p stands
    for errors in ("unit", "unit+period"):
        own = getattr(gp, name)(panel_of(frame()), "y ~ d", errors=errors)
        assert not own.report.having("shared-shocks"), errors


def test_further_estimators_of_few_clusters_are_told_too():
    panel = panel_of(frame())
    told = gp.group_time_effects(panel, "y ~ d", cluster="region").report.having("shared-shocks")[0].text
    assert "33%" in told and "86%" in told
    assert "17%" in gp.triple_difference(panel, "y ~ d", "flag", errors="region").report.having("shared-shocks")[0].text
    for fit in (
        gp.did_twoway(panel, "y ~ d", errors="region"),
        gp.psm_did(panel, "y ~ d", ["z"], caliper=None, errors="region"),
    ):
        assert fit.report.having("few-clusters") and not fit.report.having("shared-shocks")


def test_the_test_before_the_policy_of_sun_abraham_is_told_where_units_are_few():
    few, many = (gp.sun_abraham(panel_of(frame(N)), "y ~ d") for N in (32, 64))
    (note,) = few.report.having("small-sample")
    assert "the test before the policy 9%" in note.text and "event_study" in note.text
    assert not many.report.having("small-sample")


def test_effects_of_few_units_have_a_p_by_wild_bootstrap():
    panel = panel_of(frame())
    found = gp.group_time_effects(panel, "y ~ d")
    for name in ("simple", "group", "dynamic", "calendar"):
        value = found.aggregates[name]["estimate"].to_numpy()[:1]
        p = largest_t(value, found.psi[name][:, :1], found.cohort)[2]
        assert found.fits[name].statistics[WILD] == p
    assert WILD not in found.fits["cells"].statistics
    assert found.policy_fit().statistics[WILD] == found.fits["simple"].statistics[WILD]
    imputed = gp.did_imputation(panel, "y ~ d")
    assert 0 < imputed.statistics[WILD] <= 1 and "wild bootstrap" in imputed.report.having("small-sample")[0].text
    assert WILD not in gp.group_time_effects(panel, "y ~ d", cluster="region").policy_fit().statistics
    many = panel_of(frame(N=64))
    assert WILD not in gp.did_imputation(many, "y ~ d").statistics
    assert WILD not in gp.group_time_effects(many, "y ~ d").policy_fit().statistics


def test_the_wild_bootstrap_rejects_no_more_than_it_should_where_the_normal_p_does():
    """30 units, autocorrelation .6: the normal p of group-time effects rejects in 8 to 10 %."""
    p = []
    for seed in range(25):
        rng, T, N = np.random.default_rng(seed), 8, 30
        e = rng.normal(size=(T, N))
        for t in range(1, T):
            e[t] = 0.6 * e[t - 1] + 0.8 * e[t]
        start = np.repeat([3.0, 5.0, np.inf], [5, 5, 20])
        made = pd.DataFrame({"unit": np.tile(np.arange(N), T), "period": np.repeat(np.arange(2001, 2001 + T), N)})
        made["y"], made["d"] = e.ravel(), (np.arange(T)[:, None] >= start).astype(float).ravel()
        p.append(gp.group_time_effects(panel_of(made), "y ~ d").fits["dynamic"].statistics[WILD])
    assert np.mean(np.array(p) <= 0.05) <= 0.12 and np.mean(np.array(p) <= 0.5) > 0.3
