"""Wide tables to long ones: a column a period, several variables side by side, units side by side, a row a variable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from gisplug.core.errors import PanelError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, some
from gisplug.core.messages import message
from gisplug.core.periods.columns import read_periods
from gisplug.core.periods.spellings import spelt
from gisplug.core.tables import text_ids

VALUE = "value"  # what the variable of columns that are called by their period alone is called
UNITS = "units"  # the word of `wide` for tables with a column a unit
LIKELY = range(1800, 2200)
COLUMNS_MOST = 5_000  # that a row a variable may become
CROSSED = 0.8  # share of the rows that there would be if every unit and period had every variable
CENTURY = 30  # years of two digits below it lie in the twenty-first century, where a pattern asks for such
FEW_VARIABLES = 30  # most that a column of text, which no name tells to be one of variables, may name

_YEAR = r"(?:1[89]|20|21)\d{2}"
_TOKEN = (
    rf"(?:{_YEAR}年第?[1-4一二三四]季度?|{_YEAR}年[上下]半年|{_YEAR}年\d{{1,2}}月(?:\d{{1,2}}日)?|"
    rf"{_YEAR}-\d{{2}}-\d{{2}}|{_YEAR}[-_ ]?[qQmMhHwW]\d{{1,2}}|{_YEAR}-\d{{2}}|{_YEAR}(?:0[1-9]|1[0-2])|"
    rf"(?:FY|fy|YR|yr)?{_YEAR}(?:年度?)?)"
)
_BEHIND = re.compile(rf"(?P<variable>.*?[^\d\s_.(（\[-])[\s_.-]*[(（\[]?(?P<period>{_TOKEN})[)）\]]?")
_BEFORE = re.compile(rf"[(（\[]?(?P<period>{_TOKEN})[)）\]]?[\s_.-]*(?P<variable>[^\d\s_.)）\]-].*)")
_BARE = re.compile(r"[xXvVyY_](?P<period>\d{4})")  # as R and Stata call columns that begin with a digit
_KINDS = re.compile(r"indicator|variable|series|subject|item|measure|concept|指标|变量|项目|指标名称", re.IGNORECASE)
_VALUES = re.compile(r"obs_?value|values?|数值|值|指标值", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """What the name of a column says: a variable, "" where it is not named, and a period."""

    variable: str
    period: str


def long_table(table: pd.DataFrame, unit: str, period: str, wide: str, name: str) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table of one row a unit and period, and what was done to have it so.

    Parameters
    ----------
    unit, period
        Its key columns; what a wide table lacks of them gets this name.
    wide
        "auto": where there is no column `period`, but columns that are called by periods. "no": never. "units": a
        column a unit. A pattern such as "{variable}_{period}", or else the name of the variable of columns that are
        called by their period alone.

    Raises
    ------
    TableError
        If it is asked for, and the columns are not called so.
    PanelError
        If periods are of several frequencies.
    """
    notes: list[Note] = []
    if wide == "no":
        return table, notes
    if wide == UNITS:
        return _units_in_columns(table, unit, period, name)
    if period in table.columns:
        if wide != "auto":
            raise TableError(
                message(
                    "{name} has a column {period!r}: it is a long table. Leave wide out, or call the "
                    "periods otherwise.",
                    name=name,
                    period=period,
                )
            )
        return _by_variable(table, unit, period, name) if unit in table.columns else (table, notes)
    if unit not in table.columns:
        return table, notes
    cells = cells_of([str(c) for c in table.columns if c != unit], wide)
    if not cells:
        if wide != "auto":
            raise TableError(
                message(
                    "No columns of {name} are called as wide={wide!r} says. It has: {columns}.",
                    name=name,
                    wide=wide,
                    columns=some([str(c) for c in table.columns], 12),
                )
            )
        return table, notes
    return _melted(table, unit, period, cells, VALUE if wide == "auto" or "{period}" in wide else wide, name)


