"""Tool: what a two-way estimate is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import where_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import PolicyInputs
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.policy.goodman_bacon import Bacon
    from gisplug.report.tables.paper_table import PaperTable


class Asked(PolicyInputs, TableFiles):
    """What the tool is asked."""

    where: Optional[str] = where_param()
    paper: FilePath = paper_output(PAPER, "Weights by kind of comparison")
    table: FilePath = table_output("Comparisons", ESTIMATES)
    figure: FilePath = output("figure", "Decomposition plot", "Estimate of every comparison over its weight.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.language.formula import Formula
    from gisplug.policy.goodman_bacon import goodman_bacon
    from gisplug.report.charts.policy import bacon_scatter

    panel = load_panel(asked, unbalanced=True)
    found = goodman_bacon(panel, Formula(asked.outcome, (asked.policy,)), where=asked.where)
    tell(progress, panel.report + found.report)
    save_table(found.comparisons.rename_axis("comparison"), asked.table)
    if asked.paper:
        save_paper(_paper(found, asked.outcome), asked.paper)
    draw(asked.figure, bacon_scatter, found.comparisons, found.twfe, size=(15, 10))
    forbidden = [k for k in found.kinds.index if "vs earlier" in k or "always" in k]
    share = float(found.kinds.loc[forbidden, "weight"].sum()) if forbidden else 0.0
    return {**asked.written(), "twfe": found.twfe, "forbidden": share}


def _paper(found: Bacon, outcome: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    shown = found.kinds.rename(columns={"weight": "Weight", "estimate": "Average estimate"})
    shown.loc["Two-way estimate"] = [1.0, found.twfe]
    note = (
        "Comparisons of later with earlier treated units use already treated units as controls and are the "
        "source of bias."
    )
    return plain_table(
        message("Goodman-Bacon decomposition, {outcome}", outcome=outcome), shown, notes=(note,), stub="Comparison"
    )


TOOL = Tool(
    id="goodman_bacon",
    title="Goodman-Bacon decomposition",
    group="policy",
    help="Splits the two-way estimate of a staggered policy into all comparisons of two groups before and after, "
    "with their weights, and tells how much rests on comparisons with units that are already treated.",
    inputs=Asked,
    values=(
        Output("twfe", "number", "Two-way estimate", "The weighted sum of all comparisons."),
        Output(
            "forbidden", "number", "Share of doubtful comparisons", "Weight of comparisons with units already treated."
        ),
    ),
    run=run,
    tags=("Bacon", "staggered", "weights"),
    example="gisplug goodman-bacon --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --figure bacon.png",
)
