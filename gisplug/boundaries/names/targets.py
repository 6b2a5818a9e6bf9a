"""The units that names are matched to: their names indexed in every form, the places they mean, where they lie."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gisplug.boundaries.names.characters import plain, written
from gisplug.boundaries.names.gazetteer import CODE, OFFICIAL, Place, places
from gisplug.boundaries.names.kinds import Name, taken_apart

_CHINA = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Target:
    """One unit: its id, further names with the field that they come from ("" for the name itself), where it lies."""

    id: str
    name: str
    others: tuple[tuple[str, str], ...] = ()
    within: str = ""

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """All names with their fields, the id first."""
        return ((self.id, "id"), (self.name, ""), *self.others)


@dataclass(frozen=True)
class Head:
    """Where a unit is said to lie: places that this may mean, and the text of it in one form."""

    keys: frozenset[str]
    stem: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A name of a unit that is the same as one looked for: which unit, by which field, the name."""

    place: int
    field: str
    name: Name


@dataclass(frozen=True)
class Targets:
    """Units indexed: `forms` maps "written", "plain", "stem", "tail" to the names of that form.

    `meant` holds the keys of the places that each unit may be, `above` those it lies in; `levels` what levels they are.
    """

    units: tuple[Target, ...]
    forms: Mapping[str, Mapping[str, Sequence[Hit]]]
    meant: tuple[frozenset[str], ...]
    above: tuple[frozenset[str], ...]
    levels: frozenset[str]
    by_place: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def lies_in(self, place: int, heads: Sequence[Head]) -> bool | None:
        """Whether a unit lies in all of these places; None where nothing tells."""
        told = [self._lies(place, head) for head in heads]
        return False if False in told else True if told and None not in told else None

    def _lies(self, place: int, head: Head) -> bool | None:
        within = self.units[place].within
        if within and taken_apart(within).stem == head.stem:
            return True
        if head.keys and self.above[place]:
            return bool(head.keys & self.above[place])
        return False if within else None


def indexed(units: Sequence[Target]) -> Targets:
    """Return units with an index of their names."""
    forms: dict[str, dict[str, list[Hit]]] = {form: {} for form in ("id", "written", "plain", "stem", "tail")}
    meant, levels = _at_levels([_meant(unit) for unit in units])
    for i, unit in enumerate(units):
        forms["id"].setdefault(unit.id, []).append(Hit(i, "id", taken_apart(unit.id)))
        for text, source in unit.texts:
            name = taken_apart(text)
            for form, key in (("written", written(text)), ("plain", name.key), ("stem", name.stem)):
                forms[form].setdefault(key, []).append(Hit(i, source, name))
            for _, tail in splits(text):
                for key in {tail.key, tail.stem}:
                    forms["tail"].setdefault(key, []).append(Hit(i, source, tail))
    by_place: dict[str, list[int]] = {}
    for i, keys in enumerate(meant):
        for key in keys:
            by_place.setdefault(key, []).append(i)
    chinese = any(key.startswith("china ") for keys in meant for key in keys)
    above = tuple(_above(unit, keys, chinese) for unit, keys in zip(units, meant, strict=True))
    return Targets(tuple(units), forms, tuple(meant), above, levels, by_place)


def head_of(text: str) -> Head:
    """Return what a text says about where a unit lies."""
    name = taken_apart(text)
    return Head(frozenset(m.place.key for m in places().meant_by(name)), name.stem, text)


def splits(text: str, depth: int = 2) -> list[tuple[tuple[Head, ...], Name]]:
    """Return the ways to read a name as where it lies and the rest: 湖北省襄阳市, "Xiangyang, Hubei", 朝阳(辽宁)."""
    apart = re.fullmatch(r"\s*(.+?)\s*[(（\[【]\s*(.+?)\s*[)）\]】]\s*", text) or re.fullmatch(
        r"\s*([^,，]+?)\s*[,，]\s*([^,，]+?)\s*", text
    )
    if apart:
        head = head_of(apart[2])
        return [((head,), taken_apart(apart[1]))] if plain(apart[1]) and (head.keys or plain(apart[2])) else []
    name = taken_apart(text)
    found: list[tuple[tuple[Head, ...], Name]] = []
    if not name.chinese or depth == 0:
        return found
    for cut in range(2, len(name.key) - 1):
        front = taken_apart(name.key[:cut])
        keys = frozenset(m.place.key for m in places().meant_by(front) if m.how == OFFICIAL)
        if keys:
            head, tail = Head(keys, front.stem, front.text), taken_apart(name.key[cut:])
            found.append(((head,), tail))
            found += [((head, *more), last) for more, last in splits(tail.text, depth - 1)]
    return found


def _meant(unit: Target) -> frozenset[str]:
    """Return the places that a unit may be: those of its code, as far as its names do not contradict."""
    known = places()
    by_id = frozenset(m.place.key for m in known.meant_by(taken_apart(unit.id)) if m.how == CODE)
    by_name: frozenset[str] = frozenset()
    for text, _ in unit.texts[1:]:
        found = frozenset(m.place.key for m in known.meant_by(taken_apart(text)))
        by_name = (by_name & found or by_name) if by_name and found else by_name or found
    if unit.within and by_name:
        head = head_of(unit.within)
        by_name = frozenset(k for k in by_name if known.above(known.by_key[k]) & head.keys) if head.keys else by_name
    return (by_id & by_name or by_name) if by_id and by_name else by_id or by_name


def _at_levels(meant: Sequence[frozenset[str]]) -> tuple[list[frozenset[str]], frozenset[str]]:
    """Leave out places of a level that no unit is clearly of: in a layer of provinces Jilin is the province.

    The levels that are left come second.
    """
    known = places().by_key
    clear: set[str] = set()
    for keys in meant:
        levels = {known[key].levels for key in keys}
        if len(levels) == 1 and len(first := next(iter(levels))) == 1:
            clear |= first
    if not clear:
        clear = {level for keys in meant for key in keys for level in known[key].levels}
    return [frozenset(k for k in keys if known[k].levels & clear) or keys for keys in meant], frozenset(clear)


def _above(unit: Target, meant: frozenset[str], chinese: bool) -> frozenset[str]:
    known = places()
    if len(meant) == 1:
        place: Place = known.by_key[next(iter(meant))]
        return frozenset(known.above(place) - {place.key}) or frozenset({place.key})
    if chinese or taken_apart(unit.name).chinese:
        codes = {f"china {unit.id[:2]}0000", f"china {unit.id[:4]}00"} if _CHINA.fullmatch(unit.id) else set()
        return frozenset(codes & set(known.by_key))
    return frozenset()
