"""Tool: difference and system GMM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, fields_param, load_panel
from gisplug.tools.regression_options import (
    asked_of,
    asked_params,
    controls_params,
    merged_terms,
    outcome_params,
    parentheses_param,
)
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import draw, save_paper, tell, written

if TYPE_CHECKING:
    from gisplug.regression.dynamic_gmm import GmmFit

ESTIMATORS = {"difference": "Difference GMM", "system": "System GMM"}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.language.formula import Formula
    from gisplug.regression.dynamic_gmm import dynamic_gmm

    panel = load_panel(params, unbalanced=True)
    endogenous = list(params["endogenous"] or [])
    exogenous = merged_terms(params["regressors"], params["terms"], params["controls"])
    formula = Formula(params["outcome"], tuple(merged_terms(exogenous, endogenous)))
    fits = {
        ESTIMATORS[name]: dynamic_gmm(
            panel,
            formula,
            outcome_lags=params["lags"],
            endogenous=endogenous,
            system=name == "system",
            deepest=params["deepest"],
            collapse=params["collapse"],
            steps=int(params["steps"]),
            effects="twoways" if params["period_effects"] else "unit",
            **asked_of(params),
        )
        for name in params["estimators"]
    }
    for fit in fits.values():
        tell(progress, fit.report)
    _save_files(params, fits)
    last = list(fits.values())[-1]
    tests = last.tests["p"]
    return {
        **written(TOOL, params),
        "persistence": float(last.estimates.iloc[0]["estimate"]),
        "ar2_p": float(tests["AR(2)"]),
        "hansen_p": float(tests["Hansen"]),
    }


def _save_files(params: Params, fits: Mapping[str, GmmFit]) -> None:
    from gisplug.report.charts.regression import coefficients

    frames = estimates_of(fits)
    save_estimates(frames, params["table"], "estimator")
    save_estimates({head: fit.tests for head, fit in fits.items()}, params["tests"], "estimator")
    if params["paper"]:
        title = f"Dynamic panel: {params['outcome']}"
        save_paper(side_by_side(title, fits, under=params["parentheses"]), params["paper"])
    shown = list(dict.fromkeys(term for frame in frames.values() for term in frame.index if term != "Constant"))
    draw(params["figure"], coefficients, frames, shown, size=(14, 3 + 0.9 * len(shown)))


TOOL = Tool(
    id="dynamic_gmm",
    title="Dynamic panel GMM",
    group="regression",
    help="Explains a variable by its own past and regressors with unit effects, by difference GMM (Arellano and "
    "Bond) and system GMM (Blundell and Bond), with Windmeijer's corrected errors and the tests of "
    "autocorrelation and of the instruments. Made for many units and few periods.",
    params=(
        *outcome_params(),
        fields_param(
            "regressors",
            "Exogenous regressors",
            "Columns that shocks to the outcome do not move; they are their own instruments.",
            optional=True,
        ),
        *controls_params(),
        fields_param(
            "endogenous",
            "Endogenous regressors",
            "Columns that shocks to the outcome may move; their levels two and more periods back are the instruments.",
            optional=True,
        ),
        choices_param(
            "estimators",
            "Estimators",
            "First differences only, or the system with the equation in levels.",
            {"difference": "Difference GMM", "system": "System GMM"},
            ["difference", "system"],
        ),
        Param(
            "lags",
            "integer",
            "Lags of the outcome",
            "Number of lags of the outcome among the regressors.",
            default=1,
            minimum=1,
            maximum=10,
        ),
        Param(
            "deepest",
            "integer",
            "Deepest instrument lag",
            "Farthest lag that is used as an instrument. All lags are used where it is left empty.",
            optional=True,
            minimum=2,
            maximum=100,
        ),
        Param(
            "collapse",
            "flag",
            "Collapse instruments",
            "One instrument a lag instead of one a lag and period, which keeps their number small.",
            default=True,
        ),
        choice_param(
            "steps", "Steps", "One step with robust errors, or two steps with Windmeijer's correction.", ("1", "2"), "2"
        ),
        Param("period_effects", "flag", "Period effects", "Adds a dummy for every period.", default=True),
        *asked_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output("tests", "table", "Tests", "Autocorrelation of order one and two, Hansen and Sargan tests."),
        Output(
            "figure", "figure", "Coefficient chart", "Coefficients with 95 percent intervals, one colour an estimator."
        ),
        Output("persistence", "number", "Persistence", "Coefficient of the first lag in the last estimator."),
        Output(
            "ar2_p",
            "number",
            "P-value of AR(2)",
            "Autocorrelation of order two in the differenced residuals; small values speak against the instruments.",
        ),
        Output(
            "hansen_p",
            "number",
            "P-value of Hansen's test",
            "Small values speak against the instruments; with many instruments it says little.",
        ),
    ),
    run=run,
    tags=("GMM", "Arellano-Bond", "Blundell-Bond", "system GMM", "dynamic panel"),
    example="gisplug dynamic-gmm --panel demo-panel --unit adcode --period year --outcome develop --regressors "
    "agg,wage --deepest 3 --paper gmm.html",
)
