"""Tool: coupling coordination degree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.results import draw_paths, number_columns, panel_output
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    fields_param,
    numbers_of,
    open_optional_units,
)
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
    from gisplug.indices.coupling import Coupling
    from gisplug.report.tables.paper_table import PaperTable

MEANS = {
    "coupling": "Coupling C",
    "level": "Level T",
    "coordination": "Coordination D",
    "min": "Lowest D",
    "max": "Highest D",
}


class Asked(PanelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    systems: list[str] = fields_param("Systems", "Two or more columns with an index from 0 to 1 each.")
    shares: Optional[str] = param(
        "text",
        "Shares",
        "Weight of each system in the common level, such as: 0.5, 0.5. All alike where it is left empty.",
        optional=True,
    )
    rescale: bool = param(
        "flag",
        "Rescale to 0 to 1",
        "Scale each system to 0 to 1 over the whole panel first.",
        default=False,
    )
    variant: Literal["standard", "corrected"] = choice_param(
        "Coupling degree",
        "The standard formula, or the corrected one of Wang and others (2021) whose values spread better.",
        {"standard": "Standard", "corrected": "Corrected (Wang and others 2021)"},
        "standard",
        advanced=True,
    )
    table: FilePath = panel_output("coupling, level, coordination and grade")
    layer: FilePath = layer_output("the coordination degree")
    paper: FilePath = paper_output("Means by period, and the number of units in each grade.")
    figure: FilePath = output("figure", "Coordination over time", "Coordination degree of all units over time.")


def run(asked: Asked, progress: Progress) -> Results:
    from dataclasses import replace

    asked = that_can_be_made(asked, progress)
    from gisplug.indices.coupling import coupling_coordination

    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    systems, shares = asked.systems, numbers_of(asked.shares, "Shares") or None
    found = coupling_coordination(panel, systems, shares, asked.rescale, asked.variant)
    title = message("Coupling coordination of {systems}", systems=", ".join(systems))
    whole = panel.with_columns(number_columns(panel, found.scores))
    graded = replace(whole, frame=whole.frame.assign(grade=found.scores["grade"]))
    save_panel(graded, asked.table)
    save_panel_layer(whole, ["coordination", "coupling", "level"], asked.layer, "coordination", title)
    if asked.paper:
        save_paper(_papers(found, title), asked.paper)
    draw_paths(whole, whole.array("coordination"), "Coordination degree", asked.figure, title)
    last = found.by_period.iloc[-1]
    return {
        **asked.written(),
        "coordination": float(last["coordination"]),
        "coupling": float(last["coupling"]),
    }


def _papers(found: Coupling, title: str) -> list[PaperTable]:
    from gisplug.indices.coupling import GRADES
    from gisplug.report.tables.paper_table import plain_table

    means = found.by_period.rename(columns=MEANS).rename_axis("Period")
    share = ", ".join(f"{s:.2f}" for s in found.shares)
    note = message(
        "Means over units. D = sqrt(C T); {variant} coupling degree; shares in the level: {share}.",
        variant=message(found.variant),
        share=share,
    )
    counts = found.scores.groupby(["period", "grade"]).size().unstack(fill_value=0)
    counts = counts[[g for g in GRADES if g in counts]].rename_axis("Period")
    return [
        plain_table(title, means, (note,)),
        plain_table("Units by grade of coordination", counts, ("Grades are steps of 0.1 of D.",)),
    ]


TOOL = Tool(
    id="coupling_coordination",
    title="Coupling coordination degree",
    group="indices",
    help="Measures how far two or more systems, such as digital economy and green development, rise together. Each "
    "system is an index from 0 to 1; the result is the coupling degree, the common level and the coordination "
    "degree with its grade.",
    inputs=Asked,
    values=(
        Output("coordination", "number", "Coordination, last period", "Mean coordination degree of the last period."),
        Output("coupling", "number", "Coupling, last period", "Mean coupling degree of the last period."),
    ),
    run=run,
    tags=("coupling", "coordination", "耦合协调度"),
    example="gisplug coupling-coordination --panel demo-panel --unit adcode --period year --systems develop,agg "
    "--rescale --table coupling.csv --figure coupling.png",
)
