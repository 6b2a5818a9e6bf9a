"""Paper tables as HTML, LaTeX and CSV text."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

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
LONG_TEXT = 28  # characters from which a cell is set as running text, left and wrapped
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
    notes = ("" if language == "zh" else " ").join(html.escape(say(n, language)) for n in table.notes)
    word = say("Note", language) + ("：" if language == "zh" else ". ")
    below = f'<p class="notes"><i>{word}</i>{notes}</p>' if notes else ""
    head = "".join(f"<th>{_html_text(say(h, language))}</th>" for h in table.header)
    first = f'<th class="stub">{html.escape(say(table.stub, language))}</th>'
    dense = " dense" if len(table.rows) > DENSE_ROWS or len(table.header) > DENSE_COLUMNS else ""
    return (
        f'<figure class="paper">{caption}<table '
        f'class="paper{dense}"><thead>{_html_spanners(table, language)}<tr>{first}{head}</tr></thead>'
        f"<tbody>{''.join(_html_rows(table, language))}</tbody></table>{below}</figure>"
    )


def tex_text(tables: Sequence[PaperTable], language: str | None = None) -> str:
    r"""Return LaTeX: one `table` float each, with booktabs rules."""
    language = language or house().language
    engine = " and ctex (XeLaTeX or LuaLaTeX)" if language == "zh" else ""
    head = f"% made with gisplug; needs \\usepackage{{booktabs}}{engine}\n"
    return head + "\n".join(_tex_table(t, language) for t in tables)


def csv_text(tables: Sequence[PaperTable], language: str | None = None) -> str:
    """Return comma separated text; several tables are parted by an empty line."""
    language = language or house().language
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        if table.title:
            writer.writerow([say(table.title, language)])
        writer.writerow([say(table.stub, language), *(say(h, language) for h in table.header)])
        for row in table.rows:
            writer.writerow([say(row.label, language), *(say(c, language) for c in table.texts(row))])
        for note in table.notes:
            writer.writerow([say(note, language)])
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


def _html_rows(table: PaperTable, language: str) -> Iterable[str]:
    for row, ruled in rows_with_rules(table):
        label = _html_text(say(row.label, language))
        if row.kind == "panel":
            yield f'<tr class="panel"><th colspan="{len(table.header) + 1}">{label}</th></tr>'
            continue
        cells = "".join(_html_cell(say(text, language)) for text in table.texts(row))
        yield f'<tr class="{row.kind}{" first" if ruled else ""}"><th scope="row">{label}</th>{cells}</tr>'


def _html_cell(text: str) -> str:
    kind = ' class="text"' if len(text) > LONG_TEXT else ' class="number"' if _NUMBER.match(text) else ""
    marked = re.sub(r"(\d\)?)(\*{1,3})$", r"\1<sup>\2</sup>", _html_text(text))
    return f"<td{kind}>{marked}</td>"


_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "²": "$^2$",
    "χ": r"$\chi$",
    "ρ": r"$\rho$",
    "λ": r"$\lambda$",
    "θ": r"$\theta$",
    "β": r"$\beta$",
    "σ": r"$\sigma$",
    "μ": r"$\mu$",
    "ξ": r"$\xi$",
    "δ": r"$\delta$",
    "γ": r"$\gamma$",
    "τ": r"$\tau$",
    "φ": r"$\phi$",
    "α": r"$\alpha$",
    "ψ": r"$\psi$",
    "×": r"$\times$",
    "−": "$-$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "<": "$<$",
    ">": "$>$",
    "∞": r"$\infty$",
    "±": r"$\pm$",
    "→": r"$\rightarrow$",
    "≠": r"$\neq$",
    "●": r"$\bullet$",
    "⊗": r"$\otimes$",
    "•": r"$\bullet$",
    "·": r"$\cdot$",
}


def tex_escape(text: str) -> str:
    """Return text safe for LaTeX; Greek letters and signs become math."""
    return "".join(_TEX.get(c, c) for c in minus(text))


def _tex_cell(text: str) -> str:
    found = re.fullmatch(r"(.*\d\)?)(\*{1,3})", text)
    return f"{tex_escape(found[1])}$^{{{found[2]}}}$" if found else tex_escape(text)


def _tex_table(table: PaperTable, language: str) -> str:
    width = len(table.header)
    lines = [r"\begin{table}[htbp]", r"\centering", rf"\caption{{{tex_escape(say(table.title, language))}}}", r"\small"]
    lines += [rf"\begin{{tabular}}{{l{'c' * width}}}", r"\toprule", *_tex_spanners(table, language)]
    lines += [" & ".join(tex_escape(say(h, language)) for h in (table.stub, *table.header)) + r" \\", r"\midrule"]
    for row, ruled in rows_with_rules(table):
        if ruled:
            lines.append(r"\midrule")
        label = tex_escape(say(row.label, language))
        if row.kind == "panel":
            lines.append(rf"\multicolumn{{{width + 1}}}{{l}}{{\textit{{{label}}}}} \\")
        else:
            lines.append(" & ".join([label, *(_tex_cell(say(c, language)) for c in table.texts(row))]) + r" \\")
    lines += [r"\bottomrule", r"\end{tabular}"]
    if table.notes:
        notes = " ".join(tex_escape(say(n, language)) for n in table.notes)
        lines += [
            r"\par\smallskip",
            rf"\parbox{{0.95\linewidth}}{{\footnotesize \textit{{{say('Note', language)}}}. {notes}}}",
        ]
    return "\n".join([*lines, r"\end{table}", ""])


def _tex_spanners(table: PaperTable, language: str) -> list[str]:
    cells = spanner_cells(table)
    if not cells:
        return []
    line = (
        " & ".join(["", *(rf"\multicolumn{{{w}}}{{c}}{{{tex_escape(say(t, language))}}}" for t, w in cells)]) + r" \\"
    )
    rules = " ".join(rf"\cmidrule(lr){{{start + 2}-{stop + 1}}}" for _, start, stop in table.spanners)
    return [line, rules]
