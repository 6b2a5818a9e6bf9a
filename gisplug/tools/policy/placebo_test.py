"""Tool: placebo policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, draws_param, field_param, seed_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    WinsorisedOutcomeInputs,
    policy_formula,
)
from gisplug.tools.regression_options import EffectsInputs, sample_of
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.policy.placebo import Placebo
    from gisplug.report.tables.paper_table import PaperTable


class Asked(PolicyControlsInputs, EffectsInputs, WinsorisedOutcomeInputs, TableFiles):
    """What the tool is asked."""

    assignment: Literal["units", "units and times", "times"] = choice_param(
        "Assignment",
        "Random units with the true starting times, random units and times, or the treated units at random times.",
        {"units": "Random units", "units and times": "Random units and times", "times": "Random times"},
        "units",
    )
    strata: Optional[str] = field_param(
        "Permute within",
        "Column of groups, such as a region, within which units exchange their starting times; where groups have "
        "shocks of their own and treat units at different times. Empty: among all units.",
        optional=True,
        applies_when=({"assignment": ("units", "units and times")},),
    )
    assigned_by: Optional[str] = field_param(
        "Given by whole groups",
        "Column of groups that were given the policy as a whole, such as regions: their units exchange starting times "
        "together. Needed where shocks are shared within them. Empty: each unit by itself.",
        optional=True,
    )
    draws: int = draws_param(
        "placebo policies, at least 19. Where the true starting times can be given in no more ways, all are taken", 500
    )
    seed: int = seed_param()
    paper: FilePath = paper_output(PAPER, "Summary of the placebos")
    table: FilePath = table_output("Placebo estimates", ESTIMATES)
    figure: FilePath = output(
        "figure",
        "Density plot",
        "Density of the placebo estimates, their p-values, and the true estimate.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.placebo import placebo_policies
    from gisplug.report.charts.policy import placebo_density

    panel = load_panel(asked, unbalanced=True)
    found = placebo_policies(
        panel,
        policy_formula(asked),
        how=asked.assignment,
        strata=asked.strata,
        assigned_by=asked.assigned_by,
        draws=asked.draws,
        effects=asked.effects,
        seed=asked.seed,
        progress=progress,
        **sample_of(asked),
    )
    tell(progress, panel.report + found.report)
    save_table(found.draws, asked.table)
    if asked.paper:
        save_paper(_paper(found, asked.outcome), asked.paper)
    draw(asked.figure, placebo_density, found.draws, found.observed, found.p, size=(15, 9.5))
    return {**asked.written(), "observed": found.observed, "p": found.p, "p_t": found.p_t}


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
        "Empirical p of t": found.p_t,
        "All assignments" if found.exact else "Draws": len(drawn),
    }
    return plain_table(
        message("Placebo policies, {outcome}", outcome=outcome), pd.DataFrame({"Value": facts}), stub="Statistic"
    )


TOOL = Tool(
    id="placebo_test",
    title="Placebo policies",
    group="policy",
    help="Gives the policy to random units, at random times or both, estimates its effect each time, and shows "
    "where the true estimate lies among them (randomisation inference, within groups on request, exact where few "
    "assignments are possible). An effect that is no chance stands far outside.",
    inputs=Asked,
    values=(
        Output("observed", "number", "Observed effect", "Two-way estimate of the true policy."),
        Output("p", "number", "Empirical p-value", "Share of placebo estimates at least as large in absolute value."),
        Output("p_t", "number", "Empirical p-value of t", "The same of the estimates over their standard errors."),
    ),
    run=run,
    tags=("placebo", "permutation", "randomisation inference"),
    example="gisplug placebo-test --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--figure placebo.png",
)
