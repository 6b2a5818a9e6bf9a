"""Tool: composite index by entropy weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param, dimensions_of
from gisplug.tools.indices.results import CHART, draw_paths, number_columns, panel_output
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    fields_param,
    open_optional_units,
)
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
    from gisplug.indices.entropy import EntropyIndex
    from gisplug.report.tables.paper_table import PaperTable

WEIGHT_HEADS = {
    "dimension": "Dimension",
    "sign": "Direction",
    "entropy": "Entropy",
    "divergence": "Divergence",
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
        "Names and indicators such as: innovation: a, b; green: c, d. Each dimension then has its weight and its "
        "part of the index.",
        optional=True,
    )
    pooling: Literal["pooled", "period"] = choice_param(
        "Scale and weights",
        "Over all periods together, so that values are comparable over time, or for each period by itself.",
        {"pooled": "All periods together", "period": "Each period"},
        "pooled",
    )
    zeros: Literal["zero", "shift", "compress"] = choice_param(
        "Zeros",
        "Take p ln p as 0 where p is 0, its limit; or add a small number to all scaled values, as many papers do; or "
        "scale them to begin at it and end at 1.",
        {"zero": "Limit", "shift": "Add the shift", "compress": "From the shift to 1"},
        "zero",
        advanced=True,
    )
    shift: float = param(
        "number",
        "Shift",
        "The small number. The larger it is, the more it moves the weights; papers take 0.0001 to 0.01.",
        default=0.0001,
        minimum=1e-12,
        maximum=0.5,
        advanced=True,
        applies_when=({"zeros": ("shift", "compress")},),
    )
    column: str = column_param("index")
    table: FilePath = panel_output("the index and its parts")
    weights_table: FilePath = output(
        "table",
        "Weights",
        "Entropy, divergence and weight of each indicator; with weights by period one row a period.",
    )
    layer: FilePath = layer_output("the index")
    paper: FilePath = paper_output("Weights of indicators and dimensions.")
    figure: FilePath = output(
        "figure",
        "Index over time",
        "Index of all units over time with mean, middle half, and the first and last units named.",
    )
    bars: FilePath = output("figure", "Weights as bars", "Weight of each indicator, coloured by dimension.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.entropy import entropy_index
    from gisplug.report.charts.indices import weight_bars

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    found = entropy_index(
        panel,
        asked.positive,
        asked.negative or (),
        dimensions_of(asked.dimensions) or None,
        asked.pooling,
        asked.zeros,
        asked.shift,
    )
    tell(progress, found.report)
    column = asked.column
    title = "Entropy-weight index" if column == "index" else f"Entropy-weight index {column}"
    scores = found.scores.rename(columns={"index": column})
    whole = panel.with_columns(number_columns(panel, scores))
    save_panel(whole, asked.table)
    save_table(found.weights if found.by_period is None else found.by_period, asked.weights_table)
    save_panel_layer(whole, list(scores.columns), asked.layer, "index", title)
    if asked.paper:
        save_paper(_papers(found, column), asked.paper)
    draw_paths(whole, whole.array(column), column, asked.figure, title)
    size = (CHART[0], max(6.0, 2.0 + 0.55 * len(found.weights)))
    draw(asked.bars, weight_bars, found.weights, size=size, title="Entropy weights")
    return {
        **asked.written(),
        "mean": float(scores[column].mean()),
        "sd": float(scores[column].std()),
        "heaviest": str(found.weights["weight"].idxmax()),
    }


def _papers(found: EntropyIndex, column: str) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.weights.rename(columns=WEIGHT_HEADS).rename_axis("Indicator")
    pooled = "all units and periods together" if found.pooling == "pooled" else "each period by itself (means shown)"
    note = f"Indicators scaled to 0 to 1 and weighed over {pooled}; the weights of all indicators sum to 1."
    tables = [plain_table(f"Entropy weights of {column}", frame, (note,))]
    if len(found.dimensions) > 1:
        shown = found.dimensions.rename(columns={"indicators": "Indicators", "weight": "Weight"})
        tables.append(plain_table(f"Dimensions of {column}", shown.rename_axis("Dimension")))
    return tables


TOOL = Tool(
    id="index_entropy",
    title="Entropy-weight index",
    group="indices",
    help="Builds a composite index from indicators. Each is scaled to 0 to 1, turned round where less is better, "
    "and weighed by how unevenly it is spread (the entropy method). The index lies between 0 and 1.",
    inputs=Asked,
    values=(
        Output("mean", "number", "Mean", "Mean of the index."),
        Output("sd", "number", "Standard deviation", "Standard deviation of the index."),
        Output("heaviest", "text", "Heaviest indicator", "Indicator with the largest weight."),
    ),
    run=run,
    tags=("entropy", "composite index", "熵值法"),
    example="gisplug index-entropy --panel demo-panel --unit adcode --period year --positive ind1,ind2,ind3,ind4 "
    "--negative ind5,ind6 --table index.csv --paper weights.html --figure index.png",
)
