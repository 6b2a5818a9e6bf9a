"""Tool: join tables and boundaries to a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.evidence import INFO, Note
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, load_optional_units, optional_polygon_params, panel_params
from gisplug.tools.results import layer_output, save_notes, save_panel, save_panel_layer, tell, written

if TYPE_CHECKING:
    pass


def run(params: Params, progress: Progress) -> Results:
    from gisplug.core.tables import read_table
    from gisplug.panel.join import join_table
    from gisplug.panel.read import read_panel

    panel = read_panel(
        params["panel"],
        params["unit"],
        params["period"],
        load_optional_units(params),
        unbalanced=params["unbalanced"],
        match=params["match"],
        encoding=params["encoding"],
        sheet=params["sheet"],
    )
    if params["other"]:
        panel = join_table(
            panel,
            read_table(params["other"], params["encoding"]),
            params["other_unit"] or params["unit"],
            params["other_period"] or None,
            params["absent"],
            "the second table",
        )
    tell(progress, panel.report)
    save_panel(panel, params["table"])
    save_notes(panel.report, Note(INFO, "", "nothing to report"), params["notes"])
    if params["layer"]:
        columns = [column for column in panel.frame.columns if panel.frame[column].dtype.kind in "iuf"]
        save_panel_layer(panel, columns, params["layer"], "panel", params["layer"])
    return {**written(TOOL, params), "n": float(panel.N), "t": float(panel.T)}


TOOL = Tool(
    id="panel_join",
    title="Read and join a panel",
    group="panel",
    help="Reads a long table and joins boundaries and another table (night lights, for example) to it, by id and "
    "period and never by the order of rows. Repeated keys, absent rows and strangers are refused with their "
    "list.",
    params=(
        *panel_params(),
        *optional_polygon_params(),
        choice_param(
            "match",
            "Units that do not match",
            "Refuse them with their list, or go on with the units that table and boundaries have in common.",
            {"exact": "Refuse", "common": "Go on with common units"},
            "exact",
        ),
        Param(
            "unbalanced",
            "flag",
            "Allow absent rows",
            "Whether rows may be absent for some units and periods; they stay empty.",
            default=False,
        ),
        Param(
            "other",
            "table",
            "Second table",
            "Table whose columns are added, such as night lights by unit and year.",
            optional=True,
        ),
        field_param(
            "other_unit",
            "Unit field of the second table",
            "The same name as in the panel where it is left empty.",
            parent="other",
            optional=True,
        ),
        field_param(
            "other_period",
            "Period field of the second table",
            "Where it is left empty, the rows hold for every period, such as area or terrain.",
            parent="other",
            optional=True,
        ),
        choice_param(
            "absent",
            "Rows that the second table lacks",
            "Refuse them with their list, or leave them empty.",
            {"refuse": "Refuse", "empty": "Leave empty"},
            "refuse",
            advanced=True,
        ),
        Param(
            "encoding",
            "text",
            "Encoding",
            "Encoding of text tables. UTF-8 and GB18030 are found without it.",
            optional=True,
            advanced=True,
        ),
        Param(
            "sheet",
            "text",
            "Excel sheet",
            "Sheet of the panel's workbook; the first where it is left empty.",
            optional=True,
            advanced=True,
        ),
    ),
    outputs=(
        Output("table", "table", "Joined panel", "Long table with all columns, in the order of units and periods."),
        layer_output("all number columns"),
        Output("notes", "table", "Report", "Everything that was found, left out or kept empty."),
        Output("n", "number", "Units", "Number of units."),
        Output("t", "number", "Periods", "Number of periods."),
    ),
    run=run,
    tags=("join", "merge", "panel", "面板"),
    example="gisplug panel-join --panel demo-panel --unit adcode --period year --units demo-china-provinces --id "
    "adcode --table panel.csv --layer panel.gpkg",
)
