"""The tools by group, one module a tool: its declaration `TOOL` and the `run()` behind it; parameters that tools share
stand beside them. Importing a tool imports nothing heavy; numbers belong in the room of the group, not here."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path

from gisplug.core.declare import GROUPS, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message


@lru_cache(maxsize=2)
def _modules(places: tuple[str, ...]) -> dict[str, str]:
    """Return the dotted name of every module in the folders of the groups, by its own name; nothing is imported."""
    found = {}
    for group in pkgutil.iter_modules(places):
        if group.ispkg:
            folders = [str(Path(place) / group.name) for place in places]
            for module in pkgutil.iter_modules(folders):
                found[module.name] = f"{__name__}.{group.name}.{module.name}"
    return found


@lru_cache(maxsize=1)
def all_tools() -> dict[str, Tool]:
    """Return every tool by id, in the order of the groups and then of the ids."""
    modules = [importlib.import_module(dotted) for dotted in _modules(tuple(__path__)).values()]
    found: list[Tool] = [module.TOOL for module in modules if hasattr(module, "TOOL")]
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
    dotted = _modules(tuple(__path__)).get(name)
    tool = getattr(importlib.import_module(dotted), "TOOL", None) if dotted else None
    if not isinstance(tool, Tool):
        import difflib

        close = difflib.get_close_matches(name, list(all_tools()), n=3)
        hint = message(" Did you mean {close}?", close=", ".join(close)) if close else ""
        raise ParameterError(
            message(
                "There is no tool {tool_id!r}.{hint} `gisplug tools` lists all of them.", tool_id=tool_id, hint=hint
            )
        )
    return tool
