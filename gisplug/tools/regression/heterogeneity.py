"""Tool: coefficients by group and tests of their difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.regression.heterogeneity import heterogeneity
    from gisplug.report.charts.quantile import permutation
    from gisplug.report.charts.regression import estimates_by_column
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    x = params["regressor"]
    controls = [c for c in m.terms_of(params, "terms", "controls") if c != x]
    found = heterogeneity(
        panel,
        params["outcome"],
        x,
        controls,
        by=params["by"],
        how=params["split"],
        effects=params["effects"],
        errors=m.errors_of(params),
        draws=params["draws"],
        seed=params["seed"],
        where=m.rows_of(panel, params),
        winsorise=params["winsorise"],
        progress=progress,
    )
    first = next(iter(found.fits.values()))
    m.tell(progress, panel.report + found.report + first.report)
    frames = {g: f.estimates for g, f in found.fits.items()}
    if params["table"]:
        m.save_table(m.stacked(frames, "group"), params["table"])
    m.save_table(found.tests, params["tests"])
    if params["paper"]:
        m.save_paper(papers(found, params), params["paper"])
    if params["figure"]:
        wide = len(found.permuted) == 1 and params["draws"] > 0
        fig, axes = figure(22 if wide else 13, 3 + 1.4 * len(frames) if not wide else 8, columns=2 if wide else 1)
        estimates_by_column(axes[0] if wide else axes, frames, x, label=f"Coefficient of {x}")
        if wide:
            pair, drawn = next(iter(found.permuted.items()))
            row = found.tests.iloc[0]
            permutation(
                axes[1], drawn, float(row["difference"]), float(row["permutation_p"]), f"{pair[0]} minus {pair[1]}"
            )
        m.save_fig(fig, params["figure"])
    row = found.tests.iloc[0]
    return {
        **m.wanted(params, "paper", "table", "tests", "figure"),
        "difference": float(row["difference"]),
        "p": float(row["permutation_p"] if params["draws"] else row["sur_p"]),
    }


def papers(found: Any, params: Mapping[str, Any]) -> list[Any]:
    """Return the table of groups and that of the tests."""
    from gisplug.report.tables.paper_table import plain_table

    title = f"Effect of {found.x} on {params['outcome']} by {found.by}"
    first = m.side_by_side(title, found.fits, under=params["parentheses"], order=[found.x])
    names = {
        "difference": "Difference",
        "chow_f": "Chow F",
        "chow_p": "p (Chow)",
        "sur_chi2": "SUR chi2",
        "sur_p": "p (SUR)",
        "permutation_p": "p (permutation)",
    }
    shown = found.tests.rename(columns=names)
    shown.index = [f"{a} - {b}" for a, b in shown.index]
    notes = (f"Permutation: {found.draws} random assignments of units to the groups.",)
    return [first, plain_table(f"Difference of the coefficient of {found.x}", shown, notes=notes, stub="Groups")]


TOOL = Tool(
    id="heterogeneity",
    title="Heterogeneity by group",
    group="regression",
    help="Runs a regression in every group, such as east, centre and west or places with bright and dim night "
    "lights, and tests whether "
    "the coefficient differs: Chow test, seemingly unrelated estimation, and Fisher's permutation test.",
    params=(
        *m.outcome_params()[:4],
        Param("regressor", "field", "Regressor", "Column whose coefficient is compared.", parent="panel"),
        *m.controls_params(),
        Param(
            "by",
            "field",
            "Grouping field",
            "Column that makes the groups: labels, or a number to split at its median.",
            parent="panel",
        ),
        Param(
            "split",
            "choice",
            "Split",
            "Groups as they are; units split at the median or the terciles of their mean over time; or rows split "
            "at the median of each period.",
            default="groups",
            choices=("groups", "median", "terciles", "median by period"),
            choice_labels=("Labels as they are", "Median of units", "Terciles of units", "Median by period"),
        ),
        m.effects_param(),
        *m.errors_params("unit"),
        *m.seed_params(
            1000, what="random reassignments of units to the groups; nought leaves the permutation test out"
        ),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output("tests", "table", "Tests of the difference", "Difference and tests for every pair of groups."),
        m.figure_output(
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
