"""Transitions of local association and paths in the Moran scatter: against giddy, by hand, by their laws."""

import numpy as np
import pytest

from gisplug.core.errors import PanelError
from gisplug.structure.mobility.lisa import QUADRANTS, TYPES, lisa_transitions, move_types
from tests.autocorrelation.cases import us_income, weights_of
from tests.structure.panels import panel_of

GIDDY = [[1087, 44, 4, 34], [41, 470, 36, 1], [5, 34, 1422, 39], [30, 1, 40, 552]]  # page of LISA_Markov, giddy 2.3.8


def test_the_transitions_of_48_states_are_those_of_giddy():
    panel, w = us_income()
    made = lisa_transitions(panel, "income", w)
    assert made.counts.astype(int).tolist() == GIDDY
    assert made.ergodic == pytest.approx([0.28561505, 0.14190226, 0.40493672, 0.16754598], abs=1e-8)
    assert made.types["transitions"].sum() == 3840
    assert made.types.loc["IIIb", "transitions"] == 2  # LH to HL and back
    assert made.types.loc["IIIa", "transitions"] == 9  # HH to LL and back
    assert made.flow + made.cohesion == pytest.approx(1 - 2 / 3840)


def test_what_is_expected_of_sides_that_move_apart():
    """By the definition, move by move. (giddy's expectation takes each state's mean over the years for the border.)"""
    panel, w = us_income()
    made = lisa_transitions(panel, "income", w)
    high = {"HH": (1, 1), "LH": (0, 1), "LL": (0, 0), "HL": (1, 0)}
    start, end = made.quadrants[:-1].ravel(), made.quadrants[1:].ravel()
    sides = np.array([high[q] for q in QUADRANTS])

    def share(side, a, b):
        from_a = sides[start, side] == a
        return (sides[end, side][from_a] == b).mean()

    for i in range(4):
        for j in range(4):
            both = share(0, sides[i, 0], sides[j, 0]) * share(1, sides[i, 1], sides[j, 1])
            assert made.expected[i, j] == pytest.approx((start == i).sum() * both)
    assert made.chi2 == pytest.approx(((made.counts - made.expected) ** 2 / made.expected).sum()) and made.df == 9


def test_types_by_hand():
    q = {name: k for k, name in enumerate(QUADRANTS)}
    moves = {("HH", "HH"): "0", ("HH", "LH"): "I", ("LL", "LH"): "II", ("LL", "HH"): "IIIa", ("LH", "HL"): "IIIb"}
    start, end = (np.array([q[pair[side]] for pair in moves]) for side in (0, 1))
    assert [TYPES[t] for t in move_types(start, end)] == list(moves.values())


def test_paths_by_hand():
    # two pairs of neighbours; z is +-1 in every period
    y = np.array([[1.0, 1, -1, -1], [1, -1, 1, -1], [-1, -1, 1, 1]])
    panel = panel_of(y=y)
    w = weights_of({0: [1], 1: [0], 2: [3], 3: [2]}, panel.ids)
    made = lisa_transitions(panel, "y", w)
    assert made.points[:, 0].tolist() == [[1, 1], [1, -1], [-1, -1]]
    first = made.paths.iloc[0]
    assert first["tortuosity"] == pytest.approx(4 / np.sqrt(8)) and first["direction"] == "lose-lose"
    assert first["angle"] == pytest.approx(225) and first["moves"] == 2
    assert made.paths["length"].to_numpy() == pytest.approx(np.ones(4))
    assert made.quadrants[:, 0].tolist() == [0, 3, 2]


def test_units_of_measure_do_not_matter():
    panel, w = us_income()
    scaled = panel.with_columns({"income": 5 + 1e4 * panel.array("income")})
    one, two = (lisa_transitions(p, "income", w, step=5) for p in (panel, scaled))
    assert one.counts.tolist() == two.counts.tolist()
    assert one.paths["length"].to_numpy() == pytest.approx(two.paths["length"].to_numpy())


def test_refusals_and_isolates():
    rng = np.random.default_rng(1)
    panel = panel_of(y=rng.normal(size=(3, 6)), flat=np.ones((3, 6)))
    w = weights_of({i: [] if i == 0 else [1 + i % 5] for i in range(6)}, panel.ids)
    made = lisa_transitions(panel, "y", w)
    assert len(made.paths) == 5 and made.counts.sum() == 10 and made.report.having("isolates")
    for wanted, arguments in (
        ("no quadrants", ("flat", w)),
        ("no link", ("y", weights_of({}, panel.ids))),
        ("7 steps apart", ("y", w, 7)),
    ):
        with pytest.raises(PanelError, match=wanted):
            lisa_transitions(panel, *arguments)
