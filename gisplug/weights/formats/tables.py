"""Weights as tables: edge lists and dense matrices in CSV, Excel, Stata, Parquet, told apart by their shape."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.formats import format_of
from gisplug.core.table_files import decoded
from gisplug.core.tables import text_ids, write_table
from gisplug.weights.edges import Edges, edge_arrays, edges_of_ids

FOCAL = ("focal", "origin", "from", "i", "id", "source", "unit", "src", "id1", "o")
NEIGHBOR = ("neighbor", "neighbour", "to", "j", "nid", "target", "destination", "dst", "id2", "d")
WEIGHT = ("weight", "w", "wt", "value", "weights", "wij", "w_ij")


def read(path: Path, sheet: str | None = None) -> Edges:
    """Read an edge list (two or three columns) or a dense matrix (as many columns as rows, with or without ids).

    Raises
    ------
    WeightsError
        If the table is neither.
    """
    cells = _cells(path, sheet)
    rows, cols = cells.shape
    head = [str(c).strip().lower() for c in cells[0]]
    named = (_place(head, FOCAL), _place(head, NEIGHBOR), _place(head, WEIGHT))
    if named[0] is not None and named[1] is not None:
        if named[2] is None and cols > 2:
            rest = [k for k in range(cols) if k not in named[:2]]
            named = (named[0], named[1], rest[0]) if len(rest) == 1 else named
        return _edge_list(cells[1:], named, path)
    looks_like_links = cols == 3 and not _is_number(cells[0, 2]) and rows == 3
    if (rows in (cols, cols + 1) or rows == cols - 1) and not (
        looks_like_links and not _same_ids(cells[0, 1:], cells[1:, 0])
    ):
        dense = _dense(cells, path)
        if dense is not None:
            return dense
    if cols in (2, 3):
        has_head = cols == 3 and not _is_number(cells[0, 2])
        return _edge_list(cells[1:] if has_head or cols == 2 else cells, (0, 1, 2 if cols == 3 else None), path)
    raise WeightsError(
        f"{path.name} ({rows} x {cols}) is neither an edge list (columns focal, neighbor, weight) nor a square "
        "matrix with ids in the "
        "first row and column."
    )


def write(matrix: csr_array, ids: Sequence[str], path: Path, layout: str) -> None:
    """Write `matrix` (N, N) as an edge list, or dense with ids in the first row and column.

    Raises
    ------
    WeightsError
        For a dense .dta: Stata has no such column names.
    """
    if layout == "dense":
        if path.suffix.lower() == ".dta":
            raise WeightsError("Stata has no names for columns like ids; write the edge list, or a dense .csv.")
        frame = pd.DataFrame(matrix.toarray(), columns=list(ids))
        frame.insert(0, "unit", list(ids), allow_duplicates=True)
    else:
        focal, neighbor, weight = edge_arrays(matrix)
        labels = np.array(ids, dtype=object)
        frame = pd.DataFrame({"focal": labels[focal], "neighbor": labels[neighbor], "weight": weight})
    write_table(frame, path)


def _cells(path: Path, sheet: str | None) -> Any:
    """Return the table with its header as rows of cells; text stays text ("01001", "NA")."""
    found = format_of("table", path, "read")
    key = found.key if found is not None else ""
    if key == "text":
        text, _ = decoded(path)
        head = text.partition("\n")[0]
        separator = max(",;\t", key=head.count)
        try:
            frame = pd.read_csv(
                io.StringIO(text.lstrip("\ufeff")), sep=separator, header=None, dtype=str, keep_default_na=False
            )
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
            raise WeightsError(f"{path.name} is no regular table: {problem}.") from problem
    elif key == "excel":
        try:
            frame = pd.read_excel(path, sheet_name=sheet or 0, header=None, dtype=object, keep_default_na=False)
        except ValueError as problem:
            raise WeightsError(f"Cannot read {path.name}: {problem}.") from problem
    else:
        table = pd.read_stata(path, convert_categoricals=False) if key == "stata" else pd.read_parquet(path)
        head_row = pd.DataFrame([list(table.columns)], columns=table.columns).astype(object)
        frame = pd.concat([head_row, table.astype(object)], ignore_index=True)
    cells = frame.to_numpy(dtype=object)
    if cells.shape[0] < 2 or cells.shape[1] < 2:
        raise WeightsError(f"{path.name} ({cells.shape[0]} x {cells.shape[1]}) holds no weights.")
    return cells


def _edge_list(cells: Any, columns: tuple[int | None, int | None, int | None], path: Path) -> Edges:
    focal, neighbor = cells[:, columns[0]], cells[:, columns[1]]
    weight = np.ones(len(cells)) if columns[2] is None else _numbers(cells[:, columns[2]], path)
    empty = text_ids(pd.Series(neighbor)).isna().to_numpy()
    neighbor = np.where(empty, focal, neighbor)
    weight = np.where(empty, 0.0, weight)
    if text_ids(pd.Series(focal)).isna().any():
        raise WeightsError(f"{path.name} has rows without a focal unit.")
    return edges_of_ids(focal, neighbor, weight, pd.unique(focal))


def _dense(cells: Any, path: Path) -> Edges | None:
    rows, cols = cells.shape
    if rows == cols and _same_ids(cells[0, 1:], cells[1:, 0]):
        ids, values = cells[1:, 0], cells[1:, 1:]
    elif rows == cols and not _is_number(cells[0, 0]):
        return _unequal(cells, path)
    elif rows == cols:
        ids, values = None, cells
    elif rows == cols + 1:
        ids, values = cells[0], cells[1:]
    else:
        ids, values = cells[:, 0], cells[:, 1:]
    if values.shape[0] != values.shape[1]:
        return None
    numbers = _numbers(values.ravel(), path).reshape(values.shape)
    focal, neighbor = numbers.nonzero()
    labels = None if ids is None else tuple(text_ids(pd.Series(ids)))
    return Edges(focal.astype(np.int64), neighbor.astype(np.int64), numbers[focal, neighbor], labels, len(values))


def _unequal(cells: Any, path: Path) -> Edges:
    across, down = set(text_ids(pd.Series(cells[0, 1:]))), set(text_ids(pd.Series(cells[1:, 0])))
    if across == down:
        order = text_ids(pd.Series(cells[0, 1:])).tolist()
        by_id = dict(zip(text_ids(pd.Series(cells[1:, 0])), range(1, len(cells)), strict=True))
        return _dense(np.vstack([cells[:1], cells[[by_id[i] for i in order]]]), path) or _unequal(cells, path)
    odd = sorted(map(str, across ^ down))
    raise WeightsError(f"The ids in the first row and the first column of {path.name} differ: {', '.join(odd[:5])}.")


def _same_ids(across: Any, down: Any) -> bool:
    return bool(text_ids(pd.Series(across)).tolist() == text_ids(pd.Series(down)).tolist())


def _place(head: list[str], words: tuple[str, ...]) -> int | None:
    return next((head.index(w) for w in words if w in head), None)


def _is_number(cell: Any) -> bool:
    return bool(pd.notna(pd.to_numeric(pd.Series([cell]), errors="coerce")).all())


def _numbers(cells: Any, path: Path) -> Any:
    text = pd.Series(cells, dtype="object")
    blank = text.map(lambda v: v is None or (isinstance(v, str) and not v.strip()))
    numbers = pd.to_numeric(text.where(~blank, 0), errors="coerce")
    if numbers.isna().any():
        first = text[numbers.isna()].iloc[0]
        raise WeightsError(f"{path.name} holds a weight that is no number: {first!r}.")
    return numbers.to_numpy(dtype=np.float64)
