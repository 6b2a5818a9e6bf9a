"""Tool: quantile regression with fixed effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.errors import ParameterError
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.language.formula import Formula
    from gisplug.regression.quantile import quantile_panel
    from gisplug.report.charts.quantile import over_quantiles
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    key = list(params["regressors"])
    controls = [c for c in m.terms_of(params, "terms", "controls") if c not in key]
    try:
        taus = [float(v) for v in m.split_terms(params["quantiles"])]
    except ValueError:
        raise ParameterError(
            f"quantiles are numbers such as 0.1, 0.5, 0.9; {params['quantiles']!r} was given instead."
        ) from None
    fit = quantile_panel(
        panel,
        Formula(params["outcome"], (*key, *controls)),
        taus,
        method=params["method"],
        effects=params["effects"],
        draws=params["draws"],
        seed=params["seed"],
        where=m.rows_of(panel, params),
        winsorise=params["winsorise"],
        progress=progress,
    )
    m.tell(progress, panel.report + fit.report)
    m.save_table(fit.estimates, params["table"])
    if params["paper"]:
        columns = {**{f"{t:g}": fit.column(t) for t in taus}, "Mean": fit.mean}
        m.save_paper(
            m.side_by_side(
                f"Quantile regression of {params['outcome']}", columns, under=params["parentheses"], order=key
            ),
            params["paper"],
        )
    if params["figure"]:
        fig, axes = figure(13 * min(len(key), 2), 8.5, columns=len(key))
        for ax, term in zip([axes] if len(key) == 1 else list(axes), key):
            over_quantiles(ax, fit.estimates.xs(term, level="term"), fit.mean.estimates.loc[term], term)
        m.save_fig(fig, params["figure"])
    first = fit.estimates.xs(key[0], level="term")["estimate"]
    return {
        **m.wanted(params, "paper", "table", "figure"),
        "lowest": float(first.iloc[0]),
        "highest": float(first.iloc[-1]),
    }


TOOL = Tool(
    id="panel_quantile",
    title="Panel quantile regression",
    group="regression",
    help="Estimates coefficients at quantiles of the outcome with fixed effects, by the method of moments of "
    "Machado and Santos Silva or "
    "the two steps of Canay, with bootstrap errors, and draws them over the quantiles.",
    params=(
        *m.outcome_params(),
        Param(
            "quantiles",
            "text",
            "Quantiles",
            "Quantiles between 0 and 1, joined by commas.",
            default="0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9",
        ),
        Param(
            "method",
            "choice",
            "Method",
            "Method of moments, where effects may shift location and spread, or Canay's two steps, where they shift "
            "location only.",
            default="moments",
            choices=("moments", "canay"),
            choice_labels=("Moments (MM-QR)", "Two steps (Canay)"),
        ),
        m.effects_param(),
        Param(
            "draws",
            "integer",
            "Draws",
            "Number of bootstrap samples of whole units.",
            default=200,
            minimum=20,
            maximum=100000,
        ),
        m.seed_params(1)[1],
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        m.figure_output(
            "Quantile plot",
            "Coefficients over the quantiles with their band, beside the coefficient of the mean regression.",
        ),
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
