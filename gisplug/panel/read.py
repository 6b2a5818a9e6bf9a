"""From a long table to a Panel: joined by id and period, never by the order of rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.boundaries.names.aliases import read_aliases
from gisplug.boundaries.names.match import matched, targets_of
from gisplug.boundaries.names.totals import groups_among
from gisplug.core.advice import option
from gisplug.core.alignment import Chosen, Source, align_sources
from gisplug.core.errors import JoinError, PanelError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.periods.columns import Periods
from gisplug.core.tables import text_ids
from gisplug.core.tables.groups import levels_in
from gisplug.core.vocabulary import Match, Period, known
from gisplug.panel.belonging import Told, belonging
from gisplug.panel.frame import Panel
from gisplug.panel.periods import period_notes, read_column
from gisplug.panel.source import FileOptions, panel_table
from gisplug.panel.wide import cells_of

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units

SYNTHETIC = "SYNTHETIC"  # a column that says so in every row marks simulated data


class ReadOptions(TypedDict, total=False):
    """What `read_panel` may be told of its source.

    Attributes
    ----------
    encoding, layer : of the file, see `gisplug.core.tables.read_table`
    sheet : one sheet of a workbook, several joined by commas, or "*" for all; see `gisplug.panel.source`
    wide : how a wide table is read: "auto" (found by the names of its columns), "no", "units" (a column a unit), a
        pattern such as "{variable}_{period}", or the name of the variable of columns called by their period alone
    name : what messages call the panel; the file's name where left out
    aliases : what the user confirmed of names, a table or DataFrame with the columns from and to (`read_aliases`)
    within : column that tells what each unit lies in (province, state), where units of one name need it
    only, only_periods : the units (ids or names) and periods of the sample; all where left out
    """

    encoding: str | None
    sheet: str | None
    layer: str | None
    wide: str | None
    name: str | None
    aliases: str | Path | pd.DataFrame | None
    within: str | None
    only: Sequence[str] | None
    only_periods: Sequence[Period] | None


def read_panel(
    source: str | Path | pd.DataFrame,
    unit: str,
    period: str,
    units: Units | None = None,
    unbalanced: bool = False,
    match: Match = "names",
    columns: Sequence[str] | None = None,
    **options: Unpack[ReadOptions],
) -> Panel:
    """Read a table as a Panel: a long one, one row per unit and period, or a wide one, with a column a period.

    Parameters
    ----------
    source
        Path of a table (see `gisplug.core.tables.read_table`), "demo-panel", or a DataFrame with such
        rows and columns.
    unit, period
        Columns with the unit's id and the period; of a wide table, the name that its periods get. Ids are compared as
        text (110000 = 110000.0 = "110000").
    units
        Boundaries to join; they give the order of the panel. Without them units are sorted by id.
    unbalanced
        Whether absent rows are allowed; they become NaN. Otherwise a panel with holes is refused.
    match
        "names": table and boundaries must have the same units, by id or by a name that is certain (see
        `match_names`); the report lists those matched by name. "exact": by id only. "common": units that only one of
        them has are left out, and the report lists them.
    columns
        Which columns to keep; all where left out.
    options
        `encoding`, `sheet`, `layer`, `wide`, `name`, `aliases`, `within`, `only`, `only_periods`, as in `ReadOptions`.

    Raises
    ------
    TableError
        If the table cannot be read or lacks a column.
    PanelError
        If keys are missing or repeated, units are strangers to the boundaries, or rows are absent. The message lists
        the offenders and says how to mend it.
    """
    known(options, ReadOptions, "read_panel")
    file = FileOptions(
        options.get("encoding"), options.get("sheet"), options.get("layer"), options.get("wide"), options.get("name")
    )
    found = panel_table(source, unit, period, file)
    table, label, period = found.table.reset_index(drop=True), found.name, found.period
    within = options.get("within")
    _need(table, (unit, period, *([within] if within else ()), *(columns or ())), label)
    notes = list(found.notes)
    keys, read = _keys(table, unit, period, label, notes)
    aliases = options.get("aliases")
    told = Told(read_aliases(aliases) if aliases is not None else None, table[within] if within else None)
    keys = _of_units(keys, units, match, told, label, notes)
    _refuse_repeated(keys, label)
    ids, keys = _sample(keys, units, match, options, label, notes)
    table = table.loc[keys.index]
    calendar = calendar_of(tuple(set(keys["period"])), label)
    periods = calendar.periods
    values = table.drop(columns=[unit, period]) if columns is None else table[list(columns)]
    values.index = pd.MultiIndex.from_frame(keys[["period", "unit"]])
    whole = pd.MultiIndex.from_product([periods, ids], names=["period", "unit"])
    holes = whole.difference(values.index, sort=False)
    _refuse_holes(holes, unbalanced, len(whole), label, notes)
    frame = values.reindex(whole)
    notes.append(
        Note(
            INFO,
            "panel",
            message(
                "{label}: {n} units x {n2} periods ({periods} to {periods2}).",
                label=label,
                n=len(ids),
                n2=len(periods),
                periods=periods[0],
                periods2=periods[-1],
            ),
        )
    )
    notes.extend(period_notes(read, calendar, label))
    if units is None:
        notes.extend(_totals(ids, _names(keys["unit"], values), label))
    notes.extend(_gaps(frame, len(holes)))
    if any((table[c] == SYNTHETIC).all() for c in table.columns if table[c].dtype.kind not in "iufbM"):
        notes.append(
            Note(
                WARNING,
                "synthetic",
                message("{label} holds SYNTHETIC data: simulated for demonstration, not observations.", label=label),
            )
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
        tuple(map(str, pd.unique(keys["unit"]))),
        levels_in(table),
    )


def _need(table: pd.DataFrame, wanted: Sequence[str], label: str) -> None:
    lost = [c for c in wanted if c not in table.columns]
    if len(lost) > 1 and lost[:2] == list(wanted[:2]) and cells_of([str(c) for c in table.columns]):
        lost.remove(wanted[1])  # the periods stand in the names of the columns
    if lost:
        import difflib

        close = difflib.get_close_matches(lost[0], list(map(str, table.columns)), n=1, cutoff=0.5)
        hint = message(" Did you mean {close!r}?", close=close[0]) if close else ""
        if lost == [wanted[0]] and wanted[1] in table.columns and not close:
            hint = message(" If every other column is a unit, give {option}.", option=option("wide", "units"))
        raise TableError(
            message(
                "{label} has no column {lost}.{hint} It has: {columns}.",
                label=label,
                lost=", ".join(map(repr, lost)),
                hint=hint,
                columns=some(list(map(str, table.columns)), 30),
            )
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
            values = {"n": len(lost), "label": label, "name": name, "rows": some([str(i + 2) for i in lost])}
            if column == "unit":
                text = message(
                    "{n} rows of {label} have no unit in {name!r}: rows {rows} of the file. Fill them in, or delete "
                    "these rows.",
                    **values,
                )
            else:
                text = message(
                    "{n} rows of {label} have no period in {name!r}: rows {rows} of the file. Fill them in, or delete "
                    "these rows.",
                    **values,
                )
            raise PanelError(text)
    plain = table[unit].astype("object").map(str)
    changed = tuple(sorted(set(plain[plain != keys["unit"]])))
    if changed:
        example = message(
            "{changed!r} became {iloc!r}", changed=changed[0], iloc=keys["unit"][plain == changed[0]].iloc[0]
        )
        notes.append(
            Note(
                INFO,
                "ids-as-text",
                message(
                    "{n} ids of {label} were written as plain text: {example}.",
                    n=len(changed),
                    label=label,
                    example=example,
                ),
                changed,
            )
        )
    return keys, read


def _refuse_repeated(keys: pd.DataFrame, label: str) -> None:
    again = keys[keys.duplicated(keep=False)]
    if len(again):
        pairs = list(dict.fromkeys(message("{u} in {p}", u=u, p=p) for p, u in again.itertuples(index=False)))
        raise PanelError(
            message(
                "{label} has {n} rows for {n2} repeated pairs of unit and period: {pairs}. Keep one row "
                "of each, or add them up before reading.",
                label=label,
                n=len(again),
                n2=len(pairs),
                pairs=some(pairs),
            )
        )


def _of_units(
    keys: pd.DataFrame, units: Units | None, match: Match, told: Told, label: str, notes: list[Note]
) -> pd.DataFrame:
    """Return the keys with ids of units in the place of names; rows that the aliases leave out are gone."""
    try:
        found = belonging(keys["unit"], keys["period"], units, match, told, label)
    except JoinError as problem:
        raise PanelError(str(problem)) from problem
    notes.extend(found.notes)
    kept = keys.loc[found.ids.index]
    return kept.assign(unit=found.ids)


def _sample(
    keys: pd.DataFrame, units: Units | None, match: Match, options: ReadOptions, label: str, notes: list[Note]
) -> tuple[tuple[str, ...], pd.DataFrame]:
    """Return the units of the panel, in order, and the keys of its rows."""
    have = tuple(sorted(set(keys["unit"])))
    periods = tuple(sorted(set(keys["period"])))
    sources = [Source("panel", label, have, periods)]
    names: dict[str, str] = {}
    if units is not None:
        sources = [Source("boundaries", units.name, units.ids), *sources]
        names = dict(zip(units.ids, units.names, strict=True))
    chosen = Chosen(_ids_of(options.get("only"), units, have), (), tuple(options.get("only_periods") or ()))
    try:
        found = align_sources(sources, match, chosen, names)
    except JoinError as problem:
        raise PanelError(str(problem)) from problem
    notes.extend(n for n in found.report.notes if n.code != "aligned")
    return found.ids, keys[keys["unit"].isin(found.ids) & keys["period"].isin(found.periods)]


def _ids_of(only: Sequence[str] | None, units: Units | None, have: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of units given by id or name."""
    if not only:
        return ()
    listed = text_ids([str(u) for u in only]).tolist()
    found = matched([(u, "") for u in listed], targets_of(units if units is not None else have))
    if found.open:
        raise PanelError(
            message("The list of units is not certain: {told_open}. Give the ids.", told_open=found.told_open())
        )
    return tuple(found.accepted.values())


