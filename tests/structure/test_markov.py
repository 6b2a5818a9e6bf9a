"""Markov chains beside neighbours: against giddy, by hand, by their laws, and by simulation."""

import numpy as np
import pytest
from scipy.stats import binomtest

from gisplug.core.errors import PanelError, ParameterError
from gisplug.structure.mobility.chains import ergodic, mobility, passage_times, probabilities
from gisplug.structure.mobility.homogeneity import homogeneity
from gisplug.structure.mobility.markov import markov_chain
from tests.autocorrelation.cases import us_income, weights_of
from tests.structure.panels import panel_of

RAIN = np.array([[0.5, 0.25, 0.25], [0.5, 0.0, 0.5], [0.25, 0.25, 0.5]])  # Kemeny & Snell's land of Oz
GIDDY_S = [  # giddy 2.3.8, page of Spatial_Markov: long run beside each class of neighbours, 48 states 1929-2009
    [0.43509425, 0.2635327, 0.20363044, 0.06841983, 0.02932278],
    [0.13391287, 0.33993305, 0.25153036, 0.23343016, 0.04119356],
    [0.12124869, 0.21137444, 0.2635101, 0.29013417, 0.1137326],
    [0.0776413, 0.19748806, 0.25352636, 0.22480415, 0.24654013],
    [0.01776781, 0.19964349, 0.19009833, 0.25524697, 0.3372434],
]


def ring(ids):
    n = len(ids)
    return weights_of({i: [(i - 1) % n, (i + 1) % n] for i in range(n)}, ids)


def test_the_chains_of_48_states_are_those_of_giddy():
    panel, w = us_income()
    made = markov_chain(panel, "income", w, classes=5, permutations=19)
    assert made.borders == pytest.approx([0.8399913279, 0.9470754454, 1.0324269665, 1.1491115354], abs=1e-9)
    assert made.lag_borders == pytest.approx([0.8897338595, 0.9589191667, 1.0146975801, 1.1183566014], abs=1e-9)
    assert made.by_lag[4].astype(int).tolist() == [
        [1, 2, 0, 0, 0],
        [3, 48, 10, 1, 0],
        [1, 14, 65, 7, 0],
        [0, 2, 12, 173, 6],
        [0, 0, 0, 10, 415],
    ]
    test = made.over_space
    assert (test.LR, test.Q, test.df) == (pytest.approx(170.6588284308), pytest.approx(200.6237276308), 60)
    assert test.p_LR == pytest.approx(1.4922e-12, rel=1e-4)
    assert [ergodic(probabilities(c)) for c in made.by_lag] == pytest.approx(np.array(GIDDY_S), abs=2e-8)
    assert made.p.sum(axis=1) == pytest.approx(np.ones(5))
    assert made.split == 1969 and made.over_time.df == 15
    assert 0 < test.p_LR_sim <= 1 and test.p_Q_sim * 20 == pytest.approx(round(test.p_Q_sim * 20))


def test_mobility_indices_are_those_of_giddy():
    panel, _ = us_income()
    p = markov_chain(panel, "income", classes=5).p
    found = mobility(p, np.array([0.1, 0.2, 0.2, 0.4, 0.1]))
    assert found["prais"] == pytest.approx(0.16954474319733448, abs=1e-12)
    assert found["determinant"] == pytest.approx(0.5410618359274606, abs=1e-12)
    assert found["second"] == pytest.approx(0.041738798029145374, abs=1e-12)
    assert found["bartholomew_stay"] == pytest.approx(0.18895902655322683, abs=1e-12)
    assert found["bartholomew"] == pytest.approx(0.03958445123644737, abs=1e-12)


def test_long_run_and_passage_times_of_the_land_of_oz():
    assert ergodic(RAIN) == pytest.approx([0.4, 0.2, 0.4])
    assert passage_times(RAIN) == pytest.approx(np.array([[2.5, 4, 10 / 3], [8 / 3, 5, 8 / 3], [10 / 3, 4, 2.5]]))


def test_chains_without_one_long_run_say_so():
    assert np.isnan(ergodic(np.eye(2))).all()
    assert ergodic(np.array([[0.5, 0.5], [0.0, 1.0]])) == pytest.approx([0, 1])
    unknown = np.array([[0.5, 0.5], [np.nan, np.nan]])
    assert np.isnan(ergodic(unknown)).all() and np.isnan(mobility(unknown, np.array([1.0, 0]))["prais"])
    never = np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [np.nan] * 3])  # the third class is never seen
    assert ergodic(never) == pytest.approx([0.5, 0.5, 0])
    assert np.isnan(passage_times(np.array([[0.5, 0.5], [0.0, 1.0]]))).all()


def test_who_never_moves_has_no_mobility():
    found = mobility(np.eye(3), np.ones(3) / 3)
    assert [found[k] for k in ("prais", "determinant", "second", "bartholomew")] == pytest.approx([0, 0, 0, 0])
    assert found["half_life"] == np.inf
    assert mobility(np.full((3, 3), 1 / 3), np.ones(3) / 3)["prais"] == pytest.approx(1)


