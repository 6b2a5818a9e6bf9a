"""How variables become sets, and what is expected of conditions: parameters and the texts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.tools.inputs import choice_param, field_param, split_list

Anchors = tuple[float, float, float]  # full membership, crossover, full non-membership


class CalibrationInputs(Inputs, after=True):
    """How variables become sets."""

    method: Literal["logistic", "linear", "indirect"] = choice_param(
        "Method",
        "Direct, by a logistic curve through the anchors (Ragin) or straight lines between them; or indirect: cases "
        "are sorted into groups, and a fractional logit on powers of the variable smooths the groups.",
        {"logistic": "Direct, logistic", "linear": "Direct, linear", "indirect": "Indirect"},
        "logistic",
    )
    quantiles: str = param(
        "text",
        "Quantiles of the anchors",
        "Quantiles that become full membership, crossover and full non-membership.",
        default="0.95, 0.5, 0.05",
        applies_when=({"method": ("logistic", "linear")},),
    )
    anchors: Optional[str] = param(
        "text",
        "Anchors by hand",
        "Values that replace the quantiles for some variables, such as: wage: 9, 7, 5; edu: 0.02, 0.01, 0.005.",
        optional=True,
        advanced=True,
        applies_when=({"method": ("logistic", "linear")},),
    )
    groups: int = param(
        "integer",
        "Groups of cases",
        "Groups of as many cases each that the indirect method smooths, where no cuts are given.",
        default=6,
        minimum=3,
        maximum=20,
        applies_when=({"method": ("indirect",)},),
    )
    cuts: Optional[str] = param(
        "text",
        "Cuts between groups",
        "Values between the groups of some variables, from what is known of the cases, such as: wage: 4, 6, 8, 10, 12.",
        optional=True,
        applies_when=({"method": ("indirect",)},),
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
                message("Anchors read 'name: full, crossover, none'; {part!r} was given instead.", part=part.strip())
            ) from None
    return found


def cuts_of(text: Optional[str]) -> dict[str, list[float]]:
    """Read "wage: 4, 6, 8; edu: 0.01, 0.02" as cuts between groups.

    Raises
    ------
    ParameterError
    """
    found = {}
    for part in filter(str.strip, (text or "").split(";")):
        name, _, numbers = part.partition(":")
        try:
            found[name.strip()] = [float(number) for number in numbers.split(",")]
        except ValueError:
            raise ParameterError(
                message("Cuts read 'name: 4, 6, 8'; {part!r} was given instead.", part=part.strip())
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
            message(
                "Quantiles of the anchors are three numbers such as 0.95, 0.5, 0.05; {text!r} was given instead.",
                text=text,
            )
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
                message(
                    "Expectations read 'condition=1', '=0' or '=-' for conditions {conditions}; {part!r} "
                    "was given instead.",
                    conditions=", ".join(conditions),
                    part=part,
                )
            )
        found[name] = None if value == "-" else int(value)
    return found


class PatentsInputs(Inputs):
    """The table of patents and its fields."""

    patents: str = param(
        "table",
        "Patents table",
        "Table with one row per patent: id, region, filing year and technology classes.",
    )
    id: str = field_param("Patent id field", "Column that identifies each patent.", parent="patents")
    region: str = field_param(
        "Region field", "Column with the id of the region where the patent was filed.", parent="patents"
    )
    year: str = field_param("Year field", "Column with the filing year.", parent="patents")
    classes: str = field_param(
        "Classes field",
        "Column with the technology classes of the patent, joined by semicolons, commas, bars or spaces.",
        parent="patents",
    )
