"""Parameters that the tools of indices declare, and the texts behind them."""

from __future__ import annotations

from typing import Any, Literal, Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.tools.inputs import choice_param, fields_param, split_list


def column_param(default: str) -> Any:
    """Name of a new column."""
    return param("text", "New column", "Name of the new column.", default=default, advanced=True)


class QuantitiesInputs(Inputs, after=True):
    """What units use and what they make."""

    input_columns: list[str] = fields_param(
        "Inputs", "Columns of what is used, such as staff, money and data; amounts, not negative. Less is better."
    )
    output_columns: list[str] = fields_param(
        "Outputs", "Columns of what is made, such as patents; amounts, not negative. More is better."
    )


def orientation_param(default: Literal["input", "output"], help: str) -> Any:
    """Whether inputs shrink or outputs grow."""
    return choice_param("Orientation", help, {"input": "Less input", "output": "More output"}, default)


def dimensions_of(text: Optional[str]) -> dict[str, list[str]]:
    """Read "innovation: a, b; green: c" into names and columns; full-width colons and commas count too.

    Raises
    ------
    ParameterError
    """
    found: dict[str, list[str]] = {}
    for part in filter(str.strip, (text or "").split(";")):
        head, _, body = part.replace("\uff1a", ":").partition(":")
        members = split_list(body.replace("\uff0c", ","))
        if not members or not head.strip():
            raise ParameterError(
                message(
                    "Dimensions read 'innovation: a, b; green: c, d'; {part!r} was given instead.", part=part.strip()
                )
            )
        found[head.strip()] = members
    return found
