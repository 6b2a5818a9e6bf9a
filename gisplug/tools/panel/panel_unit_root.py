"""Tool: panel unit-root tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, fields_param, open_panel, panel_params, seed_param
from gisplug.tools.results import paper_output, save_paper, save_table, tell, written

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


def run(params: Params, progress: Progress) -> Results:
    from gisplug.panel.unit_root import panel_unit_root

    panel = open_panel(params, progress)
    lags, deterministic = params["lags"], params["deterministic"]
    found = panel_unit_root(
        panel,
        params["variables"],
        [test for test in params["tests"] if not (test == "ips" and deterministic == "none")],
        deterministic,
        lags if lags in ("sic", "aic") else _whole(lags),
        demean=params["demean"],
        simulations=params["simulations"],
        seed=params["seed"],
        progress=progress,
    )
    tell(progress, found.report)
    save_table(found.table, params["table"])
    save_table(found.units, params["by_unit"])
    if params["paper"]:
        save_paper(_paper(found), params["paper"])
    first = found.table.iloc[0]
    return {**written(TOOL, params), "statistic": float(first["statistic"]), "p": float(first["p"])}


def _whole(text: str) -> int:
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
    params=(
        *panel_params(),
        fields_param("variables", "Variables", "Columns to test, without empty cells."),
        choices_param(
            "tests",
            "Tests",
            "One common root (LLC), a root for each unit (IPS), or combined p-values (Fisher).",
            {"llc": "Levin-Lin-Chu", "ips": "Im-Pesaran-Shin", "fisher": "Fisher"},
            ["llc", "ips", "fisher"],
        ),
        choice_param(
            "deterministic",
            "Deterministic part",
            "What each unit's series may have besides the root.",
            {"none": "Nothing", "intercept": "Intercept", "trend": "Intercept and trend"},
            "intercept",
        ),
        Param(
            "lags",
            "text",
            "Lags",
            "Number of lagged differences, or the words sic or aic, which choose it for each unit.",
            default="sic",
        ),
        Param(
            "demean",
            "flag",
            "Remove period means",
            "Subtract the mean of each period first, against common shocks.",
            default=False,
        ),
        Param(
            "simulations",
            "integer",
            "Simulations",
            "Number of simulated panels for the simulated p-values; nought leaves them out.",
            default=499,
            minimum=0,
            maximum=100000,
            advanced=True,
        ),
        seed_param(),
    ),
    outputs=(
        Output("table", "table", "Tests", "Statistic and p-values of each variable and test."),
        Output("by_unit", "table", "Tests by unit", "Lags, coefficient, t and p of each unit's own test."),
        paper_output("Statistics with stars and p-values."),
        Output("statistic", "number", "First statistic", "Statistic of the first variable and test."),
        Output("p", "number", "First p-value", "P-value of the first variable and test."),
    ),
    run=run,
    tags=("unit root", "LLC", "IPS", "stationarity", "单位根"),
    example="gisplug panel-unit-root --panel demo-panel --unit adcode --period year --variables develop,agg --paper "
    "unit_root.html",
)
