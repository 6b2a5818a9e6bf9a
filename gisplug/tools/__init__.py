"""One module a tool: its declaration `TOOL` and the `run()` behind it. Importing a tool imports nothing heavy."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from gisplug.declare import GROUPS, Tool
from gisplug.errors import ParameterError


@lru_cache(maxsize=1)
def all_tools() -> dict[str, Tool]:
    """Return every tool by id, in the order of the groups and then of the ids."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        found.append(importlib.import_module(f"{__name__}.{module.name}").TOOL)
    order = list(GROUPS)
    return {tool.id: tool for tool in sorted(found, key=lambda t: (order.index(t.group), t.id))}


def get_tool(tool_id: str) -> Tool:
    """Return one tool without importing the others.

    Raises
    ------
    ParameterError
        If there is no such tool; the message names those that look alike.
    """
    name = tool_id.replace("-", "_")
    if name not in {m.name for m in pkgutil.iter_modules(__path__)} or name.startswith("_"):
        import difflib

        close = difflib.get_close_matches(name, list(all_tools()), n=3)
        hint = f" Did you mean {', '.join(close)}?" if close else ""
        raise ParameterError(f"There is no tool {tool_id!r}.{hint} `gisplug tools` lists all of them.")
    tool: Tool = importlib.import_module(f"{__name__}.{name}").TOOL
    return tool
