"""Outputs of weights: as they are declared, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Inputs, Output, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.results import FilePath, save_figure, save_layer, save_table, tell

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.weights.weights import Weights

NEEDS_UNITS = "One line for each pair of linked units; needs the boundaries."


def file_output() -> Any:
    """The weights as a file."""
    return output(
        "weights",
        "Spatial weights",
        "The weights before normalisation, with ids: an edge list (.csv, .xlsx, .dta, .parquet), .gal, .gwt, .mat, "
        ".mtx or .swm. Tools that read it normalise it as they are told.",
    )


def lines_output(help: str = NEEDS_UNITS) -> Any:
    """The links on the map."""
    return output("layer", "Links as lines", help, style="links", needs="units")


def links_output() -> Any:
    """The links as data."""
    return output(
        "table",
        "Table of links",
        "One row for each link with focal unit, neighbour, weight and normalised weight.",
    )


class DescriptionFiles(Inputs):
    """What the weights are like."""

    lines: FilePath = lines_output()
    diagnostics: FilePath = output(
        "table",
        "Diagnostics",
        "Links, neighbours (mean, least, most), isolates, components, symmetry and spectral radius.",
    )
    figure: FilePath = output(
        "figure",
        "Picture of the weights",
        "Histogram of the number of neighbours, beside the map of the links where boundaries are given.",
    )


class WeightsFiles(DescriptionFiles):
    """The files of tools that make weights from boundaries."""

    weights: FilePath = file_output()
    lines: FilePath = lines_output("One line for each pair of linked units, with weight and length in kilometres.")
    table: FilePath = links_output()


def weights_values() -> tuple[Output, ...]:
    """Numbers that describe weights."""
    return (
        Output("links_number", "number", "Links", "Number of links, counted in both directions."),
        Output("isolates_number", "number", "Isolates", "Number of units without a neighbour."),
        Output("mean_neighbours", "number", "Mean neighbours", "Mean number of neighbours of a unit."),
        Output("components", "number", "Components", "Number of groups of units that links connect."),
    )


def save_weights(asked: WeightsFiles, weights: Weights, units: Units, progress: Progress) -> dict[str, Any]:
    """Write what `WeightsFiles` declares, and return paths and numbers."""
    numbers = tell_weights(weights, progress)
    save_file(weights, asked.weights)
    save_links(weights, units, asked.table)
    save_description(asked, weights, units)
    return {**asked.written(), **numbers}


def tell_weights(weights: Weights, progress: Progress) -> dict[str, float]:
    """Tell what is noted about the weights, and return the numbers that describe them."""
    from gisplug.weights.diagnostics import diagnostics

    tell(progress, weights.report)
    progress.update(0.9, "Results")
    value = diagnostics(weights)["value"]
    return {
        "links_number": float(value["links"]),
        "isolates_number": float(value["isolates"]),
        "mean_neighbours": float(value["neighbours mean"]),
        "components": float(value["components"]),
    }


def save_file(weights: Weights, path: FilePath) -> None:
    """Write the weights."""
    if path:
        from gisplug.weights.formats.files import write_weights

        write_weights(weights, path)


def save_links(weights: Weights, units: Optional[Units], path: FilePath) -> None:
    """Write the links as data."""
    if path:
        from gisplug.weights.diagnostics import link_table

        save_table(link_table(weights, units), path)


def save_description(asked: DescriptionFiles, weights: Weights, units: Optional[Units]) -> None:
    """Write diagnostics and picture, and the links on the map where there are boundaries."""
    from gisplug.report.charts.links import links_figure
    from gisplug.weights.diagnostics import diagnostics, link_lines

    if asked.lines and units is not None:
        lines, title = link_lines(weights, units), message("Links of {weights}", weights=weights.name)
        save_layer(lines, asked.lines, style="links", field="weight", title=title)
    save_table(diagnostics(weights), asked.diagnostics)
    if asked.figure:
        save_figure(links_figure(weights, units), asked.figure)
