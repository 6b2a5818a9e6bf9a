"""Tool: difference and system GMM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    SampleInputs,
    choice_param,
    choices_param,
    fields_param,
    merged_terms,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    OutcomeInputs,
    ParenthesesInputs,
    asked_of,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side, stacked
from gisplug.tools.results import FilePath, draw, save_paper, tell

if TYPE_CHECKING:
    from gisplug.regression.dynamic_gmm import GmmFit
    from gisplug.report.tables.paper_table import PaperTable

SUBSETS = ["Estimator", "Group", "Instruments", "Hansen without", "df without", "p without", "Difference", "df", "p"]
ESTIMATORS = {"difference": "Difference GMM", "system": "System GMM"}


class ExogenousInputs(OutcomeInputs):
    """Outcome and exogenous regressors."""

    regressors: Optional[list[str]] = fields_param(
        "Exogenous regressors",
        "Columns that shocks to the outcome do not move; they are their own instruments.",
        optional=True,
    )


class Asked(ExogenousInputs, ControlsInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    endogenous: Optional[list[str]] = fields_param(
        "Endogenous regressors",
        "Columns that shocks to the outcome may move; their levels two and more periods back are the instruments.",
        optional=True,
    )
    predetermined: Optional[list[str]] = fields_param(
        "Predetermined regressors",
        "Columns that past shocks to the outcome may move and present ones not; their levels one and more periods back "
        "are the instruments.",
        optional=True,
    )
    estimators: list[str] = choices_param(
        "Estimators",
        "First differences only, or the system with the equation in levels.",
        {"difference": "Difference GMM", "system": "System GMM"},
        ["difference", "system"],
    )
    lags: int = param(
        "integer",
        "Lags of the outcome",
        "Number of lags of the outcome among the regressors.",
        default=1,
        minimum=1,
        maximum=10,
    )
    transformation: Literal["difference", "orthogonal"] = choice_param(
        "Transformation",
        "How the units' effects are taken out: first differences, or forward orthogonal deviations (each value less "
        "the mean of the later ones), which lose less where rows are absent.",
        {"difference": "First differences", "orthogonal": "Forward orthogonal deviations"},
        "difference",
    )
    nearest: int = param(
        "integer",
        "Nearest instrument lag",
        "Nearest lag of the outcome and the endogenous regressors that is used as an instrument; predetermined ones "
        "are used from one lag before. Three where AR(2) is significant.",
        default=2,
        minimum=2,
        maximum=100,
        advanced=True,
    )
    deepest: Optional[int] = param(
        "integer",
        "Deepest instrument lag",
        "Farthest lag that is used as an instrument. All lags are used where it is left empty.",
        optional=True,
        minimum=2,
        maximum=100,
    )
    collapse: bool = param(
        "flag",
        "Collapse instruments",
        "One instrument a lag instead of one a lag and period, which keeps their number small.",
        default=True,
    )
    steps: Literal["1", "2"] = choice_param(
        "Steps",
        "One step with robust errors, or two steps with Windmeijer's correction.",
        {"1": "One step", "2": "Two steps"},
        "2",
    )
    period_effects: bool = param("flag", "Period effects", "Adds a dummy for every period.", default=True)
    dummies: Literal["both", "level"] = choice_param(
        "Period dummies as instruments",
        "In the system: of both equations, or of the levels only, as iv(, equation(level)) of xtabond2.",
        {"both": "Both equations", "level": "Levels only"},
        "both",
        advanced=True,
        applies_when=({"estimators": ("system",), "period_effects": (True,)},),
    )
    exogenous: Literal["both", "transformed"] = choice_param(
        "Exogenous regressors as instruments",
        "In the system: of both equations, which takes them as unrelated to the effects of units (tested, as "
        "'Regressors in levels'), or of the transformed rows only, which allows for it.",
        {"both": "Both equations", "transformed": "Transformed rows only"},
        "both",
        applies_when=({"estimators": ("system",)},),
    )
    tests: FilePath = output("table", "Tests", "Autocorrelation of order one and two, Hansen and Sargan tests.")
    subsets: FilePath = output(
        "table",
        "Difference-in-Hansen tests",
        "Of each group of instruments: how many they are, Hansen's test without them, and what they add to it.",
    )
    figure: FilePath = output(
        "figure", "Coefficient chart", "Coefficients with 95 percent intervals, one colour an estimator."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.language.formula import Formula
    from gisplug.regression.dynamic_gmm import dynamic_gmm

    panel = load_panel(asked, unbalanced=True)
    endogenous = list(asked.endogenous or [])
    exogenous = merged_terms(asked.regressors, asked.terms, asked.controls)
    predetermined = list(asked.predetermined or [])
    formula = Formula(asked.outcome, tuple(merged_terms(merged_terms(exogenous, predetermined), endogenous)))
    fits = {
        ESTIMATORS[name]: dynamic_gmm(
            panel,
            formula,
            outcome_lags=asked.lags,
            endogenous=endogenous,
            system=name == "system",
            predetermined=predetermined,
            transformation=asked.transformation,
            nearest=asked.nearest,
            deepest=asked.deepest,
            dummies=asked.dummies if name == "system" else "both",
            exogenous=asked.exogenous if name == "system" else "both",
            collapse=asked.collapse,
            steps=int(asked.steps),
            effects="twoways" if asked.period_effects else "unit",
            **asked_of(asked),
        )
        for name in asked.estimators
    }
    for fit in fits.values():
        tell(progress, fit.report)
    _save_files(asked, fits, calibrated(asked, progress, fits))
    last = list(fits.values())[-1]
    tests = last.tests["p"]
    return {
        **asked.written(),
        "persistence": float(last.estimates.iloc[0]["estimate"]),
        "ar2_p": float(tests["AR(2)"]),
        "hansen_p": float(tests["Hansen"]),
    }


def _save_files(asked: Asked, fits: Mapping[str, GmmFit], more: Sequence[PaperTable]) -> None:
    from gisplug.report.charts.regression import coefficients

    frames = estimates_of(fits)
    save_estimates(frames, asked.table, "estimator")
    save_estimates({head: fit.tests for head, fit in fits.items()}, asked.tests, "estimator")
    save_estimates({head: fit.subsets for head, fit in fits.items()}, asked.subsets, "estimator")
    if asked.paper:
        title = message("Dynamic panel: {outcome}", outcome=asked.outcome)
        save_paper([side_by_side(title, fits, under=asked.parentheses), _subsets(fits), *more], asked.paper)
    shown = list(dict.fromkeys(term for frame in frames.values() for term in frame.index if term != "Constant"))
    draw(asked.figure, coefficients, frames, shown, size=(14, 3 + 0.9 * len(shown)))


def _subsets(fits: Mapping[str, GmmFit]) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    frame = stacked({head: fit.subsets for head, fit in fits.items()}, "estimator").set_axis(SUBSETS, axis=1)
    note = (
        "Null: the instruments of the group are valid, given the others. Without: Hansen's test without them. Groups "
        "without a test are repeated in others, or the model is not identified without them."
    )
    digits = dict.fromkeys(("Instruments", "df without", "df"), 0)
    return plain_table("Difference-in-Hansen tests", frame.set_index("Estimator"), (note,), digits=digits)


TOOL = Tool(
    id="dynamic_gmm",
    title="Dynamic panel GMM",
    group="regression",
    help="Explains a variable by its own past and regressors with unit effects, by difference GMM (Arellano and "
    "Bond) and system GMM (Blundell and Bond), in first differences or forward orthogonal deviations, with "
    "Windmeijer's corrected errors and the tests of autocorrelation and of the instruments, whole and by group. Made "
    "for many units and few periods.",
    inputs=Asked,
    values=(
        Output("persistence", "number", "Persistence", "Coefficient of the first lag in the last estimator."),
        Output(
            "ar2_p",
            "number",
            "P-value of AR(2)",
            "Autocorrelation of order two in the differenced residuals; small values speak against the instruments.",
        ),
        Output(
            "hansen_p",
            "number",
            "P-value of Hansen's test",
            "Small values speak against the instruments; with many instruments it says little.",
        ),
    ),
    run=run,
    estimates=True,
    tags=("GMM", "Arellano-Bond", "Blundell-Bond", "system GMM", "dynamic panel"),
    example="gisplug dynamic-gmm --panel demo-panel --unit adcode --period year --outcome develop --regressors "
    "agg,wage --deepest 3 --paper gmm.html",
)
