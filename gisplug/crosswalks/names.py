"""Rows of a panel that name units instead of giving ids: brought to the ids of the layer of their period."""

from __future__ import annotations

import pandas as pd

from gisplug.core.advice import option
from gisplug.core.errors import JoinError
from gisplug.core.evidence import WARNING, Note, many, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Match
from gisplug.crosswalks.links import Side
from gisplug.panel.belonging import Told, belonging


def in_ids_of(
    units: pd.Series, periods: pd.Series, source: Side, match: Match, told: Told, label: str
) -> tuple[pd.Series, tuple[Note, ...]]:
    """Return the id of the source unit of every row, and what was matched by name or left out.

    Parameters
    ----------
    units, periods : Series of ids or names as text, and of periods, one a row
    source : the units of the layer that holds in these periods
    match : "names" takes ids and names that are certain, and leaves out totals; "exact" ids only; "common" leaves out
        all that is no unit
    told : aliases that were confirmed, and what the unit of each row lies in
    label : what messages call the panel

    Returns
    -------
    (Series of ids of the rows that are kept, with their index; notes)

    Raises
    ------
    JoinError
        If a row's unit is not among the source units, each with what it may be.
    """
    known: dict[str, str] | tuple[str, ...]
    known = dict(zip(source.ids, source.names, strict=True)) if source.named else source.ids
    found = belonging(units, periods, known, match, told, label)
    strange = found.ids[~found.ids.isin(source.ids)]
    if not len(strange):
        return found.ids, found.notes
    names = _in_order(strange)
    if match == "common":
        said = message(
            "{units} of {label} not among those of {source} left out: {names}.",
            units=many(len(names), "unit"),
            label=label,
            source=source.name,
            names=some(names),
        )
        return found.ids.drop(strange.index), (*found.notes, Note(WARNING, "left-out", said, tuple(names)))
    when = periods[strange.index[0]]
    here = _in_order(strange[periods[strange.index] == when])
    raise JoinError(
        message(
            "{units} of {label} in {when} are not among the units of {source}: {here}. That layer's look "
            "like {looks}. Recode them, or say in a table what they mean or that they are left out: "
            "{option}; or give the layer of that year; or go on with the units that it has: {option2}.",
            units=many(len(here), "unit"),
            label=label,
            when=when,
            source=source.name,
            here=some(here),
            looks=_looks(source),
            option=option("aliases", "FILE"),
            option2=option("match", "common"),
        )
    )


def _in_order(values: pd.Series) -> list[str]:
    return list(dict.fromkeys(values))


def _looks(source: Side) -> str:
    return f"{source.ids[0]!r} ({source.names[0]})" if source.named else repr(source.ids[0])
