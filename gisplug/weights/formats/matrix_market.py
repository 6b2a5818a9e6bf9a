"""Matrix Market, with the ids as comments of the same file; other programs skip them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.io import mmread
from scipy.sparse import csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.tables import text_ids
from gisplug.weights.edges import Edges

_MARK = "% id "


def read(path: Path) -> Edges:
    """Read a square matrix; ids come from "% id" comments or a text file of the same name with one id a line (.ids).

    Raises
    ------
    WeightsError
        If it is no Matrix Market file, not square, or has more or fewer ids than rows.
    """
    try:
        matrix = csr_array(mmread(path)).tocoo()
    except (ValueError, OverflowError) as problem:
        raise WeightsError(f"{path.name} is no Matrix Market file: {problem}.") from problem
    if matrix.shape[0] != matrix.shape[1]:
        raise WeightsError(f"{path.name} holds a matrix of {matrix.shape[0]} x {matrix.shape[1]}; weights are square.")
    ids = _comments(path) or _beside(path)
    if ids is not None and len(ids) != matrix.shape[0]:
        raise WeightsError(f"{path.name} holds {matrix.shape[0]} units but {len(ids)} ids.")
    canon = None if ids is None else tuple(text_ids(ids))
    return Edges(
        matrix.row.astype(np.int64), matrix.col.astype(np.int64), matrix.data.astype(np.float64), canon, matrix.shape[0]
    )


def write(matrix: csr_array, ids: Sequence[str], path: Path, name: str) -> None:
    """Write coordinates and values of `matrix` (N, N), ids first."""
    loose = matrix.tocoo()
    lines = ["%%MatrixMarket matrix coordinate real general", f"% spatial weights {name}".replace("\n", " ")]
    lines += [_MARK + json.dumps(i, ensure_ascii=False) for i in ids]
    lines.append(f"{len(ids)} {len(ids)} {loose.nnz}")
    entries = zip((loose.row + 1).tolist(), (loose.col + 1).tolist(), loose.data.tolist(), strict=True)
    lines += [f"{i} {j} {w!r}" for i, j, w in entries]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _comments(path: Path) -> list[str] | None:
    ids = []
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if not line.startswith("%"):
                break
            if line.startswith(_MARK):
                ids.append(str(json.loads(line[len(_MARK) :])))
    return ids or None


def _beside(path: Path) -> list[str] | None:
    found = path.with_suffix(".ids")
    return found.read_text(encoding="utf-8-sig").splitlines() if found.is_file() else None
