"""Rows below the unit (firms, projects, surveys) summed up by unit and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import ParameterError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.tables import text_ids

Statistic = Literal["mean", "sum", "median", "min", "max", "sd", "positive"]


@dataclass(frozen=True)
class Aggregated:
    """What rows of a unit and period have in common.

    Attributes
    ----------
    table : DataFrame, index (unit, period)
        `rows`, their number, and `<column>_<statistic>` of each column and statistic.
    report : Report
        rows left out, and why.
    """

    table: pd.DataFrame
    report: Report = field(default_factory=Report)


def aggregate(
    table: pd.DataFrame,
    unit: str,
    period: str,
    columns: Sequence[str] = (),
    statistics: Sequence[str] = ("mean",),
    weight: str | None = None,
) -> Aggregated:
    """Sum up rows by unit and period.

    Parameters
    ----------
    table
        One row a firm, project or person, with the unit and period that it belongs to; rows without either are left
        out and told.
    columns
        Columns of numbers. Empty cells do not count; a statistic of none is NaN (a sum too).
    statistics
        "mean", "sum", "median", "min", "max", "sd", "positive" (how many are above nought).
    weight
        Column that weighs the means.

    Raises
    ------
    TableError
        If columns are absent or hold no numbers.
    ParameterError
        If a statistic is unknown, or a weight is negative.
    """
    if strange := [s for s in statistics if s not in get_args(Statistic)]:
        raise ParameterError(
            message(
                "Statistics are {statistic}; {strange} is none of them.",
                statistic=", ".join(get_args(Statistic)),
                strange=", ".join(strange),
            )
        )
    wanted = [unit, period, *columns, *([weight] if weight else [])]
    if lost := [c for c in wanted if c not in table.columns]:
        raise TableError(
            message(
                "The table has no column {lost}. It has: {columns}.",
                lost=", ".join(lost),
                columns=", ".join(map(str, table.columns)),
            )
        )
    numbers = table[list(dict.fromkeys(wanted[2:]))].apply(pd.to_numeric, errors="coerce")
    if words := [c for c in numbers if (numbers[c].isna() & table[c].notna()).any()]:
        raise TableError(
            message(
                "{words} holds words beside numbers; mend these cells, or leave the column out.", words=", ".join(words)
            )
        )
    if weight and (numbers[weight] < 0).any():
        raise ParameterError(message("{weight!r} has negative weights.", weight=weight))
    whole = table[unit].notna() & table[period].notna()
    keys = [text_ids(table.loc[whole, unit]), table.loc[whole, period]]
    groups = numbers[whole].groupby(keys)
    made = pd.DataFrame({"rows": groups.size()})
    for column in columns:
        for statistic in statistics:
            made[f"{column}_{statistic}"] = _of(numbers[whole], column, statistic, keys, weight)
    made.index.names = [unit, period]
    notes = [
        Note(INFO, "aggregated", message("{whole} rows in {n} units and periods.", whole=int(whole.sum()), n=len(made)))
    ]
    if not whole.all():
        text = message("{whole} rows without unit or period were left out.", whole=int((~whole).sum()))
        notes.append(Note(WARNING, "rows-left-out", text))
    return Aggregated(made, Report(tuple(notes)))


def _of(numbers: pd.DataFrame, column: str, statistic: str, keys: list[pd.Series], weight: str | None) -> pd.Series:
    """Return one statistic, index (unit, period)."""
    groups = numbers[column].groupby(keys)
    if statistic == "mean" and weight:
        known = numbers[column].notna() & numbers[weight].notna()
        size = numbers[weight].where(known)
        total = size.groupby(keys).sum()
        mean = (numbers[column] * size).groupby(keys).sum() / total.where(total > 0)
        return mean.astype(float)
    if statistic == "positive":
        return (numbers[column] > 0).groupby(keys).sum().where(groups.count() > 0).astype(float)
    if statistic == "sum":
        return groups.sum(min_count=1)
    return groups.agg({"sd": "std"}.get(statistic, statistic)).astype(np.float64)
