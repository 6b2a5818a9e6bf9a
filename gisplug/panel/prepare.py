"""Preparation of a panel, step by step; each step is a line of text and leaves a note in the panel's report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import joined, message
from gisplug.language.columns import column_named
from gisplug.language.expressions import Reading, Truth, cells, value
from gisplug.language.lexer import split_outside
from gisplug.language.parser import Parser
from gisplug.language.place import Source, proposal
from gisplug.language.tree import Call, Name, Node
from gisplug.panel.filter import filtered
from gisplug.panel.frame import Panel

_FILTERS = ("keep", "drop")
_IN_PLACE = ("interpolate", "winsorise", "standardise", "log", "log1p", "asinh")


def prepare(panel: Panel, steps: str | Sequence[str], unbalanced: bool = False) -> Panel:
    """Carry out steps in order and record each in the report.

    Parameters
    ----------
    panel
    steps
        Lines, or one text with lines separated by line ends or semicolons; what follows # on a line is a comment.

        - ``name = expression``: a new or replaced column, such as ``ln_gdp = log(gdp)``, ``gdp_1 = lag(gdp)``,
          ``g = growth(gdp)``, ``x = winsorise(x, 0.01)``, ``z = standardise(x, period)``;
        - ``interpolate a, b``: the same for several columns in place (also winsorise, standardise, log, log1p, asinh);
        - ``keep condition`` or ``drop condition``: ``keep year >= 2013``, ``drop unit in (110000, 310000)``.
    unbalanced
        Whether a filter may leave an unbalanced panel; otherwise it is refused with the list of rows.

    Returns
    -------
    Panel
        A new panel; the given one is untouched.

    Raises
    ------
    PanelError
        If a step cannot be read or makes undefined numbers; the message points at the place.
    """
    lines = [steps] if isinstance(steps, str) else list(steps)
    for line in (part for text in lines for part in _split(text)):
        panel = _step(panel, line, unbalanced)
    return panel


def _split(text: str) -> list[str]:
    """Split at line ends and semicolons, less comments and empty steps."""
    parts = [
        part for line in split_outside(text, "\n\r") for part in split_outside(split_outside(line, "#", 1)[0], ";；")
    ]
    return [part.strip() for part in parts if part.strip()]


def _step(panel: Panel, text: str, unbalanced: bool) -> Panel:
    source = Source(text, PanelError)
    parser = Parser(source)
    first = parser.next
    assigns = first.kind == "name" and parser.tokens[1].value == "=" and parser.tokens[1].kind == "sign"
    if assigns:
        parser.take()
        parser.take()
        column = first.value
        tree = parser.expression()
        parser.end()
        return _assign(panel, column, source, tree, text)
    if first.kind == "name" and first.value in _FILTERS and not first.quoted:
        parser.take()
        tree = parser.expression()
        parser.end()
        return _kept(panel, first.value, source, tree, unbalanced)
    if first.kind == "name" and first.value in _IN_PLACE and parser.tokens[1].kind == "name" and not first.quoted:
        parser.take()
        for name in _listed(parser):
            call = Call(first.value, (Name(name, first.span, True),), (), first.span)
            panel = _assign(panel, column_named(panel, name) or name, source, call, f"{first.value} {name}")
        return panel
    close = proposal(first.value, (*_FILTERS, *_IN_PLACE)) if first.kind == "name" else ""
    raise source.fail(
        message(
            "this is no step{close}; a step reads 'name = expression', 'keep condition', 'drop "
            "condition' or 'interpolate a, b'",
            close=close,
        ),
        first.span,
    )


def _listed(parser: Parser) -> list[str]:
    names = [parser.value((",",))]
    while parser.accept(","):
        names.append(parser.value((",",)))
    parser.end()
    return names


def _assign(panel: Panel, column: str, source: Source, tree: Node, text: str) -> Panel:
    if column in ("unit", "period", panel.unit_name, panel.period_name):
        raise source.fail(
            message(
                "{column!r} is a key of the panel and cannot be replaced; name the new column differently",
                column=column,
            )
        )
    reading = Reading(panel, source)
    found = value(reading, tree)
    if isinstance(found, str) or (not isinstance(found, Truth) and found.dtype == object):
        raise source.fail("it makes text, and a new column holds numbers", tree.at)
    values = cells(reading, tree)
    notes = (
        Note(INFO, "step", message("{text}: {effect}", text=text, effect=_effect(panel, column, values))),
        *_absent(reading, text),
    )
    return panel.with_columns({column: values}, *notes)


def _absent(reading: Reading, text: str) -> tuple[Note, ...]:
    said = joined("; ", dict.fromkeys(reading.unseen))
    return (Note(WARNING, "value-absent", message("{text}: {said}.", text=text, said=said)),) if said else ()


def _effect(panel: Panel, column: str, values: np.ndarray) -> str:
    """Say what a step did to a column: cells changed, filled, left empty."""
    empty = int(np.isnan(values).sum())
    left = (
        message("{empty} of {size} cells empty", empty=empty, size=values.size)
        if empty
        else message("all {size} cells known", size=values.size)
    )
    if column not in panel.frame.columns or panel.frame[column].dtype.kind not in "iufb":
        return message("new column, {left}.", left=left)
    before = panel.array(column)
    filled = np.argwhere(np.isnan(before) & ~np.isnan(values))
    changed = int((~np.isnan(before) & (before != values)).sum())
    cells = [message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t]) for t, n in filled]
    return message(
        "{changed} cells changed, {n} filled{clause}, {left}.",
        changed=changed,
        n=len(filled),
        clause=message(" ({cells})", cells=some(cells)) if cells else "",
        left=left,
    )


def _kept(panel: Panel, kind: str, source: Source, tree: Node, unbalanced: bool) -> Panel:
    reading = Reading(panel, source)
    found = value(reading, tree)
    if not isinstance(found, Truth):
        raise source.fail(message("{kind} needs a condition such as year >= 2013", kind=kind), tree.at)
    holds = np.broadcast_to(found.value, (panel.T, panel.N))
    notes = _absent(reading, source.text)
    panel = filtered(panel, holds if kind == "keep" else ~holds, source.text, unbalanced)
    return replace(panel, report=panel.report + Report(notes))
