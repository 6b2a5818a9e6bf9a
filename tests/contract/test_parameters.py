"""No function of the package takes more than eight parameters; what more there is goes into a value of options."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gisplug

PACKAGE = Path(gisplug.__file__).parent
MOST = 8  # self, cls, * and ** are not counted: options behind ** are declared by a TypedDict, and checked by it


def long_ones(text: str) -> Iterator[str]:
    """Functions of a module, at any depth, with more parameters than `MOST`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            a = node.args
            named = [p.arg for p in (*a.posonlyargs, *a.args, *a.kwonlyargs) if p.arg not in ("self", "cls")]
            if len(named) > MOST:
                yield f"{node.name} (line {node.lineno}) has {len(named)}: {', '.join(named)}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_functions_have_eight_parameters_at_most(path):
    assert list(long_ones(path.read_text(encoding="utf-8"))) == []


def test_a_ninth_parameter_would_be_seen():
    eight = ", ".join("abcdefgh")
    assert list(long_ones(f"class K:\n    def f(self, {eight}, *rest, **more): ...")) == []
    assert list(long_ones(f"def f({eight[:-3]}, *, h, i): ...")) == ["f (line 1) has 9: a, b, c, d, e, f, g, h, i"]
    assert len(list(long_ones(f"def f():\n    def g({eight}, i): ..."))) == 1
