"""Tool: panel regression with fixed effects, as the columns of a baseline table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.regression.fixed_effects import stepwise
    from gisplug.report.charts.regression import coefficients, estimates_by_column
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    key, controls = list(params["regressors"]), m.terms_of(params, "terms", "controls")
    fits = stepwise(
        panel,
        params["outcome"],
        key,
        controls,
        plan=params["plan"],
        effects=params["effects"],
        errors=m.errors_of(params),
        absorb=m.split_terms(params["absorb"]),
        trends=m.split_terms(params["trends"]),
        by_period=m.split_terms(params["by_period"]),
        where=m.rows_of(panel, params),
        winsorise=params["winsorise"],
    )
    last = list(fits.values())[-1]
    m.tell(progress, panel.report + last.report)
    frames = {head: fit.estimates for head, fit in fits.items()}
    if params["table"]:
        m.save_table(m.stacked(frames), params["table"])
    if params["paper"]:
        title = f"Dependent variable: {params['outcome']}"
        m.save_paper(m.side_by_side(title, fits, under=params["parentheses"], order=key), params["paper"])
    if params["figure"]:
        if len(key) == 1:
            fig, ax = figure(13, 3 + 0.9 * len(fits))
            estimates_by_column(ax, frames, key[0], label=f"Coefficient of {key[0]}")
        else:
            fig, ax = figure(15, 3 + 0.9 * len(key) * max(len(fits), 2))
            coefficients(ax, frames, key)
        ax.set_title(f"Dependent variable: {params['outcome']}")
        m.save_fig(fig, params["figure"])
    first = last.estimates.loc[key[0]]
    return {
        **m.wanted(params, "paper", "table", "figure"),
        "estimate": float(first["estimate"]),
        "p": float(first["p"]),
        "n": last.n,
    }


TOOL = Tool(
    id="fixed_effects",
    title="Fixed-effects regression",
    group="regression",
    help="Explains a variable by others in a panel, with effects of units and periods taken out. Several columns "
    "build up the "
    "baseline table of a paper: the main variable alone, with controls, with unit effects, with unit and period "
    "effects.",
    params=(
        *m.outcome_params(),
        Param(
            "plan",
            "choice",
            "Columns of the table",
            "One column; the four columns pooled, with controls, unit effects, both effects; controls entered one "
            "after "
            "another; or without and with controls.",
            default="effects",
            choices=("effects", "single", "controls", "both"),
            choice_labels=(
                "Four columns by effects",
                "One column",
                "Controls one after another",
                "Without and with controls",
            ),
        ),
        m.effects_param(),
        *m.errors_params("robust"),
        Param(
            "absorb",
            "text",
            "Further fixed effects",
            "More groupings to take out, joined by commas; a colon combines two, such as region:period.",
            optional=True,
            advanced=True,
        ),
        Param(
            "trends",
            "text",
            "Group trends",
            "Groupings whose groups get a linear trend of their own, joined by commas: unit, or a column such as "
            "region.",
            optional=True,
            advanced=True,
        ),
        Param(
            "by_period",
            "text",
            "Variables times periods",
            "Columns that get a slope of their own in every period, joined by commas, such as starting conditions.",
            optional=True,
            advanced=True,
        ),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        m.figure_output(
            "Coefficient chart", "Coefficients of the main regressors with 95 percent intervals, one colour a column."
        ),
        Output("estimate", "number", "Coefficient", "Coefficient of the first regressor in the last column."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("n", "number", "Observations", "Rows that the last column uses."),
    ),
    run=run,
    tags=("panel", "two-way fixed effects", "baseline", "clustered errors"),
    example="gisplug fixed-effects --panel demo-panel --unit adcode --period year --outcome develop --regressors agg "
    "--controls wage,second,third,press,traffic,edu --paper baseline.html --figure baseline.png",
)
