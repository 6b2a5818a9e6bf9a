"""Tool: composite index by TOPSIS or a weighted sum, with weights by CRITIC, AHP, entropy, equal or given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param, dimensions_of
from gisplug.tools.indices.results import CHART, draw_paths, number_columns, panel_output
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, fields_param, open_optional_units, split_list
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    draw,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.indices.multicriteria import MulticriteriaIndex
    from gisplug.report.tables.paper_table import PaperTable

WEIGHINGS = {
    "critic": "CRITIC",
    "entropy": "Entropy",
    "ahp": "AHP (pairwise comparisons)",
    "equal": "Equal",
    "given": "Given",
}
HEADS = {
    "dimension": "Dimension",
    "sign": "Direction",
    "contrast": "Contrast",
    "conflict": "Conflict",
    "weight": "Weight",
    "weight_in_dimension": "Weight in dimension",
}


class Asked(PanelInputs, OptionalUnitsInputs):
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
    column: str = column_param("index")
    table: FilePath = panel_output("the index")
    weights_table: FilePath = output(
        "table", "Weights", "Weight of each indicator; with weights by period one row a period."
    )
    layer: FilePath = layer_output("the index")
    paper: FilePath = paper_output("Weights of indicators and dimensions, and the consistency of comparisons.")
    figure: FilePath = output(
        "figure",
        "Index over time",
        "Index of all units over time with mean, middle half, and the first and last units named.",
    )
    bars: FilePath = output("figure", "Weights as bars", "Weight of each indicator, coloured by dimension.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.multicriteria import multicriteria_index
    from gisplug.report.charts.indices import weight_bars

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
    column = asked.column
    title = f"{'TOPSIS index' if asked.score == 'topsis' else 'Weighted index'}, weights: {WEIGHINGS[asked.weighing]}"
    scores = found.scores.rename(columns={"index": column})
    whole = panel.with_columns(number_columns(panel, scores))
    save_panel(whole, asked.table)
    save_table(found.weights if found.by_period is None else found.by_period, asked.weights_table)
    save_panel_layer(whole, list(scores.columns), asked.layer, "index", title)
    if asked.paper:
        save_paper(_papers(found, asked), asked.paper)
    draw_paths(whole, whole.array(column), column, asked.figure, title)
    size = (CHART[0], max(6.0, 2.0 + 0.55 * len(found.weights)))
    draw(asked.bars, weight_bars, found.weights, size=size, title=f"Weights: {WEIGHINGS[asked.weighing]}")
    return {
        **asked.written(),
        "mean": float(scores[column].mean()),
        "heaviest": str(found.weights["weight"].idxmax()),
    }


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
            raise ParameterError(f"Weights read 'a: 2, b: 1'; {part!r} was given instead.") from None
    return found


def _papers(found: MulticriteriaIndex, asked: Asked) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.weights.rename(columns=HEADS).rename_axis("Indicator")
    pooled = "each period by itself (means shown)" if found.by_period is not None else "all units and periods together"
    notes = [f"Weights: {WEIGHINGS[asked.weighing]}, over {pooled}; the weights of all indicators sum to 1."]
    if found.consistency is not None:
        values = found.consistency
        notes.append(
            f"Consistency ratio {values['ratio']:.3f} (largest root {values['lambda_max']:.3f}, index "
            f"{values['index']:.3f})."
        )
    tables = [plain_table(f"Weights of {asked.column}", frame, tuple(notes))]
    if len(found.dimensions) > 1:
        shown = found.dimensions.rename(columns={"indicators": "Indicators", "weight": "Weight"})
        tables.append(plain_table(f"Dimensions of {asked.column}", shown.rename_axis("Dimension")))
    return tables


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
