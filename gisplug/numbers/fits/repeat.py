"""How a result was made: the estimator and what it was given, so that it can be repeated on other data."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.fits.small_samples import warned

P = ParamSpec("P")
R = TypeVar("R")
PLACE = "_made_by"  # where a result keeps its call; no field of it, and no part of what is written
TOLD = ("progress",)  # who listens is no part of an estimate


@dataclass
class Heard:
    """What estimators returned while somebody listened: `found` holds (depth, call, result) in the order of their ends;
    an estimator that another one called has a greater depth and comes before it.
    """

    found: list[tuple[int, Call, Any]] = field(default_factory=list)
    depth: int = 0
    deaf: bool = False


_listener: ContextVar[Heard | None] = ContextVar("gisplug_listener", default=None)


@contextmanager
def hearing() -> Iterator[Heard]:
    """Listen inside the block to what estimators of this process return."""
    heard = Heard()
    token = _listener.set(heard)
    try:
        yield heard
    finally:
        _listener.reset(token)


def announce(call: Call, result: Any) -> None:
    """Tell whoever listens of a result."""
    heard = _listener.get()
    if heard is not None and not heard.deaf:
        heard.found.append((heard.depth, call, result))


@contextmanager
def _inside(deaf: bool = False) -> Iterator[None]:
    """Count what is called inside as a part; or hear nothing of it."""
    heard = _listener.get()
    if heard is None:
        yield
        return
    before = heard.deaf
    heard.depth, heard.deaf = heard.depth + 1, before or deaf
    try:
        yield
    finally:
        heard.depth, heard.deaf = heard.depth - 1, before


@dataclass(frozen=True)
class Call:
    """A call of an estimator.

    Attributes
    ----------
    estimator : the function, at the top of its module
    panel : its first argument
    options : everything else by name, defaults included
    part : method of the result that gives the part in question; "" for the result itself
    """

    estimator: Callable[..., Any]
    panel: Any
    options: Mapping[str, Any]
    part: str = ""

    @property
    def name(self) -> str:
        """What the estimator is called in Python."""
        return str(self.estimator.__name__)

    def again(self, panel: Any) -> Any:
        """Return the result on another panel, everything else the same."""
        with _inside(deaf=True):
            made = self.estimator(panel, **self.options)
        return getattr(made, self.part)() if self.part else made


def repeatable(estimator: Callable[P, R]) -> Callable[P, R]:
    """Let the results of an estimator, whose first argument is the panel, know how they were made, and warn where tests
    are known not to hold in a panel so small.
    """
    signature = inspect.signature(estimator)

    @wraps(estimator)
    def called(*args: P.args, **options: P.kwargs) -> R:
        with _inside():
            made = estimator(*args, **options)
        bound = signature.bind(*args, **options)
        bound.apply_defaults()
        given = dict(bound.arguments)
        more = [given.pop(p.name) for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD and p.name in given]
        for part in more:
            given |= part
        panel = given.pop(next(iter(signature.parameters)))
        asked = {k: v for k, v in given.items() if k not in TOLD}
        call = Call(called, panel, asked)
        object.__setattr__(made, PLACE, call)
        announce(call, made)
        return warned(made, estimator.__name__, panel, asked)

    return called


def call_of(result: Any) -> Call:
    """Return how a result was made.

    Raises
    ------
    ModelError
        If it does not know: it was read from a file, or its estimator cannot be repeated.
    """
    found = vars(result).get(PLACE) if hasattr(result, "__dict__") else None
    if not isinstance(found, Call):
        raise ModelError(
            message(
                "This {name} does not know how it was made, and cannot be repeated on simulated data. "
                "Give what an estimator returned, not a part of it or one that was read from a file.",
                name=type(result).__name__,
            )
        )
    return found


def made_as(result: R, other: Any, part: str = "") -> R:
    """Return a result that knows that it was made as `other` was, of which it is the `part` (a method), if one."""
    if isinstance(found := vars(other).get(PLACE), Call):
        object.__setattr__(result, PLACE, replace(found, part=part))
    return result