def cells_of(columns: Sequence[str], wide: str = "auto") -> dict[str, Cell]:
    """Return what the columns that hold a variable in a period are called; {} where there are no two periods of any."""
    if "{period}" in wide:
        apart = "{variable}{period}" not in wide and "{period}{variable}" not in wide
        spelling = ".+?" if apart else rf"(?:{_TOKEN}|\d\d)"
        form = re.escape(wide).replace(r"\{variable\}", "(?P<variable>.+?)")
        pattern = re.compile(form.replace(r"\{period\}", f"(?P<period>{spelling})"))
        found = {c: (m, _whole_year(m["period"])) for c in columns if (m := pattern.fullmatch(c))}
        return _several(
            {c: Cell(m.groupdict().get("variable") or "", p) for c, (m, p) in found.items() if spelt(p) is not None}
        )
    bare = {c: Cell("", c) for c in columns if is_period(c)}
    lettered = {c: Cell("", m["period"]) for c in columns if (m := _BARE.fullmatch(c)) and int(m["period"]) in LIKELY}
    rest = [c for c in columns if c not in bare]
    ways = [
        _several({c: Cell(m["variable"].strip(), m["period"]) for c in rest if (m := pattern.fullmatch(c))})
        for pattern in (_BEHIND, _BEFORE)
    ]
    ways.append(_several(lettered))
    best = max(ways, key=len)
    return {**_several(bare), **best}


def _whole_year(period: str) -> str:
    """Return a year of two digits with its century: 30 to 99 lie in the twentieth."""
    if not re.fullmatch(r"\d\d", period):
        return period
    return f"{20 if int(period) < CENTURY else 19}{period}"


