"""Paper tables as HTML and CSV text."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from gisplug.core.access.cells import guarded
from gisplug.report.tables.layout import columns, notes_text
from gisplug.report.tables.paper_table import PaperTable, Row
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

_PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:Georgia,"Times New Roman","Songti SC",SimSun,"Noto Serif CJK SC",serif;
max-width:64em;margin:2em auto;padding:0 1em;color:#111}}{css}</style>
</head><body>
{body}
</body></html>
"""
FRAGMENT = """table.paper tr{background:none !important}table.paper,p.notes{margin-left:0}
table.paper th,table.paper td{text-align:center !important}
table.paper td:not(.number),table.paper th[scope=row],table.paper th.stub{text-align:left !important}
"""  # against the styles of notebooks
TEXT = ' class="text"'
DENSE_ROWS, DENSE_COLUMNS = 48, 9  # beyond these a table is set smaller
_NUMBER = re.compile(r"^[(\[<]?(?:[-\d.,()]|(?<=\d)e[+-]?(?=\d))+[)\]]?\**$|^$")
_SIGNED = re.compile(r"(?<![\w.])-(?=[\d∞.])")


@lru_cache(maxsize=1)
def table_css() -> str:
    """Return the styles of paper tables in HTML."""
    return Path(__file__).with_name("table.css").read_text(encoding="utf-8")


def html_fragment(tables: Sequence[PaperTable], language: str | None = None) -> str:
    """Return tables with their styles, to be placed into any page or notebook."""
    said = language or house().language
    return f"<div><style>{table_css()}{FRAGMENT}</style>{''.join(html_table(t, said) for t in tables)}</div>"


def html_page(tables: Sequence[PaperTable], language: str = "en") -> str:
    """Return a page of its own with all tables."""
    body = "\n".join(html_table(t, language) for t in tables)
    title = html.escape(say(tables[0].title, language)) if tables else ""
    return _PAGE.format(lang="zh-CN" if language == "zh" else "en", title=title, css=table_css(), body=body)


def html_table(table: PaperTable, language: str = "en", number: str = "") -> str:
    """Return one table as a <figure>, to be placed into any page that has `table_css()`."""
    title = html.escape(say(table.title, language))
    caption = f"<figcaption>{number}{title}</figcaption>" if title or number else ""
    notes = html.escape(notes_text(table.notes, language))
    word = say("Note", language) + ("：" if language == "zh" else ". ")
    below = f'<p class="notes"><i>{word}</i>{notes}</p>' if notes else ""
    text = [column.text for column in columns(table, language)[1:]]
    head = "".join(
        f"<th{TEXT if wraps else ''}>{_html_text(say(h, language))}</th>"
        for h, wraps in zip(table.header, text, strict=True)
    )
    first = f'<th class="stub">{html.escape(say(table.stub, language))}</th>'
    dense = " dense" if len(table.rows) > DENSE_ROWS or len(table.header) > DENSE_COLUMNS else ""
    return (
        f'<figure class="paper">{caption}<table '
        f'class="paper{dense}"><thead>{_html_spanners(table, language)}<tr>{first}{head}</tr></thead>'
        f"<tbody>{''.join(_html_rows(table, text, language))}</tbody></table>{below}</figure>"
    )


def csv_text(tables: Sequence[PaperTable], language: str | None = None) -> str:
    """Return comma separated text; several tables are parted by an empty line."""
    language = language or house().language
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for place, table in enumerate(tables):
        lines: list[list[str]] = [[]] if place else []
        lines += [[table.title]] if table.title else []
        lines.append([table.stub, *table.header])
        lines += [[row.label, *table.texts(row)] for row in table.rows]
        lines += [[note] for note in table.notes]
        writer.writerows([guarded(say(cell, language)) for cell in line] for line in lines)
    return out.getvalue()


def minus(text: str) -> str:
    """Return text with true minus signs before numbers."""
    return _SIGNED.sub("\N{MINUS SIGN}", text)


def rows_with_rules(table: PaperTable) -> Iterable[tuple[Row, bool]]:
    """Yield each row and whether a rule stands above it (before the first row of statistics)."""
    before = ""
    for row in table.rows:
        yield row, row.kind == "stat" and before not in ("", "stat")
        before = row.kind


def spanner_cells(table: PaperTable) -> list[tuple[str, int]]:
    """Return the upper head as (text, width) from left to right, the label column excluded."""
    cells: list[tuple[str, int]] = []
    place = 0
    for text, start, stop in sorted(table.spanners, key=lambda s: s[1]):
        if start > place:
            cells.append(("", start - place))
        cells.append((text, stop - start))
        place = stop
    if cells and place < len(table.header):
        cells.append(("", len(table.header) - place))
    return cells


def _html_text(text: str) -> str:
    return html.escape(minus(text)).replace("\n", "<br>")


def _html_spanners(table: PaperTable, language: str) -> str:
    cells = spanner_cells(table)
    if not cells:
        return ""
    spans = "".join(
        f'<th colspan="{width}" class="span">{html.escape(say(text, language))}</th>'
        if text
        else f'<th colspan="{width}"></th>'
        for text, width in cells
    )
    return f"<tr><th></th>{spans}</tr>"


def _html_rows(table: PaperTable, text: Sequence[bool], language: str) -> Iterable[str]:
    for row, ruled in rows_with_rules(table):
        label = _html_text(say(row.label, language))
        if row.kind == "panel":
            yield f'<tr class="panel"><th colspan="{len(table.header) + 1}">{label}</th></tr>'
            continue
        cells = "".join(_html_cell(say(c, language), t) for c, t in zip(table.texts(row), text, strict=True))
        yield f'<tr class="{row.kind}{" first" if ruled else ""}"><th scope="row">{label}</th>{cells}</tr>'


def _html_cell(text: str, wraps: bool) -> str:
    kind = TEXT if wraps else ' class="number"' if _NUMBER.match(text) else ""
    marked = re.sub(r"(\d\)?)(\*{1,3})$", r"\1<sup>\2</sup>", _html_text(text))
    return f"<td{kind}>{marked}</td>"
