"""Names of a table matched to units: a table of proposals to confirm, and the matches that need no confirmation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from gisplug.boundaries.names.aliases import LEAVE_OUT, Aliases
from gisplug.boundaries.names.fields import fields_with_names
from gisplug.boundaries.names.propose import ACCEPTED, CONFIRM, NONE, Proposal, Proposer, one_to_one
from gisplug.boundaries.names.targets import Target, Targets, indexed
from gisplug.boundaries.names.totals import is_total
from gisplug.boundaries.units import Units
from gisplug.core.errors import JoinError
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("from", "within", "to", "proposal", "name", "score", "reason", "status")
CONFIRMED = "confirmed"
COUNT_DIGITS = 4  # longer numbers are codes, not counts
SURE = 0.95  # from here on names are the same letters; below stand codes, pinyin, former names
Given = tuple[str, str]  # a name and where its unit is said to lie, "" where nothing is said


@dataclass(frozen=True)
class Matches:
    """Names matched to units.

    Attributes
    ----------
    proposals : in the order of the names; several for a name that may mean several units.
    targets : the units with all their names.
    left_out : names that the aliases say to leave out.
    """

    targets: Targets
    proposals: tuple[Proposal, ...]
    left_out: tuple[Given, ...] = field(default=())

    @property
    def accepted(self) -> dict[Given, str]:
        """{(name, within): id of its unit}, for every name that needs no confirmation."""
        return {(p.given, p.within): self.id_of(p) for p in self.proposals if p.status in (ACCEPTED, CONFIRMED)}

    @property
    def open(self) -> tuple[Proposal, ...]:
        """The proposals that were not accepted."""
        return tuple(p for p in self.proposals if p.status not in (ACCEPTED, CONFIRMED))

    @property
    def totals(self) -> tuple[Given, ...]:
        """Names like no unit that call a total or a group of units, such as 全国."""
        return tuple((p.given, p.within) for p in self.proposals if p.status == NONE and is_total(p.given))

    def id_of(self, proposal: Proposal) -> str:
        """Return the id of the unit proposed, "" where there is none."""
        return self.targets.units[proposal.target].id if proposal.target is not None else ""

    def table(self) -> pd.DataFrame:
        """Return one row for each proposal, columns `COLUMNS`; `to` is filled where nothing needs to be confirmed."""
        import pandas as pd

        rows = [
            (g, w, LEAVE_OUT, "", "", 1.0, message("left out as the aliases say"), CONFIRMED) for g, w in self.left_out
        ]
        for p in self.proposals:
            unit, name = self.id_of(p), self.targets.units[p.target].name if p.target is not None else ""
            to = unit if p.status in (ACCEPTED, CONFIRMED) else ""
            rows.append((p.given, p.within, to, unit, name, p.score, p.reason, p.status))
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def notes(self, label: str) -> tuple[Note, ...]:
        """Return what to tell of names that were accepted although they are no id, and of those left out."""
        made = []
        by_name = [p for p in self.proposals if p.status in (ACCEPTED, CONFIRMED) and p.reason != "same id"]
        if by_name:
            listed = [message("{name} ({said})", name=f"{p.given} = {self.id_of(p)}", said=p.reason) for p in by_name]
            said = message(
                "{units} of {label} matched by name: {listed}.",
                units=many(len(by_name), "unit"),
                label=label,
                listed=some(listed),
            )
            level = INFO if all(p.score >= SURE for p in by_name) else WARNING
            made.append(Note(level, "matched-by-name", said, tuple(p.given for p in by_name)))
        if self.left_out:
            names = tuple(g for g, _ in self.left_out)
            said = message(
                "{names} of {label} left out, as the aliases say: {names2}.",
                names=many(len(names), "name"),
                label=label,
                names2=some(names),
            )
            made.append(Note(WARNING, "left-out", said, names))
        return tuple(made)

    def told_open(self, most: int = 5) -> str:
        """Return the names that were not accepted, each with what it may be."""
        by_name: dict[str, list[Proposal]] = {}
        for p in self.open:
            by_name.setdefault(f"{p.given}, {p.within}" if p.within else p.given, []).append(p)
        return some(
            [message("{name} ({said})", name=name, said=self._said(found)) for name, found in by_name.items()], most
        )

    def _said(self, found: Sequence[Proposal]) -> str:
        if found[0].status == NONE:
            return found[0].reason
        units = [f"{self.targets.units[p.target].name} {self.id_of(p)}" for p in found if p.target is not None]
        if len(units) > 1:
            return message(
                "may be {units}",
                units=reduce(lambda one, other: message("{one} or {other}", one=one, other=other), units[:3]),
            )
        return (
            message("perhaps {units}: {reason}", units=units[0], reason=found[0].reason) if units else found[0].reason
        )


def match_names(
    left: Sequence[str] | pd.Series,
    right: Units | Sequence[str] | Mapping[str, str] | pd.DataFrame,
    *,
    within: Sequence[str] | pd.Series | None = None,
    right_within: Sequence[str] | Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Say which unit each name means, with a score and the reason; nothing is guessed in silence.

    Parameters
    ----------
    left
        Names or codes, one a unit; repeats are looked at once.
    right
        The units: boundaries, names, {id: name}, or a DataFrame with columns id and name and further names.
    within
        What each name lies in (province, state), as long as `left`. Decides between units of one name.
    right_within
        What each unit lies in, in the order of `right` or by id. Six-digit codes of China tell it themselves.
    aliases
        {name: id or name of its unit}, "-" to leave a name out; see `read_aliases`.

    Returns
    -------
    DataFrame, columns from, within, to, proposal, name, score, reason, status
        `status` is "accepted" (one unit, the same after bringing both names to one form), "confirmed" (by an alias),
        "confirm" (likely, but only the user can tell), "ambiguous" (a row for each unit), "taken" (another name has
        that unit), "none". `to` is the id of the unit where nothing is left to confirm; `score` goes from 0 to 1. Fill
        in `to` of the others and hand the table on as aliases.

    Raises
    ------
    JoinError
        If an alias names no unit, or lengths differ.
    """
    names = text_ids(left).fillna("").tolist()
    lies = [""] * len(names) if within is None else text_ids(within).fillna("").tolist()
    if len(lies) != len(names):
        raise JoinError(
            message("within has {n} entries for {n2} names; give one for each.", n=len(lies), n2=len(names))
        )
    given = list(dict.fromkeys((g, w) for g, w in zip(names, lies, strict=True) if g))
    known = Aliases(tuple((str(a), "", str(b)) for a, b in (aliases or {}).items()))
    return matched(given, targets_of(right, right_within), known).table()


