"""Commands and calls in the pages name verbs, options, functions and keywords that exist."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import gisplug as gp
from gisplug.tools import all_tools

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted(p for p in (ROOT / "docs").rglob("*.md") if "reference" not in p.parts),
    ROOT / "README.md",
    ROOT / "README.zh.md",
]
ANYWHERE = {"help", "out", "dask", "json", "version", "fresh", "language", "table", "layer"}
WORDS = {"run", "tools", "doctor", "new-study", "verify", "engine"}  # verbs that are not made from a declaration
COMMAND = re.compile(r"gisplug ([a-z]+(?:-[a-z]+)*)\b((?:[^`\n]|\\\n)*)")
CODE = re.compile(r"```python\n(.*?)```|(?<!`)`(gp\.[^`]+)`(?!`)", re.S)


def verbs() -> dict[str, set[str]]:
    """Return the options of every verb of the command line."""
    found = {}
    for tool in all_tools().values():
        names = {p.name for p in tool.params} | {o.name for o in tool.outputs}
        found[tool.id.replace("_", "-")] = {name.replace("_", "-") for name in names}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_of_a_page_exist(page):
    known = verbs()
    for verb, rest in COMMAND.findall(page.read_text(encoding="utf-8")):
        rest = re.sub(r'--call "([^"]*)"', "--call", rest)  # a call of another tool, in quotes
        options = set(re.findall(r"(?<![\w-])--([a-z][a-z-]*)", rest))
        if not options and verb not in known:
            continue  # prose
        assert verb in known or verb in WORDS, f"{page.name}: there is no verb {verb}"
        strange = options - known.get(verb, set()) - ANYWHERE
        assert verb in WORDS or not strange, f"{page.name}: {verb} has no option {', '.join(sorted(strange))}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_python_of_a_page_calls_what_exists(page):
    for block, span in CODE.findall(page.read_text(encoding="utf-8")):
        try:
            tree = ast.parse(block or span)
        except SyntaxError:
            assert not block or "..." in block, f"{page.name}: {block!r} is no Python"
            continue
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            function = call.func
            if not (isinstance(function, ast.Attribute) and ast.unparse(function.value) == "gp"):
                continue
            assert hasattr(gp, function.attr), f"{page.name}: there is no gp.{function.attr}"
            signature = inspect.signature(getattr(gp, function.attr)).parameters
            if any(p.kind is p.VAR_KEYWORD for p in signature.values()):
                continue
            given = [word.arg for word in call.keywords if word.arg]
            strange = [word for word in given if word not in signature]
            assert not strange, f"{page.name}: gp.{function.attr} takes no {', '.join(strange)}"
