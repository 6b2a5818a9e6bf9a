"""Lay out the sources of one language: docs/, translations over it, the change log, notebooks, and the API pages."""

from __future__ import annotations

import configparser
import posixpath
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCS = ROOT / "docs"
UNTRANSLATED = "本页尚无中文译文，以下为英文原文。"
LINK = re.compile(r"(\]\()([^)\s:#]+)(#[^)\s]*)?(\))")
HEADING = re.compile(r"\A((?:---\n.*?\n---\n)?\s*# [^\n]*\n)", re.S)
WORDS = {
    "Python: ": "Python：",
    "What all results offer": "所有结果共有的功能",
    "Errors and notes": "错误与说明",
    "The docstrings are in English.": "函数说明（docstring）为英文原文。",
}


def addresses() -> dict[str, str]:
    """Return version and addresses of the project: metadata.txt is the one place where they stand."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return dict(parser["general"])


def lay_out(target: Path, chinese: bool) -> None:
    """Copy and write everything that Sphinx reads into an empty folder."""
    from api import pages  # griffe and Sphinx are needed here and not for `addresses`
    from notebooks import write_notebooks

    shutil.copytree(DOCS, target, ignore=lambda folder, names: {"zh"} if Path(folder) == DOCS else set())
    shutil.copy2(ROOT / "CHANGELOG.md", target / "changelog.md")
    write_notebooks(ROOT / "examples" / "notebooks", target / "notebooks")
    if chinese:
        translate(target)
    words = {**_translations(), **WORDS} if chinese else {}
    for name, text in pages(lambda text: words.get(text, text)):
        (target / name).parent.mkdir(exist_ok=True)
        (target / f"{name}.rst").write_text(text, encoding="utf-8")


def translate(target: Path) -> None:
    """Put the Chinese pages in the place of the English ones, and a note on those that have none."""
    chinese = DOCS / "zh"
    for page in target.rglob("*.md"):
        name = page.relative_to(target).as_posix()
        translation = chinese / name
        if translation.is_file():
            page.write_text(moved(translation.read_text(encoding="utf-8"), name), encoding="utf-8")
        else:
            page.write_text(noted(page.read_text(encoding="utf-8")), encoding="utf-8")


def moved(text: str, name: str) -> str:
    """Return a page of docs/zh with its relative links as they are for a page of docs/ of the same name.

    Links from docs/zh lead to docs/zh where the target is translated and into docs/ where it is a picture or is not.
    """
    here = posixpath.dirname(name)

    def link(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("zh", here, found[2]))
        path = path.removeprefix("zh/")
        return f"{found[1]}{posixpath.relpath(path, here or '.')}{found[3] or ''}{found[4]}"

    return LINK.sub(link, text)


def noted(text: str) -> str:
    """Return an English page with the note under its title that it is not translated yet."""
    return HEADING.sub(lambda found: f"{found[1]}\n:::{{note}}\n{UNTRANSLATED}\n:::\n", text, count=1)


def _translations() -> dict[str, str]:
    sys.path.insert(0, str(HERE.parent))
    from translate import catalogue

    return catalogue()
