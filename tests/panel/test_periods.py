"""Everything that goes by time goes by the calendar, whatever the spelling of the periods."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.core.errors import ModelError, PanelError
from gisplug.indices.convergence import beta_convergence, sigma_convergence, sigma_trend
from gisplug.language.conditions import chosen_rows
from gisplug.language.terms import term_array
from gisplug.numbers.covariance import bartlett
from gisplug.panel.read import read_panel
from gisplug.panel.testing.unit_root import panel_unit_root
from gisplug.policy.adoption import adoption
from gisplug.regression.dynamic_gmm import dynamic_gmm
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.gls import panel_gls
from gisplug.report.charts.shared import period_places

MONTHS = [f"2019年{m}月" for m in range(1, 13)]
UNITS = ["a", "b", "c", "d", "e", "f"]


def table(periods, seed=1):
    rng = np.random.default_rng(seed)
    keys = pd.MultiIndex.from_product([UNITS, periods], names=["code", "when"])
    frame = pd.DataFrame({"at": np.tile(np.arange(len(periods)), len(UNITS))}, index=keys)
    return frame.assign(x=rng.normal(10, 1, len(frame)), y=rng.normal(10, 1, len(frame))).reset_index()


def panel_of(periods, **options):
    return read_panel(table(periods).sample(frac=1, random_state=2), "code", "when", **options)


def test_a_lag_of_january_is_not_december():
    panel = panel_of(MONTHS)
    assert panel.periods == tuple(f"2019-{m:02d}" for m in range(1, 13))
    np.testing.assert_array_equal(panel.array("at")[:, 0], np.arange(12))
    for lag in ("lag(at)", "L.at"):
        np.testing.assert_array_equal(term_array(panel, lag)[:, 0], [np.nan, *range(11)])
    np.testing.assert_array_equal(term_array(panel, "diff(at)")[1:], 1)


@pytest.mark.parametrize(
    ("periods", "lags"),
    [
        (["2019年4季度", "2020年1季度", "2020年3季度"], [np.nan, 0, np.nan]),
        (["2020W52", "2020W53", "2021W1"], [np.nan, 0, 1]),
        (["2019年上半年", "2019年下半年", "2020年上半年"], [np.nan, 0, 1]),
        ([2000, 2002, 2004], [np.nan, 0, 1]),
        ([2000, 2002, 2005], [np.nan] * 3),
        ([201011, 201012, 201101], [np.nan, 0, 1]),
        (pd.to_datetime(["2019-12-02", "2019-12-09", "2019-12-23"]), [np.nan, 0, np.nan]),
    ],
)
def test_a_lag_goes_by_the_calendar_and_jumps_no_gap(periods, lags):
    panel = panel_of(periods)
    np.testing.assert_array_equal(term_array(panel, "lag(at)")[:, 0], lags)
    np.testing.assert_array_equal(term_array(panel, "L.at")[:, 0], lags)


def test_absent_periods_and_how_periods_were_read_are_told():
    report = panel_of([201011, 201012, 201102]).report
    assert "201011 is the month 2010-11" in str(report.having("periods-read")[0])
    assert "lacks 2011-01" in str(report.having("periods-absent")[0])
    assert not panel_of([2010, 2011]).report.having("periods-read", "periods-absent")


def test_periods_without_an_order_are_refused_by_the_panel():
    with pytest.raises(PanelError, match=r"Periods of panel have no order in time.*before"):
        panel_of(["before", "after"])


def test_tables_with_other_spellings_are_joined():
    from gisplug.panel.join import join_table

    other = table([f"2019M{m}" for m in range(1, 13)]).rename(columns={"at": "more"})[["code", "when", "more"]]
    panel = join_table(panel_of(MONTHS), other, "code", "when")
    np.testing.assert_array_equal(panel.array("more"), panel.array("at"))


def test_conditions_take_a_period_in_any_spelling():
    panel = panel_of(MONTHS)
    for written in ("2019年10月", "2019M10", "Oct 2019", "2019-10"):
        np.testing.assert_array_equal(
            chosen_rows(panel, f"when >= '{written}'").reshape(12, -1)[:, 0], np.arange(12) >= 9
        )
        np.testing.assert_array_equal(
            chosen_rows(panel, f"period in ('{written}')").reshape(12, -1)[:, 0], np.arange(12) == 9
        )


def test_interpolation_and_trends_go_by_the_calendar():
    given = table([2010, 2011, 2014])
    given.loc[given["when"] == 2011, "at"] = np.nan
    given["at"] = given["at"].where(given["when"] != 2014, 4.0)
    np.testing.assert_allclose(term_array(read_panel(given, "code", "when"), "interpolate(at)")[1], 1.0)
    quarters = read_panel(given.replace({"when": {2010: "2010Q1", 2011: "2010Q2", 2014: "2011Q1"}}), "code", "when")
    np.testing.assert_allclose(term_array(quarters, "interpolate(at)")[1], 1.0)
    np.testing.assert_allclose(term_array(quarters, "trend")[:, 0], [0, 1, 4])
    whole = panel_of([2010, 2011, 2012, 2015])
    line = whole.with_columns({"x": np.array([[0.0], [1.0], [2.0], [5.0]]) * np.arange(1, 7) + whole.array("y") / 10})
    with pytest.raises(ModelError, match=r"z .*"):
        fixed_effects(
            line.with_columns({"z": np.array([[0.0], [1.0], [2.0], [5.0]]) * np.arange(1, 7)}), "y ~ z", trends=["unit"]
        )


@pytest.mark.parametrize(
    "method",
    [
        lambda p: panel_unit_root(p, ["x"], simulations=0),
        lambda p: dynamic_gmm(p, "y ~ x"),
        lambda p: beta_convergence(p, "y ~ 1"),
    ],
)
def test_methods_that_step_through_time_refuse_gaps(method):
    with pytest.raises(PanelError, match="lacks 2019-05"):
        method(panel_of([m for m in MONTHS if m != "2019年5月"]))


def test_autocorrelated_errors_refuse_a_period_that_no_unit_has():
    with pytest.raises(ModelError, match="without gaps"):
        panel_gls(panel_of([2010, 2011, 2012, 2014, 2015]), "y ~ x", correlation="ar1")


def test_sigma_trend_is_a_change_a_year():
    dense = sigma_trend(sigma_convergence(panel_of([2010, 2012, 2014]), "y"))
    kept = sigma_convergence(panel_of([2010, 2012, 2014, 2015]), "y")
    slope = sigma_trend(kept).loc["All", "estimate"]
    years = kept.loc[kept["group"] == "All"]
    assert slope == pytest.approx(np.polyfit(years["period"].astype(float), years["sd_log"], 1)[0])
    assert np.isfinite(dense.loc["All", "estimate"])


def test_driscoll_kraay_lags_reach_over_no_gap():
    sums = np.array([[1.0], [2.0], [4.0]])
    near = bartlett(sums, 1)[0, 0]
    assert near == pytest.approx(21 + 0.5 * 2 * (2 + 8))
    assert bartlett(sums, 1, np.array([0, 1, 3]))[0, 0] == pytest.approx(21 + 0.5 * 2 * 2)


def test_a_policy_may_name_the_month_it_begins_in():
    panel = panel_of(MONTHS)
    first = np.where(np.arange(6) < 3, 201906.0, 0.0)
    made = adoption(panel.with_columns({"first": np.tile(first, (12, 1))}), "first")
    np.testing.assert_array_equal(made.first, [5, 5, 5, np.inf, np.inf, np.inf])
    np.testing.assert_array_equal(made.event_time[:, 0], np.arange(12) - 5)


def test_axes_leave_a_gap_for_absent_periods():
    np.testing.assert_array_equal(period_places([2010, 2011, 2014]), [0, 1, 4])
    np.testing.assert_array_equal(period_places(["2019-12", "2020-01", "2020-03"]), [0, 1, 3])
    np.testing.assert_array_equal(period_places(["all", "some"]), [0, 1])


def test_weights_and_sets_take_the_period_in_any_spelling(tmp_path):
    from gisplug.core.tables.periods import periods_in
    from gisplug.weights.economic import unit_values

    frame = table(MONTHS)
    assert periods_in(frame["when"].sample(frac=1, random_state=1))[-1] == "2019-12"
    for at in ("2019年10月", "2019M10", "201910"):
        assert unit_values(frame, "code", "at", "when", at).eq(9).all()


def test_spatial_driscoll_kraay_errors_refuse_gaps():
    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
    from gisplug.weights.weights import Weights

    ring = np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
    w = Weights(csr_array(ring), tuple(UNITS), "ring", "row")
    spatial_panel(panel_of([2010, 2011, 2012, 2013]), "y ~ x", w, model="sar", errors="driscoll-kraay")
    with pytest.raises(PanelError, match="lacks 2012"):
        spatial_panel(panel_of([2010, 2011, 2013, 2014]), "y ~ x", w, model="sar", errors="driscoll-kraay")
