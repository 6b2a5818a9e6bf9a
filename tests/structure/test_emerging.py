"""Emerging hot spots: Mann-Kendall against R, the 17 categories by hand, and clusters that are found again."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binomtest, kendalltau, norm

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.vocabulary import EMERGING, NO_PATTERN
from gisplug.structure.spots.categories import _kinds, categories
from gisplug.structure.spots.emerging import emerging_hot_spots, longest
from gisplug.structure.spots.trend import exact_p, mann_kendall
from gisplug.weights.weights import Weights
from tests.structure.panels import panel_of

STEP = np.arange(14)
DISTINCT = (STEP * 5) % 17 + 0.3 * STEP  # no equal values
TIED = np.floor(DISTINCT / 4)


def test_mann_and_kendalls_test_is_that_of_other_programs():
    """S, tau and exact p of scipy's kendalltau; with ties the variance of Kendall (1975) by hand."""
    trend = mann_kendall(np.column_stack([DISTINCT, TIED, -DISTINCT, np.ones(14)]))
    other = kendalltau(STEP, DISTINCT, method="exact")
    assert trend.tau[0] == pytest.approx(other.statistic) and trend.p[0] == pytest.approx(other.pvalue)
    tied = kendalltau(STEP, TIED)
    assert trend.tau[1] == pytest.approx(tied.statistic)
    count = np.unique(TIED, return_counts=True)[1]
    variance = (14 * 13 * 33 - (count * (count - 1) * (2 * count + 5)).sum()) / 18
    assert trend.p[1] == pytest.approx(2 * norm.sf((abs(trend.S[1]) - 1) / np.sqrt(variance)))
    assert trend.S[2] == -trend.S[0] and trend.p[2] == trend.p[0]
    assert trend.p[3] == 1 and np.isnan(trend.tau[3])


def test_exact_p_by_hand():
    # of the 24 orders of four values one has no falling pair, three have one, five have two, six have three
    assert exact_p(4)[:4] == pytest.approx([2 / 24, 8 / 24, 18 / 24, 1])
    assert mann_kendall(np.arange(4.0)[:, None]).p[0] == pytest.approx(2 / 24)


def kind(text, trend=0):
    """The category of a unit whose periods are h (hot), c (cold) or . (neither)."""
    marks = np.array(list(text))[:, None]
    return categories(marks == "h", marks == "c", np.array([trend]))[0]


@pytest.mark.parametrize(
    ("text", "trend", "name"),
    [
        (".........h", 0, "new"),
        ("cc.......h", 0, "new"),
        ("......hhhh", 1, "consecutive"),
        ("hhhhhhhhhh", 1, "intensifying"),
        ("hhhh.hhhhh", 1, "intensifying"),
        ("hhhhhhhhhh", 0, "persistent"),
        ("hhhhhhhhhh", -1, "diminishing"),
        ("hhhhhhhhh.", -1, "historical"),
        ("hh....hh.h", 0, "sporadic"),
        ("hh..c.hh.h", 0, "oscillating"),
        (".hhhhhhhhh", 0, "persistent"),
    ],
)
def test_categories_by_hand(text, trend, name):
    assert kind(text, trend) == EMERGING["hot"][name]
    mirrored = text.translate(str.maketrans("hc", "ch"))
    assert kind(mirrored, -trend) == EMERGING["cold"][name]


def test_what_fits_none_has_no_pattern_and_no_unit_has_two():
    assert kind("..........", 1) == kind("hhhh......") == kind("hhhhhhhh..") == NO_PATTERN
    rng = np.random.default_rng(1)
    state = rng.choice([-1, 0, 1, 1, 1], size=(12, 4000))
    state[:, ::2] = np.where(rng.random((12, 2000)) < 0.95, 1, state[:, ::2])
    found = _kinds(state == 1, state == -1, rng.choice([-1, 0, 1], size=4000))
    assert np.sum(list(found.values()), axis=0).max() == 1
    assert sum(where.any() for where in found.values()) >= 5


def ring(n):
    i = np.arange(n)
    w = np.zeros((n, n))
    for k in (1, 2):
        w[i, (i + k) % n] = w[i, (i - k) % n] = 1.0
    return Weights(csr_array(w), tuple(f"u{k:03d}" for k in i))


def test_clusters_that_were_put_in_are_found_again():
    rng = np.random.default_rng(3)
    y = rng.normal(size=(12, 60))
    grows = y.copy()
    grows[:, 10:15] += np.linspace(3, 12, 12)[:, None]
    kinds = emerging_hot_spots(panel_of(y=grows), "y", ring(60)).table["category"]
    assert kinds[12] == EMERGING["hot"]["intensifying"]
    y[:, 30:35] -= 6.0  # stays
    y[6:, 45:50] += 7.0  # from the seventh period on
    found = emerging_hot_spots(panel_of(y=y), "y", ring(60))
    names = found.table["category"].to_numpy()
    assert (found.table["share_cold"][31:34] >= 0.9).all()
    assert set(names[46:49]) == {EMERGING["hot"]["consecutive"]}
    assert (found.table["longest_hot"][46:49] == 6).all()
    assert found.lasting["hot"].iloc[0] > 0.9 > 0.2 > found.lasting["hot_expected"].iloc[0]
    assert found.by_period["new_hot"].iloc[6] >= 3 and np.isnan(found.by_period["new_hot"].iloc[0])
    assert found.state.shape == (12, 60) and found.state.sum() == found.table["hot"].sum() - found.table["cold"].sum()


def test_units_of_measure_do_not_matter_and_signs_swap_hot_and_cold():
    y = np.random.default_rng(4).normal(size=(10, 40)).cumsum(axis=0)
    one, scaled, turned = (
        emerging_hot_spots(panel_of(y=v), "y", ring(40), correction="none") for v in (y, 7 + 1e4 * y, -y)
    )
    assert scaled.table.equals(one.table) or np.allclose(scaled.table["tau"], one.table["tau"])
    assert scaled.table["category"].equals(one.table["category"])
    swapped = one.table["category"].str.replace("hot spot", "?").str.replace("cold spot", "hot spot")
    assert turned.table["category"].tolist() == swapped.str.replace("?", "cold spot").tolist()


def test_trends_of_noise_are_found_in_five_percent():
    trend = mann_kendall(np.random.default_rng(5).normal(size=(10, 2000)))
    share = float(exact_p(10)[exact_p(10) <= 0.05].max())  # p is discrete
    assert binomtest(int((trend.p <= 0.05).sum()), 2000, share).pvalue > 0.01


def test_runs_by_hand():
    there = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [1, 1, 0]], dtype=bool)
    assert longest(there).tolist() == [2, 3, 0]


def test_short_panels_and_refusals_say_so():
    y = np.random.default_rng(6).normal(size=(4, 20))
    few = emerging_hot_spots(panel_of(y=y), "y", ring(20))
    assert [note.code for note in few.report.notes] == ["no-trend"]
    assert [n.code for n in emerging_hot_spots(panel_of(y=np.vstack([y, y + 1])), "y", ring(20)).report.notes] == [
        "few-periods"
    ]
    for error, wanted, values, options in (
        (PanelError, "has one period", y[:1], {}),
        (ParameterError, "correction is one of", y, {"correction": "best"}),
        (ParameterError, "alpha lies between", y, {"alpha": 2}),
        (PanelError, "same everywhere", np.ones((3, 20)), {}),
    ):
        with pytest.raises(error, match=wanted):
            emerging_hot_spots(panel_of(y=values), "y", ring(20), **options)
