"""Tool: posterior probabilities of spatial models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import panel_params, weights_params
from gisplug.tools.spatial import shared as s


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.report.charts.decision import probabilities_chart
    from gisplug.report.figures import figure, save_figure
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table
    from gisplug.spatial.specification.model_probabilities import model_probabilities

    panel, w = s.load(params, progress)
    found = model_probabilities(
        panel,
        params["formula"],
        w,
        effects=params["effects"],
        models=params["models"],
        prior=params["prior"],
        g=params["g"],
        lagged=params["lagged"],
        progress=progress,
    )
    heads = {
        "log_marginal": "Log-marginal likelihood",
        "probability": "Probability",
        "spatial_mean": "Posterior mean of rho or lambda",
        "spatial_sd": "Posterior sd",
    }
    shown = found.frame.rename(columns=heads).rename(index=str.upper)
    made: dict[str, Any] = {}
    if params["paper"]:
        title = f"Posterior model probabilities: {params['formula']}"
        made["paper"] = str(
            write_paper(plain_table(title, shown, [f"W = {w.name}. {found.note}"], stub="Model"), params["paper"])
        )
    if params["table"]:
        made["table"] = str(write_table(found.frame.reset_index(), params["table"]))
    if params["figure"]:
        fig, ax = figure(14, 1.2 * len(found.frame) + 2.5)
        probabilities_chart(ax, found)
        made["figure"] = str(save_figure(fig, params["figure"]))
    if params["numbers"]:
        s.write_json(params["numbers"], found.to_dict())
        made["numbers"] = params["numbers"]
    return made | {"best": found.best, "probability": float(found.frame["probability"].max())}


TOOL = Tool(
    id="model_probabilities",
    title="Model probabilities",
    group="spatial",
    help="Compares spatial models by their posterior probabilities after LeSage: coefficients and variance are "
    "integrated out, the spatial parameter by quadrature. "
    "The priors are written under the table.",
    params=(
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        s.effects_param(),
        Param(
            "models",
            "choices",
            "Models",
            "Which models are compared.",
            default=["slx", "sar", "sem", "sdm", "sdem"],
            choices=("ols", "slx", "sar", "sem", "sdm", "sdem"),
            choice_labels=(
                "No spatial term (OLS)",
                "Spatial lag of X (SLX)",
                "Spatial lag of y (SAR)",
                "Spatial error (SEM)",
                "Spatial Durbin (SDM)",
                "Spatial Durbin error (SDEM)",
            ),
        ),
        Param(
            "prior",
            "choice",
            "Prior of the coefficients",
            "A proper g-prior makes models of different size comparable. Flat priors compare SLX, SDM and SDEM only.",
            default="g",
            choices=("g", "diffuse"),
            choice_labels=("g-prior", "Flat"),
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
        s.lagged_param(),
    ),
    outputs=(
        Output(
            "paper",
            "paper",
            "Table of probabilities",
            "Log-marginal likelihoods and probabilities, with the priors below.",
        ),
        Output("table", "table", "Probabilities", "One row for each model."),
        Output("figure", "figure", "Chart of probabilities", "Probability of each model."),
        s.numbers_output(),
        Output("best", "text", "Best model", "Model with the highest probability."),
        Output("probability", "number", "Probability of the best", "Posterior probability of the best model."),
    ),
    run=run,
    tags=("Bayesian", "LeSage", "model comparison", "贝叶斯模型比较"),
    example='gisplug model-probabilities --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w.csv --paper probabilities.html',
)
