import numpy as np
import pandas as pd
import pytest
import statsmodels.datasets.grunfeld as grunfeld
from statsmodels.tsa.adfvalues import mackinnonp
from statsmodels.tsa.stattools import adfuller

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.progress import SILENT
from gisplug.panel.prepare import prepare
from gisplug.panel.read import read_panel
from gisplug.panel.testing.root_statistics import mackinnon
from gisplug.panel.testing.unit_root import panel_unit_root
from gisplug.panel.testing.unit_root_tables import ips_moments, llc_adjustments

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


@pytest.mark.parametrize(("deterministic", "code"), [("none", "n"), ("intercept", "c"), ("trend", "ct")])
def test_mackinnon_p_values_equal_statsmodels(deterministic, code):
    t = np.concatenate([np.linspace(-22, 4, 261), [-1.04, -1.61, -2.89, 0.7, 2.74]])
    wanted = [mackinnonp(value, regression=code, N=1) for value in t]
    assert mackinnon(t, deterministic) == pytest.approx(wanted, abs=1e-15)


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


# plm 2.6-2 (R 4.2.2) on Grunfeld, 10 firms x 20 years: purtest(test = "hadri", Hcons = FALSE, TRUE), and
# cipstest(model = "cmg") of `inv` without and with truncation (the same here)
PLM_HADRI = {
    ("invest", "intercept"): (23.6285297421472, 24.256568040104),
    ("invest", "trend"): (11.5270056121257, 9.31780525826341),
    ("value", "intercept"): (4.18427894828871, 10.1552725964999),
    ("value", "trend"): (4.53394715540768, 9.57816427545374),
}
PLM_CIPS = {
    ("none", 1): -1.63777374601969,
    ("none", 2): -1.08770033974119,
    ("intercept", 1): -2.24201046570461,
    ("intercept", 2): -1.48017375545774,
    ("trend", 1): -2.20298850446516,
    ("trend", 2): -1.39703557759382,
}
EXACT = 1e-10


@pytest.mark.parametrize(("variable", "deterministic"), list(PLM_HADRI))
def test_hadri_equals_plm(firms, variable, deterministic):
    found = panel_unit_root(firms, [variable], ["hadri"], deterministic, simulations=0).table
    assert found["statistic"].tolist() == pytest.approx(PLM_HADRI[variable, deterministic], rel=EXACT)
    assert set(found["null"]) == {"stationary"}


@pytest.mark.parametrize(("deterministic", "lags"), list(PLM_CIPS))
def test_cips_equals_plm(firms, deterministic, lags):
    found = panel_unit_root(firms, ["invest"], ["cips"], deterministic, lags, simulations=1)
    assert found.table["statistic"].tolist() == pytest.approx([PLM_CIPS[deterministic, lags]] * 2, rel=EXACT)
    assert found.units["cadf_t"].mean() == pytest.approx(PLM_CIPS[deterministic, lags], rel=EXACT)


def test_cips_is_truncated_at_the_bounds_of_pesaran():
    found = panel_unit_root(walks(6, 12, seed=7), ["y"], ["cips"], "trend", 1, simulations=1)
    t = found.units["cadf_t"].to_numpy()
    assert t.min() < -6.42
    assert found.table["statistic"].tolist() == pytest.approx([t.mean(), np.clip(t, -6.42, 1.70).mean()])


def test_simulated_cips_meets_the_published_critical_value():
    """Pesaran (2007), table II(b), 5 %, N = 30, T = 15: -2.17."""
    from gisplug.panel.testing.dickey_fuller import Recipe
    from gisplug.panel.testing.null_draws import Drawn, simulated

    recipe = Recipe("intercept", 0, 0, augmented=True)
    drawn = simulated(Drawn((15, 30), ("cips",), (recipe, recipe), 0, False, 999, 3), SILENT)["cips"]
    assert np.quantile(drawn, 0.05) == pytest.approx(-2.17, abs=0.03)


