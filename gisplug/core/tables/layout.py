"""Where the table stands on a sheet: titles above, a header of one or more rows, units, and notes below."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gisplug.core.errors import TableError
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import message
from gisplug.core.periods.spellings import INVISIBLE, spelt
from gisplug.core.tables.numbers import is_value

Row = list[object]
MOST_LEVELS = 4
LONG = 30  # letters from which a lone cell below a table is a note
_UNIT = re.compile(r"^[(（]?\s*(?:单\s*位|计量单位|units?)\s*[:：]\s*(.+?)\s*[)）]?$", re.IGNORECASE)
_NOTE = re.compile(
    r"^(?:注|注释|说明|备注|资料来源|数据来源|来源|本表|\*|†|①|②|③|=hyperlink|notes?\b|sources?\b|data from|"
    r"last updated|"
    r"footnotes?\b|legend\b|\(?[1-9a-z]\)|[1-9]/ |___|©|quelle|fuente|fonte|copyright|downloaded|accessed)",
    re.IGNORECASE,
)
_UNIT_WORD = re.compile(
    r"[(（].*[)）]|[百千万亿]?(?:元|人|吨|户|辆|件|个|台|公顷|亩|平方米|平方公里|公里|千瓦时|美元|立方米|册|张|家|所|次|标准煤)"
    r"|%|％|‰|[百千万亿].{1,6}|km2?|km²|ha|kwh|tons?|tonnes|persons?|people|usd|us\$|\$|yuan|rmb|eur(?:o)?|million.*|thousand.*|"
    r"billion.*|per ?cent.*|index.*|per .*|years?|-",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sheet:
    """Cells as they stand in a file.

    Attributes
    ----------
    rows : lists of numbers, texts, dates, truth values and None, of any length
    name : of the sheet; "" in a text file
    """

    rows: Sequence[Row]
    name: str = ""

    def cell(self, row: int, column: int) -> str:
        """Return what messages call a cell: Sheet1!B7, or row 7, column 2 of a text file; counted from 0."""
        return (
            f"{self.name}!{letters(column)}{row + 1}"
            if self.name
            else message("row {row}, column {column}", row=row + 1, column=column + 1)
        )


@dataclass
class Layout:
    """A table found on a sheet.

    Attributes
    ----------
    names : of the columns
    columns, rows : places of the columns and of the rows of data on the sheet, from 0
    header : places of the rows of the header
    units : unit of measure by column, where a row below the header says them
    title, measure : the lines above, and the unit of measure they name
    notes : what was left out, for the report
    """

    names: list[str]
    columns: list[int]
    rows: list[int]
    header: list[int]
    units: dict[str, str] = field(default_factory=dict)
    title: str = ""
    measure: str = ""
    notes: list[Note] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether the first row is the whole header and all below it is data."""
        return self.header == [0] and not self.units and not self.notes


def letters(column: int) -> str:
    """Return what a spreadsheet calls the column at a place, from 0: A, B ... Z, AA."""
    made = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def tidy(cell: object) -> object:
    """Return a cell without invisible letters, odd blanks and HTML entities; an empty text is None."""
    if not isinstance(cell, str):
        return None if cell != cell else cell
    text = html.unescape(cell) if "&" in cell and ";" in cell else cell
    if text.isascii() and text.isprintable():  # nearly every cell of a large table
        return text.strip() or None
    text = re.sub("[\u00a0\u3000\u202f\u2002-\u200a]", " ", INVISIBLE.sub("", text))
    return re.sub(r"\s*\n\s*", " ", text).strip() or None


def find_layout(sheet: Sheet) -> Layout:
    """Find the table of a sheet.

    Raises
    ------
    TableError
        If the sheet is empty.
    """
    grid = [[tidy(cell) for cell in row] for row in sheet.rows]
    rows = [i for i, row in enumerate(grid) if any(c is not None for c in row)]
    width = max((len(row) for row in grid), default=0)
    for row in grid:
        row.extend([None] * (width - len(row)))
    if not rows:
        raise TableError(message("The sheet{clause} holds nothing.", clause=f" {sheet.name}" if sheet.name else ""))
    columns = [j for j in range(width) if any(grid[i][j] is not None for i in rows)]
    first = _titles(grid, rows, columns)
    above, rows = rows[:first], rows[first:]
    levels = _levels(grid, rows, columns)
    header, body = rows[:levels], rows[levels:]
    body, below = _body(grid, body, columns)
    columns = [j for j in columns if any(grid[i][j] is not None for i in (*header, *body))]
    names = _names(grid, header, columns)
    units: dict[str, str] = {}
    if body and _is_units(grid, body, columns):
        units = {n: str(grid[body[0]][j]) for n, j in zip(names, columns, strict=True) if grid[body[0]][j] is not None}
        body = body[1:]
    found = Layout(names, columns, body, header, units)
    _tell(found, grid, above, below, sheet)
    return found


