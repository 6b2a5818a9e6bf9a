"""Which options the code behind a tool reads, found in its source: `run` and every function it hands them to."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

PASSED_ON = "that_can_be_made"  # hands back what is asked, less files that need boundaries
EVERY_FILE = "written"  # returns the paths of all files wanted; that is no use of them


class NotFollowed(AssertionError):
    """Options are handed to where this cannot follow them: handed on whole, or read by a name that is computed."""


def options_read(run: Callable[..., Any]) -> set[str]:
    """Return the names that `run(asked, progress)` reads, however deep."""
    module = inspect.getmodule(run)
    assert module is not None
    return set(_reads(module, run.__name__, 0, frozenset()))


def _reads(module: ModuleType, name: str, place: int, above: frozenset[tuple[str, str, int]]) -> Iterator[str]:
    """Yield what the function `name` reads of its argument at `place`."""
    here = (module.__name__, name, place)
    if here in above:
        return
    function = _functions(module)[name]
    asked = function.args.args[place].arg
    parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(function):
        if not (isinstance(node, ast.Name) and node.id == asked):
            continue
        parent = parents[node]
        if isinstance(parent, ast.Assign) and ast.unparse(parent.value).startswith(f"{PASSED_ON}({asked},"):
            continue
        if isinstance(parent, ast.Attribute):
            if parent.attr != EVERY_FILE:
                yield parent.attr
        elif isinstance(parent, ast.Call) and node in parent.args and isinstance(parent.func, ast.Name):
            home, called = _home(module, function, parent.func.id)
            if called == PASSED_ON:
                continue
            yield from _reads(home, called, parent.args.index(node), above | {here})
        else:
            raise NotFollowed(f"{module.__name__}, line {node.lineno}: {ast.unparse(parent)}")


@cache
def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _home(module: ModuleType, function: ast.FunctionDef, name: str) -> tuple[ModuleType, str]:
    """Return where the function called `name` here is defined, and what it is called there."""
    if name in _functions(module):
        return module, name
    for node in [*ast.walk(function), *ast.parse(inspect.getsource(module)).body]:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return importlib.import_module(node.module), alias.name
    raise NotFollowed(f"{module.__name__} calls {name}, which is neither defined nor imported there")
