"""A column of periods as every table has it: each spelling to one, by `core.periods`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.periods.calendar import calendar_of
from gisplug.core.periods.columns import Periods, read_periods
from gisplug.core.tables.ids import text_ids
from gisplug.core.vocabulary import Period

if TYPE_CHECKING:
    import pandas as pd


def period_values(column: pd.Series, name: str = "the table") -> pd.Series:
    """Return periods as whole numbers where they are years (2010.0, "2010年", 2010-01-01), else as text in order.

    Half-years are "2019H1", quarters "2019Q1", months "2019-01", weeks "2019-W05", days "2019-01-05". The Series has
    the index of the column that was given; empty cells stay so.

    Raises
    ------
    PanelError
        If the periods have no order in time, or are of several frequencies.
    """
    return read_column(column, name)[0]


def read_column(column: pd.Series, name: str = "the table") -> tuple[pd.Series, Periods | None]:
    """Return `period_values` and what was found of them; None where the column is empty.

    Raises
    ------
    PanelError
        As `period_values`.
    """
    import pandas as pd

    given = column.dt.strftime("%Y-%m-%d %H:%M:%S") if pd.api.types.is_datetime64_any_dtype(column) else column
    codes, levels = pd.factorize(text_ids(given).astype("object"), use_na_sentinel=True)
    if not len(levels):
        return pd.Series(None, index=column.index, name=column.name, dtype="object"), None
    read = read_periods([str(level) for level in levels], name)
    labels = pd.Series(list(read.labels), dtype="object").reindex(codes)
    return pd.Series(labels.to_numpy(), index=column.index, name=column.name, dtype="object"), read


def periods_in(column: pd.Series, name: str = "the table") -> tuple[Period, ...]:
    """Return the different periods of a column, in order.

    Raises
    ------
    PanelError
        As `period_values`.
    """
    return calendar_of(tuple(set(period_values(column, name).dropna())), name).periods
