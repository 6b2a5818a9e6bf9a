"""Tool: Geary's C and Getis-Ord's G by period, with hot and cold spots."""

from __future__ import annotations

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.global_results import by_period, global_outputs, save_global, z_and_p_outputs
from gisplug.tools.autocorrelation.options import (
    alternative_param,
    boundaries_params,
    isolates_param,
    missing_param,
    permutation_params,
    variable_param,
)
from gisplug.tools.inputs import choice_param, open_optional_units, open_panel, panel_params
from gisplug.tools.results import save_layer, written
from gisplug.tools.weights_inputs import open_weights, weights_params


def run(params: Params, progress: Progress) -> Results:
    from gisplug.autocorrelation.global_statistics import geary_by_period, getis_by_period
    from gisplug.autocorrelation.local_statistics import local_getis

    units = open_optional_units(params, progress)
    panel = open_panel(params, progress, units, unbalanced=params["missing"] == "drop")
    w = open_weights(params, progress, panel)
    geary, variable = params["statistic"] == "geary", params["variable"]
    letter, measure = ("C", geary_by_period) if geary else ("G", getis_by_period)
    table = by_period(measure, panel, w, params, progress)
    title = ("Geary's C" if geary else "Getis-Ord G") + f" of {variable} by period"
    test = save_global(params, table, letter, title, w.name)
    if params["spots"]:
        spots = local_getis(panel, variable, w, missing=params["missing"])
        save_layer(spots, params["spots"], layer="hot_spots", style="hot_spots", field="cluster", title=title)
    return {**written(TOOL, params), **test, "value": float(table.iloc[-1][letter])}


TOOL = Tool(
    id="geary_getis",
    title="Geary's C and Getis-Ord's G",
    group="autocorrelation",
    help="Measures autocorrelation in each period by the differences between neighbours (Geary's C, below one when "
    "similar values are neighbours) or by the products of neighbours (Getis-Ord's G, large when high values "
    "are neighbours; for positive values). The local version marks hot and cold spots.",
    params=(
        *panel_params(),
        variable_param(),
        *weights_params(),
        choice_param(
            "statistic",
            "Statistic",
            "Which of the two is measured.",
            {"geary": "Geary's C", "getis": "Getis-Ord's G"},
            "geary",
        ),
        *permutation_params(),
        alternative_param(),
        missing_param(),
        isolates_param(),
        *boundaries_params(),
    ),
    outputs=(
        *global_outputs("Statistic"),
        Output(
            "spots",
            "layer",
            "Hot and cold spots",
            "Local G with its p-value for every unit and period; hot spots are high values among high ones. It needs "
            "boundaries.",
            style="hot_spots",
        ),
        Output("value", "number", "Statistic", "Statistic of the last period."),
        *z_and_p_outputs(),
    ),
    run=run,
    tags=("Geary", "Getis", "hot spot", "热点"),
    example="gisplug geary-getis --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--statistic geary --table geary.csv",
)
