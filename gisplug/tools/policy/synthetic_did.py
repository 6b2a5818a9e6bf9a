"""Tool: synthetic difference-in-differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, load_panel
from gisplug.tools.policy.options import asked_of, asked_params, att_numbers, att_outputs, policy_formula, policy_params
from gisplug.tools.regression_options import controls_params, draws_params, parentheses_param
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import axes_in_a_grid, save_figure, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.policy.synthetic import SyntheticFit

NAMES = {
    "sdid": "Synthetic DID",
    "did": "DID",
    "sc": "Synthetic control",
    "difp": "De-meaned synthetic control",
}
MOST_COHORTS = 5  # whose paths are drawn


def run(params: Params, progress: Progress) -> Results:
    from gisplug.policy.synthetic import synthetic_did

    panel = load_panel(params, unbalanced=True)
    fits = {
        NAMES[method]: synthetic_did(
            panel,
            policy_formula(params),
            method=method,
            errors=params["variance"],
            draws=params["draws"],
            seed=params["seed"],
            progress=progress,
            **asked_of(params),
        )
        for method in params["methods"]
    }
    first = next(iter(fits.values()))
    tell(progress, panel.report + first.report)
    save_estimates(estimates_of(fits), params["table"], "method")
    save_table(first.unit_weights, params["unit_weights"])
    save_table(first.period_weights, params["period_weights"])
    if params["paper"]:
        title = f"Synthetic difference-in-differences: {params['policy']} on {params['outcome']}"
        save_paper(side_by_side(title, fits, under=params["parentheses"]), params["paper"])
    if params["figure"]:
        _save_figure(first, params["outcome"], params["figure"])
    return {**written(TOOL, params), **att_numbers(first.estimates)}


def _save_figure(fit: SyntheticFit, outcome: str, path: str) -> None:
    """Draw paths by cohort and the gap by event time."""
    from gisplug.report.charts.policy import synthetic_gap, synthetic_paths

    cohorts = list(fit.unit_weights.columns)[:MOST_COHORTS]
    fig, axes = axes_in_a_grid(len(cohorts) + 1, 9, 7.5)
    for ax, cohort in zip(axes, cohorts):
        synthetic_paths(ax, fit.paths, cohort)
        ax.set_ylabel(outcome)
    synthetic_gap(axes[-1], fit.event, float(fit.estimates["se"].iloc[0]))
    save_figure(fig, path)


TOOL = Tool(
    id="synthetic_did",
    title="Synthetic difference-in-differences",
    group="policy",
    help="Compares treated units with weighted never-treated ones and weighted periods that run parallel to them "
    "before the policy (Arkhangelsky and others 2021). Synthetic control and plain difference-in-differences "
    "can stand beside it. Staggered policies are estimated by cohort and averaged.",
    params=(
        *policy_params(),
        *controls_params(),
        choices_param(
            "methods",
            "Methods",
            "Methods that are set side by side; the first gives weights and picture.",
            NAMES,
            ["sdid", "did", "sc"],
        ),
        choice_param(
            "variance",
            "Standard errors",
            "Placebo policies on never-treated units, or a bootstrap of units. Placebos need more never-treated than "
            "treated units.",
            ("placebo", "bootstrap"),
            "placebo",
        ),
        *draws_params("placebo or bootstrap draws", 100),
        *asked_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output("unit_weights", "table", "Unit weights", "Weight of every never-treated unit, one column a cohort."),
        Output(
            "period_weights",
            "table",
            "Period weights",
            "Weight of every period before the policy, one column a cohort.",
        ),
        Output(
            "figure",
            "figure",
            "Synthetic paths",
            "Treated units and their synthetic counterpart by cohort, and the gap by periods since the policy.",
        ),
        *att_outputs(),
    ),
    run=run,
    tags=("synthetic control", "SDID", "donor weights"),
    example="gisplug synthetic-did --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --draws 50 --figure sdid.png",
)
