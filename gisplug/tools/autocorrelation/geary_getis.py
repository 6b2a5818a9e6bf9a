"""Tool: Geary's C and Getis-Ord's G by period, with hot and cold spots."""

from __future__ import annotations

from typing import Literal

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.global_results import (
    GlobalInputs,
    by_period,
    by_period_output,
    save_global,
    z_and_p_outputs,
)
from gisplug.tools.autocorrelation.options import (
    BoundariesInputs,
)
from gisplug.tools.inputs import choice_param, open_optional_units
from gisplug.tools.results import FilePath, save_layer, that_can_be_made
from gisplug.tools.weights_inputs import open_aligned


class Asked(GlobalInputs, BoundariesInputs):
    """What the tool is asked."""

    statistic: Literal["geary", "getis"] = choice_param(
        "Statistic",
        "Which of the two is measured.",
        {"geary": "Geary's C", "getis": "Getis-Ord's G"},
        "geary",
    )
    table: FilePath = by_period_output("Statistic")
    spots: FilePath = output(
        "layer",
        "Hot and cold spots",
        "Local G with its p-value for every unit and period; hot spots are high values among high ones. It needs "
        "boundaries.",
        style="hot_spots",
        needs="units",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.global_statistics import geary_by_period, getis_by_period
    from gisplug.autocorrelation.local_statistics import local_getis

    asked = that_can_be_made(asked, progress)
    units = open_optional_units(asked, progress)
    panel, w = open_aligned(asked, progress, units, unbalanced=asked.missing == "drop")
    geary, variable = asked.statistic == "geary", asked.variable
    letter, measure = ("C", geary_by_period) if geary else ("G", getis_by_period)
    table = by_period(measure, panel, w, asked, progress)
    name = "Geary's C" if geary else "Getis-Ord G"
    title = message("{name} of {variable} by period", name=name, variable=variable)
    test = save_global(asked, table, letter, title, w.name)
    if asked.spots:
        spots = local_getis(panel, variable, w, missing=asked.missing)
        save_layer(spots, asked.spots, layer="hot_spots", style="hot_spots", field="cluster", title=title)
    return {**asked.written(), **test, "value": float(table.iloc[-1][letter])}


TOOL = Tool(
    id="geary_getis",
    title="Geary's C and Getis-Ord's G",
    group="autocorrelation",
    help="Measures autocorrelation in each period by the differences between neighbours (Geary's C, below one when "
    "similar values are neighbours) or by the products of neighbours (Getis-Ord's G, large when high values "
    "are neighbours; for positive values). The local version marks hot and cold spots.",
    inputs=Asked,
    values=(
        Output("value", "number", "Statistic, last period", "Statistic of the last period."),
        *z_and_p_outputs(),
    ),
    run=run,
    tags=("Geary", "Getis", "hot spot", "热点"),
    example="gisplug geary-getis --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--statistic geary --table geary.csv",
)
