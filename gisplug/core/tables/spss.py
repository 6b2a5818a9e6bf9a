"""SPSS system files, read byte by byte: the usual reader is native code that damaged files make end the process.

The layout is that of the PSPP developers' guide, "System File Format".
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gisplug.core.errors import TableError
from gisplug.core.messages import message

DATES = {20, 22, 23, 24, 28, 29, 30, 38, 39, 41}  # print formats of seconds since the Gregorian calendar began
BEGIN = datetime(1582, 10, 14)
MISSING = -sys.float_info.max
UNPACKED_MOST = 2**32  # bytes of the unpacked data
SEGMENT, HELD = 252, 255  # bytes of a very long string by which its variables are counted, and that each holds
CODE_PAGES = {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 1252: "cp1252"}


@dataclass
class Variable:
    """A variable: `width` is 0 for numbers, else the bytes of its strings; `place` its first slot of eight bytes."""

    short: str
    width: int
    place: int
    format: int
    missing: tuple[float, ...] = ()
    ranges: bool = False
    name: str = ""
    label: str = ""
    labels: dict[Any, str] = field(default_factory=dict)

    @property
    def slots(self) -> int:
        """How many slots of eight bytes it takes."""
        return max(1, -(-self.width // 8))


@dataclass
class SystemFile:
    """What a system file holds: variables, and a list of values by name."""

    variables: list[Variable]
    columns: dict[str, list[Any]]


class _Bytes:
    """The bytes of a file, taken from the front; a TableError where there are too few."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.raw, self.at, self.name, self.order = raw, 0, name, "<"

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        if count < 0 or self.at + count > len(self.raw):
            raise self.broken()
        self.at += count
        return self.raw[self.at - count : self.at]

    def whole(self) -> int:
        """Return the next four bytes as a whole number."""
        return int(struct.unpack(f"{self.order}i", self.take(4))[0])

    def number(self) -> float:
        """Return the next eight bytes as a number."""
        return float(struct.unpack(f"{self.order}d", self.take(8))[0])

    def broken(self) -> TableError:
        """Return the error of a file that is cut or damaged."""
        return TableError(
            message(
                "{name} is no SPSS file this can read: it is cut or damaged at byte {at:,}. Save it "
                "again, or export it as CSV.",
                name=self.name,
                at=self.at,
            )
        )


def system_file(raw: bytes, name: str, encoding: str | None = None) -> SystemFile:
    """Return the variables and values of a system file (.sav, .zsav).

    Parameters
    ----------
    raw
        The bytes of the file.
    name
        What messages call it.
    encoding
        Of its texts; that which the file names, else UTF-8 or GB18030, where left out.

    Raises
    ------
    TableError
        If it is none, or damaged.
    """
    data = _Bytes(raw, name)
    if data.take(4) not in (b"$FL2", b"$FL3"):
        raise TableError(
            message("{name} is no SPSS file: it begins otherwise. Save it again, or export it as CSV.", name=name)
        )
    data.take(60)
    if data.take(4) in (b"\0\0\0\2", b"\0\0\0\3"):
        data.order = ">"
    data.take(4)
    packed = data.whole()
    data.take(4)
    cases, bias = data.whole(), data.number()
    data.take(84)
    variables, told = _dictionary(data)
    said = encoding or told.get("encoding")
    for variable in variables:
        variable.short = _text(variable.short.encode("latin-1"), said).strip("\0 ")
        variable.label = _text(variable.label.encode("latin-1"), said).strip("\0 ")
    _long_names(variables, _text(told.get("names", b""), said))
    widths = _pairs(_text(told.get("widths", b"").replace(b"\0", b""), said))
    slots = sum(v.slots for v in variables)
    if not slots:
        raise data.broken()
    if packed == 0:
        values = _plain(data)
    elif packed == 1:
        values = _unpacked(raw[data.at :], data.order, bias)
    else:
        values = _unpacked(_inflated(data), data.order, bias)
    return _columns(variables, values, slots, cases, data, said, widths)


def _dictionary(data: _Bytes) -> tuple[list[Variable], dict[str, Any]]:
    """Read the records before the data."""
    variables: list[Variable] = []
    told: dict[str, Any] = {}
    place = 0
    while (kind := data.whole()) != 999:
        if kind == 2:
            made = _variable(data, place)
            place += 1
            if made is not None:
                variables.append(made)
        elif kind == 3:
            _labels(data, variables)
        elif kind == 6:
            data.take(80 * data.whole())
        elif kind == 7:
            subtype, size, count = data.whole(), data.whole(), data.whole()
            if size < 0 or count < 0:
                raise data.broken()
            body = data.take(size * count)
            if subtype == 3 and len(body) >= 32:
                told.setdefault("encoding", CODE_PAGES.get(struct.unpack(f"{data.order}i", body[28:32])[0]))
            elif subtype == 20:
                told["encoding"] = _known(body.decode("ascii", "replace"))
            elif subtype in (13, 14):
                told["names" if subtype == 13 else "widths"] = body
        else:
            raise data.broken()
    data.take(4)
    return variables, told


