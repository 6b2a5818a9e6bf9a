"""Results as bytes without code: a header in JSON and the numbers of arrays, nothing that runs when it is read.

Plain values, arrays of numbers or text, tables, sparse matrices, messages, and gisplug's own dataclasses by name, whose
fields are set and whose code is not run. Everything else is refused on both sides.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array, sparray

from gisplug.core.messages import Message

MAGIC = b"gisplug parcel 1\n"
LENGTH = struct.Struct("<Q")
KINDS = "biufcUSmM"  # of arrays: numbers, truth, text and times of a fixed size; objects go one by one
SPARSE = {"csr": csr_array, "csc": csc_array}
HOME = "gisplug"


def pack(value: Any) -> bytes:
    """Return a value as bytes.

    Raises
    ------
    TypeError
        If something in it is no data, such as a function or an object of another library.
    """
    buffers: list[bytes] = []
    header = json.dumps({"value": _plain(value, buffers), "sizes": [len(b) for b in buffers]}).encode()
    return b"".join([MAGIC, LENGTH.pack(len(header)), header, *buffers])


def unpack(parcel: bytes) -> Any:
    """Return the value of bytes that `pack` made, here or on a machine that is not trusted.

    Raises
    ------
    ValueError
        If the bytes are no parcel, or their sizes, shapes or types do not agree.
    """
    try:
        return _unpacked(memoryview(parcel))
    except (KeyError, IndexError, TypeError, AttributeError, ImportError, RecursionError, struct.error) as problem:
        raise ValueError(f"{type(problem).__name__}: {problem}") from problem


def _unpacked(parcel: memoryview) -> Any:
    start = len(MAGIC) + LENGTH.size
    if bytes(parcel[: len(MAGIC)]) != MAGIC:
        raise ValueError("no parcel")
    end = start + LENGTH.unpack(parcel[len(MAGIC) : start])[0]
    header = json.loads(bytes(parcel[start:end]))
    buffers = []
    for size in header["sizes"]:
        if not isinstance(size, int) or size < 0 or end + size > len(parcel):
            raise ValueError("sizes do not agree")
        buffers.append(parcel[end : end + size])
        end += size
    if end != len(parcel):
        raise ValueError("sizes do not agree")
    return _value(header["value"], buffers)


def _plain(value: Any, buffers: list[bytes]) -> Any:
    """Return a value for JSON: numbers, truth and None as they are, everything else as [kind, ...]."""
    if value is None or type(value) in (bool, int, float):
        return value
    if type(value) is str:
        return ["text", value]
    for kind, (made, _) in FORMS.items():
        found = made(value, buffers)
        if found is not None:
            return [kind, *found]
    raise TypeError(f"{type(value).__module__}.{type(value).__qualname__} is no data")


def _value(plain: Any, buffers: list[memoryview]) -> Any:
    if plain is None or isinstance(plain, (bool, int, float)):
        return plain
    kind, *parts = plain
    if kind == "text":
        return str(parts[0])
    return FORMS[kind][1](parts, buffers)


def _each(values: Any, buffers: list[bytes]) -> list[Any]:
    return [_plain(v, buffers) for v in values]


def _all(plain: Any, buffers: list[memoryview]) -> list[Any]:
    return [_value(v, buffers) for v in plain]


def _message(value: Any, buffers: list[bytes]) -> list[Any] | None:
    if not isinstance(value, Message):
        return None
    values = {name: _plain(part, buffers) for name, part in value.values.items()}
    return [str.__str__(value), value.key, values, _each(value.parts, buffers)]


def _to_message(parts: list[Any], buffers: list[memoryview]) -> Message:
    text, key, values, joined = parts
    given = {str(name): _value(part, buffers) for name, part in values.items()}
    return Message(str(text), str(key), given, parts=tuple(_all(joined, buffers)))


def _array(value: Any, buffers: list[bytes]) -> list[Any] | None:
    if not isinstance(value, (np.ndarray, np.generic)):
        return None
    array = np.asarray(value)
    shape = list(array.shape)
    if array.dtype.kind == "O":
        return ["O", shape, _each(array.ravel().tolist(), buffers)]
    if array.dtype.kind not in KINDS:
        raise TypeError(f"an array of {array.dtype} is no data")
    columns = array.flags.f_contiguous and not array.flags.c_contiguous
    buffers.append(array.tobytes(order="F" if columns else "C"))
    order = "number" if isinstance(value, np.generic) else "F" if columns else "C"
    return [array.dtype.str, shape, len(buffers) - 1, order]


def _to_array(parts: list[Any], buffers: list[memoryview]) -> Any:
    dtype, shape, *rest = parts
    if not all(isinstance(n, int) and n >= 0 for n in shape):
        raise ValueError("a shape is no shape")
    if dtype == "O":
        values = _all(rest[0], buffers)
        made = np.empty(len(values), dtype=object)
        made[:] = values
        return made.reshape(shape)
    place, order = rest
    kind = np.dtype(str(dtype))
    if kind.kind not in KINDS or kind.names or kind.subdtype:
        raise ValueError(f"an array of {kind} is no data")
    found = np.frombuffer(buffers[place], dtype=kind).reshape(shape, order="F" if order == "F" else "C")
    return found[()] if order == "number" else found.copy(order="K")


def _sparse(value: Any, buffers: list[bytes]) -> list[Any] | None:
    if not isinstance(value, sparray) or value.format not in SPARSE:
        return None
    parts = [_plain(part, buffers) for part in (value.data, value.indices, value.indptr)]
    return [value.format, list(value.shape), parts]


def _to_sparse(parts: list[Any], buffers: list[memoryview]) -> Any:
    kind, shape, given = parts
    made = SPARSE[kind](tuple(_all(given, buffers)), shape=tuple(shape))
    made.check_format(full_check=True)
    return made


def _index(value: Any, buffers: list[bytes]) -> list[Any] | None:
    if not isinstance(value, pd.Index):
        return None
    names = _each(value.names, buffers)
    if isinstance(value, pd.MultiIndex):
        levels = [_plain(level, buffers) for level in value.levels]
        return ["levels", names, levels, [_plain(np.asarray(codes), buffers) for codes in value.codes]]
    if isinstance(value, pd.RangeIndex):
        return ["range", names, [value.start, value.stop, value.step]]
    return ["values", names, _column(value, buffers)]


def _to_index(parts: list[Any], buffers: list[memoryview]) -> pd.Index:
    kind, names, given, *more = parts
    called = _all(names, buffers)
    if kind == "levels":
        return pd.MultiIndex(_all(given, buffers), _all(more[0], buffers), names=called, verify_integrity=True)
    if kind == "range":
        return pd.RangeIndex(*map(int, given), name=called[0])
    return pd.Index(_to_column(given, buffers), name=called[0])


def _column(value: Any, buffers: list[bytes]) -> list[Any]:
    """Return the values of a column or index, with the name of their type."""
    if isinstance(value.dtype, pd.CategoricalDtype):
        kinds, codes = pd.Index(value.dtype.categories), np.asarray(pd.Categorical(value).codes)
        return ["category", _plain(kinds, buffers), _plain(codes, buffers), bool(value.dtype.ordered)]
    if isinstance(value.dtype, np.dtype):
        return ["plain", _plain(np.asarray(value), buffers)]
    cells = [None if missing else one for one, missing in zip(value, value.isna(), strict=True)]
    return [str(value.dtype), _each(cells, buffers)]


def _to_column(given: Any, buffers: list[memoryview]) -> Any:
    kind, first, *more = given
    if kind == "plain":
        return _value(first, buffers)
    if kind == "category":
        return pd.Categorical.from_codes(_value(more[0], buffers), _value(first, buffers), ordered=bool(more[1]))
    return pd.array(_all(first, buffers), dtype=str(kind))


def _table(value: Any, buffers: list[bytes]) -> list[Any] | None:
    if isinstance(value, pd.Series):
        return ["column", _plain(value.index, buffers), _plain(value.name, buffers), _column(value, buffers)]
    if not isinstance(value, pd.DataFrame):
        return None
    columns = [_column(value.iloc[:, k], buffers) for k in range(value.shape[1])]
    attributes = {str(name): _plain(part, buffers) for name, part in value.attrs.items()}
    return ["table", _plain(value.index, buffers), _plain(value.columns, buffers), columns, attributes]


def _to_table(parts: list[Any], buffers: list[memoryview]) -> Any:
    kind, index, named, given, *more = parts
    rows, names = _value(index, buffers), _value(named, buffers)
    if kind == "column":
        return pd.Series(_to_column(given, buffers), index=rows, name=names)
    columns = {k: pd.Series(_to_column(column, buffers), index=rows) for k, column in enumerate(given)}
    made = pd.DataFrame(columns, index=rows)
    made.columns = names
    made.attrs.update({name: _value(part, buffers) for name, part in more[0].items()})
    return made


def _mapping(value: Any, buffers: list[bytes]) -> list[Any] | None:
    return [_each(value.keys(), buffers), _each(value.values(), buffers)] if isinstance(value, Mapping) else None


def _listed(kind: type) -> Callable[[Any, list[bytes]], list[Any] | None]:
    return lambda value, buffers: _each(value, buffers) if type(value) is kind else None


def _record(value: Any, buffers: list[bytes]) -> list[Any] | None:
    cls = type(value)
    if not dataclasses.is_dataclass(cls) or cls.__module__.partition(".")[0] != HOME:
        return None
    fields = {f.name: _plain(getattr(value, f.name), buffers) for f in dataclasses.fields(cls)}
    return [cls.__module__, cls.__qualname__, fields]


def _to_record(parts: list[Any], buffers: list[memoryview]) -> Any:
    """Return one of gisplug's dataclasses with its fields set; nothing of the class is called."""
    module, name, given = parts
    if str(module).partition(".")[0] != HOME or "." in name:
        raise ValueError(f"{module}.{name} is no data of gisplug")
    cls = vars(import_module(module)).get(name)
    if not (isinstance(cls, type) and dataclasses.is_dataclass(cls) and cls.__module__ == module):
        raise ValueError(f"{module}.{name} is no data of gisplug")
    if {f.name for f in dataclasses.fields(cls)} != set(given):
        raise ValueError(f"{module}.{name} has other fields")
    made = object.__new__(cls)
    for field, part in given.items():
        object.__setattr__(made, field, _value(part, buffers))
    return made


