"""Tool: spatial panel models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.tools.spatial import fitted_model as m
from gisplug.tools.spatial import shared as s


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.report.tables.files import write_paper

    fit = m.fit_model(params, progress)
    made: dict[str, Any] = {}
    if params.get("paper"):
        title = f"{fit.statistics['Model'][0].upper()}{fit.statistics['Model'][1:]} model of {fit.outcome}"
        made["paper"] = str(write_paper(m.coefficient_table(fit, title), params["paper"]))
    if params.get("coefficients"):
        made["coefficients"] = str(write_table(fit.table().reset_index(), params["coefficients"]))
    if params.get("fitted"):
        made["fitted"] = str(write_table(_fitted(fit), params["fitted"]))
    if params.get("figure"):
        made["figure"] = _figure(fit, params["figure"])
    if params.get("numbers"):
        s.write_json(params["numbers"], fit.to_dict())
        made["numbers"] = params["numbers"]
    values = {
        "rho": fit.rho,
        "lam": fit.lam,
        "sigma2": fit.sigma2,
        "loglik": fit.loglik,
        "aic": fit.aic,
        "r2_within": fit.r2_within,
        "nobs": float(fit.nobs),
    }
    return made | values | {"summary": fit.summary()}


def _fitted(fit: Any) -> Any:
    """Long table of outcome, fitted value, residual and the effects that were removed."""
    import numpy as np
    import pandas as pd

    T, N = fit.y.shape
    return pd.DataFrame(
        {
            "unit": np.tile(np.array(fit.ids, dtype=object), T),
            "name": np.tile(np.array(fit.names, dtype=object), T),
            "period": np.repeat(np.array(fit.periods), N),
            "observed": fit.y.ravel(),
            "fitted": fit.fitted.ravel(),
            "residual": fit.residuals.ravel(),
            "unit_effect": np.tile(fit.mu.to_numpy(), T),
            "period_effect": np.repeat(fit.xi.to_numpy(), N),
        }
    )


def _figure(fit: Any, path: str) -> str:
    from gisplug.report.charts.effects import coefficient_chart
    from gisplug.report.figures import figure, save_figure

    fig, ax = figure(16, 2.5 + 0.65 * len(fit.params))
    coefficient_chart(ax, fit.table().drop(index="sigma2"), f"{fit.model.upper()}: coefficients and 95% intervals")
    return str(save_figure(fig, path))


TOOL = Tool(
    id="spatial_panel",
    title="Spatial panel model",
    group="spatial",
    help="Fits a spatial panel model by maximum likelihood: the spatial Durbin model or one of its relatives, with "
    "unit, period or both fixed effects. "
    "The coefficients are not the spillovers; the tool for average effects turns them into direct, indirect and "
    "total effects.",
    params=m.model_params(),
    outputs=(
        Output(
            "paper",
            "paper",
            "Table of the model",
            "Coefficients with standard errors, the spatial parameters and measures of fit, as a paper prints them.",
        ),
        Output(
            "coefficients",
            "table",
            "Coefficients",
            "One row for every parameter with estimate, standard error, z, p and the 95 percent interval.",
        ),
        Output(
            "fitted",
            "table",
            "Fitted values and residuals",
            "One row for every unit and period with the observed and fitted outcome, the residual, and the unit and "
            "period effects.",
        ),
        Output("figure", "figure", "Chart of coefficients", "Estimates with their 95 percent intervals."),
        s.numbers_output(),
        Output(
            "rho",
            "number",
            "Spatial lag coefficient",
            "Coefficient of the spatial lag of the outcome; zero where the model has none.",
        ),
        Output(
            "lam",
            "number",
            "Spatial error coefficient",
            "Coefficient of the spatial lag of the error; zero where the model has none.",
        ),
        Output("sigma2", "number", "Error variance", "Estimated variance of the errors."),
        Output("loglik", "number", "Log-likelihood", "Log-likelihood at the maximum."),
        Output(
            "aic", "number", "Akaike criterion", "Akaike information criterion, which does not count the fixed effects."
        ),
        Output(
            "r2_within",
            "number",
            "R2 within",
            "Squared correlation of outcome and reduced form, both less their fixed effects.",
        ),
        Output("nobs", "number", "Observations", "Observations that the likelihood counts."),
        Output("summary", "text", "Summary", "The result as plain text."),
    ),
    run=run,
    tags=("SDM", "SAR", "SEM", "Durbin", "spillover", "空间杜宾模型"),
    example='gisplug spatial-panel --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage + '
    'second + third" --weights w.csv --paper sdm.html',
)
