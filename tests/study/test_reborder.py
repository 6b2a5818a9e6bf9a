"""[reborder] of a study: a panel of changing units comes to those of [units] before anything else reads it."""

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import GisplugError, StudyError
from gisplug.core.progress import Silent
from gisplug.tools import get_tool
from tests.crosswalks.worlds import board

STUDY = """
[study]
title = "Borders that moved"

[units]
path = "units_2010.gpkg"
id = "id"

[reborder]
counts = ["people"]
rates = ["price"]
weight = "people"
layers = [
  { path = "units_2000.gpkg", id = "id", since = 2000 },
  { path = "units_2010.gpkg", id = "id", since = 2010 },
]

[panel]
path = "panel.csv"
unit = "code"
period = "year"

[describe]
columns = ["people", "price"]
"""


@pytest.fixture
def folder(tmp_path):
    for year, labels in ((2000, [[0, 0, 0, 1, 2, 3]]), (2010, [[0, 0, 4, 4, 2, 3]])):
        board(np.array(labels)).frame[["id", "geometry"]].to_file(tmp_path / f"units_{year}.gpkg")
    rows = [("0", 2005, 3), ("1", 2005, 1), ("2", 2005, 1), ("3", 2005, 1)]
    rows += [("0", 2010, 2), ("4", 2010, 2), ("2", 2010, 1), ("3", 2010, 1)]
    table = pd.DataFrame(rows, columns=["code", "year", "people"]).assign(price=[1.0, 2, 3, 4, 5, 6, 7, 8])
    table.to_csv(tmp_path / "panel.csv", index=False)
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def run(folder):
    tool = get_tool("run_study")
    return tool.run(tool.complete({"study": str(folder / "study.toml"), "results": str(folder / "made")}), Silent())


def test_the_panel_is_that_of_the_last_layer(folder):
    run(folder)
    found = pd.read_csv(folder / "made" / "data" / "panel.csv")
    wide = found.astype({"code": str}).pivot(index="year", columns="code", values="people")
    assert wide.loc[2005].to_dict() == pytest.approx({"0": 2, "2": 1, "3": 1, "4": 2})
    assert wide.loc[2010].to_dict() == pytest.approx({"0": 2, "2": 1, "3": 1, "4": 2})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('path = "panel.csv"\n', "", r"\[reborder\] needs a \[panel\]"),
        (", since = 2000", "", "path, id and since"),
        ('counts = ["people"]', 'count = ["people"]', "count"),
    ],
)
def test_what_is_wrong_is_told_with_its_section(folder, old, new, message):
    text = STUDY.replace(old, new)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=message):
        run(folder)


def test_aliases_of_the_panel_hold_before_its_borders_are_changed(folder):
    table = pd.read_csv(folder / "panel.csv", dtype={"code": str}).replace({"code": {"2": "second"}})
    table.to_csv(folder / "panel.csv", index=False)
    (folder / "names.csv").write_text("from,to\nsecond,2\n", encoding="utf-8")
    text = STUDY.replace('unit = "code"', 'unit = "code"\naliases = "names.csv"')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    run(folder)
    found = pd.read_csv(folder / "made" / "data" / "panel.csv").astype({"code": str})
    assert found.query("code == '2'")["people"].tolist() == [1, 1]
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    with pytest.raises(StudyError, match=r'second.*aliases = "FILE"'):
        run(folder)


def test_match_of_the_panel_holds_for_the_borders_too(folder):
    table = pd.read_csv(folder / "panel.csv", dtype={"code": str})
    extra = pd.DataFrame({"code": ["Z77"] * 2, "year": [2005, 2010], "people": 1, "price": 9.0})
    pd.concat([table, extra]).to_csv(folder / "panel.csv", index=False)
    with pytest.raises(GisplugError, match=r'Z77.*match = "common" in \[panel\]'):
        run(folder)
    text = STUDY.replace('period = "year"', 'period = "year"\nmatch = "common"')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    run(folder)
    assert set(pd.read_csv(folder / "made" / "data" / "panel.csv")["code"].astype(str)) == {"0", "2", "3", "4"}
