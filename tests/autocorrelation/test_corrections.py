"""The clusters of a local Moran follow the p-values, the correction and the level that were asked for."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.autocorrelation.local_statistics import bivariate_moran, false_discovery, local_getis, local_moran
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights
from tests.autocorrelation.cases import chain, weights_of


@pytest.fixture(scope="module")
def case():
    n, rng = 40, np.random.default_rng(2)
    _, w = chain(n)
    wave = np.sin(np.arange(n) / 3) + 0.4 * rng.normal(size=(2, n))
    rows = [(u, 2000 + t, wave[t, i]) for t in range(2) for i, u in enumerate(w.ids)]
    return read_panel(pd.DataFrame(rows, columns=["u", "t", "x"]), "u", "t"), w


def significant(case, **options):
    table = local_moran(case[0], "x", case[1], permutations=1999, **options)
    return table, table["code"].to_numpy() > 0


@pytest.mark.parametrize("correction, column", [("none", "p_sim"), ("fdr", "p_fdr"), ("bonferroni", "p_bonferroni")])
@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_a_unit_is_in_a_cluster_where_the_corrected_p_is_at_most_alpha(case, correction, column, alpha):
    table, found = significant(case, correction=correction, alpha=alpha, tail="two-sided")
    assert (found == (table[column].to_numpy() <= alpha)).all()


def test_corrections_leave_fewer_units_in_clusters(case):
    counts = [significant(case, correction=c, alpha=0.1)[1].sum() for c in ("none", "fdr", "bonferroni")]
    assert counts[0] >= counts[1] >= counts[2] and counts[0] > counts[2]


def test_a_p_of_alpha_itself_is_significant(case):
    table, _ = significant(case)
    level = float(table["p_sim"].iloc[3])
    again, found = significant(case, alpha=level)
    assert found[(again["p_sim"] == level).to_numpy()].all()


def test_two_sided_p_is_twice_the_folded_one(case):
    folded, two = (significant(case, tail=tail)[0]["p_sim"] for tail in ("folded", "two-sided"))
    assert np.allclose(two, np.minimum(1, 2 * folded))


def test_false_discovery_by_hand_and_by_period(case):
    assert false_discovery(np.array([0.04, 0.01, 0.03, np.nan])).tolist()[:3] == pytest.approx([0.04, 0.03, 0.04])
    table, _ = significant(case)
    for _, part in table.groupby("period"):
        assert np.allclose(part["p_fdr"], false_discovery(part["p_sim"].to_numpy()))


def test_units_without_neighbours_are_not_counted_by_bonferroni():
    n, ids = 12, [f"u{i:02d}" for i in range(13)]
    links = {i: [j for j in (i - 1, i + 1) if 0 <= j < n] for i in range(n)} | {n: []}
    frame = pd.DataFrame({"u": ids, "t": 1, "x": [*np.linspace(-3, 3, n) ** 3, 0.5]})
    table = local_moran(read_panel(frame, "u", "t"), "x", weights_of(links, ids), permutations=999)
    p = table["p_sim"].to_numpy()[:n]
    assert (13 * p < 1).any()
    assert np.allclose(table["p_bonferroni"].to_numpy()[:n], np.minimum(1, 12 * p))


def test_bivariate_moran_lags_the_other_variable_by_hand():
    raw = np.array([[0, 1.0, 0, 0], [0, 0, 1.0, 0], [0.5, 0.5, 0, 0], [1.0, 0, 0, 0]])
    w = Weights(csr_array(raw), tuple("abcd"), "one way")
    frame = pd.DataFrame({"u": list("abcd"), "t": 1, "x": [1.0, 2, 6, 3], "y": [3.0, 9, 4, 5]})
    x, y = ((v - v.mean()) / v.std(ddof=1) for v in (frame["x"].to_numpy(), frame["y"].to_numpy()))
    found = bivariate_moran(read_panel(frame, "u", "t"), "x", "y", w, permutations=0)
    assert found["I"].iloc[0] == pytest.approx(x @ raw @ y / (x @ x))


def test_hot_spots_are_where_high_values_meet_and_cold_ones_where_low_values_do(case):
    table = local_getis(case[0], "x", case[1])
    hot, cold = (table.loc[table["cluster"] == name, "value"] for name in ("Hot spot", "Cold spot"))
    assert len(hot) and len(cold) and hot.mean() > table["value"].mean() > cold.mean()
