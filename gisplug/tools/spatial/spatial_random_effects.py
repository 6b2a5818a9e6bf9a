"""Tool: spatial panel models with random unit effects, and the tests of fixed against random."""

from __future__ import annotations

from typing import Any, Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import LAG_E, SpatialModel
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import FilePath, save_table
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import (
    EstimatorFiles,
    estimator_values,
    result_of_test,
    save_estimator,
)
from gisplug.tools.spatial_options import (
    WITH_DETERMINANT,
    FormulaInputs,
    ModelSampleInputs,
    log_determinant_param,
    model_param,
    sample_options,
)

SHOWN = ("Observations", "N", "T", "sigma2", "sigma2_mu", "phi", "theta", "Log-likelihood", "AIC", "BIC")


class Asked(FormulaInputs, ModelSampleInputs, EstimatorFiles):
    """What the tool is asked."""

    model: SpatialModel = model_param()
    error: Literal["kkp", "b"] = choice_param(
        "Form of the spatial error",
        "For models with a spatial error, whether the unit effects spill over with it (Kapoor, Kelejian and "
        "Prucha) or only the remaining errors do (Baltagi).",
        {"kkp": "Effects spill over (KKP)", "b": "Effects stay (Baltagi)"},
        "kkp",
        applies_when=({"model": LAG_E},),
    )
    periods: bool = param(
        "flag",
        "Fixed period effects",
        "Remove fixed period effects beside the random unit effects.",
        default=False,
    )
    negative: bool = param(
        "flag",
        "Negative variance allowed",
        "Let the variance of the unit effects be estimated below zero, for comparison with other programs. "
        "Otherwise it stops at zero and the result says so.",
        default=False,
        advanced=True,
    )
    log_determinant: Literal["auto", "exact", "probes"] = log_determinant_param(
        applies_when=({"model": WITH_DETERMINANT},)
    )
    tests: FilePath = output("table", "Tests", "Hausman and Mundlak tests of fixed against random effects.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.numbers.hypotheses import tests_frame
    from gisplug.spatial.models.random.random_effects import random_effects
    from gisplug.spatial.specification.fixed_or_random import hausman

    panel, w = load_panel_and_weights(asked, progress)
    options: dict[str, Any] = {
        "model": asked.model,
        "error": asked.error,
        **sample_options(asked),
        "periods": asked.periods,
    }
    formula = asked_formula(asked, progress)
    fit = random_effects(panel, formula, w, negative=asked.negative, log_determinant=asked.log_determinant, **options)
    progress.update(0.4, "Fixed against random effects")
    tests = hausman(panel, formula, w, **options)
    for note in tests.report.having("small-sample"):
        progress.warn(note.text)
    title = message("Random effects {model} of {outcome}", model=fit.model.upper(), outcome=fit.outcome)
    values = save_estimator(asked, progress, fit, title, SHOWN, [result_of_test(t) for t in tests])
    save_table(tests_frame(tests), asked.tests)
    return {
        **asked.written(),
        **values,
        "phi": fit.phi,
        "sigma2_mu": fit.sigma2_mu,
        "p_mundlak": tests[1].p,
        "p_hausman": tests[0].p,
    }


TOOL = Tool(
    id="spatial_random_effects",
    title="Spatial panel model with random effects",
    group="spatial",
    help="Fits a spatial panel model whose unit effects are random draws, by maximum likelihood, and tests whether "
    "they may be: the Hausman test and Mundlak's regression, which has an answer also where the Hausman "
    "variance is not positive definite.",
    inputs=Asked,
    values=(
        *estimator_values(),
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
    estimates=True,
    tags=("random effects", "Hausman", "Mundlak", "KKP", "Baltagi", "随机效应"),
    example='gisplug spatial-random-effects --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w.csv --model sdm --paper re.html',
)
