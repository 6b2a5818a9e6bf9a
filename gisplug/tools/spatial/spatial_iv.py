"""Tool: spatial two-stage least squares and GMM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import panel_params, weights_params
from gisplug.tools.spatial import estimator_results as e
from gisplug.tools.spatial import shared as s

SHOWN = (
    "Observations",
    "N",
    "T",
    "sigma2",
    "Excluded instruments",
    "Smallest first-stage F",
    "Overidentification",
    "Overidentification p",
)


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.spatial.models.instruments.spatial_iv import spatial_iv

    panel, w = s.load(params, progress)
    fit: Any = spatial_iv(
        panel,
        params["formula"],
        w,
        model=params["model"],
        effects=params["effects"],
        endogenous=params["endogenous"] or (),
        instruments=params["instruments"] or (),
        method=params["method"],
        errors=params["errors"],
        order=params["order"],
        lagged=params["lagged"],
    )
    stages = "; ".join(f"{'W y' if k == 'rho' else k} {v:.1f}" for k, v in fit.first_stage.items())
    test = fit.overidentification
    notes = [
        f"Instruments: {', '.join(fit.instruments)}.",
        f"Partial F of the first stages: {stages}.",
        f"{test.code}: {test.null} {test.decision[0].upper()}{test.decision[1:]}.",
    ]
    made = e.write_estimator(
        params, progress, fit, f"{fit.model.upper()} of {fit.outcome} by instruments", SHOWN, notes
    )
    return made | {
        "first_stage": float(fit.first_stage.min()) if len(fit.first_stage) else None,
        "p_overidentification": test.p,
    }


TOOL = Tool(
    id="spatial_iv",
    title="Spatial 2SLS and GMM",
    group="spatial",
    help="Estimates a spatial model by instruments, without assuming normal errors and with endogenous regressors "
    "where instruments for them are given. "
    "The spatial lag of the outcome is instrumented by spatial lags of the regressors and of the instruments.",
    params=(
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        Param(
            "model",
            "choice",
            "Model",
            "Which spatial lags the model has. Models with a spatial error are for cross-sections: give a panel of "
            "one period and no fixed effects.",
            default="sar",
            choices=("sar", "sdm", "slx", "ols", "sem", "sdem", "sac", "gns"),
            choice_labels=(
                "Spatial lag of y (SAR)",
                "Spatial Durbin (SDM)",
                "Spatial lag of X (SLX)",
                "No spatial term",
                "Spatial error (SEM)",
                "Spatial Durbin error (SDEM)",
                "Lag and error (SAC)",
                "General nesting (GNS)",
            ),
        ),
        s.effects_param(),
        Param(
            "endogenous",
            "fields",
            "Endogenous regressors",
            "Regressors of the formula that are correlated with the error.",
            parent="panel",
            optional=True,
        ),
        Param(
            "instruments",
            "fields",
            "Instruments",
            "Columns that move the endogenous regressors and are not correlated with the error.",
            parent="panel",
            optional=True,
        ),
        Param(
            "method",
            "choice",
            "Estimator",
            "Two-stage least squares, or GMM with the efficient weights in a second step.",
            default="2sls",
            choices=("2sls", "gmm"),
            choice_labels=("Two-stage least squares", "Two-step GMM"),
        ),
        Param(
            "errors",
            "choice",
            "Standard errors",
            "What the errors are allowed to be: equal in variance, different, or correlated within units.",
            default="robust",
            choices=("robust", "cluster", "homoskedastic"),
            choice_labels=("Robust", "Clustered by unit", "Homoskedastic"),
        ),
        Param(
            "order",
            "integer",
            "Order of the instruments",
            "Highest power of the weights in the instruments, beyond those in the model.",
            default=2,
            minimum=1,
            maximum=5,
            advanced=True,
        ),
        s.lagged_param(),
        *s.draws_params(),
    ),
    outputs=(
        *e.estimator_outputs(),
        Output(
            "first_stage",
            "number",
            "Smallest first-stage F",
            "Partial F of the excluded instruments in the weakest first stage.",
        ),
        Output(
            "p_overidentification",
            "number",
            "P-value of overidentification",
            "P-value of the Sargan or Hansen test; small values speak against the instruments.",
        ),
    ),
    run=run,
    tags=("2SLS", "GMM", "instruments", "endogenous", "工具变量"),
    example='gisplug spatial-iv --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w.csv --endogenous agg --instruments gov1,inf1 --effects unit --paper iv.html",
)
