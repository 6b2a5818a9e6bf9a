"""[panel] reads the workbooks of offices: a sheet, a wide table, periods as they are spelt."""

from pathlib import Path

import pandas as pd
import pytest

from gisplug.cli import main
from gisplug.core.errors import StudyError
from gisplug.study.run import run_plan
from gisplug.tools import all_tools, get_tool
from tests.panel.test_shapes import GDP, POP, UNITS, book, wide_rows

STUDY = """
[study]
title = "A workbook"

[panel]
path = "book.xlsx"
unit = "地区"
period = "年份"
{panel}

[[prepare]]
steps = ["before = lag(gdp)"]
"""


def workbook(folder: Path) -> Path:
    title = [["2-1 各地区生产总值"], [None, None, None, "单位：亿元"]]
    sheets = {"说明": [["统计年鉴"]], "gdp": [*title, *wide_rows(GDP)], "pop": wide_rows(POP)}
    return book(folder, sheets, "book.xlsx")


def run(folder: Path, panel: str = "") -> pd.DataFrame:
    workbook(folder)
    (folder / "study.toml").write_text(STUDY.format(panel=panel), encoding="utf-8")
    out = run_plan(folder / "study.toml", folder / "out", get_tool, list(all_tools()))
    found = sorted((out / "data").glob("*panel*.csv")) + sorted((out / "data").glob("prepare*.csv"))
    return pd.read_csv(found[-1])


def test_a_study_of_a_workbook_with_a_sheet_a_variable(tmp_path):
    table = run(tmp_path).set_index(["地区", "年份"])
    assert table.loc[("北京", 2016), "gdp"] == GDP[1, 0] and table.loc[("北京", 2016), "pop"] == POP[1, 0]
    assert table.loc[("北京", 2016), "before"] == GDP[0, 0]


def test_a_study_of_one_sheet_of_it_under_a_name(tmp_path):
    table = run(tmp_path, 'sheet = "gdp"\nwide = "gdp"\nperiods = [2016, 2017]').set_index(["地区", "年份"])
    assert sorted(set(table.index.get_level_values(1))) == [2016, 2017]
    assert "pop" not in table.columns


def test_a_sheet_that_is_not_there_is_refused_by_the_study(tmp_path):
    with pytest.raises(StudyError, match="no sheet '2-9'"):
        run(tmp_path, 'sheet = "2-9"')


def test_a_tool_takes_the_same_options(tmp_path, capsys):
    path = workbook(tmp_path)
    call = ["panel-describe", "--panel", str(path), "--unit", "地区", "--period", "年份", "--columns", "gdp"]
    assert main([*call, "--sheet", "gdp", "--wide", "gdp", "--table", str(tmp_path / "d.csv")]) == 0
    assert (pd.read_csv(tmp_path / "d.csv").astype(str) == str(len(UNITS) * 3)).any().any()
    assert main([*call, "--sheet", "nope"]) != 0
    assert "no sheet 'nope'" in capsys.readouterr().err


def test_a_tool_that_reads_a_plain_table_tells_what_was_changed(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text('u,x\na,"1,234.5"\nb,"2,000.5"\nc,"3,100.5"\n', encoding="utf-8")
    made = tmp_path / "m.csv"
    assert main(["set-calibration", "--panel", str(path), "--variables", "x", "--table", str(made)]) == 0
    said = capsys.readouterr()
    assert "3 cells of column 'x' are read as numbers: thousands separators" in said.out + said.err
