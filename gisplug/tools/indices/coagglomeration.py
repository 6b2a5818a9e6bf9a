"""Tool: co-agglomeration of two industries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param
from gisplug.tools.indices.results import draw_paths, panel_output, paper_of_units
from gisplug.tools.inputs import field_param, open_optional_units, open_panel, optional_polygon_params, panel_params
from gisplug.tools.results import layer_output, paper_output, save_panel, save_panel_layer, save_paper, written

if TYPE_CHECKING:
    import numpy as np

    from gisplug.panel.frame import Panel


def run(params: Params, progress: Progress) -> Results:
    from gisplug.indices.specialisation import coagglomeration

    panel = open_panel(params, progress, open_optional_units(params, progress))
    first, second, column = params["first"], params["second"], params["column"]
    pair = _quotients(panel, first, second, params["whole"])
    extra = {f"{column}_lq1": pair[0], f"{column}_lq2": pair[1]} if params["whole"] else {}
    value = coagglomeration(*pair)
    wider = panel.with_columns({**extra, column: value})
    title = f"Co-agglomeration of {first} and {second}"
    save_panel(wider, params["table"])
    save_panel_layer(wider, [column, *extra], params["layer"], "coagglomeration", title)
    if params["paper"]:
        note = "1 - |a - b| / (a + b) + (a + b), a and b the location quotients of the two industries."
        save_paper(paper_of_units(panel, value, title, note), params["paper"])
    draw_paths(wider, value, "Co-agglomeration", params["figure"], title)
    return {
        **written(TOOL, params),
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
            f"{first} and {second} must be location quotients without gaps; give 'whole' (All industries) to "
            "compute them."
        )
    return pair


TOOL = Tool(
    id="coagglomeration",
    title="Co-agglomeration of two industries",
    group="indices",
    help="Measures whether two industries are at home in the same units: how alike their location quotients are, "
    "plus how large they are together. The quotients are computed from employment, or given.",
    params=(
        *panel_params(),
        field_param(
            "first",
            "First industry",
            "Column with employment or output of the first industry, or its location quotient.",
        ),
        field_param(
            "second",
            "Second industry",
            "Column with employment or output of the second industry, or its location quotient.",
        ),
        field_param(
            "whole",
            "All industries",
            "Column with employment or output of all industries. Where it is left empty, the two columns are taken as "
            "location quotients.",
            optional=True,
        ),
        column_param("coagg"),
        *optional_polygon_params(),
    ),
    outputs=(
        panel_output("the co-agglomeration index and the quotients"),
        layer_output("the index"),
        paper_output("Index of each unit in the first and last period and on average."),
        Output("figure", "figure", "Index over time", "Co-agglomeration of all units over time."),
        Output("mean", "number", "Mean", "Mean of all units and periods."),
        Output("highest", "text", "Highest unit", "Unit with the highest index in the last period."),
    ),
    run=run,
    tags=("co-agglomeration", "location quotient", "协同集聚"),
    example="gisplug coagglomeration --panel demo-panel --unit adcode --period year --first emp_digital --second "
    "emp_all --whole emp_all --table coagg.csv --figure coagg.png",
)
