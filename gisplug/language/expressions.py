"""Formula columns without eval: a small grammar of arithmetic, comparisons and named functions, read by `ast`.

Names are columns; a name with spaces or signs stands in `backticks`; Chinese names need none. `unit` and `period` are
the keys. Powers are written `**`.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.evidence import some
from gisplug.language import operations as op
from gisplug.language.columns import Columns

LONGEST = 2000
_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Mod: operator.mod,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}
_COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_CELLWISE: dict[str, Callable[..., Any]] = {
    "log": np.log,
    "ln": np.log,
    "log10": np.log10,
    "log1p": np.log1p,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "asinh": np.arcsinh,
    "sign": np.sign,
    "min": np.fmin,
    "max": np.fmax,
    "where": np.where,
    "isna": np.isnan,
}


@dataclass(frozen=True)
class _Reader:
    panel: Columns
    text: str
    quoted: tuple[str, ...]

    def fail(self, why: str) -> PanelError:
        return PanelError(f"Cannot read {self.text!r}: {why}.")


def evaluate(panel: Columns, text: str) -> np.ndarray:
    """Return the value of an expression for every cell, shape (T, N).

    Raises
    ------
    PanelError
        If the expression uses something outside the grammar, an unknown column, or makes undefined numbers such as
        the log of zero; the message lists the cells.
    """
    quoted: list[str] = []

    def held(found: re.Match[str]) -> str:
        quoted.append(found.group(1))
        return f"_q{len(quoted) - 1}_"

    bare = re.sub(r"`([^`]+)`", held, text).strip()
    reader = _Reader(panel, text.strip(), tuple(quoted))
    if len(text) > LONGEST:
        raise reader.fail(f"it is longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(bare, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise reader.fail(f"it is no expression ({problem})") from problem
    with np.errstate(all="ignore"):
        value = _value(tree.body, reader)
    if isinstance(value, tuple | str):
        raise reader.fail("it is a text or a list, not a number or a condition")
    return np.broadcast_to(value, (panel.T, panel.N)).copy()


def functions() -> tuple[str, ...]:
    """Names that an expression may call."""
    return (*_CELLWISE, *_PANELWISE)


def times(panel: Columns) -> np.ndarray:
    """Periods as numbers, shape (T,): years themselves, else 0, 1, 2, ..."""
    if all(isinstance(p, int | np.integer) for p in panel.periods):
        return np.array(panel.periods, dtype=float)
    return np.arange(panel.T, dtype=float)


def _value(node: ast.AST, reader: _Reader) -> Any:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool) or not isinstance(node.value, int | float | str):
            raise reader.fail(f"{node.value!r} is neither a number nor a text")
        return float(node.value) if isinstance(node.value, int) else node.value
    if isinstance(node, ast.Name):
        return _column(node.id, reader)
    if isinstance(node, ast.Tuple | ast.List):
        return tuple(_value(item, reader) for item in node.elts)
    if isinstance(node, ast.UnaryOp):
        return _unary(node, reader)
    if isinstance(node, ast.BoolOp):
        parts = [_truth(_value(v, reader), reader) for v in node.values]
        return (
            np.logical_and.reduce(np.broadcast_arrays(*parts))
            if isinstance(node.op, ast.And)
            else np.logical_or.reduce(np.broadcast_arrays(*parts))
        )
    if isinstance(node, ast.BinOp):
        return _binary(node, reader)
    if isinstance(node, ast.Compare):
        return _compare(node, reader)
    if isinstance(node, ast.Call):
        return _call(node, reader)
    raise reader.fail(
        f"{type(node).__name__.lower()} is not allowed; use columns, numbers, + - * / **, comparisons, and, or, "
        f"not, and {', '.join(functions())}"
    )


def _column(name: str, reader: _Reader) -> np.ndarray:
    panel = reader.panel
    if name.startswith("_q") and name.endswith("_") and name[2:-1].isdigit() and int(name[2:-1]) < len(reader.quoted):
        name = reader.quoted[int(name[2:-1])]
    plain = {normalize("NFKC", str(c)): str(c) for c in panel.frame.columns}
    column = name if name in panel.frame.columns else plain.get(name)
    if column is not None:
        series = panel.frame[column]
        kind = np.float64 if series.dtype.kind in "iufb" else object
        cells: np.ndarray = series.to_numpy(dtype=kind, na_value=np.nan)
        return cells.reshape(panel.T, panel.N)
    if name in ("period", panel.period_name):
        values = (
            times(panel)
            if all(isinstance(p, int | np.integer) for p in panel.periods)
            else np.array(panel.periods, dtype=object)
        )
        return np.broadcast_to(values[:, None], (panel.T, panel.N))
    if name in ("unit", panel.unit_name):
        return np.broadcast_to(np.array(panel.ids, dtype=object)[None, :], (panel.T, panel.N))
    if name == "name":
        return np.broadcast_to(np.array(panel.names, dtype=object)[None, :], (panel.T, panel.N))
    raise reader.fail(
        f"{name!r} is no column; there are {some(list(map(str, panel.frame.columns)), 30)}. Names with spaces or "
        "signs stand in `backticks`"
    )


def _unary(node: ast.UnaryOp, reader: _Reader) -> Any:
    value = _value(node.operand, reader)
    if isinstance(node.op, ast.Not | ast.Invert):
        return ~_truth(value, reader)
    return -_numbers(value, reader) if isinstance(node.op, ast.USub) else _numbers(value, reader)


def _binary(node: ast.BinOp, reader: _Reader) -> Any:
    act = _BINARY.get(type(node.op))
    if isinstance(node.op, ast.BitXor):
        raise reader.fail("powers are written **, not ^")
    if act is None:
        raise reader.fail(f"the operator {type(node.op).__name__} is not allowed")
    left, right = _value(node.left, reader), _value(node.right, reader)
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        return act(_truth(left, reader), _truth(right, reader))
    left, right = _numbers(left, reader), _numbers(right, reader)
    return _defined(act(left, right), (left, right), reader, ast.unparse(node))


def _compare(node: ast.Compare, reader: _Reader) -> Any:
    left = _value(node.left, reader)
    result: Any = True
    for action, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, reader)
        if isinstance(action, ast.In | ast.NotIn):
            options = right if isinstance(right, tuple) else (right,)
            found = np.isin(np.asarray(left, dtype=object), np.array([_like(left, o) for o in options], dtype=object))
            part = ~found if isinstance(action, ast.NotIn) else found
        elif type(action) in _COMPARE:
            part = _COMPARE[type(action)](left, _like(left, right))
        else:
            raise reader.fail(f"the comparison {type(action).__name__} is not allowed")
        result = result & np.asarray(part, dtype=bool)
        left = right
    return result


def _like(left: Any, right: Any) -> Any:
    """Ids are text: compare unit == 110000 as the user means it."""
    texts = isinstance(left, np.ndarray) and left.dtype == object
    return (
        f"{right:g}"
        if texts and isinstance(right, float) and right < 1e6
        else str(int(right))
        if texts and isinstance(right, float)
        else right
    )


def _call(node: ast.Call, reader: _Reader) -> Any:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise reader.fail("functions are called by name, without keywords")
    name = node.func.id
    args = [_value(a, reader) for a in node.args]
    if name in _PANELWISE:
        try:
            return _PANELWISE[name](reader.panel, *args)
        except (TypeError, KeyError, ValueError) as problem:
            raise reader.fail(f"{name}() was given what it cannot take ({problem}); write {_USAGE[name]}") from problem
    if name not in _CELLWISE:
        raise reader.fail(f"there is no function {name!r}; there are {', '.join(functions())}")
    if name == "where" and len(args) == 3:
        return np.where(_truth(args[0], reader), _numbers(args[1], reader), _numbers(args[2], reader))
    numbers = [_numbers(a, reader) for a in args]
    wanted = 2 if name in ("min", "max") else 1
    if len(numbers) != wanted:
        raise reader.fail(f"{name}() takes {wanted} value{'s' * (wanted > 1)}")
    result = _CELLWISE[name](*numbers)
    return result if name in ("isna", "min", "max") else _defined(result, tuple(numbers), reader, ast.unparse(node))


def _truth(value: Any, reader: _Reader) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype != bool:
        raise reader.fail("and, or, not and where() need a condition such as x > 0")
    return array


def _numbers(value: Any, reader: _Reader) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype.kind not in "fib":
        raise reader.fail("a text stands where a number is needed")
    return array.astype(float)


def _defined(result: Any, inputs: tuple[np.ndarray, ...], reader: _Reader, part: str) -> np.ndarray:
    """Refuse numbers that became undefined although what they were made from is known."""
    panel = reader.panel
    known = np.logical_and.reduce(np.broadcast_arrays(*[np.isfinite(v) for v in inputs]))
    bad = np.broadcast_to(known & ~np.isfinite(result), (panel.T, panel.N))
    if bad.any():
        cells = [f"{panel.ids[n]} in {panel.periods[t]}" for t, n in np.argwhere(bad)]
        raise reader.fail(
            f"{part} is undefined for {len(cells)} cells: {some(cells)}. Zeros and negatives have no log (asinh or "
            "log1p may do), nothing divides by zero"
        )
    return np.asarray(result)


def _lag(panel: Columns, x: Any, steps: float = 1.0) -> np.ndarray:
    return op.shifted(_cells(panel, x), times(panel), int(steps))


def _lead(panel: Columns, x: Any, steps: float = 1.0) -> np.ndarray:
    return op.shifted(_cells(panel, x), times(panel), -int(steps))


def _diff(panel: Columns, x: Any, steps: float = 1.0) -> np.ndarray:
    out: np.ndarray = _cells(panel, x) - _lag(panel, x, steps)
    return out


def _growth(panel: Columns, x: Any, steps: float = 1.0) -> np.ndarray:
    before = _lag(panel, x, steps)
    if (before == 0).any():
        raise ValueError("the earlier value is 0 somewhere, so the growth rate is undefined there")
    out: np.ndarray = _cells(panel, x) / before - 1.0
    return out


def _cells(panel: Columns, x: Any) -> np.ndarray:
    return np.broadcast_to(np.asarray(x, dtype=float), (panel.T, panel.N))


def _ends(ends: str) -> op.Ends:
    known: dict[str, op.Ends] = {"keep": "keep", "hold": "hold", "extend": "extend"}
    if ends not in known:
        raise ValueError(f"the ends are keep, hold or extend, not {ends!r}")
    return known[ends]


def _share(share: float) -> float:
    if not 0 < share < 0.5:
        raise ValueError("the share lies between 0 and 0.5")
    return share


_PANELWISE: dict[str, Callable[..., np.ndarray]] = {
    "lag": _lag,
    "lead": _lead,
    "diff": _diff,
    "growth": _growth,
    "interpolate": lambda p, x, ends="keep": op.interpolated(_cells(p, x), times(p), _ends(ends)),
    "winsorise": lambda p, x, share=0.01, over="all": op.winsorised(_cells(p, x), _share(share), over),
    "standardise": lambda p, x, over="all": op.standardised(_cells(p, x), over),
    "minmax": lambda p, x, over="all": op.min_max(_cells(p, x), over),
    "mean": lambda p, x, over="all": op.spread(_cells(p, x), "mean", over),
    "sum": lambda p, x, over="all": op.spread(_cells(p, x), "sum", over),
}
_USAGE = {
    "lag": "lag(x) or lag(x, 2)",
    "lead": "lead(x) or lead(x, 2)",
    "diff": "diff(x)",
    "growth": "growth(x)",
    "interpolate": 'interpolate(x), interpolate(x, "hold") or interpolate(x, "extend")',
    "winsorise": 'winsorise(x, 0.01) or winsorise(x, 0.01, "period")',
    "standardise": 'standardise(x) or standardise(x, "period")',
    "minmax": 'minmax(x) or minmax(x, "period")',
    "mean": 'mean(x, "unit")',
    "sum": 'sum(x, "period")',
}
