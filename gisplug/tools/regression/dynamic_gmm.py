"""Tool: difference and system GMM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.regression.dynamic_gmm import dynamic_gmm
    from gisplug.report.charts.regression import coefficients
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    endogenous = list(params["endogenous"] or [])
    exogenous = [t for t in m.terms_of(params, "regressors", "terms", "controls") if t not in endogenous]
    fits = {}
    for name in params["estimators"]:
        fits[{"difference": "Difference GMM", "system": "System GMM"}[name]] = dynamic_gmm(
            panel,
            params["outcome"],
            exogenous,
            lags=params["lags"],
            endogenous=endogenous,
            system=name == "system",
            deepest=params["deepest"],
            collapse=params["collapse"],
            steps=int(params["steps"]),
            period_effects=params["period_effects"],
        )
    for fit in fits.values():
        m.tell(progress, fit.report)
    frames = {h: f.estimates for h, f in fits.items()}
    if params["table"]:
        m.save_table(m.stacked(frames, "estimator"), params["table"])
    if params["tests"]:
        m.save_table(
            m.stacked({h: f.tests for h, f in fits.items()}, "estimator").set_index("estimator"), params["tests"]
        )
    if params["paper"]:
        m.save_paper(
            m.side_by_side(f"Dynamic panel: {params['outcome']}", fits, under=params["parentheses"]), params["paper"]
        )
    if params["figure"]:
        shown = list(dict.fromkeys(t for f in frames.values() for t in f.index if t != "Constant"))
        fig, ax = figure(14, 3 + 0.9 * len(shown))
        coefficients(ax, frames, shown)
        m.save_fig(fig, params["figure"])
    last = list(fits.values())[-1]
    row = last.estimates.iloc[0]
    tests = last.tests["p"]
    return {
        **m.wanted(params, "paper", "table", "tests", "figure"),
        "persistence": float(row["estimate"]),
        "ar2_p": float(tests["AR(2)"]),
        "hansen_p": float(tests["Hansen"]),
    }


TOOL = Tool(
    id="dynamic_gmm",
    title="Dynamic panel GMM",
    group="regression",
    help="Explains a variable by its own past and regressors with unit effects, by difference GMM (Arellano and "
    "Bond) and system GMM (Blundell "
    "and Bond), with Windmeijer's corrected errors and the tests of autocorrelation and of the instruments. Made "
    "for many units and few periods.",
    params=(
        *m.outcome_params()[:4],
        Param(
            "regressors",
            "fields",
            "Exogenous regressors",
            "Columns that shocks to the outcome do not move; they are their own instruments.",
            parent="panel",
            optional=True,
        ),
        *m.controls_params(),
        Param(
            "endogenous",
            "fields",
            "Endogenous regressors",
            "Columns that shocks to the outcome may move; their levels two and more periods back are the instruments.",
            parent="panel",
            optional=True,
        ),
        Param(
            "estimators",
            "choices",
            "Estimators",
            "First differences only, or the system with the equation in levels.",
            default=["difference", "system"],
            choices=("difference", "system"),
            choice_labels=("Difference GMM", "System GMM"),
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
        Param(
            "steps",
            "choice",
            "Steps",
            "One step with robust errors, or two steps with Windmeijer's correction.",
            default="2",
            choices=("1", "2"),
        ),
        Param("period_effects", "flag", "Period effects", "Adds a dummy for every period.", default=True),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output("tests", "table", "Tests", "Autocorrelation of order one and two, Hansen and Sargan tests."),
        m.figure_output("Coefficient chart", "Coefficients with 95 percent intervals, one colour an estimator."),
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
    "agg,wage "
    "--deepest 3 --paper gmm.html",
)
