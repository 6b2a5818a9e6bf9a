"""The table of functions that expressions may call: what each is given, how it is written, what it does.

A function takes the panel and its arguments, arrays (T, N) or single numbers, and returns its values with the arrays
that must be known for a value to be known: where those are finite and the value is not, the value is undefined (the
log of 0) and refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.language import operations as op
from gisplug.language.columns import Columns
from gisplug.language.place import Source, proposal
from gisplug.language.tree import Call, Name, Node, Text

Kind = Literal["cells", "condition", "whole", "share", "ends", "over"]
WORDS: dict[str, tuple[str, ...]] = {"ends": ("keep", "hold", "extend"), "over": ("all", "period", "unit")}
Made = tuple[np.ndarray, tuple[Any, ...]]


@dataclass(frozen=True)
class Argument:
    """What a function is given.

    Attributes
    ----------
    kind
        "cells": numbers; "condition"; "whole": one whole number; "share": one number between 0 and 0.5; "ends" and
        "over": a word of `WORDS`.
    default : what it is where it is left out; None where it is needed.
    """

    name: str
    kind: Kind = "cells"
    default: float | str | None = None


@dataclass(frozen=True)
class Function:
    """One row of the table; `usage` shows how it is written, `does` says what it does in one sentence."""

    name: str
    arguments: tuple[Argument, ...]
    usage: str
    does: str
    act: Callable[..., Made]


def times(panel: Columns) -> np.ndarray:
    """Periods as numbers, shape (T,): years themselves, else the steps since the first period, by the calendar."""
    calendar = calendar_of(panel.periods, panel.name)
    return np.array(calendar.places if calendar.frequency in ("number", "year") else calendar.clock, dtype=float)


def lagged(panel: Columns, x: np.ndarray, steps: float) -> np.ndarray:
    """Return x (T, N) of `steps` steps of the panel's calendar earlier; see `operations.shifted`."""
    return op.shifted(_whole(panel, x), calendar_of(panel.periods, panel.name).clock, int(steps))


def _whole(panel: Columns, x: np.ndarray) -> np.ndarray:
    return np.broadcast_to(np.asarray(x, dtype=float), (panel.T, panel.N))


def _each(act: Callable[..., Any]) -> Callable[..., Made]:
    return lambda panel, *given: (np.asarray(act(*given)), given)


def _over(act: Callable[..., np.ndarray]) -> Callable[..., Made]:
    return lambda panel, x, *given: (act(_whole(panel, x), *given), (x,))


def _diff(panel: Columns, x: np.ndarray, steps: float) -> Made:
    before = lagged(panel, x, steps)
    return x - before, (x, before)


def _growth(panel: Columns, x: np.ndarray, steps: float) -> Made:
    before = lagged(panel, x, steps)
    return x / before - 1.0, (x, before)


