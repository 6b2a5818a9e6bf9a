"""Moran's I of the residuals of a panel regression, with the moments that residuals have (Cliff & Ord 1981; Anselin
1988).
"""

from __future__ import annotations

import numpy as np

from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.hypotheses import SpecTest, normal_test, not_run
from gisplug.numbers.least_squares import pooled
from gisplug.numbers.symmetric import generalised_inverse
from gisplug.spatial.centring import less_means
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.sample import SpatialSample

NOUGHT = 1e-12  # a variance of I below this is the rounding error of nought
NULL = "The residuals are not spatially autocorrelated (Moran's I)."


def residual_moran(sample: SpatialSample, effects: Effects) -> SpecTest:
    """Test least-squares residuals of all periods together; one-sided, positive autocorrelation.

    The expectation and variance are those of residuals y - X b with the effects' dummies counted among the regressors.
    """
    if effects in ("unit", "twoways") and sample.T == 1:
        why = "unit effects need two or more periods, and there is one"
        return not_run("Moran", NULL, why, form=effects, distribution="normal")
    value, expected, variance = moran_numbers(sample, effects)
    if variance <= NOUGHT:
        why = "I is the same whatever the residuals: there are too few units, or each is a neighbour of all others"
        return not_run("Moran", NULL, why, form=effects, distribution="normal")
    return normal_test(
        "Moran",
        NULL,
        (value - expected) / float(np.sqrt(variance)),
        form=effects,
        if_rejected="spatial dependence is left in the residuals",
        if_kept="no spatial dependence is left in the residuals",
        note=message("I = {value:.4f}, expected {expected:.4f}", value=value, expected=expected),
    )


def moran_numbers(sample: SpatialSample, effects: Effects) -> tuple[float, float, float]:
    """Return I, its expectation and its variance under normal errors.

    With M the residual-maker of effects and regressors and n its rank, E = tr(MW) / n up to the scale N T / S0, and the
    variance follows from tr(MWMW), tr(MWMW') and tr(MW).
    """
    sample = less_means(sample)
    W, T, N = sample.W, sample.T, sample.N
    X, _ = sample.design(durbin=False, intercept=effects == "none")
    X = within(X, effects)
    _, e = pooled(within(sample.y, effects), X)
    scale = N / float(W.sum())
    value = scale * float(np.sum(e * spatial_lag(W, e))) / float(np.sum(e * e))
    flat = X.reshape(T * N, -1)
    A, _ = generalised_inverse(flat.T @ flat)
    WX, WtX = spatial_lag(W, X), spatial_lag(W.T, X)
    QWX, QWtX = (within(v, effects).reshape(T * N, -1) for v in (WX, WtX))
    WX, WtX = WX.reshape(T * N, -1), WtX.reshape(T * N, -1)
    own, square, cross, rank = _effect_traces(sample, effects)
    first = A @ (flat.T @ WX)
    trace = own - float(np.trace(first))
    squares = square - 2.0 * float(np.trace(A @ (WtX.T @ QWX))) + float(np.trace(first @ first))
    outer = cross - float(np.trace(A @ (WtX.T @ QWtX))) - float(np.trace(A @ (WX.T @ QWX)))
    outer += float(np.trace(A @ (flat.T @ WX) @ A @ (WX.T @ flat)))
    n = rank - flat.shape[1]
    expected = scale * trace / n
    variance = scale**2 * (outer + squares + trace**2) / (n * (n + 2.0)) - expected**2
    return value, expected, variance


def _effect_traces(sample: SpatialSample, effects: Effects) -> tuple[float, float, float, int]:
    """Return tr(QW), tr(QWQW), tr(QWQW') and the rank for the projection Q off the effects."""
    W, T, N = sample.W, sample.T, sample.N
    periods = T - 1 if effects in ("unit", "twoways") else T
    square, cross, own = float((W * W.T).sum()), float((W * W).sum()), float(W.diagonal().sum())
    if effects not in ("time", "twoways"):
        return periods * own, periods * square, periods * cross, periods * N
    rows, columns = np.asarray(W.sum(axis=1)).ravel(), np.asarray(W.sum(axis=0)).ravel()
    total = float(rows.sum())
    square += -2.0 * float(columns @ rows) / N + (total / N) ** 2
    cross += -float(rows @ rows) / N - float(columns @ columns) / N + (total / N) ** 2
    return periods * (own - total / N), periods * square, periods * cross, periods * (N - 1)
