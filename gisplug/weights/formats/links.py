"""Edge lists: which columns hold focal unit, neighbor and weight, and whether the first row is a header.

The first row is a header if it names its columns, or if the column of weights holds text there, or, of two columns, if
it holds text and no unit of the rows below. Other programs' row numbers in front do no harm where columns are named.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, Note
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.weights.edges import Edges, edges_of_ids
from gisplug.weights.formats.numbers import blank, is_number, numbers

FOCAL = ("focal", "origin", "from", "i", "id", "source", "unit", "src", "id1", "o", "row")
NEIGHBOR = ("neighbor", "neighbour", "to", "j", "nid", "target", "destination", "dst", "id2", "d", "col", "column")
WEIGHT = ("weight", "w", "wt", "value", "weights", "wij", "w_ij", "val")

Columns = tuple[int, int, int | None]


def named_columns(cells: np.ndarray) -> Columns | None:
    """Return the columns of focal unit, neighbor and weight that the first row names, or None."""
    if cells.dtype != object:
        return None
    head = [str(cell).strip().lower() for cell in cells[0]]
    focal, neighbor, weight = (next((head.index(w) for w in words if w in head), None) for words in _WORDS)
    if focal is None or neighbor is None:
        return None
    if weight is None:
        rest = [k for k in range(len(head)) if k not in (focal, neighbor)]
        weight = rest[0] if len(rest) == 1 else None
    return focal, neighbor, weight


_WORDS = (FOCAL, NEIGHBOR, WEIGHT)


def links(cells: np.ndarray, name: str, header: str = "auto", named: bool = False) -> Edges:
    """Read an edge list; a row without neighbor is a unit without links.

    Parameters
    ----------
    cells : (rows, columns)

    Raises
    ------
    WeightsError
        If there are more columns than names tell, a focal unit is missing, or a weight is no number.
    """
    columns = named_columns(cells) if header in ("auto", "row") else None
    if columns is None and cells.shape[1] not in (2, 3):
        raise WeightsError(
            message(
                "{name} ({shape} x {shape2}) has no columns named focal and neighbor; an edge list "
                "without such names has two or three columns.",
                name=name,
                shape=cells.shape[0],
                shape2=cells.shape[1],
            )
        )
    rows = cells[1:] if columns is not None or _has_head(cells, header, named) else cells
    if columns is None:
        columns = 0, 1, 2 if cells.shape[1] == 3 else None
    focal, neighbor = rows[:, columns[0]], rows[:, columns[1]]
    notes = []
    if columns[2] is None:
        weight = np.ones(len(rows))
        if cells.shape[1] > 2:
            notes.append(
                Note(
                    INFO,
                    "no-weights",
                    message("{name} names no column of weights; every link has weight 1.", name=name),
                )
            )
    else:
        weight, _ = numbers(rows[:, columns[2]], name)
    empty = blank(neighbor)
    neighbor = np.where(empty, focal, neighbor)
    weight = np.where(empty, 0.0, weight)
    if blank(focal).any():
        raise WeightsError(message("{name} has rows without a focal unit.", name=name))
    return edges_of_ids(focal, neighbor, weight, pd.unique(focal), tuple(notes))


def links_possible(cells: np.ndarray, header: str, named: bool) -> bool:
    """Whether a small table of two or three columns can be an edge list.

    Parameters
    ----------
    cells : (rows, columns)
    """
    rows = cells[1:] if _has_head(cells, header, named) else cells
    if not len(rows):
        return False
    focal, neighbor = (text_ids(pd.Series(rows[:, k], dtype="object")) for k in (0, 1))
    if focal.isna().any() or any(map(_fraction, (*focal, *neighbor.dropna()))):
        return False
    own = (focal == neighbor).to_numpy()
    alone = own & ~focal.isin(focal[~own]).to_numpy()
    if rows.shape[1] == 3:
        if not all(is_number(cell) for cell in rows[:, 2]):
            return False
        weight, _ = numbers(rows[:, 2], "")
        if ((weight == 0) & ~alone).any():
            return False
    pairs = list(zip(focal, neighbor, strict=True))
    return bool(len(set(pairs)) == len(pairs) and not (own & ~alone).any() and neighbor.isin(set(focal)).any())


def _has_head(cells: np.ndarray, header: str, named: bool) -> bool:
    if named or header == "row":
        return True
    if header == "none" or cells.dtype != object:
        return False
    if cells.shape[1] == 3:
        return not is_number(cells[0, 2]) and not blank(cells[:1, 2])[0]
    first = text_ids(pd.Series(cells[0], dtype="object")).dropna()
    below = set(text_ids(pd.Series(cells[1:].ravel(), dtype="object")).dropna())
    return not any(is_number(cell) for cell in cells[0]) and not below & set(first)


def _fraction(label: str) -> bool:
    return is_number(label) and "." in label
