"""Tool: matching before difference-in-differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.policy.matching import psm_did

    panel = m.open_panel(params)
    found = psm_did(
        panel,
        params["outcome"],
        params["policy"],
        m.terms_of(params, "covariates", "covariate_terms"),
        p.controls_of(params),
        match=params["match"],
        neighbours=params["neighbours"],
        caliper=params["caliper"] or None,
        by=params["by"],
        errors=m.errors_of(params),
    )
    m.tell(progress, panel.report + found.report)
    if params["table"]:
        m.save_table(m.stacked({h: f.estimates for h, f in found.fits.items()}, "sample"), params["table"])
    m.save_table(found.balance, params["balance"])
    m.save_table(found.scores.set_index("unit"), params["scores"])
    if params["paper"]:
        m.save_paper(papers(params, found), params["paper"])
    draw(params, found)
    fit = found.fits["Matched, weighted"]
    largest = float(found.balance.xs("after", level="sample")["bias %"].abs().max())
    return {
        **m.wanted(params, "paper", "table", "balance", "scores", "figure", "support_figure"),
        **p.att_numbers(fit),
        "largest_bias": largest,
    }


def papers(params: Mapping[str, Any], found: Any) -> list[Any]:
    """Return effects, balance and propensity model."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    first = m.side_by_side(
        f"Matched difference-in-differences: {params['outcome']}",
        found.fits,
        under=params["parentheses"],
        order=["ATT"],
    )
    shown = found.balance.copy()
    shown.index = [f"{name}, {label} matching" for name, label in shown.index]
    shown.columns = ["Treated", "Controls", "Bias, %", "t", "p", "Variance ratio"]
    second = plain_table(
        "Balance of the covariates",
        shown,
        stub="Covariate",
        notes=("Bias: difference of means over the pooled standard deviation before matching.",),
    )
    third = regression_table("Propensity score (logit)", {"Treated": found.logit}, under=params["parentheses"])
    return [first, second, third]


def draw(params: Mapping[str, Any], found: Any) -> None:
    """Draw balance, support and densities."""
    from gisplug.report.charts.policy import balance, common_support, score_densities
    from gisplug.report.figures import figure

    if params["figure"]:
        names = found.balance.index.get_level_values(0).nunique()
        fig, ax = figure(14, 4 + 0.8 * names)
        balance(ax, found.balance)
        m.save_fig(fig, params["figure"])
    if params["support_figure"]:
        fig, axes = figure(24, 8.5, columns=3)
        common_support(axes[0], found.scores, found.support)
        score_densities(list(axes[1:]), found.scores)
        m.save_fig(fig, params["support_figure"])


TOOL = Tool(
    id="psm_did",
    title="Matched difference-in-differences",
    group="policy",
    help="Matches treated to never-treated units by the propensity score, shows balance and common support, and "
    "repeats the two-way "
    "regression on matched rows, with and without the weights of the matching.",
    params=(
        *p.policy_params(),
        Param("covariates", "fields", "Matching variables", "Columns that explain who is treated.", parent="panel"),
        Param(
            "covariate_terms",
            "text",
            "Matching terms",
            "Further matching variables made from columns, such as ln(gdp) or wage^2.",
            optional=True,
            advanced=True,
        ),
        Param(
            "match",
            "choice",
            "Matching",
            "Nearest neighbours with replacement, all within the caliper, or kernel weights.",
            default="nearest",
            choices=("nearest", "radius", "kernel"),
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
        Param(
            "by",
            "choice",
            "Match on",
            "Means of the units before the first policy, or rows within every period.",
            default="baseline",
            choices=("baseline", "period"),
            choice_labels=("Means before the policy", "Rows within periods"),
        ),
        *m.errors_params("unit"),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output(
            "balance", "table", "Balance", "Means, standardised bias, t and variance ratio before and after matching."
        ),
        Output("scores", "table", "Scores", "Propensity score and weight of every unit."),
        m.figure_output("Balance plot", "Standardised bias of every matching variable before and after."),
        m.figure_output(
            "Common-support plot",
            "Propensity scores of treated and controls, before and after matching.",
            "support_figure",
        ),
        *p.att_outputs(),
        Output("largest_bias", "number", "Largest bias", "Largest standardised bias after matching, in percent."),
    ),
    run=run,
    tags=("PSM", "matching", "balance", "common support"),
    example="gisplug psm-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--covariates wage,second --figure balance.png",
)
