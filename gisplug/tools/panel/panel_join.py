"""Tool: join tables and boundaries to a panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import read_table
    from gisplug.panel.join import join_table
    from gisplug.panel.read import read_panel

    units = None
    if params["units"]:
        from gisplug.core.errors import ParameterError
        from gisplug.tools.inputs import load_units

        if not params["id"]:
            raise ParameterError("'id' (Id field) is needed with boundaries: the field that identifies each unit.")
        units = load_units(params)
    panel = read_panel(
        params["panel"],
        params["unit"],
        params["period"],
        units,
        unbalanced=params["unbalanced"],
        match=params["match"],
        encoding=params["encoding"],
        sheet=params["sheet"],
    )
    if params["other"]:
        other = read_table(params["other"], params["encoding"])
        panel = join_table(
            panel,
            other,
            params["other_unit"] or params["unit"],
            params["other_period"] or None,
            params["absent"],
            "the second table",
        )
    x.tell(progress, panel.report)
    x.write_panel(panel, params["table"])
    if params["notes"]:
        import pandas as pd

        rows = panel.report.to_list() or [{"level": "info", "code": "", "text": "nothing to report", "ids": []}]
        x.write_table_file(pd.DataFrame([{**r, "ids": ", ".join(map(str, r["ids"]))} for r in rows]), params["notes"])
    if params["layer"]:
        columns = [c for c in panel.frame.columns if panel.frame[c].dtype.kind in "iuf"]
        x.write_layer_of(panel, columns, params["layer"], "panel", params["layer"])
    return {**x.made(params, "table", "layer", "notes"), "n": float(panel.N), "t": float(panel.T)}


TOOL = Tool(
    id="panel_join",
    title="Read and join a panel",
    group="panel",
    help="Reads a long table and joins boundaries and another table (night lights, for example) to it, by id and "
    "period and never by "
    "the order of rows. Repeated keys, absent rows and strangers are refused with their list.",
    params=(
        *panel_params(),
        *x.units_params(),
        Param(
            "match",
            "choice",
            "Units that do not match",
            "Refuse them with their list, or go on with the units that table and boundaries have in common.",
            default="exact",
            choices=("exact", "common"),
            choice_labels=("Refuse", "Go on with common units"),
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
        Param(
            "other_unit",
            "field",
            "Unit field of the second table",
            "The same name as in the panel where it is left empty.",
            parent="other",
            optional=True,
        ),
        Param(
            "other_period",
            "field",
            "Period field of the second table",
            "Where it is left empty, the rows hold for every period, such as area or terrain.",
            parent="other",
            optional=True,
        ),
        Param(
            "absent",
            "choice",
            "Rows that the second table lacks",
            "Refuse them with their list, or leave them empty.",
            default="refuse",
            choices=("refuse", "empty"),
            choice_labels=("Refuse", "Leave empty"),
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
        x.layer_output("all number columns"),
        Output("notes", "table", "Report", "Everything that was found, left out or kept empty."),
        Output("n", "number", "Units", "Number of units."),
        Output("t", "number", "Periods", "Number of periods."),
    ),
    run=run,
    tags=("join", "merge", "panel", "面板"),
    example="gisplug panel-join --panel demo-panel --unit adcode --period year --units demo-china-provinces --id "
    "adcode --table panel.csv --layer panel.gpkg",
)
