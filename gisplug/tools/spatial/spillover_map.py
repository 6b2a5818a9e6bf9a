"""Tool: effects by unit, on a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import polygon_params
from gisplug.tools.spatial import fitted_model as m

KINDS = {"received": "Received from all others", "sent": "Sent to all others", "own": "Own effect"}


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.boundaries.write import write_layer
    from gisplug.core.progress import Part
    from gisplug.core.tables import write_table
    from gisplug.spatial.effects.by_unit import unit_effects

    fit = m.fit_model(params, progress, with_units=True)
    progress.update(0.7, "Effects by unit")
    table = unit_effects(fit, params["variable"], level=params["level"], progress=Part(progress, 0.7, 0.95))
    made: dict[str, Any] = {}
    title = f"{KINDS[params['kind']]}: {params['variable']} on {fit.outcome}"
    layer = m.unit_layer(fit, table)
    if params.get("layer"):
        made["layer"] = str(write_layer(layer, params["layer"], style="diverging", field=params["kind"], title=title))
    if params.get("table"):
        made["table"] = str(write_table(table.reset_index(), params["table"]))
    if params.get("figure"):
        made["figure"] = _map(params, fit, layer, title)
    if params.get("panels"):
        made["panels"] = _panels(params, fit, layer)
    top = table[params["kind"]].abs().idxmax()
    return made | {
        "significant": float((table[f"{params['kind']}_class"] != "not significant").sum()),
        "mean": float(table[params["kind"]].mean()),
        "largest": str(table.loc[top, "name"]),
    }


def _look(params: Mapping[str, Any], fit: Any, **more: Any) -> Any:
    from gisplug.report.maps.look import Look

    return Look(legend="Effect", names=fit.names if params["labels"] and fit.N <= 60 else None, **more)


def _map(params: Mapping[str, Any], fit: Any, layer: Any, title: str) -> str:
    from gisplug.report.figures import save_figure
    from gisplug.report.maps.choropleth import value_map

    sure = (layer[f"{params['kind']}_class"] != "not significant").to_numpy()
    look = _look(params, fit, title=title, significant=sure)
    return str(save_figure(value_map(layer, params["kind"], "auto", look), params["figure"]))


def _panels(params: Mapping[str, Any], fit: Any, layer: Any) -> str:
    from gisplug.report.figures import save_figure
    from gisplug.report.maps.choropleth import small_maps

    fields = {"Received from all others": "received", "Sent to all others": "sent"}
    look = _look(params, fit, title=f"Spillovers of {params['variable']}")
    return str(save_figure(small_maps(layer, fields, "auto", look), params["panels"]))


TOOL = Tool(
    id="spillover_map",
    title="Spillovers by unit",
    group="spatial",
    help="Fits a spatial panel model and gives for every unit its own effect, the effect it receives from all "
    "others and the effect it sends to all others, with their significance. "
    "The layer is coloured around zero and opens drawn.",
    params=(
        *polygon_params(),
        *m.model_params(lagged_models=True),
        m.variable_param("Regressor whose change is followed. It must be in the formula."),
        Param(
            "kind",
            "choice",
            "Effect to map",
            "Which of the three effects colours the map.",
            default="received",
            choices=tuple(KINDS),
            choice_labels=tuple(KINDS.values()),
        ),
        Param(
            "level",
            "number",
            "Confidence level",
            "Level at which an effect counts as significant.",
            default=0.95,
            minimum=0.5,
            maximum=0.999,
            advanced=True,
        ),
        Param(
            "labels",
            "flag",
            "Names on the map",
            "Whether the map shows the names of the units; maps with more than 60 units never do.",
            default=True,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "layer",
            "layer",
            "Spillovers by unit",
            "Polygons with own, received and sent effect, their standard errors, p-values and classes.",
            style="diverging",
        ),
        Output("table", "table", "Table of units", "The same without geometry."),
        Output(
            "figure",
            "figure",
            "Map",
            "The chosen effect in colours around zero; units where it is not significant are hatched.",
        ),
        Output("panels", "figure", "Maps side by side", "Received and sent effects with common classes."),
        Output(
            "significant",
            "number",
            "Significant units",
            "Number of units whose effect of the chosen kind is significant.",
        ),
        Output(
            "mean",
            "number",
            "Mean effect",
            "Mean of the chosen effect; for received and sent it is the average indirect effect.",
        ),
        Output("largest", "text", "Largest effect", "Name of the unit with the largest effect of the chosen kind."),
    ),
    run=run,
    tags=("spillover", "map", "unit effects", "空间溢出"),
    example="gisplug spillover-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel "
    '--unit adcode --period year --formula "develop ~ agg + wage" --weights w.csv --variable agg --layer '
    "spill.gpkg --figure spill.png",
)
