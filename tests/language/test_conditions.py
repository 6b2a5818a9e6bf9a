"""Conditions: old and new spellings, texts and numbers, and what is refused by name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisplug.core.errors import ModelError
from gisplug.language.conditions import chosen_rows, named_samples
from gisplug.panel.prepare import prepare
from tests.language.made import panel_of

REGION = np.repeat(["east", "west", "north east", "east", None], 4)


@pytest.fixture(scope="module")
def panel():
    return panel_of(
        **{"region": REGION, "kind": np.tile([1.0, 2.0, np.nan, 1.5], 5), "gdp pc": np.arange(20.0), "east": 1.0}
    )


def rows(panel, condition):
    found = chosen_rows(panel, condition)
    return found.reshape(panel.T, panel.N)


def years(panel):
    return np.array(panel.periods)[:, None] + 0 * panel.array("a")


def regions(panel):
    return panel.frame["region"].to_numpy().reshape(panel.T, panel.N)


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("year >= 2012", lambda p: years(p) >= 2012),
        ("period>=2012", lambda p: years(p) >= 2012),
        ("year = 2012", lambda p: years(p) == 2012),
        ("2012 <= year", lambda p: years(p) >= 2012),
        ("2010 < year < 2013", lambda p: (years(p) > 2010) & (years(p) < 2013)),
        ("region in east, west", lambda p: np.isin(regions(p), ["east", "west"])),
        ("region in (east, west)", lambda p: np.isin(regions(p), ["east", "west"])),
        ("region in north east, west", lambda p: np.isin(regions(p), ["north east", "west"])),
        ("region = north east", lambda p: regions(p) == "north east"),
        ("region == 'north east'", lambda p: regions(p) == "north east"),
        ("region = east", lambda p: regions(p) == "east"),
        ('"east" = region', lambda p: regions(p) == "east"),
        ("region != east", lambda p: regions(p) != "east"),
        ("region not in east", lambda p: regions(p) != "east"),
        ("not region in east", lambda p: regions(p) != "east"),
        ("year >= 2012; region in east, west", lambda p: (years(p) >= 2012) & np.isin(regions(p), ["east", "west"])),
        (
            "region in east, west and year >= 2012;",
            lambda p: (years(p) >= 2012) & np.isin(regions(p), ["east", "west"]),
        ),
        ("(region in east, west) or year > 2012", lambda p: (years(p) > 2012) | np.isin(regions(p), ["east", "west"])),
        ("~(region == east) & year != 2010", lambda p: (years(p) != 2010) & (regions(p) != "east")),
        ("unit not in u1, u2", lambda p: ~np.isin(np.array(p.ids), ["u1", "u2"]) & (p.array("a") > 0)),
        ("code = u1 | unit = u2", lambda p: np.isin(np.array(p.ids), ["u1", "u2"]) & (p.array("a") > 0)),
        ("kind in 1, 1.50", lambda p: np.isin(p.array("kind"), [1, 1.5])),
        ("kind > 1", lambda p: p.array("kind") > 1),
        ("gdp pc > 3", lambda p: p.array("gdp pc") > 3),
        ("`gdp pc` > 3", lambda p: p.array("gdp pc") > 3),
        ("gdp pc > median", lambda p: p.array("gdp pc") > 9.5),
        ("a > b", lambda p: p.array("a") > p.array("b")),
        ("a + b > 2 * median(c)", lambda p: p.array("a") + p.array("b") > 2 * np.median(p.array("c"))),
        ("L.a > 2", lambda p: np.vstack([np.zeros((1, 5)), p.array("a")[:-1]]) > 2),
        ("a:b > 4", lambda p: p.array("a") * p.array("b") > 4),
        ("isna(kind)", lambda p: np.isnan(p.array("kind"))),
        ("year ≥ 2012； region in（east，west）", lambda p: (years(p) >= 2012) & np.isin(regions(p), ["east", "west"])),
    ],
)
def test_rows_are_chosen(panel, condition, wanted):
    np.testing.assert_array_equal(rows(panel, condition), wanted(panel))


def test_no_condition_means_all_rows(panel):
    for nothing in (None, "", "  ", " \n"):
        assert chosen_rows(panel, nothing) is None
    assert chosen_rows(panel, ";;").all()


@given(
    st.sampled_from([">=", "<=", ">", "<", "=", "!="]),
    st.integers(2009, 2014),
    st.lists(st.sampled_from(["east", "west", "north east"]), min_size=1, max_size=3, unique=True),
    st.booleans(),
)
@settings(deadline=None)
def test_semicolons_and_and_bare_and_bracketed_lists_are_one(sign, year, values, negated):
    panel = panel_of(region=REGION)
    word = "not in" if negated else "in"
    quoted = ", ".join(f"'{v}'" for v in values)
    spellings = (
        f"year {sign} {year}; region {word} {', '.join(values)}",
        f"region {word} ({quoted}) and period {sign} {year}",
        f"not (not (year {sign} {year}) or not region {word} {', '.join(values)})",
    )
    found = []
    for spelling in spellings:
        try:
            found.append(chosen_rows(panel, spelling).tolist())
        except ModelError as refused:
            found.append(str(refused).split("fulfils")[0])
            assert "No row" in found[-1] or "occurs in no row" in found[-1]
    assert found[0] == found[1] == found[2]


def test_ids_that_are_numbers_are_compared_as_they_are_written_or_as_numbers():
    panel = panel_of(number=np.repeat(["01001", "1002", "110000", "9", "9"], 4))
    count = {
        "number = 01001": 4,
        "number = 1001": 4,
        "number in 01001, 110000": 8,
        "number > 2000": 4,
        "number < 10": 8,
    }
    assert {c: int(chosen_rows(panel, c).sum()) for c in count} == count


def test_periods_that_are_texts_have_their_order():
    panel = panel_of(("2010Q1", "2010Q2", "2010Q3"))
    assert rows(panel, "period >= 2010Q2").sum() == 10
    assert rows(panel, "year in 2010Q1, 2010Q3").sum() == 10
    with pytest.raises(ModelError, match="holds texts such as 2010Q1"):
        chosen_rows(panel, "period >= 2012")


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("year > abc", "year holds numbers, and 'abc' is neither a number nor a column"),
        ("a = estern", "a holds numbers, and 'estern' is neither"),
        ("a > regio", "did you mean 'region'"),
        ("a > region", "a text is compared with a number"),
        ("region > 3", "region holds texts such as east"),
        ("kind in (one, 2)", "kind holds numbers, and 'one' is none"),
        ("region in east, wets", r"'wets' occurs in no row of region \(did you mean 'west'\?\)"),
        ("region not in wets", "'wets' occurs in no row"),
        ("region = wets", "'wets' occurs in no row"),
        ("year in 2012, 2050", "'2050' occurs in no row of year"),
        ("regoin = east", r"'regoin' is no column \(did you mean 'region'\?\)"),
        ("YEAR > 2010", "did you mean 'year'"),
        ("year > 2050", "No row of panel fulfils"),
        ("year", "a condition such as x > 0 is needed"),
        ("year >", "something is missing"),
        ("region in ()", "list is empty"),
        ("'east' = 'west'", "one side is a column"),
    ],
)
def test_what_cannot_be_held_against_rows_is_refused_by_name(panel, condition, why):
    with pytest.raises(ModelError, match=why):
        chosen_rows(panel, condition)


def test_steps_tell_of_values_that_no_row_has():
    panel = prepare(panel_of(), "drop unit in (u1, u9)")
    assert panel.ids == ("u0", "u2", "u3", "u4")
    assert "'u9' occurs in no row of unit" in panel.report.having("value-absent")[0].text


def test_samples_have_names():
    assert named_samples("Without cities: unit not in 11, 31 | Before 2020: period < 2020 | a > 2") == {
        "Without cities": "unit not in 11, 31",
        "Before 2020": "period < 2020",
        "a > 2": "a > 2",
    }
    assert named_samples("It's east: (a > 1 | b > 2) | `x|y` = 'p:q'") == {
        "It's east": "(a > 1 | b > 2)",
        "`x|y` = 'p:q'": "`x|y` = 'p:q'",
    }
    assert named_samples(None) == {}