def matched(
    given: Sequence[Given],
    targets: Sequence[Target],
    aliases: Aliases | None = None,
    apart: Callable[[str, str], bool] | None = None,
) -> Matches:
    """Match names to units.

    Parameters
    ----------
    given : (name, within) of each, no repeats
    aliases : what the user confirmed; goes before everything else
    apart : whether two names never stand in one period, so that both may be one unit (a city before and after its
        renaming)

    Raises
    ------
    JoinError
        If an alias names no unit.
    """
    index = indexed(targets)
    proposer, found, out = Proposer(index), list[Proposal](), list[Given]()
    for name, lies in given:
        to = aliases.of(name, lies) if aliases is not None else ""
        if to == LEAVE_OUT:
            out.append((name, lies))
        elif to:
            found.append(_confirmed(proposer, name, lies, to))
        else:
            found.extend(proposer.proposals(name, lies))
    found = _no_counts(found, [name for name, _ in given])
    groups = _apart(found, apart) if apart is not None else ()
    return Matches(index, tuple(one_to_one(found, groups)), tuple(out))


def targets_of(
    right: Units | Sequence[str] | Mapping[str, str] | pd.DataFrame,
    within: Sequence[str] | Mapping[str, str] | None = None,
) -> list[Target]:
    """Return units with all their names; of boundaries also the fields that hold names.

    Parameters
    ----------
    right : boundaries, ids, {id: name}, or a DataFrame with the columns id and name, one row a unit
    within : what each unit lies in, in the order of `right` or by id

    Raises
    ------
    JoinError
        If ids are repeated or lacking, or `within` is not as long.
    """
    import pandas as pd

    others: dict[str, list[str]] = {}
    if isinstance(right, Mapping):
        ids, names = [str(i) for i in right], [str(n) for n in right.values()]
    elif isinstance(right, pd.DataFrame):
        ids = text_ids(right["id"]).fillna("").tolist()
        names = right["name"].astype(str).tolist() if "name" in right.columns else ids
        others = fields_with_names(right.drop(columns=[c for c in ("id", "name") if c in right.columns]))
    elif isinstance(right, Units):
        ids, names = list(right.ids), list(right.names)
        others = fields_with_names(pd.DataFrame(right.frame.drop(columns="geometry", errors="ignore")))
    else:
        ids = text_ids(right).fillna("").tolist()
        names = ids
    if len(set(ids)) < len(ids) or "" in ids:
        again = sorted({i or "(empty)" for i in ids if ids.count(i) > 1 or not i})
        raise JoinError(
            message(
                "Units are told apart by their ids; these are empty or repeated: {again}. Give each its own.",
                again=some(again),
            )
        )
    if within is not None and not isinstance(within, Mapping) and len(within) != len(ids):
        raise JoinError(
            message("right_within has {n} entries for {n2} units; give one for each.", n=len(within), n2=len(ids))
        )
    lies = [str(within.get(i, "")) for i in ids] if isinstance(within, Mapping) else list(within or [""] * len(ids))
    return [
        Target(i, n, tuple((values[k], f) for f, values in others.items() if values[k]), str(lies[k]))
        for k, (i, n) in enumerate(zip(ids, names, strict=True))
    ]


