"""Text that Stata writes: `spmatrix export`, `spmat export` and its neighbor lists. The first line holds the number of
units, and each other line a unit: its id and a row of the matrix, a row without id, or its id and its neighbors.
"""

from __future__ import annotations

import numpy as np

from gisplug.core.errors import WeightsError
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.weights.edges import Edges, edges_of_ids
from gisplug.weights.formats.numbers import numbers


def is_stata(rows: list[list[str]]) -> bool:
    """Whether the first line holds a number of units alone (banded matrices: with two bands) and others follow."""
    if len(rows) < 2 or len(rows[0]) not in (1, 3) or not all(_digits(word) for word in rows[0]):
        return False
    return len(rows[0]) == 1 or (len(rows[1]) > 3 and int(rows[0][0]) == len(rows) - 1)


def read(rows: list[list[str]], name: str) -> Edges:
    """Read the three kinds, told apart by their numbers of words.

    Raises
    ------
    WeightsError
        If the number of units is not that of the lines, the matrix is banded, or a neighbor is no unit.
    """
    count, body = int(rows[0][0]), rows[1:]
    if len(rows[0]) == 3:
        raise WeightsError(
            message(
                "{name} is a banded matrix of Stata. Export it whole (spmat getmatrix, spmatrix export).", name=name
            )
        )
    if len(body) != count:
        raise WeightsError(
            message(
                "{name} announces {count} units, but holds {n} lines of units. Is it complete?",
                name=name,
                count=count,
                n=len(body),
            )
        )
    widths = {len(row) for row in body}
    if widths == {count + 1}:
        return _matrix([row[1:] for row in body], [row[0] for row in body], name)
    if widths == {count}:
        return _matrix(body, None, name)
    units = [row[0] for row in body]
    twice = sorted({unit for unit in units if units.count(unit) > 1}) if len(set(units)) < len(units) else []
    strangers = sorted({other for row in body for other in row[1:]} - set(units))
    if twice or strangers:
        raise WeightsError(
            message(
                "{name} holds {count} lines that are neither a matrix of {count} columns nor neighbors "
                "of units: {twice!r} {clause}.",
                name=name,
                count=count,
                twice=(twice or strangers)[0],
                clause=message("stands twice") if twice else message("is no unit"),
            )
        )
    focal = [row[0] for row in body for _ in row[1:]]
    return edges_of_ids(focal, [other for row in body for other in row[1:]], np.ones(len(focal)), units)


def _matrix(rows: list[list[str]], ids: list[str] | None, name: str) -> Edges:
    cells = np.empty((len(rows), len(rows)), dtype=object)
    cells[:] = rows
    values, _ = numbers(cells, name)
    focal, neighbor = values.nonzero()
    return Edges(
        focal.astype(np.int64),
        neighbor.astype(np.int64),
        values[focal, neighbor],
        None if ids is None else tuple(text_ids(ids)),
        len(rows),
    )


def _digits(word: str) -> bool:
    return word.isascii() and word.isdigit() and 0 < len(word) < 10
