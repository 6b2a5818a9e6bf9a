"""Tool: average direct, indirect and total effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.spatial import fitted_model as m
from gisplug.tools.spatial import shared as s


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.report.tables.files import write_paper
    from gisplug.spatial.effects.average import average_effects
    from gisplug.spatial.effects.shocks import effects_by_order

    fit = m.fit_model(params, progress)
    found = average_effects(fit, draws=params["draws"], seed=params["seed"], method=params["method"])
    progress.update(0.8, "Writing the effects")
    made: dict[str, Any] = {}
    if params.get("paper"):
        made["paper"] = str(write_paper(_paper(fit, found), params["paper"]))
    if params.get("table"):
        made["table"] = str(write_table(found.frame.reset_index(), params["table"]))
    if params.get("figure"):
        made["figure"] = _figure(fit, found, params["figure"])
    orders = (
        effects_by_order(fit, orders=params["orders"])
        if params.get("order_table") or params.get("order_figure")
        else None
    )
    if params.get("order_table"):
        made["order_table"] = str(write_table(orders.reset_index(), params["order_table"]))  # type: ignore[union-attr]
    if params.get("order_figure"):
        made["order_figure"] = _order_figure(orders, params["order_figure"])
    first = found.frame["estimate"][fit.regressors[0]]
    values = {name: float(first[name]) for name in ("direct", "indirect", "total")}
    return made | values | {"rejected": float(found.rejected)}


def _paper(fit: Any, found: Any) -> Any:
    from gisplug.core.vocabulary import EFFECT_KINDS
    from gisplug.report.tables.paper_table import regression_table

    columns = {effect.capitalize(): found.frame.xs(effect, level="effect") for effect in EFFECT_KINDS}
    return regression_table(f"Average effects on {fit.outcome}", columns, notes=[*m.evidence(fit), found.note])


def _figure(fit: Any, found: Any, path: str) -> str:
    from gisplug.report.charts.effects import effects_chart
    from gisplug.report.figures import figure, save_figure

    fig, ax = figure(16, 3.5 + 1.3 * len(fit.regressors))
    effects_chart(ax, found.frame, f"Average effects on {fit.outcome}")
    return str(save_figure(fig, path))


def _order_figure(orders: Any, path: str) -> str:
    from gisplug.report.charts.effects import order_chart
    from gisplug.report.figures import figure, save_figure

    names = list(dict.fromkeys(orders.index.get_level_values("variable")))
    fig, axes = figure(16, 5.5 * len(names), rows=len(names), squeeze=False)
    for ax, name in zip(axes[:, 0], names):
        order_chart(ax, orders.loc[name], name)
    return str(save_figure(fig, path))


TOOL = Tool(
    id="spatial_effects",
    title="Direct and indirect effects",
    group="spatial",
    help="Fits a spatial panel model and gives the average direct, indirect (spillover) and total effect of every "
    "regressor with standard errors. "
    "The direct effect holds the feedback that passes through neighbours and comes back.",
    params=(
        *m.model_params(),
        Param(
            "method",
            "choice",
            "Standard errors of effects",
            "Simulation draws the coefficients from their joint distribution; the delta method linearises the "
            "effects. They agree closely unless the sample is small.",
            default="simulation",
            choices=("simulation", "delta"),
            choice_labels=("Simulation", "Delta method"),
        ),
        *s.draws_params(),
        Param(
            "orders",
            "integer",
            "Orders of neighbours",
            "How many orders of neighbours the effects are taken apart into.",
            default=8,
            minimum=1,
            maximum=50,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "paper",
            "paper",
            "Table of effects",
            "Direct, indirect and total effects with standard errors and stars, as a paper prints them.",
        ),
        Output(
            "table",
            "table",
            "Effects",
            "One row for every variable and effect with estimate, standard error, z, p and the 95 percent interval.",
        ),
        Output(
            "figure",
            "figure",
            "Chart of effects",
            "Direct, indirect and total effects with their 95 percent intervals.",
        ),
        Output(
            "order_table",
            "table",
            "Effects by order",
            "The effects taken apart by order of neighbours, with the share of the total effect that has arrived.",
        ),
        Output("order_figure", "figure", "Chart by order", "How the effects spread over the orders of neighbours."),
        Output("direct", "number", "Direct effect", "Average direct effect of the first regressor."),
        Output("indirect", "number", "Indirect effect", "Average indirect effect of the first regressor."),
        Output("total", "number", "Total effect", "Average total effect of the first regressor."),
        Output(
            "rejected",
            "number",
            "Rejected draws",
            "Draws thrown away because the spatial lag coefficient was not admissible.",
        ),
    ),
    run=run,
    tags=("impacts", "spillover", "LeSage-Pace", "直接效应", "间接效应"),
    example='gisplug spatial-effects --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage '
    '+ second + third" --weights w.csv --paper effects.html --figure effects.png',
)
