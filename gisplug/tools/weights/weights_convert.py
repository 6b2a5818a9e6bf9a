"""Tool: convert weights from one format to another."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.formats import usual_endings
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Normalisation
from gisplug.tools.inputs import choice_param, field_param
from gisplug.tools.results import FilePath, tell


class Asked(Inputs):
    """What the tool is asked."""

    weights: str = param(
        "weights",
        "Spatial weights",
        "Weights file to read: edge list or dense matrix, GAL, GWT, Matrix Market or ArcGIS .swm.",
    )
    normalise: Normalisation = choice_param(
        "Normalisation",
        "How the weights are scaled before writing; none leaves them as they are.",
        {"none": "None", "row": "Row", "spectral": "Spectral", "minmax": "Min-max"},
        "none",
    )
    layout: Literal["edges", "dense"] = choice_param(
        "Layout of tables",
        "Edge list (focal, neighbor, weight) or dense matrix with ids in the first row and column.",
        {"edges": "Edge list", "dense": "Dense matrix"},
        "edges",
    )
    table: Optional[str] = param(
        "table",
        "Table with ids",
        "Table whose ids give the order of a matrix without ids, or add units that the file lacks.",
        optional=True,
        advanced=True,
    )
    unit: Optional[str] = field_param(
        "Unit field",
        "Column of that table with the ids; the first column where it is left out.",
        parent="table",
        optional=True,
        advanced=True,
    )
    result: FilePath = output("weights", "Converted weights", "The weights in the format of the ending of its name.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.core.tables import read_table, text_ids
    from gisplug.weights.formats.files import read_weights, write_weights

    ids, normalise = None, asked.normalise
    if asked.table:
        table = read_table(asked.table)
        ids = list(text_ids(table[asked.unit or table.columns[0]]).dropna().unique())
    weights = read_weights(asked.weights, normalise, ids=ids)
    tell(progress, weights.report)
    if asked.result:
        write_weights(weights, asked.result, asked.layout, normalised=normalise != "none")
    return {
        **asked.written(),
        "units_number": float(len(weights)),
        "links_number": float(weights.raw.nnz),
    }


TOOL = Tool(
    id="weights_convert",
    title="Convert weights",
    group="weights",
    help="Reads weights in one format and writes them in another, with their ids. The endings of the names decide: "
    f"{', '.join(usual_endings('weights', 'write'))}.",
    inputs=Asked,
    values=(
        Output("units_number", "number", "Units", "Number of units."),
        Output("links_number", "number", "Links", "Number of links, counted in both directions."),
    ),
    run=run,
    tags=("gal", "gwt", "swm", "Matrix Market", "转换"),
    example="gisplug weights-convert --weights w.csv --result w.gal",
)
