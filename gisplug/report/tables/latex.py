"""Paper tables as LaTeX: booktabs rules, text that wraps, long and wide tables on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gisplug.report.tables.layout import columns, lines_high, notes_text, shared
from gisplug.report.tables.markup import minus, rows_with_rules, spanner_cells
from gisplug.report.tables.paper_table import PaperTable
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

UPRIGHT, TURNED, GAP = 88.0, 138.0, 2.6  # letters of \small on a line of A4, upright and turned; between two columns
SHRUNK = 1.3  # how much wider than the page a table of numbers may be before the page is turned
TALL_UPRIGHT, TALL_TURNED = 42, 24  # lines of a table that still fits on a page with its title and notes

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


def tex_text(tables: Sequence[PaperTable], language: str | None = None) -> str:
    r"""Return LaTeX: one `table` float each, with booktabs rules; a long one as `longtable`, a wide one on a turned
    page.
    """
    language = language or house().language
    made = [_table(t, language) for t in tables]
    used = {
        "booktabs": r"\toprule",
        "array": r"\arraybackslash",
        "longtable": "{longtable}",
        "pdflscape": "{landscape}",
    }
    used["adjustbox"] = "{adjustbox}"
    needed = ",".join(name for name, mark in used.items() if any(mark in text for text in made)) or "booktabs"
    engine = " and ctex (XeLaTeX or LuaLaTeX)" if language == "zh" else ""
    return f"% made with gisplug; needs \\usepackage{{{needed}}}{engine}\n" + "\n".join(made)


def tex_escape(text: str) -> str:
    """Return text safe for LaTeX; Greek letters and signs become math."""
    return "".join(_TEX.get(c, c) for c in re.sub(r"\n\s*\n", "\n", minus(text)))


def _cell(text: str) -> str:
    found = re.fullmatch(r"(.*\d\)?)(\*{1,3})", text)
    return f"{tex_escape(found[1])}$^{{{found[2]}}}$" if found else tex_escape(text)


def _table(table: PaperTable, language: str) -> str:
    found = columns(table, language)
    natural = sum(c.longest for c in found) + GAP * len(found)
    numbers = not any(c.text for c in found)
    widths, turned = shared(found, UPRIGHT, GAP), False
    if widths is None and not (numbers and natural <= SHRUNK * UPRIGHT):
        widths, turned = shared(found, TURNED, GAP), True
    room = TURNED if turned else UPRIGHT
    fits = widths is not None
    widths = widths or [c.longest for c in found]
    shares = [
        f">{{\\raggedright\\arraybackslash}}p{{{w / room:.3f}\\linewidth}}"
        if c.text and w < c.longest
        else "l"
        if c.text
        else "c"
        for c, w in zip(found, widths, strict=True)
    ]
    shape = ("l" if shares[0] in "lc" else shares[0]) + "".join(shares[1:])
    long = lines_high(table, widths, language) > (TALL_TURNED if turned else TALL_UPRIGHT)
    lines = (_long if long else _float)(table, shape, fits, language)
    if turned:
        lines = [r"\begin{landscape}", *lines, r"\end{landscape}"]
    return "\n".join([*lines, ""])


def _float(table: PaperTable, shape: str, fits: bool, language: str) -> list[str]:
    """Return a table on one page; numbers that are a little too wide are made smaller."""
    open_box, close_box = ([], []) if fits else ([r"\begin{adjustbox}{max width=\linewidth}"], [r"\end{adjustbox}"])
    return [
        r"\begin{table}[htbp]",
        r"\centering",
        rf"\caption{{{tex_escape(say(table.title, language))}}}",
        r"\small",
        *open_box,
        rf"\begin{{tabular}}{{{shape}}}",
        r"\toprule",
        *_head(table, language),
        r"\midrule",
        *_rows(table, language),
        r"\bottomrule",
        r"\end{tabular}",
        *close_box,
        *([r"\par\smallskip", _notes(table, language)] if table.notes else []),
        r"\end{table}",
    ]


def _long(table: PaperTable, shape: str, fits: bool, language: str) -> list[str]:
    """Return a table over several pages, its head on each."""
    head = _head(table, language)
    return [
        r"{\small" if fits else r"{\scriptsize\setlength{\tabcolsep}{3pt}",
        r"\setlength{\LTcapwidth}{\linewidth}",
        rf"\begin{{longtable}}{{{shape}}}",
        rf"\caption{{{tex_escape(say(table.title, language))}}} \\",
        *(r"\toprule", *head, r"\midrule", r"\endfirsthead"),
        *(r"\toprule", *head, r"\midrule", r"\endhead"),
        *(r"\bottomrule", r"\endfoot"),
        *_rows(table, language),
        r"\end{longtable}}",
        *([rf"\noindent {_notes(table, language)}", r"\par\bigskip"] if table.notes else []),
    ]


def _head(table: PaperTable, language: str) -> list[str]:
    names = " & ".join(tex_escape(say(h, language)) for h in (table.stub, *table.header)) + r" \\"
    cells = spanner_cells(table)
    if not cells:
        return [names]
    line = (
        " & ".join(["", *(rf"\multicolumn{{{w}}}{{c}}{{{tex_escape(say(t, language))}}}" for t, w in cells)]) + r" \\"
    )
    rules = " ".join(rf"\cmidrule(lr){{{start + 2}-{stop + 1}}}" for _, start, stop in table.spanners)
    return [line, rules, names]


def _rows(table: PaperTable, language: str) -> list[str]:
    lines = []
    for row, ruled in rows_with_rules(table):
        if ruled:
            lines.append(r"\midrule")
        label = tex_escape(say(row.label, language))
        label = f"{{}}{label}" if label.startswith(("[", "*")) else label  # behind \\ they would be an option of it
        if row.kind == "panel":
            lines.append(rf"\multicolumn{{{len(table.header) + 1}}}{{l}}{{\textit{{{label}}}}} \\")
        else:
            lines.append(" & ".join([label, *(_cell(say(c, language)) for c in table.texts(row))]) + r" \\")
    return lines


def _notes(table: PaperTable, language: str) -> str:
    text, lead = tex_escape(notes_text(table.notes, language)), tex_escape(say("Note", language))
    lead = f"{lead}：" if language == "zh" else rf"\textit{{{lead}}}. "
    return rf"\parbox{{0.95\linewidth}}{{\footnotesize {lead}{text}}}"
