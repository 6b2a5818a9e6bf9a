"""Columns that a table must have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gisplug.core.errors import TableError
from gisplug.core.evidence import some
from gisplug.core.messages import message

if TYPE_CHECKING:
    import pandas as pd


def need_columns(table: pd.DataFrame, wanted: Iterable[str], label: str) -> None:
    """Refuse a table that lacks columns; `label` is what the message calls it.

    Raises
    ------
    TableError
        Naming those that are absent, and those that there are.
    """
    lost = [column for column in wanted if column not in table.columns]
    if lost:
        raise TableError(
            message(
                "{label} has no column {lost}; it has {columns}.",
                label=label,
                lost=some(lost),
                columns=some(list(map(str, table.columns)), 30),
            )
        )
