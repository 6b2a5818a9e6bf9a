"""What a plan is made of: steps in order, and what the report says at its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gisplug.core.declare import Tool
from gisplug.study.plan.source import Source

Registry = Callable[[str], Tool]


class At(NamedTuple):
    """Where in the study file a step is asked for: the `place`-th table called `section`."""

    section: str
    place: int = 0


@dataclass(frozen=True)
class Step:
    """One call of a tool.

    `given` holds the parameters of the study file and those filled in from its other sections; "@name.output" refers to
    a file of an earlier step. `kind` is "tool", or "panel" for the joining and preparing of the panel itself.
    """

    name: str
    title: str
    heading: str
    tool: str
    given: Mapping[str, Any]
    section: str
    place: int
    kind: str = "tool"
    outputs: tuple[str, ...] | None = None
    text: str = ""
    appendix: bool = False


@dataclass(frozen=True)
class Plan:
    """The steps in order, and what the report says at its head."""

    source: Source
    title: str
    language: str
    seed: int | None
    steps: tuple[Step, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    synthetic: bool = False
    background: str = ""
    rest: bool = False  # whether the background is the units' own layer, because some of it is left out
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of groups, by column
