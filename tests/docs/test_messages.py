"""Every message that a page of docs/messages quotes is still in the code, and of the class that the page names."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

from gisplug.core import errors

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(p for p in (ROOT / "docs" / "messages").glob("*.md") if p.name != "index.md")
HOLE = "\0"
CLASSES = {name for name, kind in vars(errors).items() if isinstance(kind, type)}


def template(node: ast.AST) -> str:
    """Return a string expression with a hole for everything that is filled in at run time."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        kept = node.value.replace("{{", "\0").replace("}}", "\1")  # braces of the text itself
        return re.sub(r"\{\w*[^{}]*\}", HOLE, kept).replace("\0", "{").replace("\1", "}")
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return template(node.left) + template(node.right)
    return HOLE


@lru_cache(maxsize=1)
def templates() -> dict[str, set[str]]:
    """Return every text of the package with the classes of error it is raised as."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "gisplug").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            text = template(node) if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)) else HOLE
            if len(text) > 10:
                found.setdefault(text, set())
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                kind = ast.unparse(node.exc.func).rpartition(".")[2]
                for inner in ast.walk(node.exc):
                    if kind in CLASSES and template(inner) in found:
                        found[template(inner)].add(kind)
    return found


def fits(message: str, text: str) -> bool:
    """Whether the words of a quoted message stand in a text of the code, in order."""
    place = 0
    for piece in (piece.strip(" .,;:)]") for piece in message.split("…")):
        if not re.search(r"\w", piece):
            continue
        place = text.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True


def quoted(page: Path) -> list[str]:
    """Return the messages that a page quotes, one a line."""
    found = re.search(r"```text\n(.*?)\n```", page.read_text(encoding="utf-8"), re.S)
    return [line for line in found[1].splitlines() if line] if found else []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_message_of_a_page_is_in_the_code(page):
    messages = quoted(page)
    assert messages, f"{page.name} quotes no message"
    kinds: set[str] = set()
    for message in messages:
        assert re.search(r"\w[^…]{8,}", message), f"{message!r} has too few words to be found"
        matching = {text: kinds for text, kinds in templates().items() if fits(message, text)}
        assert matching, f"no text of gisplug/ reads {message!r}; mend {page.name} or take the message out of it"
        kinds |= set().union(*matching.values()) - {"GisplugError"}
    named = re.search(r"Raised as `(\w+)`", page.read_text(encoding="utf-8"))
    if named and kinds:
        assert named[1] in kinds, f"{page.name} names {named[1]}; the code raises {', '.join(sorted(kinds))}"


def test_the_pages_cover_the_messages_that_people_meet_and_say_how_to_mend_each():
    assert len(PAGES) >= 40
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lacking = [face for face in ("QGIS", "command line", "Python", "study file") if f"\n| {face} |" not in text]
        assert not lacking, f"{page.name} does not say what to do in {', '.join(lacking)}"


def test_every_page_stands_in_the_index():
    index = (ROOT / "docs" / "messages" / "index.md").read_text(encoding="utf-8")
    assert [page.stem for page in PAGES if f"\n{page.stem}\n" not in index] == []
