"""Tool: panel unit-root tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Union

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    choice_param,
    choices_param,
    fields_param,
    seed_param,
)
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.panel.unit_root import UnitRootTests
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "variable": "Variable",
    "test": "Test",
    "statistic": "Statistic",
    "p": "p",
    "p_sim": "p (simulated)",
    "lags": "Mean lags",
    "decision": "Decision",
}
TERMS = {"none": "no intercept", "intercept": "intercepts", "trend": "intercepts and trends"}


class Asked(PanelInputs):
    """What the tool is asked."""

    variables: list[str] = fields_param("Variables", "Columns to test, without empty cells.")
    tests: list[str] = choices_param(
        "Tests",
        "One common root (LLC), a root for each unit (IPS), or combined p-values (Fisher).",
        {"llc": "Levin-Lin-Chu", "ips": "Im-Pesaran-Shin", "fisher": "Fisher"},
        ["llc", "ips", "fisher"],
    )
    deterministic: Literal["none", "intercept", "trend"] = choice_param(
        "Deterministic part",
        "What each unit's series may have besides the root.",
        {"none": "Nothing", "intercept": "Intercept", "trend": "Intercept and trend"},
        "intercept",
    )
    lags: str = param(
        "text",
        "Lags",
        "Number of lagged differences, or the words sic or aic, which choose it for each unit.",
        default="sic",
    )
    demean: bool = param(
        "flag",
        "Remove period means",
        "Subtract the mean of each period first, against common shocks.",
        default=False,
    )
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels for the simulated p-values; nought leaves them out.",
        default=499,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()
    table: FilePath = output("table", "Tests", "Statistic and p-values of each variable and test.")
    by_unit: FilePath = output("table", "Tests by unit", "Lags, coefficient, t and p of each unit's own test.")
    paper: FilePath = paper_output("Statistics with stars and p-values.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.panel.unit_root import TESTS, panel_unit_root

    panel = open_panel(asked, progress)
    lags, deterministic = asked.lags, asked.deterministic
    found = panel_unit_root(
        panel,
        asked.variables,
        [test for test in TESTS if test in asked.tests and not (test == "ips" and deterministic == "none")],
        deterministic,
        _lags(lags),
        demean=asked.demean,
        simulations=asked.simulations,
        seed=asked.seed,
        progress=progress,
    )
    tell(progress, found.report)
    save_table(found.table, asked.table)
    save_table(found.units, asked.by_unit)
    if asked.paper:
        save_paper(_paper(found), asked.paper)
    first = found.table.iloc[0]
    return {**asked.written(), "statistic": float(first["statistic"]), "p": float(first["p"])}


def _lags(text: str) -> Union[int, Literal["sic", "aic"]]:
    if text == "sic":
        return "sic"
    if text == "aic":
        return "aic"
    if not text.strip().isdigit():
        raise ParameterError(f"'lags' is sic, aic or a whole number; {text!r} was given instead.")
    return int(text)


def _paper(found: UnitRootTests) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table, stars

    table = found.table.copy()
    p = "p_sim" if found.simulations else "p"
    table["statistic"] = [f"{value:.4f}{stars(q)}" for value, q in table[["statistic", p]].to_numpy()]
    shown = table[[column for column in HEADS if column in table]].rename(columns=HEADS)
    note = (
        f"Null: a unit root in every unit. With {TERMS[found.deterministic]}; lags: "
        f"{found.lags}{'; period means removed' if found.demeaned else ''}."
    )
    if found.simulations:
        note += (
            f" Simulated p: {found.simulations} panels of random walks, seed {found.seed}; stars and decisions go "
            "by it."
        )
    notes = (note, "*** p < 0.01, ** p < 0.05, * p < 0.1.")
    return plain_table("Panel unit-root tests", shown.set_index("Variable"), notes)


TOOL = Tool(
    id="panel_unit_root",
    title="Panel unit-root tests",
    group="panel",
    help="Tests whether variables have a unit root: Levin, Lin and Chu; Im, Pesaran and Shin; and Fisher-type "
    "tests. P-values come from the published tables and, safer in short panels, from simulated random walks "
    "of the same size.",
    inputs=Asked,
    values=(
        Output("statistic", "number", "First statistic", "Statistic of the first variable and test."),
        Output("p", "number", "First p-value", "P-value of the first variable and test."),
    ),
    run=run,
    tags=("unit root", "LLC", "IPS", "stationarity", "单位根"),
    example="gisplug panel-unit-root --panel demo-panel --unit adcode --period year --variables develop,agg --paper "
    "unit_root.html",
)
