"""Tool: map of a variable, for one period or several side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import panel_params, polygon_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.tools.inputs import load_panel, load_units

    units = load_units(params)
    panel = load_panel(params, units, unbalanced=True)
    variable = params["variable"]
    periods = _periods(panel.periods, params["at"])
    frame = units.take(panel.ids).frame[["geometry"]].copy()
    frame.insert(0, "name", panel.names)
    values: Any = panel.frame[variable] if variable in panel.frame.columns else panel.array(variable)
    for period in periods:
        frame[f"{variable}_{period}"] = values.xs(period, level="period").reindex(frame.index).to_numpy()
    made: dict[str, Any] = {}
    if params["figure"]:
        made["figure"] = _draw(frame, variable, periods, params)
    if params["layer"]:
        from gisplug.boundaries.write import write_layer

        style = {"sequential": "sequential", "diverging": "diverging"}.get(params["colours"], "sequential")
        write_layer(
            frame.reset_index(), params["layer"], "map", style=style, field=f"{variable}_{periods[-1]}", title=variable
        )
        made["layer"] = params["layer"]
    progress.update(1.0)
    return made


def _draw(frame: Any, variable: str, periods: Sequence[Any], params: Mapping[str, Any]) -> str:
    from gisplug.report.figures import save_figure
    from gisplug.report.maps.choropleth import small_maps, value_map
    from gisplug.report.maps.look import Look

    background = None
    if params["background"]:
        from gisplug.boundaries.read import read_units

        background = read_units(params["background"]).frame
    look = Look(
        title=params["title"] or (f"{variable}, {periods[0]}" if len(periods) == 1 else variable),
        legend=params["legend"] or variable,
        names=list(frame["name"]) if params["names"] else None,
        background=background,
        north=params["north"],
        note=params["note"] or "",
    )
    if len(periods) == 1:
        fig = value_map(frame, f"{variable}_{periods[0]}", params["colours"], look, params["classes"])
    else:
        fields = {str(p): f"{variable}_{p}" for p in periods}
        fig = small_maps(
            frame, fields, params["colours"], look, params["classes"], columns=2 if len(periods) != 3 else 3
        )
    return str(save_figure(fig, params["figure"]))


def _periods(have: Sequence[Any], text: Optional[str]) -> list[Any]:
    from gisplug.core.errors import ParameterError

    if not text:
        return [have[-1]]
    known = {str(p): p for p in have}
    asked = [t.strip() for t in text.replace(";", ",").split(",") if t.strip()]
    if asked == ["all"]:
        return list(have)
    lost = [t for t in asked if t not in known]
    if lost:
        raise ParameterError(f"The panel has no period {', '.join(lost)}; it has {have[0]} to {have[-1]}.")
    return [known[t] for t in asked]


TOOL = Tool(
    id="choropleth_map",
    title="Map of a variable",
    group="panel",
    help="Draws a variable of the panel on the map, for one period or for several with common classes, with legend, "
    "scale bar and a "
    "neutral word on boundaries. The projection is chosen for equal areas: Albers for China, a fitted one elsewhere.",
    params=(
        *polygon_params(),
        *panel_params(),
        Param(
            "variable",
            "field",
            "Variable",
            "Column of the panel that is mapped; numbers in classes, text by its values.",
            parent="panel",
        ),
        Param(
            "at",
            "text",
            "Periods",
            "Periods to draw, joined by commas, or all. The last one where it is left empty.",
            optional=True,
        ),
        Param(
            "colours",
            "choice",
            "Colours",
            "Light to dark, two colours centred on zero, one colour for each text, or what fits the values.",
            default="auto",
            choices=("auto", "sequential", "diverging", "classes"),
            choice_labels=("What fits", "Light to dark", "Centred on zero", "One for each text"),
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
    example="gisplug choropleth-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel "
    "--unit adcode --period year --variable agg --at 2010,2023 --figure agg.png",
)
