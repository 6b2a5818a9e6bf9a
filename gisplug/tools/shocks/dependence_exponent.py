"""Tool: exponent of cross-section dependence of variables and of residuals, in windows of periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import GIVEN, Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, fields_param, seed_param
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.regression_results import warnings_of
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.shocks.exponent import DependenceExponents

HEADS = {
    "variable": "Variable",
    "window": "Periods",
    "alpha": "Exponent",
    "se": "Standard error",
    "low": "Low",
    "high": "High",
    "units": "Units with the average",
    "cd": "CD",
    "p_cd": "p (CD)",
    "correlation": "Mean correlation",
}
MODEL = ({"outcome": GIVEN},)
VARIABLES = ({"variables": GIVEN},)


class Asked(PanelInputs):
    """What the tool is asked."""

    variables: Optional[list[str]] = fields_param("Variables", "Columns whose exponent is estimated.", optional=True)
    outcome: Optional[str] = field_param(
        "Outcome of a regression",
        "Column whose regression on the columns below is fitted; the exponent of its residuals is estimated by the "
        "pairs that correlate.",
        optional=True,
    )
    regressors: Optional[list[str]] = fields_param(
        "Regressors", "Columns on the right side of that regression.", optional=True, applies_when=MODEL
    )
    residuals: Literal["fixed", "common"] = choice_param(
        "Residuals of",
        "A regression with unit and period effects, or the mean group of common correlated effects.",
        {"fixed": "Two-way fixed effects", "common": "Common correlated effects (CCEMG)"},
        "fixed",
        applies_when=MODEL,
    )
    method: Literal["average", "correlations"] = choice_param(
        "Exponent by",
        "The variance of the average over units, with a standard error; or the number of pairs of units that "
        "correlate, which takes empty cells and has no standard error.",
        {"average": "Variance of the average (2016)", "correlations": "Pairs that correlate (2019)"},
        "average",
        applies_when=VARIABLES,
    )
    window: Optional[int] = param(
        "integer",
        "Window",
        "Number of periods of a window that moves through the panel by one period. All periods together where it is "
        "left empty.",
        optional=True,
        minimum=8,
        maximum=1000,
    )
    components: int = param(
        "integer",
        "Principal components",
        "How many are taken out of the units to find the weak part of the dependence.",
        4,
        minimum=0,
        maximum=20,
        applies_when=({"variables": GIVEN, "method": ("average",)},),
        advanced=True,
    )
    size: float = param(
        "number",
        "Level of the tests",
        "Level of the tests of which units go with the average, or which pairs correlate.",
        0.1,
        minimum=0.001,
        maximum=0.5,
        advanced=True,
    )
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels of independent units for the p-value of CD; nought leaves it out.",
        199,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()
    table: FilePath = table_output(
        "Exponents", "One row a variable and window: exponent, standard error, interval, CD and its p-value."
    )
    paper: FilePath = paper_output("Exponents with intervals, and CD, by variable and window.")
    figure: FilePath = output(
        "figure", "Exponents over time", "Exponents by window with intervals; one dot a variable without windows."
    )


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    if not asked.variables and not asked.outcome:
        raise ParameterError("There is nothing to measure: give 'variables', or an 'outcome' with 'regressors'.")
    if asked.outcome and not asked.regressors:
        raise ParameterError("A regression needs 'regressors'; for the outcome itself, name it in 'variables'.")
    panel = load_panel(asked, unbalanced=True)
    found = _found(panel, asked, progress)
    for one in found:
        tell(progress, one.report)
    table = pd.concat([one.table for one in found], ignore_index=True)
    save_table(table, asked.table)
    if asked.paper:
        save_paper(_paper(table, found, asked), asked.paper)
    if asked.figure:
        from gisplug.report.charts.shocks.exponents import exponents_over_time

        rows = table["variable"].nunique()
        height = 8 if asked.window else 3.5 + 0.8 * rows
        draw(asked.figure, exponents_over_time, table, bool(asked.window), size=(15, height))
    first, last = table.iloc[0], table.iloc[-1]
    return {
        **asked.written(),
        "exponent": float(first["alpha"]),
        "cd": float(first["cd"]),
        "last_exponent": float(last["alpha"]),
    }


def _found(panel: Panel, asked: Asked, progress: Progress) -> list[DependenceExponents]:
    from gisplug.language.formula import Formula
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.shocks.common_correlated_effects import common_correlated_effects
    from gisplug.shocks.exponent import dependence_exponent, residual_exponent

    how: dict[str, Any] = {
        "window": asked.window,
        "size": asked.size,
        "simulations": asked.simulations,
        "seed": asked.seed,
    }
    made = []
    if asked.variables:
        options = {**how, "components": asked.components, "progress": progress}
        made.append(dependence_exponent(panel, asked.variables, method=asked.method, **options))
    if asked.outcome:
        formula = Formula(asked.outcome, tuple(asked.regressors or ()))
        if asked.residuals == "fixed":
            made.append(residual_exponent(fixed_effects(panel, formula), **how))
        else:
            simulations = 0 if asked.window else asked.simulations
            fit = common_correlated_effects(panel, formula, simulations=simulations, seed=asked.seed)
            made.append(residual_exponent(fit, **how))
    return made


def _paper(table: pd.DataFrame, found: Sequence[DependenceExponents], asked: Asked) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    shown = table.copy()
    shown["window"] = [f"{a}-{b}" for a, b in zip(table["first"], table["last"])]
    by_average = any(one.method == "average" for one in found)
    heads = {k: v for k, v in HEADS.items() if by_average or k not in ("se", "low", "high")}
    if not by_average:
        heads["units"] = "Pairs that correlate"
    if not asked.simulations or table["p_cd"].isna().all():
        heads.pop("p_cd")
    notes = [
        "Exponent: 1 where a common factor moves all units, 1/2 or less where dependence is weak (local).",
    ]
    if by_average:
        notes.append(
            "By the variance of the average, bias-corrected (Bailey, Kapetanios and Pesaran 2016); units standardised."
        )
    if any(one.method == "correlations" for one in found):
        notes.append("By the number of pairs that correlate (Bailey, Kapetanios and Pesaran 2019): no standard error.")
    notes += warnings_of(found)
    frame = shown[list(heads)].rename(columns=heads).set_index("Variable")
    return plain_table("Exponents of cross-section dependence", frame, notes, digits=3)


TOOL = Tool(
    id="dependence_exponent",
    title="Exponent of cross-section dependence",
    group="shocks",
    help="Measures how strongly the units of a panel move together: 1 as under a common factor, 1/2 or less as between "
    "neighbours only. Of variables with standard errors, of residuals of a regression, and in windows of periods, "
    "beside Pesaran's CD test.",
    inputs=Asked,
    values=(
        Output("exponent", "number", "First exponent", "Exponent of the first row."),
        Output("cd", "number", "First CD", "Pesaran's CD of the first row."),
        Output("last_exponent", "number", "Last exponent", "Exponent of the last row."),
    ),
    run=run,
    tags=("exponent", "alpha", "cross-section dependence", "common factor", "截面相关", "相关指数"),
    example="gisplug dependence-exponent --panel demo-panel --unit adcode --period year --variables develop,agg "
    "--outcome develop --regressors agg,wage --paper exponents.html --figure exponents.png",
)
