"""What tables call effects and error structures of regressions."""

from __future__ import annotations

from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell


def effect_rows(effects: str) -> dict[str, Cell]:
    """Return the rows of a table that say which effects a model has."""
    unit, period = effects in ("unit", "twoways"), effects in ("time", "twoways")
    return {"Unit effects": "Yes" if unit else "No", "Period effects": "Yes" if period else "No"}


def error_label(errors: str) -> str:
    """Return what a table calls an error structure."""
    kind, _, number = errors.partition(":")
    if kind == "conley":
        return message("Conley, {number} km", number=number) if number else "Conley"
    if kind == "blocks":
        return message("{number} spatial blocks", number=number)
    names = {"classical": "Classical", "robust": "Robust", "driscoll-kraay": "Driscoll-Kraay"}
    if errors in names:
        return names[errors]
    return message("Clustered {by}", by=by_words(errors.removeprefix("cluster:")))


def by_words(grouping: str) -> str:
    """Return "by unit", "by unit and period" or "by region" of groupings joined by +."""
    known = {
        "unit": message("by unit"),
        "period": message("by period"),
        "unit+period": message("by unit and period"),
    }
    if grouping in known:
        return known[grouping]
    return message("by {names}", names=grouping.replace("+", " and "))
