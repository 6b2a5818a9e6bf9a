"""Parameters of a policy evaluation and the numbers that every one of them returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Param, Params
from gisplug.tools.inputs import choice_param, collinear_param, field_param, where_param
from gisplug.tools.regression_options import controls_of, outcome_params

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.language.formula import Formula


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


def policy_formula(params: Params, outcome: Optional[str] = None, controls: Optional[Sequence[str]] = None) -> Formula:
    """Return "outcome ~ policy + controls"; another outcome and other controls than those asked for where given.

    An outcome is no control of its own.
    """
    from gisplug.language.formula import Formula

    policy, explained = params["policy"], outcome or params["outcome"]
    chosen = controls_of(params, policy, params["outcome"], explained) if controls is None else controls
    return Formula(explained, (policy, *chosen))


def asked_params() -> tuple[Param, ...]:
    """Which rows are used, and what happens to controls that are not identified."""
    return where_param(), collinear_param()


def asked_of(params: Params) -> dict[str, Any]:
    """Return what `asked_params` holds, as options of the estimators."""
    return {"where": params["where"], "collinear": params["collinear"]}


def sample_params() -> tuple[Param, ...]:
    """`asked_params`, and winsorising of the outcome."""
    return (
        *asked_params(),
        Param(
            "winsorise",
            "number",
            "Winsorised share",
            "Share at each end whose values of the outcome are set to the quantile there: 0.01 for 1 percent. Nought "
            "leaves the data as they are.",
            default=0.0,
            minimum=0.0,
            maximum=0.25,
            advanced=True,
        ),
    )


def sample_of(params: Params) -> dict[str, Any]:
    """Return what `sample_params` holds, as options of the estimators."""
    return {**asked_of(params), "winsorise": params["winsorise"]}


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
