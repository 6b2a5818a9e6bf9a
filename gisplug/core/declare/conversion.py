"""From what the user gave to the value that a declared input has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gisplug.core.declare.parts import Param
from gisplug.core.messages import message


def converted(param: Param, value: Any) -> Any:
    """Return the value of an input.

    Raises
    ------
    TypeError, ValueError
        If it is of another type or out of range; the message says what was expected.
    """
    kind = param.kind
    if kind == "flag":
        return _flag(value)
    if kind in ("integer", "number"):
        return _bounded(param, _number(kind, value))
    if kind == "choice":
        return _chosen(param, str(value))
    if kind in ("fields", "choices", "weights_list"):
        items = _items(value)
        return [_chosen(param, item) for item in items] if kind == "choices" else items
    if kind == "rasters":
        return [str(v) for v in value] if isinstance(value, (list, tuple)) else str(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (list, tuple)) and kind == "text":
        return ", ".join(str(v) for v in value)
    if isinstance(value, (dict, list, tuple, bool)):
        raise TypeError(message("text was expected, {value!r} was given instead", value=value))
    return str(value)


def _items(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if not isinstance(value, Sequence):
        raise TypeError(message("a list was expected, {value!r} was given instead", value=value))
    return [str(item).strip() for item in value if str(item).strip()]


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if str(value).lower() in words:
        return words[str(value).lower()]
    raise ValueError(message("yes or no was expected, {value!r} was given instead", value=value))


def _number(kind: str, value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError(message("a number was expected, {value!r} was given instead", value=value))
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(message("a number was expected, {value!r} was given instead", value=value)) from None
    if kind == "integer":
        if number - number != 0 or number != int(number):  # infinite, NaN, or with a fraction
            raise ValueError(message("a whole number was expected, {value!r} was given instead", value=value))
        return int(number)
    return number


def _bounded(param: Param, number: float) -> float:
    if number != number:
        raise ValueError(message("a number was expected, NaN was given instead"))
    if param.minimum is not None and number < param.minimum:
        raise ValueError(
            message("at least {least:g} was expected, {number:g} was given instead", least=param.minimum, number=number)
        )
    if param.maximum is not None and number > param.maximum:
        raise ValueError(
            message("at most {most:g} was expected, {number:g} was given instead", most=param.maximum, number=number)
        )
    return number


def _chosen(param: Param, value: Any) -> str:
    if isinstance(value, bool) and {"yes", "no"} <= set(param.choices):
        value = "yes" if value else "no"
    if value not in param.choices:
        raise ValueError(
            message(
                "one of {choices} was expected, {value!r} was given instead",
                choices=", ".join(param.choices),
                value=value,
            )
        )
    return str(value)
