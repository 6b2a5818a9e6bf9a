"""Which unit a name may mean, with a score and the reason: proposals, none of them a guess in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gisplug.boundaries.names.characters import written
from gisplug.boundaries.names.gazetteer import CODE, FORMER, Meant, places
from gisplug.boundaries.names.kinds import LOOSE, Name, same_kind, taken_apart
from gisplug.boundaries.names.near import Index, index_of, near
from gisplug.boundaries.names.targets import Head, Hit, Targets, head_of, splits
from gisplug.boundaries.names.totals import is_total
from gisplug.core.messages import message

ACCEPTED, CONFIRM, AMBIGUOUS, TAKEN, NONE = "accepted", "confirm", "ambiguous", "taken", "none"


@dataclass(frozen=True)
class Proposal:
    """One unit that a name may mean (`target` its number, None where nothing is like it)."""

    given: str
    within: str
    target: int | None
    score: float
    reason: str
    status: str


class Proposer:
    """Proposes units for names, one at a time; whatever else is in the list does not matter."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets

    def proposals(self, given: str, within: str = "") -> list[Proposal]:
        """Return what a name may mean: one accepted unit; or those to choose from, to confirm; or none."""
        name = taken_apart(given)
        heads = (head_of(within),) if within else ()
        for found, score, accept in self._tiers(given, name, heads):
            kept = self._narrowed(found, heads, name)
            if kept:
                status = ACCEPTED if accept and len(kept) == 1 else AMBIGUOUS if len(kept) > 1 else CONFIRM
                return [Proposal(given, within, t, score, kept[t], status) for t in sorted(kept)]
        said = message("a total or a group of units, it seems") if is_total(given) else message("nothing like it")
        return [Proposal(given, within, None, 0.0, said, NONE)]

    def _tiers(self, given: str, name: Name, heads: Sequence[Head]) -> Iterator[tuple[dict[int, str], float, bool]]:
        """Yield {unit: reason}, the score, and whether it may be accepted; the best evidence first."""
        forms = self.targets.forms
        yield {h.place: message("same id") for h in forms["id"].get(given, ())}, 1.0, True
        yield {h.place: _by(message("same name"), h) for h in forms["written"].get(written(given), ())}, 0.99, True
        yield {h.place: _by(_plainly(given, h.name), h) for h in forms["plain"].get(name.key, ())}, 0.97, True
        meant = self._meant(name, heads)
        yield self._by_meaning([m for m in meant if m.how == CODE]), 0.96, self._clear(meant)
        stems = [h for h in forms["stem"].get(name.stem, ()) if same_kind(name, h.name)]
        sure = [h for h in stems if not _loose(name, h.name)]
        yield {h.place: _by(_removed(name, h.name), h) for h in sure}, 0.95, True
        yield self._by_meaning([m for m in meant if m.how not in (CODE, FORMER)]), 0.93, self._clear(meant)
        yield self._by_meaning([m for m in meant if m.how == FORMER]), 0.9, self._clear(meant)
        yield from self._within(given, name, heads)
        yield from self._unsure(name, stems, meant)

    def _within(self, given: str, name: Name, heads: Sequence[Head]) -> Iterator[tuple[dict[int, str], float, bool]]:
        """Yield what is found when the province before a name is taken off, on either side."""
        forms, found = self.targets.forms, dict[int, str]()
        for more, tail in splits(given):
            said = message("after removing {more}", more=", ".join(h.text for h in more))
            hits = [
                *forms["plain"].get(tail.key, ()),
                *forms["stem"].get(tail.stem, ()),
                *forms["tail"].get(tail.stem, ()),
            ]
            places_meant = self._meant(tail, (*heads, *more))
            units = {h.place for h in hits if same_kind(tail, h.name)}
            units |= set(self._by_meaning(places_meant)) if self._clear(places_meant) else set()
            found |= {u: message("same {said}", said=said) for u in units if self.targets.lies_in(u, more) is not False}
        for key in (name.key, name.stem):
            for h in forms["tail"].get(key, ()):
                if same_kind(name, h.name):
                    found.setdefault(h.place, message("same after removing what stands before {h}", h=h.name.text))
        yield found, 0.92, True

    def _unsure(
        self, name: Name, stems: Sequence[Hit], meant: Sequence[Meant]
    ) -> Iterator[tuple[dict[int, str], float, bool]]:
        """Yield what only the user can confirm."""
        yield {h.place: _removed(name, h.name) for h in stems}, 0.75, False
        yield self._merged(meant), 0.6, False
        others = [h for h in self.targets.forms["stem"].get(name.stem, ()) if not same_kind(name, h.name)]
        yield (
            {h.place: message("same but for the kind: {name}, {h}", name=name.text, h=h.name.text) for h in others},
            0.7,
            False,
        )
        yield self._merged(places().meant_by(name)), 0.6, False
        yield self._near(name.key, "plain"), 0.6, False
        yield self._near(name.stem, "stem"), 0.55, False
        if len(name.stem) > 1:
            stem_of = self.targets.forms["stem"]
            longer = {
                h.place: message("begins alike: {h}", h=h.name.text)
                for s in self._starting(name.stem)
                for h in stem_of[s]
            }
            yield longer, 0.5, False

    def _narrowed(self, found: dict[int, str], heads: Sequence[Head], name: Name) -> dict[int, str]:
        """Leave out units that lie elsewhere; of several keep those that lie there, or are the place that is meant."""
        kept = {u: r for u, r in found.items() if not heads or self.targets.lies_in(u, heads) is not False}
        if len(kept) > 1 and heads:
            kept = {u: r for u, r in kept.items() if self.targets.lies_in(u, heads)} or kept
        if len(kept) > 1 and all(self.targets.meant[u] for u in kept):
            keys = {m.place.key for m in self._meant(name, heads)}
            same = {u: r for u, r in kept.items() if self.targets.meant[u] <= keys}
            kept = same if len(same) == 1 and len(keys) == 1 else kept
        return kept

    def _meant(self, name: Name, heads: Sequence[Head]) -> list[Meant]:
        """Return the places that a name may mean, of the levels that the units have, lying where it is said."""
        known, levels = places(), self.targets.levels
        meant = known.meant_by(name)
        meant = [m for m in meant if m.place.levels & levels] or [m for m in meant if m.place.into]
        for head in heads:
            if head.keys:
                meant = [m for m in meant if known.above(m.place) & head.keys]
        return meant

    def _clear(self, meant: Sequence[Meant]) -> bool:
        """Whether one place is meant, and one unit is that place and no other."""
        listed = {m.place.key.split(" ")[0] for m in meant if m.place.key in self.targets.by_place}
        same = [m for m in meant if m.place.key.split(" ")[0] in listed]
        units = [u for m in same for u in self.targets.by_place.get(m.place.key, ())]
        return len(same) == 1 and len(units) == 1 and len(self.targets.meant[units[0]]) == 1

    def _by_meaning(self, meant: Sequence[Meant]) -> dict[int, str]:
        found = {}
        for m in meant:
            said = {CODE: message("code"), FORMER: message("former name")}.get(
                m.how, message("name, pinyin or English name")
            )
            others = [o.place.name.text for o in meant if o is not m]
            both = message(" or of {others}", others=", ".join(others)) if others else ""
            for unit in self.targets.by_place.get(m.place.key, ()):
                found[unit] = message(
                    "{said} of {place} ({code}){both}", said=said, place=m.place.name.text, code=m.place.code, both=both
                )
        return found

    def _merged(self, meant: Sequence[Meant]) -> dict[int, str]:
        found = {}
        for m in meant:
            into = places().by_key.get(m.place.into)
            if into is not None:
                for unit in self.targets.by_place.get(into.key, ()):
                    found[unit] = message(
                        "{place} was merged into {into} in {until}",
                        place=m.place.name.text,
                        into=into.name.text,
                        until=m.place.until,
                    )
        return found

    def _near(self, key: str, form: str) -> dict[int, str]:
        names = self.targets.forms[form]
        close = near(key, self._neighbours[form])
        return {h.place: message("edit distance 1: {h}", h=h.name.text) for k in close for h in names[k]}

    def _starting(self, stem: str) -> list[str]:
        return [k for k in self.targets.forms["stem"] if k.startswith(stem) and k != stem and not k.isdigit()]

    @cached_property
    def _neighbours(self) -> dict[str, Index]:
        forms = self.targets.forms
        return {form: index_of(k for k in forms[form] if not k.isdigit()) for form in ("plain", "stem")}


