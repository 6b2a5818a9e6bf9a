"""Tables of code changes: merges are exact, divisions need shares or common units; files of crosswalks."""

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import JoinError, LayerError, ParameterError, TableError
from gisplug.crosswalks.codes import code_changes
from gisplug.crosswalks.common import common_units
from gisplug.crosswalks.files import read_crosswalk, read_crosswalks, write_crosswalks
from gisplug.crosswalks.layers import crosswalk
from gisplug.crosswalks.reborder import reborder
from tests.crosswalks.worlds import board, panel_of


def table(*rows, share: bool = False) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["year", "from", "to", *(["share"] if share else [])])


def people(**codes) -> pd.DataFrame:
    """{period: {code: people}} as a long table."""
    rows = [(code, int(year[1:]), float(n)) for year, part in codes.items() for code, n in part.items()]
    return pd.DataFrame(rows, columns=["unit", "period", "people"])


MERGES = table((2005, "A", "C"), (2005, "B", "C"), (2010, "D", "D2"))
PANEL = people(y2000={"A": 1, "B": 2, "D": 4, "E": 8}, y2005={"C": 3, "D": 4, "E": 8}, y2012={"C": 5, "D2": 6, "E": 7})


def wide(made) -> dict[int, dict[str, float]]:
    frame = made.table.pivot(index="period", columns="unit", values="people")
    return {when: {k: v for k, v in row.items() if v == v} for when, row in frame.to_dict("index").items()}


def test_merges_and_new_codes_are_exact():
    walks = code_changes(MERGES).crosswalks(PANEL, to=2012)
    made = reborder(PANEL, walks, counts=["people"])
    assert wide(made) == {
        2000: {"C": 3, "D2": 4, "E": 8},
        2005: {"C": 3, "D2": 4, "E": 8},
        2012: {"C": 5, "D2": 6, "E": 7},
    }
    assert (made.quality["flag"] == "whole").all()
    assert walks[2000].table.set_index("source")["kind"].to_dict() == {
        "A": "merged",
        "B": "merged",
        "D": "recoded",
        "E": "unchanged",
    }


def test_a_change_holds_from_its_year_on():
    walks = code_changes(MERGES).crosswalks(people(y2009={"D": 1}, y2010={"D2": 1}), to=2010)
    assert walks[2009].table["target"].tolist() == ["D2"]
    assert walks[2010].table["kind"].tolist() == ["unchanged"]


def test_a_code_may_take_others_in_and_be_used_again():
    changes = code_changes(table((2005, "A", "C"), (2008, "C", "X"), (2010, "E", "C")))
    walks = changes.crosswalks(people(y2000={"A": 1, "C": 2, "E": 4}, y2009={"X": 3, "E": 4}), to=2012)
    assert dict(zip(walks[2000].table["source"], walks[2000].table["target"], strict=True)) == {
        "A": "X",
        "C": "X",
        "E": "C",
    }


def test_a_division_needs_shares():
    rows = [(2005, "A", "A1"), (2005, "A", "A2")]
    panel = people(y2000={"A": 10}, y2006={"A1": 3, "A2": 4})
    with pytest.raises(JoinError, match=r"1 code became several by 2006.*A.*splits='common'"):
        code_changes(table(*rows)).crosswalks(panel, to=2006)
    shared = code_changes(table(*[(*r, s) for r, s in zip(rows, (0.3, 0.7), strict=True)], share=True))
    assert wide(reborder(panel, shared.crosswalks(panel, to=2006), counts=["people"]))[2000] == {"A1": 3, "A2": 7}
    common = code_changes(table(*rows)).crosswalks(panel, to=2006, splits="common")
    assert wide(reborder(panel, common, counts=["people"])) == {2000: {"A1+A2": 10}, 2006: {"A1+A2": 7}}


def test_what_is_divided_and_put_together_again_needs_no_shares():
    changes = code_changes(table((2005, "A", "A1"), (2005, "A", "A2"), (2007, "A1", "B"), (2007, "A2", "B")))
    walks = changes.crosswalks(people(y2000={"A": 10}), to=2010)
    assert walks[2000].shares.toarray().tolist() == [[1.0]]


def test_a_code_that_gives_a_part_away_has_two_rows():
    changes = code_changes(table((2005, "A", "A", 0.75), (2005, "A", "B", 0.25), share=True))
    panel = people(y2000={"A": 8, "B": 1}, y2005={"A": 6, "B": 3})
    assert wide(reborder(panel, changes.crosswalks(panel, to=2005), counts=["people"]))[2000] == {"A": 6, "B": 3}


def test_shares_multiply_over_the_years():
    changes = code_changes(
        table((2005, "A", "B", 0.5), (2005, "A", "C", 0.5), (2010, "B", "D", 0.2), (2010, "B", "E", 0.8), share=True)
    )
    walk = changes.crosswalks(people(y2000={"A": 10}), to=2015)[2000]
    assert walk.table.set_index("target")["share_of_source"].to_dict() == pytest.approx({"C": 0.5, "D": 0.1, "E": 0.4})


