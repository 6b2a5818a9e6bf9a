"""Sheets: one band of one file in one period, placed on its grid, with what masks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gisplug.core.errors import ParameterError, RasterError
from gisplug.core.evidence import INFO, WARNING, Note, some
from gisplug.core.messages import message
from gisplug.core.shelves import LightProduct
from gisplug.core.vocabulary import Period
from gisplug.lights.files import black_marble as bm
from gisplug.lights.files.bands import Choice, bands_of, count_band
from gisplug.lights.files.chosen import Chosen
from gisplug.lights.files.facts import Band, Opened
from gisplug.lights.files.names import COUNT
from gisplug.lights.files.opened import opened
from gisplug.lights.files.reader import Beside, Layer
from gisplug.lights.grids.grid import Grid, grid_of
from gisplug.lights.products import reading
from gisplug.lights.sources import Found


@dataclass(frozen=True)
class Sheet:
    """One band of one file in one period.

    Attributes
    ----------
    files : tuple of Path
        Files on this machine that its numbers depend on.
    name : str
        As messages name it.
    tile : (h, v) or None
        Of Black Marble.
    notes : tuple of Note
        Each a phrase without its subject, about the file in `ids`.
    """

    period: Period
    files: tuple[Path, ...]
    name: str
    layer: Layer
    grid: Grid
    satellite: str = ""
    tile: tuple[int, int] | None = None
    notes: tuple[Note, ...] = ()


def sheets_of(
    given: Chosen[Found], product: LightProduct, choice: Choice, nodata: str | float = "auto", weighted: bool = False
) -> list[Sheet]:
    """Open a raster and return its sheets, one a band that is read.

    Parameters
    ----------
    weighted
        Whether the counts of observations are wanted as weights.

    Raises
    ------
    RasterError
        If it cannot be opened, its bands cannot be told, or what the choice needs does not lie beside it.
    CrsError
        As `grid_of`.
    ParameterError
        As `reading`.
    """
    found = given.light
    container = opened(found.file.dataset, found.name)
    tile = bm.is_tile(found.name, found.told)
    if tile:
        bm.check_place(container, found.told)
        whole = bool(container.bands)  # a file of one field is opened at once
        raster = container if whole else opened(bm.field_of(container, found.told, choice.field), found.name)
        choice = replace(choice, field="")
    else:
        raster = _variable(container, choice.field or str(product.extra.get("field", "")))
        variables = [band.tags.get("NETCDF_VARNAME") for band in container.bands]
        choice = replace(choice, field="") if raster is not container or choice.field in variables else choice
    where = bm.corner(found.told, found.name) if tile else None
    made = []
    for period, band, how in bands_of(raster, found.told, choice, found.alone):
        if band.dtype.startswith("complex"):
            raise RasterError(message("{found} holds complex numbers, which are no light.", found=found.name))
        grid, south_up, assumed = grid_of(raster, band, where)
        meaning = reading(raster, band, product, nodata, own=tile)
        beside, files = list(_beside(given, container, raster, band, grid, choice, weighted, tile)), [found.file.path]
        if given.count is not None and beside:
            files.append(given.count.file.path)
        layer = Layer(
            raster.dataset,
            band.number,
            meaning,
            _part(raster, found),
            south_up,
            tuple(b for b in beside if b.among or b.least > float("-inf")),
            next((b for b in beside if not b.among and b.least == float("-inf")), None),
        )
        notes = [*meaning.notes, *_told(found, how, assumed), *_masked(found, layer.sieves)]
        sheet = Sheet(
            period, tuple(files), found.name, layer, grid, found.told.satellite, found.told.tile if tile else None
        )
        made.append(replace(sheet, notes=tuple(notes)))
    return made


def _told(found: Found, how: str, assumed: str) -> Iterator[Note]:
    if assumed:
        yield Note(WARNING, "crs-assumed", assumed, (found.name,))
    if how:
        yield Note(
            INFO,
            "bands",
            message("{verb} its periods told {how}", verb="has", how=how) if how[:2] in ("by", "as") else how,
            (found.name,),
        )
    if found.told.why and found.told.period is not None:
        yield Note(
            INFO,
            "period",
            message("{verb} taken as {period}: {why}", verb="is", period=found.told.period, why=found.told.why),
            (found.name,),
        )


def _masked(found: Found, sieves: tuple[Beside, ...]) -> Iterator[Note]:
    for sieve in sieves:
        if sieve.among:
            text = message(
                "{verb} cells of the quality flags {among} only", verb="counts", among=", ".join(map(str, sieve.among))
            )
        else:
            text = message(
                "{verb} cells with at least {least:g} cloud-free observations only; observations=0 takes all",
                verb="counts",
                least=sieve.least,
            )
        yield Note(INFO, "masked", text, (found.name,))


def _part(raster: Opened, found: Found) -> str:
    """Return which part of its file a dataset is, the same wherever the file lies."""
    return raster.dataset.replace(str(found.file.path.absolute()), "").replace(str(found.file.path), "")


def _variable(container: Opened, field: str) -> Opened:
    """Return the variable of a container that is read: the one named, or the only one that is a grid."""
    if container.bands:
        names = {band.tags["NETCDF_VARNAME"] for band in container.bands if "NETCDF_VARNAME" in band.tags}
        if field and names and field not in names:
            raise RasterError(
                message(
                    "{container} has no variable {field!r}. It has: {names}.",
                    container=container.name,
                    field=field,
                    names=some(sorted(names)),
                )
            )
        return container
    known = {dataset.rsplit(":", 1)[-1].rsplit("/", 1)[-1].strip('"'): dataset for dataset in container.inside}
    if field:
        if field not in known:
            raise RasterError(
                message(
                    "{container} has no variable {field!r}. It has: {known}.",
                    container=container.name,
                    field=field,
                    known=some(list(known), 12) or message("none"),
                )
            )
        return opened(known[field], container.name)
    grids = {name: one for name, one in ((n, opened(d, container.name)) for n, d in known.items()) if _is_grid(one)}
    if len(grids) != 1:
        raise RasterError(
            message(
                "{container} holds {n} variables that could be light ({grids}); name one with field=.",
                container=container.name,
                n=len(grids),
                grids=some(list(grids), 12) or message("none"),
            )
        )
    return next(iter(grids.values()))


def _is_grid(raster: Opened) -> bool:
    return bool(raster.light) and raster.width > 2 and raster.height > 2


def _beside(
    given: Chosen[Found],
    container: Opened,
    raster: Opened,
    band: Band,
    grid: Grid,
    choice: Choice,
    weighted: bool,
    tile: bool,
) -> Iterator[Beside]:
    """Yield what lies beside a band and is wanted: sieves, and the weight last."""
    count = _count(given, container, raster, band, grid, tile)
    least = choice.observations
    if least is None:
        least = 0 if tile else 1
    if count is None and (choice.observations or weighted):
        raise RasterError(
            message(
                "Nothing beside {raster} counts its cloud-free observations ({count}), which {clause} needs.",
                raster=raster.name,
                count=COUNT,
                clause=message("weights") if weighted else "observations=",
            )
        )
    if count is not None and least > 0:
        yield replace(count, least=float(least))
    if choice.quality:
        flags = bm.beside(container, raster.dataset, bm.QUALITY) if tile else None
        if flags is None:
            raise ParameterError(
                message("{raster} has no flags of quality; quality is for Black Marble tiles.", raster=raster.name)
            )
        yield Beside(flags, 1, bm.short(flags), False, among=choice.quality)
    if count is not None and weighted:
        yield count


def _count(
    given: Chosen[Found], container: Opened, raster: Opened, band: Band, grid: Grid, tile: bool
) -> Beside | None:
    """Return what counts the observations: a field of the tile, a band of the file, or a file beside it."""
    if tile:
        field = bm.beside(container, raster.dataset, bm.COUNT)
        return None if field is None else Beside(field, 1, bm.short(field))
    if given.count is None:
        own = count_band(raster)
        if own is None or own.number == band.number:
            return None
        return Beside(raster.dataset, own.number, "", grid_of(raster, own)[1])
    other = opened(given.count.file.dataset, given.count.name)
    if len(other.light) != 1:
        raise RasterError(
            message(
                "{other} has {n} bands; one that counts observations was expected.",
                other=other.name,
                n=len(other.light),
            )
        )
    place, south_up, _ = grid_of(other, other.light[0])
    if replace(place, block=grid.block).key != grid.key:
        raise RasterError(
            message(
                "{other} does not lie on the cells of {raster}; move it elsewhere or resample it.",
                other=other.name,
                raster=raster.name,
            )
        )
    return Beside(other.dataset, other.light[0].number, _part(other, given.count), south_up)
