"""How a table of cells is told apart: links or a matrix, and which of its first row and column hold ids.

The rule, in the order in which it is applied; `layout=` and `header=` overrule it.

1. A first row that names its columns (focal, neighbor; from, to; i, j, ...) is that of an edge list.
2. A table of two or three columns is an edge list, unless it can be a matrix of two or three units: square without its
   ids, numbers only, zeros or blanks on the diagonal. One that can be both is refused. It can be an edge list if some
   unit is focal and neighbor, no pair stands twice, no unit is its own neighbor, and no weight is 0 (isolates apart).
3. Else it is a matrix; its shape tells where ids stand: one row more than columns, in the first row; one column more
   than rows, in the first column; as many, in both or in neither.
4. In both, if the first row or column holds text, or if their corner is blank and the rest of the diagonal is not.
   In neither, if the numbers there cannot be ids: they are ids only if whole, all different, and the same in the first
   row and column. Numbers that can be ids: both, if only the corner is not 0 on the diagonal; neither, if all of them
   occur among the weights, too (0 and 1). What is left could be either, and is refused.
5. Ids are all different, and the same in the first row and column, in any order. Where they differ and one side only
   counts (V1, V2, ...), the other side holds the ids.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, Note, many, some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.vocabulary import HEADERS, Header, Shape
from gisplug.weights.edges import Edges
from gisplug.weights.formats.links import links, links_possible, named_columns
from gisplug.weights.formats.numbers import blank, numbers, whole

_COUNTED = re.compile(r"^(.*?)(\d+)$", re.DOTALL)


def laid_out(cells: np.ndarray, name: str, layout: Shape, header: Header, named: bool = False) -> Edges:
    """Read cells as links or as a matrix.

    Parameters
    ----------
    cells : (rows, columns)
        With the first row, whatever it holds.
    name
        The file, as messages call it.
    layout, header
        What the caller says: an edge list ("edges") or a matrix ("dense"); where ids stand (of an edge list: whether
        the first row names its columns, "row", or not, "none").
    named
        Whether the first row is known to hold names, as in formats with named columns.

    Raises
    ------
    WeightsError
        If the cells are neither links nor a matrix, could be both, or ids differ or stand twice.
    """
    if layout == "edges":
        return links(cells, name, header, named)
    if layout == "dense":
        return _matrix(cells, name, header, named)
    if header in ("auto", "row") and named_columns(cells):
        return links(cells, name, header, named)
    rows, columns = cells.shape
    if columns in (2, 3):
        dense = _small_matrix_possible(cells, header, named)
        linked = header in ("auto", "none", "row") and links_possible(cells, header, named)
        if dense and linked:
            raise WeightsError(
                message(
                    "{name} ({rows} x {columns}) can be read as links and as a matrix. Say which behind "
                    "its name: {name}|layout=edges or {name}|layout=dense.",
                    name=name,
                    rows=rows,
                    columns=columns,
                )
            )
        if not dense:
            return links(cells, name, header, named)
    if abs(rows - columns) > 1 and header == "auto":
        raise WeightsError(
            message(
                "{name} ({rows} x {columns}) is neither an edge list (columns focal, neighbor, weight) "
                "nor a square matrix, with or without ids in the first row and column.",
                name=name,
                rows=rows,
                columns=columns,
            )
        )
    return _matrix(cells, name, header, named)


def counted(labels: list[str]) -> list[int] | None:
    """Return the positions (from 0) of labels that only count (1 to n, 0 to n - 1, V1 to Vn), or None."""
    found = [_COUNTED.match(label) for label in labels]
    if not labels or not all(found):
        return None
    parts = [(m[1], m[2]) for m in found if m]
    if len({stem for stem, _ in parts}) > 1 or any(digits != str(int(digits)) for _, digits in parts):
        return None
    values = [int(digits) for _, digits in parts]
    first = min(values)
    if first not in (0, 1) or sorted(values) != list(range(first, first + len(values))):
        return None
    return [value - first for value in values]


def _matrix(cells: np.ndarray, name: str, header: Header, named: bool) -> Edges:
    rows, columns = cells.shape
    where = header if header != "auto" else _where(cells, name, named)
    down, across = where in ("column", "both"), where in ("row", "both")
    values = cells[int(across) :, int(down) :]
    if values.shape[0] != values.shape[1] or not len(values):
        raise WeightsError(
            message(
                "{name} ({rows} x {columns}) holds {shape} x {shape2} weights if ids stand in {said}; "
                "weights are square. {name}|header=... says where they stand ({headers}).",
                name=name,
                rows=rows,
                columns=columns,
                shape=values.shape[0],
                shape2=values.shape[1],
                said=_SAID[where],
                headers=", ".join(HEADERS[1:]),
            )
        )
    notes = []
    ids, order = None, None
    if across:
        ids = _labels(cells[0, int(down) :], name, message("first row"))
    if down:
        below = _labels(cells[int(across) :, 0], name, message("first column"))
        ids, order, told = (below, None, None) if ids is None else _both(ids, below, name)
        notes += [told] if told else []
    taken, empty = numbers(values, name)
    if empty:
        notes.append(
            Note(
                INFO,
                "blank-weights",
                message("{cells} of {name} stand for no link.", cells=many(empty, "blank cell"), name=name),
            )
        )
    if order is not None:
        taken = taken[order]
    focal, neighbor = taken.nonzero()
    canon = None if ids is None else tuple(ids)
    return Edges(
        focal.astype(np.int64), neighbor.astype(np.int64), taken[focal, neighbor], canon, len(taken), tuple(notes)
    )


_SAID = {
    "none": message("neither the first row nor the first column"),
    "row": message("the first row"),
    "column": message("the first column"),
    "both": message("the first row and column"),
}


def _where(cells: np.ndarray, name: str, named: bool) -> Header:
    """Tell where ids stand (3 and 4 of the rule)."""
    rows, columns = cells.shape
    if rows == columns + 1:
        return "row"
    if columns == rows + 1:
        return "column"
    if named or _has_text(cells[0]) or _has_text(cells[1:, 0]):
        return "both"
    corner = blank(cells[:1, 0])[0]
    diagonal = cells.diagonal()
    if corner and not blank(diagonal[1:]).all():
        return "both"
    across, down = cells[0, 1:], cells[1:, 0]
    values, _ = numbers(cells, name)
    possible = whole(across) and whole(down) and _same(values[0, 1:], values[1:, 0])
    if not possible or rows == 2:  # one unit has no weights
        return "none"
    inner = values[1:, 1:]
    if values[0, 0] != 0 and not inner.diagonal().any():
        return "both"
    if values[0, 0] == 0 and np.isin(values[0, 1:], inner).all():
        return "none"
    raise WeightsError(
        message(
            "{name} ({rows} x {columns}): the numbers in its first row and column ({across}) can be ids "
            "of {rows2} units or weights of {rows}. Say which behind its name: {name}|header=both or "
            "{name}|header=none.",
            name=name,
            rows=rows,
            columns=columns,
            across=some([str(v) for v in across]),
            rows2=rows - 1,
        )
    )


def _same(across: np.ndarray, down: np.ndarray) -> bool:
    return len(np.unique(across)) == len(across) and np.array_equal(np.sort(across), np.sort(down))


def _has_text(cells: np.ndarray) -> bool:
    return bool((np.isnan(_loose(cells)) & ~blank(cells)).any())


def _loose(cells: np.ndarray) -> np.ndarray:
    return np.asarray(pd.to_numeric(pd.Series(cells, dtype="object"), errors="coerce"), dtype=np.float64)


def _labels(cells: np.ndarray, name: str, place: str) -> list[str]:
    labels = text_ids(pd.Series(cells, dtype="object"))
    if labels.isna().any():
        raise WeightsError(
            message(
                "{name}: {isna} of {n} ids in the {place} are blank.",
                name=name,
                isna=int(labels.isna().sum()),
                n=len(labels),
                place=place,
            )
        )
    twice = sorted(set(labels[labels.duplicated()]))
    if twice:
        raise WeightsError(
            message(
                "{name}: of {n} labels in the {place}, {twice} stand twice; ids are all different. If "
                "the file has no ids there, say {name}|header=none.",
                name=name,
                n=len(labels),
                place=place,
                twice=some(twice),
            )
        )
    return [str(label) for label in labels]


def _both(across: list[str], down: list[str], name: str) -> tuple[list[str], list[int] | None, Note | None]:
    """Return the ids, in which order the rows stand, and what is to be told (5 of the rule)."""
    if across == down:
        return across, None, None
    if set(across) == set(down):
        place = {label: k for k, label in enumerate(down)}
        return across, [place[label] for label in across], None
    counts = counted(across) is not None, counted(down) is not None
    if any(counts):
        kept, left, where = (
            (down, across, message("first row")) if counts[0] else (across, down, message("first column"))
        )
        text = message(
            "The {where} of {name} only counts ({left} to {left2}); its rows and columns stand for "
            "{kept} in this order.",
            where=where,
            name=name,
            left=left[0],
            left2=left[-1],
            kept=some(kept, 3),
        )
        return kept, None, Note(INFO, "labels-count", text)
    odd = sorted(set(across) ^ set(down))
    raise WeightsError(
        message("The ids in the first row and the first column of {name} differ: {odd}.", name=name, odd=some(odd))
    )


def _small_matrix_possible(cells: np.ndarray, header: Header, named: bool) -> bool:
    """Whether a table of two or three columns can be a matrix (2 of the rule)."""
    rows, columns = cells.shape
    places = {0: ("none", "both"), 1: ("row",), -1: ("column",)}.get(rows - columns, ())
    for where in places:
        if header not in ("auto", where) or (named and where in ("none", "column")):
            continue
        across, down = int(where in ("row", "both")), int(where in ("column", "both"))
        inner = _loose(cells[across:, down:].ravel()).reshape(rows - across, columns - down)
        text = np.isnan(inner) & ~blank(cells[across:, down:])
        if text.any() or np.nan_to_num(inner.diagonal()).any():
            continue
        if where == "both" and text_ids(pd.Series(cells[0, 1:])).tolist() != text_ids(pd.Series(cells[1:, 0])).tolist():
            continue
        return True
    return False
