"""Tool: Moran's I by period."""

from __future__ import annotations

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.global_results import by_period, global_outputs, save_global, z_and_p_outputs
from gisplug.tools.autocorrelation.options import (
    alternative_param,
    isolates_param,
    missing_param,
    permutation_params,
    variable_param,
)
from gisplug.tools.inputs import open_panel, panel_params
from gisplug.tools.results import written
from gisplug.tools.weights_inputs import open_weights, weights_params


def run(params: Params, progress: Progress) -> Results:
    from gisplug.autocorrelation.global_statistics import moran_by_period

    panel = open_panel(params, progress, unbalanced=params["missing"] == "drop")
    w = open_weights(params, progress, panel)
    table = by_period(moran_by_period, panel, w, params, progress)
    test = save_global(params, table, "I", f"Moran's I of {params['variable']} by period", w.name)
    last = table.iloc[-1]
    return {**written(TOOL, params), **test, "i": float(last["I"]), "n": float(last["n"])}


TOOL = Tool(
    id="moran_by_period",
    title="Moran's I by period",
    group="autocorrelation",
    help="Measures in each period whether similar values are neighbours. Moran's I comes with its variance, z and "
    "p under normality, randomisation and permutation, and the tail of the test is named.",
    params=(
        *panel_params(),
        variable_param(),
        *weights_params(),
        *permutation_params(),
        alternative_param(),
        missing_param(),
        isolates_param(),
    ),
    outputs=(
        *global_outputs("Moran's I"),
        Output("i", "number", "Moran's I", "Moran's I of the last period."),
        *z_and_p_outputs(),
        Output("n", "number", "Units", "Number of units in the last period."),
    ),
    run=run,
    tags=("Moran", "spatial autocorrelation", "莫兰指数"),
    example="gisplug moran-by-period --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--table moran.csv --figure moran.png",
)
