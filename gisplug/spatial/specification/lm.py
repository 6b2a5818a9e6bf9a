"""Lagrange multiplier tests for spatial lags and errors in panels.

Sources: Anselin, Bera, Florax & Yoon (1996); Anselin, Le Gallo & Jayet (2008); Elhorst (2010); on data transformed
after Lee & Yu (2010), Debarsy & Ertur (2010).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import sparse

from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.hypotheses import SpecTest, chi2_test, not_run
from gisplug.numbers.least_squares import pooled
from gisplug.spatial.centring import less_means
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.sample import SpatialSample

Correction = Literal["none", "transform"]

LM_NULLS: Mapping[str, tuple[str, str, str]] = {
    "LM-lag": (
        "There is no spatial lag of the outcome (rho = 0).",
        "a spatial lag is indicated",
        "no spatial lag is indicated",
    ),
    "LM-error": (
        "There is no spatial autocorrelation of the errors (lambda = 0).",
        "a spatial error is indicated",
        "no spatial error is indicated",
    ),
    "robust LM-lag": (
        "There is no spatial lag of the outcome, whether or not the errors are spatially correlated (rho = 0).",
        "a spatial lag remains beside a spatial error",
        "no spatial lag beside a spatial error",
    ),
    "robust LM-error": (
        "There is no spatial autocorrelation of the errors, whether or not there is a spatial lag (lambda = 0).",
        "a spatial error remains beside a spatial lag",
        "no spatial error beside a spatial lag",
    ),
    "LM-joint": (
        "There is neither a spatial lag nor a spatial error (rho = lambda = 0).",
        "spatial dependence is indicated",
        "no spatial dependence is indicated",
    ),
}


@dataclass(frozen=True)
class LmNumbers:
    """The five statistics, and the least-squares fit they stand on."""

    lag: float
    error: float
    robust_lag: float
    robust_error: float
    joint: float
    sigma2: float
    observations: int


def lm_tests(sample: SpatialSample, effects: Effects, correction: Correction = "none") -> tuple[SpecTest, ...]:
    """Test the least-squares regression with these effects for a spatial lag and a spatial error.

    Parameters
    ----------
    correction : {"none", "transform"}
        "none": the demeaned data count as N * T observations (Elhorst). "transform": the statistics of the orthonormal
        transformation of Lee & Yu, which keeps N(T-1), (N-1)T or (N-1)(T-1) observations (Debarsy & Ertur); with
        period effects it holds for row-normalised W only.
    """
    form = effects if correction == "none" else message("{effects}, transformed", effects=effects)
    why = _why_not(sample, effects, correction)
    if why:
        return tuple(not_run(code, words[0], why, form=form) for code, words in LM_NULLS.items())
    numbers = lm_numbers(sample, effects, correction)
    values = (numbers.lag, numbers.error, numbers.robust_lag, numbers.robust_error, numbers.joint)
    return tuple(
        chi2_test(code, null, value, 2 if code == "LM-joint" else 1, if_rejected=yes, if_kept=no, form=form)
        for (code, (null, yes, no)), value in zip(LM_NULLS.items(), values, strict=True)
    )


def lm_numbers(sample: SpatialSample, effects: Effects, correction: Correction = "none") -> LmNumbers:
    """Compute the statistics; the data are demeaned, and the transformation enters through counts, means and traces."""
    centred = correction == "transform" and effects in ("time", "twoways")
    sample = less_means(sample)
    X, _ = sample.design(durbin=False, intercept=effects == "none")
    y, Wy = within(sample.y, effects), within(sample.lag(sample.y), effects)
    X = within(X, effects)
    beta, e = pooled(y, X)
    fitted = X @ beta
    lagged_fit = spatial_lag(sample.W, fitted)
    We = spatial_lag(sample.W, e)
    if centred:
        lagged_fit = lagged_fit - lagged_fit.mean(axis=1, keepdims=True)
    n, trace, centre = _counts(sample, effects, correction)
    sigma2 = float(np.sum(e * e)) / n
    d_lag, d_error = float(np.sum(e * Wy)) / sigma2 - centre, float(np.sum(e * We)) / sigma2 - centre
    _, unexplained = pooled(lagged_fit, X)
    J = float(np.sum(unexplained**2)) / sigma2 + trace
    robust_lag = (d_lag - d_error) ** 2 / (J - trace) if trace < J else float("nan")
    robust_error = (d_error - trace / J * d_lag) ** 2 / (trace * (1.0 - trace / J)) if trace < J else float("nan")
    error = d_error**2 / trace
    return LmNumbers(d_lag**2 / J, error, robust_lag, robust_error, robust_lag + error, sigma2, n)


def squares_trace(W: Any) -> float:
    """Return tr(WW + W'W)."""
    return float((W * W.T).sum() + (W * W).sum()) if sparse.issparse(W) else float(np.sum(W * W.T) + np.sum(W * W))


def _counts(sample: SpatialSample, effects: Effects, correction: Correction) -> tuple[int, float, float]:
    """Return observations, the information T tr(WW + W'W) of lambda (sigma2 concentrated out), and T tr(W), the centre.

    Without transformation tr(W) = 0. Over the N - 1 transformed units W is F'WF with trace -1: leaving that out biases
    the scores downwards, which a direct two-way test does.
    """
    W, T, N = sample.W, sample.T, sample.N
    trace = squares_trace(W)
    if correction == "none":
        return N * T, T * trace, 0.0
    if effects in ("unit", "twoways"):
        T -= 1
    if effects not in ("time", "twoways"):
        return N * T, T * trace, 0.0
    columns = np.asarray(W.sum(axis=0)).ravel()
    trace -= 1.0 + float(columns @ columns) / N + 2.0 / (N - 1)
    return (N - 1) * T, T * trace, -float(T)


def _why_not(sample: SpatialSample, effects: Effects, correction: Correction) -> str:
    if effects in ("unit", "twoways") and sample.T == 1:
        return "unit effects need two or more periods, and there is one"
    if correction == "transform" and effects in ("time", "twoways") and not sample.row_normalised:
        return "the transformation of period effects holds for row-normalised weights without isolates only"
    return ""
