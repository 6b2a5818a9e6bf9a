"""Tool: efficiency by data envelopment analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import QuantitiesInputs, column_param, orientation_param
from gisplug.tools.indices.results import draw_paths, number_columns, panel_output
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, open_optional_units
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    from gisplug.indices.efficiency.envelopment import Efficiency
    from gisplug.report.tables.paper_table import PaperTable

RETURNS = {"crs": "constant (CCR)", "vrs": "variable (BCC)"}
HEADS = {
    "efficiency": "Efficiency",
    "crs": "CCR",
    "vrs": "BCC (pure)",
    "scale": "Scale",
    "efficient": "Efficient units",
    "increasing": "Increasing returns",
    "constant": "Constant returns",
    "decreasing": "Decreasing returns",
}


class Asked(PanelInputs, QuantitiesInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    orientation: Literal["input", "output"] = orientation_param(
        "input", "By how much inputs could shrink, or by how much outputs could grow; both scores lie between 0 and 1."
    )
    returns: Literal["crs", "vrs"] = choice_param(
        "Returns to scale",
        "Constant (Charnes, Cooper and Rhodes) or variable (Banker, Charnes and Cooper): which of them is the "
        "efficiency, with its super-efficiency and slacks. Both are given beside it, with scale efficiency.",
        {"crs": "Constant (CCR)", "vrs": "Variable (BCC)"},
        "crs",
    )
    frontier: Literal["period", "pooled"] = choice_param(
        "Frontier",
        "Of the units of each period, or one of all periods together, so that scores are comparable over time.",
        {"period": "Each period", "pooled": "All periods together"},
        "period",
    )
    super_efficiency: bool = param(
        "flag",
        "Super-efficiency",
        "Measure efficient units against the others alone, so that they have scores above 1 and a rank. Infeasible "
        "cases are named and left empty.",
        default=False,
    )
    column: str = column_param("efficiency")
    table: FilePath = panel_output("efficiency, CCR, BCC, scale efficiency, returns to scale, super-efficiency, slacks")
    peers: FilePath = output(
        "table", "Peers", "The efficient units to which each unit is compared, with their weights, by period."
    )
    layer: FilePath = layer_output("the efficiency")
    paper: FilePath = paper_output("Means, efficient units and returns to scale by period, and slacks by column.")
    figure: FilePath = output("figure", "Efficiency over time", "Efficiency of all units over time.")


def run(asked: Asked, progress: Progress) -> Results:
    from dataclasses import replace

    from gisplug.indices.efficiency.envelopment import data_envelopment

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    found = data_envelopment(
        panel,
        asked.input_columns,
        asked.output_columns,
        orientation=asked.orientation,
        returns=asked.returns,
        frontier=asked.frontier,
        super_efficiency=asked.super_efficiency,
        progress=progress,
    )
    tell(progress, found.report)
    column = asked.column
    scores = found.scores.rename(columns={c: f"{column}_{c}" for c in found.scores if c != "efficiency"})
    scores = scores.rename(columns={"efficiency": column})
    whole = panel.with_columns(number_columns(panel, scores))
    kind = f"{column}_returns"
    save_panel(replace(whole, frame=whole.frame.assign(**{kind: scores[kind]})), asked.table)
    save_table(found.peers, asked.peers)
    title = "Efficiency" if column == "efficiency" else message("Efficiency {column}", column=column)
    save_panel_layer(whole, [c for c in scores if c != kind], asked.layer, "efficiency", title)
    if asked.paper:
        save_paper(_papers(found, asked), asked.paper)
    draw_paths(
        whole,
        whole.array(column),
        title,
        asked.figure,
        message("Data envelopment analysis, {returns}", returns=RETURNS[asked.returns]),
    )
    return {
        **asked.written(),
        "mean": float(scores[column].mean()),
        "scale": float(scores[f"{column}_scale"].mean()),
        "efficient": float(scores[column].eq(1).sum()),
    }


def _papers(found: Efficiency, asked: Asked) -> list[PaperTable]:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    side = (
        message("inputs could shrink") if asked.orientation == "input" else message("outputs could grow (1 / factor)")
    )
    over = message("each period") if asked.frontier == "period" else message("all periods together")
    note = message(
        "Means over units. Inputs: {input_columns}; outputs: {output_columns}. By how much {side}; "
        "frontier of {over}; returns to scale of the efficiency: {returns}. Scale efficiency is CCR "
        "/ BCC.",
        input_columns=", ".join(asked.input_columns),
        output_columns=", ".join(asked.output_columns),
        side=side,
        over=over,
        returns=RETURNS[asked.returns],
    )
    means = found.by_period.rename(columns=HEADS).rename_axis("Period")
    slack = found.scores[[c for c in found.scores if c.startswith("slack_")]]
    parts = {
        "Mean slack": slack.mean(),
        "Share with slack": slack.gt(0).mean(),
        "Largest": slack.max(),
    }
    rest = plain_table(
        "Slacks after the radial move",
        pd.DataFrame(parts).rename(index=lambda c: c.removeprefix("slack_")).rename_axis("Column"),
        ("In the units of each column: inputs that could still be saved, outputs that could still be made.",),
    )
    return [plain_table("Efficiency by period", means, (note,)), rest]


TOOL = Tool(
    id="index_efficiency",
    title="Efficiency (data envelopment analysis)",
    group="indices",
    help="Measures how close each unit is to the best practice that the others show: how much less it could use, or "
    "how much more it could make. Constant and variable returns to scale (CCR, BCC), scale efficiency, "
    "super-efficiency, slacks and peers. The result does not depend on the units of measure.",
    inputs=Asked,
    values=(
        Output("mean", "number", "Mean efficiency", "Mean of the efficiency over all units and periods."),
        Output("scale", "number", "Mean scale efficiency", "Mean of CCR over BCC."),
        Output("efficient", "number", "Efficient", "Number of units and periods with an efficiency of 1."),
    ),
    run=run,
    tags=("DEA", "efficiency", "CCR", "BCC", "super-efficiency", "数据包络", "效率"),
    example="gisplug index-efficiency --panel demo-panel --unit adcode --period year --input-columns emp_all,edu "
    "--output-columns develop --super-efficiency --table efficiency.csv --paper efficiency.html --figure paths.png",
)
