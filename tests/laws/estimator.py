"""One call of one estimator, the names it is called with, and readers of what it returns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

Frames = Mapping[str, tuple[pd.DataFrame, str]]  # name: (estimate, se, stat, p by term; outcome of that equation)
NUMBERS = ("y", "a", "b", "z", "m", "grown")  # columns whose unit of measure has no meaning of its own


class Names(dict[str, str]):
    """What the columns of the law panel are called, further regressors, and the order in which lists are written.

    Attributes
    ----------
    more : tuple of str
        Regressors besides those of the call.
    backwards : bool
        Lists of regressors, instruments and controls are written from the last to the first.
    turned : bool
        Whether a call wrote a list of two or more.
    """

    def __init__(self, names: Mapping[str, str], more: tuple[str, ...] = (), backwards: bool = False) -> None:
        super().__init__(names)
        self.more, self.backwards, self.turned = more, backwards, False

    def given(self, *keys: str) -> list[str]:
        """These columns as a list, as far as there are any."""
        return self._written([self[k] for k in keys if k in self])

    def rest(self, *keys: str) -> list[str]:
        """These columns and the further regressors."""
        return self._written([*(self[k] for k in keys if k in self), *self.more])

    def formula(self, *keys: str, key: str = "", outcome: str = "y") -> str:
        """The outcome on these columns and the further regressors; `key` stands first whatever the order."""
        first = [self[key]] if key else []
        return f"{self[outcome]} ~ " + (" + ".join([*first, *self.rest(*keys)]) or "1")

    def _written(self, columns: list[str]) -> list[str]:
        self.turned = self.turned or len(columns) > 1
        return columns[::-1] if self.backwards else columns


class Call(Protocol):
    """Call an estimator; options that only some have (`seed`) are given by keyword."""

    def __call__(self, panel: Panel, weights: Weights, names: Names, /, **options: Any) -> Any: ...


@dataclass(frozen=True)
class Estimator:
    """One call of one estimator.

    Attributes
    ----------
    name : str
        Function, and a variant after a dot.
    call : callable (panel, weights, names, **options) -> result
        `names` maps the columns of the law panel to those of the panel given.
    frames : callable result -> {name: (frame, outcome)}
        What scales with the columns.
    free : callable result -> {name: number}
        What no unit of measure may change.
    uses : columns that it uses; `numeric` of them may be rescaled.
    roles : {part: column}, the columns that must vary beside outcome and regressors.
    effects : panel effects that it takes out ("none", "unit", "time", "twoways").
    taken : {column: effects}, where the constants taken out of a column are others than `effects`.
    absorbs : effects under which regressors must be identified, where they are not `effects`.
    weighted : whether it reads W; `lagged` : the regressor whose spatial lag is a regressor too.
    draws : how many random draws its numbers rest on, 0 for none; `tasks` : whether they are spread over workers.
    shares : words in the keys of `free` that are shares of draws; `follow` : what the draws follow, "units" or "terms".
    origins : columns whose origin has a meaning of its own: squares, products, regimes.
    errors : whether every estimate has a standard error.
    exempt : {law: reason in words}
    """

    name: str
    call: Call
    frames: Callable[[Any], Frames]
    free: Callable[[Any], Mapping[str, float]] = lambda result: {}
    uses: tuple[str, ...] = ("y", "a", "b")
    roles: Mapping[str, str] = field(default_factory=dict)
    effects: str = "twoways"
    taken: Mapping[str, str] = field(default_factory=dict)
    absorbs: str = ""
    weighted: bool = False
    lagged: str = ""
    draws: int = 0
    tasks: bool = False
    shares: tuple[str, ...] = ()
    follow: str = "units"
    origins: tuple[str, ...] = ()
    errors: bool = True
    exempt: Mapping[str, str] = field(default_factory=dict)

    def run(self, panel: Panel, weights: Weights, names: Mapping[str, str], **options: Any) -> Any:
        """Call the estimator; `names` may be a plain mapping."""
        return self.call(panel, weights, names if isinstance(names, Names) else Names(names), **options)

    @property
    def numeric(self) -> tuple[str, ...]:
        return tuple(c for c in self.uses if c in NUMBERS)


def tests_of(tests: pd.DataFrame) -> dict[str, float]:
    """Statistics and p of a frame of tests."""
    numbers = tests.select_dtypes("number")
    return {f"{row}/{c}/{i}": float(numbers[c].iloc[i]) for i, row in enumerate(map(str, tests.index)) for c in numbers}


def factor_of(term: str, outcome: str, times: Mapping[str, float]) -> float:
    """By what the coefficient of a term is multiplied when columns are multiplied by `times`."""
    up = times.get(outcome, 1.0)
    if term in ("rho", "lam", "phi"):
        return 1.0
    if term == "sigma2":
        return up**2
    down = 1.0
    for name, power in re.findall(r"([A-Za-z_]\w*)(?:\^(\d+))?", term.replace("W*", " ").replace("L.", " ")):
        down *= times.get(name, 1.0) ** int(power or 1)
    return up / down


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Effects with one index: "direct a" becomes a term that names its variable."""
    made = frame.copy()
    made.index = pd.Index([" ".join(map(str, key)) for key in frame.index], name="term")
    return made


def fit_frames(result: Any) -> Frames:
    return {"coefficients": (result.estimates, "y")}


def policy_frames(result: Any) -> Frames:
    found = {"coefficients": (result.estimates, "y")}
    if result.event is not None:
        event = result.event[result.event["stat"].notna() | (result.event["estimate"] != 0)].copy()  # less the base
        event.index = [f"event {e:+d}" for e in event.index]
        found["event"] = (event, "y")
    return found


def pretrend(result: Any) -> dict[str, float]:
    return {} if result.pretrend is None else {"pretrend": result.pretrend[0], "pretrend p": result.pretrend[2]}
