"""Tool: coupling coordination degree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.indices.coupling import coupling_coordination

    panel = x.open_panel(params, progress)
    systems = params["systems"]
    found = coupling_coordination(
        panel, systems, x.numbers_of(params["shares"], "Shares") or None, params["rescale"], params["variant"]
    )
    title = f"Coupling coordination of {', '.join(systems)}"
    whole = panel.with_columns(x.shape(panel, found.scores))
    if params["table"]:
        from dataclasses import replace

        x.write_panel(replace(whole, frame=whole.frame.assign(grade=found.scores["grade"])), params["table"])
    x.write_layer_of(whole, ["coordination", "coupling", "level"], params["layer"], "coordination", title)
    x.save_papers(_papers(found, title), params["paper"])
    x.draw_paths(whole, whole.array("coordination"), "Coordination degree", params["figure"], title)
    last = found.by_period.iloc[-1]
    return {
        **x.made(params, "table", "layer", "paper", "figure"),
        "coordination": float(last["coordination"]),
        "coupling": float(last["coupling"]),
    }


def _papers(found: Any, title: str) -> Any:
    from gisplug.indices.coupling import GRADES
    from gisplug.report.tables.paper_table import plain_table

    columns = {
        "coupling": "Coupling C",
        "level": "Level T",
        "coordination": "Coordination D",
        "min": "Lowest D",
        "max": "Highest D",
    }
    means = found.by_period.rename(columns=columns).rename_axis("Period")
    share = ", ".join(f"{s:.2f}" for s in found.shares)
    note = f"Means over units. D = sqrt(C T); {found.variant} coupling degree; shares in the level: {share}."
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
    "system is an index "
    "from 0 to 1; the result is the coupling degree, the common level and the coordination degree with its grade.",
    params=(
        *panel_params(),
        x.fields_param("systems", "Systems", "Two or more columns with an index from 0 to 1 each."),
        Param(
            "shares",
            "text",
            "Shares",
            "Weight of each system in the common level, such as: 0.5, 0.5. All alike where it is left empty.",
            optional=True,
        ),
        Param(
            "rescale",
            "flag",
            "Rescale to 0 to 1",
            "Scale each system to 0 to 1 over the whole panel first.",
            default=False,
        ),
        Param(
            "variant",
            "choice",
            "Coupling degree",
            "The standard formula, or the corrected one of Wang and others (2021) whose values spread better.",
            default="standard",
            choices=("standard", "corrected"),
            advanced=True,
        ),
        *x.units_params(),
    ),
    outputs=(
        x.panel_output("coupling, level, coordination and grade"),
        x.layer_output("the coordination degree"),
        x.paper_output("Means by period, and the number of units in each grade."),
        Output("figure", "figure", "Coordination over time", "Coordination degree of all units over time."),
        Output("coordination", "number", "Coordination", "Mean coordination degree of the last period."),
        Output("coupling", "number", "Coupling", "Mean coupling degree of the last period."),
    ),
    run=run,
    tags=("coupling", "coordination", "耦合协调度"),
    example="gisplug coupling-coordination --panel demo-panel --unit adcode --period year --systems develop,agg "
    "--rescale --table coupling.csv --figure coupling.png",
)
