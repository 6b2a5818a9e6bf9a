"""No clock in results: the times that formats carry are set to one fixed moment, so that the same work gives the same
bytes on every day and in every time zone.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from gisplug.core.errors import OutputError
from gisplug.core.messages import message

MOMENT = "2000-01-01T00:00:00.000Z"  # as GeoPackages say it; the other formats say the same moment in their ways
_SECOND = b"2000-01-01T00:00:00Z"
ZIPPED = (2000, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_MATLAB = b"MATLAB 5.0 MAT-file, written by gisplug"
_MATLAB_TEXT = 116  # bytes of text at the head of a .mat file
_STATA_MARK, _STATA = b"<timestamp>\x11", b"01 Jan 2000 00:00"
_STATA_HEAD = 4096  # bytes in which the head of a .dta file ends
_COUNTS, _ONCE = (24, 92), bytes((0, 0, 0, 1))  # of transactions in a database: GDAL makes more where its clock ticks
_DBASE = bytes((100, 1, 1))  # years since 1900, month, day


def without_clock(path: Path) -> None:
    """Set the times inside a file just written to one moment; formats that carry none stay as they are.

    Parameters
    ----------
    path
        A file whose ending says its format: .docx and .xlsx (members of the archive and properties of the document),
        .gpkg (last change of each layer), .dta, .mat and .dbf (their heads).

    Raises
    ------
    OSError
        If the file cannot be read or written again.
    """
    mend = _BY_ENDING.get(path.suffix.lower())
    if mend is not None and path.is_file():
        mend(path)


def _office(path: Path) -> None:
    """Write an Office archive again, every member at the same moment and with the same properties.

    Each member is read as XML on the way: openpyxl goes on in silence where a temporary file of it cannot be written.
    """
    import zipfile

    beside = path.with_name(f"{path.name}.timeless")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as made:
        for member in archive.infolist():
            told = zipfile.ZipInfo(member.filename, ZIPPED)
            told.compress_type, told.create_system, told.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            told.file_size = member.file_size
            with archive.open(member) as source, made.open(told, "w") as target:
                if member.filename == _CORE:
                    target.write(_WRITTEN.sub(rb"\g<1>" + _SECOND + rb"\g<2>", source.read()))
                else:
                    _copied(source, target, path if member.filename.endswith((".xml", ".rels")) else None)
    beside.replace(path)


def _copied(source: IO[bytes], target: IO[bytes], whole: Path | None) -> None:
    """Copy a member; where it is XML, refuse the file `whole` if the member is not."""
    from xml.parsers import expat  # nosec B407 - what was just written, no file of others

    parser = expat.ParserCreate()
    try:
        while block := source.read(1 << 20):
            target.write(block)
            if whole is not None:
                parser.Parse(block, False)
        if whole is not None:
            parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise OutputError(
            message(
                "{path} was not written whole. The disk of {folder} or that of temporary files ({temporary}) is full "
                "or answers with errors; look at them, or name another folder.",
                path=whole.name if whole else "",
                folder=whole.parent.parent if whole else "",
                temporary=tempfile.gettempdir(),
            )
        ) from problem


def _geopackage(path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA synchronous = OFF")  # nobody reads the file yet; it is flushed once, at the end
        base.execute("PRAGMA secure_delete = ON")  # the former time would stay in the free space of its page
        base.execute("UPDATE gpkg_contents SET last_change = ?", (MOMENT,))
    with path.open("r+b") as stream:
        for place in _COUNTS:
            stream.seek(place)
            stream.write(_ONCE)


def _stata(path: Path) -> None:
    with path.open("r+b") as stream:
        head = stream.read(_STATA_HEAD)
        place = head.find(_STATA_MARK)
        if place >= 0:
            stream.seek(place + len(_STATA_MARK))
            stream.write(_STATA)


def _matlab(path: Path) -> None:
    with path.open("r+b") as stream:
        if stream.read(6) == _MATLAB[:6]:
            stream.seek(0)
            stream.write(_MATLAB.ljust(_MATLAB_TEXT))


def _dbase(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(1)
        stream.write(_DBASE)


_BY_ENDING: dict[str, Callable[[Path], None]] = {
    ".docx": _office,
    ".xlsx": _office,
    ".gpkg": _geopackage,
    ".dta": _stata,
    ".mat": _matlab,
    ".dbf": _dbase,
}