def test_backwards_a_division_is_a_merger_and_a_merger_a_division():
    panel = people(y2000={"A": 10, "X": 1, "Y": 2}, y2006={"A1": 3, "A2": 4, "Z": 5})
    changes = code_changes(table((2005, "A", "A1"), (2005, "A", "A2"), (2005, "X", "Z"), (2005, "Y", "Z")))
    with pytest.raises(JoinError, match="Z"):
        changes.crosswalks(panel, to=2000)
    made = reborder(panel, changes.crosswalks(panel, to=2000, splits="common"), counts=["people"])
    assert wide(made) == {2000: {"A": 10, "X+Y": 3}, 2006: {"A": 7, "X+Y": 5}}


def test_backwards_a_code_that_took_others_in_is_among_them():
    panel = people(y2000={"A": 1, "C": 2}, y2006={"C": 3})
    made = code_changes(table((2005, "A", "C"))).crosswalks(panel, to=2000, splits="common")
    assert made[2006].target.ids == ("A+C",)


def test_codes_that_end_are_told():
    changes = code_changes(table((2005, "A", ""), (2005, "", "N")))
    panel = people(y2000={"A": 1, "B": 2}, y2006={"B": 2, "N": 5})
    walks = changes.crosswalks(panel, to=2006)
    assert walks[2000].report.having("gone")[0].ids == ("A",)
    made = reborder(panel, walks, counts=["people"])
    assert made.totals.set_index("period")["outside"].to_dict() == {2000: 1, 2006: 0}
    assert wide(made)[2000] == {"B": 2}
    assert changes.crosswalks(panel, to=2000)[2006].report.having("gone")[0].ids == ("N",)


def test_rates_of_merged_codes_need_weights():
    panel = PANEL[PANEL["period"] == 2000].assign(income=[1.0, 4, 2, 3])
    walks = code_changes(MERGES).crosswalks(panel, to=2012)
    with pytest.raises(ParameterError, match=r"C \(2000\).*weights="):
        reborder(panel, walks, rates=["income"])
    made = reborder(panel, walks, rates=["income"], weights="people").table.set_index("unit")["income"]
    assert made.to_dict() == pytest.approx({"C": 3.0, "D2": 2, "E": 3})


def test_common_codes_are_listed():
    panel = people(y2000={"A": 10, "E": 1}, y2006={"A1": 3, "A2": 4, "E": 1})
    made = code_changes(table((2005, "A", "A1"), (2005, "A", "A2"))).common(panel, to=2006)
    assert made.members[["common", "target"]].to_numpy().tolist() == [["A1+A2", "A1"], ["A1+A2", "A2"], ["E", "E"]]
    assert "3 units of codes of 2006 make 2 common units" in made.report.notes[0].text
    with pytest.raises(LayerError, match="codes alone"):
        made.units()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(2005, "A", "B", 0.5), (2005, "A", "C", 0.6)], r"A in 2005: 0.5 \+ 0.6"),
        ([(2005, "A", "B", 0.5), (2005, "A", "C", None)], "do not add up to 1"),
        ([(2005, "A", "B", 0.4)], "A in 2005: 0.4"),
        ([(2005, "A", "B", 1.0), (2005, "A", "B", 1.0)], "says twice: A to B in 2005"),
        ([(2005, "", "", 1.0)], "neither an old nor a new"),
        ([("soon", "A", "B", 1.0)], "is no year|no order"),
    ],
)
def test_tables_that_contradict_themselves_are_refused(rows, message):
    from gisplug.core.errors import GisplugError

    with pytest.raises(GisplugError, match=message):
        code_changes(table(*rows, share=True))


def test_columns_are_named_and_codes_are_text():
    given = pd.DataFrame({"年份": ["2005年", "2005年"], "旧": [110001.0, 110002.0], "新": [110003, 110003]})
    changes = code_changes(given, "年份", "旧", "新")
    assert changes.years == (2005,)
    walk = changes.crosswalks(people(y2000={"110001": 1, "110002": 2}), to=2010)[2000]
    assert walk.target.ids == ("110003",)
    with pytest.raises(TableError, match="no column year, from, to"):
        code_changes(given)
    with pytest.raises(ParameterError, match="splits is one of"):
        changes.crosswalks(PANEL, to=2010, splits="half")


def test_common_units_of_layers_are_merged():
    before, after = np.array([[0, 0, 1, 2]]), np.array([[0, 1, 1, 2]])
    made = common_units(crosswalk(board(before, "b"), board(after, "a")))
    assert made.units().ids == ("a0+a1", "a2")
    areas = made.units().frame.area
    assert areas.tolist() == pytest.approx([3e6, 1e6])
    moved = reborder(panel_of(board(before, "b")), made.crosswalks[""], counts=["people"])
    assert (moved.quality["flag"] == "whole").all()


