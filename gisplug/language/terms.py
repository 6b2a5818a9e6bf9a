"""Terms of a regression made from columns: products, powers, lags, leads, differences, logarithms. No eval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from gisplug.core.errors import ModelError, PanelError
from gisplug.language.columns import Columns

_SHIFT = re.compile(r"^([LFD])(\d*)\.(.+)$")
_CALL = re.compile(r"^(ln|log1p|sqrt|asinh|centred|standard)\((.+)\)$")


def term_array(panel: Columns, term: str) -> np.ndarray:
    """Return one term as (T, N) float64.

    A term is a column; or `a:b` (product), `a^2` (power), `L.a`, `L2.a` (lags), `F.a` (lead), `D.a` (difference to the
    period before), `ln(a)`, `log1p(a)`, `sqrt(a)`, `asinh(a)`, `centred(a)` (minus its mean), `standard(a)` (z-score);
    `trend` counts periods from 0 where the panel has no column of that name. A column whose name looks like a term
    wins.

    Raises
    ------
    PanelError
        If a column that the term needs is absent or no number.
    """
    if term in panel.frame.columns:
        return panel.array(term)
    parts = _split(term, ":")
    if len(parts) > 1:
        product = term_array(panel, parts[0])
        for part in parts[1:]:
            product = product * term_array(panel, part)
        return product
    called = _CALL.match(term)
    if called:
        return _applied(called[1], term_array(panel, called[2]), term)
    shifted = _SHIFT.match(term)
    if shifted:
        return _shifted(panel, shifted[1], int(shifted[2] or 1), term_array(panel, shifted[3]))
    base, _, power = term.rpartition("^")
    if base and re.fullmatch(r"\d+(\.\d+)?", power):
        return np.asarray(term_array(panel, base) ** float(power))
    if term == "trend":
        return np.repeat(np.arange(panel.T, dtype=float)[:, None], panel.N, axis=1)
    return panel.array(term)


def term_columns(panel: Columns, terms: Sequence[str]) -> np.ndarray:
    """Return terms as (T * N, K), rows in the order of `panel.frame`."""
    if not terms:
        return np.empty((panel.T * panel.N, 0))
    return np.column_stack([term_array(panel, t).ravel() for t in terms])


def group_labels(panel: Columns, name: str) -> np.ndarray:
    """Return group labels (T * N,) as text; "unit", "period", a column, or several joined by ":" (their
    combinations).
    """
    parts = name.split(":") if name not in panel.frame.columns else [name]
    found = [_labels(panel, part) for part in parts]
    return found[0] if len(found) == 1 else np.array(["|".join(row) for row in zip(*found, strict=True)], dtype=object)


def _labels(panel: Columns, name: str) -> np.ndarray:
    if name in panel.frame.columns:
        column = panel.frame[name]
        labels = column.astype(object).where(column.notna(), "")
        return np.array([_text(v) for v in labels], dtype=object)
    if name in ("unit", panel.unit_name):
        return np.tile(np.array(panel.ids, dtype=object), panel.T)
    if name in ("period", panel.period_name):
        return np.repeat(np.array([str(p) for p in panel.periods], dtype=object), panel.N)
    known = ", ".join(map(str, panel.frame.columns))
    raise PanelError(f"{panel.name} has no column {name!r} to group by. It has: {known}; 'unit' and 'period' work too.")


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _split(term: str, sign: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(term):
        depth += (letter == "(") - (letter == ")")
        if letter == sign and depth == 0:
            parts.append(term[start:at])
            start = at + 1
    return [*parts, term[start:]]


def _applied(name: str, values: np.ndarray, term: str) -> np.ndarray:
    if name == "ln" and np.any(values <= 0):
        raise ModelError(f"{term} takes the logarithm of numbers that are not positive; use log1p() or asinh().")
    if name == "sqrt" and np.any(values < 0):
        raise ModelError(f"{term} takes the root of negative numbers.")
    if name in ("centred", "standard"):
        middle = values - np.nanmean(values)
        return np.asarray(middle if name == "centred" else middle / np.nanstd(values, ddof=1))
    functions = {"ln": np.log, "log1p": np.log1p, "sqrt": np.sqrt, "asinh": np.arcsinh}
    return np.asarray(functions[name](values))


def _shifted(panel: Columns, kind: str, steps: int, values: np.ndarray) -> np.ndarray:
    """Shift along time by the value of the period where periods are numbers, else by their position."""
    numbers = all(isinstance(p, (int, float, np.integer, np.floating)) for p in panel.periods)
    keys: list[Any] = list(panel.periods) if numbers else list(range(panel.T))
    at = {key: row for row, key in enumerate(keys)}
    step = -steps if kind in "LD" else steps
    out = np.full_like(values, np.nan)
    for row, key in enumerate(keys):
        source = at.get(key + step)
        if source is not None:
            out[row] = values[source]
    return values - out if kind == "D" else out
