"""Tool: describe weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import GIVEN, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Match
from gisplug.tools.inputs import OptionalUnitsInputs, open_optional_units
from gisplug.tools.matching import match_param
from gisplug.tools.results import FilePath, paper_output, save_layer, save_paper, tell, that_can_be_made
from gisplug.tools.weights.results import (
    DescriptionFiles,
    lines_output,
    links_output,
    save_description,
    save_links,
    tell_weights,
    weights_values,
)
from gisplug.tools.weights_inputs import WeightsInputs, load_weights

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.weights.weights import Weights

MEASURES = {
    "units": message("Units"),
    "links": message("Links (directed)"),
    "non-zero share": message("Share of non-zero cells"),
    "neighbours mean": message("Neighbours, mean"),
    "neighbours median": message("Neighbours, median"),
    "neighbours least": message("Neighbours, least"),
    "neighbours most": message("Neighbours, most"),
    "isolates": message("Isolated units"),
    "components": message("Connected components"),
    "largest component": message("Units of the largest component"),
    "symmetric pattern": message("Symmetric pattern (1 yes, 0 no)"),
    "symmetric values": message("Symmetric values (1 yes, 0 no)"),
    "weight least": message("Weight, least"),
    "weight most": message("Weight, most"),
    "row sum least": message("Row sum, least"),
    "row sum most": message("Row sum, most"),
    "spectral radius": message("Spectral radius"),
}


class Asked(WeightsInputs, DescriptionFiles, OptionalUnitsInputs):
    """What the tool is asked."""

    units: Optional[str] = param(
        "vector",
        "Boundaries or points",
        "Layer of the units, for names, lengths and the map of links.",
        optional=True,
    )
    match: Match = match_param("Weights and boundaries", applies_when=({"units": GIVEN},))
    table: FilePath = links_output()
    paper: FilePath = paper_output("The diagnostics as a table for a paper.")
    lines: FilePath = lines_output()
    neighbours: FilePath = output(
        "layer",
        "Units with their neighbours",
        "The units with the number of their neighbours; needs the boundaries.",
        style="sequential",
        needs="units",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.spatial.alignment import align

    asked = that_can_be_made(asked, progress)
    weights = load_weights(asked)
    units = open_optional_units(asked, progress)
    if units is not None:
        found = align(units=units, weights=weights, match=asked.match)
        units, weights = found.units, next(iter(found.weights.values()))
        tell(progress, found.report)
    numbers = tell_weights(weights, progress)
    save_links(weights, units, asked.table)
    save_description(asked, weights, units)
    if asked.neighbours and units is not None:
        _save_neighbours(weights, units, asked.neighbours)
    if asked.paper:
        save_paper(_paper(weights), asked.paper)
    return {**asked.written(), **numbers}


def _save_neighbours(weights: Weights, units: Units, path: str) -> None:
    from gisplug.weights.diagnostics import neighbours

    placed = units.take(weights.ids)
    frame = placed.frame[["geometry"]].assign(name=list(placed.names), neighbours=neighbours(weights))
    title = message("Neighbours by {weights}", weights=weights.name)
    save_layer(frame, path, style="sequential", field="neighbours", title=title)


def _paper(weights: Weights) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table
    from gisplug.weights.diagnostics import diagnostics

    shown = diagnostics(weights).rename(index=MEASURES, columns={"value": "Value"}).rename_axis("Measure")
    return plain_table(message("Spatial weights {weights}", weights=weights.name), shown)


TOOL = Tool(
    id="weights_diagnostics",
    title="Diagnostics of weights",
    group="weights",
    help="Describes weights: links, neighbours, isolates, components, symmetry. Draws the histogram of neighbours "
    "and, with boundaries, the links on the map.",
    inputs=Asked,
    values=(*weights_values(),),
    run=run,
    tags=("connectivity", "histogram", "islands", "空间权重", "连通性"),
    example="gisplug weights-diagnostics --weights w.csv --units demo-china-provinces --id adcode --figure w.png "
    "--diagnostics w_diagnostics.csv",
)
