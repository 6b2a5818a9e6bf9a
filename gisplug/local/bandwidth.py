"""The choice of a bandwidth: a grid first, then a golden section about its best point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.progress import SILENT, Progress

Criterion = Literal["AICc", "AIC", "BIC", "CV"]
CRITERIA: tuple[Criterion, ...] = ("AICc", "AIC", "BIC", "CV")
GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
GRID = 10  # bandwidths, equal steps of the logarithm
CLOSE = 1e-4  # share of the bandwidth to which a section is narrowed


@dataclass
class Search:
    """Scores of bandwidths, each computed once.

    Attributes
    ----------
    score : bandwidth -> score, the lower the better; infinite where it cannot be
    whole : whether bandwidths are whole numbers
    most : the widest that can be
    close : share of the bandwidth to which a section is narrowed
    known : bandwidth: score
    """

    score: Callable[[float], float]
    whole: bool
    progress: Progress = SILENT
    most: float = np.inf
    close: float = CLOSE
    known: dict[float, float] = field(default_factory=dict)

    def at(self, bandwidth: float) -> float:
        """Return the score of a bandwidth."""
        place = float(round(bandwidth)) if self.whole else float(bandwidth)
        if place not in self.known:
            self.progress.check()
            self.known[place] = self.score(place)
            self.progress.update(min(0.95, len(self.known) / 30))
        return self.known[place]

    def best(self, low: float, high: float, rising: int = GRID, steps: int = GRID) -> float:
        """Return the bandwidth between `low` and `high` with the lowest score.

        Parameters
        ----------
        steps : of the grid
        rising : scores above the lowest one after which no wider bandwidth of the grid is tried.

        Raises
        ------
        ModelError
            If none has a finite score.
        """
        grid = np.geomspace(low, high, steps) if high > low else np.array([low])
        places = list(dict.fromkeys(float(round(g)) if self.whole else float(g) for g in grid))
        scores: list[float] = []
        for place in places:
            scores.append(self.at(place))
            after = len(scores) - 1 - int(np.argmin(scores))
            if np.isfinite(min(scores)) and after >= rising:
                break
        k = int(np.argmin(scores))
        if not np.isfinite(scores[k]):
            raise ModelError(
                "No bandwidth gives every place a regression of its own: rows are too few for so many regressors, or "
                "they do not vary around some units. Use fewer regressors, or give a wide bandwidth."
            )
        self._section(places[max(k - 1, 0)], places[min(k + 1, len(places) - 1)])
        if self.whole and self.close <= CLOSE:
            self._step(low, high)
        return min(self.known, key=lambda b: (self.known[b], b))

    def finer(self, close: float) -> None:
        """Narrow the section about the best bandwidth further."""
        places = sorted(self.known)
        k = places.index(min(places, key=lambda b: (self.known[b], b)))
        self.close = close
        self._section(places[max(k - 1, 0)], places[min(k + 1, len(places) - 1)])

    def table(self) -> pd.DataFrame:
        """Return the columns bandwidth and score of all that were tried, sorted."""
        pairs = sorted(self.known.items())
        return pd.DataFrame({"bandwidth": [b for b, _ in pairs], "score": [s for _, s in pairs]})

    def _section(self, a: float, c: float) -> None:
        b, d = c - GOLDEN * (c - a), a + GOLDEN * (c - a)
        while c - a > max(1.0 if self.whole else 0.0, self.close * c):
            if self.at(b) <= self.at(d):
                c, d = d, b
                b = c - GOLDEN * (c - a)
            else:
                a, b = b, d
                d = a + GOLDEN * (c - a)

    def _step(self, low: float, high: float) -> None:
        """Go to the next whole number as long as that is better."""
        while True:
            own = min(self.known, key=lambda b: (self.known[b], b))
            for other in (own - 1, own + 1):
                if low <= other <= high:
                    self.at(other)
            if min(self.known, key=lambda b: (self.known[b], b)) == own:
                return


def criterion_of(kind: Criterion, rss: float, n: int, trace: float, cv: float) -> float:
    """Return a criterion, infinite where too few degrees of freedom are left.

    Parameters
    ----------
    rss : sum of squared residuals
    trace : of the hat matrix, the effective number of parameters
    cv : mean of squared residuals of rows left out of their own regression
    """
    if n - trace - 2.0 <= 0 or not rss > 0:
        return float("inf")
    deviance = n * (np.log(rss / n) + np.log(2.0 * np.pi) + 1.0)
    return {
        "AICc": float(deviance + 2.0 * n * (trace + 1.0) / (n - trace - 2.0)),
        "AIC": float(deviance + 2.0 * (trace + 1.0)),
        "BIC": float(deviance + (trace + 1.0) * np.log(n)),
        "CV": cv,
    }[kind]