def _bytes(value: Any, buffers: list[bytes]) -> list[Any] | None:
    if not isinstance(value, bytes):
        return None
    buffers.append(value)
    return [len(buffers) - 1]


FORMS: dict[
    str, tuple[Callable[[Any, list[bytes]], list[Any] | None], Callable[[list[Any], list[memoryview]], Any]]
] = {
    "message": (_message, _to_message),
    "array": (_array, _to_array),
    "tuple": (_listed(tuple), lambda parts, buffers: tuple(_all(parts, buffers))),
    "list": (_listed(list), _all),
    "set": (_listed(set), lambda parts, buffers: set(_all(parts, buffers))),
    "frozenset": (_listed(frozenset), lambda parts, buffers: frozenset(_all(parts, buffers))),
    "table": (_table, _to_table),
    "index": (_index, _to_index),
    "sparse": (_sparse, _to_sparse),
    "record": (_record, _to_record),
    "bytes": (_bytes, lambda parts, buffers: bytes(buffers[parts[0]])),
    "path": (
        lambda value, _: [str(value)] if isinstance(value, Path) else None,
        lambda parts, _: Path(str(parts[0])),
    ),
    "mapping": (
        _mapping,
        lambda parts, buffers: dict(zip(_all(parts[0], buffers), _all(parts[1], buffers), strict=True)),
    ),
}
