"""The likelihood of spatial panels with random unit effects: lag, error (Baltagi or Kapoor-Kelejian-Prucha), or both.

y = rho W y + Z delta + u. "kkp": u = (I - lam W)^-1 (mu + e), the effects spill over too. "b": u = mu + (I - lam W)^-1
e, only the innovations do (Baltagi, Song & Koh 2003; Anselin 1988; Kapoor, Kelejian & Prucha 2007; Elhorst 2014, ch.
3). phi = sigma2_mu / sigma2_e; the share of the between variation that counts is theta^2 = 1 / (1 + T phi).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from scipy import sparse
from scipy.linalg import lu_factor, lu_solve
from scipy.optimize import minimize

from gisplug.core.errors import ConvergenceError
from gisplug.numbers.orthogonal import whitener
from gisplug.numbers.sparse.log_determinant import LogDet
from gisplug.numbers.sparse.positive_family import PositiveFamily
from gisplug.numbers.symmetric import solve
from gisplug.spatial.lags import spatial_lag

ErrorForm = Literal["none", "b", "kkp"]

NEWTON_STEP = (
    1e-4  # central differences of the concentrated log-likelihood; their error is far below 1e-8 of a parameter
)
NEWTON_TOLERANCE = 1e-10
REACH, LEAST_REACH = 8.0, 0.01  # standard errors around a rough maximum, and so far at least, that are made exact
DENSE_UNITS = 150  # up to here a dense factor is faster than building sparse ones
NEWTON_ROUNDS = 20
THETA_SMALLEST = 1e-4
SPACE_EDGE = 1e-6
GRID_SPACE, GRID_THETA, STARTS = (-0.3, 0.0, 0.3, 0.6, 0.85), (0.05, 0.2, 0.5, 0.95), 2


@dataclass(frozen=True)
class Layout:
    """Which of (rho, lam, theta) are free, and their admissible intervals."""

    rho: bool
    lam: bool
    low: float
    high: float
    theta_high: float

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Interval of each free parameter, theta last."""
        margin = SPACE_EDGE * (self.high - self.low)
        space = (self.low + margin, self.high - margin)
        return [space] * (self.rho + self.lam) + [(THETA_SMALLEST, self.theta_high)]

    def split(self, p: np.ndarray) -> tuple[float, float, float]:
        """Return (rho, lam, theta) from the free parameters p (1,) to (3,); 0 where rho or lam is not free."""
        values = list(p)
        rho = float(values.pop(0)) if self.rho else 0.0
        lam = float(values.pop(0)) if self.lam else 0.0
        return rho, lam, float(values.pop(0))


