"""Tool: yearly night-light rasters to a long panel of units."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.progress import Progress, passing
from gisplug.tools.inputs import UnitsInputs, choice_param, choices_param, load_units
from gisplug.tools.lights.options import (
    LIGHT_STATISTICS,
    CalibrationInputs,
    LightFileInputs,
    RastersInputs,
    calibration_of,
    periods_of,
    product_param,
    publisher_options,
)
from gisplug.tools.lights.panel_results import LightFiles, save_lights
from gisplug.tools.results import FilePath, save_table

ALWAYS = ("sum", "ln_sum_area", "mean", "lit_share")  # what pictures and paper table show


class Asked(RastersInputs, UnitsInputs, LightFileInputs, CalibrationInputs, LightFiles):
    """What the tool is asked."""

    product: str = product_param()
    periods: Optional[str] = param(
        "text",
        "Periods",
        "Years to use, such as 2013-2020, 2022. All that are found where left empty.",
        optional=True,
    )
    statistics: list[str] = choices_param(
        "Statistics", "Columns of the table.", LIGHT_STATISTICS, list(LIGHT_STATISTICS)
    )
    overlaps: Literal["each", "first", "last"] = choice_param(
        "Overlapping units",
        "Ground that several units cover counts for each of them, or only for the first or the last in the layer.",
        {"each": "For each of them", "first": "For the first", "last": "For the last"},
        "each",
        advanced=True,
    )
    lit: Optional[float] = param(
        "number",
        "Lit above",
        "A cell is lit if its light is above this. The product decides where left empty.",
        optional=True,
        advanced=True,
    )
    cache: Optional[str] = param(
        "text",
        "Cache folder",
        "Folder that keeps cell fractions and finished years, so that a broken-off run goes on where it stopped "
        "and a new year costs only itself. On a cluster all workers must see it.",
        optional=True,
        advanced=True,
    )
    workers: int = param(
        "integer",
        "Processes",
        "Number of processes. Zero uses all processors where the work is worth it.",
        default=0,
        minimum=0,
        advanced=True,
    )
    table: FilePath = output(
        "table", "Lights of units", "Long table with unit, name, period and the statistics.", main=True
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.lights.aggregate import aggregate_lights, notes_of

    units = load_units(asked)
    frame = aggregate_lights(
        asked.rasters,
        units,
        asked.product,
        periods_of(asked.periods),
        [name for name in LIGHT_STATISTICS if name in asked.statistics or name in ALWAYS],
        asked.rule,
        overlaps=asked.overlaps,
        **publisher_options(asked),
        calibration=calibration_of(asked),
        lit=asked.lit,
        cache=asked.cache,
        executor=asked.workers or None,
        progress=progress,
    )
    for note in notes_of(frame).notes:
        if note.code == "reused":
            passing(progress, note.text)
        elif note.level != "warning":
            progress.info(note.text)
    frame.insert(1, "name", frame["unit"].map(dict(zip(units.ids, units.names))))
    keep = [name for name in LIGHT_STATISTICS if name in asked.statistics]
    save_table(frame[["unit", "name", "period", *keep]], asked.table)
    save_lights(asked, frame, units)
    first, last = frame["period"].iloc[0], frame["period"].iloc[-1]
    total = frame.groupby("period")["sum"].sum()
    return {
        **asked.written(),
        "units": len(units),
        "periods": int(frame["period"].nunique()),
        "empty": int(frame["sum"].isna().sum()),
        "first_total": float(total.loc[first]),
        "last_total": float(total.loc[last]),
    }


TOOL = Tool(
    id="lights_aggregate",
    title="Aggregate night lights",
    group="lights",
    help="Turns yearly night-light rasters into a long panel with one row per unit and year: sum, mean, lit share, "
    "maximum, inequality and ln of the sum per square kilometre. Cells count by the exact fraction that a "
    "unit covers, and the rasters are never read whole. Units that no observed cell covers get empty values "
    "and a message, not zeros.",
    inputs=Asked,
    values=(
        Output("units", "number", "Units", "Number of units."),
        Output("periods", "number", "Periods", "Number of periods."),
        Output("empty", "number", "Empty rows", "Rows of units that no observed cell covers."),
        Output("first_total", "number", "First total", "Sum of lights of all units in the first period."),
        Output("last_total", "number", "Last total", "Sum of lights of all units in the last period."),
    ),
    run=run,
    tags=("night lights", "zonal statistics", "VIIRS", "DMSP", "panel"),
    example="gisplug lights-aggregate --rasters demo-lights --units demo-china-provinces --id adcode --product "
    "demo-lights --table lights.csv --figure lights.png --map lights_map.png --paper lights.html",
)
