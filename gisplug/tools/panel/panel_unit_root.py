"""Tool: panel tests of unit roots and of stationarity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Union

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    choice_param,
    choices_param,
    fields_param,
    seed_param,
)
from gisplug.tools.panel.results import TERMS, paper_of_tests
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.panel.testing.unit_root import UnitRootTests
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "variable": "Variable",
    "test": "Test",
    "null": "Null",
    "statistic": "Statistic",
    "p": "p",
    "p_sim": "p (simulated)",
    "lags": "Mean lags",
    "decision": "Decision",
}
NULLS = {"unit root": "Unit root", "stationary": "Stationary"}


class Asked(PanelInputs):
    """What the tool is asked."""

    variables: list[str] = fields_param("Variables", "Columns to test, without empty cells.")
    tests: list[str] = choices_param(
        "Tests",
        "One common root (LLC, Breitung), a root for each unit (IPS), combined p-values (Fisher), a root for each unit "
        "with a common factor (CIPS), or Hadri's test, whose null is the opposite: stationarity.",
        {
            "llc": "Levin-Lin-Chu",
            "ips": "Im-Pesaran-Shin",
            "fisher": "Fisher",
            "breitung": "Breitung",
            "cips": "Pesaran CIPS",
            "hadri": "Hadri (null: stationary)",
        },
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
        "Number of lagged differences, or the words sic or aic, which choose it for each unit. Hadri's test has none.",
        default="sic",
    )
    kernel: int = param(
        "integer",
        "Kernel lags",
        "Bartlett lags of the long-run variance in Hadri's test; nought is for series without autocorrelation.",
        default=0,
        minimum=0,
        maximum=50,
        advanced=True,
        applies_when=({"tests": ("hadri",)},),
    )
    demean: bool = param(
        "flag",
        "Remove period means",
        "Subtract the mean of each period first, against common shocks. Not with CIPS, which holds them itself.",
        default=False,
    )
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels for the simulated p-values; nought leaves them out (not with CIPS).",
        default=499,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()
    table: FilePath = output("table", "Tests", "Statistic and p-values of each variable and test.")
    by_unit: FilePath = output(
        "table",
        "Tests by unit",
        "Lags, coefficient, t and p of each unit's test; t with cross-section means for CIPS; and its KPSS statistic.",
    )
    paper: FilePath = paper_output("Statistics with stars and p-values.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.panel.testing.unit_root import EVERY_TEST, panel_unit_root

    panel = open_panel(asked, progress)
    lags, deterministic = asked.lags, asked.deterministic
    found = panel_unit_root(
        panel,
        asked.variables,
        [t for t in EVERY_TEST if t in asked.tests and not (t in ("ips", "hadri") and deterministic == "none")],
        deterministic,
        _lags(lags),
        demean=asked.demean,
        kernel=asked.kernel,
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
    p = first["p_sim" if first["test"].startswith("Pesaran") else "p"]  # the limit of CIPS has no p
    return {**asked.written(), "statistic": float(first["statistic"]), "p": float(p)}


def _lags(text: str) -> Union[int, Literal["sic", "aic"]]:
    if text == "sic":
        return "sic"
    if text == "aic":
        return "aic"
    if not text.strip().isdigit():
        raise ParameterError(message("'lags' is sic, aic or a whole number; {text!r} was given instead.", text=text))
    return int(text)


def _nulls(found: UnitRootTests) -> str:
    nulls, kernel = (
        set(found.table["null"]),
        message("{kernel} Bartlett lags", kernel=found.kernel) if found.kernel else message("the variance"),
    )
    still = message("every unit is stationary, with {kernel} (Hadri)", kernel=kernel)
    if nulls == {"stationary"}:
        return still
    rooted = message("a unit root in every unit")
    return joined("; ", (rooted, still)) if "stationary" in nulls else rooted


def _paper(found: UnitRootTests) -> PaperTable:
    p = "p_sim" if found.simulations else "p"
    table = found.table.assign(null=[NULLS[null] for null in found.table["null"]])
    note = message(
        "Null: {nulls}. With {terms}; lags: {lags}{clause}.",
        nulls=_nulls(found),
        terms=TERMS[found.deterministic],
        lags=found.lags,
        clause=message("; period means removed") if found.demeaned else "",
    )
    if found.simulations:
        note += message(
            " Simulated p: {simulations} panels of the same size under the null, seed {seed}; stars "
            "and decisions go by it.",
            simulations=found.simulations,
            seed=found.seed,
        )
    notes = (note, "*** p < 0.01, ** p < 0.05, * p < 0.1.")
    return paper_of_tests("Panel unit-root tests", table, p, HEADS, notes)


TOOL = Tool(
    id="panel_unit_root",
    title="Panel unit-root tests",
    group="panel",
    help="Tests whether variables have a unit root: Levin, Lin and Chu; Im, Pesaran and Shin; Fisher-type tests; "
    "Breitung; and Pesaran's CIPS, which allows for a common factor. Hadri's test has the opposite null, stationarity. "
    "P-values come from the limits and, safer in short panels, from simulated panels of the same size.",
    inputs=Asked,
    values=(
        Output("statistic", "number", "First statistic", "Statistic of the first variable and test."),
        Output(
            "p", "number", "First p-value", "P-value of the first variable and test by the limit; simulated for CIPS."
        ),
    ),
    run=run,
    tags=("unit root", "LLC", "IPS", "CIPS", "Hadri", "Breitung", "stationarity", "单位根"),
    example="gisplug panel-unit-root --panel demo-panel --unit adcode --period year --variables develop,agg --paper "
    "unit_root.html",
)
