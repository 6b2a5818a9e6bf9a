"""Tool: how often tests of estimators reject a true null, and intervals hold the truth, on the panel given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.core.vocabulary import Effects, ErrorStructure
from gisplug.tools.calibration import calibration_papers
from gisplug.tools.formula_inputs import asked_formula, formula_param
from gisplug.tools.inputs import choices_param, draws_param, fields_param, seed_param, where_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    EffectsInputs,
    ErrorsInputs,
    errors_of,
    errors_param,
    removed_effects_param,
)
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table, table_output, tell
from gisplug.tools.spatial_options import PanelFormulaInputs
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, weights_file

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel

PLAIN = {"fixed_effects": "Fixed effects", "panel_gls": "GLS", "instrumental_variables": "2SLS"}
GMM = {"difference_gmm": "Difference GMM", "system_gmm": "System GMM"}
POLICY = {
    "did_twoway": "Two-way difference-in-differences",
    "event_study": "Event study",
    "group_time_effects": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "did_imputation": "Imputation",
    "did_stacked": "Stacked",
    "did_switching": "Switching",
}
SPATIAL = {"sar": "SAR", "sem": "SEM", "slx": "SLX", "sdm": "SDM"}
ESTIMATORS = {**PLAIN, **GMM, **POLICY, **SPATIAL}


class Asked(PanelFormulaInputs, ExtraUnitsInputs, EffectsInputs, ErrorsInputs):
    """What the tool is asked."""

    formula: Optional[str] = formula_param(
        "Outcome and regressors, as in: y ~ x + controls. The first regressor, or policy, is what the tests are about."
    )
    estimators: list[str] = choices_param(
        "Estimators",
        "Estimators whose tests are tried, each with outcomes drawn from its own fit. Those of policies take the first "
        "regressor as the policy.",
        ESTIMATORS,
        ["fixed_effects"],
    )
    key: Optional[str] = param(
        "text",
        "Variable without effect",
        "Variable whose effect is nought in the drawn outcomes; the first regressor where it is left empty.",
        optional=True,
        advanced=True,
    )
    effects: Effects = removed_effects_param(
        applies_when=({"estimators": ("fixed_effects", "panel_gls", "instrumental_variables", *SPATIAL)},)
    )
    errors: ErrorStructure = errors_param("unit")
    endogenous: Optional[list[str]] = fields_param(
        "Endogenous regressors",
        "For 2SLS and GMM: regressors that are related to the error. They are drawn anew with the outcome by 2SLS.",
        optional=True,
    )
    instruments: Optional[list[str]] = fields_param("Instruments", "Excluded instruments of 2SLS.", optional=True)
    weights: Optional[str] = param(
        "weights", "Spatial weights", "Weights of the spatial models, row-standardised.", optional=True
    )
    draws: int = draws_param("repetitions of each fit, without the effect and again with it", 400, least=20)
    seed: int = seed_param()
    where: Optional[str] = where_param()
    paper: FilePath = paper_output("Size and coverage of every estimator, with what they were drawn from.")
    table: FilePath = table_output("Sizes", "One row for each test, with the shares rejected at 1, 5 and 10 percent.")
    coverage: FilePath = table_output(
        "Coverage", "One row for each coefficient, with the share of intervals that hold."
    )


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.panel.calibration.calibrate import calibrate

    panel = load_panel(asked, unbalanced=True)
    tell(progress, panel.report)
    asked_formula(asked, progress)  # tells once which of formula and columns is used
    papers, sizes, coverage, worst = [], {}, {}, 0.05
    for at, name in enumerate(asked.estimators):
        part = Part(progress, at / len(asked.estimators), (at + 1) / len(asked.estimators))
        found = calibrate(_fit(panel, name, asked), asked.draws, key=asked.key or None, seed=asked.seed, progress=part)
        tell(progress, found.report)
        head = ESTIMATORS[name]
        papers += calibration_papers(found, head)
        sizes[head], coverage[head] = found.sizes, found.coverage
        first = float(found.sizes["size_5"].iloc[0])
        worst = first if abs(first - 0.05) > abs(worst - 0.05) else worst
    save_paper(papers, asked.paper)
    save_table(pd.concat(sizes, names=["estimator"]), asked.table)
    save_table(pd.concat(coverage, names=["estimator"]), asked.coverage)
    return {**asked.written(), "size": worst}


def _fit(panel: Panel, name: str, asked: Asked) -> Any:
    """Return the fit of one estimator.

    Raises
    ------
    ParameterError
        If it needs weights or instruments that are not given.
    """
    import gisplug

    errors, where, formula = errors_of(asked), asked.where, asked_formula(asked)
    if name in SPATIAL:
        return _spatial(panel, name, asked)
    if name in GMM:
        endogenous = asked.endogenous or ()
        return gisplug.dynamic_gmm(panel, formula, endogenous=endogenous, system=name == "system_gmm", where=where)
    if name == "panel_gls":
        return gisplug.panel_gls(panel, formula, effects=asked.effects, where=where)
    if name == "instrumental_variables":
        if not asked.endogenous or not asked.instruments:
            raise ParameterError("2SLS needs 'endogenous' (Endogenous regressors) and 'instruments' (Instruments).")
        options: dict[str, Any] = {"endogenous": asked.endogenous, "instruments": asked.instruments}
        return gisplug.instrumental_variables(
            panel, formula, effects=asked.effects, errors=errors, where=where, **options
        )
    if name == "fixed_effects":
        return gisplug.fixed_effects(panel, formula, effects=asked.effects, errors=errors, where=where)
    if name == "group_time_effects":
        return gisplug.group_time_effects(panel, formula, where=where)
    if name in ("did_imputation", "did_switching"):
        return getattr(gisplug, name)(panel, formula, where=where)
    return getattr(gisplug, name)(panel, formula, errors=errors, where=where)


def _spatial(panel: Panel, model: str, asked: Asked) -> Any:
    import gisplug

    if not asked.weights:
        raise ParameterError(message("{estimators} needs 'weights' (Spatial weights).", estimators=ESTIMATORS[model]))
    kept, (w,) = aligned(panel, [weights_file(asked.weights, "row", panel)], asked.match, asked.extra_units)
    return gisplug.spatial_panel(kept, asked_formula(asked), w, model=model, effects=asked.effects, where=asked.where)


TOOL = Tool(
    id="size_and_coverage",
    title="Size and coverage",
    group="regression",
    help="Measures how good the p-values and intervals of an estimator are on this very panel: its units, periods, "
    "gaps, clusters and adoption of the policy. Outcomes are drawn from the fit with errors like its own, without the "
    "effect and with it; the fit is repeated on each. Where a test at 5 percent rejects a true null in fewer than 3 or "
    "more than 8 percent, that is said, with the simulated p and what else holds.",
    inputs=Asked,
    values=(Output("size", "number", "Size", "Size at 5 percent of the first test that is farthest from 5 percent."),),
    run=run,
    tags=("Monte Carlo", "calibration", "few clusters", "parametric bootstrap", "检验水平", "覆盖率"),
    example='gisplug size-and-coverage --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--draws 100 --paper sizes.html",
)
