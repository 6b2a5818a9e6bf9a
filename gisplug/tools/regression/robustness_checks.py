"""Tool: the robustness table, one column a check."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import ErrorStructure
from gisplug.tools.inputs import (
    SampleInputs,
    choice_param,
    choices_param,
    field_param,
    fields_param,
    terms_of,
    whole_numbers_of,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    EffectsInputs,
    ErrorsInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorInputs,
    asked_of,
    errors_of,
    errors_param,
    formula_of,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, draw, save_paper, tell

CHECKS = {
    "winsorised": "Winsorised data",
    "trimmed": "Extreme rows left out",
    "lags": "Lagged regressor",
    "lead_outcome": "Outcome one period ahead",
    "unit_trends": "Trend of every unit",
    "gls": "Maximum-likelihood GLS",
    "driscoll_kraay": "Driscoll-Kraay errors",
    "median": "Median regression, fixed effects",
    "pooled_median": "Median regression, pooled",
    "difference_gmm": "Difference GMM",
    "system_gmm": "System GMM",
    "2sls": "2SLS",
}


class Asked(
    RegressorInputs,
    ControlsInputs,
    EffectsInputs,
    ErrorsInputs,
    SampleInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    regressor: str = field_param("Regressor", "Column whose coefficient is followed through all columns.")
    samples: Optional[str] = param(
        "text",
        "Other samples",
        "Names and conditions, joined by a vertical bar: Without municipalities: unit not in 110000, 310000 | "
        "Before 2020: period < 2020.",
        optional=True,
    )
    lags: str = param(
        "text",
        "Lags of the regressor",
        "Numbers of periods by which the regressor is lagged, one column each, such as 1, 2, 3.",
        default="1",
        applies_when=({"checks": ("lags",)},),
    )
    winsorise: float = param(
        "number",
        "Winsorised share",
        "Share at each end whose values are set to the quantile there, for the winsorised column; for the trimmed "
        "column the rows with such values are left out.",
        default=0.01,
        minimum=0.0,
        maximum=0.25,
        applies_when=({"checks": ("winsorised", "trimmed")},),
    )
    checks: list[str] = choices_param(
        "Checks",
        "Winsorised data, rows with extreme values left out, lagged regressor, outcome one period ahead, linear trend "
        "of every unit, maximum-likelihood GLS, Driscoll-Kraay errors, median regression with fixed effects or pooled, "
        "difference and system GMM with the regressor endogenous, and 2SLS with the instruments.",
        CHECKS,
        ["winsorised", "lags", "gls"],
    )
    instruments: Optional[str] = param(
        "text",
        "Instruments",
        "Columns or terms that move the regressor, joined by commas, for the 2SLS column; what is constant in a unit "
        "is multiplied by something that moves, such as ruggedness:trend.",
        optional=True,
        applies_when=({"checks": ("2sls",)},),
    )
    gmm_key: Literal["endogenous", "exogenous"] = choice_param(
        "Regressor in GMM",
        "Whether shocks to the outcome may move the regressor, which then has its levels two and more periods back as "
        "instruments, or not.",
        {"endogenous": "Endogenous", "exogenous": "Exogenous"},
        "endogenous",
        advanced=True,
        applies_when=({"checks": ("difference_gmm", "system_gmm")},),
    )
    outcomes: Optional[list[str]] = fields_param(
        "Other outcomes", "Columns that replace the outcome, one column each.", optional=True
    )
    more_controls: Optional[str] = param(
        "text",
        "Further controls",
        "Columns or terms that are added, one column each, joined by commas.",
        optional=True,
        advanced=True,
    )
    errors: ErrorStructure = errors_param("robust")
    figure: FilePath = output(
        "figure",
        "Robustness chart",
        "Coefficient of the regressor in every column; the band is the interval of the baseline.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.language.conditions import named_samples
    from gisplug.regression.robustness import robustness
    from gisplug.report.charts.regression import estimates_by_column

    panel = load_panel(asked, unbalanced=True)
    x = asked.regressor
    fits = robustness(
        panel,
        formula_of(asked, [x]),
        samples=named_samples(asked.samples),
        winsorise=asked.winsorise,
        key_lags=whole_numbers_of(asked.lags, "Lags of the regressor"),
        checks=asked.checks or [],
        instruments=terms_of(asked.instruments),
        gmm_key=asked.gmm_key,
        add=terms_of(asked.more_controls),
        outcomes=asked.outcomes or [],
        effects=asked.effects,
        errors=errors_of(asked),
        progress=progress,
        **asked_of(asked),
    )
    tell(progress, panel.report + fits["Baseline"].fit.report)
    frames = estimates_of(fits)
    save_estimates(estimates_of(fits, asked.rows), asked.table)
    if asked.paper:
        title = message("Robustness of the effect of {x} on {outcome}", x=x, outcome=asked.outcome)
        save_paper(side_by_side(title, fits, under=asked.parentheses, order=[x], rows=asked.rows), asked.paper)
    draw(
        asked.figure,
        estimates_by_column,
        frames,
        {head: column.key for head, column in fits.items()},
        base="Baseline",
        label=message("Coefficient of {x}", x=x),
        size=(15, 2.5 + 0.75 * len(fits)),
    )
    signs = [c.estimates.loc[c.key] for c in fits.values()]
    same = sum(1 for r in signs if r["p"] < 0.05 and (r["estimate"] > 0) == (signs[0]["estimate"] > 0))
    return {**asked.written(), "columns": len(fits), "agreeing": same}


TOOL = Tool(
    id="robustness_checks",
    title="Robustness checks",
    group="regression",
    help="Repeats the baseline regression under many variations and sets them side by side: other samples, "
    "winsorised data, lagged regressors, other outcomes, group trends, other estimators and errors.",
    inputs=Asked,
    values=(
        Output("columns", "number", "Columns", "Number of columns."),
        Output("agreeing", "number", "Agreeing columns", "Columns with the sign of the baseline and p below 0.05."),
    ),
    run=run,
    estimates=True,
    tags=("robustness", "winsorise", "lag", "subsample"),
    example="gisplug robustness-checks --panel demo-panel --unit adcode --period year --outcome develop --regressor "
    "agg --controls wage,second --samples 'Before 2020: period < 2020' --lags 1,2 --paper robustness.html",
)
