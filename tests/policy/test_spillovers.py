"""Policies that reach beyond the treated: oracles, recovery, the plain estimators without reach, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.errors import ModelError, PanelError
from gisplug.policy.rows import with_columns
from gisplug.policy.spillovers.exposure import nearest_treated
from gisplug.weights.weights import Weights
from tests.laws.panels import PANEL, W

PLACES = ("lon", "lat")
RINGS = gp.DistanceRings((150.0, 300.0), coordinates=PLACES)
TEN_DIGITS = 1e-9  # of the numbers of pyfixest, printed with ten decimals
SAME = 1e-10


def _oracle_panel():
    """40 units in the plane, two cohorts next to each other; the data that the numbers below were made from."""
    N, T, rng = 40, 10, np.random.default_rng(5)
    lon, lat = 100 + rng.uniform(0, 12, N), 25 + rng.uniform(0, 9, N)
    start, order = np.zeros(N, int), np.argsort((lon - 103) ** 2 + (lat - 28) ** 2)
    start[order[:4]], start[order[6:9]] = 2005, 2007
    years = np.arange(2001, 2001 + T)
    d = ((start > 0)[None] & (years[:, None] >= start[None])).astype(float)
    x = rng.normal(size=(T, N))
    y = rng.normal(size=N)[None] + rng.normal(size=T)[:, None] + 0.5 * x + 2 * d + rng.normal(size=(T, N))
    columns = {"y": y, "d": d, "x": x, "lon": np.tile(lon, (T, 1)), "lat": np.tile(lat, (T, 1))}
    frame = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    frame["unit"], frame["year"] = np.tile([f"u{i:02d}" for i in range(N)], T), np.repeat(years, N)
    return gp.read_panel(frame, unit="unit", period="year")


ORACLE = _oracle_panel()
DID2S = {  # pyfixest 0.60.0, did2s: estimate and standard error
    "plain": [(1.7836880817, 0.3316841863)],
    "nearest": [(1.8287391891, 0.3531989402), (0.0739261516, 0.3748074426), (0.0955294379, 0.1544534877)],
    "count": [
        (0.8229278126, 0.3639623347),
        (-0.2934676151, 0.1216369262),
        (0.1800286155, 0.0726452657),
        (0.5096160849, 0.4220359864),
        (0.1913605273, 0.1454968381),
    ],
}


@pytest.mark.parametrize("kind", DID2S)
def test_two_stages_agree_with_did2s_but_for_the_factor_of_clusters(kind):
    rule = None if kind == "plain" else gp.DistanceRings((150.0, 300.0), kind, PLACES)
    fit = gp.spillover_did(ORACLE, "y ~ d + x", rule, on_treated=kind == "count")
    n, G = fit.nobs, ORACLE.N
    factor = np.sqrt(G / (G - 1) * (n - 1) / n)
    found = fit.estimates.iloc[: len(DID2S[kind])]
    expected = np.array(DID2S[kind])
    np.testing.assert_allclose(found["estimate"], expected[:, 0], atol=TEN_DIGITS)
    np.testing.assert_allclose(found["se"] / factor, expected[:, 1], atol=TEN_DIGITS)


def test_rings_agree_with_another_program_for_spillovers():
    fit = gp.spillover_did(ORACLE, "y ~ d", RINGS)  # SpilloverDiD of diff-diff 3.13.0, rings [0, 150, 300] km
    np.testing.assert_allclose(fit.estimates["estimate"].iloc[:3], [1.8486608142, 0.098598, 0.161892], atol=1e-6)


@pytest.mark.parametrize("method", ["imputation", "two-stage", "twoway"])
def test_without_reach_the_numbers_are_those_of_the_plain_estimators(method):
    formula = "y ~ d + a + b"
    fit = gp.spillover_did(PANEL, formula, method=method, after=5)
    if method == "twoway":
        plain, path = gp.did_twoway(PANEL, formula), gp.event_study(PANEL, formula, before=4, after=5)
    else:
        plain = path = gp.did_imputation(PANEL, formula, after=5)
    columns = ["estimate"] if method == "two-stage" else ["estimate", "se", "p", "low", "high"]
    np.testing.assert_allclose(fit.estimates[columns], plain.estimates[columns], atol=SAME)
    np.testing.assert_allclose(fit.event[columns].astype(float), path.event[columns].astype(float), atol=SAME)
    assert fit.pretrend[2] == path.pretrend[2]


def _reaching(seed, N=60, T=8, near=0.6, far=0.3, between=0.4, direct=2.0):
    """Units on a line, 100 km apart, with effects on those within 150 and 250 km, and of the treated on each other."""
    rng = np.random.default_rng(seed)
    start = np.full(N, 99)
    start[[5, 6, 20, 35, 50]] = [3, 5, 4, 3, 5]
    d = np.arange(T)[:, None] >= start
    frame = pd.DataFrame({"unit": np.tile([f"u{i:02d}" for i in range(N)], T), "t": np.repeat(np.arange(T) + 2001, N)})
    frame["lon"], frame["lat"] = np.tile(np.arange(N) * 0.9, T), 0.0
    frame["d"] = d.ravel().astype(float)
    panel = gp.read_panel(frame, unit="unit", period="t")
    S = gp.DistanceRings((150.0, 250.0), coordinates=PLACES).of(panel, d)
    effect = direct * d + ~d * (near * S[:, :, 0] + far * S[:, :, 1]) + d * between * S[:, :, 0]
    noise = 0.3 * rng.normal(size=(T, N))
    y = rng.normal(size=N)[None] + rng.normal(size=T)[:, None] + effect + noise
    return with_columns(panel, {"y": y})


def test_direct_effect_and_spillovers_are_recovered_and_what_ignoring_them_does_is_told():
    rule, terms, hits, bias = gp.DistanceRings((150.0, 250.0), coordinates=PLACES), None, [], []
    true = np.array([2.0, 0.6, 0.3, 0.4])
    estimates = []
    for seed in range(20):
        fit = gp.spillover_did(_reaching(seed), "y ~ d", rule, on_treated=True, before=0)
        terms = fit.estimates.iloc[:4]
        estimates.append(terms["estimate"].to_numpy())
        hits.append((terms["low"] <= true) & (true <= terms["high"]))
        bias.append(fit.bias)
    np.testing.assert_allclose(np.mean(estimates, axis=0), true, atol=0.12)
    assert np.mean(hits, axis=0)[1:3].min() > 0.75  # of the reached; five treated are too few for more
    assert np.mean(bias) < -0.05  # neighbours that gain count as controls, so that the plain estimate is too small


def test_the_total_is_the_sum_over_the_rows_and_units():
    fit = gp.spillover_did(ORACLE, "y ~ d + x", RINGS, before=0)
    treated = (ORACLE.array("d") == 1).sum()
    total = (fit.units["total"] * fit.units["rows"]).sum() / treated
    assert total == pytest.approx(fit.estimates.loc["Total", "estimate"], abs=1e-12)
    assert fit.bias == pytest.approx(fit.ignored["estimate"].iloc[0] - fit.att, abs=1e-12)


def test_every_exposure_reads_what_it_says():
    N, T = 5, 2
    ids = tuple("abcde")
    frame = pd.DataFrame(
        {"unit": np.tile(ids, T), "t": np.repeat([1, 2], N), "lat": 0.0, "lon": np.tile(np.arange(N), T)}
    )
    frame["lights"] = np.tile([4.0, 1.0, 1.0, 1.0, 3.0], T)
    panel = gp.read_panel(frame, unit="unit", period="t")
    line = (np.abs(np.subtract.outer(range(N), range(N))) == 1).astype(float)
    w = Weights(csr_array(line), ids, "line", "row")
    on = np.zeros((T, N), bool)
    on[1, [0, 4]] = True
    degree = np.pi * 6371.0088 / 180  # km
    assert nearest_treated(panel, on, PLACES)[1] == pytest.approx(np.array([4, 1, 2, 1, 4]) * degree)
    nearest = gp.DistanceRings((120.0, 240.0), coordinates=PLACES).of(panel, on)
    assert nearest[1].tolist() == [[0, 0], [1, 0], [0, 1], [1, 0], [0, 0]] and not nearest[0].any()
    counted = gp.DistanceRings((120.0, 240.0), "count", PLACES).of(panel, on)
    assert counted[1].tolist() == [[0, 0], [1, 0], [0, 2], [1, 0], [0, 0]]
    assert gp.ContiguityRings(w, 2).of(panel, on).tolist() == nearest.tolist()
    assert gp.TreatedNeighbours(w).of(panel, on)[1, :, 0].tolist() == [0, 0.5, 0, 0.5, 0]
    plain = gp.DistanceDecay(1.5 * degree, degree, coordinates=PLACES).of(panel, on)[1, :, 0]
    assert plain == pytest.approx(np.array([0, np.exp(-1), 0, np.exp(-1), 0]))
    lit = gp.DistanceDecay(1.5 * degree, degree, "lights", PLACES).of(panel, on)[1, :, 0]
    assert lit == pytest.approx(np.array([0, 2 * np.exp(-1), 0, 1.5 * np.exp(-1), 0]))


def test_the_width_is_chosen_by_leaving_each_unit_out():
    panel = _reaching(1)
    found = gp.spillover_bandwidth(panel, "y ~ d", (125.0, 150.0, 250.0), farthest=500.0, coordinates=PLACES)
    assert found.tried["chosen"].sum() == 1
    row = found.tried.loc[125.0]
    edges = tuple(125.0 * (k + 1) for k in range(int(row["rings"])))
    km = nearest_treated(panel, panel.array("d") == 1, PLACES)
    d = panel.array("d")
    inner = (0.0, *edges[:-1])
    rings = [((km > a) & (km <= b) & (d == 0)).astype(float) for a, b in zip(inner, edges, strict=True)]
    X = np.stack([d, *rings, *(np.eye(panel.T)[t][:, None] * np.ones_like(d) for t in range(panel.T))], axis=2)
    y = panel.array("y")
    flat, left = X - X.mean(axis=0), []
    dev = y - y.mean(axis=0)
    for i in range(panel.N):
        rest = np.arange(panel.N) != i
        b = np.linalg.lstsq(flat[:, rest].reshape(-1, X.shape[2]), dev[:, rest].ravel(), rcond=None)[0]
        left.append(dev[:, i] - flat[:, i] @ b)
    assert row["rmse"] == pytest.approx(np.sqrt(np.mean(np.square(left))), abs=1e-9)


def _panel_of_pair(*, start, T=6, N=8):
    """Units on a line a degree apart; `start` is the first treated period of each, 0 for never."""
    frame = pd.DataFrame({"unit": np.tile([f"u{i}" for i in range(N)], T), "t": np.repeat(np.arange(T) + 1, N)})
    frame["lon"], frame["lat"] = np.tile(np.arange(N), T), 0.0
    frame["d"] = np.tile(start, T)
    frame["y"] = np.random.default_rng(1).normal(size=len(frame))
    return gp.read_panel(frame, unit="unit", period="t")


@pytest.mark.parametrize(
    ("start", "breaks", "options", "said"),
    [
        ((3, 0, 0, 0, 0, 0, 0, 3), (2000.0,), {}, "No clean control is left"),
        ((3, 0, 0, 0, 0, 0, 0, 0), (50.0, 120.0), {}, "No untreated unit is within 0-50 km"),
        ((1, 0, 0, 0, 0, 0, 0, 3), (120.0,), {"where": "unit in (u0, u1, u4, u5, u7)"}, "from the first period on"),
        ((3, 3, 0, 0, 0, 0, 0, 0), (120.0,), {"on_treated": True}, "not told from the policy itself"),
        ((3, 0, 0, 0, 0, 0, 0, 0), (120.0,), {"method": "imputation", "errors": "robust"}, "by unit"),
        ((3, 0, 0, 0, 0, 0, 0, 0), (120.0,), {"errors": "classical"}, "Classical errors"),
        ((3, 0, 0, 0, 0, 0, 0, 0), (120.0,), {"method": "ols"}, "method"),
        ((3, 0, 0, 0, 0, 0, 0, 0), (120.0, 60.0), {}, "rise from above 0"),
    ],
)
def test_what_cannot_be_estimated_is_refused_by_name(start, breaks, options, said):
    with pytest.raises(ModelError, match=said):
        gp.spillover_did(_panel_of_pair(start=start), "y ~ d", gp.DistanceRings(breaks, coordinates=PLACES), **options)


def test_other_refusals_name_what_is_wrong():
    panel = _panel_of_pair(start=(3, 0, 0, 0, 0, 0, 0, 0))
    with pytest.raises(ModelError, match="Orders of contiguity are 1 or more"):
        gp.ContiguityRings(W, 0)
    with pytest.raises(ModelError, match="kilometres above 0"):
        gp.DistanceDecay(-1.0)
    with pytest.raises(ModelError, match="not above 0 before the policy"):
        rule = gp.DistanceDecay(120.0, mass="none", coordinates=PLACES)
        gp.spillover_did(with_columns(panel, {"none": np.zeros((6, 8))}), "y ~ d", rule)
    with pytest.raises(PanelError, match="name the columns of longitude"):
        gp.spillover_did(panel, "y ~ d", gp.DistanceRings((120.0,)))
    with pytest.raises(ModelError, match="Widths of rings are above 0"):
        gp.spillover_bandwidth(panel, "y ~ d", (500.0,), farthest=100.0, coordinates=PLACES)
    with pytest.raises(ModelError, match="one unit alone tells an effect"):
        gp.spillover_bandwidth(panel, "y ~ d", coordinates=PLACES)


@pytest.mark.parametrize(("method", "warned"), [("two-stage", True), ("imputation", True), ("twoway", False)])
def test_few_units_are_warned_of_where_the_first_stage_knows_little(method, warned):
    fit = gp.spillover_did(ORACLE, "y ~ d + x", RINGS, method=method, before=0)
    assert bool(fit.report.having("few-units")) == warned
    assert fit.report.having("clean-controls")
