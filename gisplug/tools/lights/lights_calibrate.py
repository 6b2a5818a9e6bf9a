"""Tool: a calibrated copy of a night-light raster."""

from __future__ import annotations

from typing import Optional

from gisplug.core.declare import GIVEN, Output, Results, Tool, output, param
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.tools.lights.options import (
    CalibrationInputs,
    MeaningInputs,
    calibration_of,
    product_param,
)
from gisplug.tools.results import FilePath, draw, tell


class Asked(MeaningInputs, CalibrationInputs):
    """What the tool is asked."""

    raster: str = param("raster", "Night-light raster", "Raster to calibrate.")
    product: str = product_param()
    period: Optional[str] = param(
        "text",
        "Period",
        "Year whose coefficients apply; read from the name of the file where left empty.",
        optional=True,
        advanced=True,
        applies_when=({"coefficients": GIVEN},),
    )
    calibrated: str = output(
        "raster",
        "Calibrated raster",
        "GeoTIFF of 32-bit numbers; cells that were not observed are empty.",
        required=True,
    )
    figure: FilePath = output("figure", "Before and after", "Number of cells by light, before and after the steps.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.lights.rewrite import calibrate_raster
    from gisplug.report.charts.lights import histogram

    made = calibrate_raster(
        asked.raster,
        asked.calibrated,
        asked.product,
        calibration_of(asked),
        nodata=asked.nodata,
        band=asked.band,
        field=asked.field or "",
        period=asked.period,
        progress=progress,
    )
    tell(progress, made.report)
    draw(asked.figure, histogram, made.histogram, size=(14, 8))
    return {
        **asked.written(),
        "changed": made.changed,
        "missing": made.missing,
        "before": made.before,
        "after": made.after,
        "steps": joined(" ", (note.text for note in made.report.having("calibration")))
        or message("No step changes the light."),
    }


TOOL = Tool(
    id="lights_calibrate",
    title="Calibrate night lights",
    group="lights",
    help="Writes a copy of a night-light raster in the unit of its product, with explicit steps: 8-bit copies "
    "scaled back to radiance, satellites inter-calibrated by coefficients, negatives, noise floor and cap. "
    "The source is never changed, and the steps stand in the file's tags.",
    inputs=Asked,
    values=(
        Output("changed", "number", "Changed cells", "Cells that a step after scaling changed."),
        Output("missing", "number", "Missing cells", "Cells that were not observed."),
        Output("before", "number", "Light before", "Sum of the light of all cells after scaling."),
        Output("after", "number", "Light after", "Sum of the light of all cells after all steps."),
        Output("steps", "text", "Steps", "What was done, in words."),
    ),
    run=run,
    tags=("night lights", "inter-calibration", "DMSP", "8-bit"),
    example="gisplug lights-calibrate --raster rasters/demo/ntl_2020.tif --product demo-lights --cap 200 --calibrated "
    "capped_2020.tif",
)
