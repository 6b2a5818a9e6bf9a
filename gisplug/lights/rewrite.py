"""Write a calibrated copy of a raster, window by window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd
import rasterio
from affine import Affine
from rasterio.errors import RasterioError
from rasterio.windows import Window

from gisplug.core.errors import OutputError, RasterError
from gisplug.core.evidence import INFO, Note, Report, some
from gisplug.core.formats import format_of
from gisplug.core.messages import message
from gisplug.core.output.files import writing
from gisplug.core.progress import SILENT, Progress
from gisplug.core.shelves import LightProduct
from gisplug.core.vocabulary import Period, known
from gisplug.lights.calibrate import Calibration
from gisplug.lights.cell_calibration import Change
from gisplug.lights.files.bands import Choice
from gisplug.lights.files.observed import unobserved
from gisplug.lights.files.reader import reading_of
from gisplug.lights.grids.grid import Grid
from gisplug.lights.jobs import Job, jobs_of, said_once
from gisplug.lights.products import product_of
from gisplug.lights.sources import pictures


@dataclass(frozen=True)
class Rewritten:
    """What was written: cells in all, changed by the steps, and not observed; light before (after scaling) and after.

    `histogram` counts cells by light (index: upper edge of the class; columns before, after).
    """

    path: Path
    cells: int
    changed: int
    missing: int
    before: float
    after: float
    report: Report
    histogram: pd.DataFrame


EDGES = np.concatenate([[-np.inf, -1e-12, 0.0], np.geomspace(0.1, 10_000, 41), [np.inf]])


class BandOptions(TypedDict, total=False):
    """Which band of a file is meant.

    Attributes
    ----------
    band : its number; told by itself where None
    field : data field of HDF5, variable of NetCDF, or layer of a product that ships several
    """

    band: int | None
    field: str


def calibrate_raster(
    source: str | Path,
    target: str | Path,
    product: LightProduct | str | None = None,
    calibration: Calibration | None = None,
    *,
    nodata: str | float = "auto",
    period: Period | None = None,
    progress: Progress = SILENT,
    **options: Unpack[BandOptions],
) -> Rewritten:
    """Write a raster in the unit of its product with the steps applied: float32 GeoTIFF, cells not observed are NaN.

    Parameters
    ----------
    period
        Which row of the coefficients applies; read from the file's name by default.
    options
        `band` and `field`, as in `BandOptions`.

    Raises
    ------
    RasterError
        If the source cannot be read or the steps do not fit it.
    OutputError
        If the target is not a .tif or is the source.
    """
    known(options, BandOptions, "calibrate_raster")
    if format_of("raster", target, "write") is None:
        raise OutputError(
            message(
                "Calibrated rasters are written as GeoTIFF (.tif); {path!r} was given instead.", path=Path(target).name
            )
        )
    if Path(target).resolve() == Path(source).resolve():
        raise OutputError("The calibrated raster needs another name than its source, which is never changed.")
    chosen, steps = product_of(product), calibration or Calibration()
    job = _job(source, chosen, steps, nodata, Choice(options.get("band"), (), options.get("field", "")), period)
    grid, layer, change = job.grid, job.layers[0], job.change
    how = layer.reading
    plain = Change(how.scale, how.offset)
    counts = np.zeros(3, dtype=np.int64)
    light = np.zeros(2)
    bars = np.zeros((len(EDGES) - 1, 2), dtype=np.int64)
    profile = {
        "driver": "GTiff",
        "width": grid.width,
        "height": grid.height,
        "count": 1,
        "dtype": "float32",
        "nodata": np.nan,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "compress": "deflate",
        "predictor": 3,
        "bigtiff": "if_safer",
    }
    windows = _windows(grid)
    place = Affine(grid.dx, 0.0, grid.west, 0.0, -grid.dy, grid.north)
    try:
        with (
            writing(target) as temporary,
            reading_of(job.layers, job.combine, job.name) as reader,
            rasterio.open(temporary, "w", crs=grid.crs, transform=place, **profile) as out,
        ):
            for done, window in enumerate(windows):
                progress.check()
                numbers, hidden = reader.read(window)
                bad, _ = unobserved(numbers, how, hidden)
                before, after = plain(numbers), change(numbers)
                if bad is not None:
                    after[bad], before[bad] = np.nan, np.nan
                out.write(after.astype(np.float32), 1, window=window)
                gone = np.isnan(after)
                counts += (after.size, int(((after != before) & ~np.isnan(before)).sum()), int(gone.sum()))
                bars += np.column_stack([_classes(before), _classes(after)])
                light += (np.nansum(before), np.nansum(after))
                progress.update(
                    (done + 1) / len(windows), message("window {done} of {n}", done=done + 1, n=len(windows))
                )
            out.update_tags(PRODUCT=chosen.key, UNIT=chosen.unit, STEPS="; ".join(steps.words()) or "none")
    except RasterioError as problem:
        raise RasterError(
            message(
                "{source} cannot be read or {target} cannot be written: {problem}.",
                source=source,
                target=target,
                problem=problem,
            )
        ) from problem
    told = [Note(INFO, "calibration", message("Cells: {word}.", word=word)) for word in steps.words()]
    if (how.scale, how.offset) != (1.0, 0.0):
        told.insert(
            0,
            Note(
                INFO,
                "calibration",
                message("Cells: light = number x {scale:.6g} + {offset:g}.", scale=how.scale, offset=how.offset),
            ),
        )
    named = said_once(how.notes)
    shape = pd.DataFrame(bars, index=EDGES[1:], columns=["before", "after"])
    cells, changed, missing = counts.tolist()
    before_all, after_all = light.tolist()
    return Rewritten(Path(target), cells, changed, missing, before_all, after_all, Report((*named, *told)), shape)


def _job(
    source: str | Path,
    product: LightProduct,
    steps: Calibration,
    nodata: str | float,
    choice: Choice,
    period: Period | None,
) -> Job:
    """Return the one raster, with the coefficients of its period or of the one given."""
    plain = replace(steps, coefficients={})
    jobs, _ = jobs_of(source, product, plain, nodata, choice)
    if len(jobs) != 1:
        raise RasterError(
            message(
                "{source} holds {n} pictures ({jobs}); name one raster, and one band of it with band=.",
                source=source,
                n=len(jobs),
                jobs=some([str(job.period) for job in jobs]),
            )
        )
    (job,) = jobs
    if not steps.coefficients:
        return job
    (picture,) = pictures(source)
    poly = steps.polynomial(job.period if period is None else period, picture.satellite)
    return replace(job, change=replace(job.change, polynomial=poly))


def _classes(light: np.ndarray) -> np.ndarray:
    """Count cells by classes of light, each (lower, upper]."""
    seen = light[~np.isnan(light)]
    return np.bincount(np.searchsorted(EDGES[1:], seen, side="left"), minlength=len(EDGES) - 1)


def _windows(grid: Grid) -> list[Window]:
    """Windows that hold whole blocks of both files."""
    side = 1024
    return [
        Window(c, r, min(side, grid.width - c), min(side, grid.height - r))
        for r in range(0, grid.height, side)
        for c in range(0, grid.width, side)
    ]