def _refuse_holes(holes: pd.MultiIndex, unbalanced: bool, size: int, label: str, notes: list[Note]) -> None:
    if not len(holes):
        return
    pairs = [message("{u} in {p}", u=u, p=p) for p, u in holes]
    if not unbalanced:
        raise PanelError(
            message(
                "{n} of {size} rows of {label} are absent: {pairs}. Add these rows (with empty cells to "
                "interpolate later), leave out these units or periods, or allow them to be absent: "
                "{option}.",
                n=len(holes),
                size=size,
                label=label,
                pairs=some(pairs),
                option=option("unbalanced", "yes"),
            )
        )
    text = message(
        "{n} of {size} rows of {label} are absent and hold no values: {pairs}.",
        n=len(holes),
        size=size,
        label=label,
        pairs=some(pairs),
    )
    notes.append(Note(WARNING, "unbalanced", text, tuple(pairs)))


def _names(given: pd.Series, values: pd.DataFrame) -> dict[str, str]:
    """Return {id: name} by the first column of text that says the same of a unit in all periods and tells units apart.

    `given` are the ids, one a row of `values`.
    """
    ids = given.to_numpy()
    for column in values.columns:
        text = values[column]
        if text.dtype.kind in "iufbMm" or text.isna().all():
            continue
        pairs = pd.DataFrame({"unit": ids, "name": text.to_numpy()}).dropna().drop_duplicates()
        if len(pairs) > 1 and pairs["unit"].is_unique and pairs["name"].nunique() * 2 > len(pairs):
            return dict(zip(pairs["unit"], pairs["name"].astype(str), strict=True))
    return {}


def _totals(ids: Sequence[str], names: dict[str, str], label: str) -> list[Note]:
    """Warn of units that seem to be totals or groups of others; without boundaries nothing but the user can tell."""
    found = groups_among(ids, names)
    if not found:
        return []
    listed = [f"{i} ({names[i]})" if names.get(i, i) != i else i for i in found]
    text = message(
        "{label} may hold totals or groups of units among its {n} units, by their names or codes: "
        "{listed}. They count as units. Leave them out in a table with the columns from and to, with "
        "- as their unit: {option}.",
        label=label,
        n=len(ids),
        listed=some(listed, 12),
        option=option("aliases", "FILE"),
    )
    return [Note(WARNING, "totals", text, found)]


def _gaps(frame: pd.DataFrame, holes: int) -> list[Note]:
    missing = frame.isna().sum() - holes
    found = [f"{c} {n}" for c, n in missing.items() if n > 0]
    return (
        [Note(WARNING, "empty-cells", message("Empty cells, by column: {found}.", found=some(found, 12)))]
        if found
        else []
    )
