"""Tool: common correlated effects, pooled and mean group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import SampleInputs, choice_param, choices_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import ControlsInputs, ParenthesesInputs, RegressorsInputs, asked_of, formula_of
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell
from gisplug.tools.shocks.options import SlopesFiles, UnitInputs, averaged_param, tests_paper, unit_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gisplug.language.formula import Formula
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.shocks.result import SlopesFit

FIXED = "Two-way FE"
HEADS = {"pooled": "CCEP", "mean-group": "CCEMG"}


class Asked(RegressorsInputs, ControlsInputs, SampleInputs, UnitInputs, ParenthesesInputs, TableFiles, SlopesFiles):
    """What the tool is asked."""

    columns: list[str] = choices_param(
        "Columns of the table",
        "Regression with unit and period effects, which takes common shocks to hit all units alike; common correlated "
        "effects with common slopes; and the mean of the slopes of units.",
        {"fixed": "Two-way fixed effects", "pooled": "Pooled (CCEP)", "mean-group": "Mean group (CCEMG)"},
        ["fixed", "pooled", "mean-group"],
    )
    outcome_lags: int = param(
        "integer",
        "Own lags",
        "Lags of the outcome among the regressors; nought is the static form. Estimates of the dynamic form need many "
        "periods.",
        default=0,
        minimum=0,
        maximum=4,
    )
    average_lags: Optional[int] = param(
        "integer",
        "Lags of averages",
        "Lags of the cross-section averages. Where it is left empty: none in the static form, and the whole part of "
        "the cube root of the number of periods in the dynamic one.",
        optional=True,
        minimum=0,
        maximum=8,
        advanced=True,
    )
    averaged: Optional[list[str]] = averaged_param()
    jackknife: bool = param(
        "flag",
        "Half-panel jackknife",
        "Whether estimates are corrected by those of the first and the second half of the periods, against the bias of "
        "the dynamic form in short panels.",
        default=False,
        advanced=True,
    )
    errors: Literal["nonparametric", "newey-west"] = choice_param(
        "Errors of the pooled slopes",
        "From how the slopes of units scatter (Pesaran 2006), or, where slopes are the same in all units, Newey and "
        "West within units.",
        {"nonparametric": "Non-parametric", "newey-west": "Newey-West"},
        "nonparametric",
        advanced=True,
    )
    kernel: Optional[int] = param(
        "integer",
        "Lags of Newey-West errors",
        "By a rule from the number of periods where it is left empty.",
        optional=True,
        minimum=0,
        maximum=50,
        applies_when=({"errors": ("newey-west",)},),
        advanced=True,
    )
    figure: FilePath = output(
        "figure", "Coefficient chart", "Coefficients with 95 percent intervals, one colour a column."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.shocks.common_correlated_effects import common_correlated_effects

    methods: list[Any] = [method for method in HEADS if method in asked.columns]
    if not methods:
        raise ParameterError("'columns' (Columns of the table) has pooled or mean-group among its values, or both.")
    panel = load_panel(asked, unbalanced=True)
    formula = formula_of(asked, asked.regressors)
    pooled: dict[str, Any] = {"errors": asked.errors, "kernel": asked.kernel}
    fits = {
        HEADS[method]: common_correlated_effects(
            panel,
            formula,
            method=method,
            outcome_lags=asked.outcome_lags,
            average_lags=asked.average_lags,
            averaged=asked.averaged or (),
            jackknife=asked.jackknife,
            progress=Part(progress, k / len(methods), (k + 1) / len(methods)),
            **(pooled if method == "pooled" else {}),
            **unit_options(asked),
            **asked_of(asked),
        )
        for k, method in enumerate(methods)
    }
    last = list(fits.values())[-1]
    tell(progress, panel.report + last.report)
    shown = {**_fixed(panel, formula, asked), **fits}
    save_estimates(estimates_of(shown), asked.table)
    save_table(last.slopes, asked.slopes)
    title = message("Dependent variable: {outcome}", outcome=asked.outcome)
    if asked.paper:
        paper = side_by_side(title, shown, [_note(last)], under=asked.parentheses, order=list(asked.regressors))
        save_paper([paper, *_long_run(fits, asked), *tests_paper(last.homogeneity, asked.simulations)], asked.paper)
    if asked.figure:
        _save_figure(estimates_of(shown), asked)
    first = last.estimates.loc[asked.regressors[0]]
    cd = last.dependence
    return {
        **asked.written(),
        "estimate": float(first["estimate"]),
        "p": float(first["p"]),
        "n": last.nobs,
        "cd": float(cd["statistic"].iloc[0]) if len(cd) else 0.0,
    }


def _fixed(panel: Panel, formula: Formula, asked: Asked) -> dict[str, Any]:
    """Return the regression with unit and period effects, errors by unit, and the CD of its residuals."""
    from types import SimpleNamespace

    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.residual_dependence import residual_dependence

    if "fixed" not in asked.columns:
        return {}
    fit = fixed_effects(panel, formula, errors="unit", **asked_of(asked))
    rows = fit.statistics
    if asked.simulations:
        cd = residual_dependence(fit, simulations=asked.simulations, seed=asked.seed).table.iloc[0]
        rows |= {"CD of residuals": float(cd["statistic"]), "p (CD)": float(cd["p_sim"])}
    kept = {k: v for k, v in rows.items() if k not in ("R2", "R2 within", "F")}
    return {FIXED: SimpleNamespace(estimates=fit.estimates, statistics=kept, report=fit.report)}


def _save_figure(frames: Mapping[str, pd.DataFrame], asked: Asked) -> None:
    """Draw one regressor column by column, or several with one colour a column."""
    from gisplug.report.charts.regression import coefficients, estimates_by_column

    key = list(asked.regressors)
    if len(key) == 1:
        label = message("Coefficient of {key}", key=key[0])
        size = (13, 3 + 0.9 * len(frames))
        draw(asked.figure, estimates_by_column, frames, key[0], label=label, size=size)
    else:
        draw(asked.figure, coefficients, frames, key, size=(15, 3 + 0.9 * len(key) * max(len(frames), 2)))


def _note(fit: SlopesFit) -> str:
    return message(
        "CCE: unit intercepts and {n} cross-section averages with loadings of each unit. p (CD): simulated.",
        n=len(fit.averages),
    )


def _long_run(fits: Mapping[str, SlopesFit], asked: Asked) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import regression_table

    frames = {head: fit.long_run for head, fit in fits.items() if len(fit.long_run)}
    note = "Slopes over one less the own lags; errors by the delta method."
    return [regression_table("Long-run slopes", frames, notes=[note], under=asked.parentheses)] if frames else []


TOOL = Tool(
    id="common_correlated_effects",
    title="Common correlated effects",
    group="shocks",
    help="Explains a variable by others in a panel whose units feel common shocks each in its own way: cross-section "
    "averages stand for the shocks (Pesaran 2006; dynamic after Chudik and Pesaran 2015). Pooled slopes or the mean of "
    "those of units, beside two-way fixed effects, with tests of what dependence is left.",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Coefficient", "Coefficient of the first regressor in the last column."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("n", "number", "Observations", "Rows that the last column uses."),
        Output("cd", "number", "CD of residuals", "Pesaran's CD of the residuals of the last column."),
    ),
    run=run,
    tags=("CCE", "common factors", "CCEMG", "CCEP", "cross-section dependence", "共同冲击", "截面相关"),
    example="gisplug common-correlated-effects --panel demo-panel --unit adcode --period year --outcome develop "
    "--regressors agg --controls wage --paper cce.html --figure cce.png --slopes slopes.csv",
)
