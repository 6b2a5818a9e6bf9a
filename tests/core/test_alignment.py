"""One rule of who is in the sample: boundaries, panel, lights and weights."""

import itertools

import pytest

from gisplug.core.alignment import Chosen, Source, align_sources
from gisplug.core.errors import JoinError, ParameterError

MAP = Source("boundaries", "map", ("a", "b", "c", "d"))
PANEL = Source("panel", "panel", ("c", "a", "b"), (2010, 2011, 2012))
LIGHTS = Source("lights", "lights", ("a", "b", "c", "d"), (2011, 2012, 2013))
W = Source("weights", "W queen", ("a", "b", "c", "d", "e"))


def test_the_same_units_are_kept_in_the_order_of_the_first():
    found = align_sources(
        [Source("boundaries", "map", ("c", "a", "b")), Source("panel", "panel", ("a", "b", "c"), (1, 2))]
    )
    assert found.ids == ("c", "a", "b")
    assert found.periods == (1, 2)
    assert not found.report.warnings


def test_units_that_differ_are_refused_with_both_lists_and_the_way_on():
    with pytest.raises(JoinError, match=r"1 unit is not in panel: d \(Delta\).*match='common'"):
        align_sources([MAP, PANEL], names={"d": "Delta"})


def test_common_keeps_what_all_have_and_the_table_says_why_of_the_rest():
    found = align_sources([MAP, PANEL, LIGHTS, W], "common")
    assert found.ids == ("a", "b", "c")
    assert found.periods == (2011, 2012)
    assert found.left_out == ("d", "e")
    table = found.table
    assert table.columns.tolist() == ["kind", "id", "name", "map", "panel", "lights", "W queen", "used", "why"]
    why = table.set_index("id")["why"].to_dict()
    assert why["d"] == "not in panel"
    assert why["e"] == "not in map, panel, lights"
    assert why["2010"] == "not in lights"
    assert table.loc[table["kind"] == "unit", "used"].tolist() == [1, 1, 1, 0, 0]


def test_weights_may_have_a_few_units_more_and_say_so():
    same = [Source("boundaries", "map", ("a", "b", "c", "d")), W]
    found = align_sources(same)
    assert found.ids == ("a", "b", "c", "d")
    assert found.report.warnings[0].ids == ("e",)
    many = Source("weights", "W", tuple("abcd") + tuple(f"x{i}" for i in range(9)))
    with pytest.raises(JoinError, match="9 units are not in map"):
        align_sources([same[0], many])
    with pytest.raises(JoinError, match="1 unit is not in W: d"):
        align_sources([same[0], Source("weights", "W", ("a", "b", "c"))])


def test_a_source_without_some_periods_leaves_them_empty_and_says_so():
    found = align_sources(
        [Source("panel", "panel", ("a",), (2010, 2011)), Source("lights", "lights", ("a",), (2011, 2012))]
    )
    assert found.periods == (2010, 2011)
    codes = {n.code: n.ids for n in found.report.notes}
    assert codes["empty-cells"] == ("2010",)
    assert codes["left-out"] == ("2012",)


def test_the_list_of_units_and_periods_goes_before_the_rule():
    found = align_sources([MAP, PANEL], chosen=Chosen(units=("a", "b"), periods=(2012,)))
    assert (found.ids, found.periods) == (("a", "b"), (2012,))
    found = align_sources([MAP, PANEL], chosen=Chosen(without=("d",)))
    assert found.ids == ("a", "b", "c")
    with pytest.raises(JoinError, match="z of the list of units and periods is nowhere"):
        align_sources([MAP, PANEL], chosen=Chosen(units=("z",)))


def test_nothing_in_common_shows_what_ids_look_like():
    with pytest.raises(JoinError, match=r"map and t have no unit in common.*map: 'a'; t: '1'"):
        align_sources([MAP, Source("table", "t", ("1", "2"))], "common")


def test_a_word_that_is_no_rule_is_refused():
    with pytest.raises(ParameterError, match="names, exact, common; 'all' was given"):
        align_sources([MAP], "all")


def test_the_order_of_sources_after_the_first_changes_nothing():
    for order in itertools.permutations([PANEL, LIGHTS, W]):
        found = align_sources([MAP, *order], "common")
        assert (found.ids, set(found.periods), set(found.left_out)) == (("a", "b", "c"), {2011, 2012}, {"d", "e"})
