"""Paper tables as Word documents: three lines, fonts for both scripts, wide tables on turned pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gisplug.report.tables.markup import LONG_TEXT, minus, rows_with_rules, spanner_cells
from gisplug.report.tables.paper_table import PaperTable
from gisplug.report.words.say import say

LATIN, CHINESE = "Times New Roman", "SimSun"
PAGE_WIDTHS = (16.6, 25.3)  # centimetres between the margins, upright and turned
USUAL = 9.5  # points; the font and size of the style, so that cells need none of their own
LONG_ROWS = 48  # rows from which a table is set smaller
THICK, THIN = 12, 6  # eighths of a point


def write_docx(tables: Sequence[PaperTable], path: Path, language: str) -> None:
    """Write a Word document with one three-line table after another."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(USUAL)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    _chinese_font(normal.element)
    for place, table in enumerate(tables):
        _page(document, wide=_natural(table, language) > PAGE_WIDTHS[0], first=place == 0)
        _docx_table(document, table, language)
    document.save(str(path))


def _page(document: Any, wide: bool, first: bool) -> None:
    """Turn the page where a table is wide, and back again."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    before = document.sections[-1]
    turned = before.orientation == WD_ORIENT.LANDSCAPE
    if not first and turned == wide:
        gap = document.add_paragraph()
        _paragraph(gap, "", 9.0)
        return
    section = before if first else document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(29.7), Cm(21.0)) if wide else (Cm(21.0), Cm(29.7))
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.2))


def _widths(table: PaperTable, language: str) -> list[float]:
    """Return the width each column asks for in centimetres, long text wrapped."""
    lines = [(table.stub, *table.header)]
    lines += [(r.label, *table.texts(r)) for r in table.rows if r.kind != "panel"]
    size = 0.16 if len(table.rows) > LONG_ROWS else 0.185
    columns = list(zip(*[[_length(say(t, language)) for t in line] for line in lines], strict=True))
    return [min(max(1.3, size * max(column) + 0.45), 6.5) for column in columns]


def _natural(table: PaperTable, language: str) -> float:
    return sum(_widths(table, language))


def _length(text: str) -> float:
    return max((sum(2.0 if ord(c) > 0x2E80 else 1.0 for c in line) for line in text.split("\n")), default=0.0)


def _docx_table(document: Any, table: PaperTable, language: str) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT

    _paragraph(document.add_paragraph(), say(table.title, language), 10.5, bold=True, centred=True, keep=True)
    spans = spanner_cells(table)
    heads = (2 if spans else 1) if table.header else 1
    grid = document.add_table(rows=heads + len(table.rows), cols=len(table.header) + 1)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    size = 8.0 if len(table.rows) > LONG_ROWS else 9.5
    if spans:
        place = 1
        for text, width in spans:
            cell = grid.cell(0, place).merge(grid.cell(0, place + width - 1))
            _fill(cell, say(text, language), size)
            if text:
                _rule(cell, bottom=THIN - 2)
            place += width
    for column, text in enumerate((table.stub, *table.header)):
        _fill(grid.cell(heads - 1, column), say(text, language), size, left=column == 0)
    for line, (row, ruled) in enumerate(rows_with_rules(table), start=heads):
        cells = grid.rows[line].cells
        _fill(cells[0], say(row.label, language), size, left=True, italic=row.kind == "panel")
        if row.kind == "panel":
            cells[0].merge(cells[-1])
            continue
        for cell, text in zip(cells[1:], table.texts(row), strict=True):
            words = say(text, language)
            _fill(cell, words, size, left=len(words) > LONG_TEXT)
        if ruled:
            for cell in cells:
                _rule(cell, top=THIN)
    for cell in grid.rows[0].cells:
        _rule(cell, top=THICK)
    for cell in grid.rows[heads - 1].cells:
        _rule(cell, bottom=THIN)
    for cell in grid.rows[-1].cells:
        _rule(cell, bottom=THICK)
    _repeat_head(grid, heads)
    _set_widths(grid, table, language)
    notes = ("" if language == "zh" else " ").join(say(n, language) for n in table.notes)
    lead = say("Note", language) + ("：" if language == "zh" else ". ")
    _paragraph(document.add_paragraph(), lead + notes if notes else "", 9.0)


def _fill(cell: Any, text: str, size: float, left: bool = False, italic: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    found = re.fullmatch(r"(.*\d\)?)(\*{1,3})", text, flags=re.DOTALL)
    _paragraph(paragraph, minus(found[1] if found else text), size, centred=not left, italic=italic)
    if found:
        mark = paragraph.add_run(found[2])
        mark.font.superscript = True
        _run_font(mark, size)


def _paragraph(
    p: Any, text: str, size: float, bold: bool = False, centred: bool = False, keep: bool = False, italic: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if keep:
        p.paragraph_format.space_after = Pt(6)
        p.paragraph_format.keep_with_next = True
    if centred:
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if not text:
        return
    run = p.add_run(text)
    if bold or italic:
        run.bold, run.italic = bold, italic
    _run_font(run, size)


def _run_font(run: Any, size: float) -> None:
    from docx.shared import Pt

    if size != USUAL:
        run.font.size = Pt(size)


def _chinese_font(element: Any) -> None:
    from docx.oxml.ns import qn

    element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)


def _rule(cell: Any, **edges: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    for edge in ("top", "bottom"):
        if edge not in edges:
            continue
        line = borders.find(qn(f"w:{edge}"))
        if line is None:
            line = OxmlElement(f"w:{edge}")
            borders.append(line)
        for key, value in (("val", "single"), ("sz", str(edges[edge])), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)


def _repeat_head(grid: Any, heads: int) -> None:
    from docx.oxml import OxmlElement

    for row in grid.rows[:heads]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_widths(grid: Any, table: PaperTable, language: str) -> None:
    """Set column widths by content, squeezed to the page; no row is split over two pages."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    wanted = _widths(table, language)
    room = PAGE_WIDTHS[1] if sum(wanted) > PAGE_WIDTHS[0] else PAGE_WIDTHS[0]
    factor = min(1.0, room / sum(wanted))
    for column, width in zip(grid.columns, wanted, strict=True):
        column.width = Cm(width * factor)
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row._tr.tc_lst, wanted, strict=False):
            if len(row._tr.tc_lst) == len(wanted):
                cell.width = Cm(width * factor)
