"""Crosswalks of files: those that `Crosswalk.write` wrote, and tables of shares of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.boundaries.units import Units
from gisplug.core.errors import JoinError, TableError
from gisplug.core.evidence import INFO, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.tables import read_table, text_ids, write_table
from gisplug.core.tables.columns import need_columns
from gisplug.core.vocabulary import Period
from gisplug.crosswalks.changes import change_notes, written_table
from gisplug.crosswalks.crosswalk import Crosswalk
from gisplug.crosswalks.links import Links, Side, sparse
from gisplug.panel.periods import period_values

SINCE = "since"  # column with the first period in which source units hold, where a table has several crosswalks
OVER = 1e-6  # shares of a source add up to at most 1, give or take their rounding in a table


def read_crosswalk(
    table: str | Path | pd.DataFrame,
    source: str = "source",
    target: str = "target",
    share: str = "share_of_source",
    amount: str = "amount",
    units: Units | None = None,
) -> Crosswalk:
    """Read a crosswalk.

    Parameters
    ----------
    table
        What `Crosswalk.write` wrote, or any table with one row for each source and target.
    source, target
        Columns with the units of both sides. An empty target: the source is gone; an empty source: the target is new.
    share, amount
        Columns with the share of the source (0 to 1) that the target took, and with what lies on the common ground
        (km2, people); one of them is enough: without shares they are the amounts over their sums.
    units
        The target layer, for the order of its units and for maps.

    Returns
    -------
    Crosswalk

    Raises
    ------
    TableError
        If a column is absent or no number, a pair is repeated, shares are negative or add up to more than 1.
    JoinError
        If a target is not among `units`.
    """
    given, label = _opened(table)
    columns = {"source": source, "target": target, "share": share, "amount": amount}
    rows = _rows(given, columns, label)
    return _made(rows, given, label, _targets(rows, units, label), units)


def read_crosswalks(table: str | Path | pd.DataFrame, units: Units | None = None) -> dict[Period, Crosswalk]:
    """Read the crosswalks of several years to one layer, as `write_crosswalks` writes them.

    Parameters
    ----------
    table
        The columns of `Crosswalk.table`, and since: the first period in which the source units hold.
    units
        The target layer.

    Returns
    -------
    {first period: Crosswalk}

    Raises
    ------
    TableError, JoinError
        As `read_crosswalk`, or if there is no column since.
    """
    given, label = _opened(table)
    if SINCE not in given.columns:
        raise TableError(
            message(
                "{label} has no column {since!r}, the first period in which the source units hold.",
                label=label,
                since=SINCE,
            )
        )
    when = period_values(given[SINCE], label)
    if when.isna().any():
        lines = [str(k + 1) for k in np.flatnonzero(when.isna())]
        raise TableError(
            message("Rows {lines} of {label} have no {since!r}.", lines=some(lines), label=label, since=SINCE)
        )
    parts = {first: _rows(given[when == first], {}, label) for first in sorted(set(when))}
    target = _targets(pd.concat(parts.values(), ignore_index=True), units, label)
    return {
        first: _made(
            rows, given[when == first], message("{label} from {first} on", label=label, first=first), target, units
        )
        for first, rows in parts.items()
    }


def write_crosswalks(crosswalks: Mapping[Period, Links], path: str | Path) -> Path:
    """Write the crosswalks of several years, {first period: crosswalk}, into one table, with a column since.

    Raises
    ------
    OutputError
        If it cannot be written there.
    """
    tables = [written_table(walk).assign(**{SINCE: first}) for first, walk in crosswalks.items()]
    return write_table(pd.concat(tables, ignore_index=True), path)


def _opened(table: str | Path | pd.DataFrame) -> tuple[pd.DataFrame, str]:
    if isinstance(table, pd.DataFrame):
        return table, "the crosswalk"
    return read_table(table), Path(str(table).split("|")[0]).name


def _targets(rows: pd.DataFrame, units: Units | None, label: str) -> Side:
    """Return the target units: of the layer where there is one, else all that the rows name."""
    named = _side(rows, "target")
    if units is None:
        return named
    strange = [t for t in named.ids if t not in set(units.ids)]
    if strange:
        raise JoinError(
            message(
                "{targets} of {label} are not among the units of {units}: {strange}.",
                targets=many(len(strange), "target"),
                label=label,
                units=units.name,
                strange=some(strange),
            )
        )
    return Side(units.ids, units.names, units.name)


def _made(rows: pd.DataFrame, given: pd.DataFrame, label: str, target: Side, units: Units | None) -> Crosswalk:
    links = rows[(rows["source"] != "") & (rows["target"] != "")]
    if not len(links):
        raise TableError(message("{label} ties no source to a target.", label=label))
    source = _side(rows, "source")
    i, j = _places(source, links["source"]), _places(target, links["target"])
    shape = len(source.ids), len(target.ids)

    def matrix(column: str) -> csr_array | None:
        values = links[column].to_numpy(np.float64)
        return None if np.isnan(values).any() else sparse(i, j, values, shape)

    made = Crosswalk(
        source,
        target,
        sparse(i, j, _shares(links, label), shape),
        matrix("amount"),
        _word(given, "by", "shares"),
        _word(given, "unit", ""),
        matrix("km2"),
        _of_side(rows, "source", "outside", source),
        _of_side(rows, "target", "covered", target),
        units=units,
    )
    said = message(
        "{label}: {links} of {units} to {units2}.",
        label=label,
        links=many(len(links), "link"),
        units=many(shape[0], "unit"),
        units2=many(shape[1], "unit"),
    )
    return replace(made, report=Report((Note(INFO, "read", said), *change_notes(made))))


def _rows(given: pd.DataFrame, columns: dict[str, str], label: str) -> pd.DataFrame:
    """Check the columns, and return plain ids ("" where empty), names and numbers under words of their own."""
    columns = {"source": "source", "target": "target", "share": "share_of_source", **columns}
    share, amount = columns["share"], columns.get("amount", "amount")
    need_columns(given, (columns["source"], columns["target"]), label)
    if share not in given.columns and amount not in given.columns:
        need_columns(given, (share, amount), label)
    made = {}
    for word in ("source", "target"):
        ids = text_ids(given[columns[word]]).astype("object").fillna("").to_numpy()
        called = f"{word}_name"
        names = given[called].astype("object").fillna("").map(str).str.strip() if called in given.columns else ids
        made[word], made[called] = ids, [name or code for name, code in zip(names, ids, strict=True)]
    rows = pd.DataFrame(made)
    for word in ("share", "amount", "km2", "outside", "covered"):
        column = columns.get(word, word)
        if column not in given.columns:
            rows[word] = np.nan
            continue
        numbers = pd.to_numeric(given[column], errors="coerce")
        wrong = numbers.isna() & given[column].notna() | (numbers < 0) | np.isinf(numbers)
        if wrong.any():
            lines = [str(k + 1) for k in np.flatnonzero(wrong)]
            raise TableError(
                message(
                    "{column!r} of {label} is a number of 0 or more; rows {lines} hold something else.",
                    column=column,
                    label=label,
                    lines=some(lines),
                )
            )
        rows[word] = numbers.to_numpy(np.float64)
    again = rows.duplicated(["source", "target"]) & (rows["source"] != "") & (rows["target"] != "")
    if again.any():
        pairs = [message("{s} in {t}", s=s, t=t) for s, t in rows.loc[again, ["source", "target"]].to_numpy()]
        raise TableError(message("{label} has several rows for {pairs}. Add them up.", label=label, pairs=some(pairs)))
    return rows


def _shares(links: pd.DataFrame, label: str) -> np.ndarray:
    """Return the share of each link (K,), from the shares or else the amounts."""
    if links["share"].notna().all():
        total = links.groupby("source")["share"].sum()
        over = list(total.index[total > 1 + OVER])
        if over:
            raise TableError(
                message(
                    "The shares of {sources} of {label} add up to more than 1: {over}. A share is the "
                    "part of the source, from 0 to 1, that lies in the target.",
                    sources=many(len(over), "source"),
                    label=label,
                    over=some(over),
                )
            )
        near = (total - 1).abs() < OVER
        scale = links["source"].map(total.where(near & (total != 1), 1.0))
        return np.asarray(links["share"] / scale, dtype=np.float64)
    if links["amount"].notna().all():
        total = links.groupby("source")["amount"].transform("sum")
        empty = list(dict.fromkeys(links["source"][total <= 0]))
        if empty:
            raise TableError(
                message(
                    "{sources} of {label} have no amount to divide: {empty}.",
                    sources=many(len(empty), "source"),
                    label=label,
                    empty=some(empty),
                )
            )
        return np.asarray(links["amount"] / total, dtype=np.float64)
    hole = [
        message("{s} in {t}", s=s, t=t) for s, t in links.loc[links["share"].isna(), ["source", "target"]].to_numpy()
    ]
    raise TableError(
        message(
            "{label} lacks the share of {hole}. Fill it in, or give amounts for all rows.", label=label, hole=some(hole)
        )
    )


_NAMED = {"source": message("source units"), "target": message("target units")}


def _side(rows: pd.DataFrame, word: str) -> Side:
    known = rows[rows[word] != ""].drop_duplicates(word)
    return Side(tuple(known[word]), tuple(known[f"{word}_name"]), _NAMED[word])


def _places(side: Side, ids: pd.Series) -> np.ndarray:
    return np.asarray(pd.Index(side.ids).get_indexer(pd.Index(ids)), dtype=np.int64)


def _of_side(rows: pd.DataFrame, word: str, column: str, side: Side) -> np.ndarray | None:
    """Return a number of each unit of a side, or None where the table does not tell it of all."""
    known = rows[rows[word] != ""].drop_duplicates(word).set_index(word)[column].reindex(list(side.ids))
    return None if known.isna().any() else known.to_numpy(np.float64)


def _word(given: pd.DataFrame, column: str, otherwise: str) -> str:
    words = given[column].dropna() if column in given.columns else pd.Series(dtype="object")
    return str(words.iloc[0]) if len(words) else otherwise
