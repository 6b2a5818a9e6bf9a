"""Tool: one unit's shock spreading over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import UnitsInputs, load_units
from gisplug.tools.results import FilePath, save_figure, save_layer, save_table
from gisplug.tools.spatial.model_fit import fit_model, layer_of_units
from gisplug.tools.spatial_options import SpilloverModelInputs, variable_param

if TYPE_CHECKING:
    import geopandas as gpd

    from gisplug.spatial.models.fit import SpatialFit

MOST_NAMES = 60  # units; the names of more cover each other
MOST_STEPS = 4  # maps side by side


class Asked(UnitsInputs, SpilloverModelInputs):
    """What the tool is asked."""

    variable: str = variable_param("Regressor that changes.")
    origin: str = param("text", "Unit of origin", "Id or name of the unit where the change happens.")
    size: float = param("number", "Size of the change", "By how much the variable changes there.", default=1.0)
    orders: int = param(
        "integer",
        "Steps",
        "How many steps along the links are told apart.",
        default=5,
        minimum=1,
        maximum=30,
        advanced=True,
    )
    layer: FilePath = output(
        "layer",
        "Spread of the shock",
        "Polygons with the whole effect, its standard error, p-value and class, the order of neighbourhood, and "
        "the part that arrives with each step.",
        style="diverging",
    )
    table: FilePath = output("table", "Table of units", "The same without geometry.")
    figure: FilePath = output("figure", "Map", "The whole effect on all other units in colours around zero.")
    steps: FilePath = output(
        "figure", "Maps by step", "The effect that has arrived after each of the first four steps."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.spatial.effects.shocks import shock_effects

    fit = fit_model(asked, progress, load_units(asked))
    progress.update(0.7, "Spreading the shock")
    table = shock_effects(fit, asked.variable, asked.origin, size=asked.size, orders=asked.orders)
    start = table.index[table["order"] == 0][0]
    title = message(
        "A change of {size:g} in {variable} of {loc}",
        size=asked.size,
        variable=asked.variable,
        loc=table.loc[start, "name"],
    )
    layer = layer_of_units(fit, table)
    layer["spillover"] = layer["effect"].where(layer["order"] != 0)
    save_layer(layer, asked.layer, style="diverging", field="spillover", title=title)
    save_table(table, asked.table)
    if asked.figure:
        _save_map(fit, layer, title, asked.figure)
    if asked.steps:
        _save_steps(layer, title, asked.orders, asked.steps)
    others = table.loc[table["order"] != 0, "effect"]
    return {**asked.written(), "own": float(table.loc[start, "effect"]), "others": float(others.sum())}


def _save_map(fit: SpatialFit, layer: gpd.GeoDataFrame, title: str, path: str) -> None:
    from gisplug.report.maps.choropleth import value_map
    from gisplug.report.maps.look import Look

    own = layer.loc[layer["order"] == 0, "effect"].iloc[0]
    look = Look(
        title=title,
        legend=message("Effect on {outcome}", outcome=fit.outcome),
        names=fit.names if fit.N <= MOST_NAMES else None,
        significant=((layer["effect_class"] != "not significant") | (layer["order"] == 0)).to_numpy(),
        origin=(layer["order"] == 0).to_numpy(),
        note=message("The unit itself changes by {own:.4g}.", own=own),
    )
    save_figure(value_map(layer, "spillover", "effects", look), path)


def _save_steps(layer: gpd.GeoDataFrame, title: str, orders: int, path: str) -> None:
    """Cumulated effect after each of the first steps, side by side."""
    from gisplug.report.maps.choropleth import small_maps
    from gisplug.report.maps.look import Look

    away = layer["order"] != 0
    fields = {message("After step {q}", q=q): f"after_{q}" for q in range(1, min(orders, MOST_STEPS) + 1)}
    for q, field in enumerate(fields.values(), 1):
        layer[field] = layer[[f"step_{i}" for i in range(q + 1)]].sum(axis=1).where(away)
    save_figure(small_maps(layer, fields, "effects", Look(title=title, legend="Effect", origin=~away)), path)


TOOL = Tool(
    id="shock_map",
    title="Spread of one unit's shock",
    group="spatial",
    help="Fits a spatial panel model and shows how a change in one unit's variable spreads over all others, with "
    "its significance and step by step along the links. Step q is what arrives after the change has passed q "
    "links.",
    inputs=Asked,
    values=(
        Output("own", "number", "Effect on the unit itself", "Effect on the unit of origin, feedback included."),
        Output("others", "number", "Effect on all others", "Sum of the effects on all other units."),
    ),
    run=run,
    tags=("shock", "spillover", "diffusion", "冲击"),
    example="gisplug shock-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel --unit "
    'adcode --period year --formula "develop ~ agg + wage" --weights w.csv --variable agg --origin Guangdong '
    "--layer shock.gpkg --figure shock.png",
)
