"""Tool: quantile regression with fixed effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    choice_param,
    draws_param,
    seed_param,
    split_list,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    EffectsInputs,
    ParenthesesInputs,
    RegressorsInputs,
    WinsorisedInputs,
    formula_of,
    sample_of,
)
from gisplug.tools.regression_results import TableFiles, side_by_side
from gisplug.tools.results import FilePath, axes_in_a_row, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.regression.quantile import QuantileFit


class Asked(RegressorsInputs, ControlsInputs, EffectsInputs, WinsorisedInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    quantiles: str = param(
        "text",
        "Quantiles",
        "Quantiles between 0 and 1, joined by commas.",
        default="0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9",
    )
    method: Literal["moments", "canay"] = choice_param(
        "Method",
        "Method of moments, where effects may shift location and spread, or Canay's two steps, where they shift "
        "location only.",
        {"moments": "Moments (MM-QR)", "canay": "Two steps (Canay)"},
        "moments",
    )
    draws: int = draws_param("bootstrap samples of whole units", 200, least=20)
    seed: int = seed_param()
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
        seed=asked.seed,
        progress=progress,
        **sample_of(asked),
    )
    tell(progress, panel.report + fit.report)
    save_table(fit.estimates, asked.table)
    if asked.paper:
        title = f"Quantile regression of {asked.outcome}"
        columns = {**{f"{t:g}": fit.column(t) for t in taus}, "Mean": fit.mean}
        save_paper(side_by_side(title, columns, under=asked.parentheses, order=key), asked.paper)
    if asked.figure:
        _save_figure(fit, key, asked.figure)
    first = fit.estimates.xs(key[0], level="term")["estimate"]
    return {**asked.written(), "lowest": float(first.iloc[0]), "highest": float(first.iloc[-1])}


def _quantiles(text: str) -> list[float]:
    try:
        return [float(v) for v in split_list(text)]
    except ValueError:
        raise ParameterError(f"quantiles are numbers such as 0.1, 0.5, 0.9; {text!r} was given instead.") from None


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
    "Machado and Santos Silva or the two steps of Canay, with bootstrap errors, and draws them over the "
    "quantiles.",
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
