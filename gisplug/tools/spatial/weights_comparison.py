"""Tool: one spatial model over a list of weights."""

from __future__ import annotations

from typing import Literal

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects, Normalisation, SpatialModel
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.results import FilePath, paper_output, save_figure, save_numbers, save_paper, save_table
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial_options import (
    LEE_YU,
    EffectDrawsInputs,
    ModelSampleInputs,
    PanelFormulaInputs,
    correction_param,
    fixed_effects_param,
    menu_of,
    model_param,
    sample_options,
)
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, normalise_param, weights_file


class Asked(PanelFormulaInputs, ExtraUnitsInputs, ModelSampleInputs, EffectDrawsInputs):
    """What the tool is asked."""

    weights_list: list[str] = param(
        "weights_list",
        "Spatial weights",
        "Two or more weights files with the same ids as the panel. Their file names are the headings.",
    )
    normalise: Normalisation = normalise_param()
    model: SpatialModel = model_param(choices=menu_of("sdm", "sar", "slx", "sem", "sdem", "sac", "gns"))
    effects: Effects = fixed_effects_param()
    correction: Literal["auto", "transform", "bias", "none"] = correction_param(
        "What is done about the many fixed effects. Log-likelihoods are compared only where all weights have the "
        "same correction.",
        LEE_YU,
        "auto",
    )
    paper: FilePath = paper_output(
        "Coefficients, spatial lags, effects, log-likelihood, Akaike and posterior weights, one column for each "
        "weights file.",
        "Table over weights",
    )
    figure: FilePath = output(
        "figure",
        "Chart over weights",
        "Direct, indirect and total effects of every variable under each weights file with 95 percent intervals.",
    )
    table: FilePath = output(
        "table",
        "Fit by weights",
        "One row for each weights file with log-likelihood, AIC, Akaike weight, posterior weight and spatial "
        "parameters.",
    )
    numbers: FilePath = numbers_output()


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.weights_comparison import weights_figure, weights_table
    from gisplug.spatial.specification.weights_comparison import weights_comparison

    whole = load_panel(asked)
    files = [weights_file(path, asked.normalise, whole) for path in asked.weights_list]
    panel, weights = aligned(whole, files, asked.match, asked.extra_units)
    found = weights_comparison(
        panel,
        asked_formula(asked, progress),
        weights,
        model=asked.model,
        effects=asked.effects,
        correction=asked.correction,
        **sample_options(asked),
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
    )
    for fit in found.fits.values():
        for note in fit.report.warnings:
            progress.warn(message("{part}: {said}", part=fit.w_name, said=note.text))
    if asked.paper:
        save_paper(weights_table(found), asked.paper)
    if asked.figure:
        save_figure(weights_figure(found), asked.figure)
    save_table(found.frame, asked.table)
    save_numbers(found.to_dict(), asked.numbers)
    best = found.frame.loc[found.best]
    return {
        **asked.written(),
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
    inputs=Asked,
    values=(
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
    estimates=True,
    tags=("robustness", "weights", "空间权重稳健性"),
    example='gisplug weights-comparison --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights-list queen.csv,knn4.csv --paper weights.html --figure weights.png',
)
