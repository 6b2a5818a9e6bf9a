"""Inputs and results that several tools of common shocks share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gisplug.core.declare import Inputs, param
from gisplug.core.messages import message
from gisplug.tools.inputs import choice_param, fields_param, seed_param
from gisplug.tools.results import FilePath, table_output

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

TESTS = {"statistic": "Statistic", "df": "df", "p": "p", "p_sim": "p (simulated)"}
SWAMY = (
    "The chi-squared p of Swamy's test rejects 29 % of true nulls with 30 units and 14 periods; go by the simulated "
    "one."
)
TEST_NAMES = {"delta": "Delta", "adjusted delta": "Adjusted delta", "Swamy": "Swamy"}


def averaged_param() -> Any:
    """Columns whose averages are taken out, too."""
    return fields_param(
        "Further averages",
        "Columns whose cross-section averages are taken out beside those of the outcome and the regressors.",
        optional=True,
        advanced=True,
    )


class UnitInputs(Inputs, after=True):
    """What each unit has of its own, and units with too few rows."""

    deterministic: Literal["intercept", "trend"] = choice_param(
        "Of each unit",
        "What each unit has of its own beside its slopes: an intercept, or a linear trend as well.",
        {"intercept": "Intercept", "trend": "Intercept and trend"},
        "intercept",
        advanced=True,
    )
    short: Literal["refuse", "omit"] = choice_param(
        "Units with few rows",
        "Whether units with fewer rows than their columns need, or in which a regressor does not vary, are refused by "
        "name, or left out and listed.",
        {"refuse": "Refuse by name", "omit": "Leave out"},
        "refuse",
        advanced=True,
    )
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels behind the simulated p-values; nought leaves the tests of the residuals out.",
        default=99,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()


class SlopesFiles(Inputs):
    """Slopes of units as a table."""

    slopes: FilePath = table_output(
        "Slopes of units", "Slope of every unit with its standard error, t, p and 95 percent interval."
    )


def unit_options(asked: UnitInputs) -> dict[str, Any]:
    """Return what `UnitInputs` holds, as options of the estimators."""
    return {
        "deterministic": asked.deterministic,
        "short": asked.short,
        "simulations": asked.simulations,
        "seed": asked.seed,
    }


def tests_paper(tests: pd.DataFrame, simulations: int) -> list[PaperTable]:
    """Return the table of tests (rows) that slopes are the same (Pesaran and Yamagata 2008); none without tests."""
    from gisplug.report.tables.paper_table import plain_table

    if not len(tests):
        return []
    heads = {k: v for k, v in TESTS.items() if k in tests}
    shown = tests[list(heads)].rename(columns=heads, index=TEST_NAMES).rename_axis("Test")
    notes = ["Null: all units have the same slopes. Delta, adjusted delta: Pesaran and Yamagata (2008), two-sided p."]
    if simulations:
        notes.append(SWAMY)
        notes.append(
            message("p (simulated): share of {n} panels with equal slopes beyond the statistic.", n=simulations)
        )
    return [plain_table("Tests of equal slopes", shown, notes, digits=3)]
