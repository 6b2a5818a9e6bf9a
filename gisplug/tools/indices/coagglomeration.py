"""Tool: co-agglomeration of two industries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.errors import ParameterError
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

if TYPE_CHECKING:
    import numpy as np

    from gisplug.panel.frame import Panel


class Asked(PanelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    first: str = field_param(
        "First industry",
        "Column with employment or output of the first industry, or its location quotient.",
    )
    second: str = field_param(
        "Second industry",
        "Column with employment or output of the second industry, or its location quotient.",
    )
    whole: Optional[str] = field_param(
        "All industries",
        "Column with employment or output of all industries. Where it is left empty, the two columns are taken as "
        "location quotients.",
        optional=True,
    )
    column: str = column_param("coagg")
    table: FilePath = panel_output("the co-agglomeration index and the quotients")
    layer: FilePath = layer_output("the index")
    paper: FilePath = paper_output("Index of each unit in the first and last period and on average.")
    figure: FilePath = output("figure", "Index over time", "Co-agglomeration of all units over time.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.specialisation import coagglomeration

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    first, second, column = asked.first, asked.second, asked.column
    pair = _quotients(panel, first, second, asked.whole)
    extra = {f"{column}_lq1": pair[0], f"{column}_lq2": pair[1]} if asked.whole else {}
    value = coagglomeration(*pair)
    wider = panel.with_columns({**extra, column: value})
    title = message("Co-agglomeration of {first} and {second}", first=first, second=second)
    save_panel(wider, asked.table)
    save_panel_layer(wider, [column, *extra], asked.layer, "coagglomeration", title)
    if asked.paper:
        note = "1 - |a - b| / (a + b) + (a + b), a and b the location quotients of the two industries."
        save_paper(paper_of_units(panel, value, title, note), asked.paper)
    draw_paths(wider, value, "Co-agglomeration", asked.figure, title)
    return {
        **asked.written(),
        "mean": float(value.mean()),
        "highest": panel.names[int(value[-1].argmax())],
    }


def _quotients(panel: Panel, first: str, second: str, whole: Optional[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the location quotients (T, N) of two industries: computed from employment, or as the columns hold them."""
    from gisplug.indices.specialisation import location_quotient

    if whole:
        return location_quotient(panel, first, whole), location_quotient(panel, second, whole)
    pair = panel.array(first), panel.array(second)
    if not all((values >= 0).all() for values in pair):
        raise ParameterError(
            message(
                "{first} and {second} must be location quotients without gaps; give 'whole' (All "
                "industries) to compute them.",
                first=first,
                second=second,
            )
        )
    return pair


TOOL = Tool(
    id="coagglomeration",
    title="Co-agglomeration of two industries",
    group="indices",
    help="Measures whether two industries are at home in the same units: how alike their location quotients are, "
    "plus how large they are together. The quotients are computed from employment, or given.",
    inputs=Asked,
    values=(
        Output("mean", "number", "Mean", "Mean of all units and periods."),
        Output("highest", "text", "Highest unit, last period", "Unit with the highest index in the last period."),
    ),
    run=run,
    tags=("co-agglomeration", "location quotient", "协同集聚"),
    example="gisplug coagglomeration --panel demo-panel --unit adcode --period year --first emp_digital --second "
    "emp_all --whole emp_all --table coagg.csv --figure coagg.png",
)
