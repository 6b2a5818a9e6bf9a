"""Tool: yearly night-light rasters to a long panel of units."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, load_units, polygon_params
from gisplug.tools.lights.options import (
    calibration_of,
    calibration_params,
    meaning_params,
    periods_of,
    product_param,
    publisher_options,
    publisher_params,
)
from gisplug.tools.lights.panel_results import save_lights
from gisplug.tools.results import paper_output, save_table, written

STATISTICS = (
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
ALWAYS = ("sum", "ln_sum_area", "mean", "lit_share")  # what pictures and paper table show


def run(params: Params, progress: Progress) -> Results:
    from gisplug.lights.aggregate import aggregate_lights, notes_of

    units = load_units(params)
    frame = aggregate_lights(
        params["rasters"],
        units,
        params["product"],
        periods_of(params["periods"]),
        [name for name in STATISTICS if name in params["statistics"] or name in ALWAYS],
        params["rule"],
        overlaps=params["overlaps"],
        **publisher_options(params),
        calibration=calibration_of(params),
        lit=params["lit"],
        cache=params["cache"],
        executor=params["workers"] or None,
        progress=progress,
    )
    for note in notes_of(frame).notes:
        if note.level != "warning":
            progress.info(note.text)
    frame.insert(1, "name", frame["unit"].map(dict(zip(units.ids, units.names))))
    keep = [name for name in STATISTICS if name in params["statistics"]]
    save_table(frame[["unit", "name", "period", *keep]], params["table"])
    save_lights(params, frame, units)
    first, last = frame["period"].iloc[0], frame["period"].iloc[-1]
    total = frame.groupby("period")["sum"].sum()
    return {
        **written(TOOL, params),
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
    params=(
        Param(
            "rasters",
            "rasters",
            "Night-light rasters",
            "A folder, a list of files, an archive, or a pattern such as ntl_{period}.tif; demo-lights names the "
            "SYNTHETIC rasters of the shelf. Several rasters of one year that lie side by side are taken together. "
            "Black Marble tiles, packed files and NetCDF are read as published.",
        ),
        *polygon_params(),
        product_param(),
        Param(
            "periods",
            "text",
            "Periods",
            "Years to use, such as 2013-2020, 2022. All that are found where left empty.",
            optional=True,
        ),
        choices_param("statistics", "Statistics", "Columns of the table.", STATISTICS, list(STATISTICS)),
        choice_param(
            "rule",
            "Cells on borders",
            "Cells count by the exact fraction that a unit covers, or wholly if their centre lies in it.",
            {"fraction": "Exact fraction", "centre": "Centre of the cell"},
            "fraction",
        ),
        choice_param(
            "overlaps",
            "Overlapping units",
            "Ground that several units cover counts for each of them, or only for the first or the last in the layer.",
            ("each", "first", "last"),
            "each",
            advanced=True,
        ),
        Param(
            "lit",
            "number",
            "Lit above",
            "A cell is lit if its light is above this. The product decides where left empty.",
            optional=True,
            advanced=True,
        ),
        *publisher_params(),
        *meaning_params(),
        *calibration_params(),
        choice_param(
            "shown",
            "Statistic on the map",
            "Statistic that layer and map show.",
            ("ln_sum_area", "sum", "mean", "lit_share"),
            "ln_sum_area",
            advanced=True,
        ),
        Param(
            "cache",
            "text",
            "Cache folder",
            "Folder that keeps cell fractions and finished years, so that a broken-off run goes on where it stopped "
            "and a new year costs only itself. On a cluster all workers must see it.",
            optional=True,
            advanced=True,
        ),
        Param(
            "workers",
            "integer",
            "Processes",
            "Number of processes. Zero uses all processors where the work is worth it.",
            default=0,
            minimum=0,
            advanced=True,
        ),
    ),
    outputs=(
        Output("table", "table", "Lights of units", "Long table with unit, name, period and the statistics."),
        Output(
            "layer",
            "layer",
            "Layer of lights",
            "Units with the statistics of the last period and the mapped statistic of every period.",
            style="sequential",
        ),
        Output(
            "figure", "figure", "Course of the lights", "Sum of lights, lit share and light density of units by period."
        ),
        Output("map", "figure", "Maps", "The mapped statistic in up to four periods from the first to the last."),
        paper_output("Sum, growth, mean and spread over units by period.", "Lights by period"),
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
