"""The concentrated log-likelihood of spatial panel models and its maximum.

``l(rho, lam) = c_y(rho) + c_e(lam) - n/2 (log 2 pi + 1 + log sigma2(rho, lam))`` with beta, theta and sigma2 replaced
by their optima given rho and lam, and c the log-determinants as often as the likelihood counts them.

For other estimators of the package: build `Blocks` (or any iterable of row blocks) -> `compact` -> `Likelihood` ->
`Likelihood.at(rho, lam)` for one point, `maximise(likelihood)` for the maximum, `Determinant` for the Jacobian.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq, minimize, minimize_scalar

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.orthogonal import coefficients

if TYPE_CHECKING:
    from collections.abc import Callable

    from gisplug.numbers.sparse.log_determinant import LogDet
    from gisplug.spatial.models.likelihood.compressed import Compact

EDGE = 1e-7  # rho is looked for this far (of the interval's length) inside the admissible interval
REACH = 8.0  # standard errors around the optimum on which the log-determinant is made exact
LEAST_REACH = 0.01


@dataclass(frozen=True)
class Determinant:
    """The Jacobian term: `periods` times log|I - rho W|, less log(1 - rho) each where effects were transformed out."""

    logdet: LogDet
    periods: int
    reduced: bool = False

    @property
    def low(self) -> float:
        """Lower end of the admissible interval of rho."""
        return self.logdet.low

    @property
    def high(self) -> float:
        """Upper end of the admissible interval of rho."""
        return self.logdet.high

    def value(self, rho: float | np.ndarray, rough: bool = False) -> np.ndarray:
        """Return the term itself, the same shape as rho."""
        at = np.asarray(rho, dtype=float)
        made = self.logdet.rough(at) if rough else self.logdet.value(at)
        return np.asarray(self.periods * (made - np.log1p(-at) if self.reduced else made))

    def d1(self, rho: float | np.ndarray) -> np.ndarray:
        """Return its first derivative, the same shape as rho: minus the trace of G as often as counted."""
        at = np.asarray(rho, dtype=float)
        made = self.logdet.d1(at)
        return np.asarray(self.periods * (made + 1.0 / (1.0 - at) if self.reduced else made))

    def d2(self, rho: float | np.ndarray) -> np.ndarray:
        """Return its second derivative, the same shape as rho: minus the trace of G G as often as counted."""
        at = np.asarray(rho, dtype=float)
        made = self.logdet.d2(at)
        return np.asarray(self.periods * (made + 1.0 / (1.0 - at) ** 2 if self.reduced else made))


@dataclass(frozen=True)
class Point:
    """The concentrated likelihood at one (rho, lam).

    `coefficients` are (K,), of [1, X, W X]; `sse` and `sigma2` of e; `loglik` over the observations counted.
    """

    rho: float
    lam: float
    coefficients: np.ndarray
    sse: float
    sigma2: float
    loglik: float


@dataclass(frozen=True)
class Likelihood:
    """Compressed data, number of observations, and the Jacobians of the lag and of the error (None where absent)."""

    data: Compact
    nobs: int
    lag: Determinant | None = None
    error: Determinant | None = None
    progress: Progress = field(default=SILENT, compare=False, repr=False)
    _last: dict[float, tuple[np.ndarray, np.ndarray]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def at(self, rho: float = 0.0, lam: float = 0.0, rough: bool = False) -> Point:
        """Return the point at (rho, lam); `rough` uses the cheap log-determinant."""
        e, coefficients = self.residual_pair(lam)
        residual = e[:, 0] - rho * e[:, 1]
        sse = float(residual @ residual)
        sigma2 = sse / self.nobs
        loglik = -0.5 * self.nobs * (np.log(2.0 * np.pi) + 1.0 + np.log(sigma2))
        if self.lag is not None:
            loglik += float(self.lag.value(rho, rough))
        if self.error is not None:
            loglik += float(self.error.value(lam, rough))
        return Point(rho, lam, coefficients[:, 0] - rho * coefficients[:, 1], sse, sigma2, float(loglik))

    def residual_pair(self, lam: float) -> tuple[np.ndarray, np.ndarray]:
        """Return residuals (q, 2) and coefficients (K, 2) of y and of W y on [1, X, W X], all after I - lam W_e."""
        if lam not in self._last:  # searches move along rho at one lam
            columns = self.data.filtered(lam)
            found = coefficients(columns[:, 2:], columns[:, :2])
            self._last.clear()
            self._last[lam] = columns[:, :2] - columns[:, 2:] @ found, found
        return self._last[lam]

    def score(self, point: Point) -> np.ndarray:
        """Return the derivatives (2,) of the concentrated log-likelihood in rho and lam (zero where absent)."""
        columns = self.data.filtered(point.lam)
        residual = columns[:, 0] - point.rho * columns[:, 1] - columns[:, 2:] @ point.coefficients
        made = np.zeros(2)
        if self.lag is not None:
            made[0] = float(self.lag.d1(point.rho)) + float(residual @ columns[:, 1]) / point.sigma2
        if self.error is not None and self.data.lagged is not None:
            lag = self.data.lagged
            wu = lag[:, 0] - point.rho * lag[:, 1] - lag[:, 2:] @ point.coefficients
            made[1] = float(self.error.d1(point.lam)) + float(residual @ wu) / point.sigma2
        return made


def maximise(likelihood: Likelihood) -> Point:
    """Return the maximum over the admissible rho and lam.

    Raises
    ------
    ConvergenceError
        If the maximum lies on the edge of the admissible interval.
    """
    if likelihood.lag is not None and likelihood.error is not None:
        return _both(likelihood)
    if likelihood.lag is not None:
        return _one(likelihood, likelihood.lag, lambda rho, rough: likelihood.at(rho=rho, rough=rough), 0)
    if likelihood.error is not None:
        return _one(likelihood, likelihood.error, lambda lam, rough: likelihood.at(lam=lam, rough=rough), 1)
    return likelihood.at()


def _one(likelihood: Likelihood, term: Determinant, point: Callable[[float, bool], Point], place: int) -> Point:
    """Maximise in one parameter: rough grid, exact log-determinant around the best, then the score's root."""
    low, high = _inside(term)
    exact = term.logdet.eigenvalues is not None
    best = _grid(lambda at: point(at, True).loglik, low, high)
    for _ in range(12):
        if exact:
            start, stop = max(low, best - (high - low) / 20.0), min(high, best + (high - low) / 20.0)
        else:
            start, stop = _around(lambda at: point(at, True).loglik, best, term, likelihood.nobs)
            term.logdet.refine(start, stop, likelihood.progress)
        found = minimize_scalar(
            lambda at: -point(at, False).loglik, bounds=(start, stop), method="bounded", options={"xatol": 1e-6}
        )
        best = float(found.x)
        near = 1e-3 * (stop - start)
        if exact or (best - start > near and stop - best > near):
            break
        if best - low < EDGE * 10 or high - best < EDGE * 10:
            break
    _refuse_edge(best, term, "rho" if place == 0 else "lam")
    return point(_root(lambda at: float(likelihood.score(point(at, False))[place]), best, start, stop), False)


