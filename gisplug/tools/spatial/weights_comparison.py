"""Tool: one spatial model over a list of weights."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import load_panel, panel_params
from gisplug.tools.results import paper_output, save_figure, save_numbers, save_paper, save_table, written
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial.options import (
    LEE_YU,
    correction_param,
    draws_params,
    fixed_effects_param,
    formula_param,
    menu_of,
    model_param,
    sample_options,
    sample_params,
)
from gisplug.tools.weights_inputs import extra_units_param, normalise_param


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.charts.weights_comparison import weights_figure, weights_table
    from gisplug.spatial.specification.weights_comparison import weights_comparison
    from gisplug.weights.formats.files import read_weights

    panel = load_panel(params)
    weights = [
        read_weights(path, normalise=params["normalise"]).align(panel.ids, drop=params["extra_units"])
        for path in params["weights_list"]
    ]
    found = weights_comparison(
        panel,
        params["formula"],
        weights,
        model=params["model"],
        effects=params["effects"],
        correction=params["correction"],
        **sample_options(params),
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
    )
    for fit in found.fits.values():
        for note in fit.report.warnings:
            progress.warn(f"{fit.w_name}: {note.text}")
    if params["paper"]:
        save_paper(weights_table(found), params["paper"])
    if params["figure"]:
        save_figure(weights_figure(found), params["figure"])
    save_table(found.frame, params["table"])
    save_numbers(found.to_dict(), params["numbers"])
    best = found.frame.loc[found.best]
    return {
        **written(TOOL, params),
        "best": found.best,
        "posterior": float(best["posterior"]),
        "loglik": float(best["loglik"]),
    }


TOOL = Tool(
    id="weights_comparison",
    title="One model under several weights",
    group="spatial",
    help="Fits the same spatial model under each of several weights and puts coefficients, effects, "
    "log-likelihoods and posterior weights side by side. It answers the question whether the spillovers "
    "depend on how neighbourhood is drawn.",
    params=(
        *panel_params(),
        formula_param(),
        Param(
            "weights_list",
            "weights_list",
            "Spatial weights",
            "Two or more weights files with the same ids as the panel. Their file names are the headings.",
        ),
        normalise_param(),
        extra_units_param(),
        model_param(choices=menu_of("sdm", "sar", "slx", "sem", "sdem", "sac", "gns")),
        fixed_effects_param(),
        correction_param(
            "What is done about the many fixed effects. Log-likelihoods are compared only where all weights have the "
            "same correction.",
            LEE_YU,
            "auto",
        ),
        *sample_params(),
        *draws_params(),
    ),
    outputs=(
        paper_output(
            "Coefficients, spatial lags, effects, log-likelihood, Akaike and posterior weights, one column for each "
            "weights file.",
            "Table over weights",
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
        numbers_output(),
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
