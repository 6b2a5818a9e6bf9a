"""Tool: the robustness table, one column a check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m

CHECKS = ("winsorised", "lags", "lead_outcome", "unit_trends", "gls", "driscoll_kraay", "median")


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.language.conditions import named_samples
    from gisplug.regression.robustness import robustness
    from gisplug.report.charts.regression import estimates_by_column
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    x = params["regressor"]
    controls = [c for c in m.terms_of(params, "terms", "controls") if c != x]
    lags = [int(v) for v in m.split_terms(params["lags"])]
    fits = robustness(
        panel,
        params["outcome"],
        x,
        controls,
        samples=named_samples(params["samples"]),
        winsorise=params["winsorise"],
        lags=lags,
        checks=params["checks"] or [],
        add=m.split_terms(params["more_controls"]),
        outcomes=m.terms_of(params, "outcomes"),
        effects=params["effects"],
        errors=m.errors_of(params),
        progress=progress,
    )
    m.tell(progress, panel.report + fits["Baseline"].fit.report)
    frames = {head: column.estimates for head, column in fits.items()}
    if params["table"]:
        m.save_table(m.stacked(frames), params["table"])
    if params["paper"]:
        title = f"Robustness of the effect of {x} on {params['outcome']}"
        m.save_paper(m.side_by_side(title, fits, under=params["parentheses"], order=[x]), params["paper"])
    if params["figure"]:
        fig, ax = figure(15, 2.5 + 0.75 * len(fits))
        estimates_by_column(
            ax, frames, {h: c.key for h, c in fits.items()}, base="Baseline", label=f"Coefficient of {x}"
        )
        m.save_fig(fig, params["figure"])
    signs = [c.estimates.loc[c.key] for c in fits.values()]
    same = sum(1 for r in signs if r["p"] < 0.05 and (r["estimate"] > 0) == (signs[0]["estimate"] > 0))
    return {**m.wanted(params, "paper", "table", "figure"), "columns": len(fits), "agreeing": same}


TOOL = Tool(
    id="robustness_checks",
    title="Robustness checks",
    group="regression",
    help="Repeats the baseline regression under many variations and sets them side by side: other samples, "
    "winsorised data, lagged "
    "regressors, other outcomes, group trends, other estimators and errors.",
    params=(
        *m.outcome_params()[:4],
        Param(
            "regressor",
            "field",
            "Regressor",
            "Column whose coefficient is followed through all columns.",
            parent="panel",
        ),
        *m.controls_params(),
        Param(
            "samples",
            "text",
            "Other samples",
            "Names and conditions, joined by a vertical bar: Without municipalities: unit not in 110000, 310000 | "
            "Before 2020: period < 2020.",
            optional=True,
        ),
        Param(
            "lags",
            "text",
            "Lags of the regressor",
            "Numbers of periods by which the regressor is lagged, one column each, such as 1, 2, 3.",
            default="1",
        ),
        Param(
            "winsorise",
            "number",
            "Winsorised share",
            "Share at each end whose values are set to the quantile there, for the winsorised column.",
            default=0.01,
            minimum=0.0,
            maximum=0.25,
        ),
        Param(
            "checks",
            "choices",
            "Checks",
            "Winsorised data, lagged regressor, outcome one period ahead, linear trend of every unit, "
            "maximum-likelihood GLS, Driscoll-Kraay errors, and median regression with fixed effects.",
            default=["winsorised", "lags", "gls"],
            choices=CHECKS,
        ),
        Param(
            "outcomes",
            "fields",
            "Other outcomes",
            "Columns that replace the outcome, one column each.",
            parent="panel",
            optional=True,
        ),
        Param(
            "more_controls",
            "text",
            "Further controls",
            "Columns or terms that are added, one column each, joined by commas.",
            optional=True,
            advanced=True,
        ),
        m.effects_param(),
        *m.errors_params("robust"),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        m.figure_output(
            "Robustness chart",
            "Coefficient of the regressor in every column; the band is the interval of the baseline.",
        ),
        Output("columns", "number", "Columns", "Number of columns."),
        Output("agreeing", "number", "Agreeing columns", "Columns with the sign of the baseline and p below 0.05."),
    ),
    run=run,
    tags=("robustness", "winsorise", "lag", "subsample"),
    example="gisplug robustness-checks --panel demo-panel --unit adcode --period year --outcome develop --regressor "
    "agg "
    "--controls wage,second --samples 'Before 2020: period < 2020' --lags 1,2 --paper robustness.html",
)
