"""What a study file says about itself: [study], [labels], [outputs]; and sections that do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.formats import endings
from gisplug.core.maps.insets import PRESETS, inset_of
from gisplug.study.plan.sections import FIXED, SECTIONS, STUDY_KEYS, table
from gisplug.study.plan.source import Source, alike

LANGUAGES = ("en", "zh")


def refuse_unknown_sections(source: Source) -> None:
    """Refuse a section of a name that no study file has.

    Raises
    ------
    StudyError
        Naming the line, and the section that was meant.
    """
    allowed = [*FIXED, *SECTIONS]
    for name in source.data:
        if name not in allowed:
            raise source.refuse(
                name, 0, "", f"there is no section [{name}].{alike(name, allowed)} There are: {', '.join(allowed)}."
            )


def study_head(source: Source) -> Mapping[str, Any]:
    """Return [study], its keys and language checked.

    Raises
    ------
    StudyError
        If it has a key that no study has, another language, or names a Dask cluster: a study may come from anybody, and
        whoever owns a cluster may run any command as the user who runs the study.
    """
    study = table(source, "study")
    if "dask" in study:
        raise source.refuse(
            "study",
            0,
            "dask",
            "a study does not name the cluster that computes it; its owner could run any command in your name. Remove "
            "dask, and name a cluster you trust on the command line (--dask tcp://HOST:8786), in QGIS (Settings > "
            "Options > Processing > Providers > gisplug) or in the environment (GISPLUG_DASK).",
        )
    source.unknown("study", 0, study, STUDY_KEYS)
    language = study.get("language", "en")
    if language not in LANGUAGES:
        raise source.refuse("study", 0, "language", f'language is "en" or "zh"; {language!r} was given instead.')
    return study


MAPS: dict[str, type] = {"map_note": str, "map_insets": list, "north_arrow": bool}


def labels(source: Source) -> dict[str, str]:
    """Return what tables and figures call the variables."""
    found = table(source, "labels")
    wrong = [k for k, v in found.items() if not isinstance(v, str)]
    if wrong:
        raise source.refuse("labels", 0, wrong[0], f"the label of {wrong[0]!r} is text in quotes.")
    return dict(found)


def outputs(source: Source) -> dict[str, Any]:
    """Return the formats in which tables and figures are written, and what all maps have."""
    found = dict(table(source, "outputs"))
    allowed = {
        key: [e[1:] for e in endings(kind, "write")] for key, kind in (("tables", "paper"), ("figures", "figure"))
    }
    source.unknown("outputs", 0, found, (*allowed, "under", *MAPS))
    for key, kind in MAPS.items():
        if not isinstance(found.get(key, kind()), kind):
            told = {"map_note": "text", "map_insets": "a list", "north_arrow": "true or false"}[key]
            raise source.refuse("outputs", 0, key, f"{key} is {told}; {found[key]!r} was given instead.")
    for given in found.get("map_insets", []):
        if inset_of(given) is None:
            names = ", ".join(PRESETS)
            raise source.refuse(
                "outputs",
                0,
                "map_insets",
                f"an inset is one of {names}, or [west, south, east, north] in degrees; {given!r} was given instead.",
            )
    for key, takes in allowed.items():
        for name in source.listed("outputs", 0, key, found.get(key, [])):
            if name not in takes:
                given = f"{name!r} was given instead.{alike(name, takes)}"
                raise source.refuse("outputs", 0, key, f"{key} are written as {', '.join(takes)}; {given}")
    return found
