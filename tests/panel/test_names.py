"""Tables whose units are names: joined at the first try where that is certain, said, and refused where it is not."""

import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import JoinError, PanelError
from tests.panel.test_read import units_of

_SHORT = """北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西
海南 重庆 四川 贵州 云南 陕西 甘肃 青海 宁夏 新疆"""
SHORT = _SHORT.split()


@pytest.fixture(scope="module")
def provinces():
    return gp.read_units("demo-china-provinces")


def yearbook(names=SHORT, years=(2019, 2020)):
    return pd.DataFrame(
        [(n, y, 100 * i + y) for i, n in enumerate(names) for y in years], columns=["地区", "年份", "gdp"]
    )


def test_a_yearbook_without_province_and_city_joins_at_the_first_try(provinces):
    panel = gp.read_panel(yearbook(), "地区", "年份", provinces)
    assert panel.ids == provinces.ids
    assert panel.array("gdp")[0].tolist() == [100 * i + 2019 for i in range(30)]
    note = panel.report.having("matched-by-name")[0]
    assert len(note.ids) == 30
    assert "北京 = 110000 (same after removing 市" in str(note)


def test_the_demo_panel_joins_to_the_layer_by_chinese_names(provinces):
    layer = gp.read_units("demo-china-provinces", id="name_zh")
    by_code = gp.read_panel("demo-panel", "adcode", "year", provinces)
    by_name = gp.read_panel("demo-panel", "adcode", "year", layer)
    column = by_code.frame.select_dtypes("number").columns[-1]
    assert (by_name.array(column) == by_code.array(column)).all()


def test_rows_in_any_order_and_dress_give_the_same_panel(provinces):
    plain = gp.read_panel(yearbook(), "地区", "年份", provinces)
    mixed = yearbook().sample(frac=1, random_state=1)
    mixed["地区"] = mixed["地区"].map(lambda n: f" {n[0]}\u3000{n[1:]}\u200b")
    assert gp.read_panel(mixed, "地区", "年份", provinces).frame.equals(plain.frame)


def test_what_is_not_certain_is_refused_with_what_it_may_be(provinces):
    wrong = [*SHORT[:-1], "新彊"]
    with pytest.raises(
        PanelError, match=r"1 of 30 names .* 新彊 \(perhaps Xinjiang 650000: edit distance 1.*aliases='FILE'"
    ):
        gp.read_panel(yearbook(wrong), "地区", "年份", provinces)
    panel = gp.read_panel(
        yearbook([*wrong, "全国"]),
        "地区",
        "年份",
        provinces,
        aliases=pd.DataFrame({"from": ["新彊", "全国"], "to": ["650000", "-"]}),
    )
    assert panel.N == 30
    assert panel.report.having("left-out")[0].ids == ("全国",)


def test_ids_only_is_still_there(provinces):
    with pytest.raises(PanelError, match="have no unit in common"):
        gp.read_panel(yearbook(), "地区", "年份", provinces, match="exact")


def test_common_units_are_kept_and_names_that_are_not_certain_are_told(provinces):
    panel = gp.read_panel(yearbook([*SHORT[:5], "新彊", "全国"]), "地区", "年份", provinces, match="common")
    assert panel.N == 5
    assert panel.report.having("names-open")[0].ids == ("新彊", "全国")


def test_a_city_before_and_after_its_renaming_is_one_unit_and_in_one_year_two():
    cities = units_of("420600", "420100", names=("襄阳市", "武汉市"))
    rows = [("襄樊", 2009, 1), ("襄阳", 2010, 2), ("武汉", 2009, 3), ("武汉", 2010, 4)]
    panel = gp.read_panel(pd.DataFrame(rows, columns=["u", "t", "x"]), "u", "t", cities)
    assert panel.array("x").tolist() == [[1, 3], [2, 4]]
    with pytest.raises(PanelError, match=r"襄樊.*former name of 襄阳市.*the unit of 襄阳 too"):
        gp.read_panel(pd.DataFrame([*rows, ("襄樊", 2010, 5)], columns=["u", "t", "x"]), "u", "t", cities)


def test_the_column_of_the_province_decides_between_counties_of_one_name():
    counties = units_of("320106", "350102", names=("鼓楼区", "鼓楼区"))
    table = pd.DataFrame({"u": ["鼓楼区"] * 2, "p": ["福建", "江苏"], "t": [2020] * 2, "x": [1, 2]})
    with pytest.raises(PanelError, match=r"repeated pairs|may be 鼓楼区 320106 or 鼓楼区 350102"):
        gp.read_panel(table, "u", "t", counties)
    assert gp.read_panel(table, "u", "t", counties, within="p").array("x").tolist() == [[2, 1]]


def test_a_list_of_units_and_periods_is_the_sample(provinces):
    panel = gp.read_panel(
        yearbook(), "地区", "年份", provinces, match="common", only=["河北省", "Beijing"], only_periods=[2020]
    )
    assert panel.ids == ("110000", "130000")
    assert panel.periods == (2020,)
    with pytest.raises(PanelError, match="2031 of the list of units and periods is nowhere"):
        gp.read_panel(yearbook(), "地区", "年份", provinces, only_periods=[2031])


def test_a_table_of_names_is_joined_to_a_panel_of_codes(provinces):
    panel = gp.read_panel("demo-panel", "adcode", "year", provinces)
    area = pd.DataFrame({"省份": SHORT, "area": range(30)})
    joined = gp.join_table(panel, area, "省份")
    assert joined.array("area")[0].tolist() == list(range(30))
    assert joined.report.having("matched-by-name")
    with pytest.raises(JoinError, match=r"新彊 \(perhaps Xinjiang 650000"):
        gp.join_table(panel, area.replace("新疆", "新彊"), "省份")


def test_aliases_rename_units_without_boundaries():
    known = pd.DataFrame({"from": ["襄樊"], "to": ["襄阳"]})
    table = pd.DataFrame({"u": ["襄樊", "襄阳"], "t": [2009, 2010], "x": [1, 2]})
    assert gp.read_panel(table, "u", "t", aliases=known).ids == ("襄阳",)


def test_the_catalogue_may_carry_aliases_of_its_sets(monkeypatch):
    from gisplug.core import shelves

    whole = shelves._catalog("layers")
    entry = {**whole["sets"]["demo-china-provinces"], "aliases": {"帝都": "110000", "魔都": "上海", "全国": "-"}}
    monkeypatch.setattr(
        shelves, "_catalog", lambda name: {**whole, "sets": {**whole["sets"], "demo-china-provinces": entry}}
    )
    units = gp.read_units("demo-china-provinces")
    assert units.take(units.ids[:3]).aliases == units.aliases
    renamed = {"北京": "帝都", "上海": "魔都"}
    names = [*(renamed.get(n, n) for n in SHORT), "全国"]
    panel = gp.read_panel(yearbook(names), "地区", "年份", units)
    assert panel.ids == units.ids
    assert panel.array("gdp")[0].tolist() == [100 * i + 2019 for i in range(30)]


@pytest.mark.parametrize("total", ["全国", "东部地区", "合计", "Total"])
def test_totals_are_no_units_and_are_left_out(total, provinces):
    panel = gp.read_panel(yearbook([*SHORT, total]), "地区", "年份", provinces)
    assert panel.ids == provinces.ids
    assert panel.report.having("totals")[0].ids == (total,)
    with pytest.raises(PanelError, match=total):
        gp.read_panel(yearbook([*provinces.ids, total]), "地区", "年份", provinces, match="exact")
