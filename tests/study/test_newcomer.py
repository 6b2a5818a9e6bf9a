"""A newcomer's study, from `gisplug new-study` to the report: yearbook, boundaries of another year, Black Marble tiles.

Each verb is called as on a command line, in a folder whose name has spaces and Chinese.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gisplug.cli import main
from tests.study.newcomer import YEARS, names, newcomer, truth

EDITS = {  # of the short template, what a newcomer puts in
    'path = "demo-china-provinces"': 'path = "省界_1996.shp"',
    'id = "adcode"\nname = "name_en"': 'id = "PAC"\nname = "NAME"',
    "synthetic = true        # delete this line for real data\n": "",
    'path = "demo-panel"\nunit = "adcode"': 'path = "统计年鉴 2-1.xlsx"\nunit = "地区"',
    "Hainan:Guangdong": "海南:广东",
    'variables = ["agg"]\n\n[model]': 'variables = ["ln_gdp", "ln_lights"]\npermutations = 99\n\n[model]',
    'formula = "develop ~ agg + wage + second + third"': 'formula = "ln_gdp ~ ln_lights + ln_wage"\nmodel = "sar"',
    'variables = ["agg"]': 'variables = ["ln_lights"]',
}
LIGHTS = """
[lights]
rasters = "黑色大理石 tiles"
product = "black-marble"
columns = { ln_sum_area = "ln_lights" }

[[prepare]]
steps = ["ln_gdp = log(地区生产总值 / 常住人口)", "ln_wage = log(平均工资)"]

[outputs]
tables = ["csv"]
figures = ["png"]
"""
VARIABLES = """
[reborder]
counts = ["地区生产总值", "常住人口"]
rates = ["平均工资"]
weight = "常住人口"
"""
LAYERS = 'layers = [{ path = "demo-china-provinces", id = "adcode", name = "name_zh", since = 2013 }]\n'
CODES = 'codes = "撤并.csv"\nto = 1996\n'


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return newcomer(tmp_path_factory.mktemp("我的 研究"))


@pytest.fixture
def here(data, monkeypatch):
    monkeypatch.chdir(data)
    return data


def gisplug(capsys, *words):
    """Return the exit status and all that was printed."""
    status = main(list(words))
    told = capsys.readouterr()
    return status, told.out + told.err


def edited(more, edits=EDITS):
    """The short template as the newcomer edits it."""
    assert main(["new-study", "--template", "short", "--study", "研究.toml", "--overwrite"]) == 0
    study = Path("研究.toml")
    text = study.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    study.write_text(text + LIGHTS + more, encoding="utf-8")


def test_the_first_run_says_which_borders_differ_and_what_mends_it(here, capsys):
    edited("")
    status, said = gisplug(capsys, "run", "研究.toml", "--out", "结果")
    assert status == 1
    assert "1 unit is not in 省界_1996: 重庆." in said
    assert "1 unit is not in 统计年鉴 2-1.xlsx: 131000 (冀西省)." in said
    assert "[reborder] brings the panel to one" in said
    assert "Traceback" not in said


def test_the_study_runs_to_the_report_by_layers(here, capsys):
    edited(VARIABLES + LAYERS)
    status, said = gisplug(capsys, "run", "研究.toml", "--out", "结果")
    assert status == 0, said
    assert (here / "结果" / "report.html").stat().st_size > 50_000
    panel = pd.read_csv(here / "结果" / "data" / "prepare-1.csv", dtype={"地区": str})
    assert panel["地区"].nunique() == 30
    assert sorted(panel["year"].unique()) == list(YEARS)
    assert panel[["ln_gdp", "ln_wage", "ln_lights"]].notna().all().all()
    wide = {v: panel.pivot(index="year", columns="地区", values=v) for v in truth()}
    true = {v: pd.DataFrame(t, index=YEARS, columns=names()) for v, t in truth().items()}
    for v in ("地区生产总值", "常住人口"):
        np.testing.assert_allclose(wide[v].sum(axis=1), true[v].sum(axis=1), rtol=1e-9)
        np.testing.assert_allclose(wide[v]["510000"], true[v]["四川省"] + true[v]["重庆市"])
        np.testing.assert_allclose(wide[v]["442000"], true[v]["海南省"])
        np.testing.assert_allclose(wide[v]["131000"] + wide[v]["130000"], true[v]["河北省"])
    people = true["常住人口"][["四川省", "重庆市"]].to_numpy()
    mean = (true["平均工资"][["四川省", "重庆市"]].to_numpy() * people).sum(axis=1) / people.sum(axis=1)
    np.testing.assert_allclose(wide["平均工资"]["510000"], mean)
    moran = pd.read_csv(here / "结果" / "data" / "moran-by-period-ln-lights.csv")
    assert moran["n"].tolist() == [30] * len(YEARS)


def test_the_study_runs_by_a_table_of_code_changes(here, capsys):
    (here / "撤并.csv").write_text("year,from,to\n1997,四川省,四川省\n1997,四川省,重庆市\n", encoding="gbk")
    key = 'path = "demo-panel"\nunit = "adcode"'
    edits = {**EDITS, key: f'{EDITS[key]}\nmatch = "common"'}
    edited(VARIABLES + CODES, edits)
    status, said = gisplug(capsys, "run", "研究.toml", "--out", "结果 2")
    assert status == 0, said
    assert "131000 (冀西省)" in said  # left out by name, not in silence
    panel = pd.read_csv(here / "结果 2" / "data" / "panel.csv", dtype={"地区": str})
    assert panel["地区"].nunique() == 29
    sums = panel[panel["地区"] == "510000"].set_index("year")["地区生产总值"]
    true = pd.DataFrame(truth()["地区生产总值"], index=YEARS, columns=names())
    np.testing.assert_allclose(sums, true["四川省"] + true["重庆市"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('unit = "地区"', 'unit = "省份"', "has no column '省份'. It has: 地区, 2013年"),
        ('id = "PAC"', 'id = "CODE"', "has no field 'CODE'. It has: PAC, NAME"),
        ('"省界_1996.shp"', '"D:\\data\\a.shp"', "write Windows paths with / or in 'single quotes'"),
        ('"黑色大理石 tiles"', '"没有"', "没有"),
        ('"black-marble"', '"blackmarble"', "black-marble"),
        ("[reborder]", "[reborders]", "reborder"),
        ("counts =", "count =", "counts"),
        ("since = 2013", "since = 2015", "No crosswalk holds in 2013"),
        ('"海南:广东"', '"海南:广西东"', "广西东"),
    ],
)
def test_slips_are_named_with_their_mend(here, capsys, old, new, message):
    edited(VARIABLES + LAYERS)
    text = (here / "研究.toml").read_text(encoding="utf-8")
    assert old in text
    (here / "错.toml").write_text(text.replace(old, new), encoding="utf-8")
    status, said = gisplug(capsys, "run", "错.toml", "--out", "错")
    assert status != 0
    assert message in said
    assert "Traceback" not in said


def test_the_panel_joins_without_boundaries_of_its_own_year(here, capsys):
    words = ["panel-join", "--panel", "统计年鉴 2-1.xlsx", "--unit", "地区", "--period", "year", "--json"]
    status, said = gisplug(capsys, *words, "--units", "demo-china-provinces", "--id", "adcode")
    assert status == 0, said
    assert json.loads(said[said.index("{") :])["outputs"]["n"] == 30
