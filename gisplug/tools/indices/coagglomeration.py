"""Tool: co-agglomeration of two industries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.errors import ParameterError
    from gisplug.indices.specialisation import coagglomeration, location_quotient

    panel = x.open_panel(params, progress)
    first, second, column = params["first"], params["second"], params["column"]
    if params["whole"]:
        pair = [location_quotient(panel, c, params["whole"]) for c in (first, second)]
        extra = {f"{column}_lq1": pair[0], f"{column}_lq2": pair[1]}
    else:
        pair, extra = [panel.array(first), panel.array(second)], {}
        if not all((v >= 0).all() for v in pair):
            raise ParameterError(
                f"{first} and {second} must be location quotients without gaps; give 'whole' (All industries) to "
                "compute them."
            )
    value = coagglomeration(*pair)
    whole = panel.with_columns({**extra, column: value})
    title = f"Co-agglomeration of {first} and {second}"
    x.write_panel(whole, params["table"])
    x.write_layer_of(whole, [column, *extra], params["layer"], "coagglomeration", title)
    if params["paper"]:
        import pandas as pd

        from gisplug.report.tables.paper_table import plain_table

        frame = pd.DataFrame(
            {"First period": value[0], "Last period": value[-1], "Mean": value.mean(axis=0)}, index=list(panel.names)
        )
        note = "1 - |a - b| / (a + b) + (a + b), a and b the location quotients of the two industries."
        shown = frame.sort_values("Last period", ascending=False).rename_axis("Unit")
        x.save_papers(plain_table(title, shown, (note,)), params["paper"])
    x.draw_paths(whole, value, "Co-agglomeration", params["figure"], title)
    return {
        **x.made(params, "table", "layer", "paper", "figure"),
        "mean": float(value.mean()),
        "highest": panel.names[int(value[-1].argmax())],
    }


TOOL = Tool(
    id="coagglomeration",
    title="Co-agglomeration of two industries",
    group="indices",
    help="Measures whether two industries are at home in the same units: how alike their location quotients are, "
    "plus how large they "
    "are together. The quotients are computed from employment, or given.",
    params=(
        *panel_params(),
        x.field_param(
            "first",
            "First industry",
            "Column with employment or output of the first industry, or its location quotient.",
        ),
        x.field_param(
            "second",
            "Second industry",
            "Column with employment or output of the second industry, or its location quotient.",
        ),
        x.field_param(
            "whole",
            "All industries",
            "Column with employment or output of all industries. Where it is left empty, the two columns are taken "
            "as location quotients.",
            optional=True,
        ),
        x.column_param("coagg"),
        *x.units_params(),
    ),
    outputs=(
        x.panel_output("the co-agglomeration index and the quotients"),
        x.layer_output("the index"),
        x.paper_output("Index of each unit in the first and last period and on average."),
        Output("figure", "figure", "Index over time", "Co-agglomeration of all units over time."),
        Output("mean", "number", "Mean", "Mean of all units and periods."),
        Output("highest", "text", "Highest unit", "Unit with the highest index in the last period."),
    ),
    run=run,
    tags=("co-agglomeration", "location quotient", "协同集聚"),
    example="gisplug coagglomeration --panel demo-panel --unit adcode --period year --first emp_digital --second "
    "emp_all --whole emp_all --table coagg.csv --figure coagg.png",
)
