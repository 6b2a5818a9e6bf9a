"""Tool: yearly night-light rasters to a long panel of units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import load_units, polygon_params
from gisplug.tools.lights.shared import calibration_of, calibration_params, meaning_params, periods_of, product_param

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

TOLD = {
    "ln_sum_area": "ln(sum of lights / km²)",
    "sum": "sum of lights",
    "mean": "mean light",
    "lit_share": "lit share",
}


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.lights.aggregate import aggregate_lights, notes_of

    units = load_units(params)
    wanted = params["statistics"]
    needed = [s for s in STATISTICS if s in wanted or s in ("sum", "ln_sum_area", "mean", "lit_share")]
    frame = aggregate_lights(
        params["rasters"],
        units,
        params["product"],
        periods_of(params["periods"]),
        needed,
        params["rule"],
        overlaps=params["overlaps"],
        nodata=params["nodata"],
        calibration=calibration_of(params),
        lit=params["lit"],
        band=params["band"],
        cache=params["cache"],
        executor=params["workers"] or None,
        progress=progress,
    )
    for note in notes_of(frame).notes:
        if note.level != "warning":
            progress.info(note.text)
    frame.insert(1, "name", frame["unit"].map(dict(zip(units.ids, units.names))))
    _write(frame, units, params)
    first, last = frame["period"].iloc[0], frame["period"].iloc[-1]
    total = frame.groupby("period")["sum"].sum()
    made = {name: params[name] for name in ("table", "layer", "figure", "map", "paper") if params[name]}
    return {
        **made,
        "units": len(units),
        "periods": int(frame["period"].nunique()),
        "empty": int(frame["sum"].isna().sum()),
        "first_total": float(total.loc[first]),
        "last_total": float(total.loc[last]),
    }


def _write(frame: Any, units: Any, params: Mapping[str, Any]) -> None:
    if params["table"]:
        from gisplug.core.tables import write_table

        keep = ["unit", "name", "period", *(s for s in STATISTICS if s in params["statistics"])]
        write_table(frame[keep], params["table"])
    if params["figure"]:
        from gisplug.report.charts.lights import overview
        from gisplug.report.figures import save_figure

        save_figure(overview(frame, frame.attrs["light_unit"]), params["figure"])
    if params["layer"] or params["map"]:
        _maps(frame, units, params)
    if params["paper"]:
        _paper(frame, params)


def _maps(frame: Any, units: Any, params: Mapping[str, Any]) -> None:
    """One row a unit: the mapped statistic of every period, and everything of the last."""
    shown = params["shown"]
    last = frame["period"].iloc[-1]
    column = shown if shown in frame.columns else "ln_sum_area"
    wide = frame.pivot(index="unit", columns="period", values=column).add_prefix(f"{column}_")
    now = frame[frame["period"] == last].set_index("unit").drop(columns=["period", "name"])
    layer = units.frame[[units.frame.geometry.name]].copy()
    layer.insert(0, "name", list(units.names))
    layer = layer.join(now).join(wide)
    if params["layer"]:
        from gisplug.boundaries.write import write_layer

        write_layer(layer, params["layer"], style="sequential", field=column, title=f"Night lights: {column}, {last}")
    if params["map"]:
        from gisplug.report.figures import save_figure
        from gisplug.report.maps.choropleth import small_maps
        from gisplug.report.maps.look import Look

        steps = sorted(frame["period"].unique(), key=str)
        chosen = dict.fromkeys(steps[round(k * (len(steps) - 1) / 3)] for k in range(4))
        fields = {str(p): f"{column}_{p}" for p in chosen}
        note = frame.attrs["light_unit"]
        save_figure(
            small_maps(layer, fields, "sequential", Look(title=f"Night lights: {TOLD[column]}", note=f"{note}.")),
            params["map"],
        )


def _paper(frame: Any, params: Mapping[str, Any]) -> None:
    """Light by period: total, mean and spread over units."""
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    by = frame.groupby("period", sort=True)
    table = by.agg(
        **{
            "Units": ("sum", "count"),
            "Sum of lights": ("sum", "sum"),
            "Mean of means": ("mean", "mean"),
            "SD of means": ("mean", "std"),
            "Lit share": ("lit_share", "mean"),
            "ln(sum/km²)": ("ln_sum_area", "mean"),
        }
    )
    table.insert(2, "Growth, %", table["Sum of lights"].pct_change(fill_method=None) * 100)
    table.index = [str(p) for p in table.index]
    table.index.name = "Period"
    notes = [
        f"Light in {frame.attrs['light_unit']}; cells counted by "
        f"{'exact covered fractions' if params['rule'] == 'fraction' else 'their centres'}."
    ]
    digits = {
        "Units": 0,
        "Sum of lights": 0,
        "Growth, %": 1,
        "Mean of means": 3,
        "SD of means": 3,
        "Lit share": 3,
        "ln(sum/km²)": 3,
    }
    write_paper(plain_table("Night lights by period", table, notes, digits), params["paper"])


TOOL = Tool(
    id="lights_aggregate",
    title="Aggregate night lights",
    group="lights",
    help="Turns yearly night-light rasters into a long panel with one row per unit and year: sum, mean, lit share, "
    "maximum, "
    "inequality and ln of the sum per square kilometre. Cells count by the exact fraction that a unit covers, and "
    "the rasters are never read whole. "
    "Units that no observed cell covers get empty values and a message, not zeros.",
    params=(
        Param(
            "rasters",
            "rasters",
            "Night-light rasters",
            "A folder, a list of files, or a pattern such as ntl_{period}.tif; demo-lights names the SYNTHETIC "
            "rasters of the shelf. Several rasters of "
            "one year that lie side by side are taken together.",
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
        Param(
            "statistics",
            "choices",
            "Statistics",
            "Columns of the table.",
            default=list(STATISTICS),
            choices=STATISTICS,
        ),
        Param(
            "rule",
            "choice",
            "Cells on borders",
            "Cells count by the exact fraction that a unit covers, or wholly if their centre lies in it.",
            default="fraction",
            choices=("fraction", "centre"),
            choice_labels=("Exact fraction", "Centre of the cell"),
        ),
        Param(
            "overlaps",
            "choice",
            "Overlapping units",
            "Ground that several units cover counts for each of them, or only for the first or the last in the layer.",
            default="each",
            choices=("each", "first", "last"),
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
        *meaning_params(),
        *calibration_params(),
        Param(
            "shown",
            "choice",
            "Statistic on the map",
            "Statistic that layer and map show.",
            default="ln_sum_area",
            choices=("ln_sum_area", "sum", "mean", "lit_share"),
            advanced=True,
        ),
        Param(
            "cache",
            "text",
            "Cache folder",
            "Folder that keeps cell fractions and finished years, so that a broken-off run goes on where it stopped "
            "and a new "
            "year costs only itself. On a cluster all workers must see it.",
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
        Output("paper", "paper", "Lights by period", "Sum, growth, mean and spread over units by period."),
        Output("units", "number", "Units", "Number of units."),
        Output("periods", "number", "Periods", "Number of periods."),
        Output("empty", "number", "Empty rows", "Rows of units that no observed cell covers."),
        Output("first_total", "number", "First total", "Sum of lights of all units in the first period."),
        Output("last_total", "number", "Last total", "Sum of lights of all units in the last period."),
    ),
    run=run,
    tags=("night lights", "zonal statistics", "VIIRS", "DMSP", "panel"),
    example="gisplug lights-aggregate --rasters demo-lights --units demo-china-provinces --id adcode --product "
    "demo-lights "
    "--table lights.csv --figure lights.png --map lights_map.png --paper lights.html",
)
