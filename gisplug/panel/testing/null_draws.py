"""Statistics of simulated panels under the null, drawn once for a size, a seed and a way of testing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np

from gisplug.core.progress import Progress
from gisplug.panel.testing.dickey_fuller import Recipe
from gisplug.panel.testing.root_statistics import Test, series

Draws = dict[str, np.ndarray]
KEPT = 16
_KNOWN: OrderedDict[Hashable, Draws] = OrderedDict()  # the latest nulls, so that variables of one panel share them


def kept(key: Hashable, draw: Callable[[], Draws]) -> Draws:
    """Return the draws of this key, made by `draw` where they are not among the latest."""
    if key not in _KNOWN:
        _KNOWN[key] = draw()
        if len(_KNOWN) > KEPT:
            _KNOWN.popitem(last=False)
    return _KNOWN[key]


def p_simulated(statistic: float, drawn: np.ndarray, *, right: bool) -> float:
    """Share of the simulated (draws,) at least as far to the left, or right; the statistic itself counts as one."""
    beyond = drawn >= statistic if right else drawn <= statistic
    return (1 + int(beyond.sum())) / (1 + len(drawn))


def p_two_sided(statistic: float, drawn: np.ndarray) -> float:
    """Twice the smaller share of the simulated (draws,) beyond the statistic; the null need not centre at nought."""
    return min(1.0, 2 * min(p_simulated(statistic, drawn, right=right) for right in (True, False)))


@dataclass(frozen=True)
class Drawn:
    """What is simulated for unit-root tests: `simulations` panels of `shape` (T, N), tested as the data are."""

    shape: tuple[int, ...]
    tests: tuple[Test, ...]
    recipes: tuple[Recipe, Recipe]
    kernel: int
    demean: bool
    simulations: int
    seed: int | None


def simulated(drawn: Drawn, progress: Progress) -> Draws:
    """Return the statistics (simulations,) by name, of independent random walks; of white noise for Hadri's test."""
    if drawn.seed is None:
        return _simulated(drawn, progress)
    return kept(drawn, lambda: _simulated(drawn, progress))


def _simulated(drawn: Drawn, progress: Progress) -> Draws:
    out: dict[str, list[float]] = {}
    for wave in ("walk", "noise"):
        tests = tuple(t for t in drawn.tests if (t == "hadri") == (wave == "noise"))
        rng = np.random.default_rng(drawn.seed)
        for k in range(drawn.simulations if tests else 0):
            if k % 25 == 0:
                progress.check()
            y = rng.standard_normal(drawn.shape)
            y = np.cumsum(y, axis=0) if wave == "walk" else y
            y = y - y.mean(axis=1, keepdims=True) if drawn.demean else y
            found = series(y, tests, *drawn.recipes, drawn.kernel)
            for test in tests:
                for name, (value, _) in found.of(test).items():
                    out.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in out.items()}
