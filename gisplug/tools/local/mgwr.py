"""Tool: multiscale geographically weighted regression."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import NOT_GIVEN, Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects
from gisplug.tools.formula_inputs import FormulaPartsInputs, asked_formula
from gisplug.tools.inputs import SampleInputs, choice_param, numbers_of, open_optional_units
from gisplug.tools.local.options import (
    KernelInputs,
    PlacedUnitsInputs,
    period_asked,
    permutations_param,
    permuted_seed,
    pooled_effects,
    shared_options,
)
from gisplug.tools.local.results import (
    P_JOINT,
    LocalFiles,
    bandwidth_label,
    local_values,
    save_local,
    save_maps,
    values_of,
)
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, draw, figure_output, save_table, tell, that_can_be_made

SEARCHED = ({"bandwidths": NOT_GIVEN},)


class Asked(PanelInputs, FormulaPartsInputs, KernelInputs, PlacedUnitsInputs, SampleInputs, LocalFiles):
    """What the tool is asked."""

    bandwidths: Optional[str] = param(
        "text",
        "Bandwidths",
        "One for each coefficient, in their order, the constant last, joined by commas. Empty: each is chosen.",
        optional=True,
    )
    criterion: Literal["AICc", "AIC", "BIC"] = choice_param(
        "Criterion",
        "By what the bandwidths are chosen: a corrected Akaike criterion, that without correction, or Schwarz's.",
        {"AICc": "AICc", "AIC": "AIC", "BIC": "BIC"},
        "AICc",
    )
    change: Literal["smooth", "rss"] = choice_param(
        "Backfitting stops by",
        "The change in what the coefficients contribute, or in the sum of squared residuals.",
        {"smooth": "Contributions", "rss": "Sum of squares"},
        "smooth",
        advanced=True,
        applies_when=SEARCHED,
    )
    tolerance: float = param(
        "number",
        "Tolerance",
        "Change below which the choice of bandwidths stops.",
        0.00001,
        minimum=0.0000000001,
        maximum=0.1,
        advanced=True,
        applies_when=SEARCHED,
    )
    standardised: bool = param(
        "flag",
        "Standardised variables",
        "Whether coefficients are those of standardised variables, which compare with each other; else they are in "
        "units of measure. Bandwidths are the same.",
        True,
    )
    at: Optional[str] = param(
        "text",
        "Period used",
        "One period, as a cross-section. Empty: all periods as one sample, from which the effects are taken out.",
        optional=True,
    )
    effects: Effects = pooled_effects(
        "Means of units and periods that are taken out of pooled periods before, for all places alike; where slopes "
        "differ this is not exact. One period has none.",
        "twoways",
        applies_when=({"at": NOT_GIVEN},),
    )
    permutations: int = permutations_param(
        0, "How many permutations test that a coefficient is the same everywhere. None where it is 0."
    )
    seed: int = permuted_seed()
    search: FilePath = output("table", "Rounds", "Bandwidths and change of every round of backfitting.")
    curve: FilePath = figure_output("Bandwidths by round", "Bandwidths of the coefficients in every round.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.local.mgwr import mgwr

    formula = asked_formula(asked, progress)
    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress), unbalanced=True)
    fit = mgwr(
        panel,
        formula,
        effects=asked.effects,
        period=period_asked(panel, asked.at),
        bandwidths=numbers_of(asked.bandwidths, "Bandwidths") or None,
        change=asked.change,
        tolerance=asked.tolerance,
        standardised=asked.standardised,
        permutations=asked.permutations,
        seed=asked.seed,
        progress=progress,
        **shared_options(asked),
    )
    tell(progress, fit.report)
    save_local(fit, asked)
    save_maps(fit, asked.figure)
    save_table(fit.search, asked.search)
    if asked.curve:
        from gisplug.report.charts.local.coefficients import bandwidth_rounds

        draw(
            asked.curve, bandwidth_rounds, fit.search, fit.by_term["bandwidth"], bandwidth_label(fit), size=(13.0, 7.5)
        )
    widths = fit.by_term["bandwidth"]
    return {**asked.written(), **values_of(fit), "narrowest": str(widths.idxmin()), "p_joint": fit.p_joint}


TOOL = Tool(
    id="mgwr",
    title="Multiscale geographically weighted regression (MGWR)",
    group="local",
    help="Fits a regression around every unit in which each coefficient has a bandwidth of its own, so that some "
    "relations may be local and others the same everywhere. Bandwidths are found by backfitting; standard errors "
    "come from the hat matrix of each coefficient, whose trace corrects its tests.",
    inputs=Asked,
    values=(
        *local_values(),
        Output("narrowest", "text", "Most local coefficient", "The coefficient with the narrowest bandwidth."),
        P_JOINT,
    ),
    run=run,
    tags=("MGWR", "multiscale", "local regression", "多尺度地理加权回归"),
    example="gisplug mgwr --panel demo-panel --unit adcode --period year --outcome develop --regressors agg,wage "
    "--units demo-china-provinces --id adcode --name name_en --table local.csv --figure maps.png --curve rounds.png",
)
