"""The head of a dBase table, compared with its bytes before anything reads it: readers go through as many rows as it
claims, hours for a damaged one, and give rows that are not there.
"""

from __future__ import annotations

import struct
from pathlib import Path

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message

HEAD = 32  # bytes that tell numbers and lengths of rows


def check_dbf(path: Path, error: type[GisplugError]) -> None:
    """Refuse a dBase table that does not hold the rows it claims.

    Parameters
    ----------
    error
        What is raised.

    Raises
    ------
    GisplugError
        An `error`, if the head is cut, impossible, or claims more bytes than there are.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    size = path.stat().st_size
    if len(head) < HEAD:
        raise error(message("{path} is no dBase table: it ends in its head. Fetch it again.", path=path.name))
    rows, start, length = struct.unpack_from("<IHH", head, 4)
    if start <= HEAD or length < 1:
        raise error(
            message(
                "{path} is a damaged dBase table: its head says rows of {length} bytes from byte {start}.",
                path=path.name,
                length=length,
                start=start,
            )
        )
    if start + rows * length > size:
        raise error(
            message(
                "{path} is damaged: it claims {rows:,} rows of {length} bytes, {start:,} in all, and has "
                "{size:,}. Fetch it again, or open it in QGIS and export what is left.",
                path=path.name,
                rows=rows,
                length=length,
                start=start + rows * length,
                size=size,
            )
        )
