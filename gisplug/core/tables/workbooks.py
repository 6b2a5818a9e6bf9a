"""Sheets of Excel workbooks, new and old, as cells."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.access.archives import bounded
from gisplug.core.access.markup import refuse_entities
from gisplug.core.errors import TableError
from gisplug.core.evidence import WARNING, Note, some
from gisplug.core.messages import message
from gisplug.core.tables.convert import frame_of
from gisplug.core.tables.layout import Sheet, find_layout
from gisplug.core.tables.text import decoded, text_frame

if TYPE_CHECKING:
    import pandas as pd

_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_OLD, _NEW = b"\xd0\xcf\x11\xe0", b"PK"


def read_workbook(path: Path, encoding: str | None, sheet: str | None) -> pd.DataFrame:
    """Read a sheet, the first that is shown where none is named; see `gisplug.core.tables.read_table`.

    Returns
    -------
    DataFrame
        One row a row of the table, one column a column; `attrs["notes"]` tells what was done.

    Raises
    ------
    TableError
        If it is no workbook, there is no such sheet, or two columns have one name.
    """
    start = _start(path)
    if start[:2] != _NEW and start != _OLD:
        return _text_in_disguise(path, encoding)
    found = sheets(path, None if sheet is None else [sheet])
    return frame_of(found[0], find_layout(found[0]))


def sheet_names(path: Path) -> list[str]:
    """Return the sheets of a workbook that are shown, in their order.

    Raises
    ------
    TableError
        If it is no workbook.
    """
    start = _start(path)
    if start[:2] != _NEW and start != _OLD:
        return []
    return _old_names(path) if start == _OLD else _new_names(path)


def sheets(path: Path, wanted: Sequence[str] | None = None) -> list[Sheet]:
    """Return the cells of the sheets of these names; of the first that is shown where none is named.

    Raises
    ------
    TableError
        If it is no workbook, or there is no such sheet.
    """
    return _old_sheets(path, wanted) if _start(path) == _OLD else _new_sheets(path, wanted)


def excel_rows(path: Path, sheet: str | None) -> list[list[Any]]:
    """Return the cells of each row of a sheet that holds any; the first sheet where None.

    Raises
    ------
    TableError
        If it is no workbook, or has no such sheet of cells.
    """
    found = sheets(path, None if sheet is None else [sheet])[0]
    return [list(row) for row in found.rows if any(cell is not None for cell in row)]


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _text_in_disguise(path: Path, encoding: str | None) -> pd.DataFrame:
    """Read text that is called .xls, as many a web site sends it."""
    not_one = TableError(
        message("{path} is no Excel workbook. Open it in Excel and save it as .xlsx again.", path=path.name)
    )
    try:
        text, found = decoded(path, encoding)
    except TableError:
        raise not_one from None
    if "<html" in text[:2000].lower() or "<table" in text[:2000].lower() or "\x00" in text:
        raise not_one
    if not any(line.count(sign) for sign in ",;\t" for line in text.splitlines()[:5]):
        raise not_one
    frame = text_frame(text, path.name)
    told = Note(
        WARNING, "text-as-excel", message("{path} is text and no Excel workbook; it was read as text.", path=path.name)
    )
    frame.attrs |= {"encoding": found, "notes": [told, *frame.attrs.get("notes", [])]}
    return frame


def _named(path: Path, names: Sequence[str], shown: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    if wanted is None:
        return [(shown or names)[0]]
    if lost := [name for name in wanted if name not in names]:
        raise TableError(
            message(
                "{path} has no sheet {lost!r}; it has {names}.",
                path=path.name,
                lost=lost[0],
                names=some(list(names), 12),
            )
        )
    return list(wanted)


def _book(path: Path) -> Any:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        check_packed(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of validations and styles that openpyxl leaves out
            return load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, InvalidFileException) as problem:
        raise TableError(
            message("{path} is no Excel workbook. Open it in Excel and save it as .xlsx again.", path=path.name)
        ) from problem


def check_packed(path: Path) -> None:
    """Refuse a zip archive, as Excel workbooks are, that grows without measure when it is unpacked or read.

    Raises
    ------
    TableError
        As `bounded` and `refuse_entities` say.
    """
    import zipfile

    with zipfile.ZipFile(path) as archive:
        bounded(archive.infolist(), path.name, TableError)
    refuse_entities(path, TableError)


def _new_names(path: Path) -> list[str]:
    book = _book(path)
    try:
        return [page.title for page in book.worksheets if page.sheet_state == "visible"]
    finally:
        book.close()


def _new_sheets(path: Path, wanted: Sequence[str] | None) -> list[Sheet]:
    book = _book(path)
    try:
        pages = {page.title: page for page in book.worksheets}
        if not pages:
            raise TableError(message("{path} has no sheet of cells.", path=path.name))
        shown = [name for name, page in pages.items() if page.sheet_state == "visible"]
        made = []
        for name in _named(path, list(pages), shown, wanted):
            page = pages[name]
            page.reset_dimensions()  # what the sheet says of its size may be anything
            rows = [list(row) for row in page.iter_rows(values_only=True)]
            _fill_down(rows, _merged(book, page))
            made.append(Sheet(rows, name))
        return made
    finally:
        book.close()


def _merged(book: Any, page: Any) -> list[tuple[int, int, int, int]]:
    """Return top, bottom, left and right of merged cells, from 0, the ends not with them."""
    from openpyxl.utils.cell import range_boundaries

    found, rest = [], b""
    with book._archive.open(page._worksheet_path) as stream:
        while block := stream.read(1 << 20):
            block = rest + block
            found += _MERGED.findall(block)
            rest = block[block.rfind(b"<") :] if b"<" in block[-80:] else b""
    made = []
    for text in dict.fromkeys(found):
        left, top, right, bottom = range_boundaries(text.decode())
        made.append((top - 1, bottom, left - 1, right))
    return made


def _fill_down(rows: list[list[Any]], spans: Sequence[tuple[int, int, int, int]]) -> None:
    """Write the value of cells merged over several rows of one column into each of them."""
    for top, bottom, left, right in spans:
        if right - left == 1 and top < len(rows) and left < len(rows[top]):
            for i in range(top + 1, min(bottom, len(rows))):
                rows[i] += [None] * (left + 1 - len(rows[i]))
                rows[i][left] = rows[top][left]


def _old_book(path: Path) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(path, formatting_info=True, ragged_rows=True, logfile=_Silent())
    except xlrd.XLRDError as problem:
        raise TableError(
            message(
                "{path} is no Excel workbook that can be read: {problem}. Save it as .xlsx.",
                path=path.name,
                problem=problem,
            )
        ) from problem


class _Silent:
    """A log that keeps nothing: xlrd writes what it doubts to the console."""

    def write(self, text: str) -> int:
        """Take a text."""
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


def _old_names(path: Path) -> list[str]:
    return [str(page.name) for page in _old_book(path).sheets() if page.visibility == 0]


def _old_sheets(path: Path, wanted: Sequence[str] | None) -> list[Sheet]:
    book = _old_book(path)
    pages = {str(page.name): page for page in book.sheets()}
    shown = [name for name, page in pages.items() if page.visibility == 0]
    made = []
    for name in _named(path, list(pages), shown, wanted):
        page = pages[name]
        rows = [[_old_cell(cell, book.datemode) for cell in page.row(i)] for i in range(page.nrows)]
        _fill_down(rows, page.merged_cells)
        made.append(Sheet(rows, name))
    return made


def _old_cell(cell: Any, datemode: int) -> object:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(cell.value) if float(cell.value).is_integer() else float(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return float(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR!")
    return str(cell.value)
