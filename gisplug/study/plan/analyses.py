"""Steps that analyse: the short sections ([model], [maps], ...) and [[analysis]]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.study.plan.calls import add_call
from gisplug.study.plan.draft import Draft, slug
from gisplug.study.plan.sections import SECTIONS, Section, tables
from gisplug.study.plan.step import At

_OF_REPORT = ("outputs", "text", "appendix")
_COMMON = ("title", "name", "heading", *_OF_REPORT)
_NAME_MOST = 40


def add_analyses(draft: Draft) -> None:
    """Add the calls of all sections, in the order of SECTIONS, and those of [[analysis]] after them."""
    for section in SECTIONS.values():
        for place, entry in enumerate(tables(draft.source, section.name)):
            _section(draft, section, entry, At(section.name, place))
    for place, entry in enumerate(tables(draft.source, "analysis")):
        _analysis(draft, dict(entry), At("analysis", place))


def _section(draft: Draft, section: Section, entry: Mapping[str, Any], at: At) -> None:
    given = {k: draft.source.listed(*at, k, entry[k], str, int, float) for k in section.own if k in entry}
    calls = [(draft.tool_id(str(tool), at, "tools"), more) for tool, more in section.calls(given, draft.known)]
    takes = {tool: _keys(draft, tool) for tool, _ in calls}
    everything = sorted({*section.own, *_COMMON, *(k for keys in takes.values() for k in keys)})
    draft.source.unknown(*at, entry, everything)
    heading = str(entry.get("heading", section.heading))
    for tool, more in calls:
        call = {k: v for k, v in entry.items() if k in takes[tool] or k in _OF_REPORT} | more
        if isinstance(call.get("outputs"), list):
            call["outputs"] = [o for o in call["outputs"] if o in takes[tool]]
        for key in section.own:
            call.pop(key, None)
        title = _titled(draft, tool, more)
        title = title if len(calls) > 1 else str(entry.get("title", title))
        add_call(draft, tool, f"{tool}{_slug_of(more)}", title, heading, call, at)


def _analysis(draft: Draft, given: dict[str, Any], at: At) -> None:
    if "tool" not in given:
        raise draft.source.refuse(*at, "", 'each [[analysis]] names its tool, such as tool = "panel_threshold".')
    tool = draft.tool_id(str(given.pop("tool")), at, "tool")
    title = str(given.pop("title", draft.registry(tool).title))
    heading = str(given.pop("heading", "Further analyses"))
    add_call(draft, tool, str(given.pop("name", tool)), title, heading, given, at)


def _keys(draft: Draft, tool_id: str) -> set[str]:
    tool = draft.registry(tool_id)
    return {p.name for p in tool} | {o.name for o in tool.file_outputs}


def _titled(draft: Draft, tool_id: str, more: Mapping[str, Any]) -> str:
    words = ", ".join(str(v) for v in more.values())
    title = draft.registry(tool_id).title
    return f"{title}: {words}" if words else title


def _slug_of(more: Mapping[str, Any]) -> str:
    words = [slug(str(v)) for v in more.values() if isinstance(v, (str, int))]
    return "".join(f"-{w}" for w in words if w)[:_NAME_MOST]
