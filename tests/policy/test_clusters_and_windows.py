"""Group-time effects with clusters above the unit, holes and balanced windows; uniform bands of every event study."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import gisplug as gp
from gisplug.core.errors import ModelError
from gisplug.policy.aggregation import Bootstrap
from tests.laws.panels import panel_of, table
from tests.shared_data import shared


def mixed(seed=1, units=40, periods=8):
    """Two cohorts, never treated units, ten clusters of four, a covariate."""
    rng = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    start = np.select([np.arange(units) % 4 == 0, np.arange(units) % 4 == 1], [3, 6], 99)[unit]
    shock = rng.normal(size=(10, periods))[unit // 4, time]
    frame = pd.DataFrame({"unit": unit.astype(str), "year": 2001 + time, "cluster": (unit // 4).astype(str)})
    frame["y"] = rng.normal(size=units)[unit] + 0.2 * time + shock + (time >= start) * (1 + 0.1 * (time - start))
    frame["y"] += 0.3 * rng.normal(size=len(unit))
    return frame.assign(g=np.where(start < 99, start + 2001, 0), x=rng.normal(size=units)[unit])


def read(frame):
    return gp.read_panel(frame, unit="unit", period="year", unbalanced=True)


def test_errors_by_cluster_are_sums_of_the_influence_within_clusters():
    panel = read(mixed())
    unit, cluster = gp.group_time_effects(panel, "y ~ g"), gp.group_time_effects(panel, "y ~ g", cluster="cluster")
    pd.testing.assert_series_equal(unit.effects["estimate"], cluster.effects["estimate"])
    codes = np.array([int(i) // 4 for i in panel.ids])
    sums = np.array([unit.influence[codes == c].sum(axis=0) for c in range(10)])
    np.testing.assert_allclose(cluster.effects["se"], np.sqrt((sums**2).sum(axis=0)) / 40, rtol=1e-12)
    sums = np.array([unit.psi["simple"][codes == c].sum(axis=0) for c in range(10)])
    assert cluster.aggregates["simple"].loc["overall", "se"] == pytest.approx(np.sqrt((sums**2).sum()) / 40, rel=1e-12)
    assert cluster.policy_fit().numbers["Errors"] == "Clustered by cluster" and cluster.report.having("few-clusters")
    own = gp.group_time_effects(panel, "y ~ g", cluster="unit")
    np.testing.assert_allclose(own.effects["se"], unit.effects["se"], rtol=1e-12)
    assert own.pretest[0] == pytest.approx(unit.pretest[0], rel=1e-9)


def test_the_multiplier_bootstrap_is_by_cluster():
    panel = read(mixed())
    drawn = gp.group_time_effects(panel, "y ~ g", cluster="cluster", draws=4000)
    plain = gp.group_time_effects(panel, "y ~ g", cluster="cluster")
    known = plain.effects["se"] > 0
    ratio = (drawn.effects["se"] / plain.effects["se"])[known]
    assert ratio.between(0.75, 1.25).all() and abs(ratio.mean() - 1) < 0.1
    assert drawn.critical > 2.3
    assert Bootstrap(0, 1).collapsed(np.eye(3)).shape == (3, 3)


def test_clusters_are_above_the_unit_and_whole():
    frame = mixed()
    moving = frame.assign(cluster=np.where((frame["unit"] == "3") & (frame["year"] > 2004), "9", frame["cluster"]))
    with pytest.raises(ModelError, match="cluster differs over time in 3"):
        gp.group_time_effects(read(moving), "y ~ g", cluster="cluster")
    with pytest.raises(ModelError, match="one group only"):
        gp.group_time_effects(read(frame.assign(cluster="a")), "y ~ g", cluster="cluster")


def test_units_with_holes_are_used_where_both_periods_are_there():
    frame = mixed()
    gone = ((frame["unit"] == "4") & (frame["year"] == 2004)) | ((frame["unit"] == "7") & (frame["year"] == 2003))
    holed = read(frame[~gone])
    fit = gp.group_time_effects(holed, "y ~ g", control="never", incomplete="pairs")
    wide = frame[~gone].pivot(index="unit", columns="year", values="y")
    start = frame.groupby("unit")["g"].first()
    for _, row in fit.effects.iterrows():
        base = row["group"] - 1
        change = (wide[row["period"]] - wide[base]).dropna()
        own, never = change[start[change.index] == row["group"]], change[start[change.index] == 0]
        assert row["estimate"] == pytest.approx(own.mean() - never.mean(), abs=1e-12)
        spread = own.var(ddof=0) / len(own) + never.var(ddof=0) / len(never)
        assert row["se"] == pytest.approx(np.sqrt(spread), rel=1e-9)
    assert "2 units lack some values" in fit.report.having("pairs")[0].text
    dropped = gp.group_time_effects(holed, "y ~ g", control="never")
    assert dropped.n == 38 and fit.n == 40
    whole = gp.group_time_effects(read(frame), "y ~ g + x", incomplete="pairs")
    pd.testing.assert_frame_equal(whole.effects, gp.group_time_effects(read(frame), "y ~ g + x").effects)


def test_a_balanced_window_has_the_same_cohorts_at_every_event_time():
    panel = read(mixed())
    fit = gp.group_time_effects(panel, "y ~ g", balance=3)
    event = fit.aggregates["dynamic"].drop(index="overall")
    assert list(event.index) == list(range(-3, 4))  # cohort 2007 is seen for one period after its start
    only = fit.effects[(fit.effects["group"] == 2004) & fit.effects["event"].between(-3, 3)]
    np.testing.assert_allclose(event["estimate"], only["estimate"])
    both = gp.group_time_effects(panel, "y ~ g", balance=1).aggregates["dynamic"]
    assert list(both.index[1:]) == list(range(-6, 2))
    pd.testing.assert_frame_equal(fit.aggregates["simple"], gp.group_time_effects(panel, "y ~ g").aggregates["simple"])
    with pytest.raises(ModelError, match="No cohort is seen 7 periods"):
        gp.group_time_effects(panel, "y ~ g", balance=7)


def test_the_balanced_window_of_county_employment_is_that_of_the_reference_page():
    """R did, basics page: balance_e = 1 on mpdta; its errors are of a bootstrap, its digits four."""
    frame = pd.read_csv(shared("oracles/did_mpdta/mpdta.csv"))
    panel = gp.read_panel(frame, unit="countyreal", period="year")
    fit = gp.group_time_effects(panel, "lemp ~ first.treat", control="never", base_period="varying", balance=1)
    event = fit.aggregates["dynamic"]
    assert list(event.index) == ["overall", -2, -1, 0, 1]
    np.testing.assert_allclose(event["estimate"], [-0.0288, 0.0065, -0.0028, -0.0066, -0.0510], atol=6e-5)
    np.testing.assert_allclose(event["se"], [0.0138, 0.0247, 0.0202, 0.0151, 0.0173], rtol=0.15)


@pytest.mark.parametrize("name", ["event_study", "sun_abraham", "did_stacked", "did_imputation", "did_switching"])
def test_every_event_study_has_a_uniform_band(name):
    fit = getattr(gp, name)(panel_of(table()), "y ~ d")
    banded = gp.uniform_bands(fit, before=3, after=2).event
    inside = (banded.index >= -3) & (banded.index <= 2) & (banded["se"] > 0)
    reach = ((banded["band_high"] - banded["estimate"]) / banded["se"])[inside]
    assert reach.max() == pytest.approx(reach.min()) and 2.1 < reach.max() < 4
    assert banded.loc[~((banded.index >= -3) & (banded.index <= 2)), "band_low"].isna().all()
    with pytest.raises(ModelError, match="no effects by event time"):
        gp.uniform_bands(gp.did_twoway(panel_of(table()), "y ~ d"))


def test_the_critical_value_of_independent_effects_is_sidaks():
    fit = gp.event_study(panel_of(table()), "y ~ d")
    terms = [t for t in fit.joint.params.index if t.startswith("event")]
    alone = pd.DataFrame(np.diag(np.diag(fit.joint.cov.loc[terms, terms])), terms, terms)
    banded = gp.uniform_bands(replace(fit, joint_cov=alone, df=np.inf, joint_df={}), draws=200_000).event
    reach = ((banded["band_high"] - banded["estimate"]) / banded["se"]).max()
    assert reach == pytest.approx(stats.norm.ppf((1 + 0.95 ** (1 / len(terms))) / 2), abs=0.02)
