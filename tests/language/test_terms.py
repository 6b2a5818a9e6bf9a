"""Terms: one meaning of time, what is missing, what is undefined, and the old spellings."""

from itertools import pairwise
from math import gcd

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisplug.core.errors import ModelError, PanelError
from gisplug.language.expressions import evaluate
from gisplug.language.functions import TABLE, WORDS
from gisplug.language.terms import group_labels, needs_shift, term_array, term_arrays
from gisplug.panel.prepare import prepare
from tests.language.made import NAN, panel_of

YEARS = st.lists(st.integers(1990, 2030), min_size=2, max_size=7, unique=True).map(sorted)
SPACED = [(2010, 2011, 2012, 2013), (2000, 2002, 2004, 2006), (2010, 2011, 2013, 2014), ("2010Q1", "2010Q2", "2010Q3")]


@pytest.mark.parametrize("periods", SPACED)
def test_every_spelling_of_a_lag_is_the_same(periods):
    panel = panel_of(periods)
    for one, other in (
        ("L.a", "lag(a)"),
        ("L2.a", "lag(a, 2)"),
        ("F.a", "lead(a)"),
        ("F.a", "lag(a, -1)"),
        ("D.a", "diff(a)"),
        ("D.a", "(a - L.a)"),
        ("D2.a", "diff(a, steps=2)"),
        ("growth(a)", "a/L.a:1"),
        ("L.log(a)", "log(L.a)"),
        ("D.(a + b)", "(D.a + D.b)"),
    ):
        change = 1 if one.startswith("growth") else 0
        np.testing.assert_allclose(term_array(panel, one), term_array(panel, other) - change, rtol=1e-12)
        np.testing.assert_array_equal(term_array(panel, one), evaluate(panel, one))


def test_a_lag_in_a_panel_of_every_second_year_is_the_wave_before():
    panel = panel_of((2000, 2002, 2004))
    np.testing.assert_array_equal(term_array(panel, "L.a")[1:], panel.array("a")[:-1])


def test_a_lag_never_jumps_a_gap():
    panel = panel_of((2010, 2011, 2013, 2014))
    a, lag = panel.array("a"), term_array(panel, "L.a")
    np.testing.assert_array_equal(lag[[1, 3]], a[[0, 2]])
    assert np.isnan(lag[[0, 2]]).all()
    np.testing.assert_array_equal(term_array(panel, "L2.a")[2], a[1])


@given(YEARS, st.integers(0, 4), st.integers(0, 4))
@settings(deadline=None)
def test_lags_add_up_where_the_years_between_are_there(years, one, other):
    panel = panel_of(tuple(years), units=2)
    nested, at_once = term_array(panel, f"lag(lag(a, {one}), {other})"), term_array(panel, f"lag(a, {one + other})")
    known = ~np.isnan(nested)
    np.testing.assert_array_equal(nested[known], at_once[known])
    step = gcd(*(b - a for a, b in pairwise(years)))
    there = np.array([y - other * step in years and y - (one + other) * step in years for y in years])
    np.testing.assert_array_equal(known.all(axis=1), there)


@given(
    st.lists(
        st.sampled_from(["L.", "L2.", "F.", "F3.", "D.", "lag(", "lead(", "diff(", "growth(", "log("]), max_size=4
    ),
    st.integers(8, 12),
)
@settings(max_examples=150, deadline=None)
def test_needs_shift_counts_the_periods_that_a_term_empties(moves, length):
    term = "a"
    for move in moves:
        term = f"{move}{term})" if move.endswith("(") else f"{move}{term}"
    panel = panel_of(tuple(range(2000, 2000 + length)), units=2)
    try:
        known = ~np.isnan(term_array(panel, term)).any(axis=1)
    except ModelError as refused:
        assert "undefined" in str(refused)  # the log of a difference
        return
    earlier, later = needs_shift(term)
    wanted = [earlier <= t < length - later for t in range(length)]
    assert known.tolist() == wanted


@pytest.mark.parametrize(
    ("term", "periods"),
    [
        ("a", (0, 0)),
        ("L.a", (1, 0)),
        ("lag(lag(a),2)", (3, 0)),
        ("L.a:F2.b", (1, 2)),
        ("lag(a, -2)", (0, 2)),
        ("F.L.a", (0, 1)),
        ("D.L2.a", (3, 0)),
        ("growth(a, steps = 2)", (2, 0)),
        ("where(L.a > 1, a, F.a)", (1, 1)),
        ("gdp pc", (0, 0)),
        ("C(region)[east]:L.a", (1, 0)),
        ("interpolate(a)", (0, 0)),
    ],
)
def test_what_a_term_looks_at(term, periods):
    assert needs_shift(term) == periods


def test_what_is_missing_stays_missing():
    panel = panel_of()
    holed = panel.with_columns({"a": np.where(np.arange(20).reshape(4, 5) % 3 == 0, NAN, panel.array("a"))})
    hole = np.isnan(holed.array("a"))
    for term in (
        "log(a)",
        "a:b",
        "(a > 2)",
        "(a > 2 and b > 0)",
        "where(a > 2, 1, 0):b",
        "standard(a)",
        "max(a, a)",
        "-a:1",
    ):
        term = f"({term})" if term.startswith("-") else term
        np.testing.assert_array_equal(np.isnan(term_array(holed, term)), hole)
    assert not np.isnan(term_array(holed, "(a > 2 or b > 0)")).any()  # b settles it
    assert not np.isnan(term_array(holed, "(isna(a) or a > 2)")).any()
    assert not np.isnan(term_array(holed, "where(isna(a), 0, a)")).any()
    made = prepare(holed, "high = a > 2; sort = where(a > 2, 1, 0)")
    np.testing.assert_array_equal(np.isnan(made.array("high")), hole)
    np.testing.assert_array_equal(np.isnan(made.array("sort")), hole)


