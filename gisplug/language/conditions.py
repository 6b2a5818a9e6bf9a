"""Rows of a panel chosen by conditions in words: "year >= 2012; region in east, west; unit not in 110000". No eval."""

from __future__ import annotations

import re

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.language.columns import Columns
from gisplug.language.terms import group_labels, term_array

_CONDITION = re.compile(r"^\s*(?P<name>.+?)\s*(?P<sign>>=|<=|!=|==|=|<|>|\s+not\s+in\s+|\s+in\s+)\s*(?P<value>.+?)\s*$")


def chosen_rows(panel: Columns, conditions: str | None) -> np.ndarray | None:
    """Return a mask (T * N,), or None for all rows.

    Conditions are joined by ";" and all must hold. `period` and `unit` (or the panel's own names of them) and every
    column
    can be compared with >=, <=, <, >, =, != or with `in a, b` and `not in a, b`; `x > median` compares with the
    median of x.

    Raises
    ------
    ModelError
        If a condition cannot be read, or no row is left.
    """
    if not conditions or not conditions.strip():
        return None
    mask = np.ones(panel.T * panel.N, dtype=bool)
    for condition in filter(str.strip, conditions.split(";")):
        mask &= _holds(panel, condition)
    if not mask.any():
        raise ModelError(f"No row of {panel.name} fulfils {conditions!r}; loosen the conditions.")
    return mask


def named_samples(text: str | None) -> dict[str, str]:
    """Read "Without municipalities: unit not in 11, 31 | Before 2020: period < 2020" as names and conditions."""
    found: dict[str, str] = {}
    for part in filter(str.strip, (text or "").split("|")):
        name, colon, condition = part.partition(":")
        found[name.strip() if colon else part.strip()] = (condition if colon else part).strip()
    return found


def _holds(panel: Columns, condition: str) -> np.ndarray:
    found = _CONDITION.match(condition)
    if not found:
        raise ModelError(
            f'A condition reads "period >= 2012" or "region in east, west"; {condition.strip()!r} was given instead.'
        )
    name, sign, value = found["name"], " ".join(found["sign"].split()), found["value"]
    name = (
        {panel.period_name: "period", panel.unit_name: "unit"}.get(name, name)
        if name not in panel.frame.columns
        else name
    )
    if sign in ("in", "not in"):
        inside = np.isin(group_labels(panel, name), [v.strip() for v in value.split(",")])
        return np.asarray(inside if sign == "in" else ~inside)
    if sign in ("=", "==", "!=") and not _is_number(value):
        same = group_labels(panel, name) == value
        return np.asarray(same if sign != "!=" else ~same)
    left = _numbers(panel, name)
    right = float(np.nanmedian(left)) if value == "median" else float(value) if _is_number(value) else np.nan
    if np.isnan(right):
        raise ModelError(f"{condition.strip()!r} compares with {value!r}, which is not a number.")
    compare = {">=": np.greater_equal, "<=": np.less_equal, "<": np.less, ">": np.greater, "!=": np.not_equal}
    return np.asarray(compare.get(sign, np.equal)(left, right))


def _numbers(panel: Columns, name: str) -> np.ndarray:
    if name not in panel.frame.columns and name in ("period", "unit"):
        labels = group_labels(panel, name)
        if not all(_is_number(str(v)) for v in labels[:: panel.N if name == "period" else 1]):
            raise ModelError(f"{name} is not a number here; use 'in' or 'not in'.")
        return labels.astype(float)
    return term_array(panel, name).ravel()


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text.strip()))
