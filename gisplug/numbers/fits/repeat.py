"""How a result was made: the estimator and what it was given, so that it can be repeated on other data."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.fits.small_samples import warned

P = ParamSpec("P")
R = TypeVar("R")
PLACE = "_made_by"  # where a result keeps its call; no field of it, and no part of what is written
TOLD = ("progress",)  # who listens is no part of an estimate


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
        made = self.estimator(panel, **self.options)
        return getattr(made, self.part)() if self.part else made


def repeatable(estimator: Callable[P, R]) -> Callable[P, R]:
    """Let the results of an estimator, whose first argument is the panel, know how they were made, and warn where tests
    are known not to hold in a panel so small.
    """
    signature = inspect.signature(estimator)

    @wraps(estimator)
    def called(*args: P.args, **options: P.kwargs) -> R:
        made = estimator(*args, **options)
        bound = signature.bind(*args, **options)
        bound.apply_defaults()
        given = dict(bound.arguments)
        more = [given.pop(p.name) for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD and p.name in given]
        for part in more:
            given |= part
        panel = given.pop(next(iter(signature.parameters)))
        asked = {k: v for k, v in given.items() if k not in TOLD}
        object.__setattr__(made, PLACE, Call(called, panel, asked))
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
