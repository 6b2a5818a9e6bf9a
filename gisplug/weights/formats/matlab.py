"""MATLAB .mat files of versions 5 to 7: a full or sparse matrix, and its ids where they stand beside it.

Parsed here, numbers and text only, every size checked against the bytes that are there. Version 7.3 is HDF5 and refused
by name.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csc_array, csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.vocabulary import Header, Shape
from gisplug.weights.edges import Edges
from gisplug.weights.formats.layout import laid_out

IDS = ("ids", "id", "names", "name", "labels", "label", "units", "unit", "codes", "code")
UNPACKED_MOST = 2**32  # bytes of one variable
_NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_TEXT = {16: "utf-8", 17: "utf-16", 18: "utf-32"}
_MATRIX, _PACKED = 14, 15
_CELL, _CHAR, _SPARSE, _FULL = 1, 4, 5, range(6, 16)
_COMPLEX = 0x0800
_HEAD = 128


@dataclass(frozen=True)
class _Links:
    """A sparse matrix: positions and weights."""

    rows: int
    columns: int
    row: np.ndarray
    column: np.ndarray
    weight: np.ndarray


_Value = np.ndarray | _Links | list[str]


class _Damaged(ValueError):
    """What does not fit in the bytes of a file."""


def read(path: Path, variable: str | None = None, layout: Shape = "auto", header: Header = "auto") -> Edges:
    """Read the square matrix of a file, or its three columns of links.

    Parameters
    ----------
    variable
        Which matrix; the only one where None.
    layout, header
        As in `layout.laid_out`.

    Raises
    ------
    WeightsError
        If it is no such file, is damaged, or holds no matrix or several.
    """
    data = path.read_bytes()
    order = _byte_order(data, path)
    try:
        held = dict(_variables(data[_HEAD:], order))
    except (_Damaged, struct.error, zlib.error, UnicodeDecodeError) as problem:
        raise WeightsError(
            message("{path} is a damaged MATLAB file: {problem}. Save it again.", path=path.name, problem=problem)
        ) from problem
    name, found = _chosen(held, variable, path)
    if isinstance(found, np.ndarray) and not _square(found):
        return laid_out(found.astype(np.float64), f"{path.name}|sheet={name}", layout, header)
    ids = next((_ids(held[key]) for key in held if key.lower() in IDS and key != name), None)
    if isinstance(found, np.ndarray) and ids is None:
        return laid_out(found.astype(np.float64), f"{path.name}|sheet={name}", "dense", header)
    if isinstance(found, np.ndarray):
        row, column = found.nonzero()
        found = _Links(found.shape[0], found.shape[1], row, column, found[row, column])
    if found.rows != found.columns:
        raise WeightsError(
            message(
                "{path}: {name} is a matrix of {rows} x {columns}; weights are square.",
                path=path.name,
                name=name,
                rows=found.rows,
                columns=found.columns,
            )
        )
    if ids is not None and len(ids) != found.rows:
        raise WeightsError(
            message("{path} holds {rows} units but {n} ids.", path=path.name, rows=found.rows, n=len(ids))
        )
    return Edges(
        found.row.astype(np.int64),
        found.column.astype(np.int64),
        found.weight.astype(np.float64),
        None if ids is None else tuple(ids),
        found.rows,
    )


def write(matrix: csr_array, ids: Sequence[str], path: Path) -> None:
    """Write `matrix` (N, N) as the sparse matrix W and the cell array of text ids."""
    from scipy.io import savemat

    named = np.empty((len(ids), 1), dtype=object)
    named[:, 0] = list(ids)
    savemat(path, {"W": csc_array(matrix), "ids": named}, do_compression=True)


def _byte_order(data: bytes, path: Path) -> str:
    if data[:10] == b"MATLAB 7.3" or data[512:516] == b"\x89HDF" or data[:4] == b"\x89HDF":
        raise WeightsError(
            message(
                "{path} is a MATLAB file of version 7.3, which this cannot read. In MATLAB save it as "
                "save('w.mat', 'W', '-v7').",
                path=path.name,
            )
        )
    mark = data[126:128]
    if len(data) < _HEAD or mark not in (b"IM", b"MI"):
        raise WeightsError(
            message(
                "{path} is no MATLAB file of versions 5 to 7. In MATLAB save it as save('w.mat', 'W', '-v7').",
                path=path.name,
            )
        )
    return "<" if mark == b"IM" else ">"


def _chosen(held: dict[str, _Value], wanted: str | None, path: Path) -> tuple[str, np.ndarray | _Links]:
    matrices = {name: value for name, value in held.items() if not isinstance(value, list)}
    if wanted is not None:
        if wanted not in matrices:
            raise WeightsError(
                message(
                    "{path} has no matrix {wanted!r}; it has {matrices}.",
                    path=path.name,
                    wanted=wanted,
                    matrices=some(list(matrices)) or message("none"),
                )
            )
        return wanted, matrices[wanted]
    square = {name: value for name, value in matrices.items() if isinstance(value, _Links) or _square(value)}
    rest = {name: v for name, v in matrices.items() if isinstance(v, np.ndarray) and min(v.shape) > 1}
    found = square or rest
    if not found:
        raise WeightsError(message("{path} holds no matrix of numbers.", path=path.name))
    if len(found) > 1:
        raise WeightsError(
            message(
                "{path} holds {n} matrices: {found}. Name one: {path}|sheet={found2}.",
                path=path.name,
                n=len(found),
                found=some(list(found)),
                found2=next(iter(found)),
            )
        )
    return next(iter(found.items()))


def _square(value: np.ndarray) -> bool:
    return bool(value.shape[0] == value.shape[1] > 1)


def _ids(value: _Value) -> list[str] | None:
    if isinstance(value, _Links):
        return None
    labels = text_ids(value if isinstance(value, list) else value.ravel())
    return None if labels.isna().any() else list(labels)


def _variables(data: bytes, order: str) -> Iterator[tuple[str, _Value]]:
    """Yield name and value of each variable of numbers or text."""
    for kind, body in _elements(data, order):
        if kind == _PACKED:
            unpacker = zlib.decompressobj()
            plain = unpacker.decompress(body, UNPACKED_MOST)
            if unpacker.unconsumed_tail or not unpacker.eof:
                raise _Damaged(message("a packed variable breaks off or is too large"))
            yield from _variables(plain, order)
        elif kind == _MATRIX:
            name, value = _array(body, order)
            if value is not None:
                yield name, value


def _elements(data: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(data):
        (word,) = struct.unpack_from(f"{order}I", data, at)
        if word >> 16:  # a short element: size and type in one word
            kind, size, start, end = word & 0xFFFF, word >> 16, at + 4, at + 8
            if size > 4:
                raise _Damaged(message("a short element of {size} bytes", size=size))
        else:
            kind, (size,), start = word, struct.unpack_from(f"{order}I", data, at + 4), at + 8
            end = start + size + (0 if kind == _PACKED else -size % 8)
        if start + size > len(data):
            raise _Damaged(message("{size:,} bytes were expected, {n:,} are there", size=size, n=len(data) - start))
        yield kind, data[start : start + size]
        at = end


def _array(body: bytes, order: str) -> tuple[str, _Value | None]:
    parts = list(_elements(body, order))
    if len(parts) < 3 or len(parts[0][1]) < 8:
        raise _Damaged(message("an array without its head"))
    (flags,) = struct.unpack_from(f"{order}I", parts[0][1])
    shape = [int(n) for n in np.frombuffer(parts[1][1][: len(parts[1][1]) // 4 * 4], f"{order}i4")]
    name = parts[2][1].decode("latin-1")
    kind, rest = flags & 0xFF, parts[3:]
    if len(shape) != 2 or min(shape) < 0 or flags & _COMPLEX:
        return name, None
    if kind == _CELL:
        texts = [_array(part, order)[1] for tag, part in rest if tag == _MATRIX]
        lines = [text for value in texts if isinstance(value, list) for text in value]
        return name, lines if len(lines) == len(texts) == shape[0] * shape[1] else None
    if kind == _CHAR:
        return name, _lines(rest, shape, order)
    if kind == _SPARSE:
        return name, _sparse(rest, shape, order)
    if kind in _FULL:
        return name, _values(rest, order, 0, shape[0] * shape[1]).reshape(shape, order="F")
    return name, None


def _values(parts: list[tuple[int, bytes]], order: str, which: int, count: int | None = None) -> np.ndarray:
    """Return the numbers of an element."""
    if which >= len(parts) or parts[which][0] not in _NUMBERS:
        raise _Damaged(message("an array without its numbers"))
    kind = np.dtype(order + _NUMBERS[parts[which][0]])
    body = parts[which][1]
    if len(body) % kind.itemsize or (count is not None and len(body) != count * kind.itemsize):
        raise _Damaged(
            message(
                "{n:,} bytes are no {clause}numbers of {itemsize}",
                n=len(body),
                clause="" if count is None else f"{count:,} ",
                itemsize=kind.itemsize,
            )
        )
    return np.frombuffer(body, kind)


def _lines(parts: list[tuple[int, bytes]], shape: list[int], order: str) -> list[str]:
    if shape[0] * shape[1] == 0:
        return [""]
    if parts and parts[0][0] in _TEXT:
        coding = _TEXT[parts[0][0]]
        suffix = "" if coding == "utf-8" else "-le" if order == "<" else "-be"
        text = parts[0][1].decode(coding + suffix)
    else:
        text = "".join(map(chr, _values(parts, order, 0, shape[0] * shape[1]).astype(np.uint16)))
    if shape[0] == 1:
        return [text]
    if len(text) != shape[0] * shape[1]:
        raise _Damaged(message("text of another length than its array"))
    return ["".join(text[row :: shape[0]]).rstrip() for row in range(shape[0])]


def _sparse(parts: list[tuple[int, bytes]], shape: list[int], order: str) -> _Links:
    starts = _values(parts, order, 1, shape[1] + 1).astype(np.int64)
    count = int(starts[-1])
    rows, weight = _values(parts, order, 0).astype(np.int64)[: max(count, 0)], _values(parts, order, 2)[: max(count, 0)]
    if starts[0] != 0 or (np.diff(starts) < 0).any() or len(rows) != count or len(weight) != count:
        raise _Damaged(message("a sparse matrix whose columns do not fit its numbers"))
    if count and (rows.min() < 0 or rows.max() >= shape[0]):
        raise _Damaged(
            message(
                "a sparse matrix of {shape} rows with a number in row {rows}", shape=shape[0], rows=int(rows.max()) + 1
            )
        )
    return _Links(shape[0], shape[1], rows, np.repeat(np.arange(shape[1]), np.diff(starts)), weight)
