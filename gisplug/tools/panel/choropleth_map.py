"""Tool: map of a variable, for one period or several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    choice_param,
    field_param,
    load_panel,
    load_units,
    panel_params,
    polygon_params,
    split_list,
)
from gisplug.tools.periods import named_periods
from gisplug.tools.results import save_figure, save_layer, written

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.figure import Figure

    from gisplug.core.vocabulary import Period


def run(params: Params, progress: Progress) -> Results:
    units = load_units(params)
    panel = load_panel(params, units, unbalanced=True)
    variable = params["variable"]
    periods = _periods(panel.periods, params["at"])
    frame = units.take(panel.ids).frame[["geometry"]].copy()
    frame.insert(0, "name", panel.names)
    values: Any = panel.frame[variable] if variable in panel.frame.columns else panel.array(variable)
    for period in periods:
        frame[f"{variable}_{period}"] = values.xs(period, level="period").reindex(frame.index).to_numpy()
    if params["figure"]:
        save_figure(_map(frame, periods, params), params["figure"])
    style = "diverging" if params["colours"] == "diverging" else "sequential"
    field = f"{variable}_{periods[-1]}"
    save_layer(frame.reset_index(), params["layer"], layer="map", style=style, field=field, title=variable)
    progress.update(1.0)
    return written(TOOL, params)


def _periods(known: Sequence[Period], wanted: Optional[str]) -> list[Period]:
    if split_list(wanted) == ["all"]:
        return list(known)
    return named_periods(known, wanted) or [known[-1]]


def _map(frame: gpd.GeoDataFrame, periods: Sequence[Period], params: Params) -> Figure:
    from gisplug.boundaries.background import background_layer
    from gisplug.report.maps.choropleth import small_maps, value_map
    from gisplug.report.maps.look import Look

    variable, colours, classes = params["variable"], params["colours"], params["classes"]
    look = Look(
        title=params["title"] or (f"{variable}, {periods[0]}" if len(periods) == 1 else variable),
        legend=params["legend"] or variable,
        names=list(frame["name"]) if params["names"] else None,
        background=background_layer(params["background"]) if params["background"] else None,
        north=params["north"],
        note=params["note"] or "",
    )
    if len(periods) == 1:
        return value_map(frame, f"{variable}_{periods[0]}", colours, look, classes)
    fields = {str(period): f"{variable}_{period}" for period in periods}
    return small_maps(frame, fields, colours, look, classes, columns=3 if len(periods) == 3 else 2)


TOOL = Tool(
    id="choropleth_map",
    title="Map of a variable",
    group="panel",
    help="Draws a variable of the panel on the map, for one period or for several with common classes, with "
    "legend, scale bar and a neutral word on boundaries. The projection is chosen for equal areas: Albers for "
    "China, a fitted one elsewhere.",
    params=(
        *polygon_params(),
        *panel_params(),
        field_param(
            "variable", "Variable", "Column of the panel that is mapped; numbers in classes, text by its values."
        ),
        Param(
            "at",
            "text",
            "Periods",
            "Periods to draw, joined by commas, or all. The last one where it is left empty.",
            optional=True,
        ),
        choice_param(
            "colours",
            "Colours",
            "Light to dark, two colours centred on zero, one colour for each text, or what fits the values.",
            {
                "auto": "What fits",
                "sequential": "Light to dark",
                "diverging": "Centred on zero",
                "classes": "One for each text",
            },
            "auto",
        ),
        Param(
            "classes",
            "integer",
            "Classes",
            "Number of classes; their borders are quantiles.",
            default=5,
            minimum=2,
            maximum=9,
        ),
        Param(
            "background",
            "polygons",
            "Background",
            "Polygon layer drawn in grey below the units, such as demo-china-all.",
            optional=True,
        ),
        Param(
            "title", "text", "Title", "Title above the map; variable and period where it is left empty.", optional=True
        ),
        Param(
            "legend",
            "text",
            "Legend title",
            "Words above the legend; the variable where it is left empty.",
            optional=True,
        ),
        Param("note", "text", "Note", "Words below the map, such as the source.", optional=True, advanced=True),
        Param(
            "names",
            "flag",
            "Names",
            "Whether the names of the units stand on the map; names that would cover others are left out.",
            default=True,
        ),
        Param("north", "flag", "North arrow", "Whether a north arrow is drawn.", default=False, advanced=True),
    ),
    outputs=(
        Output("figure", "figure", "Map", "Map as a picture for a paper."),
        Output("layer", "layer", "Layer", "Units with the variable, one field for each period.", style="sequential"),
    ),
    run=run,
    tags=("map", "choropleth", "thematic"),
    example="gisplug choropleth-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel --unit "
    "adcode --period year --variable agg --at 2010,2023 --figure agg.png",
)
