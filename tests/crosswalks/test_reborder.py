"""Panels on other borders: counts apportioned, rates averaged, totals kept, missing values, refusals."""

import numpy as np
import pandas as pd
import pytest
import shapely

from gisplug.core.errors import JoinError, PanelError, ParameterError, TableError
from gisplug.crosswalks.layers import crosswalk
from gisplug.crosswalks.reborder import reborder
from gisplug.panel.read import read_panel
from tests.boundaries.layers import squares
from tests.crosswalks.worlds import EQUAL_AREA, layer, panel_of

box = shapely.box
BEFORE = layer({"a": box(0, 0, 4000, 4000), "b": box(4000, 0, 8000, 4000), "c": box(8000, 0, 9000, 4000)})
AFTER = layer({"x": box(0, 0, 1000, 4000), "y": box(1000, 0, 8000, 4000), "c": box(8000, 0, 9000, 4000)})
WALK = crosswalk(BEFORE, AFTER)


def long(**columns) -> pd.DataFrame:
    return pd.DataFrame({"unit": ["a", "b", "c"], "period": 2000, **columns})


def value(made, unit: str, column: str) -> float:
    return float(made.table.loc[made.table["unit"] == unit, column].iloc[0])


def test_by_hand():
    made = WALK.apportion(long(people=[8.0, 10, 5], income=[2.0, 3, 7]), counts=["people"], rates=["income"])
    assert [value(made, u, "people") for u in "xyc"] == pytest.approx([2, 16, 5])
    assert [value(made, u, "income") for u in "xyc"] == pytest.approx([2, (3 * 2 + 4 * 3) / 7, 7])


def test_rates_weighted_by_people_are_quotients_of_counts():
    table = long(people=[8.0, 10, 5], output=[16.0, 30, 35])
    table["income"] = table["output"] / table["people"]
    made = WALK.apportion(table, counts=["people", "output"], rates=["income"], weights="people")
    quotient = made.table["output"] / made.table["people"]
    assert made.table["income"].to_numpy() == pytest.approx(quotient.to_numpy())


def test_weights_may_differ_by_rate():
    table = long(people=[8.0, 10, 5], income=[2.0, 3, 7], density=[1.0, 2, 3])
    made = WALK.apportion(table, rates=["income", "density"], weights={"income": "people"})
    assert value(made, "y", "income") == pytest.approx((6 * 2 + 10 * 3) / 16)
    assert value(made, "y", "density") == pytest.approx((3 * 1 + 4 * 2) / 7)


def test_a_source_without_a_weight_is_missing_up_to_the_bound_and_does_not_weigh():
    table = long(people=[8.0, np.nan, 5], income=[2.0, 3, 7])
    made = WALK.apportion(table, rates=["income"], weights="people", missing=0.6)
    assert value(made, "y", "income") == pytest.approx(2)  # of a alone: b has 4 of 7 parts of its ground
    strict = WALK.apportion(table, rates=["income"], weights="people", missing=0.5)
    assert np.isnan(value(strict, "y", "income"))


def test_equals_tobler():
    """area_interpolate of tobler 0.13.0 on the same layers (EPSG:6933); its tables of areas are of single precision."""
    before = squares(4, 4, 1000.0, crs=EQUAL_AREA)
    after = layer(
        {
            "t0": box(0, 0, 1500, 2500),
            "t1": box(1500, 0, 4000, 1300),
            "t2": box(0, 2500, 1500, 4000),
            "t3": box(1500, 1300, 3100, 4000),
            "t4": box(3100, 1300, 4000, 4000),
        }
    )
    people = [
        67.33,
        34.28,
        13.69,
        11.49,
        83.19,
        92.15,
        64.6,
        75.65,
        58.93,
        94.16,
        83.43,
        10.25,
        87.17,
        13.02,
        75.67,
        25.81,
    ]
    rate = [0.863, 0.541, 0.3, 0.423, 0.028, 0.124, 0.671, 0.647, 0.615, 0.384, 0.997, 0.981, 0.686, 0.65, 0.688, 0.389]
    table = pd.DataFrame({"unit": before.ids, "period": 1, "people": people, "rate": rate})
    made = crosswalk(before, after, tolerance=0).apportion(table, counts=["people"], rates=["rate"]).table
    assert made["people"].tolist() == pytest.approx([266.74, 98.217502, 146.685, 299.063999, 80.113499], rel=1e-7)
    expected = [0.433866640806, 0.433076937154, 0.628666671351, 0.670692114601, 0.675148127943]
    assert made["rate"].tolist() == pytest.approx(expected, rel=1e-7)
    fewer = after.take(["t0", "t1", "t3", "t4"])
    allocated = crosswalk(before, fewer, tolerance=0, outside="allocate").apportion(table, counts=["people"]).table
    assert allocated["people"].tolist() == pytest.approx([304.051668, 98.217502, 321.267334, 80.113499], rel=1e-7)
    left = crosswalk(before, fewer, tolerance=0, outside="leave").apportion(table, counts=["people"])
    assert left.table["people"].tolist() == pytest.approx([266.74, 98.2175, 299.064, 80.1135], rel=1e-7)
    assert left.totals["outside"].iloc[0] == pytest.approx(146.685, rel=1e-7)


