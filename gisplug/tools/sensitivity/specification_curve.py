"""Tool: one effect over all reasonable specifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_NAMES, SPATIAL_MODELS, Normalisation
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import SampleInputs, choice_param, choices_param, fields_param, seed_param, terms_of
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.results import FilePath, paper_output, save_figure, save_numbers, save_paper, save_table, tell
from gisplug.tools.sensitivity.options import effect_param
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial_options import LEE_YU, SPATIAL_ERRORS, PanelFormulaInputs, menu_of
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, normalise_param, weights_file

if TYPE_CHECKING:
    from gisplug.sensitivity.specifications.curve import SpecificationCurve

MODELS = {"fe": "Least squares (FE)", **menu_of(*SPATIAL_MODELS)}
ERRORS = {
    "unit": "Clustered by unit",
    "driscoll-kraay": "Driscoll-Kraay",
    **{name: SPATIAL_ERRORS[name] for name in ("auto", "expected", "observed", "sandwich")},
    "robust": "Robust to heteroskedasticity (HC1)",
    "classical": "Classical",
    "period": "Clustered by period",
    "unit+period": "Clustered by unit and by period",
}


class Asked(PanelFormulaInputs, ExtraUnitsInputs, SampleInputs):
    """What the tool is asked."""

    weights_list: list[str] = param(
        "weights_list",
        "Spatial weights",
        "Weights files with the same ids as the panel, one or more; the first is that of the baseline.",
    )
    normalise: Normalisation = normalise_param()
    effect: Literal["coefficient", "direct", "indirect", "total"] = effect_param()
    models: list[str] = choices_param(
        "Models",
        "Models to choose from; the first is that of the baseline. Least squares (FE) takes no weights.",
        MODELS,
        ["fe", "slx", "sar", "sdm"],
    )
    effects: list[str] = choices_param(
        "Fixed effects", "Fixed effects to choose from; the first are those of the baseline.", EFFECT_NAMES, ["twoways"]
    )
    errors: list[str] = choices_param(
        "Standard errors",
        "Standard errors to choose from. A model takes those that it has: classical, robust, by period and by both are "
        "of least squares; automatic, information and sandwich of spatial models.",
        ERRORS,
        ["unit"],
    )
    samples: Optional[str] = param(
        "text",
        "Samples",
        "Names and conditions beside all rows, joined by a vertical bar: Without municipalities: unit not in 110000, "
        "310000 | Before 2020: period < 2020.",
        optional=True,
    )
    control_sets: Optional[str] = param(
        "text",
        "Sets of controls",
        "Names and terms, joined by a vertical bar, of which one set stands beside the regressors in each "
        "specification: Economy: wage, second | Education: edu.",
        optional=True,
    )
    more_controls: Optional[list[str]] = fields_param(
        "Controls in or out",
        "Columns that are each in or out, in all combinations: three of them make eight.",
        optional=True,
    )
    lagged: Optional[list[str]] = fields_param(
        "Spatially lagged regressors",
        "Regressors whose spatial lag W x is in Durbin models. All of them are lagged where it is left empty.",
        optional=True,
        advanced=True,
    )
    correction: Literal["auto", "transform", "bias", "none"] = choice_param(
        "Correction for fixed effects",
        "What spatial models do about the many fixed effects.",
        LEE_YU,
        "auto",
        advanced=True,
    )
    most: int = param(
        "integer",
        "Most specifications",
        "Of more combinations so many are drawn, the same for the same seed, and that is said.",
        1000,
        minimum=2,
        maximum=100000,
    )
    draws: int = param(
        "integer",
        "Draws of the joint tests",
        "How many outcomes without the effect are made, to each of which all specifications are fitted; 19 at least, "
        "and 199 or more for a paper. No joint tests where it is nought.",
        0,
        minimum=0,
        maximum=100000,
    )
    seed: int = seed_param()
    paper: FilePath = paper_output(
        "Summary of all estimates, shares of the variance by choice, means by choice, and the joint tests."
    )
    figure: FilePath = output(
        "figure",
        "Specification curve",
        "Estimates in order with 95 percent intervals, and below them what each specification has chosen.",
    )
    table: FilePath = output(
        "table",
        "All specifications",
        "One row for each specification with its choices, estimate, standard error, p-value, interval and sample, or "
        "the reason why there is no estimate.",
    )
    drivers: FilePath = output(
        "table",
        "What drives the estimate",
        "Share of the variance of the estimates and of their sign that each choice explains.",
    )
    choices_table: FilePath = output(
        "table", "Means by choice", "Mean, median, shares positive and significant for everything that was chosen."
    )
    numbers: FilePath = numbers_output()


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.language.conditions import named_samples
    from gisplug.sensitivity.specifications.curve import specification_curve

    whole = load_panel(asked, unbalanced=True)
    files = [weights_file(path, asked.normalise, whole) for path in asked.weights_list]
    panel, weights = aligned(whole, files, asked.match, asked.extra_units)
    found = specification_curve(
        panel,
        asked_formula(asked, progress),
        weights,
        effect=asked.effect,
        models=asked.models,
        effects=asked.effects,
        errors=asked.errors,
        samples=named_samples(asked.samples),
        control_sets={name: terms_of(terms) for name, terms in named_samples(asked.control_sets).items()},
        add=asked.more_controls or [],
        lagged=asked.lagged,
        correction=asked.correction,
        where=asked.where,
        collinear=asked.collinear,
        most=asked.most,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
    )
    tell(progress, panel.report + found.report)
    save_table(found.specifications, asked.table)
    save_table(found.drivers, asked.drivers)
    save_table(found.choices, asked.choices_table)
    save_numbers(found.to_dict(), asked.numbers)
    _save_pages(asked, found)
    facts = found.statistics
    return {
        **asked.written(),
        "median": float(str(facts["Median"])),
        "specifications": int(str(facts["Specifications"])),
        "p": float("nan") if found.joint is None else float(found.joint["p"].iloc[0]),
    }


def _save_pages(asked: Asked, found: SpecificationCurve) -> None:
    if asked.paper:
        from gisplug.report.tables.sensitivity import curve_papers

        save_paper(curve_papers(found), asked.paper)
    if asked.figure:
        from gisplug.report.charts.sensitivity.curve import curve_figure

        save_figure(curve_figure(found), asked.figure)


TOOL = Tool(
    id="specification_curve",
    title="Specification curve",
    group="sensitivity",
    help="Follows the effect of one regressor over all combinations of weights, samples, controls, models, fixed "
    "effects and standard errors, and shows in one picture what it is everywhere and which choice moves it. On request "
    "it tests whether all specifications together show more than chance would.",
    inputs=Asked,
    values=(
        Output("median", "number", "Median effect", "Median of the estimates of all specifications."),
        Output("specifications", "number", "Specifications", "Number of specifications with an estimate."),
        Output("p", "number", "Joint p of the median", "The p-value of the median effect; empty without joint tests."),
    ),
    run=run,
    tags=("robustness", "multiverse", "specification curve", "稳健性", "设定曲线"),
    example='gisplug specification-curve --panel demo-panel --unit adcode --period year --formula "develop ~ agg" '
    "--weights-list queen.csv,knn4.csv --more-controls wage,second --effect indirect --models slx,sar,sdm "
    "--figure curve.png --table specifications.csv",
)
