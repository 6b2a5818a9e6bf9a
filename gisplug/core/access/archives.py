"""How far archives may be unpacked: one rule for every zip that is read, whatever its headers promise."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message

ENTRIES_MOST = 20_000  # members of an archive
UNPACKED_MOST = 8 * 2**30  # bytes of what is unpacked of one archive
SMALL = 256 * 2**20  # bytes below which the ratio does not matter
RATIO_MOST = 200  # unpacked to packed; text comes to 5 to 30, polygons to 2 to 5
_TAPES = (".tar", ".tgz")
ARCHIVES = (".zip", *_TAPES)


def bounded(packed: Iterable[zipfile.ZipInfo], name: str, error: type[GisplugError]) -> None:
    """Refuse members of a zip that grow without measure when they are unpacked.

    Parameters
    ----------
    packed
        The members that are to be unpacked. Python unpacks no more of one than its header promises.
    name
        The archive as messages call it.
    error
        What is raised.

    Raises
    ------
    GisplugError
        An `error`, if there are more than `ENTRIES_MOST`, they take more than `UNPACKED_MOST` bytes, or more than
        `RATIO_MOST` times what they take packed.
    """
    members = list(packed)
    numbered(len(members), name, error)
    size, lies = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if size > UNPACKED_MOST or (size > SMALL and size > RATIO_MOST * lies):
        raise error(
            message(
                "{name} would take {size:.1f} GB unpacked, {ratio:.0f} times what it takes now. Archives are unpacked "
                "up to {most:.0f} GB and {ratio_most} times their size. If you know where it is from, unpack it "
                "yourself and name the file.",
                name=name,
                size=size / 2**30,
                ratio=size / max(lies, 1),
                most=UNPACKED_MOST / 2**30,
                ratio_most=RATIO_MOST,
            )
        )


def numbered(entries: int, name: str, error: type[GisplugError]) -> None:
    """Refuse an archive with more members than anybody packs.

    Raises
    ------
    GisplugError
        An `error`, if there are more than `ENTRIES_MOST`.
    """
    if entries > ENTRIES_MOST:
        raise error(
            message(
                "{name} holds more than {most:,} files, the most that is looked at in an archive. Unpack it yourself "
                "and name the files.",
                name=name,
                most=ENTRIES_MOST,
            )
        )


def heads(path: Path, size: int, error: type[GisplugError]) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a zip or tar, each with its first bytes; of other files nothing.

    Raises
    ------
    GisplugError
        An `error`, if it has too many members.
    """
    ending = path.suffix.lower()
    if ending == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            numbered(len(members), path.name, error)
            for member in members:
                with archive.open(member) as file:
                    yield member.filename, file.read(size)
    elif ending in _TAPES and tarfile.is_tarfile(path):
        with tarfile.open(path) as tape:
            for count, one in enumerate(tape, start=1):
                numbered(count, path.name, error)
                taken = tape.extractfile(one) if one.isfile() else None
                if taken is not None:
                    yield one.name, taken.read(size)
