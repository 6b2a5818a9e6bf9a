"""Preparation of a panel, step by step; each step is a line of text and leaves a note in the panel's report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.language.expressions import evaluate
from gisplug.panel.frame import Panel

_ASSIGN = re.compile(r"^\s*(?:`([^`]+)`|([^\W\d]\w*))\s*=(?!=)\s*(.+)$", re.S)
_FILTER = re.compile(r"^\s*(keep|drop)\s+(.+)$", re.S)
_IN_PLACE = re.compile(r"^\s*(interpolate|winsorise|standardise|log|log1p|asinh)\s+(.+)$", re.S)
_EMPTY_ROW = "row left out by a filter"


def prepare(panel: Panel, steps: str | Sequence[str], unbalanced: bool = False) -> Panel:
    """Carry out steps in order and record each in the report.

    Parameters
    ----------
    panel
    steps
        Lines, or one text with lines separated by line ends or semicolons:

        - ``name = expression``: a new or replaced column, such as ``ln_gdp = log(gdp)``, ``gdp_1 = lag(gdp)``,
          ``g = growth(gdp)``, ``x = winsorise(x, 0.01)``, ``z = standardise(x, "period")``;
        - ``interpolate a, b``: the same for several columns in place (also winsorise, standardise, log, log1p, asinh);
        - ``keep condition`` or ``drop condition``: ``keep year >= 2013``, ``drop unit in ("110000", "310000")``.
    unbalanced
        Whether a filter may leave an unbalanced panel; otherwise it is refused with the list of rows.

    Returns
    -------
    Panel
        A new panel; the given one is untouched.

    Raises
    ------
    PanelError
        If a step cannot be read or makes undefined numbers.
    """
    lines = re.split(r"[;\n]", steps) if isinstance(steps, str) else list(steps)
    for line in lines:
        text = line.split("#", 1)[0].strip() if line.lstrip().startswith("#") else line.strip()
        if text:
            panel = _step(panel, text, unbalanced)
    return panel


def _step(panel: Panel, text: str, unbalanced: bool) -> Panel:
    filtered = _FILTER.match(text)
    if filtered:
        condition = evaluate(panel, filtered.group(2))
        if condition.dtype != bool:
            raise PanelError(f"Cannot read {text!r}: {filtered.group(1)} needs a condition such as year >= 2013.")
        return _filter(panel, condition if filtered.group(1) == "keep" else ~condition, text, unbalanced)
    assigned = _ASSIGN.match(text)
    if assigned:
        return _assign(panel, assigned.group(1) or assigned.group(2), assigned.group(3), text)
    in_place = _IN_PLACE.match(text)
    if in_place:
        for column in _listed(in_place.group(2)):
            panel = _assign(panel, column, f"{in_place.group(1)}(`{column}`)", f"{in_place.group(1)} {column}")
        return panel
    raise PanelError(
        f"Cannot read the step {text!r}. A step reads 'name = expression', 'keep condition', 'drop condition' or "
        "'interpolate a, b'."
    )


def _listed(text: str) -> list[str]:
    return [
        (quoted or plain).strip()
        for quoted, plain in re.findall(r"`([^`]+)`|([^,`]+)", text)
        if (quoted or plain).strip()
    ]


def _assign(panel: Panel, column: str, expression: str, text: str) -> Panel:
    if column in ("unit", "period", panel.unit_name, panel.period_name):
        raise PanelError(f"{column!r} is a key of the panel and cannot be replaced; name the new column differently.")
    made = evaluate(panel, expression)
    if made.dtype.kind not in "fib":
        raise PanelError(f"{text!r} makes text, and a new column holds numbers.")
    values = made.astype(float)
    return panel.with_columns({column: values}, Note(INFO, "step", f"{text}: {_effect(panel, column, values)}"))


def _effect(panel: Panel, column: str, values: np.ndarray) -> str:
    """Say what a step did to a column: cells changed, filled, left empty."""
    empty = int(np.isnan(values).sum())
    left = f"{empty} of {values.size} cells empty" if empty else f"all {values.size} cells known"
    if column not in panel.frame.columns or panel.frame[column].dtype.kind not in "iufb":
        return f"new column, {left}."
    before = panel.array(column)
    filled = np.argwhere(np.isnan(before) & ~np.isnan(values))
    changed = int((~np.isnan(before) & (before != values)).sum())
    cells = [f"{panel.ids[n]} in {panel.periods[t]}" for t, n in filled]
    return f"{changed} cells changed, {len(filled)} filled{f' ({some(cells)})' if cells else ''}, {left}."


def _filter(panel: Panel, keep: np.ndarray, text: str, unbalanced: bool) -> Panel:
    rows, columns = np.asarray(keep.any(axis=1)), np.asarray(keep.any(axis=0))
    if not rows.any():
        raise PanelError(f"{text!r} leaves nothing of {panel.name}.")
    ids = tuple(i for i, k in zip(panel.ids, columns, strict=True) if k)
    periods = tuple(p for p, k in zip(panel.periods, rows, strict=True) if k)
    gone = tuple(i for i in panel.ids if i not in set(ids))
    said = f"{text}: {len(ids)} of {panel.N} units and {len(periods)} of {panel.T} periods kept."
    part = panel.select(ids, periods, Note(INFO, "step", said, gone))
    holes = ~keep[np.ix_(rows, columns)]
    if not holes.any():
        return part
    cells = [f"{ids[n]} in {periods[t]}" for t, n in np.argwhere(holes)]
    if not unbalanced:
        raise PanelError(
            f"{text!r} leaves holes: {len(cells)} rows of units that stay in other periods, such as {some(cells)}. "
            "Filter whole units or whole periods, or allow an unbalanced panel."
        )
    frame = part.frame.copy()
    numeric = [c for c in frame.columns if frame[c].dtype.kind in "iufb"]
    frame[numeric] = frame[numeric].astype(float)
    frame.loc[holes.reshape(-1), :] = np.nan
    note = Note(WARNING, "unbalanced", f"{text}: {len(cells)} rows are now absent: {some(cells)}.", tuple(cells))
    return replace(part, frame=frame, unbalanced=True, report=part.report + Report((note,)))
