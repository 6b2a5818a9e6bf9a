"""Parameters of a policy evaluation and the numbers that every one of them returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import ABOVE_ZERO, Inputs, Output, param
from gisplug.tools.inputs import choice_param, field_param
from gisplug.tools.regression_options import (
    ControlsInputs,
    OutcomeInputs,
    WinsorisedInputs,
    controls_of,
    winsorise_param,
)

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.language.formula import Formula


class PolicyInputs(OutcomeInputs):
    """Panel, outcome and policy."""

    policy: str = field_param(
        "Policy",
        "Column that is 1 from the policy on and 0 before, or that holds the first treated period (0 or empty "
        "for units never treated).",
    )


class PolicyControlsInputs(PolicyInputs, ControlsInputs):
    """Panel, outcome, policy and controls."""


class WinsorisedOutcomeInputs(WinsorisedInputs, after=True):
    """`WinsorisedInputs` of methods that winsorise the outcome alone."""

    winsorise: float = winsorise_param(" of the outcome")


def policy_formula(
    asked: PolicyControlsInputs, outcome: Optional[str] = None, controls: Optional[Sequence[str]] = None
) -> Formula:
    """Return "outcome ~ policy + controls"; another outcome and other controls than those asked for where given.

    An outcome is no control of its own.
    """
    from gisplug.language.formula import Formula

    policy, explained = asked.policy, outcome or asked.outcome
    chosen = controls_of(asked, policy, asked.outcome, explained) if controls is None else controls
    return Formula(explained, (policy, *chosen))


class WindowInputs(Inputs, after=True):
    """The window of an event study."""

    before: int = param(
        "integer",
        "Periods before",
        "Periods before the policy that are shown; earlier ones join the first.",
        default=4,
        minimum=1,
        maximum=100,
    )
    after: int = param(
        "integer",
        "Periods after",
        "Periods after the start of the policy that are shown; later ones join the last.",
        default=5,
        minimum=0,
        maximum=100,
    )


class RandomisedInputs(Inputs, after=True):
    """Randomisation inference of a two-way estimate."""

    randomisation: int = param(
        "integer",
        "Randomisation draws",
        "Number of assignments of the starting times to other units for a p by randomisation, at least 19; nought "
        "leaves it out. It holds with few treated units, where clustered errors do not.",
        default=0,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    strata: Optional[str] = field_param(
        "Permute within",
        "Column of groups, such as a region, within which units exchange their starting times. Empty: among all units.",
        optional=True,
        advanced=True,
        applies_when=({"randomisation": ABOVE_ZERO},),
    )
    assigned_by: Optional[str] = field_param(
        "Given by whole groups",
        "Column of groups that were given the policy as a whole, such as regions: their units exchange starting times "
        "together. Needed where shocks are shared within them. Empty: each unit by itself.",
        optional=True,
        advanced=True,
        applies_when=({"randomisation": ABOVE_ZERO},),
    )


class BandsInputs(Inputs, after=True):
    """Whether an event study has a uniform band."""

    bands: bool = param(
        "flag",
        "Uniform band",
        "Adds a band that holds the whole path of effects with 95 percent, where each interval holds its own effect "
        "only: thin bars in the figure, band_low and band_high in the table.",
        default=False,
        advanced=True,
    )


def comparison_param(help: str, *, advanced: bool = False) -> Any:
    """Which units treated ones are compared with."""
    return choice_param(
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
