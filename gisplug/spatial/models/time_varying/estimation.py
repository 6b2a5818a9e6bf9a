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
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.symmetric import inverse, solve
from gisplug.spatial.models.likelihood.lag_model import Jacobian, LagModel
from gisplug.spatial.models.time_varying.effect_projection import EXACT, SMALL_UNITS, Approximation, ProjectedTraces
from gisplug.spatial.models.time_varying.weights_by_period import Periods

# The unbiased score is interpolated on this many standard errors around the direct estimate, at least so far, inside
# this share of
# the room to the nearest singularity; as many nodes as these digits ask for.
ERRORS, LEAST_REACH, ROOM, DIGITS = 6.0, 0.05, 0.6, 1e-10
DUMMY_WORK = 5e9  # operations of one projection on filtered dummies that are still offered


@dataclass(frozen=True)
class VaryingEstimates:
    """Estimates in the order (delta, rho or lam if any, sigma2), P in all.

    `values` are (P,), `cov` (P, P); `nobs` is what sigma2 divides by; `traced` says what the unbiased score owes to
    random vectors.
    """

    values: np.ndarray
    cov: np.ndarray
    loglik: float
    nobs: int
    traced: Approximation = EXACT


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
    unbiased = adjusted and effects != "none"
    wide = LEAST_REACH if unbiased and here.shape[1] > SMALL_UNITS else 0.0
    model = LagModel.of(target, Wy, Z)
    found = model.estimates(direct_jacobian(periods, wide), periods.n)
    traced = EXACT
    if unbiased:
        se = float(np.sqrt(inverse(found.information)[-2, -2]))
        jacobian, traced = adjusted_jacobian(periods, effects, found.rho, se)
        found = model.estimates(jacobian, nobs)
    values = np.r_[found.delta, found.rho, found.sigma2]
    return VaryingEstimates(values, inverse(found.information), found.loglik, nobs, traced)


def direct_jacobian(periods: Periods, wide: float = 0.0) -> Jacobian:
    """Return the sum over periods of log|I - rho W_t|; intervals made exact are `wide` longer at either end."""
    parts = [(len(r.periods), r.logdet) for r in periods.regimes]
    low, high = periods.bounds

    def refine(a: float, b: float) -> None:
        if wide and a - wide > low and b + wide < high:
            a, b = a - wide, b + wide
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


def adjusted_jacobian(periods: Periods, effects: Effects, near: float, se: float) -> tuple[Jacobian, Approximation]:
    """Return J with J' = -tr(M G) around `near`: the trace at Chebyshev nodes, integrated; J(0 of the interval) is
    the direct one. Beside it, what of the trace is a mean over random vectors.
    """
    direct = direct_jacobian(periods)
    room = min(near - direct.low, direct.high - near)
    reach = min(max(LEAST_REACH, ERRORS * se), ROOM * room)
    low, high = near - reach, near + reach
    if direct.refine is not None:
        direct.refine(low, high)
    nodes = int(np.clip(np.ceil(-np.log(DIGITS) / np.arccosh(room / reach)) + 1, 5, 40))
    traces_of = ProjectedTraces(periods, effects, max(abs(low), abs(high)), near, se)
    x = np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)
    places = (low + high) / 2 + (high - low) / 2 * x
    traces = [traces_of.at(float(rho)) for rho in places]
    slope = chebyshev.chebfit(x, [direct.d1(float(rho)) + t for rho, t in zip(places, traces, strict=True)], nodes - 1)
    bend = chebyshev.chebder(slope) * 2 / (high - low)
    value = chebyshev.chebint(slope) * (high - low) / 2

    def scaled(rho: float) -> float:
        return (2 * rho - low - high) / (high - low)

    shift = direct.value((low + high) / 2) - float(chebyshev.chebval(0.0, value))
    made = Jacobian(
        lambda rho: shift + float(chebyshev.chebval(scaled(rho), value)),
        lambda rho: float(chebyshev.chebval(scaled(rho), slope)),
        lambda rho: float(chebyshev.chebval(scaled(rho), bend)),
        low,
        high,
    )
    return made, Approximation(traces_of.vectors, traces_of.error(near))


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
