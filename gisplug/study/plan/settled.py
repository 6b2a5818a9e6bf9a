"""Parameters that a call leaves out and other sections settle: units, panel, weights, seed, formula, language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Param, Tool
from gisplug.study.plan.draft import Draft
from gisplug.study.plan.references import absolute, referred
from gisplug.study.plan.sections import table, tables
from gisplug.study.plan.step import At

_UNSETTLED = object()


def settled(draft: Draft, tool: Tool, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that `given` leaves out and other sections of the study say, where they have a meaning."""
    made = {}
    for param in tool:
        if param.name not in given:
            value = _data(draft, tool, param, given)
            value = _rest(draft, tool, param) if value is _UNSETTLED else value
            if value is not _UNSETTLED:
                made[param.name] = value
    asked = {o.name: "x" for o in tool.file_outputs} | {p.name: p.default for p in tool} | dict(given)
    while idle := [p.name for p in tool if p.name in made and not p.applies(asked | made)]:
        made = {name: value for name, value in made.items() if name not in idle}  # what hangs on them may be idle now
    return made


def _data(draft: Draft, tool: Tool, param: Param, given: Mapping[str, Any]) -> Any:
    """Return the layer, table or W that a parameter takes from [units], [panel], [weights]."""
    names = ("panel", "table") if tool.id.startswith("weights_") else ("panel",)
    if draft.units and param.kind in ("polygons", "vector") and param.name == "units":
        return absolute(draft.source, draft.units.get("path"))
    if draft.units and param.parent == "units" and param.name in ("id", "name") and "units" not in given:
        return draft.units.get(param.name) or _UNSETTLED
    if draft.panel and param.kind == "table" and param.name in names:
        return draft.panel
    if draft.panel and param.name in ("unit", "period") and param.parent in names and param.parent not in given:
        return draft.keys[param.name]
    if draft.weights and param.kind == "weights" and param.name == "weights" and tool.group != "boundaries":
        return absolute(draft.source, next(iter(draft.weights.values())))
    if draft.weights and param.kind == "weights_list" and param.required:
        return [absolute(draft.source, v) for v in draft.weights.values()]
    return _UNSETTLED


def _rest(draft: Draft, tool: Tool, param: Param) -> Any:
    """Return what [study], [panel] and [model] say of a parameter."""
    said = table(draft.source, "panel").get("match")
    if param.name == "match" and said is not None and any(p.name == "panel" for p in tool):
        return said
    model = next(iter(tables(draft.source, "model")), {})
    if param.name == "seed" and draft.study.get("seed") is not None:
        return draft.study["seed"]
    if param.name in model and _of_model(tool, param):
        return referred(draft, tool, param.name, model[param.name], At("model"))
    if param.name == "language":
        return draft.study.get("language", "en")
    return _UNSETTLED


def _of_model(tool: Tool, param: Param) -> bool:
    """Whether a key of [model] is meant for this tool too.

    The tests that choose the effects are told the formula only; what is one word in [model] is no list to choose from.
    """
    formula = any(p.name == "formula" for p in tool)
    about = tool.group in ("spatial", "sensitivity") and formula and param.kind != "choices"
    return about and (param.name in ("formula", "lagged") or tool.id != "decision_chain")
