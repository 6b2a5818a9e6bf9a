"""Tool: instrumental variables in panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import NEAR_ERRORS, ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import choice_param, fields_param, merged_terms
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.reach_inputs import FAR, NEAR_HELP, ReachInputs, cutoff_param, placing_units, reaching
from gisplug.tools.regression_options import (
    ControlsInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorsInputs,
    WeightedFitInputs,
    errors_param,
    formula_of,
    regressors_param,
    weighted_options,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, statistics_of, with_constants
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.regression.fixed_effects import PanelFit
    from gisplug.regression.instrumental_variables import InstrumentFit
    from gisplug.report.tables.paper_table import PaperTable

ESTIMATORS = {"2sls": "2SLS", "liml": "LIML", "gmm": "GMM"}
PLAIN = "Least squares"


class Asked(
    RegressorsInputs,
    ControlsInputs,
    WeightedFitInputs,
    ReachInputs,
    FurtherRowsInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    regressors: list[str] = regressors_param("Endogenous regressors")
    instruments: Optional[list[str]] = fields_param(
        "Instruments",
        "Columns that move the endogenous regressors but not the outcome.",
        optional=True,
    )
    instrument_terms: Optional[str] = param(
        "text",
        "Instrument terms",
        "Instruments made from columns, joined by commas, such as ruggedness:trend or lag(agg). An instrument that "
        "is constant in every unit must be multiplied by something that moves over time, or unit effects be left "
        "out.",
        optional=True,
    )
    estimator: Literal["2sls", "liml", "gmm"] = choice_param(
        "Estimator",
        "Two-stage least squares, limited-information maximum likelihood, or efficient two-step GMM.",
        {"2sls": "Two-stage least squares (2SLS)", "liml": "Limited-information ML (LIML)", "gmm": "Two-step GMM"},
        "2sls",
    )
    errors: ErrorStructure = errors_param("robust", NEAR_ERRORS, NEAR_HELP)
    cutoff: Optional[float] = cutoff_param(applies_when=({"errors": FAR},))
    tests: FilePath = output(
        "table", "Tests", "Statistic, degrees of freedom and p-value of each test of the instruments."
    )
    figure: FilePath = output(
        "figure",
        "Comparison chart",
        "Coefficient of the first endogenous regressor with and without instruments.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.instrumental_variables import instrumental_variables
    from gisplug.report.charts.regression import estimates_by_column

    panel = load_panel(asked, placing_units(asked), unbalanced=True)
    key, options = list(asked.regressors), reaching(asked, weighted_options(asked))
    formula = formula_of(asked, key)
    instruments = merged_terms(asked.instruments, asked.instrument_terms)
    fit = instrumental_variables(
        panel, formula, endogenous=key, instruments=instruments, estimator=asked.estimator, **options
    )
    tell(progress, panel.report + fit.report)
    tests, notes = _with_set(fit)
    for note in notes:
        progress.warn(note)
    more = calibrated(asked, progress, {"": fit})
    plain = fixed_effects(panel, formula, **options)
    name = ESTIMATORS[asked.estimator]
    rows = asked.rows
    frames = {
        **{message("First stage: {k}", k=k): with_constants(f, fit, rows, stage=k) for k, f in fit.first.items()},
        **estimates_of({name: fit, PLAIN: plain}, rows),
    }
    save_estimates(frames, asked.table)
    save_table(tests, asked.tests)
    if asked.paper:
        save_paper([*_papers(fit, plain, frames, name, asked), *more], asked.paper)
    two = {PLAIN: plain.estimates, name: fit.estimates}
    draw(
        asked.figure, estimates_by_column, two, key[0], label=message("Coefficient of {key}", key=key[0]), size=(13, 5)
    )
    first = fit.estimates.iloc[0]
    test = fit.tests["statistic"]
    return {
        **asked.written(),
        "estimate": float(first["estimate"]),
        "p": float(first["p"]),
        "weak_f": float(test.get("kp_f", test["cragg_donald_f"])),
        "weak_p": float(fit.tests.loc["anderson_rubin", "p"]),
    }


def _with_set(fit: InstrumentFit) -> tuple[pd.DataFrame, list[str]]:
    """Return the tests with the Anderson-Rubin set beside its test, and what the set says where it is no interval."""
    if len(fit.endogenous) > 1:
        return fit.tests, []
    found, tests = fit.anderson_rubin(), fit.tests.copy()
    tests.loc["anderson_rubin", "note"] += message("; {level:.0%} set: {found}", level=found.level, found=found.text)
    return tests, [found.meaning] if found.meaning else []


def _papers(
    fit: InstrumentFit, plain: PanelFit, frames: Mapping[str, pd.DataFrame], name: str, asked: Asked
) -> list[PaperTable]:
    """Return the table of both stages and that of the tests."""
    from gisplug.report.tables.paper_table import plain_table, regression_table, shown, stars

    stats = statistics_of({name: fit, PLAIN: plain}, asked.rows)
    for variable, values in fit.first_statistics.items():
        for label, value in values.items():
            stats.setdefault(label if label != "p" else "F of instruments, p", {})[
                message("First stage: {variable}", variable=variable)
            ] = value
    starred = {"Kleibergen-Paap rk LM": "kp_lm", "Anderson LM": "anderson_lm"}
    for label, test in starred.items():
        if label in stats:
            stats[label][name] = f"{shown(fit.tests.loc[test, 'statistic'])}{stars(fit.tests.loc[test, 'p'])}"
    for variable, found in fit.first_statistics.items():
        text = f"{shown(found['F of instruments'])}{stars(found['p'])}"
        stats["F of instruments"][message("First stage: {variable}", variable=variable)] = text
    tests, weak = _with_set(fit)
    notes = [message("Instruments: {instruments}.", instruments=", ".join(fit.instruments)), *weak]
    if len(fit.first) == 1:
        f, df = float(fit.tests.loc["cragg_donald_f", "statistic"]), fit.tests.loc["cragg_donald_f", "df"]
        stats["Cragg-Donald F"][name] = f"{shown(f)}{stars(fit.cragg_donald_p)}"
        notes.append(
            message(
                "Stars of the Cragg-Donald F: as F({df:g}, {df_first:g}) of the instruments, independent errors.",
                df=df,
                df_first=fit.df_first,
            )
        )
    title = message("Instrumental variables: {outcome}", outcome=fit.outcome)
    tables = [
        regression_table(title, frames, stats, notes=notes, under=asked.parentheses, order=list(fit.instruments)),
        plain_table("Tests of the instruments", tests, stub="Test", digits=4),
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
    "instruments, over-identification and endogeneity, and the Anderson-Rubin set, which holds with weak "
    "instruments.",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Coefficient", "Coefficient of the first endogenous regressor."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("weak_f", "number", "Weak-instrument F", "Kleibergen-Paap F, or Cragg-Donald F with classical errors."),
        Output(
            "weak_p",
            "number",
            "P-value with weak instruments",
            "Anderson-Rubin p of no effect of any endogenous regressor; it holds however weak the instruments are.",
        ),
    ),
    run=run,
    estimates=True,
    tags=("2SLS", "IV", "LIML", "GMM", "endogeneity", "weak instruments"),
    example="gisplug instrumental-variables --panel demo-panel --unit adcode --period year --outcome develop "
    "--regressors agg --controls wage,second --instruments rugged --effects time --paper iv.html",
)
