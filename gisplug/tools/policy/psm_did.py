"""Tool: matching before difference-in-differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, fields_param, load_panel
from gisplug.tools.policy.options import asked_of, asked_params, att_numbers, att_outputs, policy_formula, policy_params
from gisplug.tools.regression_options import (
    controls_params,
    errors_of,
    errors_params,
    merged_terms,
    parentheses_param,
)
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import axes_in_a_row, draw, save_figure, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.policy.matching import Matched
    from gisplug.report.tables.paper_table import PaperTable, Under


def run(params: Params, progress: Progress) -> Results:
    from gisplug.policy.matching import psm_did

    panel = load_panel(params, unbalanced=True)
    found = psm_did(
        panel,
        policy_formula(params),
        merged_terms(params["covariates"], params["covariate_terms"]),
        match=params["match"],
        neighbours=params["neighbours"],
        caliper=params["caliper"] or None,
        by=params["by"],
        errors=errors_of(params),
        **asked_of(params),
    )
    tell(progress, panel.report + found.report)
    save_estimates(estimates_of(found.fits), params["table"], "sample")
    save_table(found.balance, params["balance"])
    save_table(found.scores.set_index("unit"), params["scores"])
    if params["paper"]:
        save_paper(_papers(found, params["outcome"], params["parentheses"]), params["paper"])
    _save_figures(params, found)
    largest = float(found.balance.xs("after", level="sample")["bias %"].abs().max())
    return {**written(TOOL, params), **att_numbers(found.fits["Matched, weighted"].estimates), "largest_bias": largest}


def _papers(found: Matched, outcome: str, under: Under) -> list[PaperTable]:
    """Return effects, balance and propensity model."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    title = f"Matched difference-in-differences: {outcome}"
    shown = found.balance.copy()
    shown.index = [f"{name}, {label} matching" for name, label in shown.index]
    shown.columns = ["Treated", "Controls", "Bias, %", "t", "p", "Variance ratio"]
    note = "Bias: difference of means over the pooled standard deviation before matching."
    return [
        side_by_side(title, found.fits, under=under, order=["ATT"]),
        plain_table("Balance of the covariates", shown, stub="Covariate", notes=(note,)),
        regression_table("Propensity score (logit)", {"Treated": found.logit}, under=under),
    ]


def _save_figures(params: Params, found: Matched) -> None:
    """Draw balance, support and densities."""
    from gisplug.report.charts.policy import balance, common_support, score_densities

    names = found.balance.index.get_level_values(0).nunique()
    draw(params["figure"], balance, found.balance, size=(14, 4 + 0.8 * names))
    if params["support_figure"]:
        fig, axes = axes_in_a_row(3, 24, 8.5)
        common_support(axes[0], found.scores, found.support)
        score_densities(axes[1:], found.scores)
        save_figure(fig, params["support_figure"])


TOOL = Tool(
    id="psm_did",
    title="Matched difference-in-differences",
    group="policy",
    help="Matches treated to never-treated units by the propensity score, shows balance and common support, and "
    "repeats the two-way regression on matched rows, with and without the weights of the matching.",
    params=(
        *policy_params(),
        *controls_params(),
        fields_param("covariates", "Matching variables", "Columns that explain who is treated."),
        Param(
            "covariate_terms",
            "text",
            "Matching terms",
            "Further matching variables made from columns, such as ln(gdp) or wage^2.",
            optional=True,
            advanced=True,
        ),
        choice_param(
            "match",
            "Matching",
            "Nearest neighbours with replacement, all within the caliper, or kernel weights.",
            ("nearest", "radius", "kernel"),
            "nearest",
        ),
        Param("neighbours", "integer", "Neighbours", "Number of nearest neighbours.", default=1, minimum=1, maximum=50),
        Param(
            "caliper",
            "number",
            "Caliper",
            "Largest difference of the propensity score; also the bandwidth of the kernel. Nought sets no limit.",
            default=0.05,
            minimum=0.0,
            maximum=1.0,
        ),
        choice_param(
            "by",
            "Match on",
            "Means of the units before the first policy, or rows within every period.",
            {"baseline": "Means before the policy", "period": "Rows within periods"},
            "baseline",
        ),
        *errors_params("unit"),
        *asked_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output(
            "balance", "table", "Balance", "Means, standardised bias, t and variance ratio before and after matching."
        ),
        Output("scores", "table", "Scores", "Propensity score and weight of every unit."),
        Output("figure", "figure", "Balance plot", "Standardised bias of every matching variable before and after."),
        Output(
            "support_figure",
            "figure",
            "Common-support plot",
            "Propensity scores of treated and controls, before and after matching.",
        ),
        *att_outputs(),
        Output("largest_bias", "number", "Largest bias", "Largest standardised bias after matching, in percent."),
    ),
    run=run,
    tags=("PSM", "matching", "balance", "common support"),
    example="gisplug psm-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--covariates wage,second --figure balance.png",
)
