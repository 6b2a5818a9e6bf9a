"""Tool: Geary's C and Getis-Ord's G by period, with hot and cold spots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.autocorrelation import shared as a
from gisplug.tools.inputs import panel_params, weights_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.autocorrelation.global_statistics import geary_by_period, getis_by_period

    panel, w = a.load(params, progress, with_units=True)
    letter = "C" if params["statistic"] == "geary" else "G"
    measure = geary_by_period if letter == "C" else getis_by_period
    table = measure(
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
    title = ("Geary's C" if letter == "C" else "Getis-Ord G") + f" of {params['variable']} by period"
    made = a.write_global(params, table, letter, title, w.name)
    if params["spots"]:
        from gisplug.autocorrelation.local_statistics import local_getis

        spots = local_getis(panel, params["variable"], w, missing=params["missing"])
        made["spots"] = a.write_layer_or_table(spots, params["spots"], "hot_spots", "hot_spots", "cluster", title)
    last = table.iloc[-1]
    p = last["p_sim"] if params["permutations"] else last["p_rand"]
    return made | {"value": float(last[letter]), "z": float(last["z_rand"]), "p": float(p)}


TOOL = Tool(
    id="geary_getis",
    title="Geary's C and Getis-Ord's G",
    group="autocorrelation",
    help="Measures autocorrelation in each period by the differences between neighbours (Geary's C, below one when "
    "similar values "
    "are neighbours) or by the products of neighbours (Getis-Ord's G, large when high values are neighbours; for "
    "positive values). "
    "The local version marks hot and cold spots.",
    params=(
        *panel_params(),
        a.variable_param(),
        *weights_params(),
        Param(
            "statistic",
            "choice",
            "Statistic",
            "Which of the two is measured.",
            default="geary",
            choices=("geary", "getis"),
            choice_labels=("Geary's C", "Getis-Ord's G"),
        ),
        *a.permutation_params(),
        *a.sample_params(),
        *a.optional_units_params(),
    ),
    outputs=(
        *a.global_outputs("Statistic"),
        Output(
            "spots",
            "layer",
            "Hot and cold spots",
            "Local G with its p-value for every unit and period; hot spots are high values among high ones. It "
            "needs boundaries.",
            style="hot_spots",
        ),
        Output("value", "number", "Statistic", "Statistic of the last period."),
        Output("z", "number", "Z value", "Standard deviate of the last period under randomisation."),
        Output("p", "number", "P-value", "P-value of the last period, by permutation where permutations are made."),
    ),
    run=run,
    tags=("Geary", "Getis", "hot spot", "热点"),
    example="gisplug geary-getis --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--statistic geary --table geary.csv",
)
