"""Smoothed rates: spdep's and esda's numbers, by hand, laws, and a recovery of known rates."""

import numpy as np
import pytest
from scipy.stats import binomtest

from gisplug.autocorrelation.rates import rates_moran, smoothed_rates
from gisplug.core.errors import PanelError, ParameterError
from tests.autocorrelation.test_local_geary import ROOK, grid
from tests.structure.panels import panel_of

U = np.arange(25)
E, P = (U * 13) % 17 + 1.0, 50 + (U * 29) % 31 * 10.0
EB = [0.029119879182822, 0.041042961346104, 0.032262061078967, 0.02245431047023, 0.011428401724266, 0.05522409473487]
BERKE = [0.028733078149151, 0.041051994223862, 0.032194024114895, 0.022290499794383, 0.011144692114809]
LOCAL = [0.046153846153846, 0.037894736842105, 0.031355932203390, 0.019247022666154, 0.00979552537946]
SPATIAL = [0.046153846153846, 0.037894736842105, 0.031355932203390, 0.019090909090909, 0.031578947368421]
Z = [-0.4772722107464926, 0.037118278627901416, -0.2657314647429689, -0.6064737122256711, -0.9927132349056517]


def test_rates_are_those_of_spdep_and_esda():
    """R spdep 1.2-7 EBest, EBlocal(geoda = TRUE); esda 2.9.0 for the same, Spatial_Rate and assuncao_rate."""
    table = smoothed_rates(panel_of(e=E, p=P), "e", "p", grid())
    assert table["eb"].to_numpy()[:6] == pytest.approx(EB, rel=1e-12)
    assert table["spatial_eb"].to_numpy()[:5] == pytest.approx(LOCAL, rel=1e-11)
    assert table["spatial"].to_numpy()[:5] == pytest.approx(SPATIAL, rel=1e-12)
    assert table["standardised"].to_numpy()[:5] == pytest.approx(Z, rel=1e-12)
    assert smoothed_rates(panel_of(e=E, p=P), "e", "p", grid(), family="binomial")["eb"][
        :5
    ].to_numpy() == pytest.approx(BERKE, rel=1e-11)


def test_morans_i_of_rates_is_that_of_spdep():
    """R spdep 1.2-7 EBImoran.mc with 9,999 permutations: I, and p within the error of 999."""
    row = rates_moran(panel_of(e=E, p=P), "e", "p", grid()).iloc[0]
    assert row["I"] == pytest.approx(0.13396095220587, rel=1e-11)
    assert row["p_sim"] == pytest.approx(0.1258, abs=0.035)


def test_people_without_end_keep_their_rate_and_people_alike_without_spread_the_rate_of_all():
    table = smoothed_rates(panel_of(e=1e9 * E, p=1e9 * P), "e", "p", grid())
    assert table["eb"].to_numpy() == pytest.approx(table["raw"].to_numpy(), rel=1e-5)
    flat = smoothed_rates(panel_of(e=0.1 * P, p=P), "e", "p", grid())
    assert flat["eb"].to_numpy() == pytest.approx(np.full(25, 0.1)) and (flat["weight"] == 0).all()
    assert flat["ratio"].to_numpy() == pytest.approx(np.ones(25))
    alone = smoothed_rates(panel_of(e=E, p=P), "e", "p", grid(0 * ROOK))
    assert alone["spatial_eb"].to_numpy() == pytest.approx(alone["raw"].to_numpy())
    nowhere = np.where(U == 24, 9.0, 0.0)
    assert smoothed_rates(panel_of(e=nowhere, p=P), "e", "p", grid())["spatial_eb"].iloc[0] == 0


def test_every_smoothed_rate_lies_between_the_raw_one_and_that_it_is_drawn_to():
    table = smoothed_rates(panel_of(e=np.array([E, E[::-1]]), p=np.array([P, P])), "e", "p", grid(), per=1000)
    overall = (
        1000
        * table.groupby("period")["value"].transform("sum")
        / table.groupby("period")["population"].transform("sum")
    )
    for made, goal in (("eb", overall), ("spatial_eb", table["spatial"])):
        low, high = np.minimum(table["raw"], goal), np.maximum(table["raw"], goal)
        assert ((table[made] >= low - 1e-9) & (table[made] <= high + 1e-9)).all()
    assert table["raw"].iloc[0] == 1000 * E[0] / P[0]


def test_known_rates_are_nearer_than_raw_ones():
    """Rates that differ over units, 60 draws of events among few people: the mean squared error more than halves."""
    rng = np.random.default_rng(5)
    people = np.tile(rng.uniform(50, 500, 25), (60, 1))
    true = np.clip(rng.normal(0.02, 0.004, size=(60, 25)), 0.005, None)
    table = smoothed_rates(panel_of(e=rng.poisson(true * people), p=people), "e", "p", grid())
    error = {name: np.mean((table[name].to_numpy() - true.ravel()) ** 2) for name in ("raw", "eb")}
    assert error["eb"] < 0.5 * error["raw"]


def test_unequal_people_make_no_clusters_of_standardised_rates():
    """Few people in one corner: true nulls are rejected in 5 % by standardised rates."""
    rng = np.random.default_rng(6)
    people = np.where(U // 5 < 2, 30.0, 3000.0)
    e = rng.poisson(0.02 * people, size=(200, 25)).astype(float)
    table = rates_moran(panel_of(e=e, p=np.tile(people, (200, 1))), "e", "p", grid(), 99)
    assert binomtest(int((table["p_sim"] <= 0.05).sum()), 200, 0.05).pvalue > 0.01


def test_refusals_say_what_to_do():
    for wanted, e, p, options in (
        ("e is empty or negative in u000", -E, P, {}),
        ("p is empty or not above 0", E, 0 * P, {}),
        ("e is 0 everywhere in 2000", 0 * E, P, {}),
        ("e is more than p", 9 * P, P, {"family": "binomial"}),
    ):
        with pytest.raises(PanelError, match=wanted):
            smoothed_rates(panel_of(e=e, p=p), "e", "p", grid(), **options)
    with pytest.raises(ParameterError, match="family is one of"):
        smoothed_rates(panel_of(e=E, p=P), "e", "p", grid(), family="normal")
    with pytest.raises(ParameterError, match="'per' is above 0"):
        smoothed_rates(panel_of(e=E, p=P), "e", "p", grid(), per=0)
    with pytest.raises(ParameterError, match="goes by permutations"):
        rates_moran(panel_of(e=E, p=P), "e", "p", grid(), 0)
