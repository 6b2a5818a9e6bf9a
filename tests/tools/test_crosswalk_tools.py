"""Boundaries that change, by the tools: one table of crosswalks of several years, and a panel that goes through it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gisplug.core.declare import Results
from gisplug.core.errors import JoinError, ParameterError, TableError
from gisplug.core.progress import Silent
from gisplug.tools import get_tool
from tests.crosswalks.worlds import board

YEARS = {2000: [[0, 0, 1, 2]], 2010: [[0, 1, 1, 2]], 2020: [[0, 1, 2, 2]]}


def call(tool: str, **given) -> Results:
    return get_tool(tool).run(get_tool(tool).complete(given), Silent())


@pytest.fixture
def layers(tmp_path) -> dict[int, Path]:
    """One layer a year; units are called 0, 1, 2 in each."""
    made = {}
    for year, labels in YEARS.items():
        made[year] = tmp_path / f"units_{year}.gpkg"
        board(np.array(labels)).frame[["id", "geometry"]].to_file(made[year])
    return made


@pytest.fixture
def panel(tmp_path) -> Path:
    """A person on each cell in each year, and the same price everywhere."""
    rows = [
        {"unit": str(k), "year": year, "people": float((np.array(YEARS[layer]) == k).sum()), "price": 7.0}
        for year, layer in ((2000, 2000), (2005, 2000), (2010, 2010), (2020, 2020))
        for k in range(3)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "panel.csv", index=False)
    return tmp_path / "panel.csv"


def test_a_panel_of_three_layers_comes_to_the_last(layers, panel, tmp_path):
    walks = ""
    for year, layer in layers.items():
        made = call(
            "boundaries_crosswalk",
            units=str(layer),
            id="id",
            target=str(layers[2020]),
            target_id="id",
            since=str(year),
            earlier=walks,
            crosswalk=str(tmp_path / f"walks_{year}.csv"),
        )
        walks = str(made["crosswalk"])
    assert list(pd.read_csv(walks)["since"].unique()) == list(YEARS)
    found = call(
        "panel_reborder",
        panel=str(panel),
        unit="unit",
        period="year",
        crosswalk=walks,
        counts="people",
        rates="price",
        weight="people",
        table=str(tmp_path / "moved.csv"),
        totals=str(tmp_path / "totals.csv"),
        quality=str(tmp_path / "quality.csv"),
    )
    table = pd.read_csv(found["table"])
    assert table.pivot(index="year", columns="unit", values="people").to_numpy() == pytest.approx(
        np.array([[1, 1, 2]] * 4)
    )
    assert table["price"].to_numpy() == pytest.approx(7)
    totals = pd.read_csv(found["totals"])
    assert totals["difference"].abs().max() < 1e-9
    assert (found["n"], found["t"]) == (3, 4)
    flags = pd.read_csv(found["quality"]).pivot(index="year", columns="unit", values="flag")
    assert (flags.loc[2020] == "whole").all()
    assert flags.loc[2000, 0] == "apportioned"


def test_without_the_first_period_a_crosswalk_holds_in_all(layers, panel, tmp_path):
    made = call(
        "boundaries_crosswalk",
        units=str(layers[2000]),
        id="id",
        target=str(layers[2020]),
        target_id="id",
        crosswalk=str(tmp_path / "walk.csv"),
        changes=str(tmp_path / "changes.csv"),
    )
    assert made["changed"] == 3
    assert pd.read_csv(made["changes"])["kind"].tolist() == ["split", "split", "merged", "merged"]
    table = pd.read_csv(panel).query("year < 2010")
    table.to_csv(panel, index=False)
    asked = {"panel": str(panel), "unit": "unit", "period": "year", "crosswalk": str(made["crosswalk"])}
    found = call("panel_reborder", **asked, counts="people", table=str(tmp_path / "moved.csv"))
    assert pd.read_csv(found["table"])["people"].sum() == pytest.approx(8)
    together = call(
        "panel_reborder",
        **asked,
        counts="people",
        splits="common",
        table=str(tmp_path / "common.csv"),
        members=str(tmp_path / "members.csv"),
    )
    assert set(pd.read_csv(together["table"])["unit"]) == {"0+1", "2"}
    assert pd.read_csv(together["members"])["target"].tolist() == [0, 1, 2]
    assert together["whole"] == 1


def test_changes_of_codes_need_no_boundaries(tmp_path):
    panel, codes = tmp_path / "panel.csv", tmp_path / "codes.csv"
    pd.DataFrame({"unit": ["A", "B", "C"], "year": [2000, 2000, 2010], "people": [1.0, 2, 4]}).to_csv(
        panel, index=False
    )
    pd.DataFrame({"y": [2005, 2005], "old": ["A", "B"], "new": ["C", "C"]}).to_csv(codes, index=False)
    asked = {"panel": str(panel), "unit": "unit", "period": "year", "counts": "people", "codes": str(codes)}
    columns = {"code_year": "y", "code_from": "old", "code_to": "new"}
    found = call("panel_reborder", **asked, **columns, to=2010, table=str(tmp_path / "moved.csv"))
    assert pd.read_csv(found["table"])["people"].tolist() == [3, 4]
    pd.DataFrame({"y": [2005, 2005], "old": ["A", "A"], "new": ["C", "D"]}).to_csv(codes, index=False)
    with pytest.raises(JoinError, match=r"A.*splits"):
        call("panel_reborder", **asked, **columns, to=2010)
    found = call("panel_reborder", **asked, **columns, to=2010, splits="common", members=str(tmp_path / "m.csv"))
    assert pd.read_csv(found["members"])["common"].tolist() == ["B", "C+D", "C+D"]
    with pytest.raises(ParameterError, match="'to'"):
        call("panel_reborder", **asked, **columns)
    with pytest.raises(TableError, match="no column year"):
        call("panel_reborder", **asked, to=2010)


def test_one_of_crosswalk_and_codes_is_needed(panel):
    with pytest.raises(ParameterError, match="either 'crosswalk'"):
        call("panel_reborder", panel=str(panel), unit="unit", period="year", counts="people")
