"""What the language sees of a panel: named columns over units and periods (`Panel` satisfies it; so may any other
table), and what a name means in it: a column, a key, or labels to group by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.tables.groups import declared_order
from gisplug.core.vocabulary import Period
from gisplug.language.lexer import odd_names, split_outside
from gisplug.language.place import plain, proposal

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("period", "unit", "name", "trend")  # known to every table, unless it has columns of these names
MISSING = ""  # the label of a row without one


class Columns(Protocol):
    """Columns of N units and T periods, rows time-major: `frame` has T * N rows, all periods of it in order."""

    @property
    def frame(self) -> pd.DataFrame:
        """Long table, index (period, unit), T * N rows, time-major."""

    @property
    def name(self) -> str:
        """What messages call the table."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the units, length N."""

    @property
    def names(self) -> tuple[str, ...]:
        """What tables call each unit, length N."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods, sorted, length T."""

    @property
    def unit_name(self) -> str:
        """What the key of the units was called in the table."""

    @property
    def period_name(self) -> str:
        """What the key of the periods was called in the table."""

    @property
    def N(self) -> int:
        """Number of units."""

    @property
    def T(self) -> int:
        """Number of periods."""

    def array(self, column: str) -> np.ndarray:
        """Return one column as (T, N) float64."""
        ...


def columns_of(panel: Columns) -> tuple[str, ...]:
    """Names of the columns, as text."""
    return tuple(map(str, panel.frame.columns))


def odd_columns(panel: Columns) -> tuple[str, ...]:
    """Columns whose names look like several words or like a term."""
    return odd_names(columns_of(panel))


def column_named(panel: Columns, name: str) -> str | None:
    """Return the column of this name, compared as it is, else in its plain form (NFKC); None where there is none.

    Raises
    ------
    ModelError
        If several columns have this plain form, and none is written like it.
    """
    if name in panel.frame.columns:
        return name
    alike = [c for c in columns_of(panel) if plain(c) == plain(name)]
    if len(alike) > 1:
        raise ModelError(
            message(
                "{name!r} may be any of {alike}; write it exactly so.", name=name, alike=", ".join(map(repr, alike))
            )
        )
    return alike[0] if alike else None


def key_named(panel: Columns, name: str) -> str | None:
    """Return which of `KEYS` a name is: "time" is the period, and the panel's own names of its keys are known too."""
    known = {"time": "period", panel.period_name: "period", panel.unit_name: "unit"}
    return known.get(name, name if name in KEYS else None)


def unknown(panel: Columns, name: str) -> str:
    """Say that a name is no column, which was probably meant, and which there are."""
    known = columns_of(panel)
    candidates = (*known, panel.unit_name, panel.period_name, *KEYS)
    return message(
        "{name!r} is no column{proposal}; there are {known}",
        name=name,
        proposal=proposal(name, candidates),
        known=some(list(known), 30) or message("none"),
    )


def group_labels(panel: Columns, name: str) -> np.ndarray:
    """Return group labels (T * N,) as text, "" where there is none.

    Parameters
    ----------
    name
        "unit", "period", a column, or several joined by ":" or "^" (their combinations); names with such signs stand
        in backticks.

    Raises
    ------
    PanelError
        If there is no such column.
    """
    whole = column_named(panel, name)
    parts = [name] if whole is not None else [_bare(part) for part in split_outside(name, ":^：＾")]
    found = [_labels(panel, part) for part in parts]
    return found[0] if len(found) == 1 else np.array(["|".join(row) for row in zip(*found, strict=True)], dtype=object)


def text_of(value: object) -> str:
    """Return a label as text; whole numbers without their decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def ordered(labels: Sequence[str], stated: Sequence[str] = ()) -> list[str]:
    """Return the different labels: those of `stated` in its order, then by number where all are numbers, else by
    letter; "" is left out.
    """
    different = {str(label) for label in labels} - {MISSING}
    first = [label for label in stated if label in different]
    try:
        return first + sorted(different - set(first), key=float)
    except ValueError:
        return first + sorted(different - set(first))


def levels_of(panel: Columns, name: str) -> tuple[str, ...]:
    """Return the order of the groups of a column: the declared one, else that of the table itself, else ()."""
    column = column_named(panel, name) or name
    given: tuple[str, ...] = getattr(panel, "levels", {}).get(column, ())
    return declared_order((), column) or given


def _labels(panel: Columns, name: str) -> np.ndarray:
    column = column_named(panel, name)
    if column is not None:
        series = panel.frame[column]
        cells = series.astype(object).where(series.notna(), MISSING)
        return np.array([v if type(v) is str else text_of(v) for v in cells], dtype=object)
    key = key_named(panel, name)
    if key == "unit":
        return np.tile(np.array(panel.ids, dtype=object), panel.T)
    if key == "name":
        return np.tile(np.array(panel.names, dtype=object), panel.T)
    if key == "period":
        return np.repeat(np.array([str(p) for p in panel.periods], dtype=object), panel.N)
    raise PanelError(
        message(
            "{panel} cannot be grouped: {unknown}; 'unit' and 'period' work too.",
            panel=panel.name,
            unknown=unknown(panel, name),
        )
    )


def _bare(part: str) -> str:
    part = part.strip()
    quoted = len(part) > 2 and part[0] == part[-1] == "`"
    return part[1:-1].replace("``", "`") if quoted else part
