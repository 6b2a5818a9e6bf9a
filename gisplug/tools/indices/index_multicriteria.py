"""Tool: composite index by TOPSIS or a weighted sum, with weights by CRITIC, AHP, entropy, equal or given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import dimensions_of
from gisplug.tools.indices.results import WeightedFiles, papers_of_weights, save_weighted
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, fields_param, open_optional_units, split_list
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    paper_output,
    save_paper,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.indices.multicriteria import MulticriteriaIndex

WEIGHINGS = {
    "critic": "CRITIC",
    "entropy": "Entropy",
    "ahp": "AHP (pairwise comparisons)",
    "equal": "Equal",
    "given": "Given",
}


class Asked(PanelInputs, WeightedFiles, OptionalUnitsInputs):
    """What the tool is asked."""

    positive: list[str] = fields_param("Positive indicators", "Columns where more is better.")
    negative: Optional[list[str]] = fields_param("Negative indicators", "Columns where less is better.", optional=True)
    dimensions: Optional[str] = param(
        "text",
        "Dimensions",
        "Names and indicators such as: innovation: a, b; green: c, d. Each dimension then has its weight.",
        optional=True,
    )
    weighing: Literal["critic", "entropy", "ahp", "equal", "given"] = choice_param(
        "Weights",
        "CRITIC weighs by spread and by how little an indicator says the same as others; entropy by how unevenly it is "
        "spread; AHP by your comparisons of each pair; or all alike; or as you say.",
        WEIGHINGS,
        "critic",
    )
    comparisons: Optional[str] = param(
        "table",
        "Pairwise comparisons",
        "Square table for AHP: the first column and the other heads name the indicators, each cell says how many times "
        "as important the row is as the column (1 to 9, or one over it).",
        optional=True,
        applies_when=({"weighing": ("ahp",)},),
    )
    given: Optional[str] = param(
        "text",
        "Given weights",
        "Weight of each indicator, such as: a: 2, b: 1. They are scaled to sum to 1.",
        optional=True,
        applies_when=({"weighing": ("given",)},),
    )
    score: Literal["topsis", "sum"] = choice_param(
        "Score",
        "TOPSIS measures how near a unit is to the best values and how far from the worst; the sum adds up the "
        "weighted indicators.",
        {"topsis": "TOPSIS", "sum": "Weighted sum"},
        "topsis",
    )
    scaling: Literal["range", "vector"] = choice_param(
        "Scaling in TOPSIS",
        "Divide by the range, so that an origin has no part, or by the length of the column as Hwang and Yoon do.",
        {"range": "By the range", "vector": "By the length"},
        "range",
        advanced=True,
        applies_when=({"score": ("topsis",)},),
    )
    pooling: Literal["pooled", "period"] = choice_param(
        "Scale and weights",
        "Over all periods together, so that values are comparable over time, or for each period by itself.",
        {"pooled": "All periods together", "period": "Each period"},
        "pooled",
    )
    paper: FilePath = paper_output("Weights of indicators and dimensions, and the consistency of comparisons.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.multicriteria import multicriteria_index

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    found = multicriteria_index(
        panel,
        asked.positive,
        asked.negative or (),
        asked.weighing,
        asked.score,
        dimensions=dimensions_of(asked.dimensions) or None,
        comparisons=_comparisons(asked.comparisons),
        given=_given(asked.given),
        pooling=asked.pooling,
        scaling=asked.scaling,
    )
    tell(progress, found.report)
    weights = WEIGHINGS[asked.weighing]
    title = message(
        "{clause}, weights: {weights}",
        clause=message("TOPSIS index") if asked.score == "topsis" else message("Weighted index"),
        weights=weights,
    )
    made = save_weighted(asked, panel, found, title, message("Weights: {weights}", weights=weights))
    if asked.paper:
        save_paper(
            papers_of_weights(
                found, message("Weights of {column}", column=asked.column), asked.column, _notes(found, asked)
            ),
            asked.paper,
        )
    return made


def _comparisons(path: Optional[str]) -> Optional[pd.DataFrame]:
    if not path:
        return None
    from gisplug.core.tables import read_table

    table = read_table(path)
    return table.set_index(table.columns[0])


def _given(text: Optional[str]) -> Optional[dict[str, float]]:
    """Read "a: 2, b: 1" into weights.

    Raises
    ------
    ParameterError
    """
    if not text:
        return None
    found = {}
    for part in split_list(text.replace("\uff1a", ":").replace("\uff0c", ",")):
        name, _, number = part.rpartition(":")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            raise ParameterError(message("Weights read 'a: 2, b: 1'; {part!r} was given instead.", part=part)) from None
    return found


def _notes(found: MulticriteriaIndex, asked: Asked) -> list[str]:
    pooled = (
        message("all units and periods together")
        if asked.pooling == "pooled"
        else message("each period by itself (means shown)")
    )
    notes = [
        message(
            "Weights: {weighings}, over {pooled}; the weights of all indicators sum to 1.",
            weighings=WEIGHINGS[asked.weighing],
            pooled=pooled,
        )
    ]
    if found.consistency is not None:
        values = found.consistency
        notes.append(
            message(
                "Consistency ratio {values:.3f} (largest root {values2:.3f}, index {values3:.3f}).",
                values=values["ratio"],
                values2=values["lambda_max"],
                values3=values["index"],
            )
        )
    return notes


TOOL = Tool(
    id="index_multicriteria",
    title="TOPSIS, CRITIC and AHP",
    group="indices",
    help="Builds a composite index by TOPSIS or as a weighted sum. Weights come from the data (CRITIC, entropy), from "
    "comparisons of each pair of indicators (AHP, with its consistency ratio), are equal, or are given.",
    inputs=Asked,
    values=(
        Output("mean", "number", "Mean", "Mean of the index."),
        Output("heaviest", "text", "Heaviest indicator", "Indicator with the largest weight."),
    ),
    run=run,
    tags=("TOPSIS", "CRITIC", "AHP", "composite index", "优劣解距离法", "层次分析法"),
    example="gisplug index-multicriteria --panel demo-panel --unit adcode --period year --positive ind1,ind2,ind3,ind4 "
    "--negative ind5,ind6 --weighing critic --table index.csv --paper weights.html --figure index.png",
)