def test_totals_are_shown_by_variable_and_period():
    made = WALK.apportion(panel_of(BEFORE, (2000, 2001)), counts=["people"], rates=["income"])
    assert list(zip(made.totals["variable"], made.totals["period"], strict=True)) == [
        ("people", 2000),
        ("people", 2001),
        ("income", 2000),
        ("income", 2001),
    ]
    assert made.totals["difference"].abs().max() < 1e-12
    counts = made.totals[made.totals["kind"] == "count"]
    assert counts["source"].to_numpy() == pytest.approx(counts["target"].to_numpy())


def test_quality_says_what_was_apportioned():
    made = WALK.apportion(long(people=[8.0, 10, 5]), counts=["people"])
    assert made.quality["flag"].tolist() == ["apportioned", "partly apportioned", "whole"]
    assert made.quality["people"].tolist() == pytest.approx([1, 6 / 16, 0])


def test_a_missing_source_makes_its_targets_missing():
    made = WALK.apportion(long(people=[np.nan, 10, 5], income=[2.0, np.nan, 7]), counts=["people"], rates=["income"])
    assert made.table["people"].isna().tolist() == [True, True, False]
    assert made.table["income"].isna().tolist() == [False, True, False]
    assert made.quality["flag"].tolist() == ["missing", "missing", "whole"]
    note = made.report.having("targets-missing")[0]
    assert "people of x in 2000" in note.text
    people = made.totals.set_index("variable").loc["people"]
    assert people["source"] == 15
    assert people["withheld"] == 10
    assert people["difference"] == 0


def test_a_small_missing_source_is_borne_up_to_the_bound_and_told():
    table = long(people=[np.nan, 10, 5], income=[np.nan, 3.0, 7])
    made = WALK.apportion(table, counts=["people"], rates=["income"], missing=0.45)
    assert made.table["people"].tolist() == pytest.approx([np.nan, 10, 5], nan_ok=True)
    assert made.table["income"].tolist() == pytest.approx([np.nan, 3, 7], nan_ok=True)
    assert "people of y in 2000" in made.report.having("missing-borne")[0].text
    strict = WALK.apportion(table, counts=["people"], rates=["income"], missing=0.42)
    assert strict.table["people"].isna().sum() == 2


def test_a_rate_without_its_weight_is_missing():
    made = WALK.apportion(long(people=[8.0, np.nan, 5], income=[2.0, 3, 7]), rates=["income"], weights="people")
    assert made.table["income"].isna().tolist() == [False, True, False]


def test_rates_whose_weights_are_all_zero_are_missing_and_told():
    made = WALK.apportion(long(people=[8.0, 10, 0], income=[2.0, 3, 7]), rates=["income"], weights="people")
    assert made.table["income"].isna().tolist() == [False, False, True]
    assert made.report.having("weights-zero")[0].ids == ("income of c in 2000",)


def test_targets_to_which_no_unit_leads_are_told():
    more = layer(dict(zip([*AFTER.ids, "new"], [*AFTER.frame.geometry, box(0, 9000, 4000, 12_000)], strict=True)))
    made = crosswalk(BEFORE, more).apportion(long(people=[8.0, 10, 5]), counts=["people"])
    assert made.table["people"].isna().tolist() == [False, False, False, True]
    assert made.report.having("targets-sourceless")[0].ids == ("new",)


