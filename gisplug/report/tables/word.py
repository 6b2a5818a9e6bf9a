"""Paper tables as Word documents: three lines, fonts for both scripts, wide tables on turned pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gisplug.report.tables.layout import columns, lines_high, notes_text, shared
from gisplug.report.tables.markup import minus, rows_with_rules, spanner_cells
from gisplug.report.tables.paper_table import PaperTable
from gisplug.report.words.say import say

LATIN, CHINESE = "Times New Roman", "SimSun"
PAGE_WIDTHS = (16.6, 25.3)  # centimetres between the margins, upright and turned
USUAL = 9.5  # points; the font and size of the style, so that cells need none of their own
SMALL = 8.0  # points of a long table
LETTER, BESIDE, LEAST = 0.195, 0.42, 1.2  # centimetres of a letter, beside the text of a cell, and of a column at least
FEW_ROWS, WRAPPED = 12, 2.0  # rows from which a page is turned where they have more than so many lines each
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
        _page(document, wide=_wide(table, language), first=place == 0)
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


def _wide(table: PaperTable, language: str) -> bool:
    """Return whether a table needs a turned page: it does not fit, or its text would wrap again and again."""
    widths = _widths(table, language, PAGE_WIDTHS[0])
    if widths is None:
        return True
    letters = [(w - BESIDE) / (LETTER * _scale(table)) for w in widths]
    return len(table.rows) > FEW_ROWS and lines_high(table, letters, language) > WRAPPED * len(table.rows)


def _widths(table: PaperTable, language: str, room: float) -> list[float] | None:
    """Return the width of each column in centimetres, running text wrapped; None where they do not fit."""
    letter = LETTER * _scale(table)
    made = shared(columns(table, language), room / letter, BESIDE / letter)
    return None if made is None else [max(LEAST, letter * w + BESIDE) for w in made]


def _scale(table: PaperTable) -> float:
    return SMALL / USUAL if len(table.rows) > LONG_ROWS else 1.0


def _docx_table(document: Any, table: PaperTable, language: str) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT

    _paragraph(document.add_paragraph(), say(table.title, language), 10.5, bold=True, centred=True, keep=True)
    spans = spanner_cells(table)
    heads = (2 if spans else 1) if table.header else 1
    grid = document.add_table(rows=heads + len(table.rows), cols=len(table.header) + 1)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    size = SMALL if len(table.rows) > LONG_ROWS else USUAL
    if spans:
        place = 1
        for text, width in spans:
            cell = grid.cell(0, place).merge(grid.cell(0, place + width - 1))
            _fill(cell, say(text, language), size)
            if text:
                _rule(cell, bottom=THIN - 2)
            place += width
    found = columns(table, language)
    for place, text in enumerate((table.stub, *table.header)):
        _fill(grid.cell(heads - 1, place), say(text, language), size, left=place == 0 or found[place].text)
    for line, (row, ruled) in enumerate(rows_with_rules(table), start=heads):
        cells = grid.rows[line].cells
        _fill(cells[0], say(row.label, language), size, left=True, italic=row.kind == "panel")
        if row.kind == "panel":
            cells[0].merge(cells[-1])
            continue
        for cell, text, column in zip(cells[1:], table.texts(row), found[1:], strict=True):
            _fill(cell, say(text, language), size, left=column.text)
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
    notes = notes_text(table.notes, language)
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
    """Set column widths by content, text wrapped and numbers whole; no row is split over two pages."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    room = PAGE_WIDTHS[1] if _wide(table, language) else PAGE_WIDTHS[0]
    widths = _widths(table, language, room)
    if widths is None:  # numbers alone are wider than the page
        natural = [LETTER * _scale(table) * c.longest + BESIDE for c in columns(table, language)]
        widths = [w * room / sum(natural) for w in natural]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row._tr.tc_lst, widths, strict=False):
            if len(row._tr.tc_lst) == len(widths):
                cell.width = Cm(width)
