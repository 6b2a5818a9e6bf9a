"""Tool: describe weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import load_weights, weights_params
from gisplug.tools.weights import shared as w


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    weights = load_weights(params)
    units = None
    if params["units"]:
        from gisplug.boundaries.read import read_units

        units = read_units(params["units"], id=params["id"], name=params["name"])
        w.tell(progress, units.report)
    made = w.give(params, weights, units, progress, target=None)
    if params["neighbours"] and units is not None:
        made["neighbours"] = _neighbours(weights, units, params["neighbours"])
    if params["paper"]:
        from gisplug.report.tables.files import write_paper
        from gisplug.report.tables.paper_table import plain_table
        from gisplug.weights.diagnostics import diagnostics

        made["paper"] = str(
            write_paper(plain_table(f"Spatial weights {weights.name}", diagnostics(weights)), params["paper"])
        )
    return made


def _neighbours(weights: Any, units: Any, path: str) -> str:
    from gisplug.boundaries.write import write_layer
    from gisplug.weights.diagnostics import neighbours

    placed = units.take(weights.ids)
    frame = placed.frame[["geometry"]].assign(name=list(placed.names), neighbours=neighbours(weights))
    return str(write_layer(frame, path, style="sequential", field="neighbours", title=f"Neighbours by {weights.name}"))


TOOL = Tool(
    id="weights_diagnostics",
    title="Diagnostics of weights",
    group="weights",
    help="Describes weights: links, neighbours, isolates, components, symmetry. Draws the histogram of neighbours "
    "and, with boundaries, the links on the map.",
    params=(
        *weights_params(),
        Param(
            "units",
            "vector",
            "Boundaries or points",
            "Layer of the units, for names, lengths and the map of links.",
            optional=True,
        ),
        Param(
            "id", "field", "Id field", "Field of the layer that identifies each unit.", parent="units", optional=True
        ),
        Param("name", "field", "Name field", "Field of the layer with the name shown.", parent="units", optional=True),
    ),
    outputs=(
        *w.described_outputs(),
        Output("paper", "paper", "Table of the paper", "The diagnostics as a table for a paper."),
        Output(
            "lines",
            "layer",
            "Links as lines",
            "One line for each pair of linked units; needs the boundaries.",
            style="links",
        ),
        Output(
            "neighbours",
            "layer",
            "Units with their neighbours",
            "The units with the number of their neighbours; needs the boundaries.",
            style="sequential",
        ),
    ),
    run=run,
    tags=("connectivity", "histogram", "islands", "空间权重", "连通性"),
    example="gisplug weights-diagnostics --weights w.csv --units demo-china-provinces --id adcode --figure w.png "
    "--diagnostics w_diagnostics.csv",
)
