import numpy as np
import pandas as pd
import pytest
import statsmodels.datasets.grunfeld as grunfeld
from statsmodels.tsa.stattools import adfuller

from gisplug.core.errors import PanelError, ParameterError
from gisplug.panel.prepare import prepare
from gisplug.panel.read import read_panel
from gisplug.panel.unit_root import panel_unit_root
from gisplug.panel.unit_root_tables import ips_moments, llc_adjustments

# plm 2.4 (R) on Grunfeld's `value`, 10 firms x 20 years: tests/test_purtest.Rout.save of its repository. The lines on
# IPS say that gretl 2017c and EViews 9.5 print the same.
PLM_LLC = {"none": 2.589, "intercept": 0.119, "trend": -2.645}
PLM_IPS = {0: -1.419, 2: 1.496, 4: 1.394}
PRINTED = 5.1e-4


@pytest.fixture(scope="module")
def firms():
    data = grunfeld.load_pandas().data
    return read_panel(data[data["firm"] != "American Steel"], "firm", "year")


def walks(n=12, t=25, root=1.0, seed=1):
    rng = np.random.default_rng(seed)
    y = np.zeros((t, n))
    for k in range(1, t):
        y[k] = root * y[k - 1] + rng.normal(size=n)
    frame = pd.DataFrame([(f"u{i:02d}", k, y[k, i]) for i in range(n) for k in range(t)], columns=["u", "t", "y"])
    return read_panel(frame, "u", "t")


@pytest.mark.parametrize("deterministic", list(PLM_LLC))
def test_levin_lin_chu_equals_plm(firms, deterministic):
    found = panel_unit_root(firms, ["value"], ["llc"], deterministic, lags=0, simulations=0)
    assert found.table["statistic"].iloc[0] == pytest.approx(PLM_LLC[deterministic], abs=PRINTED)
    assert found.report.having("short-panel")


@pytest.mark.parametrize("lags", list(PLM_IPS))
def test_im_pesaran_shin_equals_plm_gretl_and_eviews(firms, lags):
    found = panel_unit_root(firms, ["value"], ["ips"], "intercept", lags=lags, simulations=0)
    assert found.table["statistic"].iloc[0] == pytest.approx(PLM_IPS[lags], abs=PRINTED)


@pytest.mark.parametrize(("deterministic", "code"), [("none", "n"), ("intercept", "c"), ("trend", "ct")])
def test_each_unit_is_an_augmented_dickey_fuller_regression(firms, deterministic, code):
    found = panel_unit_root(firms, ["value"], ["llc"], deterministic, lags=2, simulations=0).units.set_index("unit")
    for i, firm in enumerate(firms.ids):
        theirs = adfuller(firms.array("value")[:, i], maxlag=2, regression=code, autolag=None, result_object=False)
        assert found.loc[firm, "t"] == pytest.approx(theirs[0], rel=1e-7)
        assert found.loc[firm, "p"] == pytest.approx(theirs[1], rel=1e-6)


def test_lags_chosen_by_sic_are_those_of_statsmodels(firms):
    found = panel_unit_root(firms, ["invest"], ["ips"], "intercept", lags="aic", most=3, simulations=0).units
    for i in range(firms.N):
        used = adfuller(firms.array("invest")[:, i], maxlag=3, regression="c", autolag="AIC", result_object=False)[2]
        assert found["lags"].iloc[i] == used


def test_random_walks_are_not_rejected_and_stationary_series_are():
    walk = panel_unit_root(walks(), ["y"], simulations=99).table
    still = panel_unit_root(walks(root=0.2), ["y"], simulations=99).table
    assert (walk["p"] > 0.05).all()
    assert (still["p"] < 0.001).all()
    assert (still["p_sim"] == 0.01).all()
    assert (still["decision"] == "stationary (5 %)").all()


@pytest.mark.slow
def test_simulated_p_values_have_their_size_in_short_panels():
    rejected = {"llc": 0, "ips": 0, "fisher": 0}
    draws = 40
    for seed in range(draws):
        table = panel_unit_root(walks(6, 14, seed=seed), ["y"], lags="sic", simulations=49, seed=seed).table
        for test, row in zip(rejected, (0, 1, 2), strict=True):
            rejected[test] += int(table["p_sim"].iloc[row] <= 0.05)
    for count in rejected.values():
        assert count <= 0.05 * draws + 4 * np.sqrt(0.05 * 0.95 * draws)


def test_tables_hold_the_published_moments():
    assert ips_moments(10, 0, "intercept") == (-1.504, 1.069)
    assert ips_moments(100, 8, "trend") == (-2.088, 0.670)
    assert llc_adjustments(25, "intercept") == (-0.554, 0.919)
    assert llc_adjustments(500, "trend") == (-0.5, 0.5)


def test_published_moments_are_met_by_simulation():
    table = panel_unit_root(walks(4000, 16), ["y"], ["ips"], lags=0, simulations=0)
    t = table.units["t"]
    mean, variance = ips_moments(15, 0, "intercept")
    assert t.mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / 4000))
    assert t.var() == pytest.approx(variance, rel=0.12)


def test_a_common_shock_is_taken_out_by_demeaning():
    panel = walks()
    shocked = panel.with_columns({"y": panel.array("y") + 50 * np.random.default_rng(2).normal(size=(panel.T, 1))})
    base = panel_unit_root(panel, ["y"], ["ips"], demean=True, simulations=0).table["statistic"]
    assert panel_unit_root(shocked, ["y"], ["ips"], demean=True, simulations=0).table[
        "statistic"
    ].to_numpy() == pytest.approx(base.to_numpy())


def test_what_cannot_be_tested_is_said_so(firms):
    with pytest.raises(ParameterError, match="needs an intercept"):
        panel_unit_root(firms, ["value"], ["ips"], "none")
    with pytest.raises(PanelError, match="does not change over time in"):
        panel_unit_root(firms.with_columns({"c": np.ones((20, 10))}), ["c"])
    with pytest.raises(PanelError, match="empty cells"):
        panel_unit_root(prepare(firms, "g = growth(value)"), ["g"])
    with pytest.raises(PanelError, match="too few for 8 lags"):
        panel_unit_root(firms, ["value"], lags=8)
