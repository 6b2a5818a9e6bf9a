"""From files to jobs: which sheets make the light of which period, alone or combined from months and days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import cast

from gisplug.core.errors import RasterError
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import Message, message
from gisplug.core.shelves import LightProduct
from gisplug.core.vocabulary import Period, one_of
from gisplug.lights.calibrate import Calibration
from gisplug.lights.cell_calibration import Change
from gisplug.lights.files.bands import Choice
from gisplug.lights.files.chosen import chosen
from gisplug.lights.files.names import canonical
from gisplug.lights.files.reader import COMBINED, Combine, Layer
from gisplug.lights.grids.grid import Grid
from gisplug.lights.sheets import Sheet, sheets_of
from gisplug.lights.sources import Found, Source, found_at, in_order, wanted_of

COMPOSITES = ("none", *COMBINED)
_COMBINED = {
    "mean": message("mean"),
    "median": message("median"),
    "weighted": message("mean weighted by cloud-free observations"),
}
_OF_SEVERAL = {"declares": "declare", "names": "name", "has": "have", "is": "are", "counts": "count"}


@dataclass(frozen=True)
class Job:
    """The light of one period on one grid: what to read and how.

    Attributes
    ----------
    files : tuple of Path
        Files on this machine that it depends on.
    combine
        How several layers become one; "" where there is one.
    """

    period: Period
    name: str
    files: tuple[Path, ...]
    layers: tuple[Layer, ...]
    grid: Grid
    change: Change
    combine: Combine = ""
    tile: tuple[int, int] | None = None


def jobs_of(
    source: Source,
    product: LightProduct,
    steps: Calibration,
    nodata: str | float,
    choice: Choice,
    composite: str = "none",
    periods: Iterable[Period] | None = None,
) -> tuple[list[Job], list[Note]]:
    """Open the rasters of a source and return what is to be read, by period, and what was found on the way.

    Raises
    ------
    ParameterError
        If `composite` is none of `COMPOSITES`.
    RasterError, CrsError
        As `found_at` and `sheets_of`; if a period is missing, or rasters of one period overlap.
    """
    one_of("composite", composite, COMPOSITES)
    wanted = None if periods is None else {canonical(str(p)) for p in periods}
    found = found_at(source)
    single, notes = chosen(_perhaps(found, wanted, composite) or found, choice.field)
    sheets = [s for one in single for s in sheets_of(one, product, choice, nodata, composite == "weighted")]
    notes += [note for sheet in sheets for note in sheet.notes]
    yearly = composite != "none"
    known = sorted({_year(s.period) if yearly else s.period for s in sheets}, key=in_order)
    if periods is not None:
        kept = wanted_of(periods, known, source)
        sheets = [s for s in sheets if (_year(s.period) if yearly else s.period) in kept]
    if yearly:
        jobs, more = _composed(sheets, steps, composite)
        notes += more
    else:
        jobs = [_job(sheet, steps) for sheet in sheets]
    _no_overlap(jobs)
    return sorted(jobs, key=lambda job: in_order(job.period)), notes


def _perhaps(found: list[Found], wanted: set[Period] | None, composite: str) -> list[Found]:
    """Leave out the files whose names tell a period that is not wanted; they need not be opened."""
    if wanted is None:
        return found
    of = (lambda p: p) if composite == "none" else _year
    return [f for f in found if f.told.period is None or of(f.told.period) in wanted]


def _year(period: Period) -> Period:
    text = str(period)
    return int(text[:4]) if len(text) > 4 and text[:4].isdigit() else period


def _job(sheet: Sheet, steps: Calibration) -> Job:
    how = sheet.layer.reading
    poly = steps.polynomial(sheet.period, sheet.satellite)
    change = Change(how.scale, how.offset, poly, steps.negatives, steps.floor, steps.cap)
    return Job(sheet.period, sheet.name, sheet.files, (sheet.layer,), sheet.grid, change, "", sheet.tile)


def _composed(sheets: Sequence[Sheet], steps: Calibration, composite: str) -> tuple[list[Job], list[Note]]:
    """Combine the months or days of each year, place by place; steps apply to the combined light."""
    years: dict[Period, dict[str, list[Sheet]]] = {}
    for sheet in sorted(sheets, key=lambda s: in_order(s.period)):
        place = replace(sheet.grid, block=(1, 1)).key
        years.setdefault(_year(sheet.period), {}).setdefault(place, []).append(sheet)
    made, notes = [], []
    combine = cast(Combine, composite)
    for year, places in years.items():
        parts = sorted({s.period for same in places.values() for s in same}, key=in_order)
        if parts == [year]:
            made += [_job(sheet, steps) for same in places.values() for sheet in same]
            continue
        notes.append(_what_a_year_is(year, parts, composite, places))
        for same in places.values():
            _once(same)
            satellite = "+".join(sorted({s.satellite for s in same if s.satellite}))
            change = Change(1.0, 0.0, steps.polynomial(year, satellite), steps.negatives, steps.floor, steps.cap)
            files = tuple(dict.fromkeys(path for s in same for path in s.files))
            layers = tuple(s.layer for s in same)
            name = message("{same} and {n} more", same=same[0].name, n=len(same) - 1) if len(same) > 1 else same[0].name
            made.append(Job(year, name, files, layers, same[0].grid, change, combine, same[0].tile))
    return made, notes


def _what_a_year_is(year: Period, parts: list[Period], composite: str, places: dict[str, list[Sheet]]) -> Note:
    monthly = all(str(p).count("-") == 1 for p in parts)
    noun = many(len(parts), "month") if monthly else many(len(parts), "date")
    how = _COMBINED.get(composite, composite)
    text = message("{year} is the {how} of {noun}", year=year, how=how, noun=noun)
    uneven = {len(same) for same in places.values()}
    if len(uneven) > 1:
        text += message(
            ", not all of which every tile has ({uneven} to {uneven2})", uneven=min(uneven), uneven2=max(uneven)
        )
    if monthly and len(parts) < 12:
        lost = [f"{m:02d}" for m in range(1, 13) if f"{year}-{m:02d}" not in parts]
        return Note(
            WARNING,
            "composite",
            message("{text}; there is no raster of the months {lost}.", text=text, lost=", ".join(lost)),
        )
    return Note(INFO, "composite", message("{text}.", text=text))


def _once(same: list[Sheet]) -> None:
    for one, other in pairwise(same):
        if one.period == other.period:
            raise _overlap(one.name, other.name, one.period)


def _overlap(one: str, other: str, period: Period) -> RasterError:
    return RasterError(
        message(
            "{one} and {other} both belong to {period} and overlap (or lie in different reference "
            "systems). Name one series with a pattern such as F18{{period}}.tif; two satellites of one "
            "year are averaged after aggregation.",
            one=one,
            other=other,
            period=period,
        )
    )


def _no_overlap(jobs: list[Job]) -> None:
    """Several rasters of one period are tiles: they must lie side by side."""
    for period in dict.fromkeys(job.period for job in jobs):
        same = [job for job in jobs if job.period == period]
        for i, one in enumerate(same):
            for other in same[:i]:
                a, b = one.grid.bounds, other.grid.bounds
                wide = min(a[2], b[2]) - max(a[0], b[0])
                high = min(a[3], b[3]) - max(a[1], b[1])
                if one.grid.crs != other.grid.crs or (wide > one.grid.dx / 2 and high > one.grid.dy / 2):
                    raise _overlap(one.name, other.name, period)


def said_once(notes: Iterable[Note]) -> list[Note]:
    """Say a thing once for all files that it is true of: phrases get their subject, whole sentences stay."""
    notes, made = list(notes), []
    for text in dict.fromkeys(n.text for n in notes):
        same = [n for n in notes if n.text == text]
        ids = tuple(dict.fromkeys(i for n in same for i in n.ids))
        if not ids or text.endswith("."):
            made.append(same[0])
            continue
        finding = text if len(ids) == 1 else _of_several(same[0].text)
        told = message("{files} {finding}.", files=some(ids, 3), finding=finding)
        made.append(Note(same[0].level, same[0].code, told, ids))
    return made


def _of_several(finding: str) -> str:
    if isinstance(finding, Message) and "verb" in finding.values:
        return message(finding.key, **{**finding.values, "verb": _OF_SEVERAL[finding.values["verb"]]})
    return finding
