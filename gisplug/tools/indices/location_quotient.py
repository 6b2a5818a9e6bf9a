"""Tool: location quotient."""

from __future__ import annotations

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param
from gisplug.tools.indices.results import draw_paths, panel_output, paper_of_units
from gisplug.tools.inputs import OptionalUnitsInputs, field_param, open_optional_units
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_paper,
    that_can_be_made,
)


class Asked(PanelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    part: str = field_param("Industry", "Column with employment or output of the industry.")
    whole: str = field_param("All industries", "Column with employment or output of all industries.")
    column: str = column_param("lq")
    table: FilePath = panel_output("the location quotient")
    layer: FilePath = layer_output("the location quotient")
    paper: FilePath = paper_output("Quotient of each unit in the first and last period and on average.")
    figure: FilePath = output("figure", "Quotient over time", "Location quotient of all units over time.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.specialisation import location_quotient

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    part, whole, column = asked.part, asked.whole, asked.column
    value = location_quotient(panel, part, whole)
    wider = panel.with_columns({column: value})
    title = message("Location quotient of {part}", part=part)
    save_panel(wider, asked.table)
    save_panel_layer(wider, [column], asked.layer, "location_quotient", title)
    if asked.paper:
        note = message(
            "({part} / {whole}) over the same ratio of all units together; above 1 the unit is "
            "specialised. {periods} to {periods2}.",
            part=part,
            whole=whole,
            periods=panel.periods[0],
            periods2=panel.periods[-1],
        )
        save_paper(paper_of_units(panel, value, title, note), asked.paper)
    draw_paths(wider, value, "Location quotient", asked.figure, title)
    return {
        **asked.written(),
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
    inputs=Asked,
    values=(
        Output("mean", "number", "Mean", "Mean of all units and periods."),
        Output("highest", "text", "Highest unit, last period", "Unit with the highest quotient in the last period."),
        Output(
            "specialised", "number", "Specialised units, last period", "Number of units above 1 in the last period."
        ),
    ),
    run=run,
    tags=("LQ", "Hoover", "specialisation", "agglomeration", "区位熵"),
    example="gisplug location-quotient --panel demo-panel --unit adcode --period year --part emp_digital --whole "
    "emp_all --table lq.csv --figure lq.png",
)
