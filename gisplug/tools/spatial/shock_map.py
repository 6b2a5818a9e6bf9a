"""Tool: one unit's shock spreading over the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import polygon_params
from gisplug.tools.spatial import fitted_model as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.boundaries.write import write_layer
    from gisplug.core.tables import write_table
    from gisplug.spatial.effects.shocks import shock_effects

    fit = m.fit_model(params, progress, with_units=True)
    progress.update(0.7, "Spreading the shock")
    table = shock_effects(fit, params["variable"], params["origin"], size=params["size"], orders=params["orders"])
    start = table.index[table["order"] == 0][0]
    title = f"A change of {params['size']:g} in {params['variable']} of {table.loc[start, 'name']}"
    layer = m.unit_layer(fit, table)
    layer["spillover"] = layer["effect"].where(layer["order"] != 0)
    made: dict[str, Any] = {}
    if params.get("layer"):
        made["layer"] = str(write_layer(layer, params["layer"], style="diverging", field="spillover", title=title))
    if params.get("table"):
        made["table"] = str(write_table(table.reset_index(), params["table"]))
    if params.get("figure"):
        made["figure"] = _map(params, fit, layer, title)
    if params.get("steps"):
        made["steps"] = _steps(params, layer, title)
    others = table.loc[table["order"] != 0, "effect"]
    return made | {"own": float(table.loc[start, "effect"]), "others": float(others.sum())}


def _map(params: Mapping[str, Any], fit: Any, layer: Any, title: str) -> str:
    from gisplug.report.figures import save_figure
    from gisplug.report.maps.choropleth import value_map
    from gisplug.report.maps.look import Look

    own = layer.loc[layer["order"] == 0, "effect"].iloc[0]
    look = Look(
        title=title,
        legend=f"Effect on {fit.outcome}",
        names=fit.names if fit.N <= 60 else None,
        significant=((layer["effect_class"] != "not significant") | (layer["order"] == 0)).to_numpy(),
        origin=(layer["order"] == 0).to_numpy(),
        note=f"The unit itself changes by {own:.4g}.",
    )
    return str(save_figure(value_map(layer, "spillover", "auto", look), params["figure"]))


def _steps(params: Mapping[str, Any], layer: Any, title: str) -> str:
    """Cumulated effect after each of the first steps, side by side."""
    from gisplug.report.figures import save_figure
    from gisplug.report.maps.choropleth import small_maps
    from gisplug.report.maps.look import Look

    shown = list(range(1, min(params["orders"], 4) + 1))
    away = layer["order"] != 0
    for q in shown:
        layer[f"after_{q}"] = layer[[f"step_{i}" for i in range(q + 1)]].sum(axis=1).where(away)
    fields = {f"After step {q}": f"after_{q}" for q in shown}
    return str(
        save_figure(
            small_maps(layer, fields, "auto", Look(title=title, legend="Effect", origin=~away)), params["steps"]
        )
    )


TOOL = Tool(
    id="shock_map",
    title="Spread of one unit's shock",
    group="spatial",
    help="Fits a spatial panel model and shows how a change in one unit's variable spreads over all others, with "
    "its significance and step by step along the links. "
    "Step q is what arrives after the change has passed q links.",
    params=(
        *polygon_params(),
        *m.model_params(lagged_models=True),
        m.variable_param("Regressor that changes. It must be in the formula."),
        Param("origin", "text", "Unit of origin", "Id or name of the unit where the change happens."),
        Param("size", "number", "Size of the change", "By how much the variable changes there.", default=1.0),
        Param(
            "orders",
            "integer",
            "Steps",
            "How many steps along the links are told apart.",
            default=5,
            minimum=1,
            maximum=30,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "layer",
            "layer",
            "Spread of the shock",
            "Polygons with the whole effect, its standard error, p-value and class, the order of neighbourhood, and "
            "the part that arrives with each step.",
            style="diverging",
        ),
        Output("table", "table", "Table of units", "The same without geometry."),
        Output("figure", "figure", "Map", "The whole effect on all other units in colours around zero."),
        Output("steps", "figure", "Maps by step", "The effect that has arrived after each of the first four steps."),
        Output("own", "number", "Effect on the unit itself", "Effect on the unit of origin, feedback included."),
        Output("others", "number", "Effect on all others", "Sum of the effects on all other units."),
    ),
    run=run,
    tags=("shock", "spillover", "diffusion", "冲击"),
    example="gisplug shock-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel --unit "
    'adcode --period year --formula "develop ~ agg + wage" --weights w.csv --variable agg --origin '
    "Guangdong --layer shock.gpkg --figure shock.png",
)
