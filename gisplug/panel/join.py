"""Join another table to a panel by id and, where it has one, by period."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from gisplug.boundaries.names.aliases import read_aliases
from gisplug.core.errors import JoinError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.vocabulary import Match, one_of
from gisplug.panel.belonging import Told, belonging
from gisplug.panel.frame import Panel
from gisplug.panel.periods import period_values

Absent = Literal["refuse", "empty"]


def join_table(
    panel: Panel,
    table: pd.DataFrame,
    unit: str,
    period: str | None = None,
    absent: Absent = "refuse",
    name: str = "table",
    match: Match = "names",
    aliases: str | Path | pd.DataFrame | None = None,
) -> Panel:
    """Return the panel with the columns of a table added.

    Parameters
    ----------
    table, unit, period
        One row per unit (and period), and its key columns. Without a period its rows hold for every period (area,
        terrain).
    absent
        "refuse" rows of the panel that the table lacks, or leave them "empty".
    match
        Whether rows belong to units by id or by a name that is certain ("names", "common": see `match_names`), or by
        id only ("exact").
    aliases
        What the user confirmed of names, a table with the columns from and to (`read_aliases`).

    Notes
    -----
    Rows of the table for other units or periods are left out, and the report lists them. A column that the panel has
    already is refused.

    Raises
    ------
    JoinError
        If keys are repeated or no row fits, rows are lacking, or the panel has a column already.
    TableError
        If the table lacks a key column.
    ParameterError
        If `absent` is neither.
    """
    one_of("absent", absent, get_args(Absent))
    lost = [c for c in (unit, period) if c is not None and c not in table.columns]
    if lost:
        raise TableError(
            message(
                "{name} has no column {lost}; it has {columns}.",
                name=name,
                lost=", ".join(map(repr, lost)),
                columns=some(list(map(str, table.columns)), 30),
            )
        )
    values = table.drop(columns=[c for c in (unit, period) if c is not None])
    twice = [str(c) for c in values.columns if c in panel.frame.columns]
    if twice:
        raise JoinError(
            message(
                "Both {panel} and {name} have the columns {twice}. Rename them in one of the tables.",
                panel=panel.name,
                name=name,
                twice=some(twice),
            )
        )
    table, values = table.reset_index(drop=True), values.reset_index(drop=True)
    when = period_values(table[period], name) if period is not None else None
    found = belonging(
        text_ids(table[unit]).astype("object").fillna(""),
        when,
        panel.units if panel.units is not None else panel.ids,
        "exact" if match == "exact" else "common",
        Told(read_aliases(aliases) if aliases is not None else None),
        name,
    )
    values = values.loc[found.ids.index]
    keys = {"unit": found.ids.to_numpy()}
    if when is not None:
        keys = {"period": when.loc[found.ids.index].to_numpy(), **keys}
    index = (
        pd.MultiIndex.from_arrays(list(keys.values()), names=list(keys))
        if period is not None
        else pd.Index(keys["unit"], name="unit")
    )
    if index.has_duplicates:
        again = [_named(k) for k in index[index.duplicated()].unique()]
        raise JoinError(
            message("{name} has several rows for {again}. Keep one row of each.", name=name, again=some(again))
        )
    values.index = index
    wanted = panel.frame.index if period is not None else pd.Index(panel.ids, name="unit")
    gone = [_named(k) for k in wanted.difference(index, sort=False)]
    unsure = (
        message(" Not certain: {told_open}.", told_open=found.matches.told_open())
        if found.matches is not None and found.matches.open
        else ""
    )
    if len(gone) == len(wanted):
        raise JoinError(
            message(
                "No row of {name} fits {panel}: its ids look like {keys!r}, the panel's like "
                "{panel2!r}.{unsure} Recode one of them.",
                name=name,
                panel=panel.name,
                keys=keys["unit"][0],
                panel2=panel.ids[0],
                unsure=unsure,
            )
        )
    if gone and absent == "refuse":
        raise JoinError(
            message(
                "{name} lacks {n} of {n2} rows of {panel}: {gone}.{unsure} Add them, or let them stay empty.",
                name=name,
                n=len(gone),
                n2=len(wanted),
                panel=panel.name,
                gone=some(gone),
                unsure=unsure,
            )
        )
    extra = [_named(k) for k in index.difference(wanted, sort=False)]
    added = values.reindex(panel.frame.index.get_level_values("unit") if period is None else wanted)
    added.index = panel.frame.index
    notes = [
        *found.notes,
        Note(
            INFO,
            "joined",
            message(
                "{name}: {n} columns joined by {unit}{clause}: {columns}.",
                name=name,
                n=len(values.columns),
                unit=unit,
                clause=message(" and {period}", period=period) if period else "",
                columns=some(list(map(str, values.columns)), 12),
            ),
        ),
    ]
    if extra:
        notes.append(
            Note(
                WARNING,
                "left-out",
                message(
                    "{n} rows of {name} are not in {panel} and were left out: {extra}.",
                    n=len(extra),
                    name=name,
                    panel=panel.name,
                    extra=some(extra),
                ),
                tuple(extra),
            )
        )
    if gone:
        notes.append(
            Note(
                WARNING,
                "empty-cells",
                message(
                    "{n} rows of {panel} are not in {name} and stay empty: {gone}.",
                    n=len(gone),
                    panel=panel.name,
                    name=name,
                    gone=some(gone),
                ),
                tuple(gone),
            )
        )
    return replace(panel, frame=pd.concat([panel.frame, added], axis=1), report=panel.report + Report(tuple(notes)))


def _named(key: object) -> str:
    return message("{key} in {key2}", key=key[1], key2=key[0]) if isinstance(key, tuple) else str(key)
