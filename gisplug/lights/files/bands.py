"""Which band of a raster is which period: by the caller's word, a time axis or descriptions; never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from gisplug.core.errors import ParameterError, RasterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Period
from gisplug.lights.files.facts import Band, Opened
from gisplug.lights.files.names import COUNT, KINDS, Told, canonical, told
from gisplug.lights.files.times import as_periods, axes_of, periods_along

SPAN = re.compile(r"(\d{4})\s*(?:-|\.\.|:)\s*(\d{4})")  # of years


@dataclass(frozen=True)
class Choice:
    """What of a file is read.

    Attributes
    ----------
    band : int or None
        The band of every file; told by itself where None.
    bands : tuple of str
        The periods of the bands, in order.
    field : str
        A layer of its product: a data field of HDF5, a variable of NetCDF, the description of a band, or the part of
        file names that tells layers apart ("cf_cvg"). The product's usual one where "".
    observations : int or None
        Fewest cloud-free observations of a cell that counts; 1 where None and the product's counts lie beside it.
    quality : tuple of int
        Quality flags of cells that count; all where empty.
    """

    band: int | None = None
    bands: tuple[str, ...] = ()
    field: str = ""
    observations: int | None = None
    quality: tuple[int, ...] = ()


def period_list(text: str | Sequence[str | int] | None) -> tuple[str, ...]:
    """Read "2012-2014, 2016" or a list as periods, in order.

    Raises
    ------
    ParameterError
        If a span runs backwards.
    """
    parts = re.split("[,;]", text) if isinstance(text, str) else [str(p) for p in text or ()]
    found: list[str] = []
    for part in (p.strip() for p in parts):
        span = SPAN.fullmatch(part)
        if not span:
            found += [part] if part else []
            continue
        if int(span[1]) > int(span[2]):
            raise ParameterError(message("{part} runs backwards.", part=part))
        found += [str(year) for year in range(int(span[1]), int(span[2]) + 1)]
    return tuple(found)


def bands_of(raster: Opened, name: Told, choice: Choice, alone: bool = False) -> list[tuple[Period, Band, str]]:
    """Return period, band and how it was told ("" where by the name of the file), of every band that is read.

    `alone`: a single file of one band needs no period; it is 0.

    Raises
    ------
    RasterError
        If bands or periods cannot be told, or the band asked for is not there.
    """
    light = list(raster.light)
    if not light:
        raise RasterError(message("{raster} has no band with numbers.", raster=raster.name))
    if choice.band is not None:
        return [_one(raster, raster.band(choice.band), name, alone)]
    if choice.field and choice.field.lower() != name.kind:
        light = _described(raster, light, choice.field)
    if choice.bands:
        return _as_said(raster, light, choice.bands)
    if len(light) == 1 and name.period is not None:
        return [(name.period, light[0], "")]
    told_by = _by_axis(raster, light) or _by_description(light)
    if told_by:
        return told_by
    if len(light) == 1:
        return [(_by_name(raster, name, alone), light[0], "")]
    known = [band for band in light if band.description.lower() in KINDS]
    if known and name.period is not None:
        first = min(known, key=lambda band: KINDS.index(band.description.lower()))
        return [(name.period, first, message("of its bands, {description} is read", description=first.description))]
    raise RasterError(_untold(raster, light))


def _one(raster: Opened, band: Band, name: Told, alone: bool) -> tuple[Period, Band, str]:
    """Return the band that was asked for: its period stands in the name of the file, or in its description."""
    own = told(band.description).period if name.period is None and band.description else None
    return (own, band, message("by its description")) if own is not None else (_by_name(raster, name, alone), band, "")


def count_band(raster: Opened) -> Band | None:
    """Return the band that counts cloud-free observations, if the raster has one."""
    return next((band for band in raster.light if band.description.lower() == COUNT), None)


def _by_name(raster: Opened, name: Told, alone: bool) -> Period:
    if name.period is None and alone and name.why == "no year":
        return 0
    if name.period is None:
        raise RasterError(
            message(
                "The name of {raster} holds {why}; say where it stands with a pattern such as ntl_{{period}}.tif.",
                raster=raster.name,
                why=name.why or message("no year"),
            )
        )
    return name.period


def _described(raster: Opened, light: list[Band], field: str) -> list[Band]:
    named = {band.description.lower() for band in light}
    if field.lower() in named:
        return [band for band in light if band.description.lower() == field.lower()]
    part = [band for band in light if field.lower() in band.description.lower()]
    if not part:
        known = [band.description for band in light if band.description]
        has = (
            message("It has: {known}.", known=some(known, 8))
            if known
            else message("Its bands have no names; leave field out, or give the band.")
        )
        raise RasterError(message("{raster} has no layer {field!r}. {has}", raster=raster.name, field=field, has=has))
    return part


def _as_said(raster: Opened, light: list[Band], bands: tuple[str, ...]) -> list[tuple[Period, Band, str]]:
    if len(bands) != len(light):
        raise RasterError(
            message(
                "bands names {n} periods ({bands}), but {raster} has {n2} bands.",
                n=len(bands),
                bands=some(list(bands)),
                raster=raster.name,
                n2=len(light),
            )
        )
    periods = [canonical(text) for text in bands]
    if len(set(periods)) < len(periods):
        raise RasterError(message("bands names a period twice: {bands}.", bands=some(list(bands), 12)))
    return [(period, band, message("as bands says")) for period, band in zip(periods, light, strict=True)]


def _by_axis(raster: Opened, light: list[Band]) -> list[tuple[Period, Band, str]] | None:
    axes = axes_of(light)
    if len(axes) > 1:
        raise RasterError(
            message(
                "The bands of {raster} differ in {axes}; export one {axes2} to a file of its own, or name bands.",
                raster=raster.name,
                axes=reduce(lambda one, other: message("{one} and {other}", one=one, other=other), axes),
                axes2=axes[0],
            )
        )
    periods = periods_along(raster, light, axes[0]) if axes else None
    if not periods:
        return None
    return [
        (period, band, message("by the axis {axes}", axes=axes[0])) for period, band in zip(periods, light, strict=True)
    ]


def _by_description(light: list[Band]) -> list[tuple[Period, Band, str]] | None:
    found = [told(band.description).period if band.description else None for band in light]
    periods = [period for period in found if period is not None]
    if len(periods) < len(light):
        return None
    days = [tuple(map(int, p.split("-"))) for p in periods if isinstance(p, str) and p.count("-") == 2]
    if len(days) == len(light) > 1:  # an image of 2012-01-01 a year is the year
        periods = as_periods([(y, m, d) for y, m, d in days]) or periods
    if len(set(periods)) < len(periods):
        return None
    return [(period, band, "by its description") for period, band in zip(periods, light, strict=True)]


def _untold(raster: Opened, light: list[Band]) -> str:
    names = [band.description or message("without description") for band in light]
    example = ",".join(str(2012 + k) for k in range(min(len(light), 3))) + (",..." if len(light) > 3 else "")
    return message(
        "{raster} has {n} bands, and neither descriptions ({fromkeys}) nor a time axis tell their "
        "periods. Say them in order with bands='{example}', or read one with band=1.",
        raster=raster.name,
        n=len(light),
        fromkeys=some(list(dict.fromkeys(names)), 3),
        example=example,
    )
