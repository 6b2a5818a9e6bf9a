"""Tool: coefficients by group and tests of their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, load_panel
from gisplug.tools.regression_options import (
    controls_params,
    draws_params,
    errors_params,
    formula_of,
    outcome_params,
    parentheses_param,
    removed_effects_param,
    row_weights_param,
    sample_params,
    weighted_options,
)
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import axes_in_a_row, save_figure, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.regression.heterogeneity import Heterogeneity
    from gisplug.report.tables.paper_table import PaperTable, Under

TESTS = {
    "difference": "Difference",
    "chow_f": "Chow F",
    "chow_p": "p (Chow)",
    "sur_chi2": "SUR chi2",
    "sur_p": "p (SUR)",
    "permutation_p": "p (permutation)",
}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.regression.heterogeneity import heterogeneity

    panel = load_panel(params, unbalanced=True)
    found = heterogeneity(
        panel,
        formula_of(params, [params["regressor"]]),
        params["by"],
        how=params["split"],
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
        **weighted_options(params),
    )
    first = next(iter(found.fits.values()))
    tell(progress, panel.report + found.report + first.report)
    save_estimates(estimates_of(found.fits), params["table"], "group")
    save_table(found.tests, params["tests"])
    if params["paper"]:
        save_paper(_papers(found, params["outcome"], params["parentheses"]), params["paper"])
    if params["figure"]:
        _save_figure(found, params["figure"])
    row = found.tests.iloc[0]
    return {
        **written(TOOL, params),
        "difference": float(row["difference"]),
        "p": float(row["permutation_p"] if params["draws"] else row["sur_p"]),
    }


def _papers(found: Heterogeneity, outcome: str, under: Under) -> list[PaperTable]:
    """Return the table of groups and that of the tests."""
    from gisplug.report.tables.paper_table import plain_table

    title = f"Effect of {found.x} on {outcome} by {found.by}"
    first = side_by_side(title, found.fits, under=under, order=[found.x])
    shown = found.tests.rename(columns=TESTS)
    shown.index = [f"{a} - {b}" for a, b in shown.index]
    notes = (f"Permutation: {found.draws} random assignments of units to the groups.",)
    return [first, plain_table(f"Difference of the coefficient of {found.x}", shown, notes=notes, stub="Groups")]


def _save_figure(found: Heterogeneity, path: str) -> None:
    """Draw every group; beside it, for two groups, the permutation distribution of their difference."""
    from gisplug.report.charts.quantile import permutation
    from gisplug.report.charts.regression import estimates_by_column

    two = len(found.permuted) == 1 and found.draws > 0
    fig, axes = axes_in_a_row(2, 22, 8) if two else axes_in_a_row(1, 13, 3 + 1.4 * len(found.fits))
    estimates_by_column(axes[0], estimates_of(found.fits), found.x, label=f"Coefficient of {found.x}")
    if two:
        pair, drawn = next(iter(found.permuted.items()))
        row = found.tests.iloc[0]
        title = f"{pair[0]} minus {pair[1]}"
        permutation(axes[1], drawn, float(row["difference"]), float(row["permutation_p"]), title)
    save_figure(fig, path)


TOOL = Tool(
    id="heterogeneity",
    title="Heterogeneity by group",
    group="regression",
    help="Runs a regression in every group, such as east, centre and west or places with bright and dim night "
    "lights, and tests whether the coefficient differs: Chow test, seemingly unrelated estimation, and "
    "Fisher's permutation test.",
    params=(
        *outcome_params(),
        field_param("regressor", "Regressor", "Column whose coefficient is compared."),
        *controls_params(),
        field_param(
            "by", "Grouping field", "Column that makes the groups: labels, or a number to split at its median."
        ),
        choice_param(
            "split",
            "Split",
            "Groups as they are; units split at the median or the terciles of their mean over time; or rows split at "
            "the median of each period.",
            {
                "groups": "Labels as they are",
                "median": "Median of units",
                "terciles": "Terciles of units",
                "median by period": "Median by period",
            },
            "groups",
        ),
        removed_effects_param(),
        *errors_params("unit"),
        *draws_params("random reassignments of units to the groups; nought leaves the permutation test out", 1000),
        *sample_params(),
        row_weights_param(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output("tests", "table", "Tests of the difference", "Difference and tests for every pair of groups."),
        Output(
            "figure",
            "figure",
            "Group chart",
            "Coefficient in every group, and for two groups the permutation distribution of the difference.",
        ),
        Output("difference", "number", "Difference", "Coefficient of the first group minus that of the second."),
        Output("p", "number", "P-value", "Empirical p-value of the difference by permutation."),
    ),
    run=run,
    tags=("heterogeneity", "subgroup", "Chow", "Fisher permutation"),
    example="gisplug heterogeneity --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--controls wage,second --by region --paper regions.html --figure regions.png",
)
