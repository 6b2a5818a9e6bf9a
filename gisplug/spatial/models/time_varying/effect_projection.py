"""The trace tr(P G) of the unbiased score, P the projection on the effects of the rows that exist, without (N, N).

With n_i rows of unit i, B_t the units present in t, and S what the dummies of periods have beside those of units:
``tr(P G) = sum_t sum_i G_t,ii / n_i + sum_t tr(S^- V_t' G_t V_t)``, V_t = B / n - 1 e_t' on the units of t. Unit
effects have the first sum alone, period effects the second (with V_t = 1 e_t', S = diag(n_t)). Most units have the same
n, whose part is the derivative of the log-determinant; the others' comes from selected inversion for few units, from
random vectors for many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import Crossed
from gisplug.numbers.sparse.factors import factorise
from gisplug.numbers.sparse.inverse_diagonal import Diagonals
from gisplug.numbers.sparse.probes import MOST, SHARE, fewest_of
from gisplug.numbers.sparse.resolvent_moments import (
    CUT,
    DIGITS,
    Resolvent,
    WeightedTrace,
    quadratic_form,
    resolvent,
    weighted_trace,
)
from gisplug.numbers.symmetric import generalised_inverse
from gisplug.spatial.models.time_varying.weights_by_period import Periods, Regime

SMALL_UNITS = 2_000  # up to this many the whole trace is summed from the diagonal
SELECTED_UNITS = 20_000  # up to this many the diagonal of G is exact unless "probes" says otherwise
STREAM = 1_000  # seeds of these vectors begin beyond those of the log-determinants


@dataclass(frozen=True)
class Approximation:
    """What is a mean over random vectors: how many, and the standard error of the score of rho; 0 where it is exact."""

    vectors: int
    slope_error: float


EXACT = Approximation(0, 0.0)


class ProjectedTraces:
    """tr(P G) at rho with |rho| up to `reach`, drawn so that its error moves rho by a small share of `se` at `near`."""

    def __init__(self, periods: Periods, effects: Effects, reach: float, near: float, se: float) -> None:
        self._periods, self._effects = periods, effects
        present = periods.present
        N, pair = present.shape[1], Crossed.of(present)
        units, times = effects in ("unit", "twoways"), effects in ("time", "twoways")
        self._each = 1.0 / pair.rows if units else np.zeros(N)
        self._share = pair.present / pair.rows if effects == "twoways" else np.zeros(present.shape)
        S = pair.system if effects == "twoways" else np.diag(pair.present.sum(axis=1))
        self._inverse = generalised_inverse(S)[0] if times else None
        self._common = float(np.median(self._each[present.nonzero()[1]])) if N > SMALL_UNITS else 0.0
        probed = N > SELECTED_UNITS and periods.how != "exact"
        self._parts = [self._of(r, reach, probed, place) for place, r in enumerate(periods.regimes)]
        self._draw(near, se)

    @property
    def vectors(self) -> int:
        """How many random vectors the rarest set of weights has; 0 where all is exact."""
        return min((p.probes.vectors for p in self._parts if p.probes is not None), default=0)

    def error(self, rho: float) -> float:
        """Return the standard error of the trace at rho."""
        return float(np.sqrt(sum((p.often * p.probes.error(rho)) ** 2 for p in self._parts if p.probes is not None)))

    def at(self, rho: float) -> float:
        """Return the trace at rho."""
        return sum(part.trace(rho) for part in self._parts)

    def _of(self, r: Regime, reach: float, probed: bool, place: int) -> _Part:
        T, often = len(self._periods.present), len(r.periods)
        left = self._each[r.rows] - self._common
        left = left if left.any() and self._each.any() else None
        large = len(r.rows) > SMALL_UNITS
        of = resolvent(r.logdet) if large else None
        probes = (
            weighted_trace(of, left, reach, STREAM + place) if of is not None and probed and left is not None else None
        )
        form, weights = None, np.zeros((1, 1))
        if self._inverse is not None:
            both = self._effects == "twoways"
            block = self._share[:, r.rows].T if both else np.ones((len(r.rows), 1))  # rows sum to one
            for t in r.periods:  # V_t = block @ M
                M = np.eye(T) - np.eye(T)[t] if both else -np.eye(T)[t : t + 1]
                weights = weights + M @ self._inverse @ M.T
            form = _form(of, r, block, reach)
        return _Part(r, often, self._common if self._each.any() else 0.0, left, probes, form, weights)

    def _draw(self, near: float, se: float) -> None:
        drawn = [p.probes for p in self._parts if p.probes is not None]
        vectors = fewest_of(len(drawn))
        while drawn:
            for probes in drawn:
                probes.draw(vectors)
            if vectors >= MOST or self.error(near) * se <= SHARE / 2:
                return
            vectors *= 2


@dataclass(frozen=True)
class _Part:
    """One set of weights: the common share of its trace, the units that differ, the low-rank form of the periods."""

    regime: Regime
    often: int
    common: float
    left: np.ndarray | None
    probes: WeightedTrace | None
    form: Callable[[float], np.ndarray] | None
    weights: np.ndarray

    def trace(self, rho: float) -> float:
        total = 0.0
        if self.common:
            total -= self.common * float(self.regime.logdet.d1(rho))
        if self.probes is not None:
            total += self.probes.at(rho)
        elif self.left is not None:
            total += float(self.left @ Diagonals(self.regime.W, self.regime.W).at(rho)[1])
        total *= self.often
        return total if self.form is None else total + float(np.sum(self.weights * self.form(rho).T))


def _form(of: Resolvent | None, r: Regime, block: np.ndarray, reach: float) -> Callable[[float], np.ndarray]:
    """Return the function rho -> B'G B for B = `block` (n, m): by a series for many units, by solutions for few."""
    digits = DIGITS if r.logdet.probes is None else CUT
    found = None if of is None else quadratic_form(of, block, reach, digits)
    return found if found is not None else lambda rho: block.T @ (r.W @ factorise(r.W, rho).solve(block))
