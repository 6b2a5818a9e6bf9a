"""Which unit each row of a table belongs to: by id, by what the user confirmed, by name where that is certain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from gisplug.boundaries.names.aliases import LEAVE_OUT, Aliases
from gisplug.boundaries.names.match import Given, Matches, matched, targets_of
from gisplug.boundaries.names.propose import NONE
from gisplug.core.advice import option
from gisplug.core.errors import JoinError
from gisplug.core.evidence import WARNING, Note, many, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Match

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units


@dataclass(frozen=True)
class Belonging:
    """Rows and their units.

    Attributes
    ----------
    ids : Series of the rows that belong to a unit or may do so; ids of the units, as text
    notes : what was matched by name, and what was left out
    matches : the names looked at; None where all rows have ids of units
    """

    ids: pd.Series
    notes: tuple[Note, ...] = ()
    matches: Matches | None = None


@dataclass(frozen=True)
class Told:
    """What the user said of names: confirmed aliases, and what the unit of each row lies in, if anything.

    `within` is a Series with the index of the rows of the table.
    """

    aliases: Aliases | None = None
    within: pd.Series | None = None


def belonging(
    given: pd.Series,
    periods: pd.Series | None,
    units: Units | Sequence[str] | Mapping[str, str] | None,
    match: Match,
    told: Told,
    label: str,
) -> Belonging:
    """Return the unit of every row.

    Parameters
    ----------
    given : Series of ids or names as text, one a row
    periods : Series of the period of each row, None where rows hold for all
    units : the units that rows may belong to; None where any id is one
    match : "exact" takes ids and aliases only; "names" refuses names that are not certain, and leaves out totals;
        "common" leaves them be
    label : what messages call the table

    Raises
    ------
    JoinError
        If names are not certain, each with what it may be; or an alias names no unit.
    """
    if units is None:
        return _renamed(given, told)
    ids = list(units.ids) if hasattr(units, "ids") else list(units)
    if set(given) <= set(ids) and not (told.aliases and any(told.aliases.of(g) for g in set(given))):
        return Belonging(given)
    lies = told.within.fillna("").astype(str) if told.within is not None else pd.Series("", index=given.index)
    pairs = list(dict.fromkeys(zip(given, lies, strict=True)))
    found = matched(
        pairs, targets_of(units, _within(units, told)), _with_shelf(told.aliases, units), _apart(given, periods)
    )
    accepted = found.accepted
    if match == "exact":
        accepted = {p: to for p, to in accepted.items() if p[0] == to or _confirmed(told, p)}
    elif match == "names" and any(p.status != NONE for p in found.open):
        raise JoinError(_refusal(found, label, len(pairs)))
    totals = found.totals if match == "names" else ()
    left = {*found.left_out, *totals}
    keep = [pair not in left for pair in zip(given, lies, strict=True)]
    made = pd.Series(
        [accepted.get(p, p[0]) for p in zip(given, lies, strict=True)],
        index=given.index,
        name=given.name,
        dtype="object",
    )
    notes = found.notes(label) if match != "exact" else ()
    if totals:
        gone = tuple(dict.fromkeys(name for name, _ in totals))
        text = message(
            "Rows of {label} that are no unit but a total or a group of units are left out: {gone}.",
            label=label,
            gone=some(gone),
        )
        notes = (*notes, Note(WARNING, "totals", text, gone))
    if match == "common" and found.open:
        text = message(
            "{names} of {label} that may be units, but not for certain: {told_open}.",
            names=many(len(found.open), "name"),
            label=label,
            told_open=found.told_open(),
        )
        notes = (*notes, Note(WARNING, "names-open", text, tuple(dict.fromkeys(p.given for p in found.open))))
    return Belonging(made[keep], notes, found)


def _renamed(given: pd.Series, told: Told) -> Belonging:
    """Without units to belong to, rows have the ids that the aliases give them."""
    if told.aliases is None:
        return Belonging(given)
    to = given.map(told.aliases.of)
    ids = given.where(to == "", to).astype("object")
    gone = tuple(dict.fromkeys(given[to == LEAVE_OUT]))
    said = message(
        "{names} left out, as the aliases say: {gone}.", names=many(len(gone), "name"), gone=", ".join(gone[:5])
    )
    return Belonging(ids[ids != LEAVE_OUT], (Note(WARNING, "left-out", said, gone),) if gone else ())


def _within(units: Units | Sequence[str] | Mapping[str, str], told: Told) -> Sequence[str] | None:
    """Return what each unit lies in, where the layer has the field that the table has."""
    frame = getattr(units, "frame", None)
    field = told.within.name if told.within is not None else None
    return None if frame is None or field not in frame.columns else frame[field].fillna("").astype(str).tolist()


def _confirmed(told: Told, pair: Given) -> bool:
    return told.aliases is not None and bool(told.aliases.of(*pair))


def _with_shelf(aliases: Aliases | None, units: Units | Sequence[str] | Mapping[str, str]) -> Aliases | None:
    """Return what the catalogue knows of a set of the shelf, and what the user confirmed, which goes before."""
    shelved = getattr(units, "aliases", None)
    if not shelved:
        return aliases
    known = Aliases(tuple((a, "", to) for a, to in shelved.items()))
    return known + aliases if aliases is not None else known


def _apart(given: pd.Series, periods: pd.Series | None) -> Callable[[str, str], bool] | None:
    """Return whether two names never stand in one period: a city before and after its renaming is one unit."""
    if periods is None:
        return None
    when = periods.groupby(given.to_numpy()).agg(frozenset).to_dict()
    return lambda one, other: not when[one] & when[other]


def _refusal(found: Matches, label: str, count: int) -> str:
    names = list(dict.fromkeys(p.given for p in found.open))
    return message(
        "{n} of {names} of {label} belong to no unit for certain: {told_open}. Recode them; or "
        "confirm them in a table with the columns from and to, and give it: {option}; or go on with "
        "the units that both have: {option2}.",
        n=len(names),
        names=many(count, "name"),
        label=label,
        told_open=found.told_open(),
        option=option("aliases", "FILE"),
        option2=option("match", "common"),
    )
