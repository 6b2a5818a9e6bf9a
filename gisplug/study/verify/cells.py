"""Where two files differ: cells of tables and by how much, else the line or the byte."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from gisplug.core.messages import message

MOST = 20  # cells of one file that are told
_LONG = 60  # letters of a cell that are shown
Cells = dict[str, Any]
Difference = tuple[str, str, str, "float | None"]  # place, before, now, now - before


def differences(old: Path, new: Path) -> list[Difference]:
    """Return where two files of one kind differ, at most `MOST` places of a table.

    Parameters
    ----------
    old, new
        Files of one ending. Of .csv, .tsv, .xlsx, .docx, .dta, .parquet, .gpkg and .json the cells are compared, of
        other text the lines, of anything else the bytes.

    Returns
    -------
    list of (place, before, now, difference)
        Never empty: where all cells are alike, the first byte is told. `difference` is None but for numbers.
    """
    reader = _READERS.get(old.suffix.lower())
    if reader is not None:
        try:
            found = list(islice(_of_cells(reader(old), reader(new)), MOST + 1))
        except Exception:  # a damaged file, which any reader may refuse in its own way
            found = []
        if found:
            return _shortened(found)
    return _of_lines(old, new) or [_of_bytes(old, new)]


def _shortened(found: list[Difference]) -> list[Difference]:
    if len(found) <= MOST:
        return found
    return [*found[:MOST], (message("and further places"), "…", "…", None)]


def _of_cells(old: Cells, new: Cells) -> Iterator[Difference]:
    for place in dict.fromkeys((*old, *new)):
        was, now = old.get(place, ""), new.get(place, "")
        if was != now and not (was != was and now != now):
            yield place, _shown(was), _shown(now), _distance(was, now)


def _distance(was: Any, now: Any) -> float | None:
    try:
        found = float(now) - float(was)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONG else text[:_LONG] + "…"


def _cell(row: int, column: object) -> str:
    return message("row {row}, column {column}", row=row, column=str(column))


def _text(path: Path) -> Cells:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="," if path.suffix.lower() == ".csv" else "\t"))
    head = rows[0] if rows else []
    cells = {
        _cell(i, head[k] if k < len(head) else k + 1): cell for i, row in enumerate(rows) for k, cell in enumerate(row)
    }
    return cells if len(cells) == sum(map(len, rows)) else _numbered(rows)


def _numbered(rows: list[list[str]]) -> Cells:
    """Return cells by number: two columns of one name."""
    return {_cell(i, k + 1): cell for i, row in enumerate(rows) for k, cell in enumerate(row)}


def _workbook(path: Path) -> Cells:
    from openpyxl import load_workbook

    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        return {
            f"{page.title}!{cell.coordinate}": cell.value
            for page in book.worksheets
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None
        }


def _document(path: Path) -> Cells:
    import docx

    return {
        message("table {table}, row {row}, column {column}", table=t, row=r, column=k): cell.text
        for t, table in enumerate(docx.Document(str(path)).tables, start=1)
        for r, row in enumerate(table.rows, start=1)
        for k, cell in enumerate(row.cells, start=1)
    }


def _frame(path: Path) -> Cells:
    import pandas as pd

    if path.suffix.lower() == ".dta":
        return _of_frame(pd.read_stata(path, convert_categoricals=False))
    return _of_frame(pd.read_parquet(path))


def _of_frame(frame: Any, layer: str = "") -> Cells:
    lead = f"{layer}: " if layer else ""
    return {
        f"{lead}{_cell(i, name)}": value
        for name in frame.columns
        for i, value in enumerate(frame[name].tolist(), start=1)
    }


def _geopackage(path: Path) -> Cells:
    import sqlite3

    import pandas as pd

    made: Cells = {}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        tables = [name for (name,) in base.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
        for name in tables:
            quoted = '"' + name.replace('"', '""') + '"'
            made |= _of_frame(pd.read_sql_query(f"SELECT * FROM {quoted}", base), name)  # nosec B608 - quoted
    return made


def _json(path: Path) -> Cells:
    return dict(_leaves(json.loads(path.read_text(encoding="utf-8"))))


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for k, inner in enumerate(value):
            yield from _leaves(inner, f"{place}/{k}")
    else:
        yield place, value


def _of_lines(old: Path, new: Path) -> list[Difference]:
    """Return the first line that differs, nothing where the files are no text or the lines are alike."""
    try:
        was, now = (path.read_text(encoding="utf-8").splitlines() for path in (old, new))
    except ValueError:
        return []
    for number, (a, b) in enumerate(zip_longest(was, now, fillvalue=""), start=1):
        if a != b:
            start = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            start = max(0, start - _LONG // 3)
            return [(message("line {number}", number=number), _shown(a[start:]), _shown(b[start:]), None)]
    return []


def _of_bytes(old: Path, new: Path) -> Difference:
    was, now = old.read_bytes(), new.read_bytes()
    place = next((k for k, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    told = message("byte {place}", place=place)
    sizes = (message("{n} bytes", n=len(was)), message("{n} bytes", n=len(now)))
    if len(was) != len(now):
        return told, *sizes, None
    return told, was[place : place + 8].hex(" "), now[place : place + 8].hex(" "), None


_READERS: Mapping[str, Callable[[Path], Cells]] = {
    ".csv": _text,
    ".tsv": _text,
    ".xlsx": _workbook,
    ".docx": _document,
    ".dta": _frame,
    ".parquet": _frame,
    ".gpkg": _geopackage,
    ".json": _json,
}
