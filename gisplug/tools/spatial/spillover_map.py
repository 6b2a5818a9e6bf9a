"""Tool: effects by unit, on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import UnitsInputs, choice_param, load_units
from gisplug.tools.results import FilePath, save_figure, save_layer, save_table
from gisplug.tools.spatial.model_fit import fit_model, layer_of_units
from gisplug.tools.spatial_options import SpilloverModelInputs, variable_param

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from gisplug.report.maps.look import Look
    from gisplug.spatial.models.fit import SpatialFit

KINDS = {"received": "Received from all others", "sent": "Sent to all others", "own": "Own effect"}
MOST_NAMES = 60  # units; the names of more cover each other


class Asked(UnitsInputs, SpilloverModelInputs):
    """What the tool is asked."""

    variable: str = variable_param("Regressor whose change is followed.")
    kind: Literal["received", "sent", "own"] = choice_param(
        "Effect to map", "Which of the three effects colours the map.", KINDS, "received"
    )
    level: float = param(
        "number",
        "Confidence level",
        "Level at which an effect counts as significant.",
        default=0.95,
        minimum=0.5,
        maximum=0.999,
        advanced=True,
    )
    labels: bool = param(
        "flag",
        "Names on the map",
        "Whether the map shows the names of the units; maps with more than 60 units never do.",
        default=True,
        advanced=True,
    )
    layer: FilePath = output(
        "layer",
        "Spillovers by unit",
        "Polygons with own, received and sent effect, their standard errors, p-values and classes.",
        style="diverging",
    )
    table: FilePath = output("table", "Table of units", "The same without geometry.")
    figure: FilePath = output(
        "figure",
        "Map",
        "The chosen effect in colours around zero; units where it is not significant are hatched.",
    )
    panels: FilePath = output("figure", "Maps side by side", "Received and sent effects with common classes.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.spatial.effects.by_unit import unit_effects

    fit = fit_model(asked, progress, load_units(asked))
    kind, variable = asked.kind, asked.variable
    progress.update(0.7, "Effects by unit")
    table = unit_effects(fit, variable, level=asked.level, progress=Part(progress, 0.7, 0.95))
    title = message("{kinds}: {variable} on {outcome}", kinds=KINDS[kind], variable=variable, outcome=fit.outcome)
    note = _certain(table, kind)
    if note:
        progress.info(note)
    layer = layer_of_units(fit, table)
    save_layer(layer, asked.layer, style="diverging", field=kind, title=title)
    save_table(table, asked.table)
    if asked.figure:
        _save_map(asked, fit, layer, title, note)
    if asked.panels:
        _save_two_maps(asked, fit, layer)
    return {
        **asked.written(),
        "significant": float((table[f"{kind}_class"] != "not significant").sum()),
        "mean": float(table[kind].mean()),
        "largest": str(table.loc[table[kind].abs().idxmax(), "name"]),
    }


def _certain(table: pd.DataFrame, *kinds: str) -> str:
    """Say it where a map of these effects shows more than they are certain."""
    from gisplug.report.maps.certainty import narrower_than_errors

    note = narrower_than_errors({KINDS[k]: (table[k].to_numpy(), table[f"{k}_se"].to_numpy()) for k in kinds})
    if note and kinds == ("received",):
        note += message(
            " With weights whose rows sum to one all units receive nearly the same; look at what they send (kind sent)."
        )
    return note


def _look(asked: Asked, fit: SpatialFit, **more: Any) -> Look:
    from gisplug.report.maps.look import Look

    return Look(legend="Effect", names=fit.names if asked.labels and fit.N <= MOST_NAMES else None, **more)


def _save_map(asked: Asked, fit: SpatialFit, layer: gpd.GeoDataFrame, title: str, note: str) -> None:
    from gisplug.report.maps.choropleth import value_map

    sure = (layer[f"{asked.kind}_class"] != "not significant").to_numpy()
    look = _look(asked, fit, title=title, significant=sure, note=note)
    save_figure(value_map(layer, asked.kind, "effects", look), asked.figure)


def _save_two_maps(asked: Asked, fit: SpatialFit, layer: gpd.GeoDataFrame) -> None:
    from gisplug.report.maps.choropleth import small_maps

    fields = {KINDS[kind]: kind for kind in ("received", "sent")}
    title = message("Spillovers of {variable}", variable=asked.variable)
    look = _look(asked, fit, title=title, note=_certain(layer, "received", "sent"))
    save_figure(small_maps(layer, fields, "effects", look), asked.panels)


TOOL = Tool(
    id="spillover_map",
    title="Spillovers by unit",
    group="spatial",
    help="Fits a spatial panel model and gives for every unit its own effect, the effect it receives from all "
    "others and the effect it sends to all others, with their significance. The layer is coloured around zero "
    "and opens drawn.",
    inputs=Asked,
    values=(
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
    example="gisplug spillover-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel --unit "
    'adcode --period year --formula "develop ~ agg + wage" --weights w.csv --variable agg --layer spill.gpkg '
    "--figure spill.png",
)
