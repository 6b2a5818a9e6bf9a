"""How variables become sets, and what is expected of conditions: parameters and the texts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.errors import ParameterError
from gisplug.tools.inputs import split_list

Anchors = tuple[float, float, float]  # full membership, crossover, full non-membership


class CalibrationInputs(Inputs, after=True):
    """How variables become sets."""

    quantiles: str = param(
        "text",
        "Quantiles of the anchors",
        "Quantiles that become full membership, crossover and full non-membership.",
        default="0.95, 0.5, 0.05",
    )
    anchors: Optional[str] = param(
        "text",
        "Anchors by hand",
        "Values that replace the quantiles for some variables, such as: wage: 9, 7, 5; edu: 0.02, 0.01, 0.005.",
        optional=True,
        advanced=True,
    )
    sheet: Optional[str] = param(
        "text",
        "Sheet",
        "Sheet of a workbook; the first where it is left empty.",
        optional=True,
        advanced=True,
    )


def anchors_of(text: Optional[str]) -> dict[str, Anchors]:
    """Read "gov1: 90, 50, 10; inf1: 3, 2, 1" as anchors of full membership, crossover, non-membership.

    Raises
    ------
    ParameterError
    """
    found = {}
    for part in filter(str.strip, (text or "").split(";")):
        name, _, numbers = part.partition(":")
        try:
            found[name.strip()] = _three(numbers)
        except ValueError:
            raise ParameterError(
                f"Anchors read 'name: full, crossover, none'; {part.strip()!r} was given instead."
            ) from None
    return found


def quantiles_of(text: str) -> Anchors:
    """Read "0.95, 0.5, 0.05".

    Raises
    ------
    ParameterError
    """
    try:
        return _three(text)
    except ValueError:
        raise ParameterError(
            f"Quantiles of the anchors are three numbers such as 0.95, 0.5, 0.05; {text!r} was given instead."
        ) from None


def _three(text: str) -> Anchors:
    full, crossover, none = (float(number) for number in text.split(","))
    return full, crossover, none


def expectations_of(text: Optional[str], conditions: Sequence[str]) -> dict[str, Optional[int]]:
    """Read "gov1=1, market1=0, inf1=-" as directional expectations; None expects nothing.

    Raises
    ------
    ParameterError
        If a condition is unknown or what is expected is not 1, 0 or -.
    """
    found: dict[str, Optional[int]] = {}
    for part in split_list(text):
        name, _, value = (side.strip() for side in part.partition("="))
        if name not in conditions or value not in ("1", "0", "-"):
            raise ParameterError(
                f"Expectations read 'condition=1', '=0' or '=-' for conditions {', '.join(conditions)}; {part!r} "
                "was given instead."
            )
        found[name] = None if value == "-" else int(value)
    return found
