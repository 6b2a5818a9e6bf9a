"""Tool: instrumental variables in panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.instrumental_variables import instrumental_variables
    from gisplug.report.charts.regression import estimates_by_column
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    key, controls = list(params["regressors"]), m.terms_of(params, "terms", "controls")
    instruments = m.terms_of(params, "instruments", "instrument_terms")
    where = m.rows_of(panel, params)
    fit = instrumental_variables(
        panel,
        params["outcome"],
        key,
        instruments,
        controls,
        estimator=params["estimator"],
        effects=params["effects"],
        errors=m.errors_of(params),
        where=where,
        winsorise=params["winsorise"],
    )
    m.tell(progress, panel.report + fit.report)
    plain = fixed_effects(
        panel,
        f"`{params['outcome']}` ~ " + " + ".join(f"`{t}`" for t in [*key, *controls]),
        effects=params["effects"],
        errors=m.errors_of(params),
        where=where,
        winsorise=params["winsorise"],
    )
    name = {"2sls": "2SLS", "liml": "LIML", "gmm": "GMM"}[params["estimator"]]
    frames = {
        **{f"First stage: {k}": f for k, f in fit.first.items()},
        name: fit.estimates,
        "Least squares": plain.estimates,
    }
    if params["table"]:
        m.save_table(m.stacked(frames), params["table"])
    m.save_table(fit.tests, params["tests"])
    if params["paper"]:
        m.save_paper(papers(fit, plain, frames, name, params["parentheses"]), params["paper"])
    if params["figure"]:
        fig, ax = figure(13, 5)
        two = {"Least squares": plain.estimates, name: fit.estimates}
        estimates_by_column(ax, two, key[0], label=f"Coefficient of {key[0]}")
        m.save_fig(fig, params["figure"])
    first = fit.estimates.iloc[0]
    test = fit.tests["statistic"]
    return {
        **m.wanted(params, "paper", "table", "tests", "figure"),
        "estimate": float(first["estimate"]),
        "p": float(first["p"]),
        "weak_f": float(test.get("kp_f", test["cragg_donald_f"])),
    }


def papers(fit: Any, plain: Any, frames: Mapping[str, Any], name: str, under: Any) -> list[Any]:
    """Return the table of both stages and that of the tests."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    stats: dict[str, dict[str, Any]] = {}
    for label, value in fit.statistics().items():
        stats.setdefault(label, {})[name] = value
    for label, value in plain.statistics().items():
        stats.setdefault(label, {})["Least squares"] = value
    for variable, values in fit.first_statistics.items():
        for label, value in values.items():
            stats.setdefault(label if label != "p" else "F of instruments, p", {})[f"First stage: {variable}"] = value
    note = f"Instruments: {', '.join(fit.instruments)}."
    first = regression_table(f"Instrumental variables: {fit.outcome}", frames, stats, notes=(note,), under=under)
    second = plain_table("Tests of the instruments", fit.tests, stub="Test", digits=4)
    tables = [first, second]
    if len(fit.stock_yogo):
        tables.append(
            plain_table("Stock-Yogo critical values for the Cragg-Donald F", fit.stock_yogo, digits=2, stub="Criterion")
        )
    return tables


TOOL = Tool(
    id="instrumental_variables",
    title="Instrumental variables",
    group="regression",
    help="Estimates the effect of endogenous regressors with instruments by two-stage least squares, LIML or "
    "two-step GMM, with fixed "
    "effects, the first stage, and the tests of under-identification, weak instruments, over-identification and "
    "endogeneity.",
    params=(
        *m.outcome_params("Endogenous regressors"),
        Param(
            "instruments",
            "fields",
            "Instruments",
            "Columns that move the endogenous regressors but not the outcome.",
            parent="panel",
            optional=True,
        ),
        Param(
            "instrument_terms",
            "text",
            "Instrument terms",
            "Instruments made from columns, joined by commas, such as ruggedness:trend or L.agg. An instrument that "
            "is constant in "
            "every unit must be multiplied by something that moves over time, or unit effects be left out.",
            optional=True,
        ),
        Param(
            "estimator",
            "choice",
            "Estimator",
            "Two-stage least squares, limited-information maximum likelihood, or efficient two-step GMM.",
            default="2sls",
            choices=("2sls", "liml", "gmm"),
        ),
        m.effects_param(),
        *m.errors_params("robust"),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output("tests", "table", "Tests", "Statistic, degrees of freedom and p-value of each test of the instruments."),
        m.figure_output(
            "Comparison chart", "Coefficient of the first endogenous regressor with and without instruments."
        ),
        Output("estimate", "number", "Coefficient", "Coefficient of the first endogenous regressor."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("weak_f", "number", "Weak-instrument F", "Kleibergen-Paap F, or Cragg-Donald F with classical errors."),
    ),
    run=run,
    tags=("2SLS", "IV", "LIML", "GMM", "endogeneity", "weak instruments"),
    example="gisplug instrumental-variables --panel demo-panel --unit adcode --period year --outcome develop "
    "--regressors agg "
    "--controls wage,second --instruments rugged --effects time --paper iv.html",
)
