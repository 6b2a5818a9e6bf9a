"""Tool: the robustness table, one column a check."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choices_param, field_param, fields_param, load_panel, split_list
from gisplug.tools.regression_options import (
    asked_of,
    asked_params,
    controls_params,
    errors_of,
    errors_params,
    formula_of,
    outcome_params,
    parentheses_param,
    removed_effects_param,
    terms_of,
)
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import draw, save_paper, tell, written

CHECKS = ("winsorised", "lags", "lead_outcome", "unit_trends", "gls", "driscoll_kraay", "median")


def run(params: Params, progress: Progress) -> Results:
    from gisplug.language.conditions import named_samples
    from gisplug.regression.robustness import robustness
    from gisplug.report.charts.regression import estimates_by_column

    panel = load_panel(params, unbalanced=True)
    x = params["regressor"]
    fits = robustness(
        panel,
        formula_of(params, [x]),
        samples=named_samples(params["samples"]),
        winsorise=params["winsorise"],
        key_lags=[int(v) for v in split_list(params["lags"])],
        checks=params["checks"] or [],
        add=terms_of(params["more_controls"]),
        outcomes=params["outcomes"] or [],
        effects=params["effects"],
        errors=errors_of(params),
        progress=progress,
        **asked_of(params),
    )
    tell(progress, panel.report + fits["Baseline"].fit.report)
    frames = estimates_of(fits)
    save_estimates(frames, params["table"])
    if params["paper"]:
        title = f"Robustness of the effect of {x} on {params['outcome']}"
        save_paper(side_by_side(title, fits, under=params["parentheses"], order=[x]), params["paper"])
    draw(
        params["figure"],
        estimates_by_column,
        frames,
        {head: column.key for head, column in fits.items()},
        base="Baseline",
        label=f"Coefficient of {x}",
        size=(15, 2.5 + 0.75 * len(fits)),
    )
    signs = [c.estimates.loc[c.key] for c in fits.values()]
    same = sum(1 for r in signs if r["p"] < 0.05 and (r["estimate"] > 0) == (signs[0]["estimate"] > 0))
    return {**written(TOOL, params), "columns": len(fits), "agreeing": same}


TOOL = Tool(
    id="robustness_checks",
    title="Robustness checks",
    group="regression",
    help="Repeats the baseline regression under many variations and sets them side by side: other samples, "
    "winsorised data, lagged regressors, other outcomes, group trends, other estimators and errors.",
    params=(
        *outcome_params(),
        field_param("regressor", "Regressor", "Column whose coefficient is followed through all columns."),
        *controls_params(),
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
        choices_param(
            "checks",
            "Checks",
            "Winsorised data, lagged regressor, outcome one period ahead, linear trend of every unit, "
            "maximum-likelihood GLS, Driscoll-Kraay errors, and median regression with fixed effects.",
            CHECKS,
            ["winsorised", "lags", "gls"],
        ),
        fields_param("outcomes", "Other outcomes", "Columns that replace the outcome, one column each.", optional=True),
        Param(
            "more_controls",
            "text",
            "Further controls",
            "Columns or terms that are added, one column each, joined by commas.",
            optional=True,
            advanced=True,
        ),
        removed_effects_param(),
        *errors_params("robust"),
        *asked_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output(
            "figure",
            "figure",
            "Robustness chart",
            "Coefficient of the regressor in every column; the band is the interval of the baseline.",
        ),
        Output("columns", "number", "Columns", "Number of columns."),
        Output("agreeing", "number", "Agreeing columns", "Columns with the sign of the baseline and p below 0.05."),
    ),
    run=run,
    tags=("robustness", "winsorise", "lag", "subsample"),
    example="gisplug robustness-checks --panel demo-panel --unit adcode --period year --outcome develop --regressor "
    "agg --controls wage,second --samples 'Before 2020: period < 2020' --lags 1,2 --paper robustness.html",
)
