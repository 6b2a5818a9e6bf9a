"""Pesaran's CD, of variables and of residuals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.datasets.grunfeld as grunfeld

from gisplug.core.errors import PanelError, ParameterError
from gisplug.panel.read import read_panel
from gisplug.panel.testing.dependence import autocorrelation, cross_section, panel_dependence
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.residual_dependence import residual_dependence

# plm 2.6-2 (R 4.2.2), pcdtest(test = "cd") on Grunfeld, 10 firms x 20 years: of the series `inv`, `value`, `capital`,
# and of the residuals of plm(inv ~ value + capital), effects of firms, and of firms and years
PLM_SERIES = {"invest": 22.9215881565412, "value": 13.8429612658276, "capital": 27.1613021408084}
PLM_RESIDUALS = {"unit": 4.66119248524, "twoways": 0.116200307421}
EXACT = 1e-10


@pytest.fixture(scope="module")
def firms():
    data = grunfeld.load_pandas().data
    return read_panel(data[data["firm"] != "American Steel"], "firm", "year")


def panel_of(y, **options):
    T, N = y.shape
    frame = pd.DataFrame({"u": np.tile(np.arange(N), T), "t": np.repeat(np.arange(T), N), "y": y.ravel()})
    return read_panel(frame.dropna(), "u", "t", **options)


def test_cd_of_variables_equals_plm(firms):
    table = panel_dependence(firms, list(PLM_SERIES), simulations=0).table.set_index("variable")
    for name, theirs in PLM_SERIES.items():
        assert table.loc[name, "statistic"] == pytest.approx(theirs, rel=EXACT)
    assert table.loc["invest", "correlation"] == pytest.approx(np.sqrt(2 / (20 * 90)) * 22.9215881565412)


@pytest.mark.parametrize("effects", list(PLM_RESIDUALS))
def test_cd_of_residuals_equals_plm(firms, effects):
    fit = fixed_effects(firms, "invest ~ value + capital", effects=effects)
    found = residual_dependence(fit, simulations=0)
    assert found.table["statistic"].iloc[0] == pytest.approx(PLM_RESIDUALS[effects], rel=1e-9)
    assert bool(found.report.having("dependence-period-effects")) == (effects == "twoways")


def test_gaps_are_left_out_pair_by_pair():
    rng = np.random.default_rng(3)
    y = rng.normal(size=(12, 5))
    y[rng.random(y.shape) < 0.2] = np.nan
    found, total, pairs = cross_section(y), 0.0, 0
    for i in range(5):
        for j in range(i):
            both = np.isfinite(y[:, i]) & np.isfinite(y[:, j])
            total, pairs = total + np.sqrt(both.sum()) * np.corrcoef(y[both, i], y[both, j])[0, 1], pairs + 1
    assert found.statistic == pytest.approx(total / np.sqrt(pairs))
    assert panel_dependence(panel_of(y, unbalanced=True), ["y"], simulations=0).table["statistic"].iloc[0] == (
        pytest.approx(found.statistic)
    )


def test_own_lags_are_taken_out_by_each_units_regression(firms):
    from statsmodels.api import OLS, add_constant

    y = firms.array("invest")
    e = np.column_stack([OLS(y[1:, i], add_constant(y[:-1, i])).fit().resid for i in range(firms.N)])
    table = panel_dependence(firms, ["invest"], lags=1, simulations=0).table
    assert table["statistic"].iloc[0] == pytest.approx(cross_section(e).statistic, rel=1e-9)
    assert abs(autocorrelation(e)) < 0.3


def test_a_common_factor_is_found_and_independence_is_not_rejected():
    rng = np.random.default_rng(4)
    noise = rng.normal(size=(14, 30))
    still = panel_dependence(panel_of(noise), ["y"], simulations=99).table.iloc[0]
    moved = panel_dependence(panel_of(noise + rng.normal(size=(14, 1))), ["y"], simulations=99).table.iloc[0]
    assert still["decision"] == "independence not rejected"
    assert moved["p_sim"] == 0.02


def test_after_period_effects_only_the_simulated_p_holds():
    """Residuals of independent errors after two-way effects correlate at -1 / (N - 1)."""
    rng, p, p_sim = np.random.default_rng(5), [], []
    for _ in range(15):
        frame = pd.DataFrame({"u": np.tile(np.arange(30), 14), "t": np.repeat(np.arange(14), 30)})
        frame["y"], frame["x"] = rng.normal(size=(2, 420))
        fit = fixed_effects(read_panel(frame, "u", "t"), "y ~ x", effects="twoways")
        row = residual_dependence(fit, simulations=39).table.iloc[0]
        p.append(row["p"])
        p_sim.append(row["p_sim"])
    assert np.mean(np.array(p) < 0.05) > 0.9
    assert np.mean(np.array(p_sim) < 0.05) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 15)


def test_what_cannot_be_tested_is_said_so(firms):
    with pytest.raises(PanelError, match="does not change over time in"):
        panel_dependence(firms.with_columns({"c": np.ones((20, 10))}), ["c"])
    with pytest.raises(ParameterError, match="from 0 to 8 with 20 periods"):
        panel_dependence(firms, ["value"], lags=9)
    gone = firms.array("value").copy()
    gone[:18, 0] = np.nan
    with pytest.raises(PanelError, match="fewer than 3 values in"):
        panel_dependence(firms.with_columns({"v": gone}), ["v"])
    assert panel_dependence(firms, ["invest"], simulations=0).report.having("dependence-autocorrelated")
