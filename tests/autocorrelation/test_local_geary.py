"""Local Geary: spdep's and esda's numbers, p by brute force, laws, and its size."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binomtest

from gisplug.autocorrelation.distance_counts import distance_counts, squared_distances
from gisplug.autocorrelation.local_geary import local_geary
from gisplug.core.errors import PanelError, ParameterError
from gisplug.weights.weights import Weights
from tests.structure.panels import panel_of

U = np.arange(25)
Y, Z = (U * 7) % 25 + 0.3 * (U % 4), (U * 3) % 11 * 1.0
ROW, COLUMN = np.divmod(U, 5)
ROOK = ((np.abs(ROW[:, None] - ROW) + np.abs(COLUMN[:, None] - COLUMN)) == 1).astype(float)
SPDEP = [1.4505636125569, 1.2903809071923, 1.2903809071923, 4.0246511475513, 4.21662769292, 1.6107463179214]
ESDA = [1.3841227376713516, 1.2420229653883958, 1.2420229653883956, 4.141285657963532, 4.207746996349403]
P_ESDA = {0: 0.1782, 1: 0.4472, 3: 0.1923, 8: 0.0379, 10: 0.1229}  # 9,999 permutations, folded
P_ESDA_BOTH = {0: 0.1661, 1: 0.4335, 3: 0.1925, 8: 0.0407, 10: 0.071}


def grid(w=ROOK, n=25, normalise="row"):
    return Weights(csr_array(w), tuple(f"u{k:03d}" for k in range(n)), normalise=normalise)


def test_the_statistic_is_that_of_spdep_and_esda():
    """R spdep 1.2-7 localC; esda 2.9.0 Geary_Local_MV, which standardises with n."""
    one = local_geary(panel_of(y=Y), "y", grid(), permutations=1999)
    assert one["C"].to_numpy()[:6] == pytest.approx(SPDEP, rel=1e-12)
    both = local_geary(panel_of(y=Y, z=Z), ["y", "z"], grid(), permutations=1999)
    assert both["C"].to_numpy()[:5] == pytest.approx(np.array(ESDA) * 24 / 25, rel=1e-12)
    for table, wanted in ((one, P_ESDA), (both, P_ESDA_BOTH)):
        assert table["p_sim"].iloc[list(wanted)].to_numpy() == pytest.approx(list(wanted.values()), abs=0.03)


@pytest.mark.parametrize("kind", ["equal", "unequal"])
def test_counts_are_those_of_every_draw_by_itself(kind, monkeypatch):
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2, 9, 2))
    w = (rng.random((9, 9)) < 0.4) * (1.0 if kind == "equal" else rng.uniform(0.5, 2, size=(9, 9)))
    np.fill_diagonal(w, 0.0)
    w[4] = 0.0
    kept = []
    from gisplug.autocorrelation import distance_counts as module

    real = module.distinct_draws
    monkeypatch.setattr(module, "distinct_draws", lambda *a: kept.append(real(*a)) or kept[-1])
    found = distance_counts(x, csr_array(w), 60, 3)
    (draws,) = kept
    above, below = np.zeros((2, 9), dtype=int), np.zeros((2, 9), dtype=int)
    for draw in draws:
        for i in range(9):
            place = np.flatnonzero(w[i])
            others = [j for j in draw if j != i][: len(place)]
            if kind == "unequal":  # the unit gives way to the next one drawn in its own place
                others = [j if j != i else draw[len(place)] for j in draw[: len(place)]]
            made = (w[i, place] * ((x[:, [i]] - x[:, others]) ** 2).sum(axis=-1)).sum(axis=1)
            seen = (w[i] * ((x[:, [i]] - x) ** 2).sum(axis=-1)).sum(axis=1)
            above[:, i] += made >= seen - 1e-9
            below[:, i] += made <= seen + 1e-9
    assert found.above.tolist() == above.tolist() and found.below.tolist() == below.tolist()
    assert (found.above[:, 4] == 60).all() and found.lag == pytest.approx(squared_distances(x, csr_array(w)))


def test_units_of_measure_signs_and_the_order_of_variables_do_not_matter():
    one = local_geary(panel_of(y=Y, z=Z), ["y", "z"], grid(), 99)
    moved = local_geary(panel_of(y=1e3 - 1e-3 * Y, z=7e5 * Z), ["z", "y"], grid(), 99)
    assert moved["C"].to_numpy() == pytest.approx(one["C"].to_numpy())
    assert moved["p_sim"].tolist() == one["p_sim"].tolist() and moved["cluster"].tolist() == one["cluster"].tolist()
    turned = panel_of(y=Y).select(panel_of(y=Y).ids[::-1])
    assert local_geary(turned, "y", grid(), 9)["C"].to_numpy()[::-1] == pytest.approx(
        local_geary(panel_of(y=Y), "y", grid(), 9)["C"].to_numpy()
    )
    alone = local_geary(panel_of(y=Y, z=2 * Y), ["y", "z"], grid(), 99)
    assert alone["C"].to_numpy() == pytest.approx(local_geary(panel_of(y=Y), "y", grid(), 99)["C"].to_numpy())


def test_its_mean_is_that_of_all_permutations():
    """The mean over the permuted values of one unit, by drawing; exact in the limit."""
    rng = np.random.default_rng(5)
    table = local_geary(panel_of(y=Y), "y", grid(), 9)
    z = (Y - Y.mean()) / Y.std(ddof=1)
    others = np.delete(z, 12)
    made = [((z[12] - rng.permutation(others)[:4]) ** 2).mean() for _ in range(4000)]
    assert table["EC"].iloc[12] == pytest.approx(np.mean(made), rel=0.05)


def test_clusters_are_called_by_the_sides_of_the_mean():
    smooth = (COLUMN * 3.0 + ROW * 0.1).copy()
    table = local_geary(panel_of(y=smooth), "y", grid(), 999, alpha=0.2)
    assert "Low-Low" in set(table["cluster"][::5]) and "High-High" in set(table["cluster"][4::5])
    chess = local_geary(panel_of(y=(ROW + COLUMN) % 2 + 0.01 * COLUMN), "y", grid(), 999)
    assert chess["cluster"].iloc[12] == "Negative" and chess["C"].iloc[12] > chess["EC"].iloc[12]
    assert set(local_geary(panel_of(y=smooth, z=ROW), ["y", "z"], grid(), 99)["cluster"]) <= {
        "Positive",
        "Negative",
        "Not significant",
    }
    w = ROOK.copy()
    w[3] = 0.0
    assert local_geary(panel_of(y=Y), "y", grid(w), 9)["cluster"].iloc[3] == "Isolate"


def test_true_nulls_are_rejected_in_five_percent():
    y = np.random.default_rng(7).normal(size=(40, 25))
    p = local_geary(panel_of(y=y), "y", grid(), 199, tail="greater")["p_sim"]
    assert binomtest(int((p.to_numpy()[12::25] <= 0.05).sum()), 40, 0.05).pvalue > 0.01
    assert np.mean(p <= 0.05) == pytest.approx(0.05, abs=0.02)


def test_missing_values_and_refusals_say_what_to_do():
    holes = Y.astype(float).copy()
    holes[7] = np.nan
    table = local_geary(panel_of(y=holes), "y", grid(), 9, missing="drop")
    assert table["cluster"].iloc[7] == "Undefined" and np.isfinite(table["C"].iloc[8])
    for error, wanted, names, options in (
        (PanelError, "1 empty cells", "y", {}),
        (ParameterError, "one variable or more", [], {"missing": "drop"}),
        (ParameterError, "tail is one of", "y", {"tail": "left", "missing": "drop"}),
        (ParameterError, "permutations is at least 1", "y", {"permutations": 0, "missing": "drop"}),
    ):
        with pytest.raises(error, match=wanted):
            local_geary(panel_of(y=holes), names, grid(), **options)
