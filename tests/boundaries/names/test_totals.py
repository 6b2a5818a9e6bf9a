"""Totals and groups among units are seen by their names or codes; a panel of regions or countries is left in peace."""

import pandas as pd
import pytest

import gisplug as gp
from gisplug.boundaries.names.totals import groups_among, is_total

STATES = [f"{k:02d}" for k in range(1, 57)]


@pytest.mark.parametrize(
    "name",
    [
        "全国",
        "合 计",
        "全國總計",
        "东部地区",
        "西南",
        "Total",
        "TOTAL 1/",
        "Far West 3/",
        "New England",
        "Insgesamt",
        "Всего",
        "EU27",
        "Euro area",
        "Sub-Saharan Africa",
        "Северо-Западный федеральный округ",
        "Total nacional",
        "Overall*",
        "各省合计",
    ],
)
def test_names_of_totals_and_groups(name):
    assert is_total(name)


@pytest.mark.parametrize(
    "name", ["北京", "西安市", "Western Cape", "Georgia", "New York", "Sumatra", "", "3/", "中山市"]
)
def test_names_of_units_are_none(name):
    assert not is_total(name)


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (["00", *STATES, *map(str, range(91, 99))], ["00", *map(str, range(91, 99))]),
        (["000000", "110000", "120000", "130000"], ["000000"]),
        (["110000", "120000", "110101", "110102", "120101", "120103"], ["110000", "120000"]),
        (["320000", "320100", "320102", "320104", "320500", "320505", "320506"], ["320100", "320500"]),
        (["01000", "01001", "01003", "04000", "04001", "04003"], ["01000", "04000"]),
        (["DE", "DE1", "DE2", "FR", "FR1", "FR2"], ["DE", "FR"]),
        ([str(k) for k in range(100, 140)], []),
        ([str(k) for k in range(1, 150)], []),
        (["410500", "410523", "410538", "419400", "419434", "419459", *map(str, range(418011, 418040))], []),
        (["BRA", "IND", "USA"], []),
        ([str(k) for k in range(10000, 10040)], []),
        (["North", "South", "East", "West"], []),
        (["Total", "North", "South", "East", "West"], ["Total"]),
        (["Alabama", "Arizona", "Ohio", "United States"], ["United States"]),
        (["France", "Germany", "Italy", "Malta"], []),
        (["AT", "BE", "DE", "FR"], []),
    ],
)
def test_codes_and_what_stands_among_them(ids, found):
    assert list(groups_among(ids, {})) == found


def test_a_panel_without_boundaries_names_them_and_the_mend_leaves_them_out(tmp_path):
    names = ["全国", "北京", "天津", "河北"]
    table = pd.DataFrame([(k, n, y, k + y) for k, n in enumerate(names) for y in (2019, 2020)])
    table.columns = ["code", "名称", "year", "x"]
    (note,) = gp.read_panel(table, "code", "year").report.having("totals")
    assert note.ids == ("0",) and "0 (全国)" in note.text and "aliases='FILE'" in note.text
    out = pd.DataFrame({"from": ["0"], "to": ["-"]})
    panel = gp.read_panel(table, "code", "year", aliases=out)
    assert panel.ids == ("1", "2", "3") and not panel.report.having("totals")
