"""Tool: Moran's I by period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.tools.autocorrelation import shared as a
from gisplug.tools.inputs import panel_params, weights_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.autocorrelation.global_statistics import moran_by_period

    panel, w = a.load(params, progress)
    table = moran_by_period(
        panel,
        params["variable"],
        w,
        params["permutations"],
        params["seed"],
        params["alternative"],
        params["missing"],
        params["isolates"],
        progress,
    )
    made = a.write_global(params, table, "I", f"Moran's I of {params['variable']} by period", w.name)
    last = table.iloc[-1]
    p = last["p_sim"] if params["permutations"] else last["p_rand"]
    return made | {"i": float(last["I"]), "z": float(last["z_rand"]), "p": float(p), "n": float(last["n"])}


TOOL = Tool(
    id="moran_by_period",
    title="Moran's I by period",
    group="autocorrelation",
    help="Measures in each period whether similar values are neighbours. Moran's I comes with its variance, z and p "
    "under "
    "normality, randomisation and permutation, and the tail of the test is named.",
    params=(*panel_params(), a.variable_param(), *weights_params(), *a.permutation_params(), *a.sample_params()),
    outputs=(
        *a.global_outputs("Moran's I"),
        Output("i", "number", "Moran's I", "Moran's I of the last period."),
        Output("z", "number", "Z value", "Standard deviate of the last period under randomisation."),
        Output("p", "number", "P-value", "P-value of the last period, by permutation where permutations are made."),
        Output("n", "number", "Units", "Number of units in the last period."),
    ),
    run=run,
    tags=("Moran", "spatial autocorrelation", "莫兰指数"),
    example="gisplug moran-by-period --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--table moran.csv --figure moran.png",
)
