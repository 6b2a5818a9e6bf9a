"""What the tools of boundaries and weights share. Heavy imports stay inside the functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Param

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.weights.weights import Weights

WEIGHTS_FILE = (
    "The weights before normalisation, with ids: an edge list (.csv, .xlsx, .dta, .parquet), .gal, .gwt, .mtx or .swm. "
    "Tools that read it normalise it as they are told."
)


def isolates_param() -> Param:
    return Param(
        "isolates",
        "choice",
        "Units without neighbours",
        "Keep them (their spatial lag is 0), join each to the nearest unit, or stop with the list of them.",
        default="keep",
        choices=("keep", "nearest", "refuse"),
        choice_labels=("Keep", "Join to the nearest", "Stop"),
    )


def links_param() -> Param:
    return Param(
        "links",
        "text",
        "Links by hand",
        "Pairs of units to join, by id or name, such as Hainan:Guangdong; several are separated by commas.",
        optional=True,
    )


def weights_outputs(lines: bool = True) -> tuple[Output, ...]:
    """The results of every tool that makes weights."""
    extra = (
        (
            Output(
                "lines",
                "layer",
                "Links as lines",
                "One line for each pair of linked units, with weight and length in kilometres.",
                style="links",
            ),
        )
        if lines
        else ()
    )
    return (
        Output("weights", "weights", "Spatial weights", WEIGHTS_FILE),
        *extra,
        *described_outputs(),
    )


def described_outputs() -> tuple[Output, ...]:
    """The description of weights."""
    return (
        Output(
            "table",
            "table",
            "Table of links",
            "One row for each link with focal unit, neighbour, weight and normalised weight.",
        ),
        Output(
            "diagnostics",
            "table",
            "Diagnostics",
            "Links, neighbours (mean, least, most), isolates, components, symmetry and spectral radius.",
        ),
        Output(
            "figure",
            "figure",
            "Picture of the weights",
            "Histogram of the number of neighbours, beside the map of the links where boundaries are given.",
        ),
        Output("links_number", "number", "Links", "Number of links, counted in both directions."),
        Output("isolates_number", "number", "Isolates", "Number of units without a neighbour."),
        Output("mean_neighbours", "number", "Mean neighbours", "Mean number of neighbours of a unit."),
        Output("components", "number", "Components", "Number of groups of units that links connect."),
    )


def tell(progress: Any, report: Any) -> None:
    """Say what was found and done."""
    for note in report.notes:
        (progress.warn if note.level == "warning" else progress.info)(note.text)


def give(
    params: Mapping[str, Any], weights: Weights, units: Units | None, progress: Any, target: str | None = "weights"
) -> dict[str, Any]:
    """Write the results that are wanted and return the numbers; `target` names the output with the weights file."""
    from gisplug.core.tables import write_table
    from gisplug.weights.diagnostics import diagnostics, link_lines, link_table
    from gisplug.weights.formats.files import write_weights

    tell(progress, weights.report)
    progress.update(0.9, "Results")
    made: dict[str, Any] = {}
    if target is not None and params.get(target):
        made[target] = str(write_weights(weights, params[target]))
    if params.get("lines") and units is not None:
        from gisplug.boundaries.write import write_layer

        made["lines"] = str(
            write_layer(
                link_lines(weights, units),
                params["lines"],
                style="links",
                field="weight",
                title=f"Links of {weights.name}",
            )
        )
    if params.get("table"):
        made["table"] = str(write_table(link_table(weights, units), params["table"]))
    told = diagnostics(weights)
    if params.get("diagnostics"):
        made["diagnostics"] = str(write_table(told, params["diagnostics"]))
    if params.get("figure"):
        from gisplug.report.charts.links import links_figure
        from gisplug.report.figures import save_figure

        made["figure"] = str(save_figure(links_figure(weights, units), params["figure"]))
    value = told["value"]
    made["links_number"], made["isolates_number"] = float(value["links"]), float(value["isolates"])
    made["mean_neighbours"], made["components"] = float(value["neighbours mean"]), float(value["components"])
    return made
