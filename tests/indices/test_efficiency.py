"""Data envelopment analysis and the Malmquist index: published numbers, deaR's, and the laws of the method."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from gisplug.core.errors import PanelError, ParameterError
from gisplug.indices.efficiency.envelopment import data_envelopment
from gisplug.indices.efficiency.malmquist import PARTS, malmquist_index
from gisplug.panel.read import read_panel

IN, OUT = ["staff", "money"], ["patents", "papers"]
NAN = float("nan")
VALUES = {  # 8 units in three years, made up
    "staff": [49, 14, 14, 52, 7, 23, 39, 19, 43, 6, 29, 53, 28, 41, 14, 46, 48, 22, 40, 52, 56, 9, 56, 12],
    "money": [9, 18, 49, 37, 10, 28, 31, 13, 45, 11, 26, 33, 28, 37, 45, 57, 20, 40, 43, 21, 5, 58, 21, 22],
    "patents": [29, 15, 15, 41, 9, 19, 30, 18, 58, 8, 26, 58, 36, 39, 27, 70, 34, 32, 31, 42, 24, 26, 51, 16],
    "papers": [24, 25, 35, 26, 18, 31, 41, 15, 46, 16, 35, 25, 27, 26, 24, 36, 28, 23, 47, 33, 14, 20, 36, 29],
}
# deaR 1.5 (R, lpSolve) on these, first year; output scores are turned round to 1 / phi
SCORES = {
    ("crs", "input"): [1, 0.8776595745, 0.9722222222, 0.8214936248, 1, 0.6943521595, 0.8006057159, 1],
    ("vrs", "input"): [1, 1, 1, 1, 1, 0.9258010118, 1, 1],
    ("vrs", "output"): [1, 1, 1, 1, 1, 1 / 1.0476170656, 1, 1],
}
SUPER = {
    ("crs", "input"): [
        2.3271604938,
        0.8776595745,
        0.9722222222,
        0.8214936248,
        1.4037735849,
        0.6943521595,
        0.8006057159,
        1.0878980892,
    ],
    ("vrs", "input"): [2.832141154, 1.1213931798, 2.1, NAN, 2, 0.9258010118, NAN, 1.1451322115],
    ("vrs", "output"): [
        NAN,
        1 / 0.9251908397,
        1.4,
        1 / 0.7317073171,
        NAN,
        1 / 1.0476170656,
        1 / 0.7433057449,
        1 / 0.8862029969,
    ],
}
CHANGES = {  # the second and third year, output orientation
    "malmquist": [
        0.705750948970,
        1.093557497993,
        0.976743125311,
        1.41191764074,
        0.962344295726,
        1.11658546587,
        1.38330116636,
        1.099060974446,
        0.961026921046,
        0.902059341221,
        0.811425121504,
        1.12439165574,
        1.676438341014,
        1.52413035118,
        1.28031804498,
        0.889482181661,
    ],
    "technical_change": [
        0.70575094897,
        0.959771208345,
        0.94961137183,
        1.15988134057,
        0.989646799602,
        1.03082949066,
        1.10747882055,
        1.099060974446,
        1.14258535977,
        0.902059341221,
        1.03191571683,
        1.20115902667,
        1.630188543286,
        1.14632308382,
        1.28031804498,
        0.889482181661,
    ],
    "pure_change": [1, 1, 1, 1, 1, 0.792831628091, 1, 1, 0.845863371095, 1, 1, 0.936472105772, 1, 1.32136134387, 1, 1],
}


def panel_of(**columns):
    years, units = 3, 8
    frame = pd.DataFrame([(f"u{i}", 2000 + t) for t in range(years) for i in range(units)], columns=["code", "year"])
    return read_panel(frame.assign(**{**VALUES, **columns}), "code", "year")


def simulated(n=40, t=2, seed=5):
    rng = np.random.default_rng(seed)
    x = rng.lognormal(0, 0.7, (t * n, 2))
    reach = x.prod(axis=1) ** 0.4
    y = np.column_stack([reach * rng.uniform(0.3, 1, t * n), reach * rng.uniform(0.3, 1, t * n)])
    frame = pd.DataFrame([(f"u{i:02d}", 2000 + k) for k in range(t) for i in range(n)], columns=["code", "year"])
    return read_panel(frame.assign(staff=x[:, 0], money=x[:, 1], patents=y[:, 0], papers=y[:, 1]), "code", "year")


@pytest.mark.parametrize(("returns", "orientation"), SCORES)
def test_scores_and_super_efficiency_are_those_of_deaR(returns, orientation):
    found = data_envelopment(panel_of(), IN, OUT, orientation=orientation, returns=returns, super_efficiency=True)
    first = found.scores.loc[2000]
    assert first["efficiency"].tolist() == pytest.approx(SCORES[returns, orientation], abs=1e-9)
    assert first["super"].tolist() == pytest.approx(SUPER[returns, orientation], abs=1e-9, nan_ok=True)
    lost = found.report.having("infeasible")
    assert bool(lost) == bool(found.scores["super"].isna().any())
    if lost:
        assert str(int(found.scores["super"].isna().sum())) in lost[0].text


def test_slacks_are_those_of_deaR():
    first = data_envelopment(panel_of(), IN, OUT).scores.loc[2000]
    money, patents, papers = (first[f"slack_{c}"].tolist() for c in ("money", "patents", "papers"))
    assert first["slack_staff"].tolist() == [0] * 8
    assert money == pytest.approx([0, 0, 28.1944444444, 0, 0, 0, 0, 0], abs=1e-6)
    assert patents == pytest.approx([0, 0, 2.5, 0, 0, 0, 0, 0], abs=1e-6)
    assert papers == pytest.approx([0, 2.39361702128, 0, 10.51912568306, 0, 1.99224806202, 0, 0], abs=1e-6)


def test_malmquist_and_its_parts_are_those_of_deaR():
    found = malmquist_index(panel_of(), IN, OUT).changes.loc[2001:]
    for part, values in CHANGES.items():
        assert found[part].tolist() == pytest.approx(values, abs=1e-9)
    assert np.allclose(found["malmquist"], found["efficiency_change"] * found["technical_change"])
    assert np.allclose(found["efficiency_change"], found["pure_change"] * found["scale_change"])


def test_published_examples():
    # Cooper, Seiford and Tone (2007), six stores with two inputs for one output
    stores = [(4, 3), (7, 3), (8, 1), (4, 2), (2, 4), (10, 1)]
    frame = pd.DataFrame(stores, columns=["staff", "floor"]).assign(code=list("ABCDEF"), year=1, sales=1)
    found = data_envelopment(read_panel(frame, "code", "year"), ["staff", "floor"], ["sales"]).scores.loc[1]
    assert found["efficiency"].round(4).tolist() == [0.8571, 0.6316, 1, 1, 1, 1]
    assert found.loc["F", "slack_staff"] == pytest.approx(2)  # F makes with 10 what C makes with 8
    # Andersen and Petersen (1993), five units
    five = [(2, 12), (2, 8), (5, 5), (10, 4), (10, 6)]
    frame = pd.DataFrame(five, columns=["a", "b"]).assign(code=list("ABCDE"), year=1, made=1)
    found = data_envelopment(read_panel(frame, "code", "year"), ["a", "b"], ["made"], super_efficiency=True).scores.loc[
        1
    ]
    assert found["super"].round(3).tolist() == [1.0, 1.316, 1.2, 1.25, 0.75]


@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("returns", ["crs", "vrs"])
def test_each_unit_has_the_optimum_of_its_own_programme_over_all_others(returns, orientation):
    panel = simulated()
    found = data_envelopment(panel, IN, OUT, orientation=orientation, returns=returns).scores.loc[2000]
    x, y = panel.arrays(IN)[0], panel.arrays(OUT)[0]
    side = (x, 0 * y) if orientation == "input" else (0 * x, -y)
    for n in range(0, panel.N, 7):
        matrix = np.vstack([np.c_[x.T, -side[0][n]], np.c_[-y.T, -side[1][n]]])
        limit = np.r_[0 * x[n], -y[n]] if orientation == "input" else np.r_[x[n], 0 * y[n]]
        cost = np.r_[np.zeros(panel.N), 1.0 if orientation == "input" else -1.0]
        sums = {"A_eq": np.r_[np.ones(panel.N), 0.0][None], "b_eq": [1.0]} if returns == "vrs" else {}
        best = linprog(cost, matrix, limit, method="highs", **sums).x[-1]
        expected = best if orientation == "input" else 1 / best
        assert found["efficiency"].iloc[n] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("frontier", ["period", "pooled"])
def test_units_of_measure_do_not_matter(frontier):
    panel = simulated(25)
    other = panel.with_columns({"staff": panel.array("staff") * 1e6, "papers": panel.array("papers") / 1e4})
    options = {"orientation": "output", "returns": "vrs", "frontier": frontier, "super_efficiency": True}
    one, two = (data_envelopment(p, IN, OUT, **options).scores for p in (panel, other))
    plain = ["efficiency", "crs", "vrs", "scale", "super", "slack_money", "slack_patents"]
    pd.testing.assert_frame_equal(one[plain], two[plain], rtol=1e-7)
    assert one["returns"].tolist() == two["returns"].tolist()
    assert np.allclose(one["slack_papers"], two["slack_papers"] * 1e4)
    one, two = (malmquist_index(p, IN, OUT).changes for p in (panel, other))
    pd.testing.assert_frame_equal(one, two, rtol=1e-7)


def test_laws_of_efficiency():
    panel = simulated()
    scores = {o: data_envelopment(panel, IN, OUT, orientation=o).scores for o in ("input", "output")}
    assert np.allclose(scores["input"]["crs"], scores["output"]["crs"])  # constant returns: both ways alike
    for found in scores.values():
        assert (found["crs"] <= found["vrs"] + 1e-9).all()
        assert found["vrs"].between(0, 1).all()
        assert ((found["scale"] > 1 - 1e-6) == (found["returns"] == "constant")).all()
    pooled = data_envelopment(panel, IN, OUT, frontier="pooled")
    assert (pooled.scores["crs"] <= scores["input"]["crs"] + 1e-9).all()  # more peers, no better score
    assert set(pooled.peers["peer_period"]) == {2000, 2001}


def test_the_projected_point_is_what_the_peers_do():
    panel = simulated(30, 1)
    found = data_envelopment(panel, IN, OUT, returns="vrs")
    rows = found.peers.assign(n=found.peers["unit"].map(panel.ids.index), k=found.peers["peer"].map(panel.ids.index))
    weights = np.zeros((panel.N, panel.N))
    weights[rows["n"], rows["k"]] = rows["weight"]
    score, x, y = found.scores["efficiency"].to_numpy()[:, None], panel.arrays(IN)[0], panel.arrays(OUT)[0]
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights @ x, score * x - found.scores[["slack_staff", "slack_money"]], atol=1e-6)
    assert np.allclose(weights @ y, y + found.scores[["slack_patents", "slack_papers"]], atol=1e-6)


def test_twice_as_productive_gives_a_technical_change_of_two():
    panel = simulated(40, 1)
    both = pd.concat([panel.table(), panel.table().assign(year=2001)])
    late = both["year"] == 2001
    both.loc[late, OUT] *= 2
    found = malmquist_index(read_panel(both, "code", "year"), IN, OUT)
    assert np.allclose(found.changes.loc[2001, "technical_change"], 2)
    assert np.allclose(found.changes.loc[2001, "efficiency_change"], 1)
    assert found.by_period["cumulative"].iloc[-1] == pytest.approx(2)
    assert found.changes.loc[2000, list(PARTS)].isna().all(axis=None)


def test_zeros_are_told_and_not_taken_for_numbers():
    patents, papers = list(VALUES["patents"]), list(VALUES["papers"])
    patents[3], papers[3] = 0, 0
    panel = panel_of(patents=patents, papers=papers)
    found = data_envelopment(panel, IN, OUT)
    assert found.scores.loc[(2000, "u3"), ["crs", "vrs"]].tolist() == [0, 0]
    assert "u3 in 2000" in found.report.having("no-output")[0].text
    changes = malmquist_index(panel, IN, OUT)
    assert changes.changes.loc[(2001, "u3")].isna().all()
    assert "u3 in 2001" in changes.report.having("not-measured")[0].text
    assert changes.by_period["malmquist"].notna().all()


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(PanelError, match="negative"):
        data_envelopment(panel_of(money=[-1] + [5] * 23), IN, OUT)
    with pytest.raises(PanelError, match="no input at all"):
        data_envelopment(panel_of(money=[0] + [5] * 23, staff=[0] + [5] * 23), IN, OUT)
    with pytest.raises(PanelError, match="zero everywhere"):
        data_envelopment(panel_of(papers=0), IN, OUT)
    with pytest.raises(ParameterError, match="staff stands twice"):
        data_envelopment(panel_of(), IN, ["staff"])
    with pytest.raises(ParameterError, match="orientation"):
        malmquist_index(panel_of(), IN, OUT, "sideways")
    with pytest.raises(ParameterError, match="returns"):
        data_envelopment(panel_of(), IN, OUT, returns="irs")
    with pytest.raises(PanelError, match="has one"):
        malmquist_index(panel_of().select(periods=[2000]), IN, OUT)
    gap = panel_of().table().replace({"year": {2002: 2003}})
    with pytest.raises(PanelError, match="lacks 2002"):
        malmquist_index(read_panel(gap, "code", "year"), IN, OUT)


def test_few_units_are_warned_of():
    assert data_envelopment(panel_of(), IN, OUT).report.having("few-units")
    assert not data_envelopment(simulated(20, 1), IN, OUT).report.having("few-units")