class TestFiles:
    walk = crosswalk(
        board(np.array([[0, 0, 1, 2, -1]]), "0"), board(np.array([[0, 1, 1, -1, 4]]), "t"), outside="allocate"
    )

    @pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "dta"])
    def test_a_crosswalk_comes_back_as_it_was(self, tmp_path, ending):
        path = self.walk.write(tmp_path / f"walk.{ending}")
        again = read_crosswalk(path)
        columns = ["source", "target", "share_of_source", "share_of_target", "amount", "km2", "kind"]
        keys = columns[:2]
        one, other = (w.table[columns].sort_values(keys, ignore_index=True) for w in (self.walk, again))
        pd.testing.assert_frame_equal(one, other, rtol=1e-12, check_dtype=False)
        assert (again.by, again.unit) == ("area", "km2")
        pd.testing.assert_frame_equal(
            again.quality.sort_index(), self.walk.quality.sort_index(), rtol=1e-12, check_dtype=False
        )

    def test_crosswalks_of_several_years_share_a_table(self, tmp_path):
        last = board(np.array([[0, 1, 2]]), "t")
        walks = {
            2000: crosswalk(board(np.array([[-1, 0, 0]]), "a"), last),
            2010: crosswalk(board(np.array([[0, 1, -1]]), "b"), last),
        }
        again = read_crosswalks(write_crosswalks(walks, tmp_path / "walks.csv"))
        assert list(again) == [2000, 2010]
        rows = [("a0", 2000, 6.0), ("b0", 2010, 1.0), ("b1", 2010, 2.0)]
        panel = pd.DataFrame(rows, columns=["unit", "period", "people"])
        one, other = (wide(reborder(panel, w, counts=["people"])) for w in (walks, again))
        assert one[2000] == other[2000] == pytest.approx({"t1": 3, "t2": 3})
        assert one[2010] == other[2010] == {"t0": 1, "t1": 2}
        with pytest.raises(TableError, match="no column 'since'"):
            read_crosswalks(walks[2000].table)

    def test_shares_of_others_are_read(self):
        given = pd.DataFrame({"geoid10": ["01", "01", "02"], "geoid20": ["a", "b", "b"], "w": [0.25, 0.75, 1]})
        made = read_crosswalk(given, "geoid10", "geoid20", "w")
        assert made.shares.toarray().tolist() == [[0.25, 0.75], [0, 1]]
        assert made.by == "shares"

    def test_amounts_are_enough(self):
        given = pd.DataFrame({"source": ["1", "1", "2"], "target": ["a", "b", "b"], "amount": [1, 3, 5]})
        assert read_crosswalk(given).shares.toarray().tolist() == [[0.25, 0.75], [0, 1]]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"share_of_source": [0.5, 0.6, 1]}, "more than 1: 1"),
            ({"share_of_source": [0.5, -0.6, 1]}, "rows 2 hold"),
            ({"share_of_source": [0.5, None, 1]}, "lacks the share of 1 in b"),
            ({"target": ["a", "a", "b"]}, "several rows for 1 in a"),
            ({"target": [None, None, None]}, "ties no source"),
        ],
    )
    def test_tables_that_are_no_crosswalk_are_refused(self, change, message):
        given = {"source": ["1", "1", "2"], "target": ["a", "b", "b"], "share_of_source": [0.25, 0.75, 1]}
        with pytest.raises(TableError, match=message):
            read_crosswalk(pd.DataFrame({**given, **change}))

    def test_targets_that_the_layer_lacks_are_refused(self):
        given = pd.DataFrame({"source": ["1"], "target": ["a"], "share_of_source": [1]})
        with pytest.raises(JoinError, match="1 target of the crosswalk are not"):
            read_crosswalk(given, units=board(np.array([[0]]), "t"))


def test_names_of_the_table_are_those_of_the_panel_where_that_is_certain():
    panel = people(y2013={"四川": 3, "重庆": 2, "贵州": 1})
    changes = code_changes(table((1997, "四川省", "四川省"), (1997, "四川省", "重庆市")))
    assert wide(reborder(panel, changes.crosswalks(panel, to=1996), counts=["people"])) == {
        2013: {"四川": 5, "贵州": 1}
    }


@pytest.mark.parametrize(
    ("old", "said"), [("四川", "changes of 四川, 重庆 in 1997"), ("广东", "codes look like '广东'")]
)
def test_a_table_that_changes_no_code_of_the_panel_is_told(old, said):
    panel = people(y2013={"四川": 3, "重庆": 2})
    new = "重庆市" if old == "四川" else "海南"
    walks = code_changes(table((1997, old, new))).crosswalks(panel, to=2016)
    assert said in str(walks[2013].report.having("codes-idle")[0])
