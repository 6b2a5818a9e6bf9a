"""Whether a value is what a function says it returns: its annotation is the contract of tasks that run elsewhere."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

_NUMBERS: dict[type, tuple[type, ...]] = {float: (int, float), int: (int,)}


def returned_by(function: Callable[..., Any], value: Any) -> bool:
    """Return whether a value fits the annotation of what a function returns; everything fits one without."""
    return _fits(_hints(function).get("return", Any), value)


def _hints(of: Any) -> Mapping[str, Any]:
    try:
        return get_type_hints(of)
    except (NameError, TypeError):  # names for the type checker only; builtins
        return {}


def _fits(hint: Any, value: Any) -> bool:
    if hint is Any:
        return True
    origin, parts = get_origin(hint), get_args(hint)
    if hint is None or hint is type(None):
        return value is None
    if origin in (Union, types.UnionType):
        return any(_fits(part, value) for part in parts)
    if origin is tuple:
        parts = parts[:1] * len(value) if parts[1:] == (...,) and isinstance(value, tuple) else parts
        return isinstance(value, tuple) and len(value) == len(parts) and all(map(_fits, parts, value))
    if origin is list:
        return isinstance(value, list) and all(_fits(parts[0], v) for v in value)
    if origin in (dict, Mapping):
        return isinstance(value, dict) and all(_fits(parts[0], k) and _fits(parts[1], v) for k, v in value.items())
    kind = origin if isinstance(origin, type) else hint
    if not isinstance(kind, type) or kind is object:
        return True
    return _is(kind, value)


def _is(kind: type, value: Any) -> bool:
    if kind in _NUMBERS:
        return isinstance(getattr(value, "item", lambda: value)(), _NUMBERS[kind]) and not getattr(value, "shape", ())
    if not isinstance(value, kind):
        return False
    if not dataclasses.is_dataclass(value):
        return True
    hints = _hints(type(value))
    return all(_fits(hints.get(f.name, Any), getattr(value, f.name)) for f in dataclasses.fields(value))