def _both(likelihood: Likelihood) -> Point:
    """Maximise in rho and lam: a rough grid, Nelder-Mead from its two best cells, then the score's root."""
    lag, error = likelihood.lag, likelihood.error
    if lag is None or error is None:
        return maximise(likelihood)
    limits = (_inside(lag), _inside(error))
    grids = [np.linspace(max(a, -0.98 * min(1.0, abs(a))), 0.98 * b, 13) for a, b in limits]
    table = np.array([[likelihood.at(r, s, rough=True).loglik for r in grids[0]] for s in grids[1]]).T
    starts = _peaks(table)
    found = [_polished(likelihood, (grids[0][i], grids[1][j]), limits) for i, j in starts]
    best = max(found, key=lambda p: p.loglik)
    _refuse_edge(best.rho, lag, "rho")
    _refuse_edge(best.lam, error, "lam")
    return best


def _peaks(table: np.ndarray) -> list[tuple[int, int]]:
    """Return the cells of the table that no neighbour exceeds, the best three first: SAC has up to two ridges."""
    padded = np.pad(table, 1, constant_values=-np.inf)
    rows, columns = table.shape
    around = [padded[1 + i : 1 + i + rows, 1 + j : 1 + j + columns] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    top = np.argwhere(table >= np.max(around, axis=0))
    return [(int(i), int(j)) for i, j in sorted(top, key=lambda ij: -table[tuple(ij)])[:3]]


def _polished(
    likelihood: Likelihood, start: tuple[float, float], limits: tuple[tuple[float, float], tuple[float, float]]
) -> Point:
    lag, error = likelihood.lag, likelihood.error
    if lag is None or error is None:
        return maximise(likelihood)

    def cost(at: np.ndarray, rough: bool) -> float:
        if not all(low < x < high for x, (low, high) in zip(at, limits, strict=True)):
            return 1e300
        return -likelihood.at(float(at[0]), float(at[1]), rough).loglik

    at, moves = np.asarray(start), np.array([[0.0, 0.0], [0.03, 0.0], [0.0, 0.03]])
    for rough in (True, False, False):
        if not rough:
            for term, x in ((lag, float(at[0])), (error, float(at[1]))):
                reach = min(0.15, 0.7 * min(x - term.low, term.high - x))
                term.logdet.refine(x - reach, x + reach, likelihood.progress)
        options = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 2000, "initial_simplex": at + moves}
        at = minimize(cost, at, args=(rough,), method="Nelder-Mead", options=options).x
    return _newton(likelihood, likelihood.at(float(at[0]), float(at[1])), limits)


