"""A plan behind its fence: what its steps name is looked at before anything of it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gisplug.core.access.fence import Fence, each_of
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.study.inputs import OWN, on_shelf, what_is_named
from gisplug.study.plan.references import FILE_KINDS
from gisplug.study.plan.step import Plan, Registry, Step

WRITTEN = ("cache",)  # parameters of kind "text" that name a folder to write to
OF_STUDIES = ("run_study", "verify_results", "new_study", "example_study", "demo", "export_code", "replication_package")


def keep_inside(plan: Plan, registry: Registry, fence: Fence) -> None:
    """Refuse a plan that reads or writes what lies outside the fence.

    Raises
    ------
    StudyError
        Naming the line, the path, and how the user allows it.
    """
    if plan.background:
        _check(plan, fence, "units", 0, "background", "polygons", plan.background)
    for step in plan.steps:
        if step.tool in OF_STUDIES:
            raise plan.source.refuse(
                step.section,
                step.place,
                "tool",
                message("{tool} is not run by a study; run it by itself.", tool=step.tool),
            )
        for key, kind, value in _files(step, registry):
            _check(plan, fence, step.section, step.place, key, kind, value)


def _files(step: Step, registry: Registry) -> Iterator[tuple[str, str, Any]]:
    """Yield (key, kind, value) of what a step names."""
    if step.kind == "tool":
        for param in registry(step.tool):
            if param.kind in FILE_KINDS or param.name in WRITTEN:
                yield param.name, param.kind, step.given.get(param.name)
        return
    for key, kind in OWN[step.kind].items():
        yield key, kind, step.given.get(key)
    for other in step.given.get("join", ()):
        yield "join", "table", other.get("path")
    for path in (step.given.get("weights") or {}).values():
        yield "weights", "weights", path


def _check(plan: Plan, fence: Fence, section: str, place: int, key: str, kind: str, value: Any) -> None:
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else [value]
    try:
        for one in values:
            for source in each_of(str(one)) if one else ():
                if not source.startswith("@") and not on_shelf(kind, source):
                    fence.check(source)
        if kind == "rasters" and value:
            for found, _ in what_is_named(kind, value):
                if found and not on_shelf(kind, str(value)):
                    fence.check(str(found))
    except ParameterError as problem:
        raise plan.source.refuse(section, place, key, problem.args[0]) from problem
