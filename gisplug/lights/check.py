"""Does a raster fit a product? Its facts over all cells, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from rasterio.windows import Window

from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.shelves import LightProduct
from gisplug.lights.calibrate import Calibration
from gisplug.lights.files.bands import Choice
from gisplug.lights.files.observed import Reading, unobserved
from gisplug.lights.files.reader import reading_of
from gisplug.lights.jobs import Job, jobs_of
from gisplug.lights.products import product_of
from gisplug.lights.sources import Source

ALL = Choice()


def check_rasters(
    source: Source, product: LightProduct | str | None = None, choice: Choice = ALL
) -> Iterator[tuple[Job, int]]:
    """Yield what there is to look through, and how many there are.

    Raises
    ------
    RasterError, CrsError
        As `jobs_of`.
    """
    jobs, _ = jobs_of(source, product_of(product), Calibration(), "auto", choice)
    yield from ((job, len(jobs)) for job in jobs)


def check_raster(job: Job, product: LightProduct | str | None = None) -> tuple[dict[str, Any], Report]:
    """Look through a raster and say whether it fits a product.

    Returns
    -------
    dict
        Shape, cell size, reference system, type, nodata, and over all cells: minimum, maximum, shares of zero,
        negative, missing, out-of-range and saturated cells.
    Report
        What does not fit.
    """
    chosen, grid = product_of(product), job.grid
    facts = {
        "file": job.name,
        "width": grid.width,
        "height": grid.height,
        "cell": grid.dx,
        "crs": grid.projection.name,
    }
    facts |= tally(job, chosen.saturation)
    return facts, Report(job.layers[0].reading.notes + tuple(_misfits(job.name, facts, chosen)))


def _misfits(name: str, facts: dict[str, Any], product: LightProduct) -> Sequence[Note]:
    found = []
    if facts["outside"] > 0:
        text = message(
            "{verb} {facts:.2%} of its cells outside the valid range of {key}; they count as not observed",
            verb="has",
            facts=facts["outside"],
            key=product.key,
        )
        found.append(Note(WARNING, "outside-range", text, (name,)))
    if facts["negative"] > 0 and product.extra.get("zero_is") == "dark":
        text = message(
            "{verb} {facts:.2%} negative cells ({negative}); keep them or clip them to zero",
            verb="has",
            facts=facts["negative"],
            negative=product.negative or message("unexpected"),
        )
        found.append(Note(WARNING, "negative", text, (name,)))
    if facts["saturated"] > 0:
        text = message(
            "{verb} {facts:.2%} of its cells at the saturation of {saturation:g}; brighter places cannot be told apart",
            verb="has",
            facts=facts["saturated"],
            saturation=product.saturation,
        )
        found.append(Note(WARNING, "saturated", text, (name,)))
    if facts["missing"] > 0.9:
        found.append(
            Note(
                WARNING,
                "mostly-missing",
                message("{verb} {facts:.1%} cells that are not observed", verb="has", facts=facts["missing"]),
                (name,),
            )
        )
    return found


def tally(job: Job, saturation: float | None) -> dict[str, Any]:
    """Count all cells of a raster by what they are, window by window.

    Returns
    -------
    dict
        type, minimum, maximum, mean (of the numbers of the file), and the shares of cells that are zero, negative,
        missing, outside the valid range or saturated.

    Raises
    ------
    RasterError
        If the raster breaks off.
    """
    grid, how = job.grid, job.layers[0].reading
    high, wide = grid.tile
    counts = dict.fromkeys(("zero", "negative", "missing", "outside", "saturated"), 0)
    least, most, total, kind = np.inf, -np.inf, 0.0, ""
    with reading_of(job.layers, job.combine, job.name) as reader:
        for r in range(0, grid.height, high):
            for c in range(0, grid.width, wide):
                window = Window(c, r, min(wide, grid.width - c), min(high, grid.height - r))
                part, hidden = reader.read(window)
                kind = str(part.dtype)
                bad, _ = unobserved(part, Reading(how.missing), hidden)
                seen = part.ravel() if bad is None else part[~bad]
                counts["missing"] += part.size - seen.size
                counts["outside"] += int(((seen < how.low) | (seen > how.high)).sum())
                counts["zero"] += int((seen == 0).sum())
                counts["negative"] += int((seen < 0).sum())
                if saturation is not None:
                    counts["saturated"] += int((seen * how.scale + how.offset >= saturation).sum())
                if seen.size:
                    least, most = min(least, float(seen.min())), max(most, float(seen.max()))
                    total += float(seen.sum(dtype=np.float64))
    cells = grid.width * grid.height
    seen_cells = cells - counts["missing"]
    facts: dict[str, Any] = {"type": kind, "nodata": ", ".join(f"{value:g}" for value in how.missing)}
    facts |= (
        {"minimum": least, "maximum": most, "mean": total / seen_cells}
        if seen_cells
        else {"minimum": np.nan, "maximum": np.nan, "mean": np.nan}
    )
    return facts | {name: count / cells for name, count in counts.items()}
