"""Matrix Market, with the ids as comments of the same file; other programs skip them.

Parsed here: the reader of SciPy believes the sizes in the header, and ends the process on some damaged files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.tables.text import decoded
from gisplug.weights.edges import Edges

_MARK = "% id "
_HEAD = "%%MatrixMarket"
_FIELDS = ("real", "double", "integer", "unsigned-integer", "pattern")
_SYMMETRIES = ("general", "symmetric", "skew-symmetric")


def read(path: Path) -> Edges:
    """Read a square matrix; ids come from "% id" comments or a text file of the same name with one id a line (.ids).

    Raises
    ------
    WeightsError
        If it is no Matrix Market file, not square, holds other than it says, or has more or fewer ids than rows.
    """
    lines = decoded(path)[0].splitlines()
    layout, field, symmetry = _kind(lines[0] if lines else "", path)
    comments = [line for line in lines[1:] if line.startswith("%")]
    rows = [line for line in lines[1:] if line.strip() and not line.startswith("%")]
    sizes = _sizes(rows[0] if rows else "", 3 if layout == "coordinate" else 2, path)
    if sizes[0] != sizes[1]:
        raise WeightsError(
            message(
                "{path} holds a matrix of {sizes} x {sizes2}; weights are square.",
                path=path.name,
                sizes=sizes[0],
                sizes2=sizes[1],
            )
        )
    ids = _ids(comments, path)
    if ids is not None and len(ids) != sizes[0]:
        raise WeightsError(
            message("{path} holds {sizes} units but {n} ids.", path=path.name, sizes=sizes[0], n=len(ids))
        )
    values = _numbers(rows[1:], path)
    if layout == "coordinate":
        focal, neighbor, weight = _coordinates(values, sizes, field, path)
    else:
        focal, neighbor, weight = _by_columns(values, sizes[0], symmetry, path)
    if symmetry != "general":
        off = focal != neighbor
        sign = -1.0 if symmetry == "skew-symmetric" else 1.0
        focal, neighbor, weight = (
            np.concatenate([focal, neighbor[off]]),
            np.concatenate([neighbor, focal[off]]),
            np.concatenate([weight, sign * weight[off]]),
        )
    canon = None if ids is None else tuple(text_ids(ids))
    return Edges(focal, neighbor, weight, canon, sizes[0])


def write(matrix: csr_array, ids: Sequence[str], path: Path, name: str) -> None:
    """Write coordinates and values of `matrix` (N, N), ids first."""
    loose = matrix.tocoo()
    lines = [
        f"{_HEAD} matrix coordinate real general",
        f"% spatial weights {name}".replace("\n", " "),
    ]
    lines += [_MARK + json.dumps(i, ensure_ascii=False) for i in ids]
    lines.append(f"{len(ids)} {len(ids)} {loose.nnz}")
    entries = zip((loose.row + 1).tolist(), (loose.col + 1).tolist(), loose.data.tolist(), strict=True)
    lines += [f"{i} {j} {w!r}" for i, j, w in entries]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _kind(head: str, path: Path) -> tuple[str, str, str]:
    words = head.split()
    if len(words) != 5 or words[0] != _HEAD or words[1].lower() != "matrix":
        raise WeightsError(
            message(
                '{path} is no Matrix Market file: its first line reads "{head} matrix coordinate real '
                'general", and {head2!r} was found.',
                path=path.name,
                head=_HEAD,
                head2=head[:60],
            )
        )
    layout, field, symmetry = (word.lower() for word in words[2:])
    if layout not in ("coordinate", "array") or field not in _FIELDS or symmetry not in _SYMMETRIES:
        raise WeightsError(
            message(
                "{path} is a Matrix Market file of {layout} {field} {symmetry} numbers; weights are "
                "coordinate or array, real, integer or pattern, general or symmetric.",
                path=path.name,
                layout=layout,
                field=field,
                symmetry=symmetry,
            )
        )
    if field == "pattern" and layout == "array":
        raise WeightsError(message("{path} says array and pattern, which exclude each other.", path=path.name))
    return layout, field, symmetry


def _sizes(line: str, count: int, path: Path) -> list[int]:
    words = line.split()
    if len(words) != count or not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
        raise WeightsError(
            message(
                "{path}: the sizes of the matrix ({count} whole numbers) were expected, {line!r} was found.",
                path=path.name,
                count=count,
                line=line[:60],
            )
        )
    return [int(word) for word in words]


def _numbers(lines: list[str], path: Path) -> np.ndarray:
    """Return the numbers of all lines, (rows, columns)."""
    words = [line.split() for line in lines]
    width = len(words[0]) if words else 0
    odd = next((k for k, row in enumerate(words) if len(row) != width), None)
    if odd is not None:
        raise WeightsError(
            message(
                "{path}: entry {odd} has {n} numbers, others {width}: {lines!r}.",
                path=path.name,
                odd=odd + 1,
                n=len(words[odd]),
                width=width,
                lines=lines[odd][:60],
            )
        )
    try:
        return np.array(words, dtype=np.float64).reshape(len(words), width)
    except ValueError as problem:
        raise WeightsError(
            message("{path} holds an entry that is no number: {problem}.", path=path.name, problem=problem)
        ) from problem


def _coordinates(
    values: np.ndarray, sizes: list[int], field: str, path: Path
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n, entries = sizes[0], sizes[2]
    width = 2 if field == "pattern" else 3
    if len(values) != entries or (entries and values.shape[1] != width):
        raise WeightsError(
            message(
                "{path} announces {entries:,} entries of {width} numbers, but holds {n:,} of {shape}. Is it complete?",
                path=path.name,
                entries=entries,
                width=width,
                n=len(values),
                shape=values.shape[1],
            )
        )
    places = values[:, :2]
    if not entries:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    wrong = np.flatnonzero(~((places >= 1) & (places <= n) & (places == np.floor(places))).all(axis=1))
    if len(wrong):
        row, column = (f"{v:g}" for v in places[wrong[0]])
        raise WeightsError(
            message(
                "{path}: entry {wrong} stands in row {row}, column {column} of a matrix of {n} x {n}; "
                "both count from 1.",
                path=path.name,
                wrong=wrong[0] + 1,
                row=row,
                column=column,
                n=n,
            )
        )
    at = places.astype(np.int64) - 1
    return at[:, 0], at[:, 1], np.ones(entries) if width == 2 else values[:, 2].copy()


def _by_columns(values: np.ndarray, n: int, symmetry: str, path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Column after column, of symmetric matrices the lower triangle only."""
    wanted = {"general": n * n, "symmetric": n * (n + 1) // 2, "skew-symmetric": n * (n - 1) // 2}[symmetry]
    if values.size != wanted or (wanted and values.shape[1] != 1):
        raise WeightsError(
            message(
                "{path} announces a matrix of {n} x {n}, {wanted:,} numbers, but holds {size:,}. Is it complete?",
                path=path.name,
                n=n,
                wanted=wanted,
                size=values.size,
            )
        )
    column, row = np.triu_indices(n, 1 if symmetry == "skew-symmetric" else 0)
    if symmetry == "general":
        column, row = np.divmod(np.arange(n * n), n)
    return row.astype(np.int64), column.astype(np.int64), values.ravel()


def _ids(comments: list[str], path: Path) -> list[str] | None:
    held = [line[len(_MARK) :] for line in comments if line.startswith(_MARK)]
    if held:
        try:
            return [str(json.loads(text)) for text in held]
        except (ValueError, RecursionError) as problem:
            raise WeightsError(
                message("{path}: an id in its comments is damaged ({problem}).", path=path.name, problem=problem)
            ) from problem
    beside = path.with_suffix(".ids")
    return decoded(beside)[0].splitlines() if beside.is_file() else None
