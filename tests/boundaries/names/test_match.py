"""Names and codes of units as tables write them, matched to boundaries or refused with the reason."""

import pandas as pd
import pytest

import gisplug as gp
from gisplug.boundaries.names.aliases import read_aliases, write_aliases
from gisplug.boundaries.names.match import COLUMNS, match_names
from gisplug.core.errors import JoinError, TableError

CITIES = {
    "420600": "襄阳市",
    "530800": "普洱市",
    "211300": "朝阳市",
    "110105": "朝阳区",
    "220200": "吉林市",
    "320500": "苏州市",
    "341300": "宿州市",
    "370100": "济南市",
    "520600": "铜仁市",
    "110101": "东城区",
    "433100": "湘西土家族苗族自治州",
    "469006": "万宁市",
}


@pytest.fixture(scope="module")
def provinces():
    return gp.read_units("demo-china-all")


def one(given, right, **more):
    return match_names([given], right, **more).iloc[0]


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        ("110000", "110000", "same id"),
        ("11", "110000", "code of 北京市"),
        ("CN-BJ", "110000", "北京市"),
        ("北京", "110000", "same after removing 市"),
        ("北京市", "110000", "same name"),
        ("北 京", "110000", "same after removing 市"),
        ("北京\u200b市", "110000", "same name"),
        ("北京巿", "110000", "traditional characters"),  # a character that looks like 市
        ("BEIJING", "110000", "same name"),
        ("Peking", "110000", "pinyin or English name of 北京市"),
        ("京", "110000", "北京市"),
        ("内蒙", "150000", "内蒙古自治区"),
        ("內蒙古", "150000", "same after removing 自治区"),
        ("Nei Mongol", "150000", "内蒙古自治区"),
        ("Inner Mongolia Autonomous Region", "150000", "same after removing autonomous region"),
        ("广西", "450000", "same after removing 壮族自治区"),
        ("廣西壯族自治區", "450000", "traditional characters"),
        ("广西壮族自治区", "450000", "same name"),
        ("Guangxi Zhuang Autonomous Region", "450000", "same after removing"),
        ("新疆维吾尔族自治区", "650000", "same after removing"),
        ("Xizang", "540000", "西藏自治区"),
        ("吉林", "220000", "same after removing 省"),  # the layer is of provinces: no city is meant
        ("Jilin", "220000", "same name"),
        ("陝西", "610000", "same after removing 省"),
        ("Shaanxi Province", "610000", "same after removing province"),
        ("臺灣", "710000", "same after removing 省"),
        ("香港", "810000", "same after removing 特别行政区"),
    ],
)
def test_provinces_are_found_however_they_are_written(provinces, given, code, reason):
    found = one(given, provinces)
    assert (found["to"], found["status"]) == (code, "accepted")
    assert reason in found["reason"]


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        ("襄樊", "420600", "former name of 襄阳市"),
        ("思茅市", "530800", "former name of 普洱市"),
        ("铜仁地区", "520600", "former name of 铜仁市"),
        ("湖北省襄阳市", "420600", "same after removing 湖北省"),
        ("湖北襄阳", "420600", "same after removing 湖北"),
        ("襄阳市（湖北）", "420600", "same after removing 湖北"),
        ("湖北襄樊", "420600", "same after removing 湖北"),
        ("吉林省吉林市", "220200", "same after removing 吉林省"),
        ("北京市朝阳区", "110105", "same after removing 北京市"),
        ("辽宁朝阳", "211300", "same after removing 辽宁"),
        ("湘西州", "433100", "same after removing 州"),
        ("Xiangyang", "420600", "pinyin"),
        ("4206", "420600", "code"),
    ],
)
def test_cities_are_found_by_former_names_prefixes_and_pinyin(given, code, reason):
    found = one(given, CITIES)
    assert (found["to"], found["status"]) == (code, "accepted")
    assert reason in found["reason"]


@pytest.mark.parametrize(
    ("given", "status", "proposals"),
    [
        ("朝阳", "ambiguous", {"211300", "110105"}),
        ("Suzhou", "ambiguous", {"320500", "341300"}),
        ("吉林省", "confirm", {"220200"}),  # the province is not its city
        ("朝阳县", "ambiguous", {"211300", "110105"}),
        ("莱芜", "confirm", {"370100"}),  # merged in 2019: counts of both would have to be added
        ("崇文区", "confirm", {"110101"}),
        ("襄阳县", "confirm", {"420600"}),
        ("全国", "none", {""}),
        ("乌有", "none", {""}),
    ],
)
def test_what_is_no_certainty_is_listed_and_not_accepted(given, status, proposals):
    found = match_names([given], CITIES)
    assert set(found["status"]) == {status}
    assert set(found["proposal"]) == proposals
    assert set(found["to"]) == {""}


def test_a_homonym_of_which_the_layer_has_only_one_is_not_accepted():
    found = one("Suzhou", {"320500": "苏州市", "420600": "襄阳市"})
    assert (found["status"], found["proposal"]) == ("confirm", "320500")
    assert "宿州市" in found["reason"]


def test_a_slip_of_one_letter_is_proposed_only(provinces):
    found = one("黑龙冮", provinces)
    assert (found["status"], found["proposal"]) == ("confirm", "230000")
    assert "edit distance 1" in found["reason"]


