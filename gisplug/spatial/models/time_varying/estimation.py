"""Estimates when W changes from period to period or rows are missing: likelihood of the rows that exist, scores made
unbiased.

Fixed effects are removed by the within projection M of the rows that exist (q effects). The direct likelihood is biased
by them at finite T: its score of rho has expectation tr(P G), P = I - M. "score" replaces tr(G) by tr(M G) and n by
n - q, which makes the score exactly unbiased (adjusted quasi-score: Yang 2018; Meng & Yang 2021). With one W, no holes
and unit effects, and with period effects of row-normalised W, this is the Lee-Yu transformation. For spatial errors it
is restricted likelihood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import lost_degrees, within
from gisplug.numbers.limits import DENSE_REGIMES
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.symmetric import generalised_inverse, inverse, solve
from gisplug.spatial.models.likelihood.lag_model import Jacobian, lag_estimates
from gisplug.spatial.models.time_varying.weights_by_period import Periods

# The unbiased score is interpolated on this many standard errors around the direct estimate, at least so far, inside
# this share of
# the room to the nearest singularity; as many nodes as these digits ask for.
ERRORS, LEAST_REACH, ROOM, DIGITS = 6.0, 0.05, 0.6, 1e-10
DUMMY_WORK = 5e9  # operations of one projection on filtered dummies that are still offered


@dataclass(frozen=True)
class VaryingEstimates:
    """Estimates in the order (delta, rho or lam if any, sigma2), P in all.

    `values` are (P,), `cov` (P, P); `nobs` is what sigma2 divides by.
    """

    values: np.ndarray
    cov: np.ndarray
    loglik: float
    nobs: int


def lag_or_none(
    y: np.ndarray, X: np.ndarray, periods: Periods, effects: Effects, lag: bool, adjusted: bool
) -> VaryingEstimates:
    """Fit OLS, SLX, SAR or SDM: y (T, N), X (T, N, k), absent rows zero."""
    here = periods.present
    Z, target = within(X, effects, here)[here], within(y, effects, here)[here]
    q = lost_degrees(effects, here) if adjusted else 0
    nobs = periods.n - q
    if not lag:
        delta = coefficients(Z, target)
        e = target - Z @ delta
        sigma2 = float(e @ e) / nobs
        cov = np.zeros((len(delta) + 1, len(delta) + 1))
        cov[:-1, :-1] = sigma2 * inverse(Z.T @ Z)
        cov[-1, -1] = 2 * sigma2**2 / nobs
        return VaryingEstimates(np.r_[delta, sigma2], cov, -0.5 * nobs * (np.log(2 * np.pi * sigma2) + 1), nobs)
    Wy = within(periods.lag(y), effects, here)[here]
    found = lag_estimates(target, Wy, Z, direct_jacobian(periods), periods.n)
    if adjusted and effects != "none":
        se = float(np.sqrt(inverse(found.information)[-2, -2]))
        jacobian = adjusted_jacobian(periods, effects, found.rho, se)
        found = lag_estimates(target, Wy, Z, jacobian, nobs)
    return VaryingEstimates(np.r_[found.delta, found.rho, found.sigma2], inverse(found.information), found.loglik, nobs)


def direct_jacobian(periods: Periods) -> Jacobian:
    """Return the sum over periods of log|I - rho W_t|."""
    parts = [(len(r.periods), r.logdet) for r in periods.regimes]
    low, high = periods.bounds

    def refine(a: float, b: float) -> None:
        for _, logdet in parts:
            logdet.refine(a, b)

    return Jacobian(
        lambda rho: sum(c * float(d.value(rho)) for c, d in parts),
        lambda rho: sum(c * float(d.d1(rho)) for c, d in parts),
        lambda rho: sum(c * float(d.d2(rho)) for c, d in parts),
        max(low, -20.0),
        high,
        lambda rho: sum(c * float(d.rough(rho)) for c, d in parts),
        refine,
    )


def adjusted_jacobian(periods: Periods, effects: Effects, near: float, se: float) -> Jacobian:
    """Return J with J' = -tr(M G) around `near`: the trace at Chebyshev nodes, integrated; J(0 of the interval) is
    the direct one.

    Raises
    ------
    ModelError
        If there are more units than dense inverses are offered for.
    """
    if periods.present.shape[1] > DENSE_REGIMES:
        raise ModelError(
            message(
                "The unbiased score needs dense {shape} x {shape} inverses for every set of weights; it "
                "is offered up to {dense_regimes} units. Use correction='none' (its bias is of order "
                "1/T), or fewer units.",
                shape=periods.present.shape[1],
                dense_regimes=DENSE_REGIMES,
            )
        )
    direct = direct_jacobian(periods)
    room = min(near - direct.low, direct.high - near)
    reach = min(max(LEAST_REACH, ERRORS * se), ROOM * room)
    low, high = near - reach, near + reach
    if direct.refine is not None:
        direct.refine(low, high)
    nodes = int(np.clip(np.ceil(-np.log(DIGITS) / np.arccosh(room / reach)) + 1, 5, 40))
    unit, time = effect_inverse(periods.present, effects)
    x = np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)
    places = (low + high) / 2 + (high - low) / 2 * x
    traces = [projected_trace(periods, float(rho), unit, time) for rho in places]
    slope = chebyshev.chebfit(x, [direct.d1(float(rho)) + t for rho, t in zip(places, traces, strict=True)], nodes - 1)
    bend = chebyshev.chebder(slope) * 2 / (high - low)
    value = chebyshev.chebint(slope) * (high - low) / 2

    def scaled(rho: float) -> float:
        return (2 * rho - low - high) / (high - low)

    shift = direct.value((low + high) / 2) - float(chebyshev.chebval(0.0, value))
    return Jacobian(
        lambda rho: shift + float(chebyshev.chebval(scaled(rho), value)),
        lambda rho: float(chebyshev.chebval(scaled(rho), slope)),
        lambda rho: float(chebyshev.chebval(scaled(rho), bend)),
        low,
        high,
    )


def effect_inverse(present: np.ndarray, effects: Effects) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Return (D'D)^- of the dummies where present (T, N) is true, split for use in `projected_trace`.

    (N, N) in the first place alone for unit effects, (T, T) in the second alone for period effects, and for both the
    inverse of the stacked dummies as one (N + T, N + T) in the first place.
    """
    T, N = present.shape
    per_unit, per_period = present.sum(axis=0).astype(float), present.sum(axis=1).astype(float)
    if effects == "unit":
        return np.diag(1.0 / np.maximum(per_unit, 1.0)), None
    if effects == "time":
        return None, np.diag(1.0 / per_period)
    full = np.zeros((N + T, N + T))
    full[:N, :N], full[N:, N:] = np.diag(per_unit), np.diag(per_period)
    full[:N, N:], full[N:, :N] = present.T, present
    return generalised_inverse(full)[0], None


