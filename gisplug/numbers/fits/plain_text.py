"""Results as plain text: facts and frames below each other, their heads in the language of the run."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from gisplug.core.evidence import Note
from gisplug.core.messages import chinese_of_name, language, message, spoken
from gisplug.core.vocabulary import Cell


def six_digits(value: float) -> str:
    """Return a number with six significant digits."""
    return f"{value:.6g}"


def fact_line(key: str, value: Cell) -> str:
    """Return an indented line "key: value", numbers with six significant digits; words stay messages."""
    shown = six_digits(value) if isinstance(value, float) else value if isinstance(value, str) else str(value)
    return message("  {key}: {value}", key=key, value=shown)


def note_line(note: Note) -> str:
    """Return an indented line "level: text" of a note."""
    return message("  {level}: {text}", level=message(note.level), text=message(note.text))


def frame_text(frame: pd.DataFrame, number: Callable[[float], str] = six_digits) -> str:
    """Return a frame of any rows and columns as plain text, its heads and texts in the language of the run."""
    if language() == "en":
        return str(frame.to_string(float_format=number))
    said = frame.map(lambda cell: spoken(cell) if isinstance(cell, str) else cell)
    if frame.columns.nlevels == 1:
        said.columns = pd.Index([spoken(head) if isinstance(head, str) else head for head in frame.columns])
    if frame.index.nlevels == 1:
        said.index = pd.Index([chinese_of_name(n) or n if isinstance(n, str) else n for n in frame.index])
    said.index.names = [spoken(name) if isinstance(name, str) else name for name in frame.index.names]
    with pd.option_context("display.unicode.east_asian_width", True):
        return str(said.to_string(float_format=number))
