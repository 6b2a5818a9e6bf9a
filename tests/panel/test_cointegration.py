"""Pedroni, Kao and Westerlund against other programs and formulas written with loops; what a bootstrap keeps."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.datasets.grunfeld as grunfeld
from scipy.stats import norm
from statsmodels.tsa.stattools import adfuller

from gisplug.core.errors import ModelError, PanelError, ParameterError
from gisplug.core.progress import SILENT
from gisplug.panel.read import read_panel
from gisplug.panel.testing.cointegration import panel_cointegration
from gisplug.panel.testing.cointegration_null import drawn_statistics, random_walks, without_levels
from gisplug.panel.testing.cointegration_statistics import Ways, kao, pedroni, westerlund
from gisplug.panel.testing.cointegration_tables import pedroni_moments, westerlund_moments

# R package pco 1.0.1, pedroni99(kk = 3) on Grunfeld's invest and value, 10 firms x 20 years. It weighs the panel
# statistics by the square of the inverse long-run variance (its L11hat2 is a variance already and is raised to -2); the
# first three are what it prints with -1 in that place. Its parametric statistics have the outcome among their lags, and
# its standardised ones take the moments of two regressors for one; neither is compared.
PCO = {
    "none": (25.295864274857, -16.353262874380, -4.999906811730, -18.484306955743, -4.967126378459),
    "intercept": (27.954887656393, -18.017222580263, -5.649220588997, -22.916811879424, -7.005809040011),
    "trend": (60.928968583421, -38.458651913698, -10.082449258316, -38.640657653124, -10.065087231323),
}
NONPARAMETRIC = [0, 1, 2, 4, 5]
# Python package Westerlund 0.1.2 (a port of Stata's xtwest), lrwindow = 2, on Grunfeld's invest with value and capital
XTWEST = {
    ("none", 1, 0): (-1.3445108875, -6.5373250696, -2.7170075254, -5.0175562113),
    ("intercept", 0, 0): (-1.2701140296, -6.1294034013, -2.3859886983, -3.8902096455),
    ("intercept", 1, 0): (-1.3888614449, -7.6231117840, -3.0302365649, -4.5057924093),
    ("intercept", 1, 1): (-2.1782091793, -3.5669429210, -2.8618905901, -2.8156066731),
    ("trend", 2, 1): (-2.2705544044, -0.5574037540, -2.8670033758, -0.6782827709),
}
# Python package openecon 0.3.20a2, its xtcointtest.py run with numpy in the place of torch, on Grunfeld's invest:
# modified DF, DF, ADF, unadjusted modified DF, unadjusted DF, ratio of variances by regressors, lags, kernel. Its t of
# the regression without lags divides the squares by the number of rows, ours by one less, as Stata's regress does.
OPENECON = {
    (("value",), 0, 0): (-0.111334454291, 1.467042407178, 1.474586780270, -0.111334454291, 1.467042407178, 1.0),
    (("value",), 1, 2): (-1.014212830033, 0.847955561390, 1.018691877316, -0.111334454291, 1.467042407178, 0.75297463),
    (("value",), 3, 4): (-0.849192585279, 0.950558388880, 3.615156641510, -0.111334454291, 1.467042407178, 0.79206214),
    (("value", "capital"), 1, 3): (
        *(-2.726735253467, -1.235959568189, -1.951426933055, -3.684935375336, -1.619127339035),
        1.19383495,
    ),
    (("value", "capital"), 3, 4): (
        *(-2.149573290658, -0.956342802108, 0.652952351489, -3.684935375336, -1.619127339035),
        1.33756061,
    ),
}
PRINTED = 1e-9


@pytest.fixture(scope="module")
def firms():
    data = grunfeld.load_pandas().data
    return read_panel(data[data["firm"] != "American Steel"], "firm", "year")


def arrays(panel, *regressors):
    return panel.array("invest").T[None], panel.arrays(list(regressors)).transpose(1, 0, 2)[None]


@pytest.mark.parametrize("deterministic", list(PCO))
def test_pedronis_nonparametric_statistics_equal_pco(firms, deterministic):
    found = pedroni(*arrays(firms, "value"), Ways(deterministic, 1, 0, 3))[0]
    assert found[NONPARAMETRIC].tolist() == pytest.approx(PCO[deterministic], rel=PRINTED)


def test_statistics_are_standardised_by_the_moments_of_their_number_of_regressors(firms):
    table = panel_cointegration(firms, "invest", ["value"], ["pedroni"], kernel=3, simulations=0, bootstrap=0).table
    rho = (PCO["intercept"][3] + 9.05 * np.sqrt(10)) / np.sqrt(35.98)
    v = (PCO["intercept"][0] - 8.62 * np.sqrt(10)) / np.sqrt(60.75)
    assert table["z"].iloc[[4, 0]].tolist() == pytest.approx([rho, v], rel=PRINTED)
    assert table["p"].iloc[[4, 0]].tolist() == pytest.approx([norm.cdf(rho), norm.sf(v)], rel=1e-8)


@pytest.mark.parametrize("lags", [0, 1, 2])
def test_pedronis_group_adf_is_made_of_each_units_dickey_fuller_test(firms, lags):
    y, X = arrays(firms, "value")
    t = []
    for own, x in zip(y[0], X[0], strict=True):
        Z = np.column_stack([np.ones(len(own)), x])
        e = own - Z @ np.linalg.lstsq(Z, own, rcond=None)[0]
        n, df = len(e) - 1 - lags, len(e) - 2 - 2 * lags
        t.append(adfuller(e, maxlag=lags, regression="n", autolag=None, result_object=False)[0] * np.sqrt(n / df))
    found = pedroni(y, X, Ways("intercept", lags, 0, 3))[0]
    assert found[6] == pytest.approx(np.sum(t) / np.sqrt(len(t)), rel=1e-8)


def kao_with_loops(y, X, lags, kernel):
    """Kao (1999) in loops: u is the change of y (y = L.y + u in his model)."""
    N, T = y.shape
    left = np.concatenate([own - own.mean() for own in y])
    right = np.concatenate([x - x.mean(axis=0) for x in X])
    e = (left - right @ np.linalg.lstsq(right, left, rcond=None)[0]).reshape(N, T)
    before, now = e[:, :-1].ravel(), e[:, 1:].ravel()
    rho = before @ now / (before @ before)
    u = (now - rho * before).reshape(N, T - 1)
    t = (rho - 1) / np.sqrt((u.ravel() @ u.ravel()) / (N * (T - 1) - 1) / (before @ before))
    sigma, omega = 0, 0
    for i in range(N):
        w = np.column_stack([np.diff(y[i]), np.diff(X[i], axis=0)])
        own = w.T @ w / (T - 1)
        sigma, omega = sigma + own / N, omega + own / N
        for s in range(1, kernel + 1):
            part = w[s:].T @ w[:-s] / (T - 1)
            omega = omega + (1 - s / (kernel + 1)) * (part + part.T) / N
    short, long = (m[0, 0] - m[0, 1:] @ np.linalg.inv(m[1:, 1:]) @ m[1:, 0] for m in (sigma, omega))
    rows, target = [], []
    for own in e:
        d = np.diff(own)
        for at in range(lags + 1, T):
            rows.append([own[at - 1], *(d[at - 1 - j] for j in range(1, lags + 1))])
            target.append(own[at])
    Z, target = np.array(rows), np.array(target)
    b = np.linalg.lstsq(Z, target, rcond=None)[0]
    s2 = ((target - Z @ b) ** 2).sum() / (len(Z) - Z.shape[1])
    adf = (b[0] - 1) / np.sqrt(s2 * np.linalg.inv(Z.T @ Z)[0, 0])
    root = np.sqrt(N)
    spread = np.sqrt(long / (2 * short) + 3 * short / (10 * long))
    shift = np.sqrt(6 * N * short) / (2 * np.sqrt(long))
    return [
        (root * T * (rho - 1) + 3 * root) / np.sqrt(10.2),
        np.sqrt(1.25) * t + np.sqrt(1.875 * N),
        (root * T * (rho - 1) + 3 * root * short / long) / np.sqrt(3 + 36 * short**2 / (5 * long**2)),
        (t + shift) / spread,
        (adf + shift) / spread,
    ]


@pytest.mark.parametrize(("lags", "kernel"), [(0, 0), (1, 2), (3, 4)])
def test_kao_equals_its_formulas_written_with_loops(firms, lags, kernel):
    y, X = arrays(firms, "value", "capital")
    found = kao(y, X, Ways("intercept", lags, 0, kernel))[0]
    assert found.tolist() == pytest.approx(kao_with_loops(y[0], X[0], lags, kernel), rel=1e-9)


@pytest.mark.parametrize(("regressors", "lags", "kernel"), list(OPENECON))
def test_kao_equals_openecon(firms, regressors, lags, kernel):
    y, X = arrays(firms, *regressors)
    rho, t, rho_star, t_star, adf = kao(y, X, Ways("intercept", lags, 0, kernel))[0]
    *theirs, ratio = OPENECON[regressors, lags, kernel]
    assert [rho_star, adf, rho] == pytest.approx([theirs[0], theirs[2], theirs[3]], abs=2e-12)
    rows, spread = 10 * 19, np.sqrt(1 / (2 * ratio) + 3 * ratio / 10)
    more = (np.sqrt(rows / (rows - 1)) - 1) * (t - np.sqrt(15 / 8 * 10)) / np.sqrt(5 / 4)
    assert t + np.sqrt(5 / 4) * more == pytest.approx(theirs[4], abs=2e-12)
    assert t_star + more / spread == pytest.approx(theirs[1], abs=1e-9)


@pytest.mark.parametrize(("deterministic", "lags", "leads"), list(XTWEST))
def test_westerlund_equals_a_port_of_xtwest(firms, deterministic, lags, leads):
    found = westerlund(*arrays(firms, "value", "capital"), Ways(deterministic, lags, leads, 2))[0]
    assert found.tolist() == pytest.approx(XTWEST[deterministic, lags, leads], rel=2e-9)


def test_tables_hold_the_published_moments():
    assert pedroni_moments(2, "intercept")[0].tolist() == [11.754, -9.495, -2.177, -2.177, -12.938, -2.453, -2.453]
    assert pedroni_moments(7, "trend")[1][4] == 140.756
    assert westerlund_moments(1, "intercept")[0].tolist() == [-1.7776, -7.1423, -1.4476, -4.2303]
    assert np.isnan(pedroni_moments(8, "none")[0]).all()


def test_published_moments_are_met_by_simulation():
    """Means of z in long panels of independent walks; Pedroni's and Westerlund's tables are for T to infinity."""
    N, T, ways = 40, 150, Ways("intercept", 0, 0, 0)

    def statistics(y, X):
        return np.concatenate([pedroni(y, X, ways)[:, 4:6], kao(y, X, ways)[:, :2], westerlund(y, X, ways)[:, :1]], 1)

    found = drawn_statistics(random_walks((N, T, 1)), statistics, (60, N), 1, SILENT)
    rho, t = (found[:, k].mean() / np.sqrt(N) for k in (0, 1))
    assert [rho, t] == pytest.approx([-9.05, -2.03], rel=0.06)
    assert abs(found[:, 2:4].mean(axis=0)).max() < 0.5
    assert found[:, 4].mean() == pytest.approx(-1.7776, rel=0.04)


def made(error, common=0.0, N=20, T=14, seed=1):
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.normal(size=(T, N)) + common * rng.normal(size=(T, 1)), axis=0)
    e = rng.normal(size=(T, N)) + common * rng.normal(size=(T, 1))
    y = 0.8 * x + (e if error == "noise" else np.cumsum(e, axis=0))
    frame = pd.DataFrame({"u": np.tile(np.arange(N), T), "t": np.repeat(np.arange(T), N)})
    return read_panel(frame.assign(y=y.ravel(), x=x.ravel()), "u", "t")


def test_cointegrated_panels_are_told_from_walks():
    still = panel_cointegration(made("noise"), "y", ["x"], simulations=99, bootstrap=99).table.set_index("test")
    walk = panel_cointegration(made("walk"), "y", ["x"], simulations=99, bootstrap=99).table.set_index("test")
    assert (still["p_sim"] <= 0.05).sum() >= 14
    assert (still["p_boot"] <= 0.05).sum() >= 10
    assert (walk["p_sim"] > 0.05).sum() >= 14
    assert set(still["decision"]) <= {"cointegrated (5 %)", "no cointegration not rejected"}


def test_common_shocks_mislead_p_sim_and_not_the_bootstrap():
    """Kao's DF t of 12 panels without cointegration but with a strong factor."""
    p_sim, p_boot = [], []
    for seed in range(12):
        panel = made("walk", 1.5, seed=seed)
        row = panel_cointegration(panel, "y", ["x"], ["kao"], simulations=99, bootstrap=99).table.iloc[1]
        p_sim.append(row["p_sim"])
        p_boot.append(row["p_boot"])
    assert np.mean(np.array(p_sim) <= 0.05) >= 0.25
    assert np.mean(np.array(p_boot) <= 0.05) <= 0.17


