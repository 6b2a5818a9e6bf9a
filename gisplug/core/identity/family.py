"""Which files are read when one is named: its sidecars, the sources of a virtual raster, an archive, a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from gisplug.core.formats import endings

_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAPINFO = (".tab", ".dat", ".map", ".id", ".ind")
_SAME_STEM = {
    **dict.fromkeys(_SHAPEFILE, _SHAPEFILE),
    **dict.fromkeys(_MAPINFO, _MAPINFO),
    ".gml": (".gfs", ".xsd"),
    ".mtx": (".ids",),
    ".img": (".ige", ".rrd", ".rde"),
    ".asc": (".prj",),
    ".bil": (".hdr", ".prj", ".stx", ".blw"),
}
_DATABASES = (".gpkg", ".sqlite")
_UNSAVED = ("-wal", "-journal")  # what a database has not written into itself yet; empty when it has
_OF_RASTERS = (".aux.xml", ".ovr", ".msk", ".xml")  # after the whole name: statistics, overviews, mask, metadata
_RASTERS_SAME_STEM = (".aux", ".wld", ".tab")
_RASTERS = (*endings("raster", "read"), ".asc", ".bil", ".jp2", ".nc4", ".he5", ".hdf5")
_LOCKS = ".lock"  # of file geodatabases: who has it open, not what is in it

_ARCHIVE = re.compile(r"^/vsi(?:zip|tar|gzip|7z|rar)/(.+)$")
_SOURCES = re.compile(r"<(SourceFilename|SourceDataset)\b([^>]*)>([^<]+)</", re.IGNORECASE)
_BESIDE = re.compile(r"relativeToVRT\s*=\s*[\"']1[\"']", re.IGNORECASE)


def family(source: str | Path) -> tuple[Path, ...]:
    """Return the files that are read when `source` is opened, without repetition.

    Parameters
    ----------
    source
        Path of a file or folder, or GDAL's "/vsizip/archive.zip/member.tif" and "zip://archive.zip!member.tif". What
        stands after "|" (a layer, a sheet) is to be taken off before.

    Returns
    -------
    tuple of Path
        The file itself first, then what lies beside it and belongs to it: the parts of a shapefile (.shp .shx .dbf
        .prj .cpg), world file, .aux.xml, .ovr and .msk of a raster, unsaved changes of a GeoPackage (-wal), ids of a
        Matrix Market file, the sources of a .vrt and what belongs to them. Of an archive the archive; of a folder with
        one shapefile that shapefile, of any other all its files. Empty where nothing is there that could be looked at
        (no such file, a network address).
    """
    found: dict[Path, None] = {}
    _collect(str(source), found)
    return tuple(found)


def _collect(source: str, found: dict[Path, None]) -> None:
    path = _local(source)
    if path is None or path in found:
        return
    if path.is_dir():
        for file in _of_folder(path):
            found.setdefault(file)
        return
    found[path] = None
    for beside in _beside(path):
        found.setdefault(beside)
    if path.suffix.lower() == ".vrt":
        for named in _sources(path):
            _collect(named, found)


def _local(source: str) -> Path | None:
    """Return the file or folder on this machine, the archive where `source` names a member of one; None if none."""
    archived = _ARCHIVE.match(source)
    if archived or source.startswith("zip://"):
        inner = archived[1] if archived else source.removeprefix("zip://").partition("!")[0]
        return _archive(inner)
    if not source:
        return None
    path = settled(source)
    return path if path.exists() else None


def _archive(text: str) -> Path | None:
    """Return the archive at the head of "/data/a.zip/folder/b.tif"; archives in archives are found by the outermost."""
    while nested := _ARCHIVE.match(text):
        text = nested[1]
    if text.startswith("{"):
        text = text[1:].partition("}")[0]
    path = settled(text)
    return next((place for place in (path, *path.parents) if place.is_file()), None)


def settled(source: str | Path) -> Path:
    """Return the path without ".." and without links among its folders; the name stays, since sidecars go by it."""
    path = Path(source)
    return path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name


def _of_folder(folder: Path) -> Iterator[Path]:
    shapes = [p for p in sorted(folder.iterdir()) if p.suffix.lower() == ".shp"]
    if len(shapes) == 1 and folder.suffix.lower() != ".gdb":
        yield from (shapes[0], *_beside(shapes[0]))
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() != _LOCKS:
            yield path


def _beside(path: Path) -> Iterator[Path]:
    """Yield what belongs to a file, whatever the case of its ending (.PRJ)."""
    ending = path.suffix.lower()
    same_stem = set(_SAME_STEM.get(ending, ()))
    appended: tuple[str, ...] = _UNSAVED if ending in _DATABASES else ()
    if ending in _RASTERS:
        world = {f".{ending[1]}{ending[-1]}w", f"{ending}w"}
        same_stem |= {*_RASTERS_SAME_STEM, *world}
        appended = _OF_RASTERS
    if not same_stem and not appended:
        return
    names = {path.stem.lower() + e for e in same_stem} | {path.name.lower() + e for e in appended}
    for other in sorted(path.parent.iterdir()):
        if other.name.lower() in names and other != path and other.is_file() and not _saved(other):
            yield other


def _saved(path: Path) -> bool:
    """Whether it is the empty log that a program with the database open leaves."""
    return path.name.endswith(_UNSAVED) and path.stat().st_size == 0


def _sources(path: Path) -> Iterator[str]:
    """Yield what a virtual raster is made of."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for _, attributes, name in _SOURCES.findall(text):
        named = unescape(name.strip())
        yield _relative(named, path.parent) if _BESIDE.search(attributes) else named


def _relative(named: str, folder: Path) -> str:
    archived = _ARCHIVE.match(named)
    if archived:
        return named if archived[1].startswith(("/", "{")) else named.replace(archived[1], str(folder / archived[1]))
    return str(folder / named)
