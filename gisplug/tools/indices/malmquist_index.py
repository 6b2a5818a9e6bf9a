"""Tool: Malmquist index of productivity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import QuantitiesInputs, orientation_param
from gisplug.tools.indices.results import draw_paths, number_columns, panel_output
from gisplug.tools.inputs import OptionalUnitsInputs, open_optional_units
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_paper,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    from gisplug.indices.efficiency.malmquist import Malmquist
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "malmquist": "Malmquist",
    "efficiency_change": "Efficiency change",
    "technical_change": "Technical change",
    "pure_change": "Pure efficiency change",
    "scale_change": "Scale change",
    "cumulative": "Cumulative",
}


class Asked(PanelInputs, QuantitiesInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    orientation: Literal["input", "output"] = orientation_param(
        "output",
        "Whether pure efficiency is measured by less input or by more output; the index itself is the same for both.",
    )
    table: FilePath = panel_output("the index and its parts from the period before")
    layer: FilePath = layer_output("the index and its parts")
    paper: FilePath = paper_output("Geometric means by period, and by unit over all periods.")
    figure: FilePath = output(
        "figure", "Productivity over time", "Productivity of all units over time, the first period being 1."
    )


def run(asked: Asked, progress: Progress) -> Results:
    import numpy as np

    from gisplug.indices.efficiency.malmquist import malmquist_index

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    found = malmquist_index(panel, asked.input_columns, asked.output_columns, asked.orientation, progress)
    tell(progress, found.report)
    whole = panel.with_columns(number_columns(panel, found.changes))
    title = "Malmquist index"
    save_panel(whole, asked.table)
    save_panel_layer(whole, list(found.changes), asked.layer, "malmquist", title)
    if asked.paper:
        save_paper(_papers(found, panel, asked), asked.paper)
    steps = whole.array("malmquist").copy()
    steps[0] = 1.0
    draw_paths(whole, np.cumprod(steps, axis=0), "Productivity, first period = 1", asked.figure, title)
    means = found.by_period
    return {
        **asked.written(),
        "malmquist": float(np.exp(np.log(means["malmquist"]).mean())),
        "efficiency_change": float(np.exp(np.log(means["efficiency_change"]).mean())),
        "technical_change": float(np.exp(np.log(means["technical_change"]).mean())),
    }


def _papers(found: Malmquist, panel: Panel, asked: Asked) -> list[PaperTable]:
    import numpy as np

    from gisplug.report.tables.paper_table import plain_table

    note = message(
        "Geometric means; above 1 is growth from the period before. Inputs: {input_columns}; "
        "outputs: {output_columns}. Malmquist = efficiency change x technical change (constant "
        "returns to scale); efficiency change = pure change x scale change.",
        input_columns=", ".join(asked.input_columns),
        output_columns=", ".join(asked.output_columns),
    )
    units = np.exp(np.log(found.changes).groupby(level=1, sort=False).mean()).reindex(list(panel.ids))
    units.index = list(panel.names)
    units = units.sort_values("malmquist", ascending=False).rename(columns=HEADS).rename_axis("Unit")
    return [
        plain_table("Malmquist index by period", found.by_period.rename(columns=HEADS).rename_axis("Period"), (note,)),
        plain_table("Malmquist index by unit", units, ("Geometric means over the periods; the highest first.",)),
    ]


TOOL = Tool(
    id="malmquist_index",
    title="Malmquist productivity index",
    group="indices",
    help="Measures how productivity changes from one period to the next by data envelopment analysis, and whether "
    "units come closer to best practice (efficiency change) or best practice itself moves (technical change). After "
    "Färe, Grosskopf, Lindgren and Roos.",
    inputs=Asked,
    values=(
        Output("malmquist", "number", "Malmquist", "Geometric mean of the index over periods and units."),
        Output("efficiency_change", "number", "Efficiency change", "Geometric mean of efficiency change."),
        Output("technical_change", "number", "Technical change", "Geometric mean of technical change."),
    ),
    run=run,
    tags=("DEA", "Malmquist", "TFP", "productivity", "全要素生产率"),
    example="gisplug malmquist-index --panel demo-panel --unit adcode --period year --input-columns emp_all,edu "
    "--output-columns develop --table malmquist.csv --paper malmquist.html --figure malmquist.png",
)
