"""Tool: matching before difference-in-differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Under
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import SampleInputs, choice_param, fields_param, merged_terms
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    att_numbers,
    att_outputs,
    policy_formula,
)
from gisplug.tools.regression_options import (
    ErrorsInputs,
    ParenthesesInputs,
    asked_of,
    errors_of,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side, warnings_of
from gisplug.tools.results import FilePath, axes_in_a_row, draw, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.policy.matching import Matched
    from gisplug.report.tables.paper_table import PaperTable


class Asked(PolicyControlsInputs, ErrorsInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    covariates: list[str] = fields_param("Matching variables", "Columns that explain who is treated.")
    covariate_terms: Optional[str] = param(
        "text",
        "Matching terms",
        "Further matching variables made from columns, such as ln(gdp) or wage^2.",
        optional=True,
        advanced=True,
    )
    matching: Literal["nearest", "radius", "kernel"] = choice_param(
        "Matching",
        "Nearest neighbours with replacement, all within the caliper, or kernel weights.",
        {"nearest": "Nearest neighbours", "radius": "All within the caliper", "kernel": "Kernel weights"},
        "nearest",
    )
    neighbours: int = param("integer", "Neighbours", "Number of nearest neighbours.", default=1, minimum=1, maximum=50)
    caliper: float = param(
        "number",
        "Caliper",
        "Largest difference of the propensity score; also the bandwidth of the kernel. Nought sets no limit.",
        default=0.05,
        minimum=0.0,
        maximum=1.0,
    )
    by: Literal["baseline", "period"] = choice_param(
        "Match on",
        "Means of the units before the first policy, or rows within every period.",
        {"baseline": "Means before the policy", "period": "Rows within periods"},
        "baseline",
    )
    balance: FilePath = output(
        "table", "Balance", "Means, standardised bias, t and variance ratio before and after matching."
    )
    scores: FilePath = output("table", "Scores", "Propensity score and weight of every unit.")
    figure: FilePath = output(
        "figure", "Balance plot", "Standardised bias of every matching variable before and after."
    )
    support_figure: FilePath = output(
        "figure",
        "Common-support plot",
        "Propensity scores of treated and controls, before and after matching.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.matching import psm_did

    panel = load_panel(asked, unbalanced=True)
    found = psm_did(
        panel,
        policy_formula(asked),
        merged_terms(asked.covariates, asked.covariate_terms),
        matching=asked.matching,
        neighbours=asked.neighbours,
        caliper=asked.caliper or None,
        by=asked.by,
        errors=errors_of(asked),
        **asked_of(asked),
    )
    tell(progress, panel.report + found.report)
    more = calibrated(asked, progress, {"": found})
    save_estimates(estimates_of(found.fits), asked.table, "sample")
    save_table(found.balance, asked.balance)
    save_table(found.scores.set_index("unit"), asked.scores)
    if asked.paper:
        save_paper([*_papers(found, asked.outcome, asked.parentheses), *more], asked.paper)
    _save_figures(asked, found)
    largest = float(found.balance.xs("after", level="sample")["bias %"].abs().max())
    return {**asked.written(), **att_numbers(found.fits["Matched, weighted"].estimates), "largest_bias": largest}


def _papers(found: Matched, outcome: str, under: Under) -> list[PaperTable]:
    """Return effects, balance and propensity model."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    title = message("Matched difference-in-differences: {outcome}", outcome=outcome)
    shown = found.balance.copy()
    shown.index = [message("{name}, {label} matching", name=name, label=label) for name, label in shown.index]
    shown.columns = ["Treated", "Controls", "Bias, %", "t", "p", "Variance ratio"]
    note = "Bias: difference of means over the pooled standard deviation before matching."
    return [
        side_by_side(title, found.fits, under=under, order=["ATT"]),
        plain_table("Balance of the covariates", shown, stub="Covariate", notes=(note, *warnings_of([found]))),
        regression_table("Propensity score (logit)", {"Treated": found.logit}, under=under),
    ]


def _save_figures(asked: Asked, found: Matched) -> None:
    """Draw balance, support and densities."""
    from gisplug.report.charts.policy import balance, common_support, score_densities

    names = found.balance.index.get_level_values(0).nunique()
    draw(asked.figure, balance, found.balance, size=(14, 4 + 0.8 * names))
    if asked.support_figure:
        fig, axes = axes_in_a_row(3, 24, 8.5)
        common_support(axes[0], found.scores, found.support)
        score_densities(axes[1:], found.scores)
        save_figure(fig, asked.support_figure)


TOOL = Tool(
    id="psm_did",
    title="Matched difference-in-differences",
    group="policy",
    help="Matches treated to never-treated units by the propensity score, shows balance and common support, and "
    "repeats the two-way regression on matched rows, with and without the weights of the matching.",
    inputs=Asked,
    values=(
        *att_outputs(),
        Output("largest_bias", "number", "Largest bias", "Largest standardised bias after matching, in percent."),
    ),
    run=run,
    tags=("PSM", "matching", "balance", "common support"),
    example="gisplug psm-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--covariates wage,second --figure balance.png",
)
