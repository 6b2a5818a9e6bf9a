"""Tool: placebo policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    import pandas as pd

    from gisplug.policy.placebo import placebo_policies
    from gisplug.report.charts.policy import placebo_density
    from gisplug.report.figures import figure
    from gisplug.report.tables.paper_table import plain_table

    panel = m.open_panel(params)
    found = placebo_policies(
        panel,
        params["outcome"],
        params["policy"],
        p.controls_of(params),
        how=params["assignment"],
        draws=params["draws"],
        effects=params["effects"],
        seed=params["seed"],
        where=m.rows_of(panel, params),
        winsorise=params["winsorise"],
        progress=progress,
    )
    m.tell(progress, panel.report + found.report)
    m.save_table(found.draws, params["table"])
    if params["paper"]:
        d = found.draws["estimate"]
        shown = pd.DataFrame(
            {
                "Value": {
                    "Observed effect": found.observed,
                    "Mean of placebos": d.mean(),
                    "Standard deviation of placebos": d.std(),
                    "2.5 % quantile": d.quantile(0.025),
                    "97.5 % quantile": d.quantile(0.975),
                    "Share of placebos with p < 0.05": float((found.draws["p"] < 0.05).mean()),
                    "Empirical p, two-sided": found.p,
                    "Empirical p, one-sided": found.p_one_sided,
                    "Draws": len(d),
                }
            }
        )
        m.save_paper(plain_table(f"Placebo policies, {params['outcome']}", shown, stub="Statistic"), params["paper"])
    if params["figure"]:
        fig, ax = figure(15, 9.5)
        placebo_density(ax, found.draws, found.observed, found.p)
        m.save_fig(fig, params["figure"])
    return {**m.wanted(params, "paper", "table", "figure"), "observed": found.observed, "p": found.p}


TOOL = Tool(
    id="placebo_test",
    title="Placebo policies",
    group="policy",
    help="Gives the policy to random units, at random times or both, estimates its effect each time, and shows "
    "where the true estimate lies "
    "among them. An effect that is no chance stands far outside.",
    params=(
        *p.policy_params(),
        Param(
            "assignment",
            "choice",
            "Assignment",
            "Random units with the true starting times, random units and times, or the treated units at random times.",
            default="units",
            choices=("units", "units and times", "times"),
        ),
        *m.seed_params(500, what="placebo policies, at least 19"),
        m.effects_param(),
        *m.rows_params(),
    ),
    outputs=(
        *m.table_outputs("Summary of the placebos", "Placebo estimates"),
        m.figure_output("Density plot", "Density of the placebo estimates, their p-values, and the true estimate."),
        Output("observed", "number", "Observed effect", "Two-way estimate of the true policy."),
        Output("p", "number", "Empirical p-value", "Share of placebo estimates at least as large in absolute value."),
    ),
    run=run,
    tags=("placebo", "permutation", "randomisation inference"),
    example="gisplug placebo-test --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --figure placebo.png",
)
