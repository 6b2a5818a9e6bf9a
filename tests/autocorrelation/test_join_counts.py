"""Join counts: spdep's and esda's numbers, variances by enumeration, exact local p, laws and size."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binomtest, hypergeom

from gisplug.autocorrelation.join_counts import hypergeometric_sf, join_counts, local_join_counts
from gisplug.core.errors import PanelError, ParameterError
from gisplug.weights.weights import Weights
from tests.autocorrelation.test_local_geary import COLUMN, ROOK, grid
from tests.structure.panels import panel_of

U = np.arange(25)
X = ((U * 11 % 25) % 3 == 0).astype(float)
SPDEP = {  # R spdep 1.2-7, joincount.test and joincount.multi: count, mean, variance, z
    ("nonfree", "WW"): (11, 16.0, 3.1683794466403, -2.8089978750217),
    ("nonfree", "BB"): (0, 4.8, 2.29185770750988, -3.1706434887023),
    ("nonfree", "BW"): (29, 19.2, 8.0404743083004, 3.456091575621),
    ("free", "WW"): (11, 16.384, 27.41501952, -1.0282785382169),
    ("free", "BB"): (0, 5.184, 10.12580352, -1.62910938207599),
}


@pytest.mark.parametrize(("sampling", "kind"), SPDEP)
def test_counts_are_those_of_spdep(sampling, kind):
    row = join_counts(panel_of(x=X), "x", grid(), 0, sampling=sampling).iloc[0]
    found = [row[name] for name in (kind, f"E_{kind}", f"V_{kind}", f"z_{kind}")]
    assert found == pytest.approx(SPDEP[sampling, kind], rel=1e-12)
    assert row["joins"] == 40 and row["black"] == X.sum() == row["n"] * 0.36


@pytest.mark.parametrize("sampling", ["nonfree", "free"])
def test_mean_and_variance_are_those_of_all_colourings(sampling):
    rng = np.random.default_rng(1)
    w = (rng.random((8, 8)) < 0.4).astype(float)  # some links in one direction only
    np.fill_diagonal(w, 0.0)
    x = np.array([1.0, 1, 1, 0, 0, 0, 0, 0])
    row = join_counts(panel_of(x=x), "x", grid(w, 8), 0, sampling=sampling).iloc[0]
    every = np.array(list(product((0.0, 1.0), repeat=8)))
    p = 3 / 8
    chance = p ** every.sum(axis=1) * (1 - p) ** (8 - every.sum(axis=1))
    chance = np.where(every.sum(axis=1) == 3, 1 / 56, 0.0) if sampling == "nonfree" else chance
    for kind, a, b in (("BB", every, every), ("WW", 1 - every, 1 - every), ("BW", every, 1 - every)):
        count = np.einsum("ki,ij,kj->k", a, w, b) / 2
        count = count + np.einsum("ki,ij,kj->k", b, w, a) / 2 if kind == "BW" else count
        mean = chance @ count
        assert row[f"E_{kind}"] == pytest.approx(mean)
        assert row[f"V_{kind}"] == pytest.approx(chance @ (count - mean) ** 2)


def test_permutations_agree_with_the_exact_moments_and_sides_with_the_alternative():
    half = (COLUMN < 2).astype(float)
    row = join_counts(panel_of(x=half), "x", grid(), 999).iloc[0]
    for kind in ("BB", "WW", "BW"):
        assert row[f"mean_sim_{kind}"] == pytest.approx(row[f"E_{kind}"], rel=0.03)
        assert row[f"p_sim_{kind}"] == 0.001 and row[f"p_{kind}"] < 0.001
    other = join_counts(panel_of(x=half), "x", grid(), 999, alternative="less").iloc[0]
    assert other["p_sim_BB"] == 1 and other["p_BW"] > 0.999
    both = join_counts(panel_of(x=half), "x", grid(), 999, alternative="two-sided").iloc[0]
    assert both["p_sim_BB"] == 0.002 and both["p_BB"] == pytest.approx(2 * row["p_BB"])


def test_black_may_be_said_in_four_ways_and_colours_swap():
    y = U * 1.0
    ones = (y > 12).astype(float)
    panel = panel_of(y=y, ones=ones, white=1 - ones)
    wanted = join_counts(panel, "ones", grid(), 0).iloc[0]
    for options in ({"black": "mean"}, {"black": "median"}, {"black": "value", "value": 12.5}):
        assert join_counts(panel, "y", grid(), 0, **options).iloc[0]["BB"] == wanted["BB"]
    swapped = join_counts(panel, "white", grid(), 0).iloc[0]
    assert (swapped["BB"], swapped["z_BB"], swapped["z_BW"]) == (wanted["WW"], wanted["z_WW"], wanted["z_BW"])


def test_exact_p_is_that_of_scipy():
    x, black, drawn = (a.ravel() for a in np.meshgrid(np.arange(6), np.arange(1, 9), np.arange(1, 7)))
    assert hypergeometric_sf(x, 12, black, drawn) == pytest.approx(hypergeom.sf(x - 1, 12, black, drawn), abs=1e-12)


def test_local_counts_by_hand_and_their_size():
    x = np.array([1.0, 1, 1, 0, 0] + [1.0, 1, 0, 0, 0] + [0.0] * 15)
    table = local_join_counts(panel_of(x=x), "x", grid(), alpha=0.1)
    assert table["BB"].tolist()[:8] == [2, 3, 1, 0, 0, 2, 2, 0]
    assert table["p"].iloc[0] == pytest.approx(hypergeom.sf(1, 24, 4, 2))
    assert table["expected"].iloc[1] == pytest.approx(3 * 4 / 24)
    assert table["cluster"].tolist()[:4] == ["Cluster", "Cluster", "Black", "White"]
    drawn = (np.random.default_rng(3).permuted(np.tile(x, (400, 1)), axis=1)).copy()
    drawn[:, 12] = 1.0
    tested = local_join_counts(panel_of(x=drawn), "x", grid())
    p = tested["p"].to_numpy()[12::25]
    assert binomtest(int((np.nan_to_num(p, nan=1) <= 0.05).sum()), 400, 0.05, alternative="greater").pvalue > 0.01


def test_global_tests_hold_their_size():
    x = np.random.default_rng(4).permuted(np.tile(X, (300, 1)), axis=1)
    table = join_counts(panel_of(x=x), "x", grid(), 199)
    for kind in ("BB", "BW"):
        assert binomtest(int((table[f"p_sim_{kind}"] <= 0.05).sum()), 300, 0.05, alternative="greater").pvalue > 0.01


def test_weights_count_once_and_missing_cells_are_left_out():
    heavy = Weights(csr_array(ROOK * 7.5), grid().ids)
    assert join_counts(panel_of(x=X), "x", heavy, 0).equals(join_counts(panel_of(x=X), "x", grid(), 0))
    holes = X.copy()
    holes[0] = np.nan
    assert join_counts(panel_of(x=holes), "x", grid(), 0, missing="drop")["n"].iloc[0] == 24
    local = local_join_counts(panel_of(x=holes), "x", grid(), missing="drop")
    assert local["cluster"].iloc[0] == "Undefined" and local["neighbours"].iloc[1] == 2
    for error, wanted, values, options in (
        (PanelError, "is to be 0 or 1 and has 2", X * 2, {}),
        (PanelError, "1 empty cells", holes, {}),
        (PanelError, "same everywhere", np.ones(25), {}),
        (ParameterError, "sampling is one of", X, {"sampling": "some"}),
        (ParameterError, "black is one of", X, {"black": "some"}),
    ):
        with pytest.raises(error, match=wanted):
            join_counts(panel_of(x=values), "x", grid(), 0, **options)
    with pytest.raises(ParameterError, match="alpha lies between"):
        local_join_counts(panel_of(x=X), "x", grid(), alpha=1.5)
