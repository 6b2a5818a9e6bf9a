"""The shelf's lists of places, and which of them a name or code may mean."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gisplug.boundaries.names.kinds import Name, same_kind, taken_apart
from gisplug.core.errors import LayerError
from gisplug.core.messages import message
from gisplug.core.shelves import Gazetteer, gazetteers

OFFICIAL, CODE, OTHER, FORMER = "name", "code", "other name", "former name"  # how a name means a place, best first
_RANK = {OFFICIAL: 0, CODE: 1, OTHER: 2, FORMER: 3}
_COLUMNS = ("code", "name", "level", "within", "other", "former", "into", "until")


@dataclass(frozen=True)
class Place:
    """One place of a list. `key` tells it from all others ("china 110000"); a city that is a province has two `levels`.

    `within` and `into` are keys of the places that it lies in, and that it was merged into in `until`.
    """

    key: str
    code: str
    name: Name
    levels: frozenset[str]
    within: str = ""
    others: tuple[Name, ...] = ()
    formers: tuple[Name, ...] = ()
    into: str = ""
    until: str = ""


@dataclass(frozen=True)
class Meant:
    """A place that a name may mean, and how."""

    place: Place
    how: str


@dataclass(frozen=True)
class Places:
    """All places of the shelf, found by code, by whole name and by stem."""

    by_key: dict[str, Place] = field(default_factory=dict)
    codes: dict[str, list[Place]] = field(default_factory=dict)
    keys: dict[str, list[tuple[Place, Name, str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[Place, Name, str]]] = field(default_factory=dict)

    def meant_by(self, name: Name) -> list[Meant]:
        """Return the places that a name or code may mean, those of the best kind of evidence only."""
        found: dict[str, Meant] = {}
        for place in self.codes.get(name.key, ()):
            found[place.key] = Meant(place, CODE)
        same = list(self.keys.get(name.key, ()))
        same += [e for e in self.stems.get(name.stem, ()) if same_kind(name, _kind_of(e))]
        for place, _, how in same:
            if place.key not in found or _RANK[how] < _RANK[found[place.key].how]:
                found[place.key] = Meant(place, how)
        best = min((_RANK[m.how] for m in found.values()), default=0)
        return [m for m in found.values() if _RANK[m.how] == best]

    def above(self, place: Place) -> set[str]:
        """Return the keys of a place and of all that it lies in."""
        chain: set[str] = set()
        while place.key not in chain:
            chain.add(place.key)
            upper = self.by_key.get(place.within)
            if upper is None:
                break
            place = upper
        return chain


@lru_cache(maxsize=1)
def places() -> Places:
    """Return all places of the shelf.

    Raises
    ------
    LayerError
        If a list lacks a column.
    """
    found = Places()
    for listed in gazetteers().values():
        for place in _read(listed):
            found.by_key[place.key] = place
            for code in _codes(place):
                found.codes.setdefault(code, []).append(place)
            for names, how in (((place.name,), OFFICIAL), (place.others, OTHER), (place.formers, FORMER)):
                for name in names:
                    found.keys.setdefault(name.key, []).append((place, name, how))
                    found.stems.setdefault(name.stem, []).append((place, name, how))
    return found


def _kind_of(entry: tuple[Place, Name, str]) -> Name:
    """Return the name that tells the kind of an entry: another name without a kind has that of the official one."""
    place, name, _ = entry
    return name if name.kind else place.name


def _with_kind(name: Name, level: str) -> Name:
    """A name that says no kind has that of its level: Kansas City is no state."""
    return name if name.kind else replace(name, kind=level)


def _codes(place: Place) -> Iterable[str]:
    """Yield the forms of a code: 420600 is also 4206, 110000 also 11, 01 also 1."""
    yield place.code
    short = re.sub(r"(00)+$", "", place.code)
    if len(place.code) == 6 and short != place.code:
        yield short
    if len(place.code) == 2 and place.code.startswith("0"):
        yield place.code[1]
    for name in place.others:
        if name.key.isdigit():
            yield name.key
            if len(name.key) == 6 and name.key.endswith("00"):
                yield name.key[:4]


def _read(listed: Gazetteer) -> Iterable[Place]:
    with listed.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lost = [c for c in _COLUMNS if rows and c not in rows[0]]
    if lost:
        raise LayerError(
            message(
                "{listed}, the names of {listed2}, has no column {lost}.",
                listed=listed.path.name,
                listed2=listed.title,
                lost=", ".join(lost),
            )
        )
    for row in rows:
        yield Place(
            f"{listed.key} {row['code']}",
            row["code"],
            _with_kind(taken_apart(row["name"]), row["level"]),
            frozenset(row["level"].split(";")),
            f"{listed.key} {row['within']}" if row["within"] else "",
            tuple(taken_apart(n) for n in row["other"].split(";") if n),
            tuple(taken_apart(n) for n in row["former"].split(";") if n),
            f"{listed.key} {row['into']}" if row["into"] else "",
            row["until"],
        )
