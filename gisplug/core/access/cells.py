"""Cells that a spreadsheet would run: text of the data that begins like a formula is written behind an apostrophe.

A spreadsheet takes `=HYPERLINK(...)` or `-2+cmd|...` in a CSV for a formula. The accepted way is an apostrophe in
front, which says that text follows. What is read back loses it again, so that a round trip changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MARK = "'"
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = r"(?:\d[\d.,]*|\.\d+)(?:e[-+]?\d+)?[*%)\]\u2020\u2021]*"
_HARMLESS = re.compile(rf"[-+]?{_NUMBER}(?:[\s(\[,;]+[-\u2212]?{_NUMBER}[,;]?)*|-+", re.IGNORECASE)


def guarded(text: str) -> str:
    """Return a text as it stands in a cell: behind an apostrophe, where a spreadsheet would take it for a formula.

    Numbers with signs, stars and intervals ("-0.12**", "-0.1 [-0.3, 0.1]") and dashes stay as they are.
    """
    return MARK + text if _runs(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text[:1] == MARK and _runs(text[1:]) else text


def _runs(text: str) -> bool:
    bare = text.lstrip(MARK)
    return bare.startswith(_BEGINS) and not _HARMLESS.fullmatch(bare)


def guard_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame, N rows, whose texts and names of columns are guarded; numbers and other cells stay."""
    return _each(frame, guarded, (*_BEGINS, MARK))


def unguard_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame, N rows, as it was before `guard_frame`."""
    return _each(frame, unguarded, (MARK,))


def _each(frame: pd.DataFrame, change: Any, begins: tuple[str, ...]) -> pd.DataFrame:
    made = frame.copy(deep=False)
    for place in range(made.shape[1]):
        column = made.iloc[:, place]
        if column.dtype.kind in "iufcbmM":
            continue
        if column.dtype.name == "category":
            kinds = [change(c) if isinstance(c, str) else c for c in column.cat.categories]
            if kinds != list(column.cat.categories):
                made.isetitem(place, column.cat.rename_categories(kinds))
            continue
        hit = [isinstance(cell, str) and cell.startswith(begins) for cell in column]
        if any(hit):
            cells = [change(cell) if one else cell for cell, one in zip(column, hit, strict=True)]
            made.isetitem(place, type(column)(cells, index=column.index, dtype=column.dtype))
    made.columns = [change(name) if isinstance(name, str) else name for name in made.columns]
    return made
