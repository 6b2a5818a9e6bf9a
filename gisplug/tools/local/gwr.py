"""Tool: geographically weighted regression."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import ABOVE_ZERO, NOT_GIVEN, Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import choice_param, open_optional_units
from gisplug.tools.local.options import (
    LocalInputs,
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
from gisplug.tools.panel_inputs import open_panel
from gisplug.tools.results import FilePath, draw, save_table, tell, that_can_be_made


class Asked(LocalInputs, LocalFiles):
    """What the tool is asked."""

    at: Optional[str] = param(
        "text",
        "Period used",
        "One period, as a cross-section. Empty: all periods as one sample, from which the effects are taken out.",
        optional=True,
    )
    effects: Effects = pooled_effects(
        "What is taken out of pooled periods: means of units, and local means of periods, weighted like the "
        "regression. One period has none.",
        "twoways",
        applies_when=({"at": NOT_GIVEN},),
    )
    permutations: int = permutations_param(
        199, "How many permutations test that a coefficient is the same everywhere. None where it is 0."
    )
    shuffled: Literal["residuals", "rows"] = choice_param(
        "What is permuted",
        "Residuals of one regression for all over units, so that regressors stay where they are; or units with outcome "
        "and regressors over places, as GWmodel and mgwr do, which also finds that regressors gather in space.",
        {"residuals": "Residuals", "rows": "Units"},
        "residuals",
        advanced=True,
        applies_when=({"permutations": ABOVE_ZERO},),
    )
    seed: int = permuted_seed()
    search: FilePath = output("table", "Bandwidths tried", "Score of every bandwidth that was tried.")
    curve: FilePath = output("figure", "Choice of the bandwidth", "Score of every bandwidth that was tried.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.local.gwr import gwr

    formula = asked_formula(asked, progress)
    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress), unbalanced=True)
    fit = gwr(
        panel,
        formula,
        effects=asked.effects,
        bandwidth=asked.bandwidth,
        period=period_asked(panel, asked.at),
        permutations=asked.permutations,
        shuffled=asked.shuffled,
        seed=asked.seed,
        progress=progress,
        **shared_options(asked),
    )
    tell(progress, fit.report)
    save_local(fit, asked)
    save_maps(fit, asked.figure)
    save_table(fit.search, asked.search)
    bandwidth = float(fit.by_term["bandwidth"].iloc[0])
    if asked.curve:
        from gisplug.report.charts.local.coefficients import bandwidth_curve

        size = (12.0, 7.5)
        draw(asked.curve, bandwidth_curve, fit.search, bandwidth, asked.criterion, bandwidth_label(fit), size=size)
    return {**asked.written(), **values_of(fit), "bandwidth": bandwidth, "p_joint": fit.p_joint}


TOOL = Tool(
    id="gwr",
    title="Geographically weighted regression (GWR)",
    group="local",
    help="Fits a regression around every unit, in which near units count more, and so gives a coefficient for every "
    "place, with standard errors, t corrected for the number of tests, and a test by permutations that the coefficient "
    "is the same everywhere. The bandwidth is chosen by a criterion. It is for relations that differ between places; "
    "it does not tell what units do to each other.",
    inputs=Asked,
    values=(
        *local_values(),
        Output("bandwidth", "number", "Bandwidth", "Bandwidth used: neighbours, or a distance."),
        P_JOINT,
    ),
    run=run,
    tags=("GWR", "local regression", "spatial heterogeneity", "地理加权回归"),
    example="gisplug gwr --panel demo-panel --unit adcode --period year --outcome develop --regressors agg,wage "
    "--units demo-china-provinces --id adcode --name name_en --table local.csv --figure maps.png --curve bandwidth.png",
)