def test_transitions_by_hand():
    # three units, borders at 0.5: u0 0 0 1, u1 1 0 0, u2 1 1 1; neighbours on a line
    y = np.array([[0.0, 1, 1], [0, 0, 1], [1, 0, 1]])
    panel = panel_of(y=y)
    w = weights_of({0: [1], 1: [0, 2], 2: [1]}, panel.ids)
    made = markov_chain(panel, "y", w, borders=[0.5], scale="level", lag_classes="same", permutations=0)
    assert made.counts.tolist() == [[2, 1], [1, 2]]
    # lags at the start: first period 1, 0.5, 1 (high, low, high); second 0, 0.5, 0
    assert made.by_lag.tolist() == [[[1, 1], [1, 1]], [[1, 0], [0, 1]]]
    assert markov_chain(panel, "y", borders=[0.5], scale="level", step=2).counts.tolist() == [[0, 1], [1, 1]]


def test_one_chain_in_all_regimes_has_statistics_of_nought():
    counts = np.stack([RAIN * 40, RAIN * 80])
    test = homogeneity(counts)
    assert max(test.LR, test.Q) < 1e-10
    assert test.df == 2 + 1 + 2  # the middle row has two cells that are taken


def test_units_of_measure_and_relabelling_do_not_matter():
    panel, w = us_income()
    first = markov_chain(panel, "income", w, permutations=0)
    scaled = panel.with_columns({"income": panel.array("income") * np.linspace(1, 9, panel.T)[:, None]})
    assert markov_chain(scaled, "income", w, permutations=0).by_lag.tolist() == first.by_lag.tolist()
    turned = markov_chain(panel.select(panel.ids[::-1]), "income", w.align(panel.ids[::-1]), permutations=0)
    assert turned.by_lag.tolist() == first.by_lag.tolist()
    assert first.by_lag.sum(axis=0).tolist() == first.counts.tolist()


def test_neighbours_that_pull_are_found_and_idle_ones_are_not():
    """60 units on a ring for 20 years; rejections of the shuffles at 5 %."""
    rng = np.random.default_rng(8)
    rejected = {0.0: 0, 0.8: 0}
    for pull in rejected:
        for _ in range(20):
            y = [rng.normal(size=60)]
            for _ in range(19):
                beside = (np.roll(y[-1], 1) + np.roll(y[-1], -1)) / 2
                y.append(0.6 * y[-1] * (1 - pull / 2) + pull * 0.6 * beside + rng.normal(size=60))
            panel = panel_of(y=np.array(y))
            made = markov_chain(panel, "y", ring(panel.ids), classes=3, scale="level", permutations=19)
            rejected[pull] += made.over_space.p_Q_sim <= 0.05
    assert binomtest(rejected[0.0], 20, 0.05).pvalue > 0.01
    assert rejected[0.8] >= 17


def test_known_probabilities_are_covered():
    rng = np.random.default_rng(9)
    state, rows = rng.integers(0, 3, 2000), []
    for _ in range(6):
        rows.append(state)
        state = np.array([rng.choice(3, p=RAIN[s]) for s in state])
    made = markov_chain(panel_of(y=np.array(rows)), "y", borders=[0.5, 1.5], scale="level")
    gap = (made.p - RAIN)[RAIN > 0] / made.se[RAIN > 0]
    assert np.abs(gap).max() < 3
    assert made.ergodic == pytest.approx([0.4, 0.2, 0.4], abs=0.02)


def test_isolates_are_in_the_classic_chain_only():
    panel = panel_of(y=np.random.default_rng(1).normal(size=(6, 12)))
    w = weights_of({i: [] if i == 0 else [1 + i % 11] for i in range(12)}, panel.ids)
    made = markov_chain(panel, "y", w, classes=2, scale="level", permutations=0)
    assert made.counts.sum() == 60 and made.by_lag.sum() == 55
    assert "isolates" in [note.code for note in made.report.notes]


def test_refusals_say_what_to_do():
    panel = panel_of(y=np.random.default_rng(1).normal(size=(6, 12)), flat=np.ones((6, 12)))
    none = weights_of({}, panel.ids)
    for error, wanted, options in (
        (PanelError, "scale = level", {}),
        (ParameterError, "numbers that rise", {"borders": [2.0, 1.0], "scale": "level"}),
        (ParameterError, "from 2 to 9", {"classes": 10, "scale": "level"}),
        (PanelError, "9 steps apart", {"step": 9, "scale": "level"}),
        (ParameterError, "end before and after", {"split": 2005, "scale": "level"}),
        (PanelError, "no link", {"w": none, "scale": "level"}),
    ):
        with pytest.raises(error, match=wanted):
            markov_chain(panel, "y", **options)
    with pytest.raises(PanelError, match="divided into 4 classes"):
        markov_chain(panel, "flat")
