"""Tool: location quotient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.indices.specialisation import location_quotient

    panel = x.open_panel(params, progress)
    column = params["column"]
    value = location_quotient(panel, params["part"], params["whole"])
    whole = panel.with_columns({column: value})
    x.write_panel(whole, params["table"])
    title = f"Location quotient of {params['part']}"
    x.write_layer_of(whole, [column], params["layer"], "location_quotient", title)
    if params["paper"]:
        import pandas as pd

        from gisplug.report.tables.paper_table import plain_table

        last = pd.DataFrame(
            {"First period": value[0], "Last period": value[-1], "Mean": value.mean(axis=0)}, index=list(panel.names)
        )
        last = last.sort_values("Last period", ascending=False).rename_axis("Unit")
        note = (
            f"({params['part']} / {params['whole']}) over the same ratio of all units together; above 1 the unit is "
            f"specialised. {panel.periods[0]} to {panel.periods[-1]}."
        )
        x.save_papers(plain_table(title, last, (note,)), params["paper"])
    x.draw_paths(whole, value, "Location quotient", params["figure"], title)
    return {
        **x.made(params, "table", "layer", "paper", "figure"),
        "mean": float(value.mean()),
        "highest": panel.names[int(value[-1].argmax())],
        "specialised": float((value[-1] > 1).sum()),
    }


TOOL = Tool(
    id="location_quotient",
    title="Location quotient",
    group="indices",
    help="Measures how specialised a unit is in an industry: its share of the industry in all industries over the "
    "same share of all "
    "units together (Hoover). Above 1 the industry is at home there.",
    params=(
        *panel_params(),
        x.field_param("part", "Industry", "Column with employment or output of the industry."),
        x.field_param("whole", "All industries", "Column with employment or output of all industries."),
        x.column_param("lq"),
        *x.units_params(),
    ),
    outputs=(
        x.panel_output("the location quotient"),
        x.layer_output("the location quotient"),
        x.paper_output("Quotient of each unit in the first and last period and on average."),
        Output("figure", "figure", "Quotient over time", "Location quotient of all units over time."),
        Output("mean", "number", "Mean", "Mean of all units and periods."),
        Output("highest", "text", "Highest unit", "Unit with the highest quotient in the last period."),
        Output("specialised", "number", "Specialised units", "Number of units above 1 in the last period."),
    ),
    run=run,
    tags=("LQ", "Hoover", "specialisation", "agglomeration", "区位熵"),
    example="gisplug location-quotient --panel demo-panel --unit adcode --period year --part emp_digital --whole "
    "emp_all --table lq.csv --figure lq.png",
)