def projected_trace(periods: Periods, rho: float, unit: np.ndarray | None, time: np.ndarray | None) -> float:
    """Return tr(P G) for G = blockdiag(W_t (I - rho W_t)^-1) and P the projection on the effects.

    `unit` (N, N) or (N + T, N + T) and `time` (T, T) are those of `effect_inverse`.
    """
    N = periods.present.shape[1]
    total = 0.0
    for r in periods.regimes:
        G = np.linalg.solve((np.eye(len(r.rows)) - rho * r.W.toarray()).T, r.W.toarray().T).T
        for t in r.periods:
            if unit is None and time is not None:
                total += time[t, t] * float(G.sum())
            elif unit is not None and len(unit) == N:
                total += float(np.diag(unit)[r.rows] @ np.diag(G))
            elif unit is not None:
                total += float(np.sum(unit[np.ix_(r.rows, r.rows)] * G.T)) + unit[N + t, N + t] * float(G.sum())
                total += float(unit[r.rows, N + t] @ (G.sum(axis=0) + G.sum(axis=1)))
    return total


def error_model(y: np.ndarray, X: np.ndarray, periods: Periods, effects: Effects, adjusted: bool) -> VaryingEstimates:
    """Fit SEM or SDEM: the filter I - lam W_t acts on the dummies too, which then differ by period.

    y is (T, N), X (T, N, k), absent rows zero.

    Raises
    ------
    ModelError
        If there would be more filtered dummies than is offered.
    """
    here = periods.present
    D = _dummies(here, effects)
    q = D.shape[1]
    if periods.n * q**2 > DUMMY_WORK:
        raise ModelError(
            message(
                "A spatial error with effects and weights that change needs {q} filtered dummies on {n} "
                "rows, more than is offered. Use SAR or SDM, or one W on a balanced panel.",
                q=q,
                n=periods.n,
            )
        )
    k, jacobian = X.shape[2], direct_jacobian(periods)
    nobs = periods.n - (q if adjusted else 0)
    full = np.zeros((*here.shape, 1 + k + q))
    columns = np.concatenate([y[..., None], X], axis=2)
    full[here] = np.concatenate([within(columns, effects, here)[here], D], axis=1)
    lagged = periods.lag(full)[here]
    full = full[here]
    grams = (full.T @ full, -(full.T @ lagged + lagged.T @ full), lagged.T @ lagged)

    def concentrated(lam: float, rough: bool = False) -> tuple[float, np.ndarray, float, np.ndarray]:
        G, constant = grams[0] + lam * grams[1] + lam**2 * grams[2], 0.0
        if q:
            L = np.linalg.cholesky(G[1 + k :, 1 + k :])
            across = np.linalg.solve(L, G[1 + k :, : 1 + k])
            G = G[: 1 + k, : 1 + k] - across.T @ across
            constant = -float(np.log(np.diag(L)).sum()) if adjusted else 0.0
        ZZ = G[1 : 1 + k, 1 : 1 + k]
        delta = solve(ZZ, G[1 : 1 + k, 0])
        sigma2 = float(G[0, 0] - G[0, 1 : 1 + k] @ delta) / nobs
        value = -0.5 * nobs * (np.log(2 * np.pi * sigma2) + 1) + constant
        value += jacobian.rough(lam) if rough and jacobian.rough is not None else jacobian.value(lam)
        return float(value), delta, sigma2, ZZ

    lam = _peak(lambda at, rough: concentrated(at, rough)[0], jacobian)
    value, delta, sigma2, ZZ = concentrated(lam)
    h = 1e-4
    up, down = concentrated(lam + h), concentrated(lam - h)
    variance = -(h**2) / (up[0] - 2 * value + down[0])
    slope = np.r_[(up[1] - down[1]) / (2 * h), (up[2] - down[2]) / (2 * h)]
    inner = variance * np.outer(slope, slope)
    inner[:k, :k] += sigma2 * inverse(ZZ)
    inner[k, k] += 2 * sigma2**2 / nobs
    joint = np.block([[inner, variance * slope[:, None]], [variance * slope[None, :], np.array([[variance]])]])
    order = [*range(k), k + 1, k]
    return VaryingEstimates(np.r_[delta, lam, sigma2], joint[np.ix_(order, order)], value, nobs)