def _newton(likelihood: Likelihood, point: Point, limits: tuple[tuple[float, float], tuple[float, float]]) -> Point:
    """Sharpen the maximum by Newton steps on the score, its slope by central differences."""
    for _ in range(8):
        here, step = np.array([point.rho, point.lam]), 1e-5
        if not all(low < x - step and x + step < high for x, (low, high) in zip(here, limits, strict=True)):
            return point
        score = likelihood.score(point)
        slope = np.empty((2, 2))
        for j in range(2):
            move = np.eye(2)[j] * step
            ends = [likelihood.score(likelihood.at(*(here + s * move))) for s in (1.0, -1.0)]
            slope[:, j] = (ends[0] - ends[1]) / (2.0 * step)
        try:
            change = -np.linalg.solve(slope, score)
        except np.linalg.LinAlgError:
            return point
        there = here + change
        if not all(low < x < high for x, (low, high) in zip(there, limits, strict=True)):
            return point
        moved = likelihood.at(float(there[0]), float(there[1]))
        if moved.loglik < point.loglik - 1e-7 * abs(point.loglik):
            return point
        point = moved
        if np.abs(change).max() < 1e-13:
            break
    return point


def _inside(term: Determinant) -> tuple[float, float]:
    margin = EDGE * (term.high - term.low)
    return term.low + margin, min(term.high - margin, 1.0 - 1e-9 if term.reduced else np.inf)


def _grid(loglik: Callable[[float], float], low: float, high: float) -> float:
    """Return the best of a grid in the hyperbolic angle, then of a finer one around it."""
    angles = np.linspace(-3.0, 3.3, 43)
    for width in (0.15, 0.0):
        places = (low + high) / 2.0 + (high - low) / 2.0 * np.tanh(angles)
        values = np.array([loglik(float(p)) for p in places])
        best = int(values.argmax())
        if width:
            angles = np.linspace(angles[best] - width, angles[best] + width, 21)
    return float(places[best])


def _around(loglik: Callable[[float], float], best: float, term: Determinant, nobs: int) -> tuple[float, float]:
    """Return the interval around the rough optimum that holds the exact one and all draws of it."""
    room = min(best - term.low, term.high - best)
    step = min(0.01, room / 4.0)
    bend = (loglik(best + step) - 2.0 * loglik(best) + loglik(best - step)) / step**2
    spread = 1.0 / np.sqrt(-bend) if bend < 0.0 else 10.0 / np.sqrt(nobs)
    reach = min(max(REACH * spread, LEAST_REACH), 0.8 * room)
    return best - reach, best + reach


def _root(score: Callable[[float], float], best: float, low: float, high: float) -> float:
    """Return the root of the score next to the maximum."""
    width = 2e-4 * (high - low)
    for _ in range(12):
        a, b = max(low, best - width), min(high, best + width)
        if score(a) > 0.0 > score(b):
            return float(brentq(score, a, b, xtol=1e-15, rtol=1e-14))
        width *= 4.0
    return best


def _refuse_edge(value: float, term: Determinant, name: str) -> None:
    near = 1e-5 * (term.high - term.low)
    if value - term.low < near or term.high - value < near:
        raise ConvergenceError(
            message(
                "{name} runs to the edge of its admissible interval ({low:.4g}, {high:.4g}): the "
                "likelihood has no maximum inside. The data may be non-stationary in space, or the "
                "weights too dense; try period effects, other weights, or a model without this lag.",
                name=name,
                low=term.low,
                high=term.high,
            )
        )
