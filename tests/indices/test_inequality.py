"""Inequality and convergence: by hand, by known properties, against statsmodels, and by recovery."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gaussian_kde

from gisplug.core.errors import PanelError
from gisplug.indices.convergence import beta_convergence, densities, sigma_convergence, sigma_trend
from gisplug.indices.inequality import dagum_gini, gini, theil
from gisplug.panel.read import read_panel


def panel_of(x, regions=None, **more):
    x = np.atleast_2d(np.asarray(x, dtype=float))
    t, n = x.shape
    frame = pd.DataFrame(
        [(f"u{i:02d}", 2000 + k, x[k, i]) for k in range(t) for i in range(n)], columns=["u", "t", "x"]
    )
    frame["region"] = np.tile(regions if regions is not None else ["east", "west"] * (n // 2) + ["east"] * (n % 2), t)
    for name, values in more.items():
        frame[name] = np.asarray(values, dtype=float).ravel()
    return read_panel(frame, "u", "t")


def gini_by_definition(x):
    x = np.asarray(x, dtype=float)
    return np.abs(x[:, None] - x).sum() / (2 * len(x) ** 2 * x.mean())


@given(st.lists(st.floats(0.01, 1e4), min_size=2, max_size=30))
@settings(max_examples=60, deadline=None)
def test_gini_equals_its_definition(values):
    assert gini(np.array(values)) == pytest.approx(gini_by_definition(values), abs=1e-9)


def test_weighted_gini_is_that_of_repeated_units():
    assert gini(np.array([1.0, 4, 9]), np.array([3, 1, 2])) == pytest.approx(gini_by_definition([1, 1, 1, 4, 9, 9]))


def test_theil_by_hand():
    # incomes 1, 3: mean 2, shares 1/4, 3/4
    found = theil(panel_of([1, 3], ["east", "west"]), "x").iloc[0]
    assert found["theil_t"] == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))
    assert found["theil_l"] == pytest.approx(0.5 * np.log(2) + 0.5 * np.log(2 / 3))
    assert found["gini"] == pytest.approx(0.25)
    assert found["cv"] == pytest.approx(0.5)


def test_theil_between_is_that_of_region_means_and_within_their_weighted_sum():
    x = [2.0, 3, 5, 1, 1, 6, 8]
    regions = ["e"] * 3 + ["w"] * 4
    found = theil(panel_of(x, regions), "x", region="region").iloc[0]
    means = np.r_[[np.mean(x[:3])] * 3, [np.mean(x[3:])] * 4]
    assert found["between"] == pytest.approx(theil(panel_of(means, regions), "x").iloc[0]["theil_t"])
    share = np.array([sum(x[:3]), sum(x[3:])]) / sum(x)
    assert found["within"] == pytest.approx(share @ found[["within e", "within w"]].to_numpy(dtype=float))
    assert found["share_between"] + found["share_within"] == pytest.approx(1)


def test_population_weights_count_heads():
    few = theil(panel_of([1, 4], ["e", "w"], people=[3, 1]), "x", weight="people").iloc[0]
    many = theil(panel_of([1, 1, 1, 4], ["e"] * 3 + ["w"]), "x").iloc[0]
    assert few.to_numpy() == pytest.approx(many.to_numpy())


def test_dagums_parts_sum_to_the_gini():
    rng = np.random.default_rng(4)
    panel = panel_of(rng.lognormal(size=(3, 30)), ["east"] * 11 + ["centre"] * 8 + ["west"] * 11)
    found = dagum_gini(panel, "x", "region")
    total = found.total
    assert np.allclose(total[["within", "between", "transvariation"]].sum(axis=1), total["gini"])
    assert np.allclose(total["gini"], [gini_by_definition(row) for row in panel.array("x")])
    assert (total[["within", "between", "transvariation"]] >= 0).all().all()
    assert list(found.between.columns) == ["east-centre", "east-west", "centre-west"]


def test_dagum_by_hand_without_overlap():
    # east 1, 2; west 10, 20: nothing overlaps, so D = 1 and there is no transvariation
    found = dagum_gini(panel_of([1, 2, 10, 20], ["east", "east", "west", "west"]), "x", "region")
    row = found.total.iloc[0]
    assert row["transvariation"] == pytest.approx(0)
    assert found.overlap.iloc[0, 0] == 1
    between = (9 + 19 + 8 + 18) / (4 * (1.5 + 15))
    assert found.between.iloc[0, 0] == pytest.approx(between)
    assert row["between"] == pytest.approx(between * (0.5 * 30 / 33 + 0.5 * 3 / 33))
    assert found.within.iloc[0].tolist() == pytest.approx([1 / 6, 1 / 6])


def test_equal_regions_have_transvariation_only_between_them():
    found = dagum_gini(panel_of([1, 5, 1, 5], ["east", "east", "west", "west"]), "x", "region")
    assert found.total.iloc[0]["between"] == pytest.approx(0)
    assert found.overlap.iloc[0, 0] == pytest.approx(0)


def test_regions_that_change_or_values_that_are_not_positive_are_refused():
    with pytest.raises(PanelError, match="more than one region over time for u00"):
        frame = panel_of(np.ones((2, 2))).table()
        frame.loc[0, "region"] = "north"
        dagum_gini(read_panel(frame, "u", "t"), "x", "region")
    with pytest.raises(PanelError, match="zero or negative in 1 cells: u01 in 2000"):
        theil(panel_of([1, 0, 2]), "x")


def test_sigma_is_the_spread_of_logs_and_falls_where_units_converge():
    start = np.random.default_rng(1).normal(size=20)
    x = np.exp(2 + np.outer(0.8 ** np.arange(8), start))
    panel = panel_of(x)
    sigma = sigma_convergence(panel, "x", "region")
    whole = sigma[sigma["group"] == "All"]
    assert np.allclose(whole["sd_log"], np.log(x).std(axis=1, ddof=1))
    trend = sigma_trend(sigma)
    assert (trend["estimate"] < 0).all()
    line = sm.OLS(whole["sd_log"].to_numpy(), sm.add_constant(np.arange(8.0))).fit()
    assert trend.loc["All", ["estimate", "se", "p"]].tolist() == pytest.approx(
        [line.params[1], line.bse[1], line.pvalues[1]]
    )


def test_beta_equals_clustered_ordinary_least_squares():
    rng = np.random.default_rng(2)
    panel = panel_of(rng.lognormal(size=(6, 12)), c=rng.normal(size=72))
    found = beta_convergence(panel, "x ~ c")["All"]
    logs = np.log(panel.array("x"))
    y, level = np.diff(logs, axis=0).ravel(), logs[:-1].ravel()
    design = np.column_stack([level, panel.array("c")[:-1].ravel(), np.ones(60)])
    groups = np.tile(np.arange(12), 5)
    fit = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": groups})
    assert found.estimates["estimate"].tolist() == pytest.approx(fit.params.tolist())
    assert found.estimates["se"].tolist() == pytest.approx(fit.bse.tolist())
    assert found.r2 == pytest.approx(fit.rsquared)


@pytest.mark.parametrize("effects", ["time", "unit", "twoways"])
def test_effects_equal_dummies(effects):
    rng = np.random.default_rng(2)
    panel = panel_of(rng.lognormal(size=(5, 8)))
    found = beta_convergence(panel, "x ~ 1", effects=effects)["All"]
    logs = np.log(panel.array("x"))
    units, times = np.tile(np.eye(8), (4, 1)), np.repeat(np.eye(4), 8, axis=0)
    dummies = {"time": times, "unit": units, "twoways": np.column_stack([units, times[:, 1:]])}[effects]
    design = np.column_stack([logs[:-1].ravel(), dummies])
    b = np.linalg.lstsq(design, np.diff(logs, axis=0).ravel(), rcond=None)[0]
    assert found.estimates["estimate"].iloc[0] == pytest.approx(b[0])


def test_a_known_speed_is_found_again():
    rng = np.random.default_rng(5)
    t, n, speed = 30, 60, 0.05
    logs = np.empty((t, n))
    logs[0] = rng.normal(size=n)
    for k in range(1, t):
        logs[k] = np.exp(-speed) * logs[k - 1] + 0.01 * rng.normal(size=n)
    found = beta_convergence(panel_of(np.exp(logs)), "x ~ 1")["All"]
    assert found.speed == pytest.approx(speed, rel=0.05)
    assert found.half_life == pytest.approx(np.log(2) / found.speed)


def test_densities_equal_scipy_and_integrate_to_one():
    rng = np.random.default_rng(6)
    panel = panel_of(rng.normal(5, 1, size=(2, 40)))
    found = densities(panel, "x")
    for period, values in zip(panel.periods, panel.array("x"), strict=True):
        part = found[found["period"] == period]
        assert np.trapezoid(part["density"], part["x"]) == pytest.approx(1, abs=2e-3)
        spread = min(values.std(ddof=1), np.subtract(*np.quantile(values, [0.75, 0.25])) / 1.34)
        theirs = gaussian_kde(values, 0.9 * spread * 40**-0.2 / values.std(ddof=1))
        assert np.allclose(part["density"], theirs(part["x"]))