def is_period(column: str) -> bool:
    """Tell whether a column is called by a period alone: 2015, 2015年, 2019Q1, 201901."""
    read = spelt(column)
    if read is None:
        return False
    if read.frequency != "number":
        return True
    return read.place in LIKELY or (read.place // 100 in LIKELY and 1 <= read.place % 100 <= 12)


def _several(cells: dict[str, Cell]) -> dict[str, Cell]:
    """Keep variables that have two periods or more; one period alone is a column like any other."""
    periods: dict[str, set[str]] = {}
    for cell in cells.values():
        periods.setdefault(cell.variable, set()).add(cell.period)
    return {c: cell for c, cell in cells.items() if len(periods[cell.variable]) > 1}


def _melted(
    table: pd.DataFrame, unit: str, period: str, cells: dict[str, Cell], bare: str, name: str
) -> tuple[pd.DataFrame, list[Note]]:
    spellings = list(dict.fromkeys(cell.period for cell in cells.values()))
    read = read_periods(spellings, name)
    labels = dict(zip(spellings, read.labels, strict=True))
    places: dict[str, dict[object, str]] = {}
    for column, cell in cells.items():
        row = places.setdefault(cell.variable or bare, {})
        if labels[cell.period] in row:
            raise TableError(
                message(
                    "{name} has two columns for {variable} in {labels}: {row!r} and {column!r}. Leave one out.",
                    name=name,
                    variable=cell.variable or bare,
                    labels=labels[cell.period],
                    row=row[labels[cell.period]],
                    column=column,
                )
            )
        row[labels[cell.period]] = column
    fixed = [c for c in table.columns if str(c) not in cells]
    order = [label for _, label in sorted(zip(read.places, read.labels, strict=True), key=lambda pair: pair[0])]
    order = list(dict.fromkeys(order))
    ids = text_ids(table[unit])
    parts = []
    for label in order:
        part = table[fixed].copy()
        part[period] = label
        for variable, row in places.items():
            part[variable] = table[row[label]] if label in row else None
        parts.append(part)
    made = pd.concat(parts, ignore_index=True)
    for variable in places:
        if all(table[c].dtype.kind in "iuf" for c in places[variable].values()):
            made[variable] = pd.to_numeric(made[variable])
    text = message(
        "{name} is a wide table, {n} columns for {n2} periods ({order} to {order2}), and is read as "
        "a long one with {places}.",
        name=name,
        n=len(cells),
        n2=len(order),
        order=order[0],
        order2=order[-1],
        places=some(list(places), 8),
    )
    notes = [Note(INFO, "wide-table", text, tuple(cells))]
    short = [
        message("{v} ({n} of {n2})", v=v, n=len(row), n2=len(order))
        for v, row in places.items()
        if len(row) < len(order)
    ]
    if short:
        notes.append(Note(WARNING, "wide-table", message("Not in every period: {short}.", short=some(short))))
    if ids.duplicated().any():
        made, more = _by_variable(made, unit, period, name)
        notes += more
    return made, notes


def _by_variable(table: pd.DataFrame, unit: str, period: str, name: str) -> tuple[pd.DataFrame, list[Note]]:
    """Bring a table with a row a unit, period and variable to one with a column a variable; others stay as they are."""
    keys = pd.DataFrame({"unit": text_ids(table[unit]), "period": table[period].astype("object").map(str)})
    if not keys.duplicated().any() or keys["unit"].isna().any():
        return table, []
    kind = _kind(table, keys, [c for c in table.columns if c not in (unit, period)])
    if kind is None:
        return table, []
    words = text_ids(table[kind])
    names = list(dict.fromkeys(words))
    index = pd.MultiIndex.from_frame(keys)
    rest = [c for c in table.columns if c not in (kind, unit, period)]
    varies = [
        c
        for c in rest
        if table[c].astype("object").map(str).groupby([keys["unit"], keys["period"]]).nunique().max() > 1
    ]
    values = [c for c in rest if _VALUES.fullmatch(str(c).strip())]
    if len(values) != 1:
        values = [c for c in varies if table[c].dtype.kind in "iuf" and not _counts(table[c])]
    if not values or len(values) * len(names) > COLUMNS_MOST:
        return table, []
    first = ~index.duplicated()
    made = table.loc[first, [unit, period, *(c for c in rest if c not in varies and c not in values)]]
    made = made.reset_index(drop=True)
    for value in values:
        wide = pd.Series(table[value].to_numpy(), index=[keys["unit"], keys["period"], words]).unstack()
        at = wide.reindex(index[first])
        for variable in names:
            made[variable if len(values) == 1 else f"{value}_{variable}"] = at[variable].to_numpy()
    text = message(
        "{name} has a row a variable ({kind}); each is a column: {names}.", name=name, kind=kind, names=some(names, 8)
    )
    if len(values) > 1:
        text += message(
            " Each of {values} has one for each, called {values2}_{names} and so on.",
            values=some([str(v) for v in values], 8),
            values2=values[0],
            names=names[0],
        )
    if lost := [str(c) for c in varies if c not in values]:
        text += message(" Left out, as they differ between variables: {lost}.", lost=some(lost))
    return made, [Note(INFO if _KINDS.search(str(kind)) else WARNING, "row-a-variable", text, tuple(names))]


def _counts(column: pd.Series) -> bool:
    """Whether a column without a name only numbers the rows, as R writes them."""
    return re.fullmatch(r"column \d+|Unnamed.*", str(column.name)) is not None and column.is_unique


def _kind(table: pd.DataFrame, keys: pd.DataFrame, columns: Sequence[str]) -> str | None:
    """Return the column that says which variable a row holds: by its name, else the only text that tells rows apart.

    Of a text nearly every unit and period has every word; a province that tells units of one name apart is no variable.
    """
    pairs = len(keys.drop_duplicates())
    named = [c for c in columns if _KINDS.search(str(c))]
    texts = [c for c in columns if c not in named and table[c].dtype.kind not in "iufbM"]
    for among, few in ((named, len(table)), (texts, FEW_VARIABLES)):
        found = []
        for column in among:
            words = text_ids(table[column])
            whole = among is named or (len(table) >= CROSSED * pairs * words.nunique() and keys["unit"].nunique() > 2)
            apart = not words.isna().any() and not keys.assign(kind=words).duplicated().any()
            if whole and apart and words.nunique() <= few:
                found.append(column)
        if len(found) == 1 or (found and among is named):
            return found[0]
    return None


def _units_in_columns(table: pd.DataFrame, unit: str, period: str, name: str) -> tuple[pd.DataFrame, list[Note]]:
    """Bring a table with a column a unit to one with a row a unit and period."""
    if period not in table.columns:
        raise TableError(
            message(
                "{name} has no column {period!r} with the periods, beside which every other column would "
                "be a unit. It has: {columns}.",
                name=name,
                period=period,
                columns=some([str(c) for c in table.columns], 12),
            )
        )
    if unit in table.columns:
        raise TableError(
            message("{name} has a column {unit!r}: its units stand in rows. Leave wide out.", name=name, unit=unit)
        )
    columns = [c for c in table.columns if c != period]
    words = [str(c) for c in columns if table[c].dtype.kind not in "iuf"]
    if words:
        raise PanelError(
            message("Columns of {name} that would be units hold no numbers: {words}.", name=name, words=some(words))
        )
    made = table.melt(id_vars=[period], value_vars=columns, var_name=unit, value_name=VALUE)
    text = message(
        "{name} has a column a unit: {n} units ({columns}), read as {value!r}.",
        name=name,
        n=len(columns),
        columns=some([str(c) for c in columns], 4),
        value=VALUE,
    )
    return made, [Note(INFO, "wide-table", text)]
