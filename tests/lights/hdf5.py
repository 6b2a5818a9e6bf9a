"""Write small HDF5 files as NASA ships Black Marble tiles: groups, chunked and deflated fields, attributes.

Plain bytes after the HDF5 File Format Specification 3.0, since no library that writes HDF5 is among the requirements.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

UNDEFINED = 2**64 - 1
LEAVES = 64  # chunks that a leaf of the index holds, used or not

Attributes = Mapping[str, str | np.generic]


class _File:
    """Bytes with addresses; the head of 96 bytes is written last."""

    def __init__(self) -> None:
        self.body = bytearray(96)

    def put(self, data: bytes) -> int:
        self.body += bytes(-len(self.body) % 8)
        place = len(self.body)
        self.body += data
        return place

    def header(self, messages: list[tuple[int, bytes]]) -> int:
        """Write an object header of version 1."""
        blocks = b"".join(
            struct.pack("<HHB3x", kind, len(data) + -len(data) % 8, 0) + data + bytes(-len(data) % 8)
            for kind, data in messages
        )
        return self.put(struct.pack("<BxHIIxxxx", 1, len(messages), 1, len(blocks)) + blocks)


def _type(dtype: np.dtype) -> bytes:
    if dtype.kind == "S":
        return struct.pack("<B3xI", 0x13, dtype.itemsize)
    if dtype.kind == "f":
        place, high, low, bias = (31, 23, 8, 127) if dtype.itemsize == 4 else (63, 52, 11, 1023)
        head = struct.pack("<BBBxIHH", 0x11, 0x20, place, dtype.itemsize, 0, 8 * dtype.itemsize)
        return head + struct.pack("<BBBBI", high, low, 0, high, bias)
    signed = 8 if dtype.kind == "i" else 0
    return struct.pack("<BBxxIHH", 0x10, signed, dtype.itemsize, 0, 8 * dtype.itemsize)


def _space(shape: tuple[int, ...]) -> bytes:
    return struct.pack("<BBBx4x", 1, len(shape), 0) + b"".join(struct.pack("<Q", n) for n in shape)


def _attribute(name: str, value: str | np.generic) -> tuple[int, bytes]:
    array = np.array(value.encode() + b"\0") if isinstance(value, str) else np.asarray(value)
    named, kind, space = name.encode() + b"\0", _type(array.dtype), _space(())
    sizes = struct.pack("<BxHHH", 1, len(named), len(kind), len(space))
    return 0x000C, sizes + b"".join(p + bytes(-len(p) % 8) for p in (named, kind, space)) + array.tobytes()


def _dataset(file: _File, cells: np.ndarray, attributes: Attributes) -> int:
    """One chunk, deflated."""
    packed = zlib.compress(cells.tobytes(), 6)
    chunk = file.put(packed)
    ends = (*cells.shape, cells.dtype.itemsize)

    def key(size: int, *offsets: int) -> bytes:
        return struct.pack("<II", size, 0) + b"".join(struct.pack("<Q", n) for n in (*offsets, 0))

    node = b"TREE" + struct.pack("<BBHQQ", 1, 0, 1, UNDEFINED, UNDEFINED)
    node += key(len(packed), *(0 for _ in cells.shape)) + struct.pack("<Q", chunk) + key(0, *cells.shape)
    length = 24 + (LEAVES + 1) * len(key(0, *cells.shape)) + LEAVES * 8
    index = file.put(node.ljust(length, b"\0"))
    layout = struct.pack("<BBBQ", 3, 2, len(ends), index) + b"".join(struct.pack("<I", n) for n in ends)
    deflate = struct.pack("<BB6x", 1, 1) + struct.pack("<HHHHI4x", 1, 0, 1, 1, 6)
    messages = [
        (0x0001, _space(cells.shape)),
        (0x0003, _type(cells.dtype)),
        (0x0005, bytes([2, 3, 2, 0])),
        (0x0008, layout),
        (0x000B, deflate),
    ]
    return file.header([*messages, *(_attribute(*item) for item in attributes.items())])


def _group(file: _File, links: Mapping[str, int], attributes: Attributes) -> int:
    messages = [(0x0002, struct.pack("<BBQQ", 0, 0, UNDEFINED, UNDEFINED)), (0x000A, b"\0\0")]
    for name, place in links.items():
        text = name.encode()
        messages.append((0x0006, struct.pack("<BBB", 1, 0, len(text)) + text + struct.pack("<Q", place)))
    return file.header([*messages, *(_attribute(*item) for item in attributes.items())])


def write_hdf5(
    path: Path,
    folder: str,
    fields: Mapping[str, tuple[np.ndarray, Attributes]],
    attributes: Attributes,
) -> Path:
    """Write fields, each an array with its attributes, into a folder ("HDFEOS/GRIDS/x/Data Fields") of a new file."""
    file = _File()
    links = {name: _dataset(file, np.ascontiguousarray(cells), more) for name, (cells, more) in fields.items()}
    for name in reversed(folder.split("/")):
        links = {name: _group(file, links, {})}
    root = _group(file, links, attributes)
    head = b"\x89HDF\r\n\x1a\n" + struct.pack("<BBBBBBBxHHI", 0, 0, 0, 0, 0, 8, 8, 4, 16, 0)
    head += struct.pack("<QQQQ", 0, UNDEFINED, len(file.body), UNDEFINED) + struct.pack("<QQI4x16x", 0, root, 0)
    file.body[: len(head)] = head
    path.write_bytes(bytes(file.body))
    return path
