"""The sections of a study file and the tools behind them; a section as read.

A section is only a short way to write one or more [[analysis]] entries: its keys are the parameters of its tools.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gisplug.core.messages import message
from gisplug.study.plan.source import Source

FIXED = (
    "study",
    "units",
    "reborder",
    "weights",
    "lights",
    "panel",
    "prepare",
    "labels",
    "order",
    "outputs",
    "analysis",
)
STUDY_KEYS = ("title", "language", "seed", "note", "synthetic", "authors")
UNITS_KEYS = ("path", "id", "name", "where", "drop", "background")
PANEL_KEYS = (
    "path",
    "unit",
    "period",
    "periods",
    "lights",
    "join",
    "unbalanced",
    "steps",
    "match",
    "aliases",
    "within",
    "units",
    "sheet",
    "wide",
    "encoding",
)

# what `kind` of [weights.NAME] stands for: a tool and the parameter it fixes
WEIGHTS_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    **{rule: ("weights_contiguity", {"rule": rule}) for rule in ("queen", "rook", "border")},
    **{kind: ("weights_distance", {"kind": kind}) for kind in ("knn", "band", "inverse", "exponential", "kernel")},
    **{k: ("weights_economic", {"kind": k}) for k in ("economic", "gravity", "nested", "nested_lin", "nested_mix")},
}


@dataclass(frozen=True)
class Section:
    """`tools` are run in order; `each` names the key whose list gives one run for each entry, handed on as `param`.

    `short` lists the tools that run unless the section's `tools` key says otherwise.
    """

    name: str
    heading: str
    tools: tuple[str, ...]
    each: str = ""
    param: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        """Keys that the section itself reads; the others are parameters of its tools."""
        return tuple(k for k in ("tools", self.each) if k)

    def calls(self, given: Mapping[str, Any], known: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
        """Return (tool, further parameters) for every run.

        Parameters
        ----------
        given : the section's own keys, each a list
        """
        tools = given.get("tools", [t for t in self.tools if t in known] or list(self.tools[:1]))
        if not self.each or self.each not in given:
            return [(tool, {}) for tool in tools]
        return [(tool, {self.param: item}) for item in given[self.each] for tool in tools]


SECTIONS = {
    s.name: s
    for s in (
        Section("describe", "Descriptive statistics", ("panel_describe",)),
        Section(
            "autocorrelation",
            "Spatial autocorrelation",
            ("moran_by_period", "moran_scatter", "local_moran"),
            "variables",
            "variable",
        ),
        Section("decision", "Choice of model", ("decision_chain",)),
        Section("model", "Spatial model", ("spatial_panel",)),
        Section("effects", "Spillovers", ("spatial_effects",)),
        Section("spillovers", "Spillovers", ("spillover_map",), "variables", "variable"),
        Section("shock", "Spillovers", ("shock_map",), "origins", "origin"),
        Section("explorer", "Spillovers", ("explorer",)),
        Section("robustness", "Robustness", ("weights_comparison",)),
        Section("maps", "Maps", ("choropleth_map",), "variables", "variable"),
    )
}


def table(source: Source, name: str) -> Mapping[str, Any]:
    """Return the section [name], empty where it is not written."""
    found = source.data.get(name, {})
    if not isinstance(found, Mapping):
        raise source.refuse(name, 0, "", message("[{name}] is written once, in single brackets.", name=name))
    return found


def tables(source: Source, name: str) -> list[Mapping[str, Any]]:
    """Return the sections [[name]] in order, empty where none is written."""
    found = source.data.get(name, [])
    entries = [found] if isinstance(found, Mapping) else found
    if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
        raise source.refuse(
            name, 0, "", message("[[{name}]] is a table in double brackets, written once for each.", name=name)
        )
    return entries
