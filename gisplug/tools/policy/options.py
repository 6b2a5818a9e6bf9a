"""Parameters of a policy evaluation and the numbers that every one of them returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param
from gisplug.tools.inputs import choice_param, field_param
from gisplug.tools.regression_options import outcome_params

if TYPE_CHECKING:
    import pandas as pd


def policy_params() -> tuple[Param, ...]:
    """Panel, outcome and policy."""
    return (
        *outcome_params(),
        field_param(
            "policy",
            "Policy",
            "Column that is 1 from the policy on and 0 before, or that holds the first treated period (0 or empty "
            "for units never treated).",
        ),
    )


def window_params() -> tuple[Param, ...]:
    """The window of an event study."""
    return (
        Param(
            "before",
            "integer",
            "Periods before",
            "Periods before the policy that are shown; earlier ones join the first.",
            default=4,
            minimum=1,
            maximum=100,
        ),
        Param(
            "after",
            "integer",
            "Periods after",
            "Periods after the start of the policy that are shown; later ones join the last.",
            default=5,
            minimum=0,
            maximum=100,
        ),
    )


def comparison_param(help: str, *, advanced: bool = False) -> Param:
    """Which units treated ones are compared with."""
    return choice_param(
        "comparison",
        "Comparison units",
        help,
        {"never": "Never treated", "notyet": "Not yet treated"},
        "notyet",
        advanced=advanced,
    )


def att_outputs() -> tuple[Output, ...]:
    """Numbers of the overall effect."""
    return (
        Output("att", "number", "Effect", "Average effect of the policy on the treated."),
        Output("se", "number", "Standard error", "Its standard error."),
        Output("p", "number", "P-value", "Its p-value."),
    )


def att_numbers(estimates: pd.DataFrame) -> dict[str, float]:
    """Return the numbers of the overall effect, the first row of `estimates` (columns estimate, se, p)."""
    row = estimates.iloc[0]
    return {"att": float(row["estimate"]), "se": float(row["se"]), "p": float(row["p"])}
