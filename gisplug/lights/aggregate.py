"""Night lights of units: one call from yearly rasters and boundaries to a long panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gisplug.boundaries.units import Units
from gisplug.core.errors import CrsError, LayerError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.executor import Executor
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.shelves import LightProduct, light_products
from gisplug.core.vocabulary import Period, known
from gisplug.lights.calibrate import Calibration
from gisplug.lights.files.bands import Choice, period_list
from gisplug.lights.findings import absent_tiles, cell_sizes, odd_cells, product_by_name
from gisplug.lights.gini import gini
from gisplug.lights.grids.coverage import Rule
from gisplug.lights.grids.units_on_grid import unit_km2
from gisplug.lights.jobs import Job, jobs_of, said_once
from gisplug.lights.products import AS_IS, lit_above, product_of
from gisplug.lights.reduce import Sums
from gisplug.lights.sources import Source
from gisplug.lights.work import Work

STATS = (
    "sum",
    "mean",
    "area_mean",
    "lit_share",
    "max",
    "valid_share",
    "gini",
    "ln_sum_area",
    "lit_km2",
    "light_km2",
    "valid_km2",
    "area_km2",
    "cells",
)
COSTLY = "gini"
TILES = "black-marble"  # what tiles are where no product is named


class LightOptions(TypedDict, total=False):
    """Which cells of which files count, and how.

    Attributes
    ----------
    overlaps : {"each", "first", "last"}
        Ground that several units cover counts for each of them, or only for the first or last of the layer.
    nodata
        "auto", "file", "none" or a number; see `products.reading`.
    calibration
        Steps applied to cells; none by default.
    lit
        A cell is lit above this light; the product's by default.
    band
        The band of every raster. Told by itself where None: the only one, or one a period (see `bands`).
    bands
        The periods of the bands, in order: "2012-2014" or [2012, 2013, 2014]; from time axis or descriptions where left
        out, and refused where these do not tell.
    field
        Data field of HDF5, variable of NetCDF, or layer of a product that ships several ("average", "cf_cvg").
    composite : {"none", "mean", "median", "weighted"}
        Combine months or days to years, cell by cell; weighted by cloud-free observations.
    observations
        Fewest cloud-free observations of a cell that counts; 1 by default where counts lie beside the rasters, 0 takes
        all.
    quality
        Flags of quality of cells that count (Black Marble); all by default.
    cache
        Folder that keeps the cell fractions and finished periods, so that a broken-off run goes on where it stopped.
        On a Dask cluster it must be seen by all workers.
    """

    overlaps: str
    nodata: str | float
    calibration: Calibration | None
    lit: float | None
    band: int | None
    bands: str | Sequence[str | int]
    field: str
    composite: str
    observations: int | None
    quality: Sequence[int]
    cache: str | Path | None


def aggregate_lights(
    source: Source,
    units: Units | gpd.GeoDataFrame | str | Path,
    product: LightProduct | str | None = AS_IS,
    periods: Iterable[Period] | None = None,
    stats: Sequence[str] | None = None,
    rule: Rule = "fraction",
    *,
    executor: Executor | str | int | None = None,
    progress: Progress = SILENT,
    **options: Unpack[LightOptions],
) -> pd.DataFrame:
    """Aggregate yearly night-light rasters to units.

    Parameters
    ----------
    source
        A folder, a pattern "ntl_{period}.tif" ({tile} too, for rasters side by side), a list of files, {period: file},
        an archive (.zip, .tar, .gz), a folder of Black Marble tiles, or "demo-lights".
    units
        Polygons, a row a unit; moved to the reference system of the raster, never the raster to theirs.
    product
        Name of a light product of the shelf: unit, missing values, scale, what zero means. As the file says by default.
    stats
        Columns wanted, of `STATS`; all by default.
    rule : {"fraction", "centre"}
        Cells count by the exact fraction that the unit covers, or wholly if their centre lies inside.
    executor
        "serial", "processes", "processes:4", or a Dask address; see `executor.executor_from`.
    options
        `overlaps`, `nodata`, `calibration`, `lit`, `band`, `bands`, `field`, `composite`, `observations`, `quality` and
        `cache`, as in `LightOptions`.

    Returns
    -------
    DataFrame, N * T rows, unit-major
        Light is in the product's unit (nW cm-2 sr-1 for VIIRS). unit, period and:
        sum : light of the cells times their fractions; cells : observed cells, by fractions;
        mean : sum / cells; area_mean : mean with cells weighted by their ground area;
        lit_share : share of the observed ground that is lit; max : brightest observed cell;
        valid_share : share of the unit that was observed; gini : of the light of cells (fractions as weights);
        ln_sum_area : ln(sum / area_km2); lit_km2, valid_km2, area_km2 : ground lit, observed, and of the whole unit;
        light_km2 : sum of light times ground area.
        Units that no observed cell covers have NaN, not 0. `attrs["notes"]` holds what was found (as from a Report).

    Raises
    ------
    RasterError
        If a raster is missing, unreadable or rotated, its bands cannot be told, or rasters of one period overlap.
    CrsError
        If layer or raster has no reference system, or units cannot be moved to the raster's.
    LayerError
        If the units are no polygons.
    ParameterError
        If a statistic, rule, `overlaps` or `nodata` is unknown.
    """
    known(options, LightOptions, "aggregate_lights")
    wanted = _stats(stats)
    units = _units(units)
    chosen = product_of(_implied(source, product))
    steps = options.get("calibration") or Calibration()
    nodata, composite = options.get("nodata", "auto"), options.get("composite", "none")
    jobs, said = jobs_of(source, chosen, steps, nodata, _choice(options), composite, periods)
    if chosen.key == AS_IS and all(job.tile for job in jobs):
        chosen = product_of(TILES)
    lit = options.get("lit")
    threshold = lit_above(chosen) if lit is None else float(lit)
    work = Work(units, jobs, rule, options.get("overlaps", "each"), threshold, COSTLY in wanted, executor, progress)
    sums = work.run(options.get("cache"))
    frame, empty = _frame(units, sums, work.planar, wanted)
    notes = _notes(said, jobs, chosen, steps, work, empty, sums, units)
    for note in notes.warnings:
        progress.warn(note.text)
    frame.attrs["notes"] = notes.to_list()
    frame.attrs["product"], frame.attrs["light_unit"], frame.attrs["rule"] = chosen.key, chosen.unit, rule
    return frame


def notes_of(frame: pd.DataFrame) -> Report:
    """Return what `aggregate_lights` found, from the rows it returned (kept in `frame.attrs`)."""
    return Report(tuple(Note(n["level"], n["code"], n["text"], tuple(n["ids"])) for n in frame.attrs.get("notes", [])))


def _choice(options: LightOptions) -> Choice:
    """What of a file is read."""
    band, field, observations = options.get("band"), options.get("field", ""), options.get("observations")
    return Choice(band, period_list(options.get("bands", ())), field, observations, tuple(options.get("quality", ())))


def _implied(source: Source, product: LightProduct | str | None) -> LightProduct | str | None:
    """Rasters of the shelf are the product of their name."""
    on_shelf = isinstance(source, str) and source in light_products()
    return source if on_shelf and product in (None, AS_IS) else product  # type: ignore[return-value]


def _stats(stats: Sequence[str] | None) -> tuple[str, ...]:
    wanted = STATS if stats is None else tuple(stats)
    strange = [s for s in wanted if s not in STATS]
    if strange or not wanted:
        raise ParameterError(
            message(
                "Statistics of lights are {stats}; {strange} was given instead.",
                stats=", ".join(STATS),
                strange=", ".join(map(repr, strange)) or message("none"),
            )
        )
    return wanted


def _units(units: Units | gpd.GeoDataFrame | str | Path) -> Units:
    if isinstance(units, (str, Path)):
        from gisplug.boundaries.read import read_units

        units = read_units(units)
    if isinstance(units, gpd.GeoDataFrame):
        if units.crs is None:
            raise CrsError("The boundaries have no coordinate reference system; set it with .set_crs().")
        frame = units.set_axis(pd.Index([str(i) for i in units.index], name="unit"))
        units = Units(frame, tuple(frame.index), "boundaries")
    kinds = set(shapely.get_type_id(units.frame.geometry.values)) - {3, 6}
    if kinds or not len(units):
        raise LayerError(
            message(
                "Lights are aggregated to polygons; {units} holds {clause}.",
                units=units.name,
                clause=message("no units") if not len(units) else message("other geometry"),
            )
        )
    return units


def _frame(
    units: Units, sums: dict[Period, Sums], planar: dict[Period, np.ndarray], wanted: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[Period, list[str]]]:
    area = unit_km2(units)
    ids = np.asarray(units.ids, dtype=object)
    made, empty = [], {}
    for order, (period, s) in enumerate(sums.items()):
        none = ~(s.weight > 0)
        empty[period] = list(ids[none])
        with np.errstate(invalid="ignore", divide="ignore"):
            columns = {
                "sum": s.light,
                "mean": s.light / s.weight,
                "area_mean": s.light_km2 / s.km2,
                "lit_share": s.lit_km2 / s.km2,
                "max": s.most,
                "valid_share": np.minimum(s.weight / planar[period], 1.0),
                "gini": gini(s.rank, s.positive, s.weight),
                "ln_sum_area": np.log(np.where(s.light > 0, s.light, np.nan) / area),
                "lit_km2": s.lit_km2,
                "light_km2": s.light_km2,
                "valid_km2": s.km2,
                "cells": s.weight,
            }
        columns = {name: np.where(none, np.nan, column) for name, column in columns.items()}
        columns["valid_share"] = np.where(none, 0.0, columns["valid_share"])
        columns["area_km2"] = area
        made.append(
            pd.DataFrame(
                {
                    "unit": ids,
                    "period": period,
                    **{n: columns[n] for n in wanted},
                    "_row": np.arange(len(ids)),
                    "_t": order,
                }
            )
        )
    frame = pd.concat(made, ignore_index=True).sort_values(["_row", "_t"], ignore_index=True)
    return frame.drop(columns=["_row", "_t"]), empty


def _notes(
    said: list[Note],
    jobs: list[Job],
    product: LightProduct,
    steps: Calibration,
    work: Work,
    empty: dict[Period, list[str]],
    sums: dict[Period, Sums],
    units: Units,
) -> Report:
    notes = [
        Note(
            INFO,
            "product",
            message(
                "Light of {product}, in {unit}; lit above {lit:g}.",
                product=product.title,
                unit=product.unit,
                lit=work.lit,
            ),
        )
    ]
    notes += said_once(said)
    notes += product_by_name(jobs) if product.key == AS_IS else []
    notes += [*odd_cells(sums, product), *cell_sizes(jobs), *absent_tiles(jobs, units)]
    notes += [Note(INFO, "calibration", message("Cells: {word}.", word=word)) for word in steps.words()]
    scales = dict.fromkeys((x.reading.scale, x.reading.offset) for job in jobs for x in job.layers)
    for scale, offset in scales:
        if (scale, offset) != (1.0, 0.0):
            notes.append(
                Note(
                    INFO,
                    "calibration",
                    message("Cells: light = number x {scale:.6g} + {offset:g}.", scale=scale, offset=offset),
                )
            )
    notes += _break_note(jobs, product)
    if len(work.grids) > 1 and len(work.grids) < len(jobs) + 1 and not work.tiled:
        text = message(
            "The rasters lie on {n} different grids; cell fractions were computed for each.", n=len(work.grids)
        )
        notes.append(Note(INFO, "grids", text))
    if work.reused:
        notes.append(
            Note(
                INFO,
                "reused",
                message("{reused} of {n} rasters were taken from the cache.", reused=work.reused, n=len(jobs)),
            )
        )
    lost: dict[str, list[Period]] = {}
    for period, ids in empty.items():
        for unit in ids:
            lost.setdefault(unit, []).append(period)
    if lost:
        most = max(len(p) for p in lost.values())
        text = message(
            "{n} units have no observed cell in {clause} and get NaN, not 0: {lost}. {why}",
            n=len(lost),
            clause=message("some periods") if most < len(empty) else message("any period"),
            lost=some(list(lost)),
            why=_why(work.rule),
        )
        notes.append(Note(WARNING, "no-cells", text, tuple(lost)))
    return Report(tuple(notes))


def _why(rule: str) -> str:
    if rule == "centre":
        return message("No cell centre lies in them; rule='fraction' gives them their share of the cells they touch.")
    return message("They lie outside the raster, or only cells that are not observed lie in them.")


def _break_note(jobs: list[Job], product: LightProduct) -> list[Note]:
    first = product.extra.get("sensor_break")
    years = sorted({int(str(job.period)[:4]) for job in jobs if str(job.period)[:4].isdigit()})
    if first is None or not years or not years[0] < int(first) <= years[-1]:
        return []
    text = message(
        "The series crosses a change of sensor: from {first} on it is another instrument. {note} A "
        "splice over common years can join them.",
        first=first,
        note=product.note,
    )
    return [Note(WARNING, "sensor-break", text)]
