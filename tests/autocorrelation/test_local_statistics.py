import json
import warnings
from itertools import permutations as orders

import esda
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph
from shapely.geometry import box

from gisplug.autocorrelation.local_statistics import (
    CLUSTERS,
    bivariate_moran,
    false_discovery,
    local_getis,
    local_moran,
    moran_scatter,
)
from gisplug.autocorrelation.permutation import distinct_draws, local_counts
from gisplug.boundaries.units import Units
from gisplug.core.errors import ParameterError
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights
from tests.autocorrelation.cases import chain, spdep, us_income, weights_of
from tests.shared_data import shared


def unequal(w, seed=3):
    """The same links with random weights."""
    raw = w.raw.copy()
    raw.data = np.random.default_rng(seed).uniform(0.2, 3.0, size=len(raw.data))
    return Weights(raw, w.ids, "unequal", w.normalise)


@pytest.mark.parametrize("make", [lambda w: w, unequal])
def test_counts_approach_the_exact_conditional_distribution(make):
    panel, w = chain(6, seed=4)
    w = make(w).matrix
    z = panel.array("x") - panel.array("x").mean()
    draws = 40_000
    counts = local_counts(z, w, draws, seed=2)
    for i in range(6):
        others = [j for j in range(6) if j != i]
        near = w.indices[w.indptr[i] : w.indptr[i + 1]]
        weights = w.data[w.indptr[i] : w.indptr[i + 1]]
        lags = np.array([weights @ z[0, list(o)] for o in orders(others, len(near))])
        share = (lags >= counts.lag[0, i] - 1e-12).mean()
        tolerance = 4 * np.sqrt(share * (1 - share) / draws) + 1e-12
        assert abs(counts.above[0, i] / draws - share) <= tolerance
        assert counts.above[0, i] + counts.below[0, i] >= draws


def test_pseudo_p_values_agree_with_esda_within_the_error_of_permutation():
    panel, w = us_income()
    panel = panel.select(periods=[1960, 2000])
    ours = local_moran(panel, "lnincome", w, permutations=9999)
    graph = Graph.from_sparse(w.matrix.tocoo())
    for t, year in enumerate(panel.periods):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # esda announces another default tail, and numba that is not installed
            theirs = esda.Moran_Local(panel.array("lnincome")[t], graph, permutations=9999, seed=1, geoda_quads=True)
        part = ours[ours["period"] == year]
        assert np.allclose(part["I"], theirs.Is, rtol=1e-9)
        assert np.abs(part["p_sim"].to_numpy() - theirs.p_sim).max() < 4 * np.sqrt(2 * 0.25 / 9999)
        assert (part["quadrant"].map(CLUSTERS.index).to_numpy() == theirs.q).all()


@pytest.mark.parametrize(("name", "variable"), [("columbus", "CRIME"), ("boston", "CMEDV")])
def test_local_moran_and_local_g_equal_spdep(name, variable):
    panel, w = spdep(name)
    oracle = json.loads(shared(f"oracles/{name}/spdep_esda.json").read_text())
    ours = local_moran(panel, variable, w, permutations=9999)
    theirs, factor = pd.DataFrame(oracle["localmoran_cond"]), (panel.N - 1) / panel.N
    assert np.allclose(ours["I"], theirs["Ii"] * factor)
    assert np.allclose(ours["EI"], theirs["E.Ii"] * factor)
    assert np.allclose(ours["VI"], theirs["Var.Ii"] * factor**2)
    assert np.allclose(ours["z_I"], theirs["Z.Ii"])
    folded = pd.DataFrame(oracle["localmoran_perm999"])["Pr(folded) Sim"]
    assert np.abs(ours["p_sim"] - folded).max() < 4 * np.sqrt(0.25 / 999)
    two_sided = theirs["Pr(z != E(Ii))"].to_numpy()
    assert np.allclose(false_discovery(two_sided), oracle["localmoran_p_fdr_p.adjust"])
    assert np.allclose(local_getis(panel, variable, w, star=False)["z_G"], oracle["localG"])
    assert np.allclose(local_getis(panel, variable, w, star=True)["z_G"], oracle["localGstar"])


def test_p_values_are_the_same_whatever_the_number_of_threads(monkeypatch):
    monkeypatch.setattr("gisplug.autocorrelation.permutation.BLOCK", 100)
    panel, w = chain(60, periods=3, seed=8)
    for weights in (w, unequal(w)):
        one, two, four = (local_moran(panel, "x", weights, permutations=999, seed=7, threads=k) for k in (1, 2, 4))
        pd.testing.assert_frame_equal(one, two)
        pd.testing.assert_frame_equal(one, four)


def test_p_values_are_the_same_in_other_processes():
    panel, w = chain(30, seed=8)
    here = local_moran(panel, "x", w, permutations=6000, seed=7)
    there = local_moran(panel, "x", w, permutations=6000, seed=7, executor="processes:2")
    pd.testing.assert_frame_equal(here, there)


def test_p_values_of_a_period_do_not_depend_on_the_other_periods_or_the_unit_of_measure():
    panel, w = chain(40, periods=4, seed=8)
    whole = local_moran(panel, "x", w, permutations=499, seed=7)
    alone = local_moran(panel.select(periods=[2002]), "x", w, permutations=499, seed=7)
    assert whole.loc[whole["period"] == 2002, "p_sim"].tolist() == alone["p_sim"].tolist()
    scaled = local_moran(panel.with_columns({"x": 1e6 + 3e3 * panel.array("x")}), "x", w, permutations=499, seed=7)
    assert scaled["p_sim"].tolist() == whole["p_sim"].tolist()