def _dummies(present: np.ndarray, effects: Effects) -> np.ndarray:
    """Return independent dummies of the effects on the rows that exist, (n, q)."""
    period, unit = present.nonzero()
    parts = []
    if effects in ("unit", "twoways"):
        parts.append((unit[:, None] == np.flatnonzero(present.any(axis=0))[None, :]).astype(float))
    if effects in ("time", "twoways"):
        parts.append((period[:, None] == np.arange(1 if parts else 0, present.shape[0])[None, :]).astype(float))
    D = np.concatenate(parts, axis=1) if parts else np.zeros((len(unit), 0))
    if D.shape[1] > lost_degrees(effects, present):
        raise ModelError(
            "Units and periods fall into blocks that share neither; a spatial error with both effects is not "
            "offered for them."
        )
    return D


def _peak(value: Callable[[float, bool], float], jacobian: Jacobian) -> float:
    """Return the maximum: a rough grid finds the cell, exact values the place."""
    from scipy.optimize import minimize_scalar

    grid = np.linspace(jacobian.low, jacobian.high, 65)[1:-1]
    place = int(np.argmax([value(float(x), True) for x in grid]))
    a, b = float(grid[max(place - 2, 0)]), float(grid[min(place + 2, len(grid) - 1)])
    if jacobian.refine is not None:
        jacobian.refine(a, b)
    found = minimize_scalar(lambda x: -value(x, False), bounds=(a, b), method="bounded", options={"xatol": 1e-9})
    return float(found.x)
