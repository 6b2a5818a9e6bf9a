"""The laws in words, and which estimator each of them is about."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from tests.laws.estimator import Estimator, Names
from tests.laws.panels import FRAME, PANEL, W
from tests.laws.registry import EVERY

LAWS = {
    "scale": "a column times a number changes its own coefficient only",
    "origin": "a constant added to a column changes nothing but the constant",
    "constants": "constants of units and periods change nothing under the effects that take them out",
    "rows": "rows in another order, and columns that are not used, change nothing",
    "units": "units with other names and in another order, W with them, change nothing",
    "weights": "W in another order than the panel changes nothing",
    "terms": "regressors in another order have the same coefficients",
    "names": "other names of columns change nothing but names",
    "inputs": "panel and weights are not changed",
    "seed": "the same seed gives the same bits",
    "seeds": "another seed gives other numbers within the error of simulation",
    "executors": "here, in processes and on Dask, in tasks of any size: the same bits",
    "outcome": "an outcome that does not vary is refused by name",
    "variation": "a policy, instrument, mediator, threshold variable or grouping without variation is refused by name",
    "identified": "a regressor without a coefficient of its own is refused by name",
    "lags": "a spatial lag without a coefficient of its own is refused by name",
    "missing": "a row with a missing or infinite value is left out and counted in a note, or refused by name",
    "sizes": "one or two units or periods are refused with a sentence, or fitted with finite errors",
    "shapes": "panels of any shape give finite fits that know no unit of measure, or a refusal",
}


def without(estimator: Estimator, law: str) -> str:
    """Why a law is not about an estimator; nothing where it is."""
    if law in estimator.exempt:
        return estimator.exempt[law]
    e, regressor = estimator, "b" in estimator.uses
    reasons = {
        "scale": not e.numeric and "no column with a unit of measure that could change",
        "origin": not set(e.numeric) - set(e.origins) and "no column with an origin that could change",
        "constants": e.effects == "none" and "takes out no effects",
        "weights": not e.weighted and "reads no weights",
        "terms": not regressor and "has no list of regressors",
        "seeds": not e.draws and "draws nothing",
        "executors": not e.tasks and "is one task",
        "variation": not e.roles and "has no such column",
        "identified": not regressor and "has no regressors",
        "lags": not e.lagged and "has no spatial lags of regressors",
    }
    return reasons.get(law) or ""


def in_part(estimator: Estimator, law: str) -> str:
    """For which columns a law holds under other terms than for the rest; nothing where it holds for all."""
    e = estimator
    if without(e, law) or law not in ("origin", "constants"):
        return ""
    own = [c for c in e.numeric if c in e.origins]
    moved = f"not {', '.join(own)}, whose origin has a meaning" if own else ""
    words = {"none": "no constants", "unit": "those of units only", "time": "those of periods only", "twoways": "both"}
    taken = "; ".join(f"{c}: {words[how]}" for c, how in e.taken.items()) if law == "constants" else ""
    return "; ".join(filter(None, (moved, taken)))


def over(law: str) -> Any:
    """Parametrise a test by the estimators that a law is about."""
    chosen = [e for e in EVERY if not without(e, law)]
    return pytest.mark.parametrize("estimator", chosen, ids=lambda e: e.name)


@functools.cache
def _first(name: str) -> Any:
    estimator = next(e for e in EVERY if e.name == name)
    return estimator.run(PANEL, W, names())


def first(estimator: Estimator) -> Any:
    """The fit of the law panel, made once."""
    return _first(estimator.name)


def names(more: tuple[str, ...] = (), backwards: bool = False) -> Names:
    return Names({name: name for name in FRAME.columns}, more, backwards)
