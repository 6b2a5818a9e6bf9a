"""Findings as text, table and record say the same."""

import csv
import io

import pytest

from gisplug.core.errors import OutputError, TableError
from gisplug.study.doctor.finding import Finding, as_csv, as_json, as_text, from_json
from gisplug.study.doctor.write import written

FOUND = [
    Finding("Software", "gisplug", "1.0"),
    Finding("Packages", "pandas", "3.1; ImportError: 缺失", "problem", "Install {it} again.", {"it": "pandas==3.1"}),
    Finding("Packages", "a{b}", "2", "note", "Look at {this} by hand."),
]


def test_text_has_sections_columns_and_mends():
    assert as_text(FOUND).splitlines() == [
        "gisplug doctor: 1 problem, 1 note",
        "",
        "Software",
        "  ok       gisplug  1.0",
        "",
        "Packages",
        "  problem  pandas   3.1; ImportError: 缺失",
        "                    -> Install pandas==3.1 again.",
        "  note     a{b}     2",
        "                    -> Look at {this} by hand.",
    ]


def test_the_table_has_one_row_a_finding():
    rows = list(csv.DictReader(io.StringIO(as_csv(FOUND))))
    assert [row["verdict"] for row in rows] == ["ok", "problem", "note"]
    assert rows[1]["mend"] == "Install pandas==3.1 again." and list(rows[0]) == [
        "section",
        "name",
        "value",
        "verdict",
        "mend",
    ]


def test_the_record_gives_the_findings_back():
    assert from_json(as_json(FOUND)) == FOUND
    with pytest.raises(TableError, match=r"no record of `gisplug doctor`"):
        from_json('{"other": 1}')


def test_files_wanted_are_written_and_counted(tmp_path):
    wanted = {"text": str(tmp_path / "d.txt"), "table": str(tmp_path / "d.csv"), "record": str(tmp_path / "d.json")}
    assert written(FOUND, wanted) == {"problems": 1, "notes": 1, **wanted}
    assert (tmp_path / "d.csv").read_bytes().startswith(b"\xef\xbb\xbf") and "缺失" in (tmp_path / "d.txt").read_text(
        encoding="utf-8"
    )
    assert written(FOUND, {"text": None}) == {"problems": 1, "notes": 1}


def test_other_tables_are_written_by_pandas_and_refused_where_that_does_not_work(tmp_path, monkeypatch):
    import sys

    target = tmp_path / "d.xlsx"
    written(FOUND, {"table": str(target)})
    assert target.stat().st_size > 1000
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(OutputError, match=r"Name a \.csv"):
        written(FOUND, {"table": str(tmp_path / "e.xlsx")})
