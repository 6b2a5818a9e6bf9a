"""Terms of a regression as arrays: columns, products, powers, lags and every other expression. See `expressions`.

`trend` counts periods from 0 where the table has no column of that name. A column whose name looks like a term wins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.language.columns import Columns, column_named, group_labels
from gisplug.language.expressions import Reading, cells
from gisplug.language.place import Source
from gisplug.language.sides import read_entry, read_term
from gisplug.language.tree import Call, Name, Node, Number, Shift, Unary, children

__all__ = ["group_labels", "needs_shift", "term_array", "term_arrays", "term_columns"]


def term_array(panel: Columns, term: str) -> np.ndarray:
    """Return one term as (T, N) float64.

    A term is a column, or an expression: `a:b` (product), `a^2`, `L.a`, `L2.a` (lags), `F.a` (lead), `D.a`
    (difference), `ln(a)`, `lag(a, 2)`, `(a - b)`, `(a > 3)` (1 and 0), `C(region)[east]` (dummy of a level).

    Raises
    ------
    ModelError
        If the term cannot be read, needs a column that is absent or no number, or makes undefined numbers.
    """
    source = Source(term)
    reading = Reading.of_terms(panel, source)
    whole = column_named(panel, term)
    return cells(reading, Name(whole) if whole is not None else read_term(term, sorted(reading.odd)))


def term_columns(panel: Columns, terms: Sequence[str]) -> np.ndarray:
    """Return terms as (T * N, K), rows in the order of `panel.frame`.

    Raises
    ------
    ModelError
        As `term_array` does.
    """
    return term_arrays(panel, terms).reshape(panel.T * panel.N, len(terms))


def term_arrays(panel: Columns, terms: Sequence[str]) -> np.ndarray:
    """Return terms as (T, N, K) float64.

    Raises
    ------
    ModelError
        As `term_array` does.
    """
    if not terms:
        return np.empty((panel.T, panel.N, 0))
    return np.stack([term_array(panel, term) for term in terms], axis=2)


def needs_shift(term: str) -> tuple[int, int]:
    """Return how many earlier and how many later periods a term looks at; lags within lags add up.

    These are the first and last periods that the term leaves empty. A text that is no term is the name of a column.

    Raises
    ------
    ModelError
        If a number of steps is no whole number.
    """
    earlier, later = 0, 0
    waiting: list[tuple[Node, int, int]] = [(read_entry(term), 0, 0)]
    while waiting:
        node, low, high = waiting.pop()
        earlier, later = max(earlier, -low), max(later, high)
        back, also_now = _steps(term, node)
        moved = [low - back, high - back, *((low, high) if also_now else ())]
        waiting += [(child, min(moved), max(moved)) for child in children(node)]
    return earlier, later


def _steps(term: str, node: Node) -> tuple[int, bool]:
    """Return how many periods back a node looks (negative: ahead), and whether it looks at its own period too."""
    if isinstance(node, Shift):
        return (-node.steps if node.kind == "F" else node.steps), node.kind == "D"
    if not (isinstance(node, Call) and node.name in ("lag", "lead", "diff", "growth")):
        return 0, False
    given = dict(zip(("x", "steps"), node.arguments, strict=False)) | dict(node.named)
    steps = given.get("steps", Number("1"))
    sign = 1
    while isinstance(steps, Unary) and steps.sign == "-":
        steps, sign = steps.operand, -sign
    if not (isinstance(steps, Number) and float(steps.text).is_integer()):
        raise ModelError(
            message(
                "{term} looks back by a number of steps that is no whole number; write {node}(x, 2).",
                term=term,
                node=node.name,
            )
        )
    back = sign * int(float(steps.text))
    return (-back if node.name == "lead" else back), node.name in ("diff", "growth")
