"""Tool: spatial panel models with weights by period, and for unbalanced panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import load_panel, panel_params, weights_params
from gisplug.tools.spatial import estimator_results as e
from gisplug.tools.spatial import shared as s

SHOWN = ("Rows", "Observations", "N", "T", "Sets of weights", "sigma2", "Log-likelihood")


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.spatial.models.time_varying.varying_panel import varying_panel

    panel = load_panel(params, unbalanced=params["unbalanced"])
    w = _weights(params, panel)
    fit: Any = varying_panel(
        panel,
        params["formula"],
        w,
        model=params["model"],
        effects=params["effects"],
        correction=params["correction"],
        lagged=params["lagged"],
    )
    made = e.write_estimator(
        params, progress, fit, f"{fit.model.upper()} of {fit.outcome}, weights and units by period", SHOWN
    )
    if params["period_table"]:
        frame = fit.effects_by_period(draws=params["draws"], seed=params["seed"])
        made["period_table"] = str(write_table(frame.reset_index(), params["period_table"]))
    if params["period_figure"]:
        from gisplug.report.charts.over_time import periods_figure
        from gisplug.report.figures import save_figure

        frame = fit.effects_by_period(draws=params["draws"], seed=params["seed"])
        made["period_figure"] = str(save_figure(periods_figure(frame, fit.outcome), params["period_figure"]))
    return made | {"rows": float(fit.by_period.n), "absent": float((~fit.by_period.present).sum())}


def _weights(params: Mapping[str, Any], panel: Any) -> Any:
    """One file for all periods, or one for each where the name holds {period}."""
    from gisplug.tools.inputs import load_weights
    from gisplug.weights.formats.files import read_weights

    if "{period}" not in params["weights"]:
        return load_weights(params)
    return {
        p: read_weights(params["weights"].replace("{period}", str(p)), normalise=params["normalise"])
        for p in panel.periods
    }


TOOL = Tool(
    id="spatial_varying",
    title="Unbalanced panel or weights by period",
    group="spatial",
    help="Fits a spatial model where units enter and leave, or where each period has its own weights. In every "
    "period the weights are those of the units present, "
    "normalised anew; nothing is filled in or dropped to balance the panel, and the estimating equations are free "
    "of the bias of the fixed effects.",
    params=(
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        Param(
            "model",
            "choice",
            "Model",
            "Which spatial lags the model has: of the outcome, of the regressors, or of the error.",
            default="sdm",
            choices=("sdm", "sar", "slx", "sem", "sdem", "ols"),
            choice_labels=(
                "Spatial Durbin (SDM)",
                "Spatial lag of y (SAR)",
                "Spatial lag of X (SLX)",
                "Spatial error (SEM)",
                "Spatial Durbin error (SDEM)",
                "No spatial term (OLS)",
            ),
        ),
        s.effects_param(),
        Param(
            "unbalanced",
            "flag",
            "Units enter and leave",
            "Take rows that are missing, or that lack a value, as units that are absent in that period. Without it "
            "such rows are an error.",
            default=True,
        ),
        Param(
            "correction",
            "choice",
            "Correction for fixed effects",
            "Unbiased estimating equations, which equal the Lee-Yu transformation in balanced panels with one set "
            "of weights, or the direct likelihood.",
            default="score",
            choices=("score", "none"),
            choice_labels=("Unbiased score", "None (direct)"),
            advanced=True,
        ),
        s.lagged_param(),
        *s.draws_params(),
    ),
    outputs=(
        *e.estimator_outputs(),
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
    example='gisplug spatial-varying --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w_{period}.csv --paper varying.html --period-figure periods.png',
)
