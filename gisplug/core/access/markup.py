"""XML without entities: a few lines that define them can grow to gigabytes, or stand for files of this computer."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message

ENDINGS = (".gml", ".kml", ".xml", ".rels", ".vml", ".vrt", ".gfs", ".xsd")
PROLOG_MOST = 2**20  # bytes before the first element; usual are a hundred
_CHUNK = 2**14
_DEFINES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[A-Za-z_]")


def refuse_entities(path: Path, error: type[GisplugError]) -> None:
    """Refuse an XML file, or a workbook with one in it, that has a document type, where entities are defined.

    Parameters
    ----------
    error
        What is raised.

    Raises
    ------
    GisplugError
        An `error`, naming the file.
    """
    if path.suffix.lower() in ENDINGS:
        with path.open("rb") as file:
            _refuse(file, path.name, error)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(ENDINGS):
                    with archive.open(member) as file:
                        _refuse(file, f"{path.name}/{member.filename}", error)


def _refuse(file: IO[bytes], name: str, error: type[GisplugError]) -> None:
    """Read on until the first element, before which entities are defined, in whatever encoding."""
    read = b""
    while len(read) < PROLOG_MOST and (chunk := file.read(_CHUNK)):
        read += chunk.replace(b"\0", b"")
        if _DEFINES.search(read):
            break
        if _ELEMENT.search(re.sub(rb"<!--.*?-->", b"", read, flags=re.DOTALL)):
            return
    else:
        if len(read) < PROLOG_MOST:
            return  # no XML: its reader says so
    raise error(
        message(
            "{name} begins with a document type, in which entities can be defined that grow without measure or read "
            "other files. No program writes one into such a file: export it again.",
            name=name,
        )
    )
