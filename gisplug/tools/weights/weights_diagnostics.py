"""Tool: describe weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import field_param, open_units
from gisplug.tools.results import paper_output, save_layer, save_paper, written
from gisplug.tools.weights.results import (
    description_outputs,
    lines_output,
    links_output,
    save_description,
    save_links,
    tell_weights,
)
from gisplug.tools.weights_inputs import load_weights, weights_params

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.weights.weights import Weights


def run(params: Params, progress: Progress) -> Results:
    weights = load_weights(params)
    units = open_units(params, progress) if params["units"] else None
    numbers = tell_weights(weights, progress)
    save_links(weights, units, params["table"])
    save_description(params, weights, units)
    if params["neighbours"] and units is not None:
        _save_neighbours(weights, units, params["neighbours"])
    if params["paper"]:
        save_paper(_paper(weights), params["paper"])
    made = written(TOOL, params)
    if units is None:
        made.pop("lines", None)
        made.pop("neighbours", None)
    return {**made, **numbers}


def _save_neighbours(weights: Weights, units: Units, path: str) -> None:
    from gisplug.weights.diagnostics import neighbours

    placed = units.take(weights.ids)
    frame = placed.frame[["geometry"]].assign(name=list(placed.names), neighbours=neighbours(weights))
    title = f"Neighbours by {weights.name}"
    save_layer(frame, path, style="sequential", field="neighbours", title=title)


def _paper(weights: Weights) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table
    from gisplug.weights.diagnostics import diagnostics

    return plain_table(f"Spatial weights {weights.name}", diagnostics(weights))


TOOL = Tool(
    id="weights_diagnostics",
    title="Diagnostics of weights",
    group="weights",
    help="Describes weights: links, neighbours, isolates, components, symmetry. Draws the histogram of neighbours "
    "and, with boundaries, the links on the map.",
    params=(
        *weights_params(of_panel=False),
        Param(
            "units",
            "vector",
            "Boundaries or points",
            "Layer of the units, for names, lengths and the map of links.",
            optional=True,
        ),
        field_param("id", "Id field", "Field of the layer that identifies each unit.", parent="units", optional=True),
        field_param("name", "Name field", "Field of the layer with the name shown.", parent="units", optional=True),
    ),
    outputs=(
        links_output(),
        *description_outputs(),
        paper_output("The diagnostics as a table for a paper."),
        lines_output(),
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