def test_the_province_decides_between_counties_of_one_name():
    counties = {"320106": "鼓楼区", "350102": "鼓楼区", "420111": "洪山区"}
    assert set(one("鼓楼区", counties)[["status"]]) == {"ambiguous"}
    found = match_names(["鼓楼区", "鼓楼", "洪山区"], counties, within=["江苏", "福建省", ""])
    assert found["to"].tolist() == ["320106", "350102", "420111"]
    assert one("福建省鼓楼区", counties)["to"] == "350102"


def test_a_unit_in_another_province_is_no_match():
    found = one("鼓楼区", {"320106": "鼓楼区"}, within=["河南"])
    assert found["to"] == ""


def test_states_of_other_countries_decide_too():
    counties = {"a": "Washington County", "b": "Washington County", "c": "Lane County"}
    found = match_names(["Washington, Oregon", "Washington"], counties, right_within=["Oregon", "Utah", "Oregon"])
    assert found[found["from"] == "Washington, Oregon"]["to"].tolist() == ["a"]
    assert set(found[found["from"] == "Washington"]["status"]) == {"ambiguous"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Bronx County", "Bronx"),
        ("Sao Paulo", "São Paulo"),
        ("ST. LOUIS", "Saint Louis"),
        ("Lodz", "Łódź"),
        ("Brest", "Brest District"),
        ("Cote d’Ivoire", "Côte d'Ivoire"),
        ("Baden Wuerttemberg", ""),
        ("Kansas", ""),  # Kansas City is another place
        ("Иркутск", "Иркутск"),
    ],
)
def test_names_of_other_countries(given, found):
    right = ["Bronx", "São Paulo", "Saint Louis", "Łódź", "Brest District", "Côte d'Ivoire", "Kansas City", "Иркутск"]
    assert one(given, [*right, "Baden-Württemberg"])["to"] == found


@pytest.mark.parametrize("given", ["Alabama", "AL", "1", "01", "01000", "alabama", "US-AL", "State of Alabama"])
def test_states_of_the_united_states_by_name_postal_and_fips_code(given):
    for right in ({"01": "Alabama", "36": "New York"}, {"x": "AL", "y": "NY"}, ["Alabama", "New York"]):
        assert one(given, right)["to"] == next(iter(right))


def test_two_names_of_one_unit_are_refused_and_the_id_goes_first(provinces):
    found = match_names(["河北", "河北省", "130000"], provinces).set_index("from")
    assert found["to"].to_dict() == {"河北": "", "河北省": "", "130000": "130000"}
    assert found.loc["河北", "status"] == "taken"


def test_aliases_go_before_everything_and_are_read_back_from_the_table(tmp_path, provinces):
    first = match_names(["河北", "内蒙古东部", "全国"], provinces)
    assert first["status"].tolist()[0] == "accepted"
    first.loc[first["from"] == "内蒙古东部", "to"] = "内蒙古"
    first.loc[first["from"] == "全国", "to"] = "-"
    for ending in ("csv", "xlsx"):
        path = write_aliases(first, tmp_path / f"aliases.{ending}")
        known = read_aliases(path)
        assert known.of("内蒙古东部") == "内蒙古"
        found = match_names(["河北", "内蒙古东部", "全国"], provinces, aliases={a: to for a, _, to in known.pairs})
        assert found.set_index("from")["to"].to_dict() == {"河北": "130000", "内蒙古东部": "150000", "全国": "-"}


def test_an_alias_that_names_no_unit_or_two_is_refused(provinces):
    with pytest.raises(JoinError, match=r"alias 'x' = '亚特兰蒂斯' names no unit"):
        match_names(["x"], provinces, aliases={"x": "亚特兰蒂斯"})
    with pytest.raises(TableError, match="two units"):
        read_aliases(pd.DataFrame({"from": ["a", "a"], "to": ["1", "2"]}))
    with pytest.raises(TableError, match="columns from"):
        read_aliases(pd.DataFrame({"name": ["a"], "to": ["1"]}))


def test_unconfirmed_rows_of_the_table_say_nothing():
    assert read_aliases(match_names(["朝阳", "莱芜"], CITIES)).pairs == ()


def test_the_table_has_one_form(provinces):
    assert tuple(match_names([], provinces).columns) == COLUMNS
    assert match_names(["北京", "北京", None], provinces)["from"].tolist() == ["北京"]


def test_units_without_ids_of_their_own_are_refused():
    with pytest.raises(JoinError, match=r"empty or repeated: 朝阳区\. Give each"):
        match_names(["朝阳区"], ["朝阳区", "朝阳区"])
    with pytest.raises(JoinError, match="within has 1 entries for 2 names"):
        match_names(["a", "b"], ["a", "b"], within=["x"])


def test_numbers_that_only_count_are_no_codes(provinces):
    counted = match_names([str(i) for i in range(1, 32)], provinces)
    assert not (counted["status"] == "accepted").any()
    assert "the numbers only count" in counted.set_index("from").loc["11", "reason"]
    codes = match_names(["11", "12", "13"], provinces)
    assert codes["to"].tolist() == ["110000", "120000", "130000"]
    same = match_names(["1", "2"], ["1", "2"])
    assert same["to"].tolist() == ["1", "2"]
