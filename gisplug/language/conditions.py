"""Rows of a panel chosen by conditions in words: "year >= 2012 and region in (east, west); unit not in 110000"."""

from __future__ import annotations

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import joined, message
from gisplug.language.columns import Columns
from gisplug.language.expressions import Reading, holds
from gisplug.language.lexer import split_outside
from gisplug.language.parser import read_conditions
from gisplug.language.place import Source


def chosen_rows(panel: Columns, conditions: str | None) -> np.ndarray | None:
    """Return a mask (T * N,), or None for all rows.

    Conditions are expressions with >=, <=, <, >, =, !=, `in` and `not in`, joined by `and`, `or` and `not`; those
    joined by ";" must all hold. `period` and `unit` (or the panel's own names of them), every column and every term can
    be compared; `x > median` compares with the median of x.

    Raises
    ------
    ModelError
        If a condition cannot be read, compares a number with a text that is none, names a value that no row has, or no
        row is left.
    """
    if not conditions or not conditions.strip():
        return None
    source = Source(conditions)
    reading = Reading.of_terms(panel, source)
    mask = np.ones((panel.T, panel.N), dtype=bool)
    for condition in read_conditions(source, sorted(reading.odd)):
        mask &= holds(reading, condition)
    if reading.unseen:
        raise source.fail(
            message(
                "{fromkeys}; correct the value, or leave it out", fromkeys=joined("; ", dict.fromkeys(reading.unseen))
            )
        )
    if not mask.any():
        raise ModelError(
            message(
                "No row of {panel} fulfils {conditions!r}; loosen the conditions.",
                panel=panel.name,
                conditions=conditions,
            )
        )
    return mask.reshape(-1)


def named_samples(text: str | None) -> dict[str, str]:
    """Read "Without municipalities: unit not in 11, 31 | Before 2020: period < 2020" as names and conditions.

    A bar or colon in quotation marks or parentheses does not count.
    """
    found: dict[str, str] = {}
    for part in filter(str.strip, split_outside(text or "", "|｜")):
        name, *condition = split_outside(part, ":：", most=1)
        found[name.strip()] = (condition[0] if condition else part).strip()
    return found