def test_p_values_of_noise_are_uniform():
    panel, w = chain(400, periods=1, seed=5)
    p = local_moran(panel, "x", w, permutations=999, tail="greater")["p_sim"]
    assert abs((p <= 0.1).mean() - 0.1) < 4 * np.sqrt(0.09 / 400)
    assert abs(p.mean() - 0.5) < 4 * np.sqrt(1 / 12 / 400) * 1.5


@pytest.mark.parametrize(("width", "n"), [(3, 1000), (40, 400), (60, 100), (100, 100), (2, 5)])
def test_draws_are_distinct_and_every_unit_is_drawn_alike(width, n):
    draws = distinct_draws(np.random.default_rng(1), 4000, width, n)
    assert (np.diff(np.sort(draws, axis=1), axis=1) > 0).all()
    share = np.bincount(draws[:, 0], minlength=n) / 4000
    assert np.abs(share - 1 / n).max() < 5 * np.sqrt(1 / n / 4000)


def test_codes_labels_and_colours_are_those_of_geoda():
    panel, _ = chain(8)
    x = np.array([[5.0, 6.0, 5.5, np.nan, -5.0, -6.0, -5.5, 1.0]])
    w = weights_of(
        {0: [1, 2], 1: [0, 2], 2: [0, 1, 3], 3: [2, 4], 4: [3, 5, 6], 5: [4, 6], 6: [4, 5], 7: []}, panel.ids
    )
    table = local_moran(panel.with_columns({"x": x}), "x", w, missing="drop", alpha=0.5)
    assert table["code"].tolist() == [1, 1, 1, 5, 2, 2, 2, 6]
    assert table["cluster"].tolist()[:4] == ["High-High"] * 3 + ["Undefined"]
    assert table["colour"].tolist()[-1] == "#999999"
    strict = local_moran(panel.with_columns({"x": x}), "x", w, missing="drop", alpha=0.001)
    assert strict["code"].tolist() == [0, 0, 0, 5, 0, 0, 0, 6]


def test_corrections_are_of_each_period_alone():
    panel, w = chain(30, periods=2, seed=2)
    table = local_moran(panel, "x", w)
    for _, part in table.groupby("period"):
        p = part["p_sim"].to_numpy()
        order = np.sort(p)
        smallest = [min(order[k:] * 30 / np.arange(k + 1, 31)) for k in range(30)]
        assert np.allclose(np.sort(part["p_fdr"]), np.minimum(1, smallest))
        assert np.allclose(part["p_bonferroni"], np.minimum(1, 30 * p))


def test_the_layer_holds_all_years_with_geometry():
    panel, w = chain(5, periods=3)
    frame = gpd.GeoDataFrame(
        geometry=[box(i, 0, i + 1, 1) for i in range(5)], crs=4326, index=pd.Index(panel.ids, name="unit")
    )
    with_units = read_panel(panel.table(), "u", "t", Units(frame, tuple("abcde")))
    layer = local_moran(with_units, "x", w)
    assert isinstance(layer, gpd.GeoDataFrame)
    assert len(layer) == 15
    assert layer.crs == frame.crs
    assert layer["name"].tolist() == list("abcde") * 3
    assert layer.geometry.iloc[7].equals(frame.geometry.iloc[2])


def test_local_values_average_to_the_global_one():
    from gisplug.autocorrelation.global_statistics import moran_by_period

    panel, w = us_income()
    panel = panel.select(periods=[1990])
    local = local_moran(panel, "lnincome", w, permutations=9)["I"].sum() / 47
    assert local == pytest.approx(moran_by_period(panel, "lnincome", w, permutations=0)["I"].iloc[0])


def test_bivariate_moran_equals_esda():
    panel, w = us_income()
    wide = panel.table().pivot(index="fips", columns="year", values="lnincome")
    one = read_panel(
        pd.DataFrame({"u": wide.index, "t": 0, "x": wide[1990].to_numpy(), "y": wide[1940].to_numpy()}), "u", "t"
    )
    x, y = one.array("x")[0], one.array("y")[0]
    theirs = esda.Moran_BV(x, y, Graph.from_sparse(w.matrix.tocoo()), permutations=0)
    ours = bivariate_moran(one, "x", "y", w)
    zx, zy = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    assert ours["I"].iloc[0] == pytest.approx(np.polyfit(zx, w.matrix @ zy, 1)[0])
    assert ours["I"].iloc[0] == pytest.approx(theirs.I)
    local = local_moran(one, "x", w, other="y")
    assert local["I"].sum() / 47 == pytest.approx(ours["I"].iloc[0])


def test_the_scatter_holds_standardised_values_and_their_lags():
    panel, w = chain(6, periods=2)
    points = moran_scatter(panel, "x", w)
    z = points[points["period"] == 2000]["z"].to_numpy()
    assert z.std(ddof=1) == pytest.approx(1)
    assert points[points["period"] == 2000]["lag"].to_numpy() == pytest.approx(w.matrix @ z)


def test_wrong_options_are_refused():
    panel, w = chain(6)
    with pytest.raises(ParameterError, match="correction is one of none, fdr, bonferroni"):
        local_moran(panel, "x", w, correction="holm")
    with pytest.raises(ParameterError, match="permutations is at least 1"):
        local_moran(panel, "x", w, permutations=0)
