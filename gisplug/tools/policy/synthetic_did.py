"""Tool: synthetic difference-in-differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    SampleInputs,
    choice_param,
    choices_param,
    draws_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    att_numbers,
    att_outputs,
    policy_formula,
)
from gisplug.tools.regression_options import ParenthesesInputs, asked_of
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, axes_in_a_grid, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.policy.synthetic import SyntheticFit

NAMES = {
    "sdid": "Synthetic DID",
    "did": "DID",
    "sc": "Synthetic control",
    "difp": "De-meaned synthetic control",
}
MOST_COHORTS = 5  # whose paths are drawn


class Asked(PolicyControlsInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    methods: list[str] = choices_param(
        "Methods",
        "Methods that are set side by side; the first gives weights and picture.",
        NAMES,
        ["sdid", "did", "sc"],
    )
    variance: Literal["placebo", "bootstrap"] = choice_param(
        "Standard errors",
        "Placebo policies on never-treated units, or a bootstrap of units. Placebos need more never-treated than "
        "treated units.",
        {"placebo": "Placebo policies", "bootstrap": "Bootstrap of units"},
        "placebo",
    )
    draws: int = draws_param("placebo or bootstrap draws", 100)
    seed: int = seed_param()
    unit_weights: FilePath = output("table", "Unit weights", "Weight of every never-treated unit, one column a cohort.")
    period_weights: FilePath = output(
        "table",
        "Period weights",
        "Weight of every period before the policy, one column a cohort.",
    )
    figure: FilePath = output(
        "figure",
        "Synthetic paths",
        "Treated units and their synthetic counterpart by cohort, and the gap by periods since the policy.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.synthetic import synthetic_did

    panel = load_panel(asked, unbalanced=True)
    fits = {
        NAMES[method]: synthetic_did(
            panel,
            policy_formula(asked),
            method=method,
            errors=asked.variance,
            draws=asked.draws,
            seed=asked.seed,
            progress=progress,
            **asked_of(asked),
        )
        for method in asked.methods
    }
    first = next(iter(fits.values()))
    tell(progress, panel.report + first.report)
    more = calibrated(asked, progress, fits, asked.seed)
    save_estimates(estimates_of(fits), asked.table, "method")
    save_table(first.unit_weights, asked.unit_weights)
    save_table(first.period_weights, asked.period_weights)
    if asked.paper:
        title = message(
            "Synthetic difference-in-differences: {policy} on {outcome}", policy=asked.policy, outcome=asked.outcome
        )
        save_paper([side_by_side(title, fits, under=asked.parentheses), *more], asked.paper)
    if asked.figure:
        _save_figure(first, asked.outcome, asked.figure)
    return {**asked.written(), **att_numbers(first.estimates)}


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
    inputs=Asked,
    values=(*att_outputs(),),
    run=run,
    tags=("synthetic control", "SDID", "donor weights"),
    example="gisplug synthetic-did --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --draws 50 --figure sdid.png",
)
