"""A check of inputs finds what would stop long work, and what may surprise, and computes nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from gisplug.core.progress import SILENT
from gisplug.core.tables import read_table
from gisplug.tools import get_tool
from tests.tools.cases import DEMO, UNITS


def found(folder: Path, **given: object) -> list[tuple[str, str, str]]:
    """Run the check; return its rows."""
    tool, table = get_tool("check_inputs"), folder / "findings.csv"
    values = tool.run(tool.complete({**DEMO, **given, "table": str(table)}), SILENT)
    rows = [tuple(row) for row in pd.read_csv(table).to_numpy().tolist()]
    assert values["problems"] == sum(verdict == "problem" for _, verdict, _ in rows)
    assert values["notes"] == sum(verdict == "note" for _, verdict, _ in rows)
    return rows


@pytest.fixture
def ring(tmp_path: Path) -> str:
    """Weights of the 30 provinces, each linked with the next; the first has no link of its own."""
    ids = [str(i) for i in pd.unique(read_table("demo-panel")["adcode"])]
    links = {"focal": ids[1:], "neighbor": ids[2:] + ids[1:2], "weight": 1.0}
    pd.DataFrame(links).to_csv(tmp_path / "ring.csv", index=False)
    return str(tmp_path / "ring.csv")


def test_inputs_that_fit_have_no_problem(tmp_path: Path) -> None:
    rows = found(tmp_path, outcome="develop", regressors="agg,wage", **UNITS)
    assert not [row for row in rows if row[1] == "problem"]
    assert ("Formula", "ok", "develop ~ agg + wage can be read; 420 of 420 rows are used.") in rows


def test_each_input_tells_its_own_problem(tmp_path: Path, ring: str) -> None:
    rows = found(tmp_path, outcome="develop", regressors="agg,region,rugged,nothing", weights=ring, columns="start")
    told = {(what, verdict): text for what, verdict, text in rows if verdict != "ok"}
    texts = " ".join(told.values()) + " ".join(text for _, _, text in rows)
    assert "'nothing'" in texts and "'region'" in texts and "not numbers" in texts
    assert any("rugged does not change over time" in text for _, verdict, text in rows if verdict == "note")
    assert ("Formula", "problem") in told
    assert any(what == "Spatial weights" and verdict == "problem" for what, verdict, _ in rows)


def test_gaps_are_counted(tmp_path: Path) -> None:
    demo = read_table("demo-panel")
    demo.loc[3, "agg"] = None
    demo["same"] = 1.0
    demo.drop(index=[10, 11]).to_csv(tmp_path / "gaps.csv", index=False)
    rows = found(tmp_path, panel=str(tmp_path / "gaps.csv"), columns="agg,same")
    texts = [text for _, _, text in rows]
    assert any("2 of 420 rows are absent" in text for text in texts)
    assert "agg lacks 3 of 420 values." in texts
    assert ("Columns", "problem", "same has one value only; it explains nothing.") in rows


def test_units_that_do_not_match_are_named_and_left_out_where_asked(tmp_path: Path) -> None:
    demo = read_table("demo-panel")
    demo[~demo["adcode"].isin(pd.unique(demo["adcode"])[:5])].to_csv(tmp_path / "fewer.csv", index=False)
    rows = found(tmp_path, panel=str(tmp_path / "fewer.csv"), **UNITS)
    assert any(verdict == "problem" and "5 units are not in" in text and "Beijing" in text for _, verdict, text in rows)
    rows = found(tmp_path, panel=str(tmp_path / "fewer.csv"), match="common", **UNITS)
    assert not [row for row in rows if row[1] == "problem"]


def test_a_panel_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    rows = found(tmp_path, unit="nothing")
    assert [row[:2] for row in rows] == [("Panel table", "problem")]
