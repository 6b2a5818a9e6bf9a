import json

import esda
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph
from scipy.sparse import csr_array

from gisplug.autocorrelation.global_statistics import geary_by_period, getis_by_period, moran_by_period
from gisplug.core.errors import JoinError, PanelError, ParameterError
from gisplug.panel.prepare import prepare
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights
from tests.autocorrelation.cases import chain, spdep, us_income, weights_of
from tests.shared_data import shared

EXACT = 1e-10  # the same formula in another order of summation


def test_moran_of_three_periods_equals_esda():
    panel, w = us_income()
    panel = panel.select(periods=[1929, 1970, 2009])
    ours = moran_by_period(panel, "lnincome", w, permutations=0)
    graph = Graph.from_sparse(w.matrix.tocoo())
    for t, row in ours.iterrows():
        theirs = esda.Moran(panel.array("lnincome")[t], graph, two_tailed=False, permutations=0)
        for name, value in (
            ("I", theirs.I),
            ("EI", theirs.EI),
            ("VI_norm", theirs.VI_norm),
            ("VI_rand", theirs.VI_rand),
        ):
            assert row[name] == pytest.approx(value, rel=EXACT)
        for name, value in (
            ("p_norm", theirs.p_norm),
            ("p_rand", theirs.p_rand),
            ("z_norm", theirs.z_norm),
            ("z_rand", theirs.z_rand),
        ):
            assert row[name] == pytest.approx(value, rel=1e-7)


def test_geary_and_getis_equal_esda():
    panel, w = us_income()
    panel = panel.select(periods=[1950])
    y = panel.array("income")[0]
    graph = Graph.from_sparse(w.matrix.tocoo())
    c, theirs = geary_by_period(panel, "income", w, permutations=0).iloc[0], esda.Geary(y, graph, permutations=0)
    assert (c["C"], c["VC_norm"], c["VC_rand"]) == pytest.approx((theirs.C, theirs.VC_norm, theirs.VC_rand), rel=EXACT)
    g, theirs = (
        getis_by_period(panel, "income", w, permutations=0).iloc[0],
        esda.G(y, Graph.from_sparse(w.raw.tocoo()), permutations=0),
    )
    assert g["z_rand"] != pytest.approx(theirs.z_norm)  # esda makes the weights binary
    binary = Weights(w.raw, w.ids, "binary", "none")
    g = getis_by_period(panel, "income", binary, permutations=0).iloc[0]
    assert (g["G"], g["EG"], g["VG_rand"]) == pytest.approx((theirs.G, theirs.EG, theirs.VG), rel=EXACT)


@pytest.mark.parametrize(("name", "variable"), [("columbus", "CRIME"), ("boston", "CMEDV")])
def test_moran_geary_and_getis_equal_spdep(name, variable):
    panel, w = spdep(name)
    oracle = json.loads(shared(f"oracles/{name}/spdep_esda.json").read_text())
    moran = moran_by_period(panel, variable, w, permutations=999).iloc[0]
    geary = geary_by_period(panel, variable, w, permutations=999).iloc[0]
    for ours, under, theirs in (
        (moran["z_rand"], moran["p_rand"], oracle["moran_rand_greater"]),
        (moran["z_norm"], moran["p_norm"], oracle["moran_norm_greater"]),
        (-geary["z_rand"], geary["p_rand"], oracle["geary_rand"]),
        (-geary["z_norm"], geary["p_norm"], oracle["geary_norm"]),
    ):
        assert (ours, under) == pytest.approx((theirs["statistic"], theirs["p_value"]), rel=1e-8)
    assert moran["sd_sim"] == pytest.approx(oracle["moran_mc"]["sd"], rel=0.08)
    low = float(panel.array(variable).min())
    shifted = prepare(panel, f"g = {variable} - {low!r} + 1")
    for style, normalise in (("B", "none"), ("W", "row")):
        g = getis_by_period(shifted, "g", Weights(w.raw, w.ids, style, normalise), permutations=0).iloc[0]
        theirs = oracle["globalG_x_minus_min_plus1"][style]["estimate"]
        assert (g["G"], g["EG"], g["VG_rand"]) == pytest.approx(tuple(theirs.values()), rel=1e-8)


def test_moran_by_year_equals_spdep_on_munnell():
    oracle = json.loads(shared("oracles/munnell/moran_by_year.json").read_text())
    produc = pd.read_csv(shared("oracles/munnell/produc.csv"))
    dense = pd.read_csv(shared("oracles/munnell/usaww_dense.csv"), header=None)
    names = sorted(produc["state"].unique())
    w = Weights(csr_array(dense.to_numpy(dtype=float)), tuple(names), "usaww")
    panel = prepare(read_panel(produc, "state", "year"), "lgsp = log(gsp)")
    moran = moran_by_period(panel, "lgsp", w, permutations=0).set_index("period")
    geary = geary_by_period(panel, "lgsp", w, permutations=0).set_index("period")
    for year, theirs in oracle["by_year"].items():
        ours = moran.loc[int(year)]
        assert ours["I"] == pytest.approx(theirs["randomisation"]["estimate"]["Moran I statistic"], abs=1e-8)
        assert ours["p_rand"] == pytest.approx(theirs["randomisation"]["p_value"], rel=1e-6)
        assert ours["p_norm"] == pytest.approx(theirs["normality"]["p_value"], rel=1e-6)
        assert geary.loc[int(year), "C"] == pytest.approx(theirs["geary"]["estimate"]["Geary C statistic"], abs=1e-8)