def by_hand(y, p, trend):
    """Breitung's lambda with loops, after Breitung (2000) and Baltagi (2005, section 12.2.3)."""
    top = bottom = 0.0
    for series in y.T:
        T, d = len(series), np.diff(series)
        rows = range(p, T - 1)
        before = np.array([[d[r - j] for j in range(1, p + 1)] for r in rows]).reshape(len(rows), p)
        change, level = np.array([d[r] for r in rows]), np.array([series[r] for r in rows])
        if trend:
            slopes = np.linalg.lstsq(np.column_stack([np.ones(len(rows)), before]), change, rcond=None)[0][1:]
            change = change - before @ slopes
            level = (
                level
                - np.array([[series[r - j] for j in range(1, p + 1)] for r in rows]).reshape(len(rows), p) @ slopes
            )
            sigma2 = ((change - change.mean()) ** 2).sum() / (T - p - 2)
            n = len(change)
            for s in range(n):
                x = level[s] - level[0] - s * change.mean()
                bottom += x**2 / sigma2
                if s < n - 1:
                    ahead = np.sqrt((n - 1 - s) / (n - s)) * (change[s] - change[s + 1 :].mean())
                    top += x * ahead / sigma2
        else:
            level = level - level[0]
            if p:
                level = level - before @ np.linalg.lstsq(before, level, rcond=None)[0]
                change = change - before @ np.linalg.lstsq(before, change, rcond=None)[0]
            sigma2 = (change @ change) / (T - p - 2)
            top, bottom = top + level @ change / sigma2, bottom + level @ level / sigma2
    return top / np.sqrt(bottom)


@pytest.mark.parametrize("lags", [0, 1, 2])
@pytest.mark.parametrize("deterministic", ["intercept", "trend"])
def test_breitung_equals_its_formula_written_with_loops(firms, deterministic, lags):
    found = panel_unit_root(firms, ["value"], ["breitung"], deterministic, lags, simulations=0).table
    assert found["statistic"].iloc[0] == pytest.approx(by_hand(firms.array("value"), lags, deterministic == "trend"))


def test_breitung_is_standard_normal_for_random_walks_with_drift():
    from gisplug.panel.testing.dickey_fuller import Recipe
    from gisplug.panel.testing.root_statistics import series

    rng, recipe = np.random.default_rng(1), Recipe("trend", 0, 0)
    drawn = [
        series(np.cumsum(0.5 + rng.normal(size=(80, 30)), axis=0), ("breitung",), recipe, recipe, 0).of("breitung")[
            "breitung"
        ][0]
        for _ in range(150)
    ]
    assert abs(np.mean(drawn)) < 0.35
    assert np.std(drawn) == pytest.approx(1, abs=0.2)


def test_the_second_variable_has_the_null_of_the_first(firms):
    twice = panel_unit_root(firms, ["value", "invest"], ["llc"], lags=0, simulations=9).table
    alone = panel_unit_root(firms, ["invest"], ["llc"], lags=0, simulations=9).table
    assert twice["p_sim"].iloc[1] == alone["p_sim"].iloc[0]


def test_hadri_tells_noise_from_walks_and_says_its_null():
    noise = panel_unit_root(walks(root=0.0), ["y"], ["hadri"], simulations=99)
    walk = panel_unit_root(walks(), ["y"], ["hadri"], simulations=99)
    assert (noise.table["p_sim"] > 0.05).all()
    assert (noise.table["decision"] == "stationarity not rejected").all()
    assert (walk.table["decision"] == "not stationary (5 %)").all()
    assert "null of Hadri" in str(walk.report)


def test_what_the_further_tests_cannot_do_is_said_so(firms):
    with pytest.raises(ParameterError, match="Hadri's test needs an intercept"):
        panel_unit_root(firms, ["value"], ["hadri"], "none")
    with pytest.raises(ParameterError, match="CIPS has no p-value"):
        panel_unit_root(firms, ["value"], ["cips"], simulations=0)
    with pytest.raises(ParameterError, match="after demean"):
        panel_unit_root(firms, ["value"], ["cips"], demean=True)
    with pytest.raises(ParameterError, match="kernel is a number of lags"):
        panel_unit_root(firms, ["value"], ["hadri"], kernel=19)
    with pytest.raises(PanelError, match="cross-section means: 1 degrees"):
        panel_unit_root(walks(5, 10), ["y"], ["cips"], "trend", 1)
    with pytest.raises(PanelError, match="straight line in time in u00"):
        line = walks(5, 12).array("y").copy()
        line[:, 0] = np.arange(12)
        panel_unit_root(walks(5, 12).with_columns({"y": line}), ["y"], ["hadri"], "trend")
