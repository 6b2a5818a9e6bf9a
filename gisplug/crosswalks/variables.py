"""Which variables of a panel are counts and which are rates, and the panel as rows with plain keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError, TableError
from gisplug.core.evidence import many, some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.tables.columns import need_columns
from gisplug.panel.frame import Panel
from gisplug.panel.periods import period_values

UNIT, PERIOD, WITHIN = "__unit", "__period", "__within"  # keys of the rows, beside whatever the table calls its columns


@dataclass(frozen=True)
class Keys:
    """Columns that tell rows apart: `within` is what each unit lies in, None where nothing tells."""

    unit: str
    period: str
    within: str | None = None


@dataclass(frozen=True)
class Wanted:
    """Which variables are moved, and how.

    Attributes
    ----------
    counts, rates : columns
    weights : {rate: column}; a rate that is not there is weighted by the amounts of the crosswalk
    missing : share of a target, 0 to 1, that may be without a value
    """

    counts: tuple[str, ...]
    rates: tuple[str, ...]
    weights: dict[str, str]
    missing: float

    @property
    def all(self) -> tuple[str, ...]:
        """Counts, then rates."""
        return self.counts + self.rates


def wanted_of(counts: Sequence[str], rates: Sequence[str], weights: str | Mapping[str, str], missing: float) -> Wanted:
    """Check what was said of the variables.

    Raises
    ------
    ParameterError
        If no variable is named, one twice, weights are of none, or `missing` is no share.
    """
    for word, given in (("counts", counts), ("rates", rates)):
        if isinstance(given, str):
            raise ParameterError(
                message("{word} is a list of columns; the text {given!r} was given instead.", word=word, given=given)
            )
    names = [*counts, *rates]
    twice = sorted({n for n in names if names.count(n) > 1})
    if not names or twice:
        raise ParameterError(
            message(
                "Say of each variable once whether it is a count or a rate; {odd}.",
                odd=message("{twice} was named twice", twice=some(twice)) if twice else message("none was named"),
            )
        )
    if not 0 <= missing <= 1:
        raise ParameterError(message("missing is a share from 0 to 1; {missing!r} was given instead.", missing=missing))
    if isinstance(weights, str):
        by = dict.fromkeys(rates, weights) if weights else {}
    else:
        by = dict(weights)
        odd = [name for name in by if name not in rates]
        if odd:
            raise ParameterError(
                message("weights are of rates; {odd} is none of {rates}.", odd=some(odd), rates=some(list(rates)))
            )
    return Wanted(tuple(counts), tuple(rates), by, float(missing))


def rows_of(panel: Panel | pd.DataFrame, keys: Keys, wanted: Wanted, label: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the panel as rows with the columns `UNIT`, `PERIOD`, `WITHIN` where there is one, and the variables and
    weights, and the names of the columns that are left out.

    Raises
    ------
    TableError
        If a column is absent, no number or without bound, or a weight is negative.
    PanelError
        If a row has no unit or period, or a unit several rows in a period.
    """
    table, unit, period = panel.table() if isinstance(panel, Panel) else panel, keys.unit, keys.period
    if set(table.index.names) & {unit, period}:
        table = table.reset_index()
    needed = [unit, period, *wanted.all, *dict.fromkeys(wanted.weights.values())]
    need_columns(table, [*needed, *([keys.within] if keys.within else ())], label)
    words = [c for c in needed[2:] if not pd.api.types.is_numeric_dtype(table[c])]
    if words:
        raise TableError(
            message("Columns {words} of {label} are not numbers; recode them first.", words=some(words), label=label)
        )
    values = table[list(dict.fromkeys(needed[2:]))].astype(np.float64)
    infinite = [c for c in values.columns if np.isinf(values[c]).any()]
    if infinite:
        raise TableError(
            message(
                "Columns {infinite} of {label} hold values without bound; leave these cells empty.",
                infinite=some(infinite),
                label=label,
            )
        )
    below = [c for c in set(wanted.weights.values()) if (values[c] < 0).any()]
    if below:
        raise TableError(
            message(
                "Weights are 0 or more; {below} of {label} has negative ones.", below=some(sorted(below)), label=label
            )
        )
    made = pd.DataFrame(
        {UNIT: text_ids(table[unit]).astype("object"), PERIOD: period_values(table[period])}, index=table.index
    )
    blank = made.isna().any(axis=1)
    if blank.any():
        rows = [str(k + 1) for k in np.flatnonzero(blank)]
        raise PanelError(
            message(
                "{rows} of {label} lack {unit} or {period}: rows {rows2}.",
                rows=many(len(rows), "row"),
                label=label,
                unit=unit,
                period=period,
                rows2=some(rows),
            )
        )
    if keys.within:
        made[WITHIN] = table[keys.within]
    made = pd.concat([made, values], axis=1)
    if isinstance(panel, Panel) and panel.unbalanced:
        made = made[values.notna().any(axis=1)]
    refuse_repeated(made, [k for k in (UNIT, PERIOD, WITHIN) if k in made], label)
    return made, [str(c) for c in table.columns if c not in (*needed, keys.within)]


def refuse_repeated(rows: pd.DataFrame, keys: Sequence[str], label: str) -> None:
    """Refuse rows that are alike in these of the keys, `UNIT` and `PERIOD` among them.

    Raises
    ------
    PanelError
        Listing units and periods.
    """
    again = rows.duplicated(list(keys), keep=False)
    if again.any():
        pairs = [
            message("{u} in {p}", u=u, p=p) for u, p in rows.loc[again, [UNIT, PERIOD]].drop_duplicates().to_numpy()
        ]
        raise PanelError(
            message(
                "{label} has several rows for {pairs}. Keep one row of each, or add them up first.",
                label=label,
                pairs=some(pairs),
            )
        )
