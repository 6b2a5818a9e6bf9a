"""Paper tables as Excel workbooks: one sheet a table, numbers stay numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gisplug.core.access.cells import guarded
from gisplug.report.tables.markup import rows_with_rules, spanner_cells
from gisplug.report.tables.paper_table import PaperTable
from gisplug.report.words.say import say

FONT = "Times New Roman"
_MARKED = re.compile(
    r"(?P<open>[(\[]?)(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?P<close>[)\]]?)(?P<stars>\*{0,3})"
)  # "0.2206***", "(0.0113)"


def write_xlsx(tables: Sequence[PaperTable], path: Path, language: str) -> None:
    """Write a workbook, one sheet a table; numbers stay numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, table in enumerate(tables, start=1):
        title = re.sub(r"[\\/*?:\[\]]", " ", say(table.title, language)).strip() or "table"
        name = title[:31] if len(tables) == 1 else f"{place} {title}"[:31]
        _sheet(book.create_sheet(name.strip().strip("'")), table, language)
    if not tables:
        book.create_sheet("empty")
    book.save(path)


def _sheet(sheet: Any, table: PaperTable, language: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    thick, thin, font = Side(style="medium"), Side(style="thin"), Font(name=FONT, size=11)
    last = len(table.header) + 1
    sheet.append([_text(table.title, language)])
    sheet["A1"].font = Font(name=FONT, size=12, bold=True)
    spans = spanner_cells(table)
    if spans:
        sheet.append([None] * last)
        place = 2
        for text, width in spans:
            sheet.cell(2, place, _text(text, language) or None)
            if width > 1:
                sheet.merge_cells(start_row=2, start_column=place, end_row=2, end_column=place + width - 1)
            place += width
    sheet.append([_text(h, language) for h in (table.stub, *table.header)])
    head = sheet.max_row
    rules: dict[int, dict[str, Any]] = {2: {"top": thick}}
    rules.setdefault(head, {})["bottom"] = thin
    for row, ruled in rows_with_rules(table):
        texts = table.texts(row)
        values = [_value(c, _text(t, language)) for c, t in zip(row.cells, texts, strict=True)]
        sheet.append([_text(row.label, language), *values])
        if ruled:
            rules.setdefault(sheet.max_row, {})["top"] = thin
        for column, (cell, name) in enumerate(zip(row.cells, table.header, strict=True), start=2):
            shape = _number_format(cell, table.column_digits.get(name, table.digits))
            if shape:
                sheet.cell(sheet.max_row, column).number_format = shape
    rules.setdefault(sheet.max_row, {})["bottom"] = thick
    widths = [12] * last
    for line in sheet.iter_rows(min_row=2, max_row=sheet.max_row, max_col=last):
        for cell in line:
            cell.font = font
            cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "center", vertical="center")
            if cell.row in rules:
                cell.border = Border(**rules[cell.row])
            words = str(cell.value or "")
            widths[cell.column - 1] = max(
                widths[cell.column - 1], min(60, 2 + sum(2 if ord(c) > 0x2E80 else 1 for c in words))
            )
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for note in table.notes:
        sheet.append([_text(note, language)])
        sheet.cell(sheet.max_row, 1).font = Font(name=FONT, size=9)


def _text(words: str, language: str) -> str:
    """Return words in the language, so that no spreadsheet takes them for a formula."""
    return guarded(say(words, language))


def _value(cell: Any, text: str) -> Any:
    if isinstance(cell, str) and (found := _MARKED.fullmatch(cell)):
        return float(found["number"])
    if isinstance(cell, bool) or cell is None or isinstance(cell, str):
        return text or None
    return cell if cell == cell and abs(cell) != float("inf") else text or None


def _number_format(cell: Any, digits: int) -> str:
    """Return how a number is shown: decimals as everywhere, stars and parentheses around it."""
    if isinstance(cell, float):
        return "0.00E+00" if 0 < abs(cell) < 0.5 * 10.0**-digits else "0." + "0" * digits
    found = _MARKED.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return ""
    mantissa, _, power = found["number"].lstrip("-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    shape = ("0." + "0" * decimals).rstrip(".") + ("E+00" if power else "")
    if found["open"]:
        return f'"{found["open"]}"{shape}"{found["close"]}";"{found["open"]}-"{shape}"{found["close"]}"'
    return f'{shape}"{found["stars"]}"' if found["stars"] else shape