def _filled(row: Row, columns: Sequence[int]) -> list[int]:
    return [j for j in columns if row[j] is not None]


def _titles(grid: list[Row], rows: list[int], columns: list[int]) -> int:
    """Return how many of the first rows are titles: fewer cells than a table has, above one that has more."""
    if len(columns) < 2:
        return 0
    widest = max(len(_filled(grid[i], columns)) for i in rows)
    for at, i in enumerate(rows[:-1]):
        cells = _filled(grid[i], columns)
        alone = len(cells) == 1 and widest > 1
        apart = rows[at + 1] - i > 1
        few = len(cells) == 2 and widest > 4 and (apart or not any(is_period(grid[i][j]) for j in cells))
        told = all(isinstance(grid[i][j], str) and _UNIT.match(str(grid[i][j])) for j in cells)
        same = len(cells) > 1 and len({grid[i][j] for j in cells}) == 1
        if not (alone or few or told or same):
            return at
        if alone and at and cells[0] != columns[0] and is_period(grid[i][cells[0]]):
            return at
    return 0


def is_period(cell: object) -> bool:
    """Tell whether a cell of a header names a period: a likely year, a date, or a text that spells one."""
    if isinstance(cell, date):
        return True
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, int | float):
        return cell == int(cell) and (1800 <= cell < 2200 or (180001 <= cell < 220013 and 1 <= cell % 100 <= 12))
    read = spelt(str(cell))
    return read is not None and (read.frequency != "number" or is_period(read.place))


def _may_head(row: Row, columns: Sequence[int]) -> bool:
    """Tell whether a row may belong to a header: no number in it but periods."""
    cells = [row[j] for j in columns if row[j] is not None]
    return bool(cells) and not any(is_value(c) and not is_period(c) for c in cells)


def _levels(grid: list[Row], rows: list[int], columns: list[int]) -> int:
    """Return how many rows the header has: more while columns have no name of their own."""
    if not rows or not _may_head(grid[rows[0]], columns):
        return min(1, len(rows))
    used = [j for j in columns if any(grid[i][j] is not None for i in rows)]
    for levels in range(1, min(MOST_LEVELS, len(rows) - 1) + 1):
        parts = [tuple(grid[i][j] for i in rows[:levels] if grid[i][j] is not None) for j in used]
        below = grid[rows[levels]]
        bare = [j for j, part in zip(used, parts, strict=True) if not part]
        corner = bare == used[:1] and all(
            isinstance(grid[i][used[0]], str) and not is_period(grid[i][used[0]])
            for i in rows[levels:]
            if grid[i][used[0]]
        )
        named = [part for part in parts if part]
        dated = levels == 1 and all(is_period(part[0]) for part in named)
        whole = (not bare or (corner and (dated or not _may_head(below, used)))) and len(set(named)) == len(named)
        if whole or not _may_head(below, used):
            return levels
        if not bare and levels == 1 and sum(c is not None for c in below) < len(used) // 2:
            return levels
    return min(MOST_LEVELS, len(rows) - 1) or 1


def _names(grid: list[Row], header: Sequence[int], columns: Sequence[int]) -> list[str]:
    """Join the levels of a header: a cell reaches to the right over empty ones, where something stands below them."""
    levels: list[list[str]] = []
    for depth, i in enumerate(header):
        row: list[str] = []
        reach = ""
        for j in columns:
            cell = grid[i][j]
            below = any(grid[k][j] is not None for k in header[depth + 1 :])
            if cell is not None:
                reach = _head(cell) if below else ""
                row.append(_head(cell))
            else:
                row.append(reach if below else "")
        levels.append(row)
    names = []
    for at, j in enumerate(columns):
        parts = list(dict.fromkeys(level[at] for level in levels if level[at]))
        names.append("_".join(parts) if parts else f"column {j + 1}")
    return names


