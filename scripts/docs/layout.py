"""What every page of the site gets: the language switch, and a side bar that is open at the page's own group only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BEFORE_FURO = 100


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
    app.connect("html-page-context", _page, priority=BEFORE_FURO)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