def test_the_bootstrap_keeps_who_moves_together():
    panel = made("walk", 2.0, N=6, T=60)
    y, X = panel.array("y").T, panel.arrays(["x"]).transpose(1, 0, 2)
    drawn, _ = without_levels(y, X, 1).draw(np.random.default_rng(1), 40)
    ours, theirs = (np.corrcoef(np.diff(v, axis=-1).transpose(1, 0, 2).reshape(6, -1)) for v in (drawn, y[None]))
    assert np.abs(ours - theirs).max() < 0.12


def test_dependence_is_told_where_no_p_allows_for_it():
    found = panel_cointegration(made("walk", 2.0), "y", ["x"], ["kao"], simulations=9, bootstrap=0)
    assert found.report.having("cointegration-dependent")
    assert not panel_cointegration(made("walk"), "y", ["x"], ["kao"], simulations=9, bootstrap=0).report.having(
        "cointegration-dependent"
    )


def test_what_cannot_be_tested_is_said_so(firms):
    short = {"simulations": 0, "bootstrap": 0}
    less = panel_cointegration(firms, "invest", ["value"], ["kao", "westerlund"], "trend", **short)
    (note,) = less.report.having("kao-left-out")
    assert note.level == "warning" and "deterministic = trend" in note.text
    assert list(less.table["test"].str.split().str[0].unique()) == ["Westerlund"]
    assert not panel_cointegration(firms, "invest", ["value"], ["kao"], **short).report.having("kao-left-out")
    with pytest.raises(ParameterError, match="leave kao out"):
        panel_cointegration(firms, "invest", ["value"], ["kao"], "trend")
    with pytest.raises(ParameterError, match="an outcome and one or more other columns"):
        panel_cointegration(firms, "invest", ["invest"])
    with pytest.raises(PanelError, match="too few for Westerlund's test with 2 regressors, 4 lags"):
        panel_cointegration(firms, "invest", ["value", "capital"], ["westerlund"], lags=4)
    with pytest.raises(ModelError, match=r"c of .* does not change over time"):
        panel_cointegration(firms.with_columns({"c": np.ones((20, 10))}), "invest", ["c"])
    with pytest.raises(ModelError, match="c depends in a line on what stands beside it"):
        panel_cointegration(firms.with_columns({"c": 2 * firms.array("value")}), "invest", ["value", "c"])
    with pytest.raises(PanelError, match="1 cells are empty: value of"):
        gone = firms.array("value").copy()
        gone[3, 2] = np.nan
        panel_cointegration(firms.with_columns({"value": gone}), "invest", ["value"])