def one_to_one(proposals: Sequence[Proposal], apart: Sequence[frozenset[str]] = ()) -> list[Proposal]:
    """Return the proposals; where several names have one unit, only the best stays accepted, and none of equals.

    Parameters
    ----------
    apart : groups of names that may share a unit, because no period has two of them.
    """
    names: dict[int, set[tuple[str, str]]] = {}
    best: dict[int, float] = {}
    for p in proposals:
        if p.status == ACCEPTED and p.target is not None:
            names.setdefault(p.target, set()).add((p.given, p.within))
            best[p.target] = max(best.get(p.target, 0.0), p.score)
    made = []
    for p in proposals:
        rivals = names.get(p.target, set()) if p.status == ACCEPTED and p.target is not None else set()
        together = frozenset(given for given, _ in rivals)
        if len(rivals) < 2 or any(together <= group for group in apart):
            made.append(p)
            continue
        equals = [q for q in proposals if q.target == p.target and q.status == ACCEPTED and q.score == p.score]
        if p.target is not None and p.score == best[p.target] and len(equals) == 1:
            made.append(p)
            continue
        others = ", ".join(sorted(together - {p.given}) or [p.given])
        made.append(
            replace(
                p, status=TAKEN, reason=message("{reason}; the unit of {others} too", reason=p.reason, others=others)
            )
        )
    return made


def _by(reason: str, hit: Hit) -> str:
    return (
        message("{reason} (field {field})", reason=reason, field=hit.field) if hit.field not in ("", "id") else reason
    )


def _plainly(given: str, name: Name) -> str:
    return (
        message("traditional characters")
        if name.chinese
        else message("same but for accents, case or punctuation: {name}, {given}", name=name.text, given=given)
    )


def _removed(one: Name, other: Name) -> str:
    words = list(dict.fromkeys(n.word for n in (one, other) if n.word))
    if not words:
        return message("same name")
    if len(words) == 1:
        return message("same after removing {word}", word=words[0])
    return message("same after removing {word} and {other}", word=words[0], other=words[1])


def _loose(one: Name, other: Name) -> bool:
    """Whether the word for the kind may be part of the name: Kansas City is no Kansas."""
    return not one.chinese and not other.chinese and bool({one.kind, other.kind} & LOOSE) and one.kind != other.kind
