"""The table of a study's panel as it is read: keys as text, rows of the units and periods that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.boundaries.names.aliases import LEAVE_OUT, Aliases, read_aliases
from gisplug.core.errors import JoinError, StudyError
from gisplug.core.evidence import some, tell
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.tables import text_ids
from gisplug.panel.periods import period_values
from gisplug.panel.source import FileOptions
from gisplug.panel.source import panel_table as read_source

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.core.progress import Progress


def panel_table(given: Mapping[str, Any], progress: Progress) -> pd.DataFrame:
    """Return the table of [panel], its column of units as text, the periods that `periods` asks for.

    Returns
    -------
    DataFrame
        One row a unit and period; the index counts.

    Raises
    ------
    JoinError
        If the table lacks the column of units or periods.
    StudyError
        If no row is of the periods.
    """
    unit, period = str(given["unit"]), str(given["period"])
    file = FileOptions(given.get("encoding"), given.get("sheet"), None, given.get("wide"))
    found = read_source(given["path"], unit, period, file)
    tell(progress, found.notes)
    table = found.table.rename(columns={found.period: period})
    for column in (unit, period, *([str(given["within"])] if given.get("within") else ())):
        if column not in table.columns:
            raise JoinError(
                message(
                    "{given} has no column {column!r}. It has: {columns}.",
                    given=given["path"],
                    column=column,
                    columns=", ".join(map(str, table.columns)),
                )
            )
    table[unit] = text_ids(table[unit])
    if given.get("periods"):
        table = _chosen(table, period, given["periods"], progress)
    return table.reset_index(drop=True)


def renamed(table: pd.DataFrame, unit: str, within: str | None, aliases: str) -> pd.DataFrame:
    """Return the table with ids of units in the place of the names in a file of aliases; "-" leaves rows out.

    Parameters
    ----------
    table : one row a unit and period, columns `unit` and `within` among them
    """
    known = read_aliases(aliases)
    lies = table[within].fillna("").astype(str) if within else [""] * len(table)
    to = [known.of(str(u), w) or str(u) for u, w in zip(table[unit], lies, strict=True)]
    made = table.assign(**{unit: to})
    return made[made[unit] != LEAVE_OUT].reset_index(drop=True)


def of_sample(table: pd.DataFrame, unit: str, period: str, sample: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the units and periods that are used in a table of an alignment.

    Parameters
    ----------
    table : one row a unit and period, columns `unit` and `period` among them
    sample : columns kind, id and used (0/1), one row a unit or period
    """
    used = sample[sample["used"].astype(int) == 1]
    ids, periods = (set(text_ids(used.loc[used["kind"] == kind, "id"])) for kind in ("unit", "period"))
    keep = table[unit].isin(ids)
    if periods:
        keep &= period_values(table[period]).astype(str).isin(periods)
    return table[keep].reset_index(drop=True)


def names_of(sample: pd.DataFrame) -> dict[str, str]:
    """Return {id: name} of the units of a table of an alignment.

    Parameters
    ----------
    sample : columns kind, id and name, one row a unit or period
    """
    units = sample[sample["kind"] == "unit"]
    return dict(zip(text_ids(units["id"]), units["name"].astype(str), strict=True))


def label_of(path: Any) -> str:
    """Return what messages call a table."""
    return Path(str(path).split("|")[0]).name


def aliases_of(given: Mapping[str, Any]) -> Aliases | None:
    """Return the aliases that a study names, None where it names none."""
    return read_aliases(given["aliases"]) if given.get("aliases") else None


def _chosen(table: pd.DataFrame, period: str, periods: Sequence[Any], progress: Progress) -> pd.DataFrame:
    """Return the rows between two periods, or those of a list of one, three or more."""
    values = period_values(table[period], "the panel")
    calendar = calendar_of(sorted(set(values.dropna())), "the panel")
    if len(periods) == 2:
        first, last = (calendar.steps_to(p, "the panel") for p in periods)
        inside = [p for p, at in zip(calendar.periods, calendar.clock, strict=True) if first <= at <= last]
        said = message("between {periods} and {periods2}", periods=periods[0], periods2=periods[1])
    else:
        inside = [p for p in calendar.periods if str(p) in set(map(str, periods))]
        said = message("of {periods}", periods=some(list(map(str, periods))))
        if lost := sorted(set(map(str, periods)) - set(map(str, inside))):
            raise StudyError(
                message(
                    "[panel] periods names {lost}, which the panel does not have; its periods are "
                    "{periods}. Two periods are the first and the last.",
                    lost=some(lost),
                    periods=some(list(map(str, calendar.periods)), 30),
                )
            )
    keep = values.isin(inside)
    if not keep.any():
        raise StudyError(
            message(
                "No row of the panel lies {said}; its periods are {values}.",
                said=said,
                values=some(sorted(map(str, set(values)))),
            )
        )
    if not keep.all():
        progress.info(
            message("{keep} of {n} rows lie {said} and are kept.", keep=int(keep.sum()), n=len(table), said=said)
        )
    return table[keep]
