"""One alignment of everything that has units: who is in the sample, who is not, and why. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gisplug.core.advice import option, way
from gisplug.core.errors import JoinError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import MATCHES, Match, Period, one_of

if TYPE_CHECKING:
    import pandas as pd

FEW, FEW_SHARE = (
    3,
    0.02,
)  # units that only weights have, that may go without being asked for: three, or two in a hundred
USED = "used"


@dataclass(frozen=True)
class Source:
    """Something that has units: `ids` in its order, `periods` where it has them.

    `what` is "boundaries", "panel", "lights", "weights" or another word for tables; `name` tells it from others.
    """

    what: str
    name: str
    ids: tuple[str, ...]
    periods: tuple[Period, ...] = ()

    @property
    def spare(self) -> int:
        """How many units that nothing else has may go with a warning."""
        return int(max(FEW, FEW_SHARE * len(self.ids))) if self.what == "weights" else 0


@dataclass(frozen=True)
class Row:
    """One unit or period: which sources have it, whether it is in the sample, and if not why."""

    kind: str
    key: str
    name: str
    has: tuple[bool, ...]
    used: bool
    why: str = ""


@dataclass(frozen=True)
class Alignment:
    """The sample of units and periods.

    Attributes
    ----------
    ids, periods : those in the sample; units in the order of the first source
    sources : what was aligned
    rows : every unit, then every period, of every source
    match : the rule, "names", "exact" or "common"
    report : what was left out, and why
    """

    ids: tuple[str, ...]
    periods: tuple[Period, ...]
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    match: Match
    report: Report = field(default_factory=Report)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Ids of the units that are not in the sample."""
        return tuple(r.key for r in self.rows if r.kind == "unit" and not r.used)

    @property
    def table(self) -> pd.DataFrame:
        """One row for every unit and period: kind, id, name, a 0/1 column for each source, used (0/1), why."""
        import pandas as pd

        heads = [s.name for s in self.sources]
        columns = ["kind", "id", "name", *heads, USED, "why"]
        cells = [(r.kind, r.key, r.name, *(int(h) for h in r.has), int(r.used), r.why) for r in self.rows]
        return pd.DataFrame(cells, columns=columns)

    def __str__(self) -> str:
        return message(
            "{n} units and {n2} periods of {sources}",
            n=len(self.ids),
            n2=len(self.periods),
            sources=", ".join(s.name for s in self.sources),
        )


@dataclass(frozen=True)
class Chosen:
    """What the user said of the sample: only these units and periods, and without those. Ids, not names."""

    units: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()


def align_sources(
    sources: Sequence[Source],
    match: Match = "names",
    chosen: Chosen | None = None,
    names: Mapping[str, str] | None = None,
) -> Alignment:
    """Return the sample that all sources share, or refuse to make one.

    Parameters
    ----------
    sources : the first gives the order of the units; the first with periods those of the sample.
    match : under "common" what some source lacks is left out and told. Otherwise all must have the same units; weights
        may have a few more, and sources after the first with periods may lack some of them: their cells stay empty.
    chosen : what the user said; it goes before the rule.
    names : {id: name}, for the table.

    Raises
    ------
    JoinError
        If sources differ and `match` does not allow it, what was chosen is nowhere, or nothing is left.
    ParameterError
        If `match` is none of the words.
    """
    one_of("match", match, MATCHES)
    said = chosen or Chosen()
    _refuse_unknown(sources, said)
    units = _units(sources, said, names or {})
    if not any(all(r.has) for r in units):
        looks = joined("; ", (message("{name}: {id!r}", name=s.name, id=s.ids[0]) for s in sources if s.ids))
        raise JoinError(
            message(
                "{named} have no unit in common. Their ids look like this: {looks}. Ids are compared as "
                "text, and names where they are certain; recode one of them, or name another id field.",
                named=_named(sources),
                looks=looks,
            )
        )
    periods = _periods(sources, said, match)
    if match != "common":
        _refuse_unequal(sources, units)
    ids = tuple(r.key for r in units if r.used)
    kept = tuple(p for p, r in periods if r.used)
    if not ids or (periods and not kept):
        raise JoinError(
            message(
                "No {clause} of {named} is left. Choose others.",
                clause=message("period") if ids else message("unit"),
                named=_named(sources),
            )
        )
    rows = (*units, *(r for _, r in periods))
    return Alignment(ids, kept, tuple(sources), rows, match, Report(_notes(sources, units, periods, ids)))


def _units(sources: Sequence[Source], said: Chosen, names: Mapping[str, str]) -> list[Row]:
    sets = [frozenset(s.ids) for s in sources]
    every = dict.fromkeys(i for s in sources for i in s.ids)
    wanted, without = frozenset(said.units), frozenset(said.without)
    rows = []
    for unit in every:
        has = tuple(unit in ids for ids in sets)
        why = ""
        if unit in without:
            why = message("left out by the list")
        elif wanted and unit not in wanted:
            why = message("outside the list of units")
        elif not all(has):
            why = message(
                "not in {sources}", sources=", ".join((s.name for s, h in zip(sources, has, strict=True) if not h))
            )
        rows.append(Row("unit", unit, names.get(unit, unit), has, not why, why))
    return rows


