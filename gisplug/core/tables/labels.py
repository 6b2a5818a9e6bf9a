"""What variables are called while a table is written, for the formats that have a place for it beside the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Labels = Mapping[str, str]  # by variable
_held: ContextVar[Callable[[], Labels] | None] = ContextVar("gisplug_labels", default=None)


@contextmanager
def labelling(labels: Callable[[], Labels]) -> Iterator[None]:
    """Let the labels that `labels` returns hold inside the block; it is asked where a table is written."""
    token = _held.set(labels)
    try:
        yield
    finally:
        _held.reset(token)


def labels_in(frame: pd.DataFrame) -> dict[str, str]:
    """Return the labels of the variables that a table names, as a column or as a text in a cell, by variable."""
    asked = _held.get()
    labels = dict(asked()) if asked is not None else {}
    if not labels:
        return {}
    named = set(map(str, frame.columns))
    for place, kind in enumerate(frame.dtypes):
        if kind.kind == "O":
            cells = frame.iloc[:, place]
            named |= set(cells[cells.isin(list(labels))])
    return {name: label for name, label in labels.items() if name in named}