def test_units_without_a_row_count_as_missing():
    made = WALK.apportion(long(people=[8.0, 10, 5])[:2], counts=["people"])
    assert made.table["people"].isna().tolist() == [False, False, True]
    note = made.report.having("units-absent")[0]
    assert note.text == "1 unit without a row in the panel, and so missing: c in 2000."
    assert note.ids == ("c",)


def test_units_that_are_gone_anyway_are_not_missed():
    more = layer({"a": box(0, 0, 4000, 4000), "away": box(0, 9000, 4000, 12_000)})
    made = crosswalk(more, AFTER).apportion(long(people=[8.0, 10, 5])[:1], counts=["people"])
    assert not made.report.having("units-absent")


def test_each_period_goes_through_its_own_layer():
    table = pd.DataFrame(
        {
            "unit": ["a", "b", "c", "a", "b", "c", "x", "y", "c"],
            "period": [2000] * 3 + [2004] * 3 + [2010] * 3,
            "people": [8.0, 10, 5, 4, 10, 5, 1, 2, 3],
        }
    )
    made = reborder(table, {2000: WALK, 2005: crosswalk(AFTER, AFTER)}, counts=["people"])
    wide = made.table.pivot(index="period", columns="unit", values="people")[["x", "y", "c"]]
    assert wide.to_numpy() == pytest.approx(np.array([[2, 16, 5], [1, 13, 5], [1, 2, 3]]))
    panel = made.panel()
    assert panel.ids == AFTER.ids
    assert panel.units is not None
    with pytest.raises(JoinError, match="No crosswalk holds in 2000"):
        reborder(table, {2001: WALK}, counts=["people"])
    with pytest.raises(JoinError, match=r"2 units of the panel in 2010 .* x, y"):
        reborder(table, {2000: WALK}, counts=["people"])


def test_months_are_placed_by_their_year():
    table = pd.DataFrame({"unit": ["a", "b", "c"] * 2, "period": ["2004-12"] * 3 + ["2004-11"] * 3, "people": 1.0})
    assert len(reborder(table, {2000: WALK}, counts=["people"]).table) == 6


def test_a_panel_keeps_its_names_and_its_order():
    table = panel_of(BEFORE, (2000, 2001)).rename(columns={"unit": "县", "period": "年"})
    panel = read_panel(table, "县", "年", BEFORE)
    made = WALK.apportion(panel, counts=["people"])
    assert list(made.table.columns) == ["县", "年", "people"]
    assert list(dict.fromkeys(made.table["县"])) == list(AFTER.ids)
    assert made.report.having("columns-left-out")[0].ids == ("income",)


def test_a_table_may_call_its_keys_what_it_likes():
    table = panel_of(BEFORE).rename(columns={"unit": "code", "period": "year"})
    made = WALK.apportion(table, counts=["people"], unit="code", period="year")
    assert list(made.table.columns) == ["code", "year", "people"]


def test_rows_that_an_unbalanced_panel_lacks_are_no_strangers():
    table = pd.DataFrame(
        {"unit": ["a", "b", "c", "x", "y", "c"], "period": [2000] * 3 + [2010] * 3, "people": [8.0, 10, 5, 1, 2, 3]}
    )
    panel = read_panel(table, "unit", "period", unbalanced=True)
    made = reborder(panel, {2000: WALK, 2005: crosswalk(AFTER, AFTER)}, counts=["people"])
    assert made.table["people"].notna().all()


def test_what_cannot_be_right_is_refused():
    table = long(people=[8.0, 10, 5], income=[2.0, 3, 7], name=["A", "B", "C"])
    with pytest.raises(ParameterError, match="none was named"):
        WALK.apportion(table)
    with pytest.raises(ParameterError, match="people was named twice"):
        WALK.apportion(table, counts=["people"], rates=["people"])
    with pytest.raises(ParameterError, match="list of columns"):
        WALK.apportion(table, counts="people")
    with pytest.raises(ParameterError, match="share from 0 to 1"):
        WALK.apportion(table, counts=["people"], missing=5)
    with pytest.raises(ParameterError, match="weights are of rates"):
        WALK.apportion(table, counts=["people"], weights={"people": "income"})
    with pytest.raises(TableError, match="no column gdp"):
        WALK.apportion(table, counts=["gdp"])
    with pytest.raises(TableError, match="name of the panel are not numbers"):
        WALK.apportion(table, counts=["name"])
    with pytest.raises(TableError, match="negative"):
        WALK.apportion(table.assign(people=-1.0), rates=["income"], weights="people")
    with pytest.raises(TableError, match="without bound"):
        WALK.apportion(table.assign(people=np.inf), counts=["people"])
    with pytest.raises(PanelError, match="several rows for a in 2000"):
        WALK.apportion(pd.concat([table, table[:1]]), counts=["people"])
    with pytest.raises(PanelError, match="lack unit"):
        WALK.apportion(table.assign(unit=["a", None, "c"]), counts=["people"])
    with pytest.raises(JoinError, match="lead to different units"):
        reborder(table, {2000: WALK, 2010: crosswalk(AFTER, BEFORE)}, counts=["people"])
    with pytest.raises(JoinError, match="No crosswalk was given"):
        reborder(table, {}, counts=["people"])


