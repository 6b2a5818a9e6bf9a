"""How wide and how high a table is, in letters and lines, and how its notes run on: what LaTeX, Word and HTML share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gisplug.report.tables.paper_table import PaperTable
from gisplug.report.words.say import say

LONG_TEXT = 28  # letters from which a cell is set as running text, left and wrapped
LEAST_TEXT = 12  # letters to which a column of running text is squeezed at most
WIDE_SIGN = 0x2E80  # from here on signs are two letters wide
_BREAKS = re.compile(r"[\s/\N{EN DASH}]+|(?<=-)")
_ENDS = "。；：！？，、）》」”"  # after which Chinese needs no space


@dataclass(frozen=True)
class Column:
    """How wide a column is in letters: its longest line, its longest part that cannot be broken; `text` may wrap."""

    longest: float
    part: float
    text: bool


def columns(table: PaperTable, language: str | None) -> list[Column]:
    """Return the columns of a table as it is said, the first one (labels) included."""
    heads = (table.stub, *table.header)
    lines = [(r.label, *table.texts(r)) for r in table.rows if r.kind != "panel"]
    made = []
    for place, head in enumerate(heads):
        cells = [say(line[place], language) for line in lines]
        long = [_longest(cell) for cell in cells]
        text = max(long, default=0.0) > LONG_TEXT
        parts = [
            _longest_part(say(head, language)),
            *(_longest_part(c) if text else n for c, n in zip(cells, long, strict=True)),
        ]
        if text:
            made.append(Column(max([_longest(say(head, language)), *long]), max(parts), True))
        else:
            both = max(parts)
            made.append(Column(max(both, min(_longest(say(head, language)), 2 * both)), both, False))
    return made


def shared(found: Sequence[Column], room: float, gap: float) -> list[float] | None:
    """Return the letters that each column gets of `room`, `gap` between two; None where they do not fit.

    Numbers keep what they need; running text is wrapped.
    """
    free = room - gap * len(found) - sum(c.longest for c in found if not c.text)
    wanted = sum(c.longest for c in found if c.text)
    if wanted <= free:
        return [c.longest for c in found]
    least = {k: max(c.part, LEAST_TEXT) for k, c in enumerate(found) if c.text}
    if not least or sum(least.values()) > free:
        return None
    spare = free - sum(least.values())
    more = {k: max(found[k].longest - least[k], 0.0) for k in least}
    whole = sum(more.values()) or 1.0
    return [least[k] + spare * more[k] / whole if k in least else c.longest for k, c in enumerate(found)]


def lines_high(table: PaperTable, widths: Sequence[float], language: str | None) -> int:
    """Return how many lines the rows of a table take where columns are so many letters wide."""
    total = 0
    for row in table.rows:
        cells = [row.label] if row.kind == "panel" else [row.label, *table.texts(row)]
        total += max((_lines(say(c, language), w) for c, w in zip(cells, widths, strict=False)), default=1)
    return total


def notes_text(notes: Iterable[str], language: str | None) -> str:
    """Return the sentences below a table as one text: a space between two, but none after Chinese."""
    text = ""
    for note in notes:
        said = say(note, language)
        text += ("" if not text or text[-1] in _ENDS else " ") + said
    return text


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(_longest(line) / max(width, 1.0))) for line in text.split("\n"))


def _longest(text: str) -> float:
    return max((sum(2.0 if ord(c) > WIDE_SIGN else 1.0 for c in line) for line in text.split("\n")), default=0.0)


def _longest_part(text: str) -> float:
    """Return the letters of the longest word; Chinese may break anywhere."""
    return max(
        (min(_longest(w), 4.0) if any(ord(c) > WIDE_SIGN for c in w) else _longest(w) for w in _BREAKS.split(text)),
        default=0.0,
    )