def _confirmed(proposer: Proposer, name: str, lies: str, to: str) -> Proposal:
    found = proposer.proposals(to)
    if len(found) != 1 or found[0].status != ACCEPTED:
        raise JoinError(
            message(
                "The alias {name!r} = {to!r} names no unit. Give the id of the unit, or its name as the "
                "boundaries have it; {leave_out!r} leaves {name!r} out.",
                name=name,
                to=to,
                leave_out=LEAVE_OUT,
            )
        )
    return Proposal(name, lies, found[0].target, 1.0, message("as the aliases say"), CONFIRMED)


def _no_counts(found: list[Proposal], names: Sequence[str]) -> list[Proposal]:
    """Let numbers that only count (1 to n, 0 to n) be no codes: the eleventh row is not Beijing."""
    numbers = {int(n) for n in names if n.isdecimal() and len(n) <= COUNT_DIGITS}
    if len(numbers) < 2 or not numbers >= set(range(1, max(numbers) + 1)):
        return found
    said = message("the numbers only count")
    return [
        replace(p, status=CONFIRM, reason=message("{reason}, but {said}", reason=p.reason, said=said))
        if p.status == ACCEPTED and p.given.isdecimal() and len(p.given) <= COUNT_DIGITS and p.score < 1
        else p
        for p in found
    ]


def _apart(found: Sequence[Proposal], apart: Callable[[str, str], bool]) -> tuple[frozenset[str], ...]:
    names: dict[int, list[str]] = {}
    for p in found:
        if p.status == ACCEPTED and p.target is not None:
            names.setdefault(p.target, []).append(p.given)
    groups = [g for g in names.values() if len(g) > 1]
    return tuple(frozenset(g) for g in groups if all(apart(a, b) for i, a in enumerate(g) for b in g[:i]))
