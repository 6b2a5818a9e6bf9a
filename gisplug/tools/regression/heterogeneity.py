"""Tool: coefficients by group and tests of their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    choice_param,
    draws_param,
    field_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorInputs,
    WeightedFitInputs,
    formula_of,
    weighted_options,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, axes_in_a_row, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.regression.heterogeneity import Heterogeneity
    from gisplug.report.tables.paper_table import PaperTable

TESTS = {
    "difference": "Difference",
    "chow_f": "Chow F",
    "chow_p": "p (Chow)",
    "sur_chi2": "SUR chi2",
    "sur_p": "p (SUR)",
    "permutation_p": "p (permutation)",
}


class Asked(
    RegressorInputs,
    ControlsInputs,
    WeightedFitInputs,
    FurtherRowsInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    regressor: str = field_param("Regressor", "Column whose coefficient is compared.")
    by: str = field_param("Grouping field", "Column that makes the groups: labels, or a number to split at its median.")
    split: Literal["groups", "median", "terciles", "median by period"] = choice_param(
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
    )
    draws: int = draws_param(
        "random reassignments of units to the groups; nought leaves the permutation test out", 1000
    )
    seed: int = seed_param()
    tests: FilePath = output("table", "Tests of the difference", "Difference and tests for every pair of groups.")
    figure: FilePath = output(
        "figure",
        "Group chart",
        "Coefficient in every group, and for two groups the permutation distribution of the difference.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.heterogeneity import heterogeneity

    panel = load_panel(asked, unbalanced=True)
    found = heterogeneity(
        panel,
        formula_of(asked, [asked.regressor]),
        asked.by,
        how=asked.split,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
        **weighted_options(asked),
    )
    first = next(iter(found.fits.values()))
    tell(progress, panel.report + found.report + first.report)
    more = calibrated(asked, progress, {"": found}, asked.seed)
    save_estimates(estimates_of(found.fits, asked.rows), asked.table, "group")
    save_table(found.tests, asked.tests)
    if asked.paper:
        save_paper([*_papers(found, asked), *more], asked.paper)
    if asked.figure:
        _save_figure(found, asked.figure)
    row = found.tests.iloc[0]
    return {
        **asked.written(),
        "difference": float(row["difference"]),
        "p": float(row["permutation_p"] if asked.draws else row["sur_p"]),
    }


def _papers(found: Heterogeneity, asked: Asked) -> list[PaperTable]:
    """Return the table of groups and that of the tests."""
    from gisplug.report.tables.paper_table import plain_table

    title = message("Effect of {x} on {outcome} by {by}", x=found.x, outcome=asked.outcome, by=found.by)
    first = side_by_side(title, found.fits, under=asked.parentheses, order=[found.x], rows=asked.rows)
    shown = found.tests.rename(columns=TESTS)
    shown.index = [f"{a} - {b}" for a, b in shown.index]
    notes = (message("Permutation: {draws} random assignments of units to the groups.", draws=found.draws),)
    return [
        first,
        plain_table(message("Difference of the coefficient of {x}", x=found.x), shown, notes=notes, stub="Groups"),
    ]


def _save_figure(found: Heterogeneity, path: str) -> None:
    """Draw every group; beside it, for two groups, the permutation distribution of their difference."""
    from gisplug.report.charts.quantile import permutation
    from gisplug.report.charts.regression import estimates_by_column

    two = len(found.permuted) == 1 and found.draws > 0
    fig, axes = axes_in_a_row(2, 22, 8) if two else axes_in_a_row(1, 13, 3 + 1.4 * len(found.fits))
    estimates_by_column(axes[0], estimates_of(found.fits), found.x, label=message("Coefficient of {x}", x=found.x))
    if two:
        pair, drawn = next(iter(found.permuted.items()))
        row = found.tests.iloc[0]
        title = message("{pair} minus {pair2}", pair=pair[0], pair2=pair[1])
        permutation(axes[1], drawn, float(row["difference"]), float(row["permutation_p"]), title)
    save_figure(fig, path)


TOOL = Tool(
    id="heterogeneity",
    title="Heterogeneity by group",
    group="regression",
    help="Runs a regression in every group, such as east, centre and west or places with bright and dim night "
    "lights, and tests whether the coefficient differs: Chow test, seemingly unrelated estimation, and "
    "Fisher's permutation test.",
    inputs=Asked,
    values=(
        Output("difference", "number", "Difference", "Coefficient of the first group minus that of the second."),
        Output("p", "number", "P-value", "Empirical p-value of the difference by permutation."),
    ),
    run=run,
    estimates=True,
    tags=("heterogeneity", "subgroup", "Chow", "Fisher permutation"),
    example="gisplug heterogeneity --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--controls wage,second --by region --paper regions.html --figure regions.png",
)
