"""Estimates when W changes from period to period or rows are missing: likelihood of the rows that exist, scores made
unbiased.

Fixed effects are removed by the within projection M of the rows that exist (q effects). The direct likelihood is biased
by them at finite T: its score of rho has expectation tr(P G), P = I - M. "score" replaces tr(G) by tr(M G) and n by
n - q, which makes the score exactly unbiased (adjusted quasi-score: Yang 2018; Meng & Yang 2021). With one W, no holes
and unit effects, and with period effects of row-normalised W, this is the Lee-Yu transformation. For spatial errors it
is restricted likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import lost_degrees, within
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.symmetric import inverse
from gisplug.spatial.models.likelihood.lag_model import Jacobian, LagModel
from gisplug.spatial.models.time_varying.effect_projection import EXACT, SMALL_UNITS, Approximation, ProjectedTraces
from gisplug.spatial.models.time_varying.weights_by_period import Periods

# The unbiased score is interpolated on this many standard errors around the direct estimate, at least so far, inside
# this share of
# the room to the nearest singularity; as many nodes as these digits ask for.
ERRORS, LEAST_REACH, ROOM, DIGITS = 6.0, 0.05, 0.6, 1e-10


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
