"""Tool: convert weights from one format to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import GIVEN, Inputs, Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.formats import usual_endings
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Header, Match, Normalisation, Shape
from gisplug.tools.inputs import choice_param, field_param, open_table
from gisplug.tools.matching import match_param
from gisplug.tools.results import FilePath, tell

if TYPE_CHECKING:
    from gisplug.weights.weights import Weights


class Asked(Inputs):
    """What the tool is asked."""

    weights: str = param(
        "weights",
        "Spatial weights",
        "Weights file to read: edge list or matrix (text as R and Stata export it too, Excel, Stata, MATLAB, Parquet), "
        "GAL, GWT, Matrix Market or ArcGIS .swm.",
    )
    sheet: Optional[str] = param(
        "text",
        "Sheet",
        "Sheet of an Excel file, or matrix of a MATLAB file, that is read; the first sheet, the only matrix where it "
        "is left out.",
        optional=True,
        advanced=True,
    )
    given: Shape = choice_param(
        "Layout of the file read",
        "Whether a table holds links or a matrix; told by its names and shape, and refused where it could be both.",
        {"auto": "By itself", "edges": "Edge list", "dense": "Matrix"},
        "auto",
        advanced=True,
    )
    header: Header = choice_param(
        "Ids of a matrix",
        "Where a matrix that is read holds its ids; of an edge list, whether its first row names columns (row) or not "
        "(none). Told by itself, and refused where numbers could be ids or weights.",
        {
            "auto": "By itself",
            "none": "Nowhere",
            "row": "In the first row",
            "column": "In the first column",
            "both": "In both",
        },
        "auto",
        advanced=True,
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
        "Table whose ids, in its order, are those of a file that only counts its units, or of units that it names; "
        "units that the file lacks are added without neighbours.",
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
    match: Match = match_param("Weights and table", applies_when=({"table": GIVEN},))
    result: FilePath = output("weights", "Converted weights", "The weights in the format of the ending of its name.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.core.tables import text_ids
    from gisplug.weights.formats.files import read_weights, write_weights

    ids, normalise = None, asked.normalise
    if asked.table:
        table = open_table(asked.table, progress)
        if asked.unit and asked.unit not in table.columns:
            raise ParameterError(
                message(
                    "The table has no column {unit!r}; it has {columns}.",
                    unit=asked.unit,
                    columns=", ".join(map(str, table.columns)),
                )
            )
        ids = tuple(text_ids(table[asked.unit or table.columns[0]]).dropna().unique())
    weights = read_weights(
        asked.weights, normalise, positions=ids, sheet=asked.sheet, layout=asked.given, header=asked.header
    )
    if ids is not None:
        weights = _of_table(weights, ids, asked.match)
    tell(progress, weights.report)
    if asked.result:
        write_weights(weights, asked.result, asked.layout, normalised=normalise != "none")
    return {
        **asked.written(),
        "units_number": float(len(weights)),
        "links_number": float(weights.raw.nnz),
    }


def _of_table(weights: Weights, ids: tuple[str, ...], match: Match) -> Weights:
    """Return the weights of the units of the table, in its order; those that the weights lack have no neighbours."""
    from dataclasses import replace

    from gisplug.core.alignment import Source, align_sources
    from gisplug.spatial.alignment import in_ids_of
    from gisplug.weights.formats.files import in_order

    named = in_ids_of(weights, ids, match)
    added = () if match == "common" else tuple(i for i in ids if i not in set(named.ids))
    sources = [
        Source("panel", "the table", ids),
        Source("weights", message("weights {named}", named=named.name), (*named.ids, *added)),
    ]
    found = align_sources(sources, match)
    part = named.align([i for i in found.ids if i not in set(added)], drop="any")
    return in_order(replace(part, report=part.report + found.report), found.ids, named.name)


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
    tags=("gal", "gwt", "swm", "Matrix Market", "MATLAB", "Stata", "spdep", "转换"),
    example="gisplug weights-convert --weights w.csv --result w.gal",
)
