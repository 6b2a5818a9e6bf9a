"""Tool: spatial panel models with weights by period, and for unbalanced panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import load_panel, panel_params
from gisplug.tools.results import save_figure, save_table, written
from gisplug.tools.spatial.model_results import estimator_outputs, save_estimator
from gisplug.tools.spatial.options import (
    correction_param,
    draws_params,
    fixed_effects_param,
    formula_param,
    menu_of,
    model_param,
    sample_options,
    sample_params,
)
from gisplug.tools.weights_inputs import load_weights_of, weights_params

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

SHOWN = ("Rows", "Observations", "N", "T", "Sets of weights", "sigma2", "Log-likelihood")


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.charts.over_time import periods_figure
    from gisplug.spatial.models.time_varying.varying_panel import varying_panel

    panel = load_panel(params, unbalanced=params["unbalanced"])
    fit: Any = varying_panel(
        panel,
        params["formula"],
        _weights(params, panel),
        model=params["model"],
        effects=params["effects"],
        correction=params["correction"],
        **sample_options(params),
    )
    title = f"{fit.model.upper()} of {fit.outcome}, weights and units by period"
    values = save_estimator(params, progress, fit, title, SHOWN)
    if params["period_table"] or params["period_figure"]:
        frame = fit.effects_by_period(draws=params["draws"], seed=params["seed"])
        save_table(frame, params["period_table"])
        if params["period_figure"]:
            save_figure(periods_figure(frame, fit.outcome), params["period_figure"])
    return {
        **written(TOOL, params),
        **values,
        "rows": float(fit.by_period.n),
        "absent": float((~fit.by_period.present).sum()),
    }


def _weights(params: Params, panel: Panel) -> Union[Weights, dict[Any, Weights]]:
    """One file for all periods, or one for each where the name holds {period}."""
    from gisplug.weights.formats.files import read_weights

    if "{period}" not in params["weights"]:
        return load_weights_of(params, panel)
    return {
        p: read_weights(params["weights"].replace("{period}", str(p)), normalise=params["normalise"]).align(
            panel.ids, drop=params["extra_units"]
        )
        for p in panel.periods
    }


TOOL = Tool(
    id="spatial_varying",
    title="Unbalanced panel or weights by period",
    group="spatial",
    help="Fits a spatial model where units enter and leave, or where each period has its own weights. In every "
    "period the weights are those of the units present, normalised anew; nothing is filled in or dropped to "
    "balance the panel, and the estimating equations are free of the bias of the fixed effects.",
    params=(
        *panel_params(),
        formula_param(),
        *weights_params(),
        model_param(
            "Which spatial lags the model has: of the outcome, of the regressors, or of the error.",
            menu_of("sdm", "sar", "slx", "sem", "sdem", "ols"),
        ),
        fixed_effects_param(),
        Param(
            "unbalanced",
            "flag",
            "Units enter and leave",
            "Take rows that are missing, or that lack a value, as units that are absent in that period. Without it "
            "such rows are an error.",
            default=True,
        ),
        correction_param(
            "Unbiased estimating equations, which equal the Lee-Yu transformation in balanced panels with one set of "
            "weights, or the direct likelihood.",
            {"score": "Unbiased score", "none": "None (direct)"},
            "score",
        ),
        *sample_params(),
        *draws_params(),
    ),
    outputs=(
        *estimator_outputs(),
        Output("period_table", "table", "Effects by period", "One row for every period, variable and effect."),
        Output(
            "period_figure",
            "figure",
            "Chart by period",
            "Direct and indirect effects of every period with their 95 percent intervals.",
        ),
        Output("rows", "number", "Rows", "Rows that exist."),
        Output("absent", "number", "Absent rows", "Pairs of unit and period that do not exist."),
    ),
    run=run,
    tags=("unbalanced", "time-varying weights", "非平衡面板", "时变权重"),
    example='gisplug spatial-varying --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w_{period}.csv --paper varying.html --period-figure periods.png",
)
