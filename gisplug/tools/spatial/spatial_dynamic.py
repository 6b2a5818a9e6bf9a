"""Tool: dynamic spatial panel models."""

from __future__ import annotations

from typing import Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_NAMES, Effects, SpatialModel
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import choice_param, effects_param
from gisplug.tools.results import FilePath, save_figure, save_table
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import (
    EstimatorFiles,
    estimator_values,
    result_of_test,
    save_estimator,
)
from gisplug.tools.spatial_options import (
    FormulaInputs,
    ModelSampleInputs,
    correction_param,
    log_determinant_param,
    menu_of,
    model_param,
    sample_options,
)

SHOWN = ("Observations", "N", "T", "sigma2", "tau + rho + eta", "Spectral radius", "Log-likelihood")


class Asked(FormulaInputs, ModelSampleInputs, EstimatorFiles):
    """What the tool is asked."""

    model: SpatialModel = model_param("Whether the regressors' spatial lags are in the model.", menu_of("sdm", "sar"))
    dynamics: Literal["both", "time", "space"] = choice_param(
        "Lags in time",
        "Which lags of the outcome the model has: its own, that of its neighbours, or both.",
        {"both": "Own and neighbours'", "time": "Own", "space": "Neighbours'"},
        "both",
    )
    effects: Effects = effects_param(
        "Unit effects, or unit and period effects.", {name: EFFECT_NAMES[name] for name in ("twoways", "unit")}
    )
    correction: Literal["bias", "none"] = correction_param(
        "Remove the bias of short panels after Yu, de Jong and Lee and Lee and Yu, or not.",
        {"bias": "Corrected", "none": "None"},
        "bias",
        "Bias correction",
    )
    log_determinant: Literal["auto", "exact", "probes"] = log_determinant_param()
    horizons: int = param(
        "integer",
        "Periods of the response",
        "How many periods after a change the response is followed.",
        default=10,
        minimum=1,
        maximum=200,
        advanced=True,
    )
    response_table: FilePath = output(
        "table",
        "Response over time",
        "Effects of a change in one period on the periods that follow, and their sums.",
    )
    response_figure: FilePath = output(
        "figure",
        "Chart of the response",
        "How direct and indirect effects build up over the periods after a change.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.over_time import responses_figure
    from gisplug.spatial.models.dynamic.dynamic_panel import dynamic_panel

    panel, w = load_panel_and_weights(asked, progress)
    fit = dynamic_panel(
        panel,
        asked_formula(asked, progress),
        w,
        model=asked.model,
        dynamics=asked.dynamics,
        effects=asked.effects,
        correction=asked.correction,
        log_determinant=asked.log_determinant,
        **sample_options(asked),
    )
    notes = [result_of_test(t) for t in fit.spec_tests if t.ran]
    values = save_estimator(
        asked,
        progress,
        fit,
        message("Dynamic {model} of {outcome}", model=fit.model.upper(), outcome=fit.outcome),
        SHOWN,
        notes,
    )
    if asked.response_table or asked.response_figure:
        path = fit.responses(asked.horizons)
        save_table(path, asked.response_table)
        if asked.response_figure:
            save_figure(responses_figure(path, fit), asked.response_figure)
    return {
        **asked.written(),
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
    inputs=Asked,
    values=(
        *estimator_values(),
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
