"""Tool: composite index by entropy weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.indices.entropy import entropy_index

    panel = x.open_panel(params, progress)
    found = entropy_index(
        panel,
        params["positive"],
        params["negative"] or (),
        x.dimensions_of(params["dimensions"]) or None,
        params["pooling"],
        params["zeros"],
    )
    x.tell(progress, found.report)
    column = params["column"]
    title = "Entropy-weight index" if column == "index" else f"Entropy-weight index {column}"
    scores = found.scores.rename(columns={"index": column})
    whole = panel.with_columns(x.shape(panel, scores))
    x.write_panel(whole, params["table"])
    x.write_table_file(found.weights if found.by_period is None else found.by_period, params["weights_table"])
    x.write_layer_of(whole, list(scores.columns), params["layer"], "index", title)
    x.save_papers(_papers(found, column), params["paper"])
    x.draw_paths(whole, whole.array(column), column, params["figure"], title)
    if params["bars"]:
        from gisplug.report.charts.indices import weight_bars

        x.draw(
            params["bars"],
            weight_bars,
            found.weights,
            size=(15.5, max(6.0, 2.0 + 0.55 * len(found.weights))),
            title="Entropy weights",
        )
    top = found.weights["weight"].idxmax()
    return {
        **x.made(params, "table", "weights_table", "layer", "paper", "figure", "bars"),
        "mean": float(scores[column].mean()),
        "sd": float(scores[column].std()),
        "heaviest": str(top),
    }


def _papers(found: Any, column: str) -> Any:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.weights.rename(
        columns={
            "dimension": "Dimension",
            "sign": "Direction",
            "entropy": "Entropy",
            "divergence": "Divergence",
            "weight": "Weight",
            "weight_in_dimension": "Weight in dimension",
        }
    ).rename_axis("Indicator")
    pooled = "all units and periods together" if found.pooling == "pooled" else "each period by itself (means shown)"
    note = f"Indicators scaled to 0 to 1 and weighed over {pooled}; the weights of all indicators sum to 1."
    tables = [plain_table(f"Entropy weights of {column}", frame, (note,))]
    if len(found.dimensions) > 1:
        shown = found.dimensions.rename(columns={"indicators": "Indicators", "weight": "Weight"}).rename_axis(
            "Dimension"
        )
        tables.append(plain_table(f"Dimensions of {column}", shown))
    return tables


TOOL = Tool(
    id="index_entropy",
    title="Entropy-weight index",
    group="indices",
    help="Builds a composite index from indicators. Each is scaled to 0 to 1, turned round where less is better, "
    "and weighed by how "
    "unevenly it is spread (the entropy method). The index lies between 0 and 1.",
    params=(
        *panel_params(),
        x.fields_param("positive", "Positive indicators", "Columns where more is better."),
        x.fields_param("negative", "Negative indicators", "Columns where less is better.", optional=True),
        Param(
            "dimensions",
            "text",
            "Dimensions",
            "Names and indicators such as: innovation: a, b; green: c, d. Each dimension then has its weight and "
            "its part of the index.",
            optional=True,
        ),
        Param(
            "pooling",
            "choice",
            "Scale and weights",
            "Over all periods together, so that values are comparable over time, or for each period by itself.",
            default="pooled",
            choices=("pooled", "period"),
            choice_labels=("All periods together", "Each period"),
        ),
        Param(
            "zeros",
            "choice",
            "Zeros",
            "Take p ln p as 0 where p is 0, its limit, or add 0.0001 to all scaled values, as many papers do.",
            default="zero",
            choices=("zero", "shift"),
            choice_labels=("Limit", "Shift by 0.0001"),
            advanced=True,
        ),
        x.column_param("index"),
        *x.units_params(),
    ),
    outputs=(
        x.panel_output("the index and its parts"),
        Output(
            "weights_table",
            "table",
            "Weights",
            "Entropy, divergence and weight of each indicator; with weights by period one row a period.",
        ),
        x.layer_output("the index"),
        x.paper_output("Weights of indicators and dimensions."),
        Output(
            "figure",
            "figure",
            "Index over time",
            "Index of all units over time with mean, middle half, and the first and last units named.",
        ),
        Output("bars", "figure", "Weights as bars", "Weight of each indicator, coloured by dimension."),
        Output("mean", "number", "Mean", "Mean of the index."),
        Output("sd", "number", "Standard deviation", "Standard deviation of the index."),
        Output("heaviest", "text", "Heaviest indicator", "Indicator with the largest weight."),
    ),
    run=run,
    tags=("entropy", "composite index", "熵值法"),
    example="gisplug index-entropy --panel demo-panel --unit adcode --period year --positive ind1,ind2,ind3,ind4 "
    "--negative ind5,ind6 --table index.csv --paper weights.html --figure index.png",
)
