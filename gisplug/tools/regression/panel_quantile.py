"""Tool: quantile regression with fixed effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    choice_param,
    draws_param,
    seed_param,
    split_list,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    ParenthesesInputs,
    RegressorsInputs,
    WinsorisedInputs,
    formula_of,
    removed_effects_param,
    sample_of,
)
from gisplug.tools.regression_results import TableFiles, side_by_side
from gisplug.tools.results import FilePath, axes_in_a_row, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.regression.quantile import QuantileFit


class Asked(RegressorsInputs, ControlsInputs, WinsorisedInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    quantiles: str = param(
        "text",
        "Quantiles",
        "Quantiles between 0 and 1, joined by commas.",
        default="0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9",
    )
    method: Literal["moments", "canay", "dummies", "pooled"] = choice_param(
        "Method",
        "Method of moments, where effects may shift location and spread; Canay's two steps, where they shift "
        "location only; ordinary quantile regression with the effects as dummies (biased where periods are few); or "
        "pooled, without effects.",
        {
            "moments": "Moments (MM-QR)",
            "canay": "Two steps (Canay)",
            "dummies": "Dummies of the effects",
            "pooled": "Pooled",
        },
        "moments",
    )
    effects: Effects = removed_effects_param(applies_when=({"method": ("moments", "canay", "dummies")},))
    draws: int = draws_param("bootstrap samples", 200, least=20)
    resample: Literal["units", "rows"] = choice_param(
        "Bootstrap of",
        "Whole units, whose rows may be related, or single rows, as sqreg of Stata draws them; errors of rows are too "
        "small where rows of a unit are alike.",
        {"units": "Whole units", "rows": "Rows"},
        "units",
        advanced=True,
    )
    seed: int = seed_param()
    tests: FilePath = output(
        "table",
        "Tests of equal slopes",
        "F test that the slope of each term is the same at all quantiles, from the bootstrap.",
    )
    figure: FilePath = output(
        "figure",
        "Quantile plot",
        "Coefficients over the quantiles with their band, beside the coefficient of the mean regression.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.quantile import quantile_panel

    panel = load_panel(asked, unbalanced=True)
    key = list(asked.regressors)
    taus = _quantiles(asked.quantiles)
    fit = quantile_panel(
        panel,
        formula_of(asked, key),
        taus,
        method=asked.method,
        effects=asked.effects,
        draws=asked.draws,
        resample=asked.resample,
        seed=asked.seed,
        progress=progress,
        **sample_of(asked),
    )
    tell(progress, panel.report + fit.report)
    more = calibrated(asked, progress, {"": fit}, asked.seed)
    save_table(fit.estimates, asked.table)
    save_table(fit.tests, asked.tests)
    if asked.paper:
        title = message("Quantile regression of {outcome}", outcome=asked.outcome)
        columns = {**{f"{t:g}": fit.column(t) for t in taus}, "Mean": fit.mean}
        rows = ("constant",) if asked.method != "moments" else ()
        shown = side_by_side(title, columns, _equality(fit, key), under=asked.parentheses, order=key, rows=rows)
        save_paper([shown, *more], asked.paper)
    if asked.figure:
        _save_figure(fit, key, asked.figure)
    first = fit.estimates.xs(key[0], level="term")["estimate"]
    return {**asked.written(), "lowest": float(first.iloc[0]), "highest": float(first.iloc[-1])}


def _equality(fit: QuantileFit, key: Sequence[str]) -> list[str]:
    """Return what the F tests of equal slopes say, a sentence a regressor."""
    which = "at the first and last quantile" if fit.method == "moments" else "at all quantiles"
    rows = fit.tests.loc[[term for term in key if term in fit.tests.index]]
    return [
        message(
            "Equal slopes of {term} {which}: F({row:g}, {row2:g}) = {row3:.2f}, p = {row4:.4f}.",
            term=term,
            which=which,
            row=row["df"],
            row2=row["df_resid"],
            row3=row["statistic"],
            row4=row["p"],
        )
        for term, row in rows.iterrows()
    ]


def _quantiles(text: str) -> list[float]:
    try:
        return [float(v) for v in split_list(text)]
    except ValueError:
        raise ParameterError(
            message("quantiles are numbers such as 0.1, 0.5, 0.9; {text!r} was given instead.", text=text)
        ) from None


def _save_figure(fit: QuantileFit, key: Sequence[str], path: str) -> None:
    """Draw each regressor over the quantiles."""
    from gisplug.report.charts.quantile import over_quantiles

    fig, axes = axes_in_a_row(len(key), 13 * min(len(key), 2), 8.5)
    for ax, term in zip(axes, key):
        over_quantiles(ax, fit.estimates.xs(term, level="term"), fit.mean.estimates.loc[term], term)
    save_figure(fig, path)


TOOL = Tool(
    id="panel_quantile",
    title="Panel quantile regression",
    group="regression",
    help="Estimates coefficients at quantiles of the outcome with fixed effects, by the method of moments of "
    "Machado and Santos Silva, the two steps of Canay or dummies, or pooled, with bootstrap errors, pseudo-R2 and "
    "the F test of equal slopes, and draws them over the quantiles.",
    inputs=Asked,
    values=(
        Output(
            "lowest", "number", "At the first quantile", "Coefficient of the first regressor at the first quantile."
        ),
        Output("highest", "number", "At the last quantile", "Coefficient of the first regressor at the last quantile."),
    ),
    run=run,
    tags=("quantile", "distribution", "MM-QR", "Canay"),
    example="gisplug panel-quantile --panel demo-panel --unit adcode --period year --outcome develop --regressors agg "
    "--controls wage,second --draws 100 --figure quantiles.png",
)