def _variable(data: _Bytes, place: int) -> Variable | None:
    width, labelled, gaps, shown = data.whole(), data.whole(), data.whole(), data.whole()
    data.take(4)
    short = data.take(8).decode("latin-1")  # in the encoding of the file, which is not known yet
    label = ""
    if labelled:
        length = data.whole()
        label = data.take(-(-length // 4) * 4)[:length].decode("latin-1")  # as the short name
    if abs(gaps) > 3:
        raise data.broken()
    missing = tuple(data.number() for _ in range(abs(gaps)))
    if width < 0:
        return None  # the rest of a string
    return Variable(short, width, place, shown >> 16 & 0xFF, () if width else missing, gaps < 0, label=label)


def _labels(data: _Bytes, variables: list[Variable]) -> None:
    pairs = []
    for _ in range(data.whole()):
        value = data.take(8)
        length = data.take(1)[0]
        text = data.take((length + 8) // 8 * 8 - 1)[:length]
        pairs.append((value, text))
    if data.whole() != 4:
        raise data.broken()
    at = {v.place + 1: v for v in variables}
    for _ in range(data.whole()):
        variable = at.get(data.whole())
        if variable is None:
            raise data.broken()
        for value, text in pairs:
            key: Any = value if variable.width else struct.unpack(f"{data.order}d", value)[0]
            variable.labels[key] = text  # type: ignore[assignment]


def _known(encoding: str) -> str | None:
    import codecs

    try:
        return codecs.lookup(encoding.strip("\0 ")).name
    except LookupError:
        return None


def _text(raw: bytes, encoding: str | None) -> str:
    for name in [encoding] if encoding else ["utf-8", "gb18030"]:
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")


def _pairs(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split("\t") if "=" in part)


def _long_names(variables: list[Variable], text: str) -> None:
    known = {short.upper(): long for short, long in _pairs(text).items()}
    for variable in variables:
        variable.name = known.get(variable.short.upper(), variable.short).strip("\0 ")


def _plain(data: _Bytes) -> Iterator[bytes | float]:
    while data.at + 8 <= len(data.raw):
        yield data.take(8)


def _unpacked(raw: bytes, order: str, bias: float) -> Iterator[bytes | float]:
    """Yield slots: eight bytes, or a number that was packed into one."""
    at, end = 0, len(raw)
    while at + 8 <= end:
        codes, at = raw[at : at + 8], at + 8
        for code in codes:
            if code == 0:
                continue
            if code < 252:
                yield code - bias
            elif code == 252:
                return
            elif code == 253:
                if at + 8 > end:
                    return
                yield raw[at : at + 8]
                at += 8
            else:
                yield b"        " if code == 254 else MISSING


def _inflated(data: _Bytes) -> bytes:
    """Return the data of a .zsav, whose blocks are packed by zlib."""
    _, trailer, size = struct.unpack(f"{data.order}3q", data.take(24))
    if not 0 <= trailer <= len(data.raw) - 24 or size < 24:
        raise data.broken()
    data.at = trailer + 16
    data.take(4)
    parts, total = [], 0
    for _ in range(data.whole()):
        _, start, full, length = struct.unpack(f"{data.order}2q2i", data.take(24))
        total += full
        if not 0 <= start <= len(data.raw) or length < 0 or not 0 <= total <= UNPACKED_MOST:
            raise data.broken()
        try:
            parts.append(zlib.decompressobj().decompress(data.raw[start : start + length], full))
        except zlib.error as problem:
            raise data.broken() from problem
    return b"".join(parts)


def _columns(
    variables: list[Variable],
    values: Iterator[bytes | float],
    slots: int,
    cases: int,
    data: _Bytes,
    encoding: str | None,
    widths: dict[str, str],
) -> SystemFile:
    columns: dict[str, list[Any]] = {v.name: [] for v in variables}
    if len(columns) < len(variables):
        raise data.broken()
    rows = 0
    while cases < 0 or rows < cases:
        row = [slot for _, slot in zip(range(slots), values, strict=False)]
        if len(row) < slots:
            break
        rows += 1
        at = 0
        for variable in variables:
            columns[variable.name].append(_value(variable, row[at : at + variable.slots], data.order))
            at += variable.slots
    if 0 <= rows < cases:
        raise data.broken()
    variables = _joined(variables, columns, widths)
    for variable in variables:
        if variable.width:
            columns[variable.name] = [_text(v, encoding).rstrip(" \0") or None for v in columns[variable.name]]
            variable.labels = {_text(k, encoding).rstrip(): t for k, t in variable.labels.items()}
        variable.labels = {k: _text(t, encoding) for k, t in variable.labels.items()}  # type: ignore[arg-type]
    return SystemFile(variables, columns)


def _value(variable: Variable, slots: list[bytes | float], order: str) -> Any:
    if variable.width:
        return b"".join(s if isinstance(s, bytes) else struct.pack(f"{order}d", s) for s in slots)
    number = slots[0] if isinstance(slots[0], float) else struct.unpack(f"{order}d", slots[0])[0]
    if number == MISSING or number != number or _declared(variable, number):
        return None
    if variable.format in DATES:
        try:
            return BEGIN + timedelta(seconds=number)
        except OverflowError:
            return None
    return number


def _declared(variable: Variable, number: float) -> bool:
    """Tell whether a number is one that the variable declares as missing."""
    if not variable.ranges:
        return number in variable.missing
    low, high, *more = (*variable.missing, float("inf"))[:3] if len(variable.missing) > 1 else (1.0, 0.0)
    return low <= number <= high or (len(variable.missing) > 2 and number in more)


def _joined(variables: list[Variable], columns: dict[str, list[Any]], widths: dict[str, str]) -> list[Variable]:
    """Put strings of more than 255 bytes, which stand in several variables, together."""
    kept, skip = [], 0
    for at, variable in enumerate(variables):
        if skip:
            skip -= 1
            continue
        kept.append(variable)
        width = widths.get(variable.short, "")
        if width.isdigit() and int(width) > 255:
            columns[variable.name] = [cell[:HELD] for cell in columns[variable.name]]
            more = variables[at + 1 : at + -(-int(width) // SEGMENT)]
            for part in more:
                rest = columns.pop(part.name)
                columns[variable.name] = [a + b[:HELD] for a, b in zip(columns[variable.name], rest, strict=True)]
            skip = len(more)
    return kept
