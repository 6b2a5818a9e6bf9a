"""Tool: dynamic spatial panel models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import panel_params, weights_params
from gisplug.tools.spatial import estimator_results as e
from gisplug.tools.spatial import shared as s

SHOWN = ("Observations", "N", "T", "sigma2", "tau + rho + eta", "Spectral radius", "Log-likelihood")


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.spatial.models.dynamic.dynamic_panel import dynamic_panel

    panel, w = s.load(params, progress)
    fit = dynamic_panel(
        panel,
        params["formula"],
        w,
        model=params["model"],
        dynamics=params["dynamics"],
        effects=params["effects"],
        correction=params["correction"],
        lagged=params["lagged"],
    )
    notes = [f"{t.code}: {t.null} {_told(t)}" for t in fit.tests if t.ran]
    made = e.write_estimator(params, progress, fit, f"Dynamic {fit.model.upper()} of {fit.outcome}", SHOWN, notes)
    if params["response_table"] or params["response_figure"]:
        path = fit.responses(params["horizons"])
        if params["response_table"]:
            made["response_table"] = str(write_table(path.reset_index(), params["response_table"]))
        if params["response_figure"]:
            from gisplug.report.charts.over_time import responses_figure
            from gisplug.report.figures import save_figure

            made["response_figure"] = str(save_figure(responses_figure(path, fit), params["response_figure"]))
    return made | {"tau": fit.tau, "eta": fit.eta, "radius": fit.radius, "stable": "yes" if fit.stable else "no"}


def _told(test: Any) -> str:
    return (
        f"{'z' if test.df is None else f'chi2({test.df:g})'} = {test.statistic:.3f}, p = {test.p:.4f}: {test.decision}."
    )


TOOL = Tool(
    id="spatial_dynamic",
    title="Dynamic spatial panel model",
    group="spatial",
    help="Fits a spatial lag or Durbin model with the outcome of the period before and its spatial lag, corrects "
    "the bias that fixed effects cause in short panels, "
    "and gives short-run and long-run direct, indirect and total effects. The first period of the panel is the "
    "initial one.",
    params=(
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        Param(
            "model",
            "choice",
            "Model",
            "Whether the regressors' spatial lags are in the model.",
            default="sdm",
            choices=("sdm", "sar"),
            choice_labels=("Spatial Durbin (SDM)", "Spatial lag of y (SAR)"),
        ),
        Param(
            "dynamics",
            "choice",
            "Lags in time",
            "Which lags of the outcome the model has: its own, that of its neighbours, or both.",
            default="both",
            choices=("both", "time", "space"),
            choice_labels=("Own and neighbours'", "Own", "Neighbours'"),
        ),
        Param(
            "effects",
            "choice",
            "Fixed effects",
            "Unit effects, or unit and period effects.",
            default="twoways",
            choices=("twoways", "unit"),
            choice_labels=("Unit and period", "Unit"),
        ),
        Param(
            "correction",
            "choice",
            "Bias correction",
            "Remove the bias of short panels after Yu, de Jong and Lee and Lee and Yu, or not.",
            default="bias",
            choices=("bias", "none"),
            choice_labels=("Corrected", "None"),
            advanced=True,
        ),
        s.lagged_param(),
        *s.draws_params(),
        Param(
            "horizons",
            "integer",
            "Periods of the response",
            "How many periods after a change the response is followed.",
            default=10,
            minimum=1,
            maximum=200,
            advanced=True,
        ),
    ),
    outputs=(
        *e.estimator_outputs(),
        Output(
            "response_table",
            "table",
            "Response over time",
            "Effects of a change in one period on the periods that follow, and their sums.",
        ),
        Output(
            "response_figure",
            "figure",
            "Chart of the response",
            "How direct and indirect effects build up over the periods after a change.",
        ),
        Output(
            "tau",
            "number",
            "Coefficient of the lag",
            "Coefficient of the outcome of the period before; zero where the model has none.",
        ),
        Output(
            "eta",
            "number",
            "Coefficient of the space-time lag",
            "Coefficient of the neighbours' outcome of the period before; zero where the model has none.",
        ),
        Output("radius", "number", "Spectral radius", "Largest growth factor of the model; below one it is stable."),
        Output("stable", "text", "Stable", "Whether the model is stable: yes or no."),
    ),
    run=run,
    tags=("dynamic", "long run", "Lee-Yu", "bias correction", "动态空间面板"),
    example='gisplug spatial-dynamic --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w.csv --paper dynamic.html --response-figure response.png',
)
