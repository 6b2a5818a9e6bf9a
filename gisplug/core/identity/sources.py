"""A file as a cache and the record of a run know it: its name seen from the study, and its content."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gisplug.core.identity.family import family, settled
from gisplug.core.identity.hashes import Hashes
from gisplug.core.shelves import shelf

SHELF, MADE = "shelf:", "step:"  # how names begin of files that gisplug brings along, and of results of earlier steps
SHELVES = ("layers", "rasters")


@dataclass(frozen=True)
class Seen:
    """One file that was read. `file` is its name as `known_as` gives it, `sha256` its content."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Source:
    """One thing that was named: the part of it that is meant (a layer, a sheet, a period), and the files read for it.

    `files` is empty where nothing on this machine could be looked at.
    """

    part: str
    files: tuple[Seen, ...]

    def plain(self) -> list[object]:
        """Return it as plain data for a key."""
        return [self.part, *([seen.file, seen.sha256] for seen in self.files)]


def seen(source: str | Path, part: str, home: Path, hashes: Hashes, made: Path | None = None) -> Source:
    """Return the identity of one thing that was named.

    Parameters
    ----------
    source, part
        What to open, and which part of it.
    home, made
        As for `known_as`.
    """
    return Source(part, tuple(Seen(known_as(path, home, made), hashes.of(path)) for path in family(source)))


def known_as(path: Path, home: Path, made: Path | None = None) -> str:
    """Return the name of a file as seen from the folder `home`, so that a study that was moved keeps its names.

    Files of the shelves are "shelf:layers/...", files that an earlier step made (below `made`, in a folder a step)
    "step:units.gpkg". Others are relative to `home`, absolute where nothing but the root of the disk is common.
    """
    place = settled(path)
    if made is not None and place.is_relative_to(settled(made)):
        return MADE + Path(*place.relative_to(settled(made)).parts[1:]).as_posix()
    for name in SHELVES:
        folder = settled(shelf(name))
        if place.is_relative_to(folder):
            return f"{SHELF}{name}/{place.relative_to(folder).as_posix()}"
    folder = settled(home)
    common = _common((place, folder))
    if common is None or common == Path(common.anchor):
        return place.as_posix()
    return Path(os.path.relpath(place, folder)).as_posix()


def _common(paths: Sequence[Path]) -> Path | None:
    try:
        return Path(os.path.commonpath(paths))
    except ValueError:  # on different disks
        return None
