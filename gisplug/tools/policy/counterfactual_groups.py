"""Tool: counterfactual treated groups by outcome rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import SampleInputs, draws_param, seed_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import PolicyControlsInputs, policy_formula
from gisplug.tools.regression_options import asked_of
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.policy.counterfactuals.groups import Counterfactuals
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "treated": "Units",
    "estimate": "Typical group",
    "se": "SE",
    "t": "t",
    "p": "p",
    "mean": "Mean of groups",
    "low": "2.5 %",
    "high": "97.5 %",
    "significant": "Share p < .05",
}


class Asked(PolicyControlsInputs, SampleInputs, TableFiles):
    """What the tool is asked."""

    bands: int = param(
        "integer",
        "Bands of ranks",
        "Into how many equal bands the ranks of the outcome are cut in the period of adoption. From each band as many "
        "untreated units are drawn as treated ones stand in it.",
        default=10,
        minimum=2,
        maximum=100,
    )
    draws: int = draws_param("groups for each cohort and for all together, at least 19", 200, least=19)
    seed: int = seed_param()
    paper: FilePath = paper_output(PAPER, "Table of made-up groups")
    table: FilePath = table_output("Estimates of all groups", ESTIMATES)
    figure: FilePath = output(
        "figure", "Range of the estimates", "Mean and middle 95 percent of the estimates of each cohort and of all."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.counterfactuals.groups import counterfactual_groups
    from gisplug.report.charts.regression import estimates_by_column

    panel = load_panel(asked, unbalanced=True)
    found = counterfactual_groups(
        panel,
        policy_formula(asked),
        bands=asked.bands,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
        **asked_of(asked),
    )
    tell(progress, panel.report + found.report)
    save_table(found.draws, asked.table)
    if asked.paper:
        save_paper(_paper(found, asked.outcome), asked.paper)
    label = "Effect on made-up groups"
    size = (14, 2.5 + 0.9 * len(found.effects))
    draw(asked.figure, estimates_by_column, found.frames(), "Policy", label=label, size=size)
    last = found.effects.iloc[-1]
    return {**asked.written(), "mean": float(last["mean"]), "significant": float(last["significant"])}


def _paper(found: Counterfactuals, outcome: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.effects.rename(columns=HEADS).rename_axis("Cohort")
    notes = (
        message(
            "Untreated units in the place of the treated, drawn from the same bands of outcome rank "
            "({bands} bands) in the period of adoption; the treated are left out. {n} groups each, seed "
            "{seed}.",
            bands=found.bands,
            n=len(found.draws) // len(frame),
            seed=found.seed,
        ),
        "Typical group: the one with the median t; errors clustered by unit. An effect of the policy, and not of being "
        "ahead, shows none here.",
    )
    return plain_table(message("Counterfactual treated groups by rank of {outcome}", outcome=outcome), frame, notes)


TOOL = Tool(
    id="counterfactual_groups",
    title="Counterfactual treated groups",
    group="policy",
    help="Puts untreated units in the place of the treated, drawn in proportion to the ranks of the outcome that the "
    "treated have when the policy comes, cohort by cohort and together, and estimates the effect on them. If the "
    "policy went to units that did well anyway, these groups show an effect too.",
    inputs=Asked,
    values=(
        Output("mean", "number", "Mean effect", "Mean estimate over the groups, all cohorts together."),
        Output(
            "significant", "number", "Share significant", "Share of the groups with p below 0.05; about 0.05 by chance."
        ),
    ),
    run=run,
    tags=("placebo", "counterfactual", "selection", "反事实"),
    example="gisplug counterfactual-groups --panel demo-panel --unit adcode --period year --outcome innovation "
    "--policy policy --bands 5 --figure groups.png",
)
