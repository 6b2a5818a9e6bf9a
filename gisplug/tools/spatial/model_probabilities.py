"""Tool: posterior probabilities of spatial models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import choice_param, choices_param
from gisplug.tools.results import FilePath, draw, paper_output, save_numbers, save_paper, save_table
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial_options import (
    FormulaInputs,
    SpatialSampleInputs,
    fixed_effects_param,
    menu_of,
    sample_options,
)

if TYPE_CHECKING:
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.spatial.specification.model_probabilities import ModelProbabilities

HEADS = {
    "log_marginal": "Log-marginal likelihood",
    "probability": "Probability",
    "spatial_mean": "Posterior mean of rho or lambda",
    "spatial_sd": "Posterior sd",
}


class Asked(FormulaInputs, SpatialSampleInputs):
    """What the tool is asked."""

    effects: Effects = fixed_effects_param()
    models: list[str] = choices_param(
        "Models",
        "Which models are compared.",
        menu_of("ols", "slx", "sar", "sem", "sdm", "sdem"),
        ["slx", "sar", "sem", "sdm", "sdem"],
    )
    prior: Literal["g", "diffuse"] = choice_param(
        "Prior of the coefficients",
        "A proper g-prior makes models of different size comparable. Flat priors compare SLX, SDM and SDEM only.",
        {"g": "g-prior", "diffuse": "Flat"},
        "g",
    )
    g: Optional[float] = param(
        "number",
        "Size of g",
        "The prior variance as a multiple of the variance of the estimate. The larger of the number of rows and "
        "the squared number of regressors is taken where it is left empty.",
        optional=True,
        minimum=0.001,
        advanced=True,
    )
    paper: FilePath = paper_output(
        "Log-marginal likelihoods and probabilities, with the priors below.", "Table of probabilities"
    )
    table: FilePath = output("table", "Probabilities", "One row for each model.")
    figure: FilePath = output("figure", "Chart of probabilities", "Probability of each model.")
    numbers: FilePath = numbers_output()


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.decision import probabilities_chart
    from gisplug.spatial.specification.model_probabilities import model_probabilities

    panel, w = load_panel_and_weights(asked, progress)
    formula = asked_formula(asked, progress)
    found = model_probabilities(
        panel,
        formula,
        w,
        effects=asked.effects,
        models=asked.models,
        prior=asked.prior,
        g=asked.g,
        **sample_options(asked),
        progress=progress,
    )
    if asked.paper:
        save_paper(_paper(found, formula, w.name), asked.paper)
    save_table(found.frame, asked.table)
    draw(asked.figure, probabilities_chart, found, size=(14, 1.2 * len(found.frame) + 2.5))
    save_numbers(found.to_dict(), asked.numbers)
    return {
        **asked.written(),
        "best": found.best,
        "probability": float(found.frame["probability"].max()),
    }


def _paper(found: ModelProbabilities, formula: str, weights: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    shown = found.frame.rename(columns=HEADS).rename(index=str.upper)
    title = message("Posterior model probabilities: {formula}", formula=formula)
    return plain_table(title, shown, [message("W = {weights}. {note}", weights=weights, note=found.note)], stub="Model")


TOOL = Tool(
    id="model_probabilities",
    title="Model probabilities",
    group="spatial",
    help="Compares spatial models by their posterior probabilities after LeSage: coefficients and variance are "
    "integrated out, the spatial parameter by quadrature. The priors are written under the table.",
    inputs=Asked,
    values=(
        Output("best", "text", "Best model", "Model with the highest probability."),
        Output("probability", "number", "Probability of the best", "Posterior probability of the best model."),
    ),
    run=run,
    tags=("Bayesian", "LeSage", "model comparison", "贝叶斯模型比较"),
    example='gisplug model-probabilities --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w.csv --paper probabilities.html',
)
