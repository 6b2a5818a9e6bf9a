"""Tool: dynamic spatial panel models."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_NAMES
from gisplug.tools.inputs import choice_param, effects_param, panel_params
from gisplug.tools.results import save_figure, save_table, written
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import estimator_outputs, result_of_test, save_estimator
from gisplug.tools.spatial.options import (
    correction_param,
    draws_params,
    formula_param,
    menu_of,
    model_param,
    sample_options,
    sample_params,
)
from gisplug.tools.weights_inputs import weights_params

SHOWN = ("Observations", "N", "T", "sigma2", "tau + rho + eta", "Spectral radius", "Log-likelihood")


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.charts.over_time import responses_figure
    from gisplug.spatial.models.dynamic.dynamic_panel import dynamic_panel

    panel, w = load_panel_and_weights(params, progress)
    fit = dynamic_panel(
        panel,
        params["formula"],
        w,
        model=params["model"],
        dynamics=params["dynamics"],
        effects=params["effects"],
        correction=params["correction"],
        **sample_options(params),
    )
    notes = [result_of_test(t) for t in fit.spec_tests if t.ran]
    values = save_estimator(params, progress, fit, f"Dynamic {fit.model.upper()} of {fit.outcome}", SHOWN, notes)
    if params["response_table"] or params["response_figure"]:
        path = fit.responses(params["horizons"])
        save_table(path, params["response_table"])
        if params["response_figure"]:
            save_figure(responses_figure(path, fit), params["response_figure"])
    return {
        **written(TOOL, params),
        **values,
        "tau": fit.tau,
        "eta": fit.eta,
        "radius": fit.radius,
        "stable": "yes" if fit.stable else "no",
    }


TOOL = Tool(
    id="spatial_dynamic",
    title="Dynamic spatial panel model",
    group="spatial",
    help="Fits a spatial lag or Durbin model with the outcome of the period before and its spatial lag, corrects "
    "the bias that fixed effects cause in short panels, and gives short-run and long-run direct, indirect and "
    "total effects. The first period of the panel is the initial one.",
    params=(
        *panel_params(),
        formula_param(),
        *weights_params(),
        model_param("Whether the regressors' spatial lags are in the model.", menu_of("sdm", "sar")),
        choice_param(
            "dynamics",
            "Lags in time",
            "Which lags of the outcome the model has: its own, that of its neighbours, or both.",
            {"both": "Own and neighbours'", "time": "Own", "space": "Neighbours'"},
            "both",
        ),
        effects_param(
            "Unit effects, or unit and period effects.", {name: EFFECT_NAMES[name] for name in ("twoways", "unit")}
        ),
        correction_param(
            "Remove the bias of short panels after Yu, de Jong and Lee and Lee and Yu, or not.",
            {"bias": "Corrected", "none": "None"},
            "bias",
            "Bias correction",
        ),
        *sample_params(),
        *draws_params(),
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
        *estimator_outputs(),
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
    example='gisplug spatial-dynamic --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w.csv --paper dynamic.html --response-figure response.png",
)
