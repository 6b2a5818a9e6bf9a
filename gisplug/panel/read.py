"""From a long table to a Panel: joined by id and period, never by the order of rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.periods.columns import Periods
from gisplug.core.tables import read_table, text_ids
from gisplug.core.vocabulary import known
from gisplug.panel.frame import Panel
from gisplug.panel.periods import period_notes, read_column

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units

Match = Literal["exact", "common"]
SYNTHETIC = "SYNTHETIC"  # a column that says so in every row marks simulated data


class ReadOptions(TypedDict, total=False):
    """What `read_panel` may be told of its source.

    Attributes
    ----------
    encoding, sheet, layer : of the file, see `gisplug.core.tables.read_table`
    name : what messages call the panel; the file's name where left out
    """

    encoding: str | None
    sheet: str | None
    layer: str | None
    name: str | None


def read_panel(
    source: str | Path | pd.DataFrame,
    unit: str,
    period: str,
    units: Units | None = None,
    unbalanced: bool = False,
    match: Match = "exact",
    columns: Sequence[str] | None = None,
    **options: Unpack[ReadOptions],
) -> Panel:
    """Read a long table, one row per unit and period, as a Panel.

    Parameters
    ----------
    source
        Path of a table (see `gisplug.core.tables.read_table`), "demo-panel", or a DataFrame with one row per unit and
        period.
    unit, period
        Columns with the unit's id and the period. Ids are compared as text (110000 = 110000.0 = "110000").
    units
        Boundaries to join; they give the order of the panel. Without them units are sorted by id.
    unbalanced
        Whether absent rows are allowed; they become NaN. Otherwise a panel with holes is refused.
    match
        "exact": table and boundaries must have the same units. "common": units that only one of them has are left
        out, and the report lists them.
    columns
        Which columns to keep; all where left out.
    options
        `encoding`, `sheet`, `layer` and `name`, as in `ReadOptions`.

    Raises
    ------
    TableError
        If the table cannot be read or lacks a column.
    PanelError
        If keys are missing or repeated, units are strangers to the boundaries, or rows are absent. The message lists
        the offenders and says how to mend it.
    """
    known(options, ReadOptions, "read_panel")
    file = options.get("encoding"), options.get("sheet"), options.get("layer")
    table = source.copy() if isinstance(source, pd.DataFrame) else read_table(source, *file)
    called = "panel" if isinstance(source, pd.DataFrame) else Path(str(source).split("|")[0]).name
    label = options.get("name") or called
    if set(table.index.names) & {unit, period}:
        table = table.reset_index()
    _need(table, (unit, period, *(columns or ())), label)
    notes: list[Note] = []
    if table.attrs.get("encoding") == "gb18030":
        notes.append(Note(INFO, "encoding", f"{label} is not UTF-8 and was read as GB18030."))
    keys, read = _keys(table, unit, period, label, notes)
    _refuse_repeated(keys, label)
    ids, keep = _matched(keys, units, match, label, notes)
    table, keys = table.loc[keep], keys.loc[keep]
    calendar = calendar_of(tuple(set(keys["period"])), label)
    periods = calendar.periods
    values = table.drop(columns=[unit, period]) if columns is None else table[list(columns)]
    values.index = pd.MultiIndex.from_frame(keys[["period", "unit"]])
    whole = pd.MultiIndex.from_product([periods, ids], names=["period", "unit"])
    holes = whole.difference(values.index, sort=False)
    _refuse_holes(holes, unbalanced, len(whole), label, notes)
    frame = values.reindex(whole)
    notes.append(
        Note(INFO, "panel", f"{label}: {len(ids)} units x {len(periods)} periods ({periods[0]} to {periods[-1]}).")
    )
    notes.extend(period_notes(read, calendar, label))
    notes.extend(_gaps(frame, len(holes)))
    if any((table[c] == SYNTHETIC).all() for c in table.columns if table[c].dtype.kind not in "iufbM"):
        notes.append(
            Note(WARNING, "synthetic", f"{label} holds SYNTHETIC data: simulated for demonstration, not observations.")
        )
    return Panel(
        frame,
        ids,
        periods,
        units.take(ids) if units is not None else None,
        bool(len(holes)),
        label,
        Report(tuple(notes)),
        unit,
        period,
    )


def _need(table: pd.DataFrame, wanted: Sequence[str], label: str) -> None:
    lost = [c for c in wanted if c not in table.columns]
    if lost:
        import difflib

        close = difflib.get_close_matches(lost[0], list(map(str, table.columns)), n=1, cutoff=0.5)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise TableError(
            f"{label} has no column {', '.join(map(repr, lost))}.{hint} It has: "
            f"{some(list(map(str, table.columns)), 30)}."
        )


def _keys(
    table: pd.DataFrame, unit: str, period: str, label: str, notes: list[Note]
) -> tuple[pd.DataFrame, Periods | None]:
    ids = text_ids(table[unit])
    periods, read = read_column(table[period], label)
    keys = pd.DataFrame({"period": periods, "unit": ids.astype("object")}, index=table.index)
    for column, name in (("unit", unit), ("period", period)):
        lost = np.flatnonzero(keys[column].isna().to_numpy())
        if len(lost):
            rows = some([str(i + 2) for i in lost])
            raise PanelError(
                f"{len(lost)} rows of {label} have no {column} in {name!r}: rows {rows} of the file. Fill them in, "
                "or delete these rows."
            )
    plain = table[unit].astype("object").map(str)
    changed = tuple(sorted(set(plain[plain != keys["unit"]])))
    if changed:
        example = f"{changed[0]!r} became {keys['unit'][plain == changed[0]].iloc[0]!r}"
        notes.append(
            Note(INFO, "ids-as-text", f"{len(changed)} ids of {label} were written as plain text: {example}.", changed)
        )
    return keys, read


def _refuse_repeated(keys: pd.DataFrame, label: str) -> None:
    again = keys[keys.duplicated(keep=False)]
    if len(again):
        pairs = list(dict.fromkeys(f"{u} in {p}" for p, u in again.itertuples(index=False)))
        raise PanelError(
            f"{label} has {len(again)} rows for {len(pairs)} repeated pairs of unit and period: {some(pairs)}. "
            "Keep one row of each, or add them up before reading."
        )


def _matched(
    keys: pd.DataFrame, units: Units | None, match: Match, label: str, notes: list[Note]
) -> tuple[tuple[str, ...], pd.Series]:
    have = set(keys["unit"])
    if units is None:
        return tuple(sorted(have)), pd.Series(True, index=keys.index)
    known = set(units.ids)
    strangers, absent = sorted(have - known), [i for i in units.ids if i not in have]
    if not have & known:
        raise PanelError(
            f"No unit of {label} is among the units of {units.name}: the table's ids look like {sorted(have)[0]!r}, "
            f"the layer's like {units.ids[0]!r}.{_by_name(have, units)} Ids are compared as text; recode one of "
            "them, or name another id field."
        )
    if match == "exact" and (strangers or absent):
        said = []
        if strangers:
            said.append(
                f"{len(strangers)} units of {label} are not among the units of {units.name}: {some(strangers)}."
            )
        if absent:
            names = dict(zip(units.ids, units.names, strict=True))
            named = [i if names[i] == i else f"{i} ({names[i]})" for i in absent]
            said.append(f"{len(absent)} units of {units.name} have no row in {label}: {some(named)}.")
        raise PanelError(
            " ".join(said) + " Recode the ids, or give match='common' to go on with the units that both have."
        )
    for ids, where in ((strangers, f"only in {label}"), (absent, f"only in {units.name}")):
        if ids:
            notes.append(
                Note(WARNING, "left-out", f"{len(ids)} units {where} were left out as asked: {some(ids)}.", tuple(ids))
            )
    return tuple(i for i in units.ids if i in have), keys["unit"].isin(known)


def _by_name(have: set[str], units: Units) -> str:
    hits = len(have & set(units.names))
    return f" {hits} of the table's ids are names of the layer: join by its name field instead." if hits else ""


def _refuse_holes(holes: pd.MultiIndex, unbalanced: bool, size: int, label: str, notes: list[Note]) -> None:
    if not len(holes):
        return
    pairs = [f"{u} in {p}" for p, u in holes]
    if not unbalanced:
        raise PanelError(
            f"{len(holes)} of {size} rows of {label} are absent: {some(pairs)}. "
            "Add these rows (with empty cells to interpolate later), leave out these units or periods, or allow an "
            "unbalanced panel."
        )
    text = f"{len(holes)} of {size} rows of {label} are absent and hold no values: {some(pairs)}."
    notes.append(Note(WARNING, "unbalanced", text, tuple(pairs)))


def _gaps(frame: pd.DataFrame, holes: int) -> list[Note]:
    missing = frame.isna().sum() - holes
    found = [f"{c} {n}" for c, n in missing.items() if n > 0]
    return [Note(WARNING, "empty-cells", f"Empty cells, by column: {some(found, 12)}.")] if found else []
