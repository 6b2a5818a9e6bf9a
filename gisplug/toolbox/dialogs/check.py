"""From what a dialog holds to a check of its inputs, and back to lines of the log."""

from __future__ import annotations

from typing import Any, Optional

from gisplug.core.declare import Tool
from gisplug.toolbox.bridge.parameters import key
from gisplug.toolbox.bridge.words import tr
from gisplug.tools import get_tool

CHECK = "check_inputs"
NEEDED = ("panel", "unit", "period")
NO_COLUMNS = ("unit", "period", "id", "name", "within", "outcome", "regressors")  # asked for under their own names


def for_check(tool: Tool, values: dict[str, Any]) -> Optional[dict[str, Any]]:
    """Return the parameters of a check of what a dialog of a tool holds; None where the tool has no panel."""
    mine = tool.by_name
    if tool.id == CHECK or not all(name in mine for name in NEEDED):
        return None
    wanted = {}
    for param in get_tool(CHECK).params:
        given = values.get(key(param.name))
        if param.name in mine and mine[param.name].kind == param.kind and given not in (None, ""):
            wanted[key(param.name)] = given
    columns = list(wanted.get("COLUMNS") or ())
    for param in tool.params:
        given = values.get(key(param.name))
        if param.kind not in ("field", "fields") or param.parent != "panel" or param.name in NO_COLUMNS or not given:
            continue
        columns += given if isinstance(given, (list, tuple)) else [str(given)]
    if columns:
        wanted["COLUMNS"] = list(dict.fromkeys(columns))
    if "OUTCOME" in wanted and "regressors" not in mine:  # a column to look at; the tool makes the formula itself
        wanted["COLUMNS"] = list(dict.fromkeys([wanted.pop("OUTCOME"), *wanted.get("COLUMNS", [])]))
    return wanted


def told(results: dict[str, Any]) -> list[str]:
    """Return the last lines of a check."""
    return [f"{tr('Check inputs')}: {results.get('SUMMARY', '')}"]
