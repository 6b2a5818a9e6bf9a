"""Tool: join tables and boundaries to a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.evidence import INFO, Note
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    field_param,
    load_optional_units,
    open_table,
)
from gisplug.tools.panel_inputs import PanelInputs, allowed
from gisplug.tools.results import (
    FilePath,
    layer_output,
    save_notes,
    save_panel,
    save_panel_layer,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    pass


class Asked(PanelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    other: Optional[str] = param(
        "table",
        "Second table",
        "Table whose columns are added, such as night lights by unit and year.",
        optional=True,
    )
    other_unit: Optional[str] = field_param(
        "Unit field of the second table",
        "The same name as in the panel where it is left empty.",
        parent="other",
        optional=True,
    )
    other_period: Optional[str] = field_param(
        "Period field of the second table",
        "Where it is left empty, the rows hold for every period, such as area or terrain.",
        parent="other",
        optional=True,
    )
    absent: Literal["refuse", "empty"] = choice_param(
        "Rows that the second table lacks",
        "Refuse them with their list, or leave them empty.",
        {"refuse": "Refuse", "empty": "Leave empty"},
        "refuse",
        advanced=True,
    )
    encoding: Optional[str] = param(
        "text",
        "Encoding",
        "Encoding of text tables. UTF-8 and GB18030 are found without it.",
        optional=True,
        advanced=True,
    )
    table: FilePath = output(
        "table", "Joined panel", "Long table with all columns, in the order of units and periods.", main=True
    )
    layer: FilePath = layer_output("all number columns")
    notes: FilePath = output("table", "Report", "Everything that was found, left out or kept empty.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.panel.join import join_table
    from gisplug.panel.read import read_panel

    asked = that_can_be_made(asked, progress)
    panel = read_panel(
        asked.panel,
        asked.unit,
        asked.period,
        load_optional_units(asked),
        unbalanced=allowed(asked, False),
        match=asked.match,
        aliases=asked.aliases,
        within=asked.within,
        encoding=asked.encoding,
        sheet=asked.sheet,
        wide=asked.wide,
    )
    if asked.other:
        panel = join_table(
            panel,
            open_table(asked.other, progress, asked.encoding),
            asked.other_unit or asked.unit,
            asked.other_period or None,
            asked.absent,
            "the second table",
            asked.match,
            asked.aliases,
        )
    tell(progress, panel.report)
    save_panel(panel, asked.table)
    save_notes(panel.report, Note(INFO, "", "nothing to report"), asked.notes)
    if asked.layer:
        columns = [column for column in panel.frame.columns if panel.frame[column].dtype.kind in "iuf"]
        save_panel_layer(panel, columns, asked.layer, "panel", asked.layer)
    return {**asked.written(), "n": float(panel.N), "t": float(panel.T)}


TOOL = Tool(
    id="panel_join",
    title="Read and join a panel",
    group="panel",
    help="Reads a long table and joins boundaries and another table (night lights, for example) to it, by id and "
    "period and never by the order of rows. Repeated keys, absent rows and strangers are refused with their "
    "list.",
    inputs=Asked,
    values=(
        Output("n", "number", "Units", "Number of units."),
        Output("t", "number", "Periods", "Number of periods."),
    ),
    run=run,
    tags=("join", "merge", "panel", "面板"),
    example="gisplug panel-join --panel demo-panel --unit adcode --period year --units demo-china-provinces --id "
    "adcode --table panel.csv --layer panel.gpkg",
)
