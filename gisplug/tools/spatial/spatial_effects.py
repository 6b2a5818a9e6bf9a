"""Tool: average direct, indirect and total effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_KINDS
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import FilePath, draw, paper_output, save_figure, save_paper, save_table
from gisplug.tools.spatial.model_fit import evidence, fit_model
from gisplug.tools.spatial.model_results import EFFECT_ROWS, average_effect_outputs, effects_chart_output
from gisplug.tools.spatial_options import EffectDrawsInputs, ModelInputs

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.spatial.effects.average import Effects
    from gisplug.spatial.models.fit import SpatialFit


class Asked(ModelInputs, EffectDrawsInputs):
    """What the tool is asked."""

    method: Literal["simulation", "delta"] = choice_param(
        "Standard errors of effects",
        "Simulation draws the coefficients from their joint distribution; the delta method linearises the "
        "effects. They agree closely unless the sample is small.",
        {"simulation": "Simulation", "delta": "Delta method"},
        "simulation",
    )
    orders: int = param(
        "integer",
        "Orders of neighbours",
        "How many orders of neighbours the effects are taken apart into.",
        default=8,
        minimum=1,
        maximum=50,
        advanced=True,
    )
    paper: FilePath = paper_output(
        "Direct, indirect and total effects with standard errors and stars, as a paper prints them.",
        "Table of effects",
    )
    table: FilePath = output("table", "Effects", EFFECT_ROWS)
    figure: FilePath = effects_chart_output()
    order_table: FilePath = output(
        "table",
        "Effects by order",
        "The effects taken apart by order of neighbours, with the share of the total effect that has arrived.",
    )
    order_figure: FilePath = output("figure", "Chart by order", "How the effects spread over the orders of neighbours.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.effects import effects_chart
    from gisplug.spatial.effects.average import average_effects
    from gisplug.spatial.effects.shocks import effects_by_order

    fit = fit_model(asked, progress)
    found = average_effects(fit, draws=asked.draws, seed=asked.seed, method=asked.method)
    progress.update(0.8, "Writing the effects")
    if asked.paper:
        save_paper(_paper(fit, found), asked.paper)
    save_table(found.frame, asked.table)
    size = (16, 3.5 + 1.3 * len(fit.regressors))
    draw(
        asked.figure,
        effects_chart,
        found.frame,
        message("Average effects on {outcome}", outcome=fit.outcome),
        size=size,
    )
    if asked.order_table or asked.order_figure:
        orders = effects_by_order(fit, orders=asked.orders)
        save_table(orders, asked.order_table)
        if asked.order_figure:
            _save_order_charts(orders, asked.order_figure)
    first = found.frame["estimate"][fit.regressors[0]]
    values = {kind: float(first[kind]) for kind in EFFECT_KINDS}
    return {**asked.written(), **values, "rejected": float(found.rejected)}


def _paper(fit: SpatialFit, found: Effects) -> PaperTable:
    from gisplug.report.tables.paper_table import regression_table

    columns = {effect.capitalize(): found.frame.xs(effect, level="effect") for effect in EFFECT_KINDS}
    return regression_table(
        message("Average effects on {outcome}", outcome=fit.outcome), columns, notes=[*evidence(fit), found.note]
    )


def _save_order_charts(orders: pd.DataFrame, path: str) -> None:
    from gisplug.report.charts.effects import order_chart
    from gisplug.report.figures import figure

    names = list(dict.fromkeys(orders.index.get_level_values("variable")))
    fig, axes = figure(16, 5.5 * len(names), rows=len(names), squeeze=False)
    for ax, name in zip(axes[:, 0], names):
        order_chart(ax, orders.loc[name], name)
    save_figure(fig, path)


TOOL = Tool(
    id="spatial_effects",
    title="Direct and indirect effects",
    group="spatial",
    help="Fits a spatial panel model and gives the average direct, indirect (spillover) and total effect of every "
    "regressor with standard errors. The direct effect holds the feedback that passes through neighbours and "
    "comes back.",
    inputs=Asked,
    values=(
        *average_effect_outputs(*EFFECT_KINDS),
        Output(
            "rejected",
            "number",
            "Rejected draws",
            "Draws thrown away because the spatial lag coefficient was not admissible.",
        ),
    ),
    run=run,
    estimates=True,
    tags=("impacts", "spillover", "LeSage-Pace", "直接效应", "间接效应"),
    example='gisplug spatial-effects --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage + '
    'second + third" --weights w.csv --paper effects.html --figure effects.png',
)