def test_moran_of_chinese_night_lights_equals_the_reference():
    dense = pd.read_csv(shared("data/china/W_queen_cn30_hainan_guangdong.csv"), index_col=0)
    w = Weights(csr_array(dense.to_numpy(dtype=float)), tuple(map(str, dense.index)), "queen")
    panel = read_panel(shared("data/china/panel_cn31_ntl_gdp_REAL_2012_2022.csv"), "adcode", "year")
    panel = prepare(panel, "drop unit == 540000; l = log(ntl_sum_500m / area_km2)")
    moran = moran_by_period(panel, "l", w).set_index("period")
    assert moran.loc[[2012, 2020, 2022], "I"].round(3).tolist() == [0.545, 0.607, 0.614]
    assert moran["z_rand"].between(4.6, 5.4).all()
    assert (moran["p_sim"] == 0.001).all()


def test_permutation_variance_approaches_the_randomisation_variance():
    panel, w = us_income()
    panel = panel.select(periods=[1929, 1980])
    for function, name in ((moran_by_period, "VI_rand"), (geary_by_period, "VC_rand"), (getis_by_period, "VG_rand")):
        table = function(panel, "income", w, permutations=9999)
        assert np.allclose(table["sd_sim"] ** 2, table[name], rtol=0.05)


def test_the_same_seed_gives_the_same_p_and_another_seed_another():
    panel, w = chain(12, periods=3)
    first, again, other = (moran_by_period(panel, "x", w, seed=s) for s in (5, 5, 6))
    pd.testing.assert_frame_equal(first, again)
    assert (first["mean_sim"] != other["mean_sim"]).all()


def test_tails_are_named_and_add_up():
    panel, w = chain(20)
    up, down, both = (moran_by_period(panel, "x", w, alternative=a).iloc[0] for a in ("greater", "less", "two-sided"))
    assert (up["tail"], down["tail"], both["tail"]) == ("I > E(I)", "I < E(I)", "two-sided")
    assert up["p_rand"] + down["p_rand"] == pytest.approx(1)
    assert both["p_rand"] == pytest.approx(2 * min(up["p_rand"], down["p_rand"]))
    assert both["p_sim"] == pytest.approx(min(1, 2 * min(up["p_sim"], down["p_sim"])))
    assert geary_by_period(panel, "x", w).iloc[0]["tail"] == "C < E(C)"


def test_moran_by_hand_on_a_chain_of_four():
    # z = (-1.5, -.5, .5, 1.5), rows sum to one: z'Wz = .75 + .25*... ; 4/4 * sum / 5
    panel, w = chain(4)
    panel = panel.with_columns({"x": np.array([[1.0, 2.0, 3.0, 4.0]])})
    z = np.array([-1.5, -0.5, 0.5, 1.5])
    lags = np.array([-0.5, (-1.5 + 0.5) / 2, (-0.5 + 1.5) / 2, 0.5])
    assert moran_by_period(panel, "x", w, permutations=0)["I"].iloc[0] == pytest.approx((z * lags).sum() / 5)


def test_moran_does_not_depend_on_units_of_measure_or_order():
    panel, w = chain(15, periods=2)
    scaled = panel.with_columns({"x": panel.array("x") * -7 + 1000})
    turned = panel.select(ids=panel.ids[::-1])
    base = moran_by_period(panel, "x", w, permutations=0).drop(columns="tail").to_numpy(dtype=float)
    for other in (scaled, turned):
        assert np.allclose(
            moran_by_period(other, "x", w, permutations=0).drop(columns="tail").to_numpy(dtype=float), base
        )


def test_weights_of_the_caller_stay_as_they_were():
    panel, w = chain(8)
    before = w.raw.toarray().copy(), w.matrix.toarray().copy()
    moran_by_period(panel, "x", w)
    assert (w.raw.toarray() == before[0]).all()
    assert (w.matrix.toarray() == before[1]).all()


def test_isolates_count_or_are_left_out_as_asked():
    panel, _ = chain(6)
    w = weights_of({0: [1], 1: [0, 2], 2: [1, 3], 3: [2, 4], 4: [3], 5: []}, panel.ids)
    kept = moran_by_period(panel, "x", w, permutations=0).iloc[0]
    left = moran_by_period(panel, "x", w, permutations=0, isolates="drop").iloc[0]
    assert (kept["n"], left["n"]) == (6, 5)
    assert left["EI"] == pytest.approx(-1 / 4)


def test_empty_cells_are_refused_with_their_list_or_left_out_on_request():
    panel, w = chain(8, periods=2)
    x = panel.array("x").copy()
    x[1, 3] = np.nan
    holed = panel.with_columns({"x": x})
    with pytest.raises(PanelError, match=r"1 empty cells: u03 in 2001.*missing='drop'"):
        moran_by_period(holed, "x", w)
    table = moran_by_period(holed, "x", w, missing="drop")
    assert table["n"].tolist() == [8, 7]
    assert table["I"].iloc[0] == moran_by_period(panel, "x", w)["I"].iloc[0]


def test_what_cannot_be_measured_is_said_so():
    panel, w = chain(6)
    with pytest.raises(PanelError, match="is the same everywhere in 2000"):
        moran_by_period(panel.with_columns({"x": np.ones((1, 6))}), "x", w)
    with pytest.raises(PanelError, match="hold no link"):
        moran_by_period(panel, "x", weights_of({}, panel.ids))
    with pytest.raises(PanelError, match="has negative values"):
        getis_by_period(panel, "x", w)
    with pytest.raises(PanelError, match="has no column 'y'"):
        moran_by_period(panel, "y", w)
    with pytest.raises(JoinError, match="have no row in the weights"):
        moran_by_period(panel, "x", weights_of({0: [1], 1: [0]}, panel.ids[:2]))
    with pytest.raises(ParameterError, match="alternative is one of"):
        moran_by_period(panel, "x", w, alternative="both")
