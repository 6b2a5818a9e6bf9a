"""Values of expressions in a table: numbers, conditions and texts for every cell. Nothing is run as code.

What is missing stays missing; a number that is undefined although all it is made of is known (the log of 0) is refused
with its cells.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gisplug.core.errors import GisplugError, PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.language.columns import (
    MISSING,
    Columns,
    column_named,
    columns_of,
    group_labels,
    key_named,
    odd_columns,
    ordered,
    unknown,
)
from gisplug.language.comparisons import (
    COMPARE,
    TURNED,
    Incomparable,
    Truth,
    among,
    compared,
    compared_with,
    is_texts,
)
from gisplug.language.functions import TABLE, Argument, functions, lagged, times
from gisplug.language.operations import spread
from gisplug.language.parser import MOST_STEPS, read_expression
from gisplug.language.place import Source, Span, proposal
from gisplug.language.tree import Binary, Call, Factor, In, Name, Node, Number, Shift, Text, Unary, spine, text

__all__ = ["Reading", "Truth", "cells", "evaluate", "functions", "holds", "times", "value"]

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "^": operator.pow,
    ":": operator.mul,
}
Value = np.ndarray | Truth | str


@dataclass(frozen=True)
class Reading:
    """A text that is valued in a table.

    Attributes
    ----------
    odd : columns whose names look like terms
        A part of the text that is the name of such a column is that column.
    unseen : sentences about values that occur in no row; filled while reading.
    """

    panel: Columns
    source: Source
    odd: frozenset[str] = frozenset()
    unseen: list[str] = field(default_factory=list)

    @classmethod
    def of_terms(cls, panel: Columns, source: Source) -> Reading:
        """Return a reading in which columns whose names look like terms win."""
        return cls(panel, source, frozenset(odd_columns(panel)))

    def fail(self, why: str, at: Span | None = None) -> GisplugError:
        """Return the error; see `Source.fail`."""
        return self.source.fail(why, at)


def evaluate(panel: Columns, expression: str) -> np.ndarray:
    """Return the value of an expression for every cell, shape (T, N): numbers, truth values or texts.

    Raises
    ------
    PanelError
        If the expression cannot be read, names an unknown column, or makes undefined numbers such as the log of zero;
        the message points at the place and lists the cells.
    """
    source = Source(expression, PanelError)
    found = value(Reading(panel, source), read_expression(source))
    if isinstance(found, str):
        raise source.fail("it is a text, not a number or a condition")
    return np.broadcast_to(found.value if isinstance(found, Truth) else found, (panel.T, panel.N)).copy()


def cells(reading: Reading, node: Node) -> np.ndarray:
    """Return the numbers of an expression, shape (T, N); a condition is 1 or 0, and missing where it is not known.

    Raises
    ------
    GisplugError
        Of the kind of the source, as `evaluate` does.
    """
    shape = (reading.panel.T, reading.panel.N)
    return np.broadcast_to(_numbers(reading, value(reading, node), node), shape).copy()


def holds(reading: Reading, node: Node) -> np.ndarray:
    """Return whether a condition holds, shape (T, N); a comparison with what is missing does not, save "is not".

    Raises
    ------
    GisplugError
        Of the kind of the source, as `evaluate` does, or if the expression is no condition.
    """
    shape = (reading.panel.T, reading.panel.N)
    return np.broadcast_to(_truth(reading, value(reading, node), node).value, shape).copy()


def value(reading: Reading, node: Node) -> Value:
    """Return what a tree is worth: an array that broadcasts to (T, N), a condition, or one text."""
    with np.errstate(all="ignore"):
        return _value(reading, node)


def _value(reading: Reading, node: Node) -> Value:
    if isinstance(node, Name):
        return _named(reading, node)
    if isinstance(node, Number):
        return np.asarray(float(node.text))
    if isinstance(node, Text):
        return node.value
    if reading.odd and (whole := text(node)) in reading.odd:
        return _named(reading, Name(whole, node.at))
    if isinstance(node, Binary):
        return _chain(reading, node)
    if isinstance(node, Unary):
        inner = _value(reading, node.operand)
        if node.sign == "-":
            return -_numbers(reading, inner, node.operand)
        return ~_truth(reading, inner, node.operand)
    if isinstance(node, In):
        return _among(reading, node)
    if isinstance(node, Shift):
        return _shifted(reading, node)
    return _factor(reading, node) if isinstance(node, Factor) else _called(reading, node)


def _named(reading: Reading, node: Name) -> np.ndarray:
    panel = reading.panel
    shape = (panel.T, panel.N)
    column = _column(reading, node)
    if column is not None:
        series = panel.frame[column]
        if series.dtype.kind in "iufb":
            numbers: np.ndarray = series.to_numpy(dtype=np.float64, na_value=np.nan)
            return numbers.reshape(shape)
        return group_labels(panel, column).reshape(shape)
    key = key_named(panel, node.name)
    if key == "trend":
        clock = np.array(calendar_of(panel.periods, panel.name).clock, dtype=float)
        return np.broadcast_to(clock[:, None], shape)
    if key == "period" and all(isinstance(p, int | np.integer) for p in panel.periods):
        return np.broadcast_to(times(panel)[:, None], shape)
    if key:
        return group_labels(panel, key).reshape(shape)
    raise reading.fail(
        message("{unknown}. Names with spaces or signs stand in `backticks`", unknown=unknown(panel, node.name)),
        node.at,
    )


def _column(reading: Reading, node: Name) -> str | None:
    try:
        return column_named(reading.panel, node.name)
    except GisplugError as several:
        raise reading.fail(str(several), node.at) from several


def _chain(reading: Reading, node: Binary) -> Value:
    first, steps = spine(node)
    left = _value(reading, first)
    for step in steps:
        if step.sign in COMPARE:
            left = _compared(reading, step, left)
        elif step.sign in ("and", "or"):
            one, other = _truth(reading, left, step.left), _truth(reading, _value(reading, step.right), step.right)
            left = one & other if step.sign == "and" else one | other
        else:
            a, b = _numbers(reading, left, step.left), _numbers(reading, _value(reading, step.right), step.right)
            left = _defined(reading, _ARITHMETIC[step.sign](a, b), (a, b), step)
    return left


def _compared(reading: Reading, step: Binary, left: Value) -> Truth:
    right, sign, what = _right_side(reading, step, left), step.sign, step.left
    if isinstance(left, str) or (isinstance(step.left, Number) and is_texts(right)):
        written = left if isinstance(left, str) else text(step.left)
        left, right, sign, what = right, written, TURNED.get(sign, sign), step.right
    left, right = (v.numbers() if isinstance(v, Truth) else v for v in (left, right))
    try:
        if isinstance(left, str):
            raise Incomparable(message("two texts are compared; one side is a column"))
        if isinstance(right, str):
            right = _as_period(reading, what, right)
            return compared_with(sign, left, right, text(what), reading.unseen)
        return compared(sign, left, right)
    except Incomparable as why:
        raise reading.fail(str(why), step.at) from None


def _right_side(reading: Reading, step: Binary, left: Value) -> Value:
    """Return the right side of a comparison: a value that is written out (a bare word, too), or a column."""
    node, texts = step.right, is_texts(left)
    if isinstance(node, Name) and not node.quoted:
        known = _column(reading, node) is not None or key_named(reading.panel, node.name)
        if node.name == "median" and not known and not texts:
            return np.asarray(spread(cells(reading, step.left), "median", "all").flat[0])
        if texts and (not known or node.name in np.asarray(left)):
            return node.name
        if not known and not isinstance(left, str):
            near = proposal(node.name, columns_of(reading.panel))
            raise reading.fail(
                message(
                    "{text} holds numbers, and {node!r} is neither a number nor a column{near}",
                    text=text(step.left),
                    node=node.name,
                    near=near,
                ),
                node.at,
            )
    if texts and isinstance(node, Number):
        return node.text
    if texts and not isinstance(node, Name | Text):
        raw = reading.source.text[node.at.start : node.at.end]
        if raw in np.asarray(left):
            return raw
    return _value(reading, node)


def _as_period(reading: Reading, what: Node, written: str) -> str:
    """Return a value that is compared with the period as the panel writes periods, however it is spelt."""
    panel = reading.panel
    if (
        not isinstance(what, Name)
        or column_named(panel, what.name) is not None
        or key_named(panel, what.name) != "period"
    ):
        return written
    return written if written in map(str, panel.periods) else calendar_of(panel.periods, panel.name).written(written)


def _among(reading: Reading, node: In) -> Truth:
    left = _value(reading, node.operand)
    left = left.numbers() if isinstance(left, Truth) else left
    if isinstance(left, str):
        raise reading.fail("a column stands before in", node.operand.at)
    try:
        values = tuple(_as_period(reading, node.operand, value) for value in node.values)
        found = among(left, values, text(node.operand), reading.unseen)
    except Incomparable as why:
        raise reading.fail(str(why), node.at) from None
    return ~found if node.negated else found


def _shifted(reading: Reading, node: Shift) -> np.ndarray:
    inner = _numbers(reading, _value(reading, node.operand), node.operand)
    before = lagged(reading.panel, inner, -node.steps if node.kind == "F" else node.steps)
    return _defined(reading, inner - before, (inner, before), node) if node.kind == "D" else before


def _factor(reading: Reading, node: Factor) -> np.ndarray:
    if node.level is None:
        raise reading.fail(
            message("{text} makes several columns; it is a term of a formula, alone or in a product", text=text(node)),
            node.at,
        )
    labels = _grouped(reading, node)
    known = ordered(labels.ravel().tolist())
    if node.level not in known:
        raise reading.fail(
            message(
                "{text} has no level {level!r}{proposal}",
                text=text(node.by),
                level=node.level,
                proposal=proposal(node.level, known),
            ),
            node.at,
        )
    return np.where(labels == MISSING, np.nan, (labels == node.level).astype(float))


def _grouped(reading: Reading, node: Factor) -> np.ndarray:
    try:
        return group_labels(reading.panel, text(node.by)).reshape(reading.panel.T, reading.panel.N)
    except GisplugError as strange:
        raise reading.fail(str(strange), node.by.at) from strange


def _called(reading: Reading, node: Call) -> Value:
    known = TABLE.get(node.name)
    if known is None:
        near = proposal(node.name, (*TABLE, *columns_of(reading.panel)))
        raise reading.fail(
            message(
                "there is no function {node!r}{near}; there are {functions}",
                node=node.name,
                near=near,
                functions=", ".join(functions()),
            ),
            Span(node.at.start, node.at.start + len(node.name)),
        )
    nodes = dict(zip((a.name for a in known.arguments), node.arguments, strict=False)) | dict(node.named)
    given = [_argument(reading, a, nodes.get(a.name), node) for a in known.arguments]
    conditions = [g for g in given if isinstance(g, Truth)]
    result, inputs = known.act(reading.panel, *(g.value if isinstance(g, Truth) else g for g in given))
    if result.dtype == bool:
        return Truth(result, np.ones_like(result))
    for condition in conditions:
        result = np.where(condition.known, result, np.nan)
    return _defined(reading, result, inputs, node)


def _argument(reading: Reading, argument: Argument, node: Node | None, call: Call) -> Any:
    if node is None:
        return argument.default
    found = _value(reading, node)
    if argument.kind == "condition":
        return _truth(reading, found, node)
    if argument.kind in ("ends", "over"):
        return found
    numbers = _numbers(reading, found, node)
    if argument.kind == "cells":
        return numbers
    one = float(numbers) if numbers.ndim == 0 else np.nan
    name, usage = argument.name, TABLE[call.name].usage
    if argument.kind == "whole" and not (one.is_integer() and abs(one) <= MOST_STEPS):
        raise reading.fail(
            message(
                "{argument} is one whole number, at most {most_steps}; write {usage}",
                argument=name,
                most_steps=MOST_STEPS,
                usage=usage,
            ),
            node.at,
        )
    if argument.kind == "share" and not 0 < one < 0.5:
        why = message("the {argument} lies between 0 and 0.5; write {usage}", argument=name, usage=usage)
        raise reading.fail(why, node.at)
    return one


def _truth(reading: Reading, found: Value, node: Node) -> Truth:
    if not isinstance(found, Truth):
        raise reading.fail("a condition such as x > 0 is needed here", node.at)
    return found


def _numbers(reading: Reading, found: Value, node: Node) -> np.ndarray:
    if isinstance(found, Truth):
        return found.numbers()
    if isinstance(found, str) or found.dtype == object:
        mend = message("; {text} holds texts, and C({text}) makes dummies of them in a formula", text=text(node))
        mend = mend if isinstance(node, Name) else ""
        raise reading.fail(message("a text stands where a number is needed{mend}", mend=mend), node.at)
    return np.asarray(found, dtype=float)


def _defined(reading: Reading, result: np.ndarray, inputs: tuple[Any, ...], part: Node) -> np.ndarray:
    """Refuse numbers that became undefined although what they were made from is known."""
    result = np.asarray(result)
    if not inputs or np.isfinite(result).all():
        return result
    panel = reading.panel
    known = np.logical_and.reduce(np.broadcast_arrays(*[np.isfinite(v) for v in inputs]))
    bad = np.broadcast_to(known & ~np.isfinite(result), (panel.T, panel.N))
    if bad.any():
        found = [
            message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t]) for t, n in np.argwhere(bad)
        ]
        raise reading.fail(
            message(
                "{text} is undefined for {n} cells: {found}. Zeros and negatives have no log (asinh or "
                "log1p may do), nothing divides by zero, and what is constant has no spread",
                text=text(part),
                n=len(found),
                found=some(found),
            ),
            part.at,
        )
    return result
