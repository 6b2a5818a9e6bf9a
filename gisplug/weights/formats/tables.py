"""Weights as tables: edge lists and matrices in text, Excel, Stata, Parquet; `layout` tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.errors import TableError, WeightsError
from gisplug.core.formats import format_of
from gisplug.core.tables import write_table
from gisplug.core.vocabulary import Header, Shape
from gisplug.weights.edges import Edges, edge_arrays
from gisplug.weights.formats import stata_text
from gisplug.weights.formats.cells import named_cells, squared, table_cells, text_rows
from gisplug.weights.formats.layout import laid_out


def read(path: Path, sheet: str | None = None, layout: Shape = "auto", header: Header = "auto") -> Edges:
    """Read an edge list, a matrix with or without ids, or text of Stata.

    Raises
    ------
    WeightsError
        If the table is none of these, or could be several.
    """
    found = format_of("table", path, "read")
    try:
        if found is None or found.key == "text":
            rows = text_rows(path)
            if layout == header == "auto" and stata_text.is_stata(rows):
                return stata_text.read(rows, path.name)
            return laid_out(squared([list(row) for row in rows], path), path.name, layout, header)
        cells, named = table_cells(path, sheet)
    except TableError as problem:
        raise WeightsError(str(problem)) from problem
    return laid_out(cells, path.name, layout, header, named)


def of_frame(frame: pd.DataFrame, name: str, layout: Shape = "auto", header: Header = "auto") -> Edges:
    """Read an edge list or a matrix from a table with named columns.

    Parameters
    ----------
    frame : DataFrame (rows, columns)
        Links with their weights, or a matrix.
    name
        What messages call it.

    Raises
    ------
    WeightsError
        If the table is neither, or could be both.
    """
    return laid_out(named_cells(frame, name), name, layout, header, True)


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
