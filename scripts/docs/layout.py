"""What every page of the site gets: the language switch, a side bar that is open at the page's own group only, and
tables whose short columns are not broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BEFORE_FURO = 100
LONG = 60  # letters in a last cell from which a table of three columns is stacked on a narrow screen
SHORT = 16  # letters, a Chinese sign counts as two: a column with no longer cell stays on one line


def width(text: str) -> int:
    """Return how many letters wide a text is; a Chinese sign is two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def mark_short_columns(doctree: nodes.document) -> None:
    """Give the cells of short columns the class "short", and tables that end in running text the class "stack".

    The last column takes what is left and is never short.
    """
    for table in doctree.findall(nodes.table):
        rows = [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]
        for column in list(zip(*rows, strict=False))[:-1]:
            if max(width(cell.astext()) for cell in column) <= SHORT:
                for cell in column:
                    cell["classes"].append("short")
        if rows and len(rows[0]) > 2 and max(width(row[-1].astext()) for row in rows) > LONG:
            table["classes"].append("stack")


def _read(app: Sphinx, doctree: nodes.document) -> None:
    del app
    mark_short_columns(doctree)


def _page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    chinese = app.tags.has("zh")
    up = "../" * (pagename.count("/") + 1)
    context["other_language"] = "English" if chinese else "中文"
    context["other_tag"] = "en" if chinese else "zh-CN"
    context["other_page"] = f"{up}{'en' if chinese else 'zh'}/{pagename}.html"
    if "toctree" in context:  # a tree that is open everywhere would be half of every file, and half of the time
        whole = context["toctree"]
        context["toctree"] = lambda **options: whole(**options | {"collapse": True})


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect."""
    app.connect("doctree-read", _read)
    app.connect("html-page-context", _page, priority=BEFORE_FURO)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
