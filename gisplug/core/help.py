"""Where a page of the documentation lies on this computer, so that help opens offline. Standard library, Python 3.9."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LANGUAGES = ("en", "zh")
_PACKAGE = Path(__file__).resolve().parents[1]


def help_page(page: str, language: str = "en") -> Path | None:
    """Return the file of a page, in this language or else in English, or None where none was built.

    Parameters
    ----------
    page
        Its address within the site: "reference/spatial/spatial_panel.html", "qgis.html".
    language
        A language or locale ("zh", "zh_CN"); what is neither English nor Chinese is shown in English.
    """
    wanted = language.replace("-", "_").split("_")[0].lower()
    tried = dict.fromkeys((wanted if wanted in LANGUAGES else "en", "en"))
    return next((file for code in tried for root in _roots() if (file := root / code / page).is_file()), None)


def tool_page(tool: str, group: str) -> str:
    """Return the address of a tool's page within the site."""
    return f"reference/{group}/{tool}.html"


def _roots() -> Iterator[Path]:
    """Yield the places of the site: inside the package (wheel, plugin), else where a checkout builds it."""
    yield _PACKAGE / "help"
    yield _PACKAGE.parent / "dist" / "docs-site"
