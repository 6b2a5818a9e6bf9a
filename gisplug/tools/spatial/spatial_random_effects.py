"""Tool: spatial panel models with random unit effects, and the tests of fixed against random."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import panel_params, weights_params
from gisplug.tools.spatial import estimator_results as e
from gisplug.tools.spatial import shared as s

SHOWN = ("Observations", "N", "T", "sigma2", "sigma2_mu", "phi", "theta", "Log-likelihood", "AIC", "BIC")


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.numbers.hypotheses import tests_frame
    from gisplug.spatial.models.random.random_effects import random_effects
    from gisplug.spatial.specification.fixed_or_random import hausman

    panel, w = s.load(params, progress)
    model, error, lagged = params["model"], params["error"], params["lagged"]
    fit = random_effects(
        panel, params["formula"], w, model=model, error=error, lagged=lagged, negative=params["negative"]
    )
    progress.update(0.4, "Fixed against random effects")
    tests = hausman(panel, params["formula"], w, model=model, error=error, lagged=lagged)
    notes = [f"{t.code}: {t.null} {_told(t)}" for t in tests]
    made = e.write_estimator(params, progress, fit, f"Random effects {model.upper()} of {fit.outcome}", SHOWN, notes)
    if params["tests"]:
        made["tests"] = str(write_table(tests_frame(tests).reset_index(), params["tests"]))
    return made | {"phi": fit.phi, "sigma2_mu": fit.sigma2_mu, "p_mundlak": tests[1].p, "p_hausman": tests[0].p}


def _told(test: Any) -> str:
    if not test.ran:
        return f"{test.decision}."
    note = f" ({test.note})" if test.note else ""
    return f"chi2({test.df:g}) = {test.statistic:.3f}, p = {test.p:.4f}: {test.decision}{note}."


TOOL = Tool(
    id="spatial_random_effects",
    title="Spatial panel model with random effects",
    group="spatial",
    help="Fits a spatial panel model whose unit effects are random draws, by maximum likelihood, and tests whether "
    "they may be: the Hausman test and "
    "Mundlak's regression, which has an answer also where the Hausman variance is not positive definite.",
    params=(
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        Param(
            "model",
            "choice",
            "Model",
            "Which spatial lags the model has: of the outcome, of the regressors, of the error, or several of them.",
            default="sdm",
            choices=("sdm", "sar", "slx", "sem", "sdem", "sac", "gns", "ols"),
            choice_labels=(
                "Spatial Durbin (SDM)",
                "Spatial lag of y (SAR)",
                "Spatial lag of X (SLX)",
                "Spatial error (SEM)",
                "Spatial Durbin error (SDEM)",
                "Lag and error (SAC)",
                "General nesting (GNS)",
                "No spatial term (OLS)",
            ),
        ),
        Param(
            "error",
            "choice",
            "Form of the spatial error",
            "For models with a spatial error, whether the unit effects spill over with it (Kapoor, Kelejian and "
            "Prucha) or only the remaining errors do (Baltagi).",
            default="kkp",
            choices=("kkp", "b"),
            choice_labels=("Effects spill over (KKP)", "Effects stay (Baltagi)"),
        ),
        s.lagged_param(),
        *s.draws_params(),
        Param(
            "periods",
            "flag",
            "Fixed period effects",
            "Remove fixed period effects beside the random unit effects.",
            default=False,
        ),
        Param(
            "negative",
            "flag",
            "Negative variance allowed",
            "Let the variance of the unit effects be estimated below zero, for comparison with other programs. "
            "Otherwise it stops at zero and the result says so.",
            default=False,
            advanced=True,
        ),
    ),
    outputs=(
        *e.estimator_outputs(),
        Output("tests", "table", "Tests", "Hausman and Mundlak tests of fixed against random effects."),
        Output("phi", "number", "Variance ratio", "Variance of the unit effects over the variance of the errors."),
        Output("sigma2_mu", "number", "Variance of unit effects", "Estimated variance of the unit effects."),
        Output(
            "p_mundlak",
            "number",
            "P-value of Mundlak",
            "P-value of the Mundlak test; small values speak for fixed effects.",
        ),
        Output(
            "p_hausman",
            "number",
            "P-value of Hausman",
            "P-value of the Hausman test; small values speak for fixed effects.",
        ),
    ),
    run=run,
    tags=("random effects", "Hausman", "Mundlak", "KKP", "Baltagi", "随机效应"),
    example='gisplug spatial-random-effects --panel demo-panel --unit adcode --period year --formula "develop ~ agg '
    '+ wage" --weights w.csv --model sdm --paper re.html',
)
