"""What a panel is read from: a file of one sheet or several, long or wide; one long table comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from gisplug.boundaries.names.match import matched, targets_of
from gisplug.core.errors import TableError
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import message
from gisplug.core.periods.spellings import spelt
from gisplug.core.tables import read_table, sheets_of, text_ids, told_of
from gisplug.panel.periods import period_values
from gisplug.panel.wide import VALUE, cells_of, long_table

ALL = "*"  # the word of `sheet` for all sheets that are shown


@dataclass(frozen=True)
class LongTable:
    """A long table, what messages call it, its column of periods, and what was found on the way to it."""

    table: pd.DataFrame
    name: str
    period: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class FileOptions:
    """How a source is read.

    Attributes
    ----------
    encoding, layer : of the file, see `gisplug.core.tables.read_table`
    sheet : one sheet, several joined by commas, or "*" for all. Where it is left out, the first if it is a long table,
        else all that have the column of units: one of a period, or one of a variable, each
    wide : see `gisplug.panel.wide.long_table`
    name : what messages call the table
    """

    encoding: str | None = None
    sheet: str | None = None
    layer: str | None = None
    wide: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Keys:
    """The columns asked for, and how a wide table is read."""

    unit: str
    period: str
    wide: str

    def for_columns(self, columns: Sequence[object]) -> Keys:
        """Return the keys for a table with these columns; see `named_period`."""
        return replace(self, period=named_period(self.period, self.wide, [str(c) for c in columns if c != self.unit]))


def panel_table(source: str | Path | pd.DataFrame, unit: str, period: str, given: FileOptions) -> LongTable:
    """Return the long table of a source, one row a unit and period.

    Raises
    ------
    TableError
        If the table cannot be read, or lacks what is asked for.
    """
    keys = Keys(unit, period, given.wide or "auto")
    name = given.name
    if isinstance(source, pd.DataFrame):
        label = name or "panel"
        table = source.reset_index() if set(source.index.names) & {unit, period} else source.copy()
        keys = keys.for_columns(table.columns)
        table, notes = long_table(table, unit, keys.period, keys.wide, label)
        return LongTable(table, label, keys.period, tuple(notes))
    label = name or Path(str(source).split("|")[0]).name
    sheet, known = given.sheet, sheets_of(source)
    wanted = _asked(sheet, known)
    try:
        first = read_table(source, given.encoding, wanted[0] if wanted else sheet, given.layer)
    except TableError:
        if sheet is not None or len(known) < 2:
            raise
        first = pd.DataFrame()  # a cover
    keys = keys.for_columns(first.columns)
    period = keys.period
    frames: dict[str, pd.DataFrame] = dict.fromkeys(wanted[:1], first)
    if sheet is None and len(known) > 1 and not {unit, period} <= set(map(str, first.columns)):
        wanted = [s for s in known if unit in _columns(source, s, frames)] or wanted
    if len(wanted) > 1:
        for s in wanted:
            _columns(source, s, frames)
        return _together(
            {s: f for s in wanted if (f := frames.get(s)) is not None}, keys, label, sheet not in (None, ALL)
        )
    table = frames[wanted[0]] if wanted and wanted[0] in frames else first
    if not len(table.columns):
        raise TableError(
            message(
                "No sheet of {label} has a column {unit!r}; there are {known}.",
                label=label,
                unit=unit,
                known=some(list(known), 12),
            )
        )
    notes = list(told_of(table).notes)
    if table.attrs.get("encoding") == "gb18030":
        notes.append(Note(INFO, "encoding", message("{label} is not UTF-8 and was read as GB18030.", label=label)))
    if others := [s for s in known if s not in wanted]:
        notes.append(
            Note(
                INFO,
                "sheets",
                message(
                    "{label}: the sheet {wanted!r} is read, not {others}.",
                    label=label,
                    wanted=wanted[0],
                    others=some(others),
                ),
            )
        )
    table, told = long_table(table, unit, period, keys.wide, label)
    return LongTable(table, label, keys.period, (*notes, *told))


def named_period(period: str, wide: str, columns: Sequence[str]) -> str:
    """Return what the column of periods is called: a wide table may be told by one of the columns that are periods."""
    return "period" if wide != "no" and period in columns and period in cells_of(columns) else period


def _asked(sheet: str | None, known: Sequence[str]) -> list[str]:
    """Return the sheets that are asked for; the first, where none is named."""
    if sheet is None:
        return list(known[:1])
    if sheet == ALL:
        return list(known)
    return [sheet] if sheet in known or "," not in sheet else [s.strip() for s in sheet.split(",") if s.strip()]


def _columns(source: str | Path, sheet: str, frames: dict[str, pd.DataFrame]) -> list[str]:
    """Return the columns of a sheet, which is kept in `frames`; none where it holds no table."""
    if sheet not in frames:
        try:
            frames[sheet] = read_table(source, None, sheet)
        except TableError:
            return []
    return [str(c) for c in frames[sheet].columns]


def _together(frames: Mapping[str, pd.DataFrame], keys: Keys, label: str, strict: bool) -> LongTable:
    """Return sheets of a period each one below another, sheets of a variable each side by side."""
    lacking = [s for s, frame in frames.items() if keys.unit not in frame.columns]
    if lacking and (strict or len(lacking) == len(frames)):
        raise TableError(
            message(
                "Sheets of {label} have no column {unit!r}: {lacking}. The first has: {columns}.",
                label=label,
                unit=keys.unit,
                lacking=some(lacking),
                columns=some([str(c) for c in frames[lacking[0]].columns], 12),
            )
        )
    kept = {s: frame for s, frame in frames.items() if s not in lacking}
    notes = [note for frame in kept.values() for note in told_of(frame).notes]
    if lacking:
        notes.append(
            Note(
                WARNING,
                "sheets",
                message(
                    "Sheets of {label} without a column {unit!r}: {lacking}.",
                    label=label,
                    unit=keys.unit,
                    lacking=some(lacking),
                ),
            )
        )
    periods = all(spelt(s) is not None for s in kept) and all(keys.period not in f.columns for f in kept.values())
    if periods:
        table = pd.concat([f.assign(**{keys.period: s}) for s, f in kept.items()], ignore_index=True)
        notes.append(
            Note(
                INFO,
                "sheets",
                message(
                    "{label} has a sheet a period, read one below another: {kept}.", label=label, kept=some(list(kept))
                ),
            )
        )
        return LongTable(table, label, keys.period, tuple(notes))
    parts = []
    for s, frame in kept.items():
        part, told = long_table(
            frame, keys.unit, keys.period, keys.wide, message("{label}, sheet {s}", label=label, s=s)
        )
        notes += told
        if keys.period not in part.columns:
            raise TableError(
                message(
                    "The sheet {s!r} of {label} has neither a column {period!r} nor columns that are "
                    "called by periods. It has: {columns}.",
                    s=s,
                    label=label,
                    period=keys.period,
                    columns=some([str(c) for c in frame.columns], 12),
                )
            )
        parts.append(_keyed(part.rename(columns={VALUE: s}) if keys.wide == "auto" else part, keys, label))
    parts, told = _one_spelling(parts, label)
    notes += told
    table = _side_by_side(dict(zip(kept, parts, strict=True)))
    notes.append(
        Note(
            INFO,
            "sheets",
            message(
                "{label}: {n} sheets are read side by side: {kept}.", label=label, n=len(parts), kept=some(list(kept))
            ),
        )
    )
    table = table.rename_axis([keys.unit, keys.period]).reset_index()
    return LongTable(table, label, keys.period, tuple(notes))


def _keyed(part: pd.DataFrame, keys: Keys, label: str) -> pd.DataFrame:
    """Return a part with its units and periods, in one spelling, as the index."""
    ids = text_ids(part[keys.unit]).astype("object")
    index = pd.MultiIndex.from_arrays([ids, period_values(part[keys.period], label)])
    if index.has_duplicates:
        again = [message("{u} in {p}", u=u, p=p) for u, p in index[index.duplicated()].unique()]
        raise TableError(
            message(
                "A sheet of {label} has several rows for {again}. Keep one row of each.", label=label, again=some(again)
            )
        )
    return part.drop(columns=[keys.unit, keys.period]).set_axis(index)


def _one_spelling(parts: Sequence[pd.DataFrame], label: str) -> tuple[list[pd.DataFrame], list[Note]]:
    """Call each unit as the first part that has it: one sheet writes 北京, the next 北京市. Only what is certain."""
    made, known, same = list[pd.DataFrame](), dict[str, str](), dict[str, str]()
    for part in parts:
        units = [str(u) for u in part.index.unique(0) if not pd.isna(u)]
        new = [(u, "") for u in units if u not in known]
        other = {u: u for u in known if u not in units}
        found = matched(new, targets_of(other)).accepted if new and other else {}
        to = {name: unit for (name, _), unit in found.items()}
        known |= {u: u for u in units if u not in to}
        same |= to
        made.append(part.rename(index=to, level=0) if to else part)
    text = message(
        "{label}: sheets write {units} differently, taken as one: {same}.",
        label=label,
        units=many(len(same), "unit"),
        same=some([f"{a} = {b}" for a, b in same.items()]),
    )
    return made, [Note(INFO, "sheets", text, tuple(same))] if same else []


def _side_by_side(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Join parts by units and periods, all of any; a column that two have differently is called by its sheet."""
    made: pd.DataFrame | None = None
    for sheet, part in parts.items():
        if made is None:
            made = part
            continue
        both = made.index.intersection(part.index)
        same = [c for c in part.columns if c in made.columns and made.loc[both, c].equals(part.loc[both, c])]
        renamed = {c: f"{c}_{sheet}" for c in part.columns if c in made.columns and c not in same}
        for column in same:
            made = made.reindex(made.index.union(part.index, sort=False))
            made[column] = made[column].where(made[column].notna(), part[column].reindex(made.index))
        made = made.join(part.drop(columns=same).rename(columns=renamed), how="outer", sort=False)
    return pd.DataFrame() if made is None else made
