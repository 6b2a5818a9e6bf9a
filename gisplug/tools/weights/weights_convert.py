"""Tool: convert weights from one format to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.formats import usual_endings
from gisplug.tools.weights import shared as w


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import read_table, text_ids
    from gisplug.weights.formats.files import read_weights, write_weights

    ids = None
    if params["table"]:
        column = params["unit"] or read_table(params["table"]).columns[0]
        ids = list(text_ids(read_table(params["table"])[column]).dropna().unique())
    weights = read_weights(params["weights"], params["normalise"], ids=ids)
    w.tell(progress, weights.report)
    made: dict[str, Any] = {}
    if params["result"]:
        made["result"] = str(
            write_weights(weights, params["result"], params["layout"], normalised=params["normalise"] != "none")
        )
    made["units_number"], made["links_number"] = float(len(weights)), float(weights.raw.nnz)
    return made


TOOL = Tool(
    id="weights_convert",
    title="Convert weights",
    group="weights",
    help="Reads weights in one format and writes them in another, with their ids. The endings of the names decide: "
    f"{', '.join(usual_endings('weights', 'write'))}.",
    params=(
        Param(
            "weights",
            "weights",
            "Spatial weights",
            "Weights file to read: edge list or dense matrix, GAL, GWT, Matrix Market or ArcGIS .swm.",
        ),
        Param(
            "normalise",
            "choice",
            "Normalisation",
            "How the weights are scaled before writing; none leaves them as they are.",
            default="none",
            choices=("none", "row", "spectral", "minmax"),
            choice_labels=("None", "Row", "Spectral", "Min-max"),
        ),
        Param(
            "layout",
            "choice",
            "Layout of tables",
            "Edge list (focal, neighbor, weight) or dense matrix with ids in the first row and column.",
            default="edges",
            choices=("edges", "dense"),
            choice_labels=("Edge list", "Dense matrix"),
        ),
        Param(
            "table",
            "table",
            "Table with ids",
            "Table whose ids give the order of a matrix without ids, or add units that the file lacks.",
            optional=True,
            advanced=True,
        ),
        Param(
            "unit",
            "field",
            "Unit field",
            "Column of that table with the ids; the first column where it is left out.",
            parent="table",
            optional=True,
            advanced=True,
        ),
    ),
    outputs=(
        Output("result", "weights", "Converted weights", "The weights in the format of the ending of its name."),
        Output("units_number", "number", "Units", "Number of units."),
        Output("links_number", "number", "Links", "Number of links, counted in both directions."),
    ),
    run=run,
    tags=("gal", "gwt", "swm", "Matrix Market", "转换"),
    example="gisplug weights-convert --weights w.csv --result w.gal",
)
