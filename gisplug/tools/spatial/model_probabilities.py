"""Tool: posterior probabilities of spatial models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, panel_params
from gisplug.tools.results import draw, paper_output, save_numbers, save_paper, save_table, written
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial.options import fixed_effects_param, formula_param, menu_of, sample_options, sample_params
from gisplug.tools.weights_inputs import weights_params

if TYPE_CHECKING:
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.spatial.specification.model_probabilities import ModelProbabilities

HEADS = {
    "log_marginal": "Log-marginal likelihood",
    "probability": "Probability",
    "spatial_mean": "Posterior mean of rho or lambda",
    "spatial_sd": "Posterior sd",
}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.charts.decision import probabilities_chart
    from gisplug.spatial.specification.model_probabilities import model_probabilities

    panel, w = load_panel_and_weights(params, progress)
    found = model_probabilities(
        panel,
        params["formula"],
        w,
        effects=params["effects"],
        models=params["models"],
        prior=params["prior"],
        g=params["g"],
        **sample_options(params),
        progress=progress,
    )
    if params["paper"]:
        save_paper(_paper(found, params["formula"], w.name), params["paper"])
    save_table(found.frame, params["table"])
    draw(params["figure"], probabilities_chart, found, size=(14, 1.2 * len(found.frame) + 2.5))
    save_numbers(found.to_dict(), params["numbers"])
    return {
        **written(TOOL, params),
        "best": found.best,
        "probability": float(found.frame["probability"].max()),
    }


def _paper(found: ModelProbabilities, formula: str, weights: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    shown = found.frame.rename(columns=HEADS).rename(index=str.upper)
    title = f"Posterior model probabilities: {formula}"
    return plain_table(title, shown, [f"W = {weights}. {found.note}"], stub="Model")


TOOL = Tool(
    id="model_probabilities",
    title="Model probabilities",
    group="spatial",
    help="Compares spatial models by their posterior probabilities after LeSage: coefficients and variance are "
    "integrated out, the spatial parameter by quadrature. The priors are written under the table.",
    params=(
        *panel_params(),
        formula_param(),
        *weights_params(),
        fixed_effects_param(),
        choices_param(
            "models",
            "Models",
            "Which models are compared.",
            menu_of("ols", "slx", "sar", "sem", "sdm", "sdem"),
            ["slx", "sar", "sem", "sdm", "sdem"],
        ),
        choice_param(
            "prior",
            "Prior of the coefficients",
            "A proper g-prior makes models of different size comparable. Flat priors compare SLX, SDM and SDEM only.",
            {"g": "g-prior", "diffuse": "Flat"},
            "g",
        ),
        Param(
            "g",
            "number",
            "Size of g",
            "The prior variance as a multiple of the variance of the estimate. The larger of the number of rows and "
            "the squared number of regressors is taken where it is left empty.",
            optional=True,
            minimum=0.001,
            advanced=True,
        ),
        *sample_params(),
    ),
    outputs=(
        paper_output("Log-marginal likelihoods and probabilities, with the priors below.", "Table of probabilities"),
        Output("table", "table", "Probabilities", "One row for each model."),
        Output("figure", "figure", "Chart of probabilities", "Probability of each model."),
        numbers_output(),
        Output("best", "text", "Best model", "Model with the highest probability."),
        Output("probability", "number", "Probability of the best", "Posterior probability of the best model."),
    ),
    run=run,
    tags=("Bayesian", "LeSage", "model comparison", "贝叶斯模型比较"),
    example='gisplug model-probabilities --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w.csv --paper probabilities.html',
)
