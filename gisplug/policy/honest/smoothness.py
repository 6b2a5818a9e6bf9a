"""Fixed-length intervals where the trend's slope may change by M from one period to the next (Delta^SD)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from gisplug.policy.honest.path import EventPath

TIGHT = 1e-12


def fixed_length(path: EventPath, M: float, level: float) -> tuple[float, float]:
    """Return the interval that covers the effect with probability `level` or more whatever trend has second differences
    up to M (in the unit of the outcome); the affine estimator with the shortest interval is its centre.
    """
    frontier = _frontier(path)
    best, found = np.inf, None
    for piece in frontier.pieces():
        half, place = _shortest(frontier, piece, M, level)
        if half < best:
            best, found = half, place
    if found is None:
        found, best = frontier.free(np.zeros(0), np.zeros(0, dtype=int)), frontier.half(np.zeros(0), M, level)
    centre = path.estimate + float(found @ path.b[: path.before])
    return centre - best, centre + best


def largest_change(path: EventPath, level: float = 0.95) -> float:
    """Return the upper bound, one-sided at `level`, of the largest second difference before the policy: a scale for M.

    With one period before it is the standard error of its coefficient.
    """
    K = path.before
    if K == 1:
        return float(np.sqrt(path.cov[0, 0]))
    second = np.zeros((K - 1, K))
    for r in range(K - 1):
        for column, weight in zip((r, r + 1, r + 2), (1.0, -2.0, 1.0), strict=True):
            if column < K:  # the base is nought
                second[r, column] = weight
    values, spread = second @ path.b[:K], np.sqrt(np.diag(second @ path.cov[:K, :K] @ second.T))
    return float((np.abs(values) + stats.norm.ppf(level) * spread).max())


def folded_quantile(level: float, bias: float) -> float:
    """Return the quantile of |N(bias, 1)|."""
    b = abs(bias)
    if b > 6:
        return float(b + special.ndtri(level))
    top = b + 9.0
    return float(optimize.brentq(lambda c: special.ndtr(c - b) - special.ndtr(-c - b) - level, 0.0, top, xtol=1e-13))


@dataclass(frozen=True)
class _Piece:
    """Between two penalties, the sums that are not nought (A) are -inv(Q_AA) (q_A + penalty * sign)."""

    high: float
    low: float
    active: np.ndarray
    level: np.ndarray
    slope: np.ndarray


@dataclass(frozen=True)
class _Frontier:
    """Affine estimators of least variance given their worst bias.

    The weights on the coefficients before are second differences of u (K,); u's last entry makes up for a linear trend,
    and the worst bias is M times the sum of |u| and of what the effects after have by themselves. The variance is a
    quadratic in the others, v: least bias given variance is a lasso, whose path is followed exactly.
    """

    Q: np.ndarray
    q: np.ndarray
    own: float
    spread: float
    basis: np.ndarray
    last: np.ndarray

    def pieces(self) -> Iterator[_Piece]:
        """Yield the pieces of the path from the largest penalty, where v is nought, to none."""
        if not len(self.q) or np.abs(self.q).max() == 0:
            return
        t = float(np.abs(self.q).max())
        active = [int(np.abs(self.q).argmax())]
        sign = {active[0]: -np.sign(self.q[active[0]])}
        for _ in range(20 * len(self.q) + 20):
            A = np.array(active)
            s = np.array([sign[k] for k in active])
            solved = np.linalg.solve(self.Q[np.ix_(A, A)], np.column_stack([self.q[A], s]))
            rest = np.setdiff1d(np.arange(len(self.q)), A)
            a, b = self.q[rest] - self.Q[np.ix_(rest, A)] @ solved[:, 0], self.Q[np.ix_(rest, A)] @ solved[:, 1]
            with np.errstate(divide="ignore", invalid="ignore"):
                enter = np.concatenate([a / (1 + b), a / (b - 1)])
                leave = -solved[:, 0] / solved[:, 1]
            known = t * (1 - TIGHT)
            enter = np.where((enter > 0) & (enter < known), enter, 0.0)
            leave = np.where((leave > 0) & (leave < known), leave, 0.0)
            low = max(enter.max(initial=0.0), leave.max(initial=0.0))
            yield _Piece(t, low, A, -solved[:, 0], -solved[:, 1])
            if low == 0.0:
                return
            if leave.max(initial=0.0) == low:
                active.remove(int(A[leave.argmax()]))
            else:
                at = int(enter.argmax()) % len(rest)
                new = int(rest[at])
                active.append(new)
                sign[new] = -np.sign(a[at] - low * b[at])
            t = low
            if not active:
                return

    def free(self, values: np.ndarray, active: np.ndarray) -> np.ndarray:
        """Return the weights on the coefficients before, (K,)."""
        v = np.zeros(len(self.q))
        v[active] = values
        return np.asarray(self.basis @ v + self.last)

    def half(self, values: np.ndarray, M: float, level: float, active: np.ndarray | None = None) -> float:
        """Return half the length of the interval."""
        v = np.zeros(len(self.q))
        if active is not None:
            v[active] = values
        sd = float(np.sqrt(max(v @ self.Q @ v + 2 * self.q @ v + self.spread, 0.0)))
        return sd * folded_quantile(level, M * (self.own + float(np.abs(v).sum())) / sd)


def _frontier(path: EventPath) -> _Frontier:
    K, ell = path.before, path.weights
    steps = np.eye(K) - np.eye(K, k=-1)
    second = steps @ steps
    to_base = float(np.arange(1, len(ell) + 1) @ ell)
    last, basis = second[:, -1] * to_base, second[:, :-1]
    before, between = path.cov[:K, :K], path.cov[:K, K:] @ ell
    after = [abs(float(np.arange(1, len(ell) - j + 1) @ ell[j:])) for j in range(1, len(ell))]
    q = basis.T @ (before @ last + between)
    spread = float(ell @ path.cov[K:, K:] @ ell + 2 * last @ between + last @ before @ last)
    return _Frontier(basis.T @ before @ basis, q, abs(to_base) + sum(after), spread, basis, last)


def _shortest(frontier: _Frontier, piece: _Piece, M: float, level: float) -> tuple[float, np.ndarray]:
    """Return half the length and the weights of the shortest interval on a piece of the frontier."""

    def half(t: float) -> float:
        return frontier.half(piece.level + t * piece.slope, M, level, piece.active)

    found = optimize.minimize_scalar(half, bounds=(piece.low, piece.high), method="bounded", options={"xatol": 1e-12})
    ends = {t: half(t) for t in (piece.low, piece.high, float(found.x))}
    t = min(ends, key=lambda k: ends[k])
    return ends[t], frontier.free(piece.level + t * piece.slope, piece.active)
