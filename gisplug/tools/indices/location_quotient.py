"""Tool: location quotient."""

from __future__ import annotations

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param
from gisplug.tools.indices.results import draw_paths, panel_output, paper_of_units
from gisplug.tools.inputs import field_param, open_optional_units, open_panel, optional_polygon_params, panel_params
from gisplug.tools.results import layer_output, paper_output, save_panel, save_panel_layer, save_paper, written


def run(params: Params, progress: Progress) -> Results:
    from gisplug.indices.specialisation import location_quotient

    panel = open_panel(params, progress, open_optional_units(params, progress))
    part, whole, column = params["part"], params["whole"], params["column"]
    value = location_quotient(panel, part, whole)
    wider = panel.with_columns({column: value})
    title = f"Location quotient of {part}"
    save_panel(wider, params["table"])
    save_panel_layer(wider, [column], params["layer"], "location_quotient", title)
    if params["paper"]:
        note = (
            f"({part} / {whole}) over the same ratio of all units together; above 1 the unit is specialised. "
            f"{panel.periods[0]} to {panel.periods[-1]}."
        )
        save_paper(paper_of_units(panel, value, title, note), params["paper"])
    draw_paths(wider, value, "Location quotient", params["figure"], title)
    return {
        **written(TOOL, params),
        "mean": float(value.mean()),
        "highest": panel.names[int(value[-1].argmax())],
        "specialised": float((value[-1] > 1).sum()),
    }


TOOL = Tool(
    id="location_quotient",
    title="Location quotient",
    group="indices",
    help="Measures how specialised a unit is in an industry: its share of the industry in all industries over the "
    "same share of all units together (Hoover). Above 1 the industry is at home there.",
    params=(
        *panel_params(),
        field_param("part", "Industry", "Column with employment or output of the industry."),
        field_param("whole", "All industries", "Column with employment or output of all industries."),
        column_param("lq"),
        *optional_polygon_params(),
    ),
    outputs=(
        panel_output("the location quotient"),
        layer_output("the location quotient"),
        paper_output("Quotient of each unit in the first and last period and on average."),
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
