"""The words of the toolbox in the language of QGIS. The .ts file is built from the declarations by
scripts/translate.py.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from gisplug.core.help import help_page

CONTEXT = "gisplug"
_installed: list[QTranslator] = []


def tr(text: str, **values: object) -> str:
    """Translate, then fill in the values."""
    found = QCoreApplication.translate(CONTEXT, text) if text else ""
    return found.format(**values) if values else found


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


def install_translator(locale: str = "") -> bool:
    """Load the translation of QGIS's language (or of `locale`); return whether there is one."""
    remove_translator()
    folder = Path(__file__).resolve().parents[1] / "i18n"
    name = (locale or QgsApplication.instance().locale() or "en").replace("-", "_")
    for candidate in (name, {"zh": "zh_CN", "zh_Hans": "zh_CN", "zh_SG": "zh_CN"}.get(name, ""), name.split("_")[0]):
        file = folder / f"gisplug_{candidate}.qm"
        translator = QTranslator()
        if candidate and file.is_file() and translator.load(str(file)):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)
            return True
    return False


def remove_translator() -> None:
    """Take the translation out again."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
