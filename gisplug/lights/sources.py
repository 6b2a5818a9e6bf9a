"""Which raster belongs to which period: a folder, a pattern, a list, one file, or a name of the shelf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gisplug.core.errors import RasterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.shelves import LightProduct, light_products
from gisplug.core.vocabulary import Period
from gisplug.lights.files.archives import ARCHIVES, READ, File, files_at, is_raster, named_inside
from gisplug.lights.files.names import Told, canonical, told

GROUP = r"(?P<period>[0-9]{4}(?:[-_.]?[0-9]{2}){0,2}|[0-9]+)"

Source = str | Path | Sequence[str | Path] | Mapping[Period, str | Path]


@dataclass(frozen=True)
class Found:
    """A raster and what its name tells; `alone`: it is the only one, so it needs no period."""

    file: File
    told: Told
    alone: bool = False

    @property
    def name(self) -> str:
        """As messages name it."""
        return self.file.name


@dataclass(frozen=True)
class Picture:
    """One period's light: one raster, or several side by side (tiles).

    `paths` are files on this machine: the rasters, or the archives that hold them.
    """

    period: Period
    paths: tuple[Path, ...]
    satellite: str = ""


def pictures(source: Source, periods: Iterable[Period] | None = None) -> list[Picture]:
    """Find the rasters of each period by their names, sorted by period; no raster is opened.

    Parameters
    ----------
    source
        A folder, a pattern with {period} and optionally {tile} ("ntl_{period}.tif"), one file, an archive, a list of
        files, a mapping {period: file}, or a product that stands on the shelf ("demo-lights").
    periods
        Which ones; all by default.

    Raises
    ------
    RasterError
        If nothing is found, a wanted period is missing, or a name does not tell its period.
    """
    by_period: dict[Period, list[Found]] = {}
    for found in found_at(source):
        by_period.setdefault(_period(found), []).append(found)
    made = [
        Picture(
            period,
            tuple(sorted({f.file.path for f in by_period[period]})),
            "+".join(sorted({f.told.satellite for f in by_period[period] if f.told.satellite})),
        )
        for period in sorted(by_period, key=in_order)
    ]
    if periods is None:
        return made
    wanted = wanted_of(periods, list(by_period), source)
    return [picture for picture in made if picture.period in wanted]


def in_order(period: Period) -> tuple[str, Period]:
    """Return the key by which periods are sorted."""
    return str(type(period)), period


def wanted_of(periods: Iterable[Period], known: Sequence[Period], source: object) -> set[Period]:
    """Return the periods that are wanted.

    Raises
    ------
    RasterError
        If one of them is not known.
    """
    wanted = {canonical(str(p)) for p in periods}
    lost = [str(p) for p in sorted(wanted, key=in_order) if p not in known]
    if lost:
        raise RasterError(
            message(
                "No raster of {source} belongs to {lost}. There are: {known}.",
                source=source,
                lost=some(lost),
                known=", ".join(map(str, known)),
            )
        )
    return wanted


def found_at(source: Source) -> list[Found]:
    """Find the rasters that a source names, with what their names tell, those without a period among them.

    Raises
    ------
    RasterError
        If nothing is found.
    """
    if isinstance(source, Mapping):
        found = [
            replace(_told(file), told=replace(told(file.name), period=canonical(str(period)), why="", satellite=""))
            for period, path in source.items()
            for file in _files(str(path))
        ]
    elif isinstance(source, (str, Path)):
        found = _from_text(str(source))
    else:
        found = [_told(file) for path in source for file in _files(str(path))]
    lost = [str(f.file.path) for f in found if not f.file.path.exists()]
    if lost:
        raise RasterError(message("{n} rasters are not there: {lost}.", n=len(lost), lost=some(lost)))
    return found


def _period(found: Found) -> Period:
    """Return the period that a name tells; a single file without one is period 0."""
    if found.told.period is not None:
        return found.told.period
    if found.alone and found.told.why == "no year":
        return 0
    raise RasterError(
        message(
            "The name of {found} holds {why}; say where it stands with a pattern such as ntl_{{period}}.tif.",
            found=found.name,
            why=found.told.why,
        )
    )


def _told(file: File) -> Found:
    return Found(file, told(file.name))


def _files(text: str) -> list[File]:
    """Return the rasters that one entry of a list names."""
    inside = named_inside(text)
    if inside is not None:
        return inside
    path = Path(text)
    return files_at(path) if path.is_file() else [File(path)]


def _from_text(source: str) -> list[Found]:
    products = light_products()
    if source in products:
        source = str(_shelved(products[source]))
    if ";" in source and not Path(source).exists():
        return [_told(file) for part in source.split(";") if part.strip() for file in _files(part.strip())]
    if "{" in source:
        return _matching(source)
    inside = named_inside(source)
    if inside is not None:
        return [Found(file, told(file.name), len(inside) == 1) for file in inside]
    path = Path(source)
    if path.is_dir():
        return [_told(file) for file in _within(path)]
    if not path.exists():
        raise RasterError(
            message(
                "{source} is no file, no folder, no pattern with {{period}} and no product of the shelf "
                "with rasters ({products}).",
                source=source,
                products=", ".join((k for k, p in products.items() if p.path)),
            )
        )
    files = files_at(path)
    return [Found(file, told(file.name), len(files) == 1) for file in files]


def _within(folder: Path) -> list[File]:
    """Return the rasters of a folder, or of its folders where it holds none itself (an archive's year/day)."""
    files = _among(p for p in folder.iterdir() if not p.name.startswith("."))
    if not files:
        below = (p for p in folder.rglob("*") if not any(part.startswith(".") for part in p.relative_to(folder).parts))
        files = _among(below)
    if not files:
        raise RasterError(message("{folder} holds no raster ({read}).", folder=folder, read=", ".join(READ)))
    return files


def _among(paths: Iterable[Path]) -> list[File]:
    """Return the rasters among paths, those in archives too; a raster and its packed copy are one."""
    here = sorted(paths)
    rasters = [p for p in here if is_raster(p.name)]
    plain = set(rasters)
    files = [File(p) for p in rasters if not (p.suffix.lower() == ".gz" and p.with_suffix("") in plain)]
    return files + [file for p in here if p.suffix.lower() in ARCHIVES and p.is_file() for file in files_at(p)]


def _shelved(product: LightProduct) -> Path:
    if product.path is None:
        raise RasterError(
            message(
                "The rasters of {key} are not on the shelf; get them from {url} and name their folder.",
                key=product.key,
                url=product.url or product.doi,
            )
        )
    return product.path


def _matching(pattern: str) -> list[Found]:
    """Files that fit a pattern with {period}; other words in braces stand for anything."""
    folder, name = Path(pattern).parent, Path(pattern).name
    if "{period}" not in name or "{" in str(folder):
        raise RasterError(
            message(
                "{pattern}: {{period}} stands once, in the name of the file and not in that of a folder.",
                pattern=pattern,
            )
        )
    known = re.split(r"(\{[a-z]+\}|\*)", name)
    seen, text = False, ""
    for part in known:
        if part == "{period}":
            text += "(?P=period)" if seen else GROUP
            seen = True
        else:
            text += ".*?" if part == "*" or (part.startswith("{") and part.endswith("}")) else re.escape(part)
    if not folder.is_dir():
        raise RasterError(message("The folder of {pattern} does not exist.", pattern=pattern))
    found = []
    for path in sorted(folder.iterdir()):
        hit = re.fullmatch(text, path.name)
        if hit:
            what = told(path.name)
            period = what.period if what.tile else canonical(hit["period"])
            found += [Found(file, replace(what, period=period, why="")) for file in files_at(path)]
    if not found:
        raise RasterError(message("No file of {folder} fits {name}.", folder=folder, name=name))
    return found