@dataclass
class RandomEffectsLikelihood:
    """Cross-products of the between and within parts of [y, Wy, Z], so that one evaluation costs no pass over the data.

    y (T, N), Z (T, N, k); W sparse (N, N); `whitener` (k, k) gives Z orthogonal columns of mean square 1; the
    covariance of the composite error is `error`.
    """

    y: np.ndarray
    Z: np.ndarray
    W: Any
    logdet: LogDet
    error: ErrorForm
    whitener: np.ndarray = field(init=False)
    _within: list[np.ndarray] = field(init=False)
    _between: list[np.ndarray] = field(init=False)
    _mean: np.ndarray = field(init=False)
    _dense: np.ndarray | None = field(init=False)
    _last: tuple[tuple[float, float], np.ndarray, float] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        T, N, k = self.Z.shape
        self.whitener = whitener(self.Z.reshape(T * N, k))
        stack = np.concatenate(
            [self.y[..., None], spatial_lag(self.W, self.y)[..., None], self.Z @ self.whitener], axis=2
        )
        self._mean = np.sqrt(T) * stack.mean(axis=0)
        spread = stack - stack.mean(axis=0)
        lagged = spatial_lag(self.W, spread)
        self._dense = np.asarray(self.W.todense()) if N <= DENSE_UNITS else None
        self._within = _quadratic(spread, lagged)
        self._between = _quadratic(self._mean[None], spatial_lag(self.W, self._mean[None]))

    @property
    def n(self) -> int:
        """Observations, N T."""
        return int(self.y.size)

    def gram(self, lam: float, theta: float) -> np.ndarray:
        """Return the (k+2, k+2) cross-products of [y, Wy, Z] in the metric of the composite error."""
        inside = self._within[0] + lam * self._within[1] + lam**2 * self._within[2]
        if self.error != "b" or lam == 0.0:
            between = self._between[0] + lam * self._between[1] + lam**2 * self._between[2]
            return np.asarray(inside + theta**2 * between)
        solved, _ = self._mixed(lam, theta)
        B = self._filter(lam)
        between = (B @ self._mean).T @ (B @ solved)
        return np.asarray(inside + (between + between.T) / 2)

    def log_scale(self, rho: float, lam: float, theta: float, rough: bool = False) -> float:
        """Return the Jacobian and the log-determinant of the composite error's covariance, without sigma2; `rough`
        takes the cheap log-determinant.
        """
        T, N = self.y.shape
        of = self.logdet.rough if rough else self.logdet.value
        value: float = T * sum(float(of(at)) for at in (rho, lam) if at != 0.0)
        if self.error != "b" or lam == 0.0:
            return float(value + N * np.log(theta))
        return float(value - 0.5 * self._mixed(lam, theta)[1])

    def concentrated(
        self, rho: float, lam: float, theta: float, rough: bool = False
    ) -> tuple[float, np.ndarray, float]:
        """Return log-likelihood, coefficients (k,) of whitened Z, and sigma2 at (rho, lam, theta)."""
        G = self.gram(lam, theta)
        a = np.array([1.0, -rho])
        ZZ, Zy, yy = G[2:, 2:], G[2:, :2] @ a, float(a @ G[:2, :2] @ a)
        delta = solve(ZZ, Zy)
        sigma2 = (yy - float(Zy @ delta)) / self.n
        value = -0.5 * self.n * (np.log(2 * np.pi * sigma2) + 1) + self.log_scale(rho, lam, theta, rough)
        return float(value), delta, float(sigma2)

    def at(self, rho: float, lam: float, theta: float, delta: np.ndarray, sigma2: float) -> float:
        """Return the full log-likelihood; delta (k,) is on whitened Z."""
        G = self.gram(lam, theta)
        v = np.concatenate([[1.0, -rho], -delta])
        scale = self.log_scale(rho, lam, theta)
        return float(-0.5 * self.n * np.log(2 * np.pi * sigma2) + scale - v @ G @ v / (2 * sigma2))

    def _filter(self, lam: float) -> Any:
        if self._dense is None:
            return sparse.eye_array(self.y.shape[1], format="csr") - lam * self.W
        return np.eye(self.y.shape[1]) - lam * self._dense

    @cached_property
    def _family(self) -> PositiveFamily:
        """I, -(W + W') and W'W, of which I + T phi B'B is a sum."""
        turned = self.W.T.tocsr()
        eye = sparse.csr_array(sparse.eye_array(self.W.shape[0]))
        return PositiveFamily((eye, self.W + turned, turned @ self.W))

    def _mixed(self, lam: float, theta: float) -> tuple[np.ndarray, float]:
        """Return (I + T phi B'B)^-1 times the means (N, k+2), and the log-determinant of I + T phi B'B.

        The last one is kept: gram and scale are asked for at the same parameters.
        """
        if self._last is None or self._last[0] != (lam, theta):
            weight = theta**-2 - 1.0
            if self._dense is None:
                scale = self._family.at(1.0 + weight, -weight * lam, weight * lam**2)
                solved = self._family.solve(self._mean)
            else:
                B = self._filter(lam)
                factors = lu_factor(np.eye(self.y.shape[1]) + weight * (B.T @ B), check_finite=False)
                solved = lu_solve(factors, self._mean, check_finite=False)
                scale = float(np.log(np.abs(factors[0].diagonal())).sum())
            self._last = ((lam, theta), solved, scale)
        return self._last[1], self._last[2]


def maximum(
    value: Callable[[np.ndarray], float],
    layout: Layout,
    rough: Callable[[np.ndarray], float] | None = None,
    refine: Callable[[float, float], None] | None = None,
) -> np.ndarray:
    """Maximise a smooth function of m = 1 to 3 bounded parameters; return where, (m,).

    A coarse grid, quasi-Newton from its best, Newton. `rough`, a cheap version, finds where to look, and `refine` makes
    the function quick on an interval of rho and of lam there.

    Raises
    ------
    ConvergenceError
        If the function is finite nowhere on the grid.
    """
    axes = [np.array(GRID_SPACE)] * (layout.rho + layout.lam) + [np.array(GRID_THETA)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
    low, high = np.array(layout.bounds).T
    grid = np.clip(grid, low, high)
    first = value if rough is None else rough
    heights = np.array([first(p) for p in grid])
    if not np.isfinite(heights).any():
        raise ConvergenceError(
            "The random effects likelihood has no finite value; check for constant or collinear regressors."
        )
    where = _climbed(first, grid[np.argsort(-heights)[:STARTS]], layout.bounds)
    if rough is not None and refine is not None:
        where = _refined(value, rough, refine, where, layout)
    return _newton(value, where, layout)


def _climbed(value: Callable[[np.ndarray], float], starts: np.ndarray, bounds: list[tuple[float, float]]) -> np.ndarray:
    """Return the best that quasi-Newton finds from the starts (s, m)."""
    best, where = -np.inf, starts[0]
    for start in starts:
        found = minimize(
            lambda p: -value(p), start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-5}
        )
        if np.isfinite(found.fun) and -found.fun > best:
            best, where = -float(found.fun), np.asarray(found.x)
    return np.asarray(where)


