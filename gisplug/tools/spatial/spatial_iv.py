"""Tool: spatial two-stage least squares and GMM."""

from __future__ import annotations

from typing import Any, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects, SpatialModel
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import choice_param, fields_param
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import EstimatorFiles, estimator_values, save_estimator
from gisplug.tools.spatial_options import (
    FormulaInputs,
    ModelSampleInputs,
    fixed_effects_param,
    menu_of,
    model_param,
    sample_options,
)

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

DECISIONS = {
    "nothing speaks against the instruments": message("Nothing speaks against the instruments"),
    "the instruments are in doubt": message("The instruments are in doubt"),
}


class Asked(FormulaInputs, ModelSampleInputs, EstimatorFiles):
    """What the tool is asked."""

    model: SpatialModel = model_param(
        "Which spatial lags the model has. Models with a spatial error are for cross-sections: give a panel of "
        "one period and no fixed effects.",
        {**menu_of("sar", "sdm", "slx", "ols", "sem", "sdem", "sac", "gns"), "ols": "No spatial term"},
        "sar",
    )
    effects: Effects = fixed_effects_param()
    endogenous: Optional[list[str]] = fields_param(
        "Endogenous regressors",
        "Regressors of the formula that are correlated with the error.",
        optional=True,
    )
    instruments: Optional[list[str]] = fields_param(
        "Instruments",
        "Columns that move the endogenous regressors and are not correlated with the error.",
        optional=True,
    )
    method: Literal["2sls", "gmm"] = choice_param(
        "Estimator",
        "Two-stage least squares, or GMM with the efficient weights in a second step.",
        {"2sls": "Two-stage least squares", "gmm": "Two-step GMM"},
        "2sls",
    )
    errors: Literal["robust", "cluster", "homoskedastic"] = choice_param(
        "Standard errors",
        "What the errors are allowed to be: equal in variance, different, or correlated within units.",
        {"robust": "Robust", "cluster": "Clustered by unit", "homoskedastic": "Homoskedastic"},
        "robust",
    )
    order: int = param(
        "integer",
        "Order of the instruments",
        "Highest power of the weights in the instruments, beyond those in the model.",
        default=2,
        minimum=1,
        maximum=5,
        advanced=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.spatial.models.instruments.spatial_iv import spatial_iv

    panel, w = load_panel_and_weights(asked, progress)
    fit: Any = spatial_iv(
        panel,
        asked_formula(asked, progress),
        w,
        model=asked.model,
        effects=asked.effects,
        endogenous=asked.endogenous or (),
        instruments=asked.instruments or (),
        method=asked.method,
        errors=asked.errors,
        order=asked.order,
        **sample_options(asked),
    )
    stages = "; ".join(f"{'W y' if k == 'rho' else k} {v:.1f}" for k, v in fit.first_stage.items())
    test = fit.overidentification
    notes = [
        message("Instruments: {instruments}.", instruments=", ".join(fit.instruments)),
        message("Partial F of the first stages: {stages}.", stages=stages),
        message(
            "{code}: {null} {decision}.",
            code=test.code,
            null=test.null,
            decision=DECISIONS.get(test.decision, test.decision[0].upper() + test.decision[1:]),
        ),
    ]
    title = message("{model} of {outcome} by instruments", model=fit.model.upper(), outcome=fit.outcome)
    values = save_estimator(asked, progress, fit, title, SHOWN, notes)
    return {
        **asked.written(),
        **values,
        "first_stage": float(fit.first_stage.min()) if len(fit.first_stage) else None,
        "p_overidentification": test.p,
    }


TOOL = Tool(
    id="spatial_iv",
    title="Spatial 2SLS and GMM",
    group="spatial",
    help="Estimates a spatial model by instruments, without assuming normal errors and with endogenous regressors "
    "where instruments for them are given. The spatial lag of the outcome is instrumented by spatial lags of "
    "the regressors and of the instruments.",
    inputs=Asked,
    values=(
        *estimator_values(),
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
