"""Rasters inside archives, as GDAL opens them: .gz, .zip and .tar are read where they lie, nothing is unpacked."""

from __future__ import annotations

import re
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from gisplug.core.access.archives import numbered
from gisplug.core.errors import RasterError
from gisplug.core.formats import endings
from gisplug.core.messages import message
from gisplug.core.output.refusals import cannot_read

READ = (*endings("raster", "read"), ".asc", ".nc4", ".he5", ".hdf5", ".bil", ".jp2")
PACKED = ".gz"
ARCHIVES = (".zip", ".tar", ".tgz")
INSIDE = {"zip": "/vsizip/", "tar": "/vsitar/", "tgz": "/vsitar/"}
_NAMED = re.compile(r"^/vsi(zip|tar|gzip)/(.+)$", re.IGNORECASE)
QUIET = {"CPL_VSIL_GZIP_WRITE_PROPERTIES": "NO", "GDAL_DISABLE_READDIR_ON_OPEN": "NO"}  # nothing beside the inputs


@dataclass(frozen=True, order=True)
class File:
    """A raster on this machine: `path` is the file, or the archive that holds `member`."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """The name of the raster itself, without its folders."""
        return Path(self.member).name if self.member else self.path.name

    @property
    def dataset(self) -> str:
        """What GDAL opens."""
        if not self.member:
            return f"/vsigzip/{self.path.absolute()}" if self.path.suffix.lower() == PACKED else str(self.path)
        inside = f"{INSIDE[self.path.suffix.lower()[1:]]}{self.path.absolute()}/{self.member}"
        return f"/vsigzip/{inside}" if self.member.lower().endswith(PACKED) else inside


def is_raster(name: str) -> bool:
    """Whether the ending is one of a raster, packed or not."""
    plain = name.lower().removesuffix(PACKED)
    return plain.endswith(READ) and not Path(name).name.startswith(".")


def files_at(path: Path) -> list[File]:
    """Return the rasters of a file: itself, or those in the archive, by name.

    Raises
    ------
    RasterError
        If the archive is damaged or holds no raster.
    """
    if path.suffix.lower() not in ARCHIVES:
        return [File(path)]
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as packed:
                names = packed.namelist()
                numbered(len(names), path.name, RasterError)
        else:
            names = []
            with tarfile.open(path) as taped:
                for count, member in enumerate(taped, start=1):
                    numbered(count, path.name, RasterError)
                    names += [member.name] if member.isfile() else []
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError, ValueError, NotImplementedError) as problem:
        raise RasterError(
            cannot_read(path, problem)
            or message("{path} cannot be read as an archive: {problem}. Fetch it again.", path=path, problem=problem)
        ) from problem
    rasters = sorted(name for name in names if is_raster(name) and "__MACOSX" not in name)
    if not rasters:
        raise RasterError(message("{path} holds no raster ({read}).", path=path, read=", ".join(READ)))
    return [File(path, name) for name in rasters]


def named_inside(text: str) -> list[File] | None:
    """Return the rasters that "/vsizip/a.zip/b.tif", "/vsigzip/a.tif.gz" or "zip://a.zip!b.tif" name; None for others.

    Raises
    ------
    RasterError
        If no such archive is there.
    """
    if text.startswith("zip://"):
        named, _, member = text.removeprefix("zip://").partition("!")
        return _inside(Path(named), member.lstrip("/"), text)
    hit = _NAMED.match(text)
    if not hit:
        return None
    rest = hit[2]
    if hit[1].lower() == "gzip":
        return named_inside(rest) or [File(Path(rest))]
    path = Path(rest)
    archive = next((place for place in (path, *path.parents) if place.suffix.lower() in ARCHIVES), path)
    return _inside(archive, path.relative_to(archive).as_posix() if path != archive else "", text)


def _inside(archive: Path, member: str, text: str) -> list[File]:
    if not archive.is_file():
        raise RasterError(message("{text}: there is no archive {archive}.", text=text, archive=archive))
    files = files_at(archive)
    if not member:
        return files
    chosen = [file for file in files if file.member == member or file.member.startswith(f"{member}/")]
    if not chosen:
        raise RasterError(
            message(
                "{archive} has no raster {member!r}. It has: {files}.",
                archive=archive,
                member=member,
                files=", ".join(f.member for f in files[:8]),
            )
        )
    return chosen