def _periods(sources: Sequence[Source], said: Chosen, match: Match) -> list[tuple[Period, Row]]:
    timed = [s for s in sources if s.periods]
    every = dict.fromkeys(p for s in timed for p in s.periods)
    rows = []
    for period in every:
        has = tuple(period in s.periods for s in sources)
        lacking = [s.name for s in timed if period not in s.periods]
        why = ""
        if said.periods and period not in said.periods:
            why = message("outside the list of periods")
        elif lacking and (match == "common" or lacking[0] == timed[0].name):
            why = message("not in {lacking}", lacking=", ".join(lacking))
        rows.append((period, Row("period", str(period), str(period), has, not why, why)))
    order = {p: i for i, p in enumerate(timed[0].periods)} if timed else {}
    return sorted(rows, key=lambda r: order.get(r[0], len(order)))


def _refuse_unknown(sources: Sequence[Source], said: Chosen) -> None:
    units = {i for s in sources for i in s.ids}
    periods = {p for s in sources for p in s.periods}
    lost = [i for i in (*said.units, *said.without) if i not in units]
    lost += [str(p) for p in said.periods if p not in periods]
    if lost:
        raise JoinError(
            message(
                "{lost} of the list of units and periods is nowhere in {named}.", lost=some(lost), named=_named(sources)
            )
        )


def _refuse_unequal(sources: Sequence[Source], units: Sequence[Row]) -> None:
    """Refuse units that some source lacks, unless only a few are in weights alone."""
    listed = [r for r in units if r.why.startswith("not in ")]
    spare = {s.name: s.spare for s in sources}
    alone: dict[str, int] = {}
    for row in listed:
        have = [s.name for s, h in zip(sources, row.has, strict=True) if h]
        if all(spare[n] for n in have):
            for n in have:
                alone[n] = alone.get(n, 0) + 1
    few = all(count <= spare[n] for n, count in alone.items())
    refused = [r for r in listed if not (few and _only_spare(r, sources))]
    if not refused:
        return
    said = []
    for why in dict.fromkeys(r.why for r in sorted(refused, key=lambda r: r.has[0])):
        those = [r.key if r.name == r.key else f"{r.key} ({r.name})" for r in refused if r.why == why]
        told = {"units": many(len(those), "unit"), "why": why, "listed": some(those)}
        one = len(those) == 1
        said.append(
            message("{units} is {why}: {listed}.", **told) if one else message("{units} are {why}: {listed}.", **told)
        )
    both = all(any(r.has[k] for r in refused) for k in (0, -1))
    moved = (
        message(
            " Where borders or codes changed between their years, {way} brings the panel to one.", way=way("borders")
        )
        if both
        else ""
    )
    raise JoinError(
        message(
            "{named} do not have the same units. {said} Add what is lacking, leave these units out, or "
            "go on with the units that all have: {option}.{moved}",
            named=_named(sources),
            said=joined(" ", said),
            option=option("match", "common"),
            moved=moved,
        )
    )


def _only_spare(row: Row, sources: Sequence[Source]) -> bool:
    return all(s.spare for s, h in zip(sources, row.has, strict=True) if h)


def _notes(
    sources: Sequence[Source], units: Sequence[Row], periods: Sequence[tuple[Period, Row]], ids: Sequence[str]
) -> tuple[Note, ...]:
    notes = [
        Note(
            INFO, "aligned", message("{units} that {named} have.", units=many(len(ids), "unit"), named=_named(sources))
        )
    ]
    for why in dict.fromkeys(r.why for r in sorted(units, key=lambda r: r.has[0]) if r.why):
        gone = tuple(r.key for r in units if r.why == why)
        named = [r.key if r.name == r.key else f"{r.key} ({r.name})" for r in units if r.why == why]
        notes.append(
            Note(
                WARNING,
                "left-out",
                message("{units} left out, {why}: {named}.", units=many(len(gone), "unit"), why=why, named=some(named)),
                gone,
            )
        )
    timed = next((i for i, s in enumerate(sources) if s.periods), 0)
    for why in dict.fromkeys(r.why for _, r in periods if r.why):
        late = tuple(r.key for _, r in periods if r.why == why)
        other = all(not r.has[timed] for _, r in periods if r.why == why)
        level = INFO if other else WARNING
        notes.append(
            Note(
                level,
                "left-out",
                message(
                    "{periods} left out, {why}: {late}.", periods=many(len(late), "period"), why=why, late=some(late)
                ),
                late,
            )
        )
    for place, source in enumerate(sources):
        empty = tuple(r.key for _, r in periods if r.used and source.periods and not r.has[place])
        if empty:
            text = message(
                "{source} has no values for {periods}, which stay empty: {empty}.",
                source=source.name,
                periods=many(len(empty), "period"),
                empty=some(empty),
            )
            notes.append(Note(WARNING, "empty-cells", text, empty))
    return tuple(notes)


def _named(sources: Sequence[Source]) -> str:
    names = [s.name for s in sources]
    return (
        names[0] if len(names) == 1 else message("{names} and {names2}", names=", ".join(names[:-1]), names2=names[-1])
    )
