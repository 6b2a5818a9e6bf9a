"""How the average effects depend on rho: four curves, each one evaluation for any number of draws.

``direct = beta d0(rho) + theta d1(rho)``, ``total = beta t0(rho) + theta t1(rho)`` with d0 = tr(A^-1)/N,
d1 = tr(A^-1 W_x)/N, t0 = 1'A^-1 1/N, t1 = 1'A^-1 W_x 1/N and A = I - rho W. The traces are derivatives of the
log-determinant; the sums are 1/(1 - rho) where rows of W sum to one, else one sparse solve at each Chebyshev node.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gisplug.numbers.sparse.factors import COLUMNS, factorise, log_abs_det
from gisplug.numbers.sparse.log_determinant import LogDet, is_row_normalised

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Curve = Callable[[np.ndarray, int], np.ndarray]
SOLVED_UNITS = 3000  # up to this many units tr(A^-1 W_x) with another W_x comes from N sparse solves


@dataclass(frozen=True)
class Curves:
    """Four functions (rho, derivative 0 or 1) -> values."""

    d0: Curve
    d1: Curve
    t0: Curve
    t1: Curve


@dataclass(frozen=True)
class Span:
    """Chebyshev nodes (m,) on [low, high], as many as the singularities at `least` and `most` of `span` ask for."""

    low: float
    high: float
    nodes: np.ndarray

    def series(self, values: np.ndarray) -> np.ndarray:
        """Return the Chebyshev coefficients, of the same shape, of values (m,) or (m, q) at the m nodes."""
        scaled = self._scaled(self.nodes)
        return np.asarray(np.polynomial.chebyshev.chebfit(scaled, values, len(self.nodes) - 1))

    def curve(self, values: np.ndarray) -> Curve:
        """Return the interpolant of values (m,), one a node."""
        series = self.series(values)
        first = np.polynomial.chebyshev.chebder(series) * 2.0 / (self.high - self.low)

        def at(rho: np.ndarray, derivative: int) -> np.ndarray:
            return np.asarray(np.polynomial.chebyshev.chebval(self._scaled(rho), first if derivative else series))

        return at

    def _scaled(self, rho: np.ndarray) -> np.ndarray:
        return np.asarray((2.0 * np.asarray(rho, dtype=float) - self.low - self.high) / (self.high - self.low))


def span(low: float, high: float, least: float, most: float, digits: float = 1e-14) -> Span:
    """Return Chebyshev nodes for functions that are singular at `least` and `most`."""
    middle, half = (low + high) / 2.0, max((high - low) / 2.0, 1e-4)
    apart = max(min(most - middle, middle - least) / half, 1.0 + 1e-3)
    decay = apart + np.sqrt(apart * apart - 1.0)
    count = int(np.clip(np.ceil(-np.log(digits) / np.log(decay)) + 1, 4, 60))
    places = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    return Span(middle - half, middle + half, middle + half * places)


def curves(
    w: csr_array | None, w_x: csr_array | None, logdet: LogDet | None, N: int, low: float, high: float
) -> Curves:
    """Return the curves, valid for rho in [low, high]; `w` and `w_x` are (N, N), None where the model lacks them."""
    if w is None or logdet is None:
        return _without_lag(w_x, N)
    logdet.refine(low, high)
    d0 = _trace_inverse(logdet)
    same = w_x is None or w_x is w
    even = is_row_normalised(w)
    places = span(low, high, logdet.low, logdet.high)
    d1 = _trace_g(logdet) if same else places.curve(_cross_traces(w, w_x, places.nodes))
    if even and (same or is_row_normalised(w_x)):
        return Curves(d0, d1, _geometric, _geometric)
    one, right = np.ones(N), np.asarray((w if same else w_x).sum(axis=1)).ravel()  # type: ignore[union-attr]
    sent = np.array([factorise(w, float(rho)).solve_transposed(one) for rho in places.nodes]) / N
    return Curves(d0, d1, places.curve(sent @ one), places.curve(sent @ right))


def _without_lag(w_x: csr_array | None, N: int) -> Curves:
    mean = 0.0 if w_x is None else float(w_x.sum()) / N

    def constant(value: float) -> Curve:
        return lambda rho, derivative: np.full(np.shape(rho), 0.0 if derivative else value)

    return Curves(constant(1.0), constant(0.0), constant(1.0), constant(mean))


def _trace_inverse(logdet: LogDet) -> Curve:
    def at(rho: np.ndarray, derivative: int) -> np.ndarray:
        rho = np.asarray(rho, dtype=float)
        if derivative:
            return np.asarray((-logdet.d1(rho) - rho * logdet.d2(rho)) / logdet.N)
        return np.asarray(logdet.trace_inverse(rho) / logdet.N)

    return at


def _trace_g(logdet: LogDet) -> Curve:
    return lambda rho, derivative: np.asarray(-(logdet.d2(rho) if derivative else logdet.d1(rho)) / logdet.N)


def _geometric(rho: np.ndarray, derivative: int) -> np.ndarray:
    return np.asarray(1.0 / (1.0 - np.asarray(rho, dtype=float)) ** (1 + derivative))


def _cross_traces(w: csr_array, w_x: csr_array, nodes: np.ndarray) -> np.ndarray:
    """tr((I - rho W)^-1 W_x) / N at each node."""
    N = w.shape[0]
    one: Callable[..., float] = _solved_trace if N <= SOLVED_UNITS else _slope_at_zero
    made = np.array([one(w, w_x, float(rho)) for rho in nodes])
    return np.asarray(made / N)


def _solved_trace(w: csr_array, w_x: csr_array, rho: float) -> float:
    solve, total = factorise(w, rho).solve, 0.0
    for start in range(0, w.shape[0], COLUMNS):
        stop = min(start + COLUMNS, w.shape[0])
        block = solve(w_x[:, start:stop].toarray())
        total += float(block[np.arange(start, stop), np.arange(stop - start)].sum())
    return total


def _slope_at_zero(w: csr_array, w_x: csr_array, rho: float) -> float:
    """-d/de log|I - rho W - e W_x| at 0, from six determinants on a short Chebyshev interval."""
    reach = 0.05
    places = np.cos(np.pi * (np.arange(6) + 0.5) / 6)
    values = [log_abs_det((rho * w + reach * p * w_x).tocsr(), None)(1.0) for p in places]
    series = np.polynomial.chebyshev.chebfit(places, np.array(values), 5)
    return -float(np.polynomial.chebyshev.chebval(0.0, np.polynomial.chebyshev.chebder(series))) / reach
