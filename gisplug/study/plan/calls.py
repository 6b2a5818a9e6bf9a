"""A call of a tool as a step of the plan: its keys checked, references resolved, the rest filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Tool
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.study.plan.draft import Draft
from gisplug.study.plan.references import referred
from gisplug.study.plan.settled import settled
from gisplug.study.plan.source import Source, alike
from gisplug.study.plan.step import At, Step


def add_call(draft: Draft, tool_id: str, name: str, title: str, heading: str, given: Mapping[str, Any], at: At) -> Step:
    """Add a call of a tool to the draft.

    Parameters
    ----------
    given : the tool's parameters, and `outputs`, `text`, `appendix` for the report

    Raises
    ------
    StudyError
        If a key, an output or a reference is unknown, or a parameter is missing or wrong.
    """
    tool, plain = draft.registry(tool_id), dict(given)
    outputs, text = plain.pop("outputs", None), str(plain.pop("text", ""))
    appendix = bool(plain.pop("appendix", False))
    draft.source.unknown(
        *at,
        plain,
        sorted(p.name for p in tool),
        message("{tool_id} in [{section}]", tool_id=tool_id, section=at.section),
    )
    wanted = None if outputs is None else _outputs(draft.source, tool, outputs, at)
    filled = settled(draft, tool, plain) | {k: referred(draft, tool, k, v, at) for k, v in plain.items()}
    try:
        tool.options(filled)
    except ParameterError as problem:
        raise draft.source.refuse(*at, "", problem.args[0]) from problem
    called = draft.free_name(name)
    step = Step(called, title, heading, tool_id, filled, *at, outputs=wanted, text=text, appendix=appendix)
    draft.steps.append(step)
    return step


def first_output(draft: Draft, step: Step, kind: str) -> str:
    """Return the step's first output of a kind, "" where it has none."""
    return next((o.name for o in draft.registry(step.tool).outputs if o.kind == kind), "")


def _outputs(source: Source, tool: Tool, asked: Any, at: At) -> tuple[str, ...]:
    files = [o.name for o in tool.file_outputs]
    names = tuple(source.listed(*at, "outputs", asked))
    for name in names:
        if name not in files:
            raise source.refuse(
                *at,
                "outputs",
                message(
                    "{id} has no output {name!r}.{alike} It has: {files}.",
                    id=tool.id,
                    name=name,
                    alike=alike(name, files),
                    files=", ".join(files),
                ),
            )
    return names