@pytest.mark.parametrize(
    ("term", "part"),
    [
        ("log(zero)", r"log\(zero\)"),
        ("ln(zero - 1)", r"ln\(zero - 1\)"),
        ("a:log1p(zero - 1)", r"log1p\(zero - 1\)"),
        ("a/zero", "a/zero"),
        ("zero^(-1)", r"zero\^\(-1\)"),
        ("sqrt(zero - 1)", "sqrt"),
        ("growth(zero)", "growth"),
        ("standard(zero)", "standard"),
        ("minmax(zero, unit)", "minmax"),
        ("exp(a:1000)", "exp"),
        ("a % zero", "a % zero"),
    ],
)
def test_undefined_numbers_are_refused_with_their_cells(term, part):
    panel = panel_of(zero=0.0)
    with pytest.raises(ModelError, match=rf"(?s){part}.* is undefined for \d+ cells: u\d in 20.*\^"):
        term_array(panel, term)


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ("zz", "'zz' is no column"),
        ("a + b", "2 terms"),
        ("a*b", "3 terms"),
        ("C(a)", "makes several columns"),
        ("W*a", "among the regressors of a formula only"),
        ("lag(a, 1.5)", "one whole number"),
        ("lag(a, b)", "one whole number"),
        ("winsorise(a, 0.7)", "between 0 and 0.5"),
        ("winsorise(a, 0.1, units)", "did you mean 'unit'"),
        ("interpolate(a, held)", "did you mean 'hold'"),
        ("where(a, 1, 2)", "a condition such as x > 0 is needed"),
        ("lag()", "x is missing"),
        ("lag(a, steps=1, steps=2)", "given twice"),
        ("lag(steps=1, a)", "behind those without"),
    ],
)
def test_what_is_no_term_is_refused(term, why):
    with pytest.raises(ModelError, match=why):
        term_array(panel_of(), term)


def test_old_terms_have_their_old_values():
    panel = panel_of(**{"gdp pc": 2.0})
    a, b = panel.array("a"), panel.array("b")
    for term, wanted in {
        "a:b": a * b,
        "a^2": a**2,
        "a^0.5": np.sqrt(a),
        "ln(a)": np.log(a),
        "log1p(a)": np.log1p(a),
        "asinh(a)": np.arcsinh(a),
        "centred(a)": a - a.mean(),
        "standard(a)": (a - a.mean()) / a.std(ddof=1),
        "centred(a):centred(b)": (a - a.mean()) * (b - b.mean()),
        "a:trend": a * np.arange(4.0)[:, None],
        "ln(gdp pc)": np.full((4, 5), np.log(2)),
        "centred(gdp pc):a": 0 * a,
        "a:b^2": a * b**2,
    }.items():
        np.testing.assert_allclose(term_array(panel, term), wanted, rtol=1e-12, atol=1e-12)
    assert term_arrays(panel, []).shape == (4, 5, 0)


def test_groups_and_their_combinations():
    panel = panel_of(**{"region": ["east", "west"] * 10, "my kind": 1.0, "a:b": 2.0})
    assert group_labels(panel, "unit")[:2].tolist() == ["u0", "u1"]
    assert group_labels(panel, "code:year")[6] == "u1|2011"
    assert group_labels(panel, "region^period")[0] == group_labels(panel, "region:period")[0]
    assert group_labels(panel, "`my kind`:unit")[0] == group_labels(panel, "my kind:unit")[0] == "1|u0"
    assert group_labels(panel, "region:time")[0] == "east|2010"
    assert set(group_labels(panel, "a:b")) == {"2"}
    with pytest.raises(PanelError, match="did you mean 'region'"):
        group_labels(panel, "regin")


def test_every_function_of_the_table_runs_as_its_usage_says():
    panel = panel_of(x=2.0).with_columns({"x": np.random.default_rng(1).uniform(1, 2, (4, 5))})
    for function in TABLE.values():
        assert function.does.endswith(".")
        assert function.arguments[0].default is None
        for written in function.usage.replace(" or ", "; ").replace("), ", "); ").split("; "):
            assert written.startswith(f"{function.name}(")
            found = evaluate(panel, written)
            assert found.shape == (4, 5)
        for argument in function.arguments:
            for word in WORDS.get(argument.kind, ()):
                given = f"{argument.name}={word}"
                assert evaluate(panel, f"{function.name}(x, {given})").shape == (4, 5)


def test_words_and_texts_are_the_same_option():
    panel = panel_of()
    for one, other in (
        ('winsorise(a, 0.2, "period")', "winsorise(a, 0.2, over = period)"),
        ("standardise(a, unit)", 'standardise(a, over="unit")'),
        ("median(a, period)", 'median(a, "period")'),
    ):
        np.testing.assert_array_equal(evaluate(panel, one), evaluate(panel, other))
    np.testing.assert_array_equal(evaluate(panel, "median(a, unit)")[0], np.median(panel.array("a"), axis=0))
