"""A layout and its cells to a frame: columns of numbers are numbers, and all that was changed is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import TableError
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import message
from gisplug.core.tables.layout import Layout, Sheet, tidy
from gisplug.core.tables.numbers import RULES, Column, Decimal, evidence, numbers_in, parsed

if TYPE_CHECKING:
    import pandas as pd

BLANK_TEXT = frozenset(
    ("", "NA", "N/A", "NaN", "nan", "null", "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!")
)
Named = Callable[[str, int], str]  # what a message calls the cell of a column at a place


def frame_of(sheet: Sheet, found: Layout, usual: Decimal | None = None, typed: bool = True) -> pd.DataFrame:
    """Return the table of a sheet; its notes are in ``attrs["notes"]``, its title and units beside them.

    Parameters
    ----------
    usual : the decimal sign where the table does not show its own.
    typed : whether numbers are numbers in the file, so that those stored as text are told.

    Returns
    -------
    DataFrame
        One row a row of the table, one column a column; `attrs["notes"]` tells what was done.

    Raises
    ------
    TableError
        If two columns have one name.
    """
    import pandas as pd

    twice = sorted({n for n in found.names if found.names.count(n) > 1})
    if twice:
        raise TableError(
            message("The sheet has two columns named {twice}. Rename one.", twice=some([repr(n) for n in twice]))
        )
    cells = {
        name: [tidy(sheet.rows[i][j]) if j < len(sheet.rows[i]) else None for i in found.rows]
        for name, j in zip(found.names, found.columns, strict=True)
    }
    at = dict(zip(found.names, found.columns, strict=True))
    made, notes = converted(cells, lambda name, k: sheet.cell(found.rows[k], at[name]), usual, typed)
    frame = pd.DataFrame({name: pd.Series(values, dtype="object").infer_objects() for name, values in made.items()})
    for name, values in made.items():
        if any(v is None for v in values) and all(v is None or type(v) in (int, float) for v in values):
            frame[name] = pd.Series(values, dtype="float64")
    frame.attrs |= {"notes": [*found.notes, *notes], "title": found.title, "units": found.units or found.measure}
    return frame


def converted(
    columns: Mapping[str, Sequence[object]], named: Named, usual: Decimal | None = None, typed: bool = True
) -> tuple[dict[str, list[Any]], list[Note]]:
    """Turn columns of numbers written as text into numbers.

    Parameters
    ----------
    columns : cells by column
    named : what a message calls a cell
    usual : the decimal sign where neither the column nor another of the table shows it; a dot where None
    typed : whether numbers stored as text are told.
    """
    texts = {name: parsed(cells) for name, cells in columns.items()}
    shown = {s for said in texts.values() if (s := evidence(said))}
    shows = len(shown) == 1
    whole: Decimal = shown.pop() if len(shown) == 1 else usual or "."
    read = {name: numbers_in(cells, whole, texts[name]) for name, cells in columns.items()}
    made = {name: c.values if c.numeric else _texts(columns[name]) for name, c in read.items()}
    return made, _notes(columns, read, named, whole, shows, typed)


def _texts(cells: Sequence[object]) -> list[object]:
    """Return cells of a column of text, None where a text says that it is empty; the code NA of Namibia stays."""
    codes = [c for c in cells if isinstance(c, str)]
    country = len(set(codes)) > 2 and all(re.fullmatch("[A-Z]{2}", c) for c in codes)
    return [None if isinstance(c, str) and c in BLANK_TEXT and not country else c for c in cells]


def _notes(
    columns: Mapping[str, Sequence[object]],
    read: Mapping[str, Column],
    named: Named,
    decimal: Decimal,
    shows: bool,
    typed: bool,
) -> list[Note]:
    notes = []
    for rule, words in RULES.items():
        hits = {name: c.rules[rule] for name, c in read.items() if rule in c.rules}
        if hits and (typed or rule != "text"):
            text, number = next(iter(hits.values()))[0]
            count = sum(map(len, hits.values()))
            said = message(
                "{cells} of {of} are read as numbers: {words}; {text!r} is {number}.",
                cells=many(count, "cell"),
                of=_of(hits),
                words=words,
                text=text,
                number=number,
            )
            notes.append(Note(INFO, "numbers-as-text", said, tuple(hits)))
    missing: dict[str, int] = {}
    for column in read.values():
        for sign, count in column.missing.items():
            missing[sign] = missing.get(sign, 0) + count
    if missing:
        names = [name for name, c in read.items() if c.missing]
        signs = [f"{sign!r} {count}" for sign, count in sorted(missing.items(), key=lambda kv: -kv[1])]
        said = message("Cells of {of} are missing values by their sign: {signs}.", of=_of(names), signs=some(signs, 12))
        notes.append(Note(INFO, "missing-signs", said, tuple(names)))
    assumed = {name: c.assumed for name, c in read.items() if c.assumed}
    if assumed:
        example = next(iter(assumed.values()))
        thousands = ("," in example) == (decimal == ".")
        said = message(
            "{example!r} in {of} may be read in two ways; its {mark} is taken for {sign}, {why}.",
            example=example,
            of=_of(assumed),
            mark=message("comma") if "," in example else message("dot"),
            sign=message("a thousands separator") if thousands else message("the decimal sign"),
            why=message("as in other columns") if shows else message("by assumption"),
        )
        notes.append(Note(INFO if shows else WARNING, "decimal-sign", said))
    for kind, code, words in (
        ("errors", "error-cells", message("hold an error of the spreadsheet and are missing")),
        ("odd", "not-numbers", message("are no numbers, so that the column stays text")),
    ):
        for name, column in read.items():
            if places := getattr(column, kind):
                shown = [f"{named(name, k)} {str(columns[name][k])!r}" for k in places]
                said = message(
                    "{cells} of {name!r} {words}: {shown}.",
                    cells=many(len(places), "cell"),
                    name=name,
                    words=words,
                    shown=some(shown),
                )
                notes.append(Note(WARNING, code, said, tuple(named(name, k) for k in places)))
    return notes


def _of(names: Iterable[str]) -> str:
    known = list(names)
    return (
        message("column {known!r}", known=known[0])
        if len(known) == 1
        else message("{n} columns ({known})", n=len(known), known=some(known, 3))
    )