def _head(cell: object) -> str:
    """Return a cell of a header as a name: dates by the day, whole numbers without decimals."""
    if isinstance(cell, date):
        return str(cell)[:10]
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return re.sub(r"\s+", " ", str(cell))


def _body(grid: list[Row], body: list[int], columns: list[int]) -> tuple[list[int], list[int]]:
    """Part the rows of data from the notes below them."""
    if len(columns) < 2 or not body:
        return body, []
    wide = max(2, len(columns) // 2)

    def data(i: int) -> bool:
        cells = [grid[i][j] for j in _filled(grid[i], columns)]
        return (len(cells) >= wide and any(is_value(c) for c in cells[1:])) or len(cells) > wide

    last = max((at for at, i in enumerate(body) if data(i)), default=-1)
    if last < 0:
        return body, []
    for at in range(last + 1, len(body)):
        cells = [grid[body[at]][j] for j in _filled(grid[body[at]], columns)]
        text = str(cells[0])
        gap = body[at] - body[at - 1] > 1
        if len(cells) <= 2 and isinstance(cells[0], str) and (gap or len(text) > LONG or _NOTE.match(text)):
            return body[:at], body[at:]
    return body, []


def _is_units(grid: list[Row], body: list[int], columns: list[int]) -> bool:
    """Tell whether the first row below the header says units: words above numbers, nothing in the first column."""
    row, later = grid[body[0]], [grid[i] for i in body[1:6]]
    head = row[columns[0]]
    words = [j for j in columns[1:] if row[j] is not None]
    if not later or not words or any(is_value(row[j]) and row[j] != "-" for j in words):
        return False
    if not all(_UNIT_WORD.fullmatch(str(row[j])) for j in words):
        return head is None and all(sum(is_value(r[j]) for r in later) * 2 > len(later) for j in words)
    return head is None or bool(re.fullmatch(r"单\s*位.*|units?.*|计量单位", str(head), re.IGNORECASE))


def _alone(row: Row, columns: Sequence[int]) -> bool:
    """Tell whether a row of three columns or more has a text in the first one only."""
    return len(columns) > 2 and _filled(row, columns) == [columns[0]] and isinstance(row[columns[0]], str)


def _tell(found: Layout, grid: list[Row], above: Sequence[int], below: Sequence[int], sheet: Sheet) -> None:
    lines = [[str(c) for c in grid[i] if c is not None] for i in above]
    measures = [m for line in lines for cell in line if (m := _UNIT.match(cell))]
    if measures:
        found.measure = measures[0][1]
    titles = [" ".join(dict.fromkeys(line)) for line in lines]
    found.title = next((t for t in titles if not _UNIT.match(t)), "")
    where = message(" of {sheet}", sheet=sheet.name) if sheet.name else ""
    if above:
        found.notes.append(
            Note(
                INFO,
                "table-title",
                message("Lines above the table{where}: {titles}.", where=where, titles=some(titles, 4)),
            )
        )
    if len(found.header) > 1:
        text = message(
            "The header{where} has {n} rows; names are joined: {found}.",
            where=where,
            n=len(found.header),
            found=some(found.names[:6], 4),
        )
        found.notes.append(Note(INFO, "table-header", text))
    if found.units:
        text = message(
            "Units{where}: {units}.",
            where=where,
            units=some([message("{name} in {unit}", name=name, unit=unit) for name, unit in found.units.items()], 12),
        )
        found.notes.append(Note(INFO, "table-units", text))
    elif found.measure:
        found.notes.append(
            Note(INFO, "table-units", message("Unit{where}: {measure}.", where=where, measure=found.measure))
        )
    if bare := [str(grid[i][found.columns[0]]) for i in found.rows if _alone(grid[i], found.columns)]:
        text = message(
            "{rows}{where} have a name and nothing else, and stay with empty cells: {bare}.",
            rows=many(len(bare), "row"),
            where=where,
            bare=some(bare),
        )
        found.notes.append(Note(WARNING, "table-headings", text, tuple(bare)))
    if below:
        texts = [" ".join(str(c) for c in grid[i] if c is not None)[:80] for i in below]
        text = message(
            "{n} lines below the table{where} are left out: {texts}.", n=len(below), where=where, texts=some(texts, 4)
        )
        found.notes.append(Note(INFO, "table-notes", text, tuple(texts)))
