"""From a study file to its plan, checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gisplug.core.errors import StudyError
from gisplug.core.messages import message
from gisplug.study.plan.analyses import add_analyses
from gisplug.study.plan.data import add_alignment, add_lights, add_panel, add_reborder, add_units, add_weights
from gisplug.study.plan.draft import Draft
from gisplug.study.plan.head import labels, order, outputs, refuse_unknown_sections, study_head
from gisplug.study.plan.references import absolute
from gisplug.study.plan.sections import UNITS_KEYS, table
from gisplug.study.plan.source import Source
from gisplug.study.plan.step import Plan, Registry


def make_plan(source: Source, registry: Registry, known: Sequence[str]) -> Plan:
    """Return the plan of a study.

    Parameters
    ----------
    registry : function from id to Tool
    known : ids of all tools, for near matches

    Raises
    ------
    StudyError
        With the line, the key and the mend.
    """
    refuse_unknown_sections(source)
    study = study_head(source)
    units = table(source, "units")
    source.unknown("units", 0, units, UNITS_KEYS)
    draft = Draft(source, registry, known, study, dict(units))
    for add in (add_units, add_reborder, add_alignment, add_lights, add_panel, add_weights, add_analyses):
        add(draft)
    if not draft.steps:
        raise StudyError(
            message(
                "{source} asks for nothing: add [weights.queen], [panel], [model] or [[analysis]].",
                source=source.path.name,
            )
        )
    return Plan(
        source,
        str(study.get("title", source.path.stem)),
        study.get("language", "en"),
        study.get("seed"),
        tuple(draft.steps),
        labels(source),
        outputs(source),
        str(study.get("note", "")),
        bool(study.get("synthetic", False)),
        *_background(source, units, table(source, "panel")),
        order=order(source),
    )


def _background(source: Source, units: Mapping[str, Any], panel: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the layer below all maps, and whether it is that of the units, of which some are left out."""
    if units.get("background"):
        return str(absolute(source, units["background"])), False
    if units.get("where") or units.get("drop") or (units and panel.get("units")):
        return str(absolute(source, units["path"])), True
    return "", False
