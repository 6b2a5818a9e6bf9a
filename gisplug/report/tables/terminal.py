"""A paper table as aligned text for a terminal; Chinese characters count as two columns."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from gisplug.report.words.say import say

if TYPE_CHECKING:
    from gisplug.report.tables.paper_table import PaperTable


def paper_text(table: PaperTable) -> str:
    """Return the table as text, in the language and with the labels that hold: title, three rules, notes."""
    body = [tuple(map(say, (row.label, *table.texts(row)))) for row in table.rows]
    head = tuple(map(say, (table.stub, *table.header)))
    widths = [max(width(line[k]) for line in (head, *body)) for k in range(len(head))]
    total = sum(widths) + 2 * (len(widths) - 1)
    lines = [say(table.title), "=" * total, _line(head, widths), "-" * total]
    ruled = False
    for row, cells in zip(table.rows, body, strict=True):
        if row.kind == "stat" and not ruled:
            lines.append("-" * total)
            ruled = True
        lines.append(cells[0] if row.kind == "panel" else _line(cells, widths))
    return "\n".join([*lines, "=" * total, *map(say, table.notes), ""])


def width(text: str) -> int:
    """Return how many terminal columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    texts = [first[0] + " " * (first[1] - width(first[0]))]
    texts += [" " * (wide - width(text)) + text for text, wide in rest]
    return "  ".join(texts).rstrip()
