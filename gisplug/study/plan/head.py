"""What a study file says about itself: [study], [labels], [outputs]; and sections that do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.formats import endings
from gisplug.core.maps.classes import LEAST_CLASSES, MOST_CLASSES, SCHEMES
from gisplug.core.maps.insets import PRESETS, inset_of
from gisplug.core.messages import message
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
                name,
                0,
                "",
                message(
                    "there is no section [{name}].{alike} There are: {allowed}.",
                    name=name,
                    alike=alike(name, allowed),
                    allowed=", ".join(allowed),
                ),
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
        raise source.refuse(
            "study",
            0,
            "language",
            message('language is "en" or "zh"; {language!r} was given instead.', language=language),
        )
    return study


MAPS: dict[str, tuple[type, str]] = {
    "map_note": (str, message("text")),
    "map_insets": (list, message("a list")),
    "north_arrow": (bool, message("true or false")),
    "map_scheme": (str, message("text")),
    "map_classes": (int, message("a whole number")),
    "map_grey": (bool, message("true or false")),
}


def labels(source: Source) -> dict[str, str]:
    """Return what tables and figures call the variables."""
    found = table(source, "labels")
    wrong = [k for k, v in found.items() if not isinstance(v, str)]
    if wrong:
        raise source.refuse("labels", 0, wrong[0], message("the label of {wrong!r} is text in quotes.", wrong=wrong[0]))
    return dict(found)


def order(source: Source) -> dict[str, tuple[str, ...]]:
    """Return in which order tables and figures show groups, by column.

    Raises
    ------
    StudyError
        If a column is not given a list, or its list names a group twice.
    """
    found = {}
    for column, given in table(source, "order").items():
        groups = given if isinstance(given, list) else []
        if not groups or not all(isinstance(g, (str, int)) for g in groups) or len(set(groups)) < len(groups):
            raise source.refuse(
                "order",
                0,
                column,
                message(
                    'the order of {column} is a list of its groups, each once: {column} = ["east", "west"]; {given!r} '
                    "was given instead.",
                    column=column,
                    given=given,
                ),
            )
        found[column] = tuple(map(str, groups))
    return found


def outputs(source: Source) -> dict[str, Any]:
    """Return the formats in which tables and figures are written, and what all maps have."""
    found = dict(table(source, "outputs"))
    allowed = {
        key: [e[1:] for e in endings(kind, "write")] for key, kind in (("tables", "paper"), ("figures", "figure"))
    }
    source.unknown("outputs", 0, found, (*allowed, "under", "code", *MAPS))
    _check_maps(source, found)
    code = found.get("code", False)
    if not isinstance(code, bool) and not (isinstance(code, list) and all(isinstance(name, str) for name in code)):
        raise source.refuse(
            "outputs",
            0,
            "code",
            message("code is true, false or a list of names of steps; {code!r} was given instead.", code=code),
        )
    for key, takes in allowed.items():
        for name in source.listed("outputs", 0, key, found.get(key, [])):
            if name not in takes:
                given = message("{name!r} was given instead.{alike}", name=name, alike=alike(name, takes))
                raise source.refuse(
                    "outputs",
                    0,
                    key,
                    message("{key} are written as {takes}; {given}", key=key, takes=", ".join(takes), given=given),
                )
    return found


def _check_maps(source: Source, found: Mapping[str, Any]) -> None:
    """Refuse what cannot be of maps."""
    for key, (kind, told) in MAPS.items():
        if type(found.get(key, kind())) is not kind:
            raise source.refuse(
                "outputs",
                0,
                key,
                message("{key} is {told}; {found!r} was given instead.", key=key, told=told, found=found[key]),
            )
    for given in found.get("map_insets", []):
        if inset_of(given) is None:
            names = ", ".join(PRESETS)
            raise source.refuse(
                "outputs",
                0,
                "map_insets",
                message(
                    "an inset is one of {names}, or [west, south, east, north] in degrees; {given!r} was "
                    "given instead.",
                    names=names,
                    given=given,
                ),
            )
    scheme, classes = found.get("map_scheme", "auto"), found.get("map_classes", LEAST_CLASSES)
    if scheme not in SCHEMES:
        raise source.refuse(
            "outputs",
            0,
            "map_scheme",
            message(
                "map_scheme is one of {schemes}; {scheme!r} was given instead.{alike}",
                schemes=", ".join(SCHEMES),
                scheme=scheme,
                alike=alike(scheme, SCHEMES),
            ),
        )
    if not LEAST_CLASSES <= classes <= MOST_CLASSES:
        raise source.refuse(
            "outputs",
            0,
            "map_classes",
            message(
                "a map has {least} to {most} classes; {classes} was given instead.",
                least=LEAST_CLASSES,
                most=MOST_CLASSES,
                classes=classes,
            ),
        )
