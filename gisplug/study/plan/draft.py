"""A plan in the making: the steps so far, and what the sections read so far have settled for those to come."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gisplug.core.messages import message
from gisplug.study.plan.source import Source, alike
from gisplug.study.plan.step import At, Registry, Step


@dataclass
class Draft:
    """Steps are added in order; `units`, `panel`, `keys`, `weights`, `lights` hold what later steps start from.

    `panel`, `rebordered`, `lights` and `alignment` are references ("@panel.panel", "@alignment"), `weights` maps the
    name of each W to its file or reference.
    """

    source: Source
    registry: Registry
    known: Sequence[str]
    study: Mapping[str, Any]
    units: dict[str, Any]
    steps: list[Step] = field(default_factory=list)
    weights: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    panel: str = ""
    rebordered: str = ""
    alignment: str = ""
    lights: str = ""
    light_columns: Any = None

    def tool_id(self, name: str, at: At, key: str) -> str:
        """Return the id of a tool written with - or _; refuse one that does not exist."""
        tool = name.replace("-", "_")
        if tool not in self.known:
            raise self.source.refuse(
                *at,
                key,
                message(
                    "there is no tool {name!r}.{alike} `gisplug tools` lists all of them.",
                    name=name,
                    alike=alike(tool, self.known),
                ),
            )
        return tool

    def free_name(self, wanted: str) -> str:
        """Return the name of a new step, numbered where it is taken."""
        base, taken = slug(wanted) or "step", {s.name for s in self.steps}
        name, count = base, 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        return name

    def add_own(self, kind: str, name: str, title: str, heading: str, given: Mapping[str, Any], at: At) -> Step:
        """Add a step that the study does itself, without a tool."""
        step = Step(self.free_name(name), title, heading, "", dict(given), *at, kind=kind)
        self.steps.append(step)
        return step


def slug(text: str) -> str:
    """Return text as the name of a step: lower case, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower().replace("_", "-")).strip("-")
