"""No cell of a CSV or workbook that came from the data is a formula, and a round trip changes no text."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from gisplug.core.access.cells import guarded, unguarded
from gisplug.core.tables.read import read_table
from gisplug.core.tables.write import write_table
from gisplug.report.tables.files import write_paper
from gisplug.report.tables.paper_table import PaperTable, Row
from gisplug.weights.formats.files import read_weights, write_weights
from gisplug.weights.weights import Weights

BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = [
    '=HYPERLINK("http://a.b","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "-2-3",
    "@SUM(A1)",
    "=1",
    "＝1+1",
    "'=already",
    "''-x",
]
PLAIN = ["north", "-0.5", "+3", "-0.12***", "-1.5e-3", "-0.1 [-0.3, 0.1]", "-", "--", "'quoted'", "a=b", "", "(-0.2)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_runs_stands_behind_an_apostrophe(text):
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays(text):
    assert guarded(text) == text == unguarded(text)


def cells_of(path) -> list[object]:
    if path.suffix == ".xlsx":
        sheets = load_workbook(path).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        return [cell.value for cell in cells]
    text = path.read_text(encoding="utf-8-sig")
    separator = "\t" if path.suffix == ".tsv" else ","
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]


def assert_none_runs(path) -> None:
    found = [c for c in cells_of(path) if isinstance(c, str) and c.startswith(BEGINS)]
    assert not [c for c in found if not c.lstrip("-+").replace(".", "").isdigit()], found


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
def test_tables_make_the_round_trip(tmp_path, ending):
    frame = pd.DataFrame(
        {
            "=name": [*FORMULAS, "plain"],
            "kind": pd.Categorical(["=x", "y"] * 5),
            "value": [-1.5] * 10,
            "mixed": [*["-0.25"] * 9, "@x"],
        }
    )
    write_table(frame, tmp_path / f"t{ending}")
    assert_none_runs(tmp_path / f"t{ending}")
    again = read_table(tmp_path / f"t{ending}")
    assert list(again.columns) == list(frame.columns)
    assert again["=name"].tolist() == frame["=name"].tolist()
    assert again["kind"].tolist() == frame["kind"].tolist()
    assert (again["value"] == -1.5).all()
    assert list(frame["=name"]) == [*FORMULAS, "plain"]  # what was given is not changed


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_paper_tables_are_guarded(tmp_path, ending):
    row = Row("=label", (-0.5, "=cell", "-0.12***"))
    table = PaperTable("=title", ("@head", "+two", "-three"), (row,), notes=("=note",), stub="-stub")
    write_paper([table], tmp_path / f"t{ending}")
    assert_none_runs_of_paper(tmp_path / f"t{ending}")


def assert_none_runs_of_paper(path) -> None:
    cells = [c for c in cells_of(path) if isinstance(c, str)]
    assert {"'=title", "'=label", "'=cell", "'=note", "'@head", "'-stub"} <= set(cells)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_ids_of_weights_make_the_round_trip(tmp_path, ending):
    from scipy.sparse import csr_array

    w = Weights(csr_array([[0.0, 1.0], [1.0, 0.0]]), ("=a", "@b"), "pair")
    write_weights(w, tmp_path / f"w{ending}")
    assert_none_runs(tmp_path / f"w{ending}")
    assert read_weights(tmp_path / f"w{ending}").ids == ("=a", "@b")
