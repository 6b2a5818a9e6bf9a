"""Tool: Moran scatter plot with unit labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.autocorrelation import shared as a
from gisplug.tools.inputs import panel_params, weights_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.autocorrelation.global_statistics import moran_by_period
    from gisplug.autocorrelation.local_statistics import moran_scatter

    panel, w = a.load(params, progress, with_units=True)
    points = moran_scatter(panel, params["variable"], w, params["missing"])
    slopes = moran_by_period(panel, params["variable"], w, 0, missing=params["missing"]).set_index("period")["I"]
    made = a.write_scatter(params, points, slopes, params["variable"], None)
    return made | {"i": float(slopes.loc[a.one_period(panel.periods, params["at"])])}


TOOL = Tool(
    id="moran_scatter",
    title="Moran scatter plot",
    group="autocorrelation",
    help="Plots the standardised values of a period against their spatial lags, with the line whose slope is "
    "Moran's I and the "
    "names of the units.",
    params=(
        *panel_params(),
        a.variable_param(),
        *weights_params(),
        *a.optional_units_params(),
        a.at_param(),
        Param(
            "labels",
            "integer",
            "Most labels",
            "How many units are named; those farthest from the centre come first.",
            default=60,
            minimum=0,
            maximum=1000,
            advanced=True,
        ),
        *a.sample_params(tail=False, isolates=False),
    ),
    outputs=(
        Output("figure", "figure", "Scatter plot", "Moran scatter plot with quadrants and unit labels."),
        Output("table", "table", "Points", "Standardised value, spatial lag and quadrant of every unit and period."),
        Output("paper", "paper", "Units by quadrant", "Names of the units in each quadrant of the chosen period."),
        Output("i", "number", "Moran's I", "Slope of the line: Moran's I of the chosen period."),
    ),
    run=run,
    tags=("Moran", "scatter", "莫兰散点图"),
    example="gisplug moran-scatter --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--at 2023 --figure scatter.png",
)