def test_a_chain_needs_the_units_of_its_middle():
    with pytest.raises(JoinError, match="must begin where the first one ends"):
        WALK.then(WALK)


def named_layers():
    from tests.crosswalks.worlds import layer

    before = {"1": shapely.box(0, 0, 1000, 1000), "2": shapely.box(1000, 0, 2000, 1000)}
    names = {"1": "甲县", "2": "乙县"}
    return layer(before, names), layer({"9": shapely.box(0, 0, 2000, 1000)}, {"9": "丙县"})


def test_a_panel_of_names_comes_to_the_ids_of_the_layer_and_totals_are_left_out():
    before, after = named_layers()
    table = pd.DataFrame({"unit": ["甲县", "乙 县", "合计"], "period": 2000, "people": [1.0, 2, 3]})
    made = reborder(table, crosswalk(before, after), counts=["people"])
    assert made.table[["unit", "people"]].to_numpy().tolist() == [["9", 3.0]]
    assert made.report.having("totals")[0].ids == ("合计",)


def test_a_name_that_no_unit_has_is_refused():
    before, after = named_layers()
    table = pd.DataFrame({"unit": ["甲县", "Z77"], "period": 2000, "people": [1.0, 2]})
    with pytest.raises(
        JoinError, match=r"1 unit of the panel in 2000 are not among .*Z77.*look like '1' \(甲县\).*aliases"
    ):
        reborder(table, crosswalk(before, after), counts=["people"])


@pytest.mark.parametrize(
    ("match", "said"),
    [("names", None), ("common", None), ("exact", r"3 units of the panel in 2000 are not among .*甲县, 乙 县, 合计")],
)
def test_match_says_by_what_rows_are_found(match, said):
    before, after = named_layers()
    table = pd.DataFrame({"unit": ["甲县", "乙 县", "合计"], "period": 2000, "people": [1.0, 2, 3]})
    if said:
        with pytest.raises(JoinError, match=said):
            reborder(table, crosswalk(before, after), counts=["people"], match=match)
    else:
        made = reborder(table, crosswalk(before, after), counts=["people"], match=match)
        assert made.table[["unit", "people"]].to_numpy().tolist() == [["9", 3.0]]
        assert len(made.report.having("totals")) == (match == "names")
        assert len(made.report.having("left-out")) == (match == "common")


def test_common_leaves_out_what_the_crosswalk_lacks_and_names_it():
    before, after = named_layers()
    table = pd.DataFrame({"unit": ["甲县", "2", "Z77"], "period": 2000, "people": [1.0, 2, 4]})
    made = crosswalk(before, after).apportion(table, counts=["people"], match="common")
    assert made.table["people"].tolist() == [3.0]
    assert made.report.having("left-out")[0].ids == ("Z77",)
    with pytest.raises(ParameterError, match="match is one of names, exact, common"):
        reborder(table, crosswalk(before, after), counts=["people"], match="all")


def test_what_a_unit_lies_in_decides_between_units_of_one_name():
    shapes = {"320106": box(0, 0, 1000, 1000), "320302": box(1000, 0, 2000, 1000)}
    walk = crosswalk(layer(shapes, {"320106": "鼓楼区", "320302": "鼓楼区"}), layer({"9": box(0, 0, 2000, 1000)}))
    table = pd.DataFrame({"unit": ["鼓楼区"] * 2, "period": 2000, "in": ["南京市", "徐州市"], "people": [1.0, 2]})
    assert reborder(table, walk, counts=["people"], within="in").table["people"].tolist() == [3.0]
    with pytest.raises(PanelError, match="several rows for 鼓楼区 in 2000"):
        reborder(table, walk, counts=["people"])
