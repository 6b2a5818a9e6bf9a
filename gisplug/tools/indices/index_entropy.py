"""Tool: composite index by entropy weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import dimensions_of
from gisplug.tools.indices.results import WeightedFiles, panel_output, papers_of_weights, save_weighted
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    fields_param,
    open_optional_units,
)
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    save_paper,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    pass


class Asked(PanelInputs, WeightedFiles, OptionalUnitsInputs):
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
    table: FilePath = panel_output("the index and its parts")
    weights_table: FilePath = output(
        "table",
        "Weights",
        "Entropy, divergence and weight of each indicator; with weights by period one row a period.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.entropy import entropy_index

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
    title = "Entropy-weight index" if column == "index" else message("Entropy-weight index {column}", column=column)
    made = save_weighted(asked, panel, found, title, "Entropy weights")
    if asked.paper:
        pooled = (
            message("all units and periods together")
            if found.pooling == "pooled"
            else message("each period by itself (means shown)")
        )
        note = message(
            "Indicators scaled to 0 to 1 and weighed over {pooled}; the weights of all indicators sum to 1.",
            pooled=pooled,
        )
        save_paper(
            papers_of_weights(found, message("Entropy weights of {column}", column=column), column, [note]), asked.paper
        )
    return {**made, "sd": float(found.scores["index"].std())}


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
