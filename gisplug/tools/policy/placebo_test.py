"""Tool: placebo policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, load_panel
from gisplug.tools.policy.options import policy_formula, policy_params, sample_of, sample_params
from gisplug.tools.regression_options import controls_params, draws_params, removed_effects_param
from gisplug.tools.regression_results import table_outputs
from gisplug.tools.results import draw, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.policy.placebo import Placebo
    from gisplug.report.tables.paper_table import PaperTable


def run(params: Params, progress: Progress) -> Results:
    from gisplug.policy.placebo import placebo_policies
    from gisplug.report.charts.policy import placebo_density

    panel = load_panel(params, unbalanced=True)
    found = placebo_policies(
        panel,
        policy_formula(params),
        how=params["assignment"],
        draws=params["draws"],
        effects=params["effects"],
        seed=params["seed"],
        progress=progress,
        **sample_of(params),
    )
    tell(progress, panel.report + found.report)
    save_table(found.draws, params["table"])
    if params["paper"]:
        save_paper(_paper(found, params["outcome"]), params["paper"])
    draw(params["figure"], placebo_density, found.draws, found.observed, found.p, size=(15, 9.5))
    return {**written(TOOL, params), "observed": found.observed, "p": found.p}


def _paper(found: Placebo, outcome: str) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    drawn = found.draws["estimate"]
    facts = {
        "Observed effect": found.observed,
        "Mean of placebos": drawn.mean(),
        "Standard deviation of placebos": drawn.std(),
        "2.5 % quantile": drawn.quantile(0.025),
        "97.5 % quantile": drawn.quantile(0.975),
        "Share of placebos with p < 0.05": float((found.draws["p"] < 0.05).mean()),
        "Empirical p, two-sided": found.p,
        "Empirical p, one-sided": found.p_one_sided,
        "Draws": len(drawn),
    }
    return plain_table(f"Placebo policies, {outcome}", pd.DataFrame({"Value": facts}), stub="Statistic")


TOOL = Tool(
    id="placebo_test",
    title="Placebo policies",
    group="policy",
    help="Gives the policy to random units, at random times or both, estimates its effect each time, and shows "
    "where the true estimate lies among them. An effect that is no chance stands far outside.",
    params=(
        *policy_params(),
        *controls_params(),
        choice_param(
            "assignment",
            "Assignment",
            "Random units with the true starting times, random units and times, or the treated units at random times.",
            ("units", "units and times", "times"),
            "units",
        ),
        *draws_params("placebo policies, at least 19", 500),
        removed_effects_param(),
        *sample_params(),
    ),
    outputs=(
        *table_outputs("Summary of the placebos", "Placebo estimates"),
        Output(
            "figure",
            "figure",
            "Density plot",
            "Density of the placebo estimates, their p-values, and the true estimate.",
        ),
        Output("observed", "number", "Observed effect", "Two-way estimate of the true policy."),
        Output("p", "number", "Empirical p-value", "Share of placebo estimates at least as large in absolute value."),
    ),
    run=run,
    tags=("placebo", "permutation", "randomisation inference"),
    example="gisplug placebo-test --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--figure placebo.png",
)