def _either(condition: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.where(condition, a, b)


_X = Argument("x")
_STEPS = Argument("steps", "whole", 1.0)
_OVER = Argument("over", "over", "all")


def _numbers(name: str, does: str, act: Callable[..., Any], usage: str = "") -> Function:
    return Function(name, (_X,), usage or f"{name}(x)", does, _each(act))


def _two(name: str, does: str, act: Callable[..., Any]) -> Function:
    return Function(
        name, (Argument("a"), Argument("b")), f"{name}(a, b)", does, lambda panel, a, b: (np.asarray(act(a, b)), ())
    )


def _pooled(name: str, does: str, act: Callable[..., np.ndarray]) -> Function:
    return Function(name, (_X, _OVER), message("{name}(x) or {name}(x, period)", name=name), does, _over(act))


def _moved(name: str, does: str, act: Callable[..., Made]) -> Function:
    return Function(name, (_X, _STEPS), message("{name}(x) or {name}(x, 2)", name=name), does, act)


TABLE: dict[str, Function] = {
    f.name: f
    for f in (
        _numbers("log", "Natural logarithm.", np.log),
        _numbers("ln", "Natural logarithm.", np.log),
        _numbers("log10", "Logarithm to base 10.", np.log10),
        _numbers("log1p", "Natural logarithm of 1 + x.", np.log1p),
        _numbers("exp", "Exponential.", np.exp),
        _numbers("sqrt", "Square root.", np.sqrt),
        _numbers("abs", "Absolute value.", np.abs),
        _numbers("asinh", "Inverse hyperbolic sine: like a logarithm, and defined at 0 and below.", np.arcsinh),
        _numbers("sign", "-1, 0 or 1.", np.sign),
        _two("min", "The smaller of two; what is known where one is missing.", np.fmin),
        _two("max", "The larger of two; what is known where one is missing.", np.fmax),
        Function(
            "where",
            (Argument("condition", "condition"), Argument("a"), Argument("b")),
            "where(x > 0, a, b)",
            "a where the condition holds, b where it does not, missing where that is not known.",
            lambda panel, condition, a, b: (_either(condition, a, b), ()),
        ),
        Function("isna", (_X,), "isna(x)", "Condition: x is missing.", lambda panel, x: (np.isnan(x), ())),
        _moved(
            "lag",
            "Value of the step before (2: two steps), by the calendar. A step is the longest that divides every gap "
            "between periods; where the step before is not in the panel there is no value.",
            lambda panel, x, steps: (lagged(panel, x, steps), ()),
        ),
        _moved("lead", "Value of the next step.", lambda panel, x, steps: (lagged(panel, x, -steps), ())),
        _moved("diff", "x minus its lag.", _diff),
        _moved("growth", "x divided by its lag, minus 1.", _growth),
        Function(
            "interpolate",
            (_X, Argument("ends", "ends", "keep")),
            message("interpolate(x), interpolate(x, hold) or interpolate(x, extend)"),
            "Fills gaps on the straight line in time; beyond the first and last value only where asked.",
            lambda panel, x, ends: (op.interpolated(_whole(panel, x), times(panel), ends), ()),
        ),
        Function(
            "winsorise",
            (_X, Argument("share", "share", 0.01), _OVER),
            message("winsorise(x, 0.01) or winsorise(x, 0.01, period)"),
            "Pulls values beyond the quantiles share and 1 - share to them.",
            _over(op.winsorised),
        ),
        _pooled("centred", "x minus its mean.", op.centred),
        _pooled("standardise", "x minus its mean, divided by its standard deviation (divisor n - 1).", op.standardised),
        _pooled("standard", "The same as standardise.", op.standardised),
        _pooled("minmax", "x scaled to 0 to 1.", op.min_max),
        _pooled("mean", "Mean, repeated in every cell.", lambda x, over: op.spread(x, "mean", over)),
        _pooled("median", "Median, repeated in every cell.", lambda x, over: op.spread(x, "median", over)),
        _pooled("sum", "Sum of what is known, repeated in every cell.", lambda x, over: op.spread(x, "sum", over)),
    )
}


def functions() -> tuple[str, ...]:
    """Names that an expression may call."""
    return tuple(TABLE)


def checked_call(source: Source, call: Call) -> Call:
    """Refuse too few or too many arguments, and read words where options stand; strange functions pass.

    Raises
    ------
    GisplugError
        Of the kind of the source, pointing at the call or at the word.
    """
    known = TABLE.get(call.name)
    if not known:
        return call
    names = [a.name for a in known.arguments]
    given = dict(zip(names, call.arguments, strict=False))
    twice = [n for n, _ in call.named if n in given] or [n for n in names if [m for m, _ in call.named].count(n) > 1]
    given.update(call.named)
    lost = [a.name for a in known.arguments if a.default is None and a.name not in given]
    if len(call.arguments) > len(names) or twice or lost:
        why = (
            message("{lost} is missing", lost=lost[0])
            if lost
            else message("{twice} is given twice", twice=twice[0])
            if twice
            else message("that is too much")
        )
        raise source.fail(
            message(
                "{call}() takes {names}, and {why}; write {usage}",
                call=call.name,
                names=", ".join(names),
                why=why,
                usage=known.usage,
            ),
            call.at,
        )
    kinds = {a.name: a.kind for a in known.arguments}
    made = {n: _option(source, kinds[n], value, known.usage) for n, value in given.items()}
    return Call(
        call.name,
        tuple(made[n] for n in names[: len(call.arguments)]),
        tuple((n, made[n]) for n, _ in call.named),
        call.at,
    )


def _option(source: Source, kind: str, node: Node, usage: str) -> Node:
    if kind not in WORDS:
        return node
    word = node.name if isinstance(node, Name) else node.value if isinstance(node, Text) else ""
    if word not in WORDS[kind]:
        near = proposal(word, WORDS[kind]) if word else ""
        raise source.fail(
            message(
                "one of {words} stands here{near}; write {usage}",
                words=", ".join(WORDS[kind]),
                near=near,
                usage=usage,
            ),
            node.at,
        )
    return Text(word, node.at)
