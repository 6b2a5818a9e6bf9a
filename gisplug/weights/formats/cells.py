"""The cells of a table file with its first row, whatever that holds; text stays text ("01001", "NA")."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd

from gisplug.core.access.cells import unguarded
from gisplug.core.errors import WeightsError
from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.core.tables.statistics import stata_frame
from gisplug.core.tables.text import decoded
from gisplug.core.tables.workbooks import excel_rows

_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(\S+)')
_SEPARATORS = ",;\t"
_HEAD = 5  # lines that tell the separator


def text_rows(path: Path) -> list[list[str]]:
    """Return the cells of each line of a text file that holds any: between commas, semicolons, tabs, or else blanks."""
    text, _ = decoded(path)
    lines = text.splitlines()
    head = "\n".join(lines[:_HEAD])
    separator = max(_SEPARATORS, key=head.count)
    if not head.count(separator):
        return [words for line in lines if (words := tokens(line))]
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator, skipinitialspace=True)
    return [row for row in rows if any(cell.strip() for cell in row)]


def tokens(line: str) -> list[str]:
    """Return the words of a line; those in double quotes may hold blanks."""
    if '"' not in line:
        return line.split()
    return [plain or quoted.replace('""', '"') for quoted, plain in _TOKEN.findall(line)]


def table_cells(path: Path, sheet: str | None) -> tuple[np.ndarray, bool]:
    """Return the cells of a table with named columns, or of an Excel sheet, and whether the first row is names.

    Returns
    -------
    (array of shape (rows, columns), bool)

    Raises
    ------
    WeightsError
        If there are fewer than two rows or columns.
    """
    ending = path.suffix.lower()
    if ending in (".xlsx", ".xlsm", ".xls"):
        return squared([["" if cell is None else cell for cell in row] for row in excel_rows(path, sheet)], path), False
    if ending != ".dta":
        needed("parquet", "pyarrow", message("Reading {path}", path=path.name))
    frame = stata_frame(path, labels=False) if ending == ".dta" else pd.read_parquet(path)
    return named_cells(frame, path.name), True


def named_cells(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Return the cells of a table, the names of its columns first.

    Parameters
    ----------
    frame : DataFrame (rows, columns)
    name
        What messages call it.

    Returns
    -------
    array of objects, (rows + 1, columns)

    Raises
    ------
    WeightsError
        If there are fewer than two columns.
    """
    if frame.shape[1] < 2:
        raise WeightsError(
            message("{path} ({n} x {shape}) holds no weights.", path=name, n=len(frame), shape=frame.shape[1])
        )
    names = np.array([str(column) for column in frame.columns], dtype=object)
    return np.vstack([names, frame.astype(object).to_numpy(dtype=object)])


def squared(rows: list[list[object]], path: Path) -> np.ndarray:
    """Return rows of cells as an array: R leaves the corner out, spreadsheets leave empty rows and columns at the end.

    Returns
    -------
    array of objects, (rows, columns)

    Raises
    ------
    WeightsError
        If rows differ in their numbers of cells, or there are fewer than two rows or columns.
    """
    rows = [
        [unguarded(cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
        if any(str(cell).strip() for cell in row)
    ]
    widths = {len(row) for row in rows}
    if len(widths) > 1 and all(not str(cell).strip() for row in rows for cell in row[min(widths) :]):
        rows = [row[: min(widths)] for row in rows]
    elif len(rows) > 1 and {len(row) for row in rows[1:]} == {len(rows[0]) + 1}:
        rows = [["", *rows[0]], *rows[1:]]
    width = len(rows[0]) if rows else 0
    odd = next((k for k, row in enumerate(rows) if len(row) != width), None)
    if odd is not None:
        raise WeightsError(
            message(
                "{path} is no regular table: row {odd} has {n} cells where the first has {width}.",
                path=path.name,
                odd=odd + 1,
                n=len(rows[odd]),
                width=width,
            )
        )
    while width > 2 and len(rows) != width and not any(str(row[width - 1]).strip() for row in rows):
        rows, width = [row[:-1] for row in rows], width - 1
    if len(rows) < 2 or width < 2:
        raise WeightsError(
            message("{path} ({n} x {width}) holds no weights.", path=path.name, n=len(rows), width=width)
        )
    cells = np.empty((len(rows), width), dtype=object)
    cells[:] = rows
    return cells
