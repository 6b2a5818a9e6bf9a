"""Tool: Pesaran's CD test of dependence between units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import GIVEN, Output, Results, Tool, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects
from gisplug.tools.inputs import field_param, fields_param, seed_param
from gisplug.tools.panel.results import paper_of_tests
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.regression_options import removed_effects_param
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.testing.dependence import DependenceTests
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "variable": "Variable",
    "statistic": "CD",
    "p": "p",
    "p_sim": "p (simulated)",
    "correlation": "Mean correlation",
    "absolute": "Mean absolute correlation",
    "decision": "Decision",
}
MODEL = ({"outcome": GIVEN},)


class Asked(PanelInputs):
    """What the tool is asked."""

    variables: Optional[list[str]] = fields_param("Variables", "Columns to test.", optional=True)
    outcome: Optional[str] = field_param(
        "Outcome of a regression",
        "Column whose regression on the columns below is fitted; its residuals are tested.",
        optional=True,
    )
    regressors: Optional[list[str]] = fields_param(
        "Regressors", "Columns on the right side of that regression.", optional=True, applies_when=MODEL
    )
    effects: Effects = removed_effects_param(applies_when=MODEL)
    lags: int = param(
        "integer",
        "Own lags",
        "Own lags that are taken out of each unit's series first. Autocorrelated series correlate by chance, and one "
        "lag or two keep the test from rejecting for that reason.",
        default=0,
        minimum=0,
        maximum=20,
    )
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels of independent units for the simulated p-values; nought leaves them out.",
        default=499,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()
    table: FilePath = table_output("Tests", "Statistic, p-values and mean correlations of each variable.")
    paper: FilePath = paper_output("Statistics with stars and p-values.")


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    tests = _tests(asked, progress)
    for found in tests:
        tell(progress, found.report)
    table = pd.concat([found.table for found in tests], ignore_index=True)
    save_table(table, asked.table)
    if asked.paper:
        save_paper(_paper(table, tests[0]), asked.paper)
    first = table.iloc[0]
    p = first["p_sim"] if asked.simulations else first["p"]
    return {**asked.written(), "statistic": float(first["statistic"]), "p": float(p)}


def _tests(asked: Asked, progress: Progress) -> list[DependenceTests]:
    from gisplug.language.formula import Formula
    from gisplug.panel.testing.dependence import panel_dependence
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.residual_dependence import residual_dependence

    if not asked.variables and not asked.outcome:
        raise ParameterError("There is nothing to test: give 'variables', or an 'outcome' with 'regressors', or both.")
    if asked.outcome and not asked.regressors:
        raise ParameterError("A regression needs 'regressors'; to test the outcome itself, name it in 'variables'.")
    panel = load_panel(asked, unbalanced=True)
    made = []
    if asked.variables:
        options = {"simulations": asked.simulations}
        made.append(panel_dependence(panel, asked.variables, asked.lags, seed=asked.seed, progress=progress, **options))
    if asked.outcome:
        fit = fixed_effects(panel, Formula(asked.outcome, tuple(asked.regressors or ())), effects=asked.effects)
        made.append(
            residual_dependence(fit, asked.lags, simulations=asked.simulations, seed=asked.seed, progress=progress)
        )
    return made


def _paper(table: pd.DataFrame, found: DependenceTests) -> PaperTable:
    p = "p_sim" if found.simulations else "p"
    note = message("Null: the units are independent, or only weakly dependent (Pesaran 2004, 2015).")
    if found.lags:
        note += message(" Own lags taken out first: {lags}.", lags=found.lags)
    if found.simulations:
        note += message(
            " Simulated p: {simulations} panels of independent units of the same size, seed {seed}; "
            "stars and decisions go by it.",
            simulations=found.simulations,
            seed=found.seed,
        )
    notes = (note, "*** p < 0.01, ** p < 0.05, * p < 0.1.")
    return paper_of_tests("Tests of cross-section dependence", table, p, HEADS, notes)


TOOL = Tool(
    id="panel_dependence",
    title="Dependence between units",
    group="panel",
    help="Tests whether the units of a panel move independently of each other: Pesaran's CD test of variables, of the "
    "residuals of a regression with fixed effects, or of both. Where units are dependent, errors that take them as "
    "independent are too small, and unit-root tests without a common factor reject too often.",
    inputs=Asked,
    values=(
        Output("statistic", "number", "First statistic", "CD of the first row."),
        Output("p", "number", "First p-value", "P-value of the first row: simulated, where there are simulations."),
    ),
    run=run,
    tags=("Pesaran", "CD", "cross-section dependence", "截面相关"),
    example="gisplug panel-dependence --panel demo-panel --unit adcode --period year --variables develop --outcome "
    "develop --regressors agg,wage --lags 1 --paper dependence.html",
)
