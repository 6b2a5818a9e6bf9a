"""ArcGIS spatial weights matrix files (.swm): binary, integer ids only."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, Note
from gisplug.core.messages import message
from gisplug.weights.edges import Edges, edges_of_ids

_LARGEST = 2**31 - 1


def read(path: Path) -> Edges:
    """Read old (before 10.1) and new files; row-standardised weights are brought back to the sums they had.

    Raises
    ------
    WeightsError
        If the file ends early or counts wrongly.
    """
    data = path.read_bytes()
    end = data.find(b"\n")
    if end < 0:
        raise WeightsError(message("{path} is no .swm file: its header is missing.", path=path.name))
    header = data[:end].decode("utf-8", "replace").strip()
    pairs = dict(item.split("@", 1) for item in header.split(";") if "@" in item)
    fixed = pairs.get("FIXEDWEIGHTS", "").strip().upper() == "TRUE"
    try:
        return _records(data, end + 1, fixed, path)
    except struct.error as problem:
        raise WeightsError(
            message("{path} ends early or is damaged: {problem}.", path=path.name, problem=problem)
        ) from problem


def _records(data: bytes, at: int, fixed: bool, path: Path) -> Edges:
    count, standardised = struct.unpack_from("<2i", data, at)
    at += 8
    order, focal, neighbor, weight = [], [], [], []
    for _ in range(count):
        unit, links = struct.unpack_from("<2i", data, at)
        at += 8
        order.append(unit)
        if links < 0 or links > count:
            raise WeightsError(
                message(
                    "{path}: unit {unit} claims {links} neighbours among {count} units.",
                    path=path.name,
                    unit=unit,
                    links=links,
                    count=count,
                )
            )
        if not links:
            continue
        around = struct.unpack_from(f"<{links}i", data, at)
        at += 4 * links
        held = 1 if fixed else links
        values = struct.unpack_from(f"<{held}d", data, at)
        at += 8 * held
        (total,) = struct.unpack_from("<d", data, at)
        at += 8
        size = total if standardised and total > 0 else 1.0
        focal += [unit] * links
        neighbor += list(around)
        weight += [v * size for v in (values * links if fixed else values)]
    notes = (
        (Note(INFO, "swm-row-sums", "The file is row-standardised; the weights before that were restored."),)
        if standardised
        else ()
    )
    return edges_of_ids(focal, neighbor, np.array(weight, dtype=np.float64), order, notes)


def write(matrix: csr_array, ids: Sequence[str], path: Path) -> None:
    """Write `matrix` (N, N) in the old layout, which every ArcGIS since 9.3 reads.

    Raises
    ------
    WeightsError
        If an id is no whole number without leading zeros up to 2^31 - 1.
    """
    try:
        numbers = [int(i) for i in ids]
    except ValueError:
        numbers = []
    if [str(n) for n in numbers] != list(ids) or any(abs(n) > _LARGEST for n in numbers):
        odd = next((i for i in ids if not i.lstrip("-").isdigit() or str(int(i)) != i), ids[0])
        raise WeightsError(
            message(
                "An .swm file holds ids as whole numbers without leading zeros up to {largest}; {odd!r} "
                "is none. Write .gwt or .csv.",
                largest=_LARGEST,
                odd=odd,
            )
        )
    parts = [b"UNIT;UNKNOWN\n", struct.pack("<2i", len(ids), 0)]
    labels = np.array(numbers, dtype="<i4")
    for row, unit in enumerate(numbers):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        links = int(span.stop - span.start)
        parts.append(struct.pack("<2i", unit, links))
        if links:
            values = matrix.data[span].astype("<f8")
            parts += [labels[matrix.indices[span]].tobytes(), values.tobytes(), struct.pack("<d", float(values.sum()))]
    path.write_bytes(b"".join(parts))
