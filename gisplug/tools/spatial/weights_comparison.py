"""Tool: one spatial model over a list of weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import load_panel, panel_params
from gisplug.tools.spatial import fitted_model as m
from gisplug.tools.spatial import shared as s


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.report.charts.weights_comparison import weights_figure, weights_table
    from gisplug.report.figures import save_figure
    from gisplug.report.tables.files import write_paper
    from gisplug.spatial.specification.weights_comparison import weights_comparison
    from gisplug.weights.formats.files import read_weights

    panel = load_panel(params)
    weights = [read_weights(path, normalise=params["normalise"]) for path in params["weights_list"]]
    found = weights_comparison(
        panel,
        params["formula"],
        weights,
        model=params["model"],
        effects=params["effects"],
        correction=params["correction"],
        lagged=params["lagged"],
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
    )
    for fit in found.fits.values():
        for note in fit.report.warnings:
            progress.warn(f"{fit.w_name}: {note.text}")
    made: dict[str, Any] = {}
    if params["paper"]:
        made["paper"] = str(write_paper(weights_table(found), params["paper"]))
    if params["figure"]:
        made["figure"] = str(save_figure(weights_figure(found), params["figure"]))
    if params["table"]:
        made["table"] = str(write_table(found.frame.reset_index(), params["table"]))
    if params["numbers"]:
        s.write_json(params["numbers"], found.to_dict())
        made["numbers"] = params["numbers"]
    best = found.frame.loc[found.best]
    return made | {"best": found.best, "posterior": float(best["posterior"]), "loglik": float(best["loglik"])}


TOOL = Tool(
    id="weights_comparison",
    title="One model under several weights",
    group="spatial",
    help="Fits the same spatial model under each of several weights and puts coefficients, effects, log-likelihoods "
    "and posterior weights side by side. "
    "It answers the question whether the spillovers depend on how neighbourhood is drawn.",
    params=(
        *panel_params(),
        s.formula_param(),
        Param(
            "weights_list",
            "weights_list",
            "Spatial weights",
            "Two or more weights files with the same ids as the panel. Their file names are the headings.",
        ),
        Param(
            "normalise",
            "choice",
            "Normalisation",
            "How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row "
            "and column sum.",
            default="row",
            choices=("row", "spectral", "minmax", "none"),
            advanced=True,
        ),
        Param(
            "model",
            "choice",
            "Model",
            "Which spatial lags the model has: of the outcome, of the regressors, of the error, or several of them.",
            default="sdm",
            choices=m.MODELS[:-1],
            choice_labels=m.MODEL_LABELS[:-1],
        ),
        s.effects_param(),
        Param(
            "correction",
            "choice",
            "Correction for fixed effects",
            "What is done about the many fixed effects. Log-likelihoods are compared only where all weights have "
            "the same correction.",
            default="auto",
            choices=("auto", "transform", "bias", "none"),
            choice_labels=("Automatic", "Lee-Yu transformation", "Lee-Yu bias correction", "None (direct)"),
            advanced=True,
        ),
        s.lagged_param(),
        *s.draws_params(),
    ),
    outputs=(
        Output(
            "paper",
            "paper",
            "Table over weights",
            "Coefficients, spatial lags, effects, log-likelihood, Akaike and posterior weights, one column for each "
            "weights file.",
        ),
        Output(
            "figure",
            "figure",
            "Chart over weights",
            "Direct, indirect and total effects of every variable under each weights file with 95 percent intervals.",
        ),
        Output(
            "table",
            "table",
            "Fit by weights",
            "One row for each weights file with log-likelihood, AIC, Akaike weight, posterior weight and spatial "
            "parameters.",
        ),
        s.numbers_output(),
        Output(
            "best",
            "text",
            "Best weights",
            "Weights with the highest posterior, or the highest log-likelihood where there is no posterior.",
        ),
        Output("posterior", "number", "Posterior of the best", "Posterior weight of the best weights."),
        Output("loglik", "number", "Log-likelihood of the best", "Log-likelihood under the best weights."),
    ),
    run=run,
    tags=("robustness", "weights", "空间权重稳健性"),
    example='gisplug weights-comparison --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights-list queen.csv,knn4.csv --paper weights.html --figure weights.png',
)