def _refined(
    value: Callable[[np.ndarray], float],
    rough: Callable[[np.ndarray], float],
    refine: Callable[[float, float], None],
    where: np.ndarray,
    layout: Layout,
) -> np.ndarray:
    """Climb the function itself on an interval around the rough maximum, and on the next where it ends at an edge."""
    spatial, limits = layout.rho + layout.lam, layout.bounds
    for _ in range(NEWTON_ROUNDS):
        reach = np.maximum(REACH * _spread(rough, where, limits)[:spatial], LEAST_REACH)
        inside = list(limits)
        for j in range(spatial):
            low, high = layout.low, layout.high
            by = min(reach[j], 0.8 * min(where[j] - low, high - where[j]))
            refine(where[j] - by, where[j] + by)
            inside[j] = (max(limits[j][0], where[j] - 0.8 * by), min(limits[j][1], where[j] + 0.8 * by))
        where = _climbed(value, where[None], inside)
        ends = [min(where[j] - inside[j][0], inside[j][1] - where[j]) < 1e-6 for j in range(spatial)]
        outer = [min(where[j] - limits[j][0], limits[j][1] - where[j]) < 1e-5 for j in range(spatial)]
        if not any(end and not out for end, out in zip(ends, outer, strict=True)):
            break
    return where


def _spread(value: Callable[[np.ndarray], float], p: np.ndarray, limits: list[tuple[float, float]]) -> np.ndarray:
    """Return standard errors (m,) by the curvature at p, infinite where there is none."""
    free = np.array([min(x - low, high - x) > 10 * NEWTON_STEP for x, (low, high) in zip(p, limits, strict=True)])
    made = np.full(len(p), np.inf)
    if free.any():
        curved, axes = np.linalg.eigh(-derivatives(value, p, free)[1])
        if curved.min() > 0.0:
            made[free] = np.sqrt((axes**2 / curved).sum(axis=1))
    return made


def _newton(value: Callable[[np.ndarray], float], p: np.ndarray, layout: Layout) -> np.ndarray:
    """Sharpen a maximum by damped Newton steps in the parameters that are not at a bound."""
    low, high = np.array(layout.bounds).T
    free = (p > low + 10 * NEWTON_STEP) & (p < high - 10 * NEWTON_STEP)
    height = value(p)
    for _ in range(NEWTON_ROUNDS if free.any() else 0):
        gradient, hessian = derivatives(value, p, free)
        curvature, axes = np.linalg.eigh(-hessian)
        step = axes @ ((axes.T @ gradient) / np.maximum(np.abs(curvature), 1e-8 * np.abs(curvature).max()))
        for shrink in (1.0, 0.3, 0.1, 0.01):
            moved = p.copy()
            moved[free] += shrink * step
            inside = bool(((moved > low) & (moved < high))[free].all())
            if inside and value(moved) >= height - 1e-9 * abs(height):
                break
        else:
            return p
        p, height = moved, value(moved)
        if np.abs(step).max() < NEWTON_TOLERANCE:
            break
    return p


def derivatives(value: Callable[[np.ndarray], float], p: np.ndarray, free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient (f,) and Hessian (f, f) in the free parameters by central differences of fourth order.

    p (m,) is the place, free (m,) bool says which parameters move, f of them.
    """
    places = [int(i) for i in np.flatnonzero(free)]
    h = NEWTON_STEP

    def moved(*shifts: tuple[int, float]) -> float:
        q = p.copy()
        for place, by in shifts:
            q[place] += by
        return value(q)

    middle = value(p)
    g, H = np.zeros(len(places)), np.zeros((len(places), len(places)))
    for a, i in enumerate(places):
        up, down, up2, down2 = (moved((i, s * h)) for s in (1, -1, 2, -2))
        g[a] = (8 * (up - down) - (up2 - down2)) / (12 * h)
        H[a, a] = (-(up2 + down2) + 16 * (up + down) - 30 * middle) / (12 * h**2)
        for b, j in enumerate(places[:a]):
            corners = moved((i, h), (j, h)) + moved((i, -h), (j, -h)) - moved((i, h), (j, -h)) - moved((i, -h), (j, h))
            H[a, b] = H[b, a] = corners / (4 * h**2)
    return g, H


def _quadratic(values: np.ndarray, lagged: np.ndarray) -> list[np.ndarray]:
    """Return the cross-products of (I - lam W) values as coefficients of 1, lam, lam^2."""
    return [_gram(values, values), -(_gram(values, lagged) + _gram(lagged, values)), _gram(lagged, lagged)]


def _gram(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(a.reshape(-1, a.shape[2]).T @ b.reshape(-1, b.shape[2]))
