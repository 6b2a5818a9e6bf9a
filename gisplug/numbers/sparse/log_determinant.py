"""The log-determinant log|I - rho W| and its derivatives in rho, without a dense N x N matrix.

Small W: all eigenvalues, once. Larger W: sparse factorisations at a few Chebyshev nodes of the interval that matters,
interpolated to rounding. The derivatives are the traces that likelihood, information and effects need:
``tr(G) = -d1`` and ``tr(G G) = -d2`` for ``G = W (I - rho W)^-1``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import WeightsError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import one_of
from gisplug.numbers.sparse.factors import log_abs_det, symmetric_twin
from gisplug.numbers.sparse.locality import Arranged
from gisplug.numbers.sparse.probes import Probes, fewest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_array

METHODS = ("auto", "exact", "probes")
PROBED_UNITS = 300_000  # above, "auto" takes random vectors
EIGEN_UNITS = 300  # up to this many units all eigenvalues cost less than a few factorisations
EIGEN_UNITS_SYMMETRIC = 600
DIGITS = 1e-14  # relative to the log-determinant the interpolant is exact to rounding
ROUGH_TERMS = 80  # powers of W in the rough series that only finds where to look
ROUGH_PROBES = 8
MANY_UNITS = 100_000  # from here on two of them do, of twice as many units one


@dataclass(frozen=True)
class Patch:
    """log|I - rho W| on [low, high] as a Chebyshev series.

    `coefficients` of value, first and second derivative, (m,) each.
    """

    low: float
    high: float
    coefficients: tuple[np.ndarray, np.ndarray, np.ndarray]

    def __call__(self, rho: np.ndarray, derivative: int) -> np.ndarray:
        scaled = (2.0 * rho - self.low - self.high) / (self.high - self.low)
        return np.asarray(np.polynomial.chebyshev.chebval(scaled, self.coefficients[derivative]))

    def holds(self, rho: np.ndarray) -> np.ndarray:
        """Whether each rho lies on the patch: bool of the same shape."""
        return np.asarray((rho >= self.low) & (rho <= self.high))


@dataclass(frozen=True)
class LogDet:
    """log|I - rho W| for one normalised W.

    Attributes
    ----------
    matrix : csr_array, shape (N, N)
        W as the model uses it.
    low, high : float
        rho is admissible strictly between them: 1 / smallest and 1 / largest real eigenvalue where all eigenvalues are
        known, else plus and minus 1 / spectral radius (which always lies inside).
    eigenvalues : array (N,) or None
        All of them for small W.
    """

    matrix: csr_array
    low: float
    high: float
    eigenvalues: np.ndarray | None = None
    patches: list[Patch] = field(default_factory=list, repr=False, compare=False)
    probes: Probes | None = field(default=None, repr=False, compare=False)

    @property
    def method(self) -> str:
        """How the log-determinant is found: "eigenvalues", "sparse factorisation" or "random vectors"."""
        if self.probes is not None:
            return "random vectors"
        return "sparse factorisation" if self.eigenvalues is None else "eigenvalues"

    @property
    def N(self) -> int:
        """Number of units."""
        return int(self.matrix.shape[0])

    @cached_property
    def symmetric(self) -> tuple[csr_array, np.ndarray] | None:
        """The symmetric matrix (N, N) that W is similar to and the scaling (N,) to it, if there is one."""
        return symmetric_twin(self.matrix)

    @cached_property
    def arranged(self) -> Arranged:
        """The symmetric matrix that W is similar to, or W, in an order that keeps neighbours together."""
        if self.probes is not None:
            return self.probes.arranged
        return Arranged.of(self.matrix if self.symmetric is None else self.symmetric[0])

    @property
    def radius(self) -> float:
        """Spectral radius of W."""
        return 1.0 / self.high if self.eigenvalues is None else float(np.abs(self.eigenvalues).max())

    def value(self, rho: float | np.ndarray) -> np.ndarray:
        """Return log|I - rho W|, the same shape as rho."""
        return self._evaluated(rho, 0)

    def d1(self, rho: float | np.ndarray) -> np.ndarray:
        """Return the first derivative, -tr(G), the same shape as rho."""
        return self._evaluated(rho, 1)

    def d2(self, rho: float | np.ndarray) -> np.ndarray:
        """Return the second derivative, -tr(G G), the same shape as rho."""
        return self._evaluated(rho, 2)

    def trace_inverse(self, rho: float | np.ndarray) -> np.ndarray:
        """Return tr((I - rho W)^-1) = N + rho tr(G), the same shape as rho."""
        return np.asarray(self.N - np.asarray(rho, dtype=float) * self.d1(rho))

    def rough(self, rho: float | np.ndarray) -> np.ndarray:
        """Return log|I - rho W|, the same shape as rho, to two or three digits, cheaply: it only says where to look."""
        if self.eigenvalues is not None:
            return self.value(rho)
        scaled = np.asarray(rho, dtype=float) * self.radius
        powers = np.arange(1, ROUGH_TERMS + 1)
        terms = scaled[..., None] ** powers / powers
        tail = np.log1p(-np.abs(scaled)) + (np.abs(scaled)[..., None] ** powers / powers).sum(-1)
        return np.asarray(-(terms * self._moments).sum(-1) + abs(self._moments[-1]) * tail)

    def refine(self, low: float, high: float, progress: Progress = SILENT) -> None:
        """Make values on [low, high] exact to rounding (of random vectors: to their error); does nothing where they are
        already.
        """
        if self.eigenvalues is not None or any(p.low <= low and high <= p.high for p in self.patches):
            return
        if self.probes is not None:
            self.probes.prepare(max(abs(low), abs(high)), (low + high) / 2.0)
        self.patches.insert(0, _patch(self._factorised(), low, high, self.low, self.high, progress))

    def _factorised(self) -> Callable[[float], float]:
        return log_abs_det(self.matrix, self.symmetric) if self.probes is None else self.probes.value

    def _evaluated(self, rho: float | np.ndarray, derivative: int) -> np.ndarray:
        at = np.asarray(rho, dtype=float)
        if self.eigenvalues is not None:
            return _from_eigenvalues(self.eigenvalues, at, derivative)
        made = np.full(at.shape, np.nan)
        for patch in self.patches:
            todo = np.isnan(made) & patch.holds(at)
            made[todo] = patch(at[todo], derivative)
        for stray in np.unique(at[np.isnan(made) & (at > self.low) & (at < self.high)]):
            if np.isnan(made[at == stray]).all():
                self._cover(float(stray))
                todo = np.isnan(made) & self.patches[0].holds(at)
                made[todo] = self.patches[0](at[todo], derivative)
        return made

    def _cover(self, rho: float) -> None:
        """Add the patch around one rho: a third of the way to the nearer end of the admissible interval."""
        reach = min(rho - self.low, self.high - rho) / 3.0
        self.refine(rho - reach, rho + reach)

    @cached_property
    def _moments(self) -> np.ndarray:
        """Estimates of tr((W / r)^k), k = 1.., from a few random vectors; the first two are exact."""
        many = self.N >= MANY_UNITS
        vectors = ROUGH_PROBES if not many else 2 if self.N < 2 * MANY_UNITS else 1
        start = np.random.default_rng(0).choice([-1.0, 1.0], size=(self.N, vectors))
        halved = many and self.symmetric is not None  # z'A^(i + j) z = (A^i z)'(A^j z)
        arranged = self.arranged if many else Arranged.of(self.matrix)
        start, scaled = arranged.placed(start), arranged.matrix / self.radius
        now, traces = start, np.empty(ROUGH_TERMS)
        for k in range(0, ROUGH_TERMS, 2):
            after = scaled @ now
            if halved:
                traces[k : k + 2] = np.sum(now * after), np.sum(after * after)
                now = after
            else:
                now = scaled @ after
                traces[k : k + 2] = np.einsum("ij,ij->", start, after), np.einsum("ij,ij->", start, now)
        traces /= start.shape[1]
        traces[0] = scaled.diagonal().sum()
        traces[1] = scaled.data @ scaled.data if halved else scaled.multiply(scaled.T).sum()
        return traces


@dataclass(frozen=True)
class Among:
    """The sets of weights whose log-determinants one likelihood adds up.

    Attributes
    ----------
    place : which of them it is; each draws random vectors of its own
    sets : how many there are, which share the random vectors
    units : of all together, which "auto" goes by; nought where there is one set
    """

    place: int = 0
    sets: int = 1
    units: int = 0


ALONE = Among()


def log_determinant(matrix: csr_array, method: str = "exact", periods: float = 1.0, among: Among = ALONE) -> LogDet:
    """Return the log-determinant of I - rho W for a normalised W, `matrix` (N, N).

    Parameters
    ----------
    method : {"exact", "probes", "auto"}
        Exact to rounding, by random vectors with a known error (see `probes`), or the first up to PROBED_UNITS units.
    periods
        How often it counts in the likelihood; more vectors are drawn the more often it does.
    among
        The place of W among the sets of weights that one likelihood adds up.

    Raises
    ------
    WeightsError
        If W has no links, or is not square.
    """
    one_of("log_determinant", method, METHODS)
    rows, columns = matrix.shape
    if rows != columns:
        raise WeightsError(
            message("Weights are square; {rows} x {columns} was given instead.", rows=rows, columns=columns)
        )
    if matrix.nnz == 0:
        raise WeightsError(
            "The weights have no links at all, so there is no spatial lag. Use other weights, or model 'ols'."
        )
    twin = symmetric_twin(matrix)
    if method == "probes" or (method == "auto" and max(rows, among.units) > PROBED_UNITS):
        radius = spectral_radius(matrix)
        probes = Probes(
            matrix if twin is None else twin[0], twin is not None, radius, periods, among.place, fewest_of(among.sets)
        )
        made = LogDet(matrix, -1.0 / radius, 1.0 / radius, probes=probes)
        made.__dict__["symmetric"] = twin
        return made
    dense = matrix.nnz > 0.2 * rows * rows and rows <= 3000
    if rows <= EIGEN_UNITS or dense or (twin is not None and rows <= EIGEN_UNITS_SYMMETRIC):
        values = np.linalg.eigvalsh(twin[0].toarray()) if twin is not None else np.linalg.eigvals(matrix.toarray())
        low, high = _admissible(values)
        return LogDet(matrix, low, high, values)
    radius = spectral_radius(matrix)
    made = LogDet(matrix, -1.0 / radius, 1.0 / radius)
    made.__dict__["symmetric"] = twin
    return made


def spectral_radius(matrix: csr_array) -> float:
    """Return the largest absolute eigenvalue of non-negative W (N, N); one where the rows sum to one."""
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    linked = np.diff(matrix.indptr) > 0
    if matrix.data.min() >= 0.0 and np.allclose(sums[linked], 1.0, rtol=0.0, atol=1e-12):
        return 1.0
    from scipy.sparse.linalg import eigs

    start = np.ones(matrix.shape[0])
    return float(np.abs(eigs(matrix, k=1, which="LM", v0=start, return_eigenvectors=False)[0]))


def is_row_normalised(matrix: csr_array) -> bool:
    """Whether every row of W (N, N) sums to one (no isolates).

    Then W 1 = 1, which period effects under Lee-Yu need.
    """
    return bool(np.allclose(np.asarray(matrix.sum(axis=1)).ravel(), 1.0, rtol=0.0, atol=1e-9))


def _admissible(values: np.ndarray) -> tuple[float, float]:
    real = values.real[np.abs(values.imag) <= 1e-10 * max(1.0, float(np.abs(values).max()))]
    radius = float(np.abs(values).max())
    smallest, largest = float(real.min(initial=0.0)), float(real.max(initial=0.0))
    low = 1.0 / smallest if smallest < -1e-12 * radius else -1.0 / radius
    high = 1.0 / largest if largest > 1e-12 * radius else 1.0 / radius
    return low, high


def _from_eigenvalues(values: np.ndarray, rho: np.ndarray, derivative: int) -> np.ndarray:
    kept = values[values != 0.0]
    left = 1.0 - rho[..., None] * kept
    if derivative == 0:
        return np.asarray(np.log(np.abs(left)).sum(-1))
    power = (kept / left) ** derivative
    return np.asarray(-power.real.sum(-1))


def _patch(
    log_det: Callable[[float], float], low: float, high: float, least: float, most: float, progress: Progress
) -> Patch:
    """Interpolate at as many Chebyshev nodes as the distance to the nearest singularity asks for."""
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    apart = max(min(most - middle, middle - least) / half, 1.0 + 1e-6)
    decay = apart + np.sqrt(apart * apart - 1.0)
    nodes = int(np.clip(np.ceil(-np.log(DIGITS) / np.log(decay)), 5, 80))
    places = np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)
    values = np.empty(nodes)
    for i, place in enumerate(places):
        progress.update(i / nodes, message("Log-determinant {i} of {nodes}", i=i + 1, nodes=nodes))
        progress.check()
        values[i] = log_det(float(middle + half * place))
    series = np.polynomial.chebyshev.chebfit(places, values, nodes - 1)
    first = np.polynomial.chebyshev.chebder(series) / half
    second = np.polynomial.chebyshev.chebder(first) / half
    return Patch(low, high, (series, first, second))
