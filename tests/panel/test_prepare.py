import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisplug.core.errors import PanelError
from gisplug.panel.prepare import prepare
from gisplug.panel.read import read_panel


def panel_of(x=((1, 2, 4, 8), (3, 3, 6, 9)), periods=(2010, 2011, 2012, 2013), **more):
    rows = [(f"u{n}", p, float(x[n][t])) for n in range(len(x)) for t, p in enumerate(periods)]
    frame = pd.DataFrame(rows, columns=["code", "year", "x"]).assign(**more)
    return read_panel(frame, "code", "year")


def column(panel, name):
    return panel.array(name).T.tolist()


NAN = float("nan")


def test_powers_are_written_either_way():
    panel = prepare(panel_of(), "a = x ^ 2; b = x ** 2")
    assert column(panel, "a") == column(panel, "b") == [[1, 4, 16, 64], [9, 9, 36, 81]]


def test_steps_written_as_text_are_carried_out_in_order_and_recorded():
    panel = prepare(panel_of(), "lx = log(x); twice = 2 * x\n# a comment\nkeep year >= 2012")
    assert panel.periods == (2012, 2013)
    assert column(panel, "twice") == [[8, 16], [12, 18]]
    assert np.allclose(panel.array("lx"), np.log(panel.array("x")))
    assert [n.text.split(":")[0] for n in panel.report.having("step")] == [
        "lx = log(x)",
        "twice = 2 * x",
        "keep year >= 2012",
    ]


def test_the_given_panel_is_untouched():
    panel = panel_of()
    before = panel.frame.copy()
    prepare(panel, "x = x + 1; keep year > 2011")
    pd.testing.assert_frame_equal(panel.frame, before)


def test_lag_lead_difference_and_growth_stay_within_the_unit():
    panel = prepare(panel_of(), "a = lag(x); b = lead(x, 2); c = diff(x); d = growth(x)")
    np.testing.assert_equal(column(panel, "a"), [[NAN, 1, 2, 4], [NAN, 3, 3, 6]])
    np.testing.assert_equal(column(panel, "b"), [[4, 8, NAN, NAN], [6, 9, NAN, NAN]])
    np.testing.assert_equal(column(panel, "c"), [[NAN, 1, 2, 4], [NAN, 0, 3, 3]])
    np.testing.assert_equal(column(panel, "d"), [[NAN, 1, 1, 1], [NAN, 0, 1, 0.5]])


def test_a_lag_does_not_jump_over_a_missing_year():
    panel = prepare(panel_of(periods=(2010, 2011, 2013, 2014)), "a = lag(x)")
    np.testing.assert_equal(column(panel, "a")[0], [NAN, 1, NAN, 4])


def test_interpolation_is_linear_in_time_and_never_beyond_the_ends_unless_asked():
    gaps = panel_of(x=((NAN, 2, NAN, 8), (3, NAN, NAN, NAN)), periods=(2010, 2011, 2013, 2014))
    np.testing.assert_equal(column(prepare(gaps, "interpolate x"), "x"), [[NAN, 2, 6, 8], [3, NAN, NAN, NAN]])
    np.testing.assert_equal(column(prepare(gaps, 'x = interpolate(x, "hold")'), "x"), [[2, 2, 6, 8], [3, 3, 3, 3]])
    np.testing.assert_equal(
        column(prepare(gaps, 'x = interpolate(x, "extend")'), "x"), [[0, 2, 6, 8], [3, NAN, NAN, NAN]]
    )
    note = prepare(gaps, "interpolate x").report.having("step")[-1].text
    assert "1 filled (u0 in 2013), 4 of 8 cells empty" in note


def test_winsorising_pulls_to_the_quantiles_of_all_cells_or_of_each_period():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(40, 4))
    pooled = prepare(panel_of(x=x), "w = winsorise(x, 0.05)").array("w")
    low, high = np.quantile(x, [0.05, 0.95])
    assert np.allclose(pooled, np.clip(prepare(panel_of(x=x), "w = x").array("w"), low, high))
    panel = prepare(panel_of(x=x), 'w = winsorise(x, 0.05, "period")')
    assert np.allclose(panel.array("w").max(axis=1), np.quantile(panel.array("x"), 0.95, axis=1))


def test_standardised_columns_have_mean_zero_and_sd_one():
    z = prepare(panel_of(), "z = standardise(x)").array("z")
    assert abs(z.mean()) < 1e-12
    assert abs(z.std(ddof=1) - 1) < 1e-12


def test_names_with_spaces_signs_and_chinese_work():
    panel = panel_of(**{"产值（亿元）": 2.0, "人口": 4.0})
    made = prepare(panel, "人均 = `产值（亿元）` / 人口; `a b` = 人均 * 2")
    assert (made.array("a b") == 1).all()


def test_filters_of_units_and_texts():
    panel = panel_of(region=["east"] * 4 + ["west"] * 4)
    assert prepare(panel, 'keep region == "west"').ids == ("u1",)
    assert prepare(panel, 'drop unit in ("u1", "u9")').ids == ("u0",)
    assert prepare(panel, "keep year > 2010 and not (year == 2012)").periods == (2011, 2013)


def test_a_filter_that_leaves_holes_is_refused_unless_asked_for():
    with pytest.raises(PanelError, match="leaves holes: 1 rows"):
        prepare(panel_of(), "keep x > 1")
    kept = prepare(panel_of(), "keep x > 1", unbalanced=True)
    assert kept.unbalanced
    assert np.isnan(kept.array("x")).sum() == 1


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("y = log(x - 1)", "undefined for 1 cells: u0 in 2010"),
        ("y = x / (x - 3)", "undefined for 2 cells: u1 in 2010, u1 in 2011"),
        ("y = z + 1", "'z' is no column; there are x"),
        ("y = x $ 2", "'\\$' cannot stand here"),
        ("y = foo(x)", "there is no function 'foo'"),
        ("year = x", "is a key of the panel"),
        ("y = lag(x", "this is not closed"),
        ("remove x", "this is no step"),
        ("keep x", "needs a condition"),
        ("keep year > 2050", "leaves nothing"),
        ("y = winsorise(x, 2)", "between 0 and 0.5"),
    ],
)
def test_a_step_that_cannot_be_done_says_why(step, why):
    with pytest.raises(PanelError, match=why.replace("(", r"\(")):
        prepare(panel_of(), step)


@pytest.mark.parametrize(
    "attack",
    [
        "__import__('os').system('true')",
        "x.__class__",
        "(lambda: 1)()",
        "[a for a in (1, 2)]",
        "open('f')",
        "x if 1 else 2",
        "x[0]",
        "f'{x}'",
        "(y := 3)",
        "9" * 3000,
        "(" * 500 + "x" + ")" * 500,
    ],
)
def test_nothing_but_arithmetic_gets_through(attack):
    with pytest.raises(PanelError):
        prepare(panel_of(), [f"y = {attack}"])


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_either_read_or_refused_in_plain_words(text):
    try:
        prepare(panel_of(), [f"y = {text}"])
    except PanelError as refused:
        assert str(refused)
