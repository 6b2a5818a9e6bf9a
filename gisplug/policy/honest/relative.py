"""Intervals where the trend after a policy moves up to Mbar times as much a period as it did before (Delta^RM).

The restriction is a union of polyhedra, one for each period before and sign of the largest move. In each, moments
A (b - effect) <= 0 are tested by Andrews, Roth & Pakes (2023) with the effects that are not asked for as nuisance. The
dual of their linear programme has T + 2 vertices at most here, which are written down instead of searched for: the two
directions of the effect asked for, and every pair of a move's two signs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from gisplug.policy.honest.path import EventPath

DRAWS = 50_000
POINTS = 801
NOTHING = 1e-15


@dataclass(frozen=True)
class Conditional:
    """The conditional test: `size` of it, and that of a first test against the least favourable case (0: none)."""

    size: float
    first: float
    seed: int = 1

    @property
    def second(self) -> float:
        """Size of the second test, so that both together have `size`."""
        return (self.size - self.first) / (1 - self.first)


@dataclass(frozen=True)
class _Moments:
    """The vertices of one polyhedron: values (v,) = rows @ b - turn * effect, their covariance, the least favourable
    critical value.
    """

    values: np.ndarray
    turn: np.ndarray
    cov: np.ndarray
    critical: float

    def accepted(self, effects: np.ndarray, test: Conditional) -> np.ndarray:
        """Return which effects (n,) are not rejected."""
        values = self.values[None, :] - effects[:, None] * self.turn[None, :]
        top = values.argmax(axis=1)
        eta, n = values[np.arange(len(effects)), top], np.arange(len(effects))
        variance = self.cov[top, top]
        noisy = variance > NOTHING * np.abs(self.cov).max()
        c = self.cov[top] / np.where(noisy, variance, 1.0)[:, None]
        left = values - c * eta[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            bound = left / (1 - c)
        other = np.ones_like(values, dtype=bool)
        other[n, top] = False
        low = np.where(other & (1 - c > 1e-12), bound, -np.inf).max(axis=1)
        high = np.where(other & (1 - c < -1e-12), bound, np.inf).min(axis=1)
        high = np.minimum(high, self.critical)
        sd = np.sqrt(np.where(noisy, variance, 1.0))
        p = _beyond(np.clip(eta, low, np.maximum(low, high)) / sd, low / sd, np.maximum(low, high) / sd)
        inside = (low <= eta + 1e-12 * sd) & (eta <= high)
        rejected = np.where(noisy, inside & (eta > 0) & (p < test.second), eta > 0)
        return np.asarray(~(rejected | (eta > self.critical)))


@dataclass(frozen=True)
class Relative:
    """Tests of one event study; `noise` (m, draws) is its estimation error, drawn once."""

    path: EventPath
    test: Conditional
    noise: np.ndarray

    def interval(self, Mbar: float) -> tuple[float, float]:
        """Return the ends of the set of effects that are not rejected where no move of the trend from one period to the
        next after the base is larger than Mbar times the largest before; infinite ends where it does not close.
        """
        path, parts = self.path, self.parts(Mbar)

        def accepted(effects: np.ndarray) -> np.ndarray:
            return np.asarray(np.any([part.accepted(effects, self.test) for part in parts], axis=0))

        moves = np.diff(np.r_[path.b[: path.before], 0.0])
        steps = np.abs(_steps(path)).sum()
        reach = 8 * path.se + Mbar * steps * (np.abs(moves).max() + 6 * float(np.sqrt(np.diag(path.cov)).max()))
        for _ in range(12):
            grid = path.estimate + np.linspace(-reach, reach, POINTS)
            inside = np.flatnonzero(accepted(grid))
            if len(inside) and inside[0] > 0 and inside[-1] < POINTS - 1:
                low = _edge(accepted, grid[inside[0] - 1], grid[inside[0]])
                return low, _edge(accepted, grid[inside[-1] + 1], grid[inside[-1]])
            reach = reach * 2 if len(inside) else reach / 8
        return -np.inf, np.inf

    def parts(self, Mbar: float) -> list[_Moments]:
        """Return the polyhedra: every move before, up or down, taken as the largest."""
        path, K = self.path, self.path.before
        moves = np.diff(np.insert(np.eye(len(path.b)), K, 0.0, axis=0), axis=0)  # of the trend; the base is nought
        found = []
        for s in range(K):
            for sign in (1.0, -1.0):
                most = Mbar * sign * moves[s]
                rows, turn = _vertices(moves[K:] - most, -moves[K:] - most, _steps(path), path.cov)
                critical = _quantile((rows @ self.noise).max(axis=0), 1 - self.test.first)
                found.append(_Moments(rows @ path.b, turn, rows @ path.cov @ rows.T, critical))
        return found


def relative(path: EventPath, test: Conditional) -> Relative:
    """Return the tests of an event study."""
    draws = DRAWS if test.first else 0
    z = np.random.default_rng(test.seed).standard_normal((len(path.b), draws))
    return Relative(path, test, np.linalg.cholesky(path.cov) @ z)


def _quantile(values: np.ndarray, share: float) -> float:
    """Return a quantile of draws; infinite where there are none."""
    if not len(values):
        return np.inf
    at = int(np.ceil(share * len(values))) - 1
    return float(np.partition(values, at)[at])


def _edge(accepted: Callable[[np.ndarray], np.ndarray], out: float, into: float) -> float:
    """Return the border between a rejected and an accepted effect."""
    for _ in range(28):
        middle = (out + into) / 2
        if accepted(np.array([middle]))[0]:
            into = middle
        else:
            out = middle
    return float(into)


def _steps(path: EventPath) -> np.ndarray:
    """Return how the effect asked for moves with each step of the trend after the base, (T,)."""
    return np.asarray(np.cumsum(path.weights[::-1])[::-1])


def _vertices(up: np.ndarray, down: np.ndarray, steps: np.ndarray, cov: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return vertices of the dual, rows (v, m) on the coefficients, and what they weigh the effect with, (v,).

    up, down : (T, m), moments of the trend's moves after the base
    """
    sd = np.sqrt(np.einsum("ij,jk,ik->i", np.r_[up, down], cov, np.r_[up, down]))
    above, below = sd[: len(up)], sd[len(up) :]
    rows, turn = [], []
    for sign in (1.0, -1.0):
        plus, minus = np.maximum(sign * steps, 0.0), np.maximum(-sign * steps, 0.0)
        size = plus @ above + minus @ below
        rows.append((plus @ up + minus @ down) / size)
        turn.append(sign / size)
    alone = np.count_nonzero(steps) == 1
    for t in range(len(up)):
        if not (alone and steps[t] != 0):  # else it lies between the two directions
            rows.append((up[t] + down[t]) / (above[t] + below[t]))
            turn.append(0.0)
    return np.array(rows), np.array(turn)


def _beyond(z: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return P(Z > z) of a normal Z between low and high, (n,); in logarithms, for far tails."""
    at, first, last = special.log_ndtr(-z), special.log_ndtr(-low), special.log_ndtr(-high)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.exp(at - first) * -np.expm1(last - at) / -np.expm1(last - first))
