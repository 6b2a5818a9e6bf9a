"""Tool: instrumental variables in panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, fields_param, load_panel
from gisplug.tools.regression_options import (
    controls_params,
    errors_params,
    formula_of,
    merged_terms,
    outcome_params,
    parentheses_param,
    regressors_param,
    removed_effects_param,
    row_weights_param,
    sample_params,
    weighted_options,
)
from gisplug.tools.regression_results import save_estimates, statistics_of, table_outputs
from gisplug.tools.results import draw, save_paper, save_table, tell, written

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.regression.fixed_effects import PanelFit
    from gisplug.regression.instrumental_variables import InstrumentFit
    from gisplug.report.tables.paper_table import PaperTable, Under

ESTIMATORS = {"2sls": "2SLS", "liml": "LIML", "gmm": "GMM"}
PLAIN = "Least squares"


def run(params: Params, progress: Progress) -> Results:
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.instrumental_variables import instrumental_variables
    from gisplug.report.charts.regression import estimates_by_column

    panel = load_panel(params, unbalanced=True)
    key, options = list(params["regressors"]), weighted_options(params)
    formula = formula_of(params, key)
    instruments = merged_terms(params["instruments"], params["instrument_terms"])
    fit = instrumental_variables(
        panel, formula, endogenous=key, instruments=instruments, estimator=params["estimator"], **options
    )
    tell(progress, panel.report + fit.report)
    plain = fixed_effects(panel, formula, **options)
    name = ESTIMATORS[params["estimator"]]
    frames = {
        **{f"First stage: {k}": f for k, f in fit.first.items()},
        name: fit.estimates,
        PLAIN: plain.estimates,
    }
    save_estimates(frames, params["table"])
    save_table(fit.tests, params["tests"])
    if params["paper"]:
        save_paper(_papers(fit, plain, frames, name, params["parentheses"]), params["paper"])
    two = {PLAIN: plain.estimates, name: fit.estimates}
    draw(params["figure"], estimates_by_column, two, key[0], label=f"Coefficient of {key[0]}", size=(13, 5))
    first = fit.estimates.iloc[0]
    test = fit.tests["statistic"]
    return {
        **written(TOOL, params),
        "estimate": float(first["estimate"]),
        "p": float(first["p"]),
        "weak_f": float(test.get("kp_f", test["cragg_donald_f"])),
    }


def _papers(
    fit: InstrumentFit, plain: PanelFit, frames: Mapping[str, pd.DataFrame], name: str, under: Under
) -> list[PaperTable]:
    """Return the table of both stages and that of the tests."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    stats = statistics_of({name: fit, PLAIN: plain})
    for variable, values in fit.first_statistics.items():
        for label, value in values.items():
            stats.setdefault(label if label != "p" else "F of instruments, p", {})[f"First stage: {variable}"] = value
    note = f"Instruments: {', '.join(fit.instruments)}."
    tables = [
        regression_table(f"Instrumental variables: {fit.outcome}", frames, stats, notes=(note,), under=under),
        plain_table("Tests of the instruments", fit.tests, stub="Test", digits=4),
    ]
    if len(fit.stock_yogo):
        title = "Stock-Yogo critical values for the Cragg-Donald F"
        tables.append(plain_table(title, fit.stock_yogo, digits=2, stub="Criterion"))
    return tables


TOOL = Tool(
    id="instrumental_variables",
    title="Instrumental variables",
    group="regression",
    help="Estimates the effect of endogenous regressors with instruments by two-stage least squares, LIML or "
    "two-step GMM, with fixed effects, the first stage, and the tests of under-identification, weak "
    "instruments, over-identification and endogeneity.",
    params=(
        *outcome_params(),
        regressors_param("Endogenous regressors"),
        *controls_params(),
        fields_param(
            "instruments",
            "Instruments",
            "Columns that move the endogenous regressors but not the outcome.",
            optional=True,
        ),
        Param(
            "instrument_terms",
            "text",
            "Instrument terms",
            "Instruments made from columns, joined by commas, such as ruggedness:trend or lag(agg). An instrument that "
            "is constant in every unit must be multiplied by something that moves over time, or unit effects be left "
            "out.",
            optional=True,
        ),
        choice_param(
            "estimator",
            "Estimator",
            "Two-stage least squares, limited-information maximum likelihood, or efficient two-step GMM.",
            ("2sls", "liml", "gmm"),
            "2sls",
        ),
        removed_effects_param(),
        *errors_params("robust"),
        *sample_params(),
        row_weights_param(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output("tests", "table", "Tests", "Statistic, degrees of freedom and p-value of each test of the instruments."),
        Output(
            "figure",
            "figure",
            "Comparison chart",
            "Coefficient of the first endogenous regressor with and without instruments.",
        ),
        Output("estimate", "number", "Coefficient", "Coefficient of the first endogenous regressor."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("weak_f", "number", "Weak-instrument F", "Kleibergen-Paap F, or Cragg-Donald F with classical errors."),
    ),
    run=run,
    tags=("2SLS", "IV", "LIML", "GMM", "endogeneity", "weak instruments"),
    example="gisplug instrumental-variables --panel demo-panel --unit adcode --period year --outcome develop "
    "--regressors agg --controls wage,second --instruments rugged --effects time --paper iv.html",
)
