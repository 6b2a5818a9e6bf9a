"""The words of the toolbox in the language of QGIS."""

from __future__ import annotations

from qgis.core import QgsApplication

from gisplug.core.help import help_page
from gisplug.core.messages import set_language
from gisplug.engine.words import said

tr = said  # what dialogs say, in the language of QGIS


def mark(text: str) -> str:
    """Return the text as it is; scripts/translate.py finds it here, `tr` translates it where it is shown."""
    return text


def help_url(page: str) -> str:
    """Return the address of a page of the documentation on this computer in QGIS's language; empty without one."""
    file = help_page(page, QgsApplication.instance().locale() or "en")
    return file.as_uri() if file is not None else ""


def help_link() -> str:
    """Return a link to the documentation for the short help of a tool; empty where none was built."""
    url = help_url("index.html")
    return f'<p><a href="{url}">{tr("gisplug help")}</a></p>' if url else ""


def speak_as_qgis(locale: str = "") -> None:
    """Speak the language of QGIS (or of `locale`) from now on; what is not Chinese is said in English."""
    set_language(locale or QgsApplication.instance().locale() or "en")
