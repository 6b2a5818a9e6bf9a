"""LM tests of one kind of spatial dependence in a model that has the other (Anselin 1988; Debarsy & Ertur 2010)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.hypotheses import SpecTest, chi2_test, not_run
from gisplug.numbers.limits import DENSE_TESTS
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.sample import SpatialSample

if TYPE_CHECKING:
    from gisplug.spatial.models.fit import SpatialFit

ERROR_NULL = "There is no spatial autocorrelation of the errors of the SAR model (lambda = 0 given rho)."
LAG_NULL = "There is no spatial lag of the outcome in the SEM model (rho = 0 given lambda)."


def conditional_lm_tests(
    sample: SpatialSample, effects: Effects, sar: SpatialFit, sem: SpatialFit
) -> tuple[SpecTest, SpecTest]:
    """Test the SAR fit for a spatial error, and the SEM fit for a spatial lag; they stand on the fits' own
    correction.
    """
    form = effects if effects == "none" else f"{effects}, {sar.correction}"
    yes, no = "a spatial error is left beside the lag: SAC or SDM", "no spatial error is left beside the lag"
    more, less = "a spatial lag is left beside the error: SAC or SDM", "no spatial lag is left beside the error"
    codes = (("LM-error | lag", ERROR_NULL, yes, no), ("LM-lag | error", LAG_NULL, more, less))
    why = ""
    if sample.N > DENSE_TESTS:
        why = message(
            "it needs dense matrices, and {N} units are more than {dense_tests}", N=sample.N, dense_tests=DENSE_TESTS
        )
    elif sar.correction == "bias" and effects != "none":
        why = (
            "bias-corrected estimates do not maximise a likelihood, so that scores do not vanish; use "
            "correction='transform' or 'none'"
        )
    if why:
        first, second = (not_run(code, null, why, form=form) for code, null, _, _ in codes)
        return first, second
    values = (error_given_lag(sample, effects, sar), lag_given_error(sample, effects, sem))
    first, second = (
        chi2_test(code, null, value, 1, if_rejected=a, if_kept=b, form=form)
        for (code, null, a, b), value in zip(codes, values, strict=True)
    )
    return first, second


def error_given_lag(sample: SpatialSample, effects: Effects, sar: SpatialFit) -> float:
    """Return the statistic of lambda = 0 in y = rho W y + X beta + e."""
    W, periods = _metric(sample, effects, sar.nobs)
    e = within(sar.residuals, effects)
    G = W @ np.linalg.inv(np.eye(len(W)) - sar.rho * W)
    trace = periods * float(np.trace(W))
    d = float(np.sum(e * sample.lag(e))) / sar.sigma2 - trace
    own = periods * float(np.sum(W * W.T) + np.sum(W * W))
    slope = np.array([periods * float(np.sum(W.T * G) + np.sum(W * G)), trace / sar.sigma2])
    V = sar.cov.loc[["rho", "sigma2"], ["rho", "sigma2"]].to_numpy()
    return d**2 / (own - float(slope @ V @ slope))


def lag_given_error(sample: SpatialSample, effects: Effects, sem: SpatialFit) -> float:
    """Return the statistic of rho = 0 in y = X beta + u, u = lambda W u + e."""
    W, periods = _metric(sample, effects, sem.nobs)
    B = np.eye(len(W)) - sem.lam * W
    X, names = sample.design(durbin=False, intercept=effects == "none")
    X = within(X, effects)
    terms = list(names)
    e, s2 = within(sem.residuals, effects), sem.sigma2
    Wy = within(sample.lag(within(sample.y, effects)), effects)
    filtered = Wy - sem.lam * within(sample.lag(Wy), effects)
    trace = periods * float(np.trace(W))
    d = float(np.sum(e * filtered)) / s2 - trace
    WXb = within(sample.lag(X @ sem.params[terms].to_numpy()), effects)
    BWXb = WXb - sem.lam * within(sample.lag(WXb), effects)
    BX = X - sem.lam * within(spatial_lag(sample.W, X), effects)
    inverse = np.linalg.inv(B)
    turned, own = B @ W @ inverse, W @ inverse
    curvature = periods * float(np.sum(W * W.T) + np.sum(turned**2)) + float(np.sum(BWXb**2)) / s2
    with_beta = (BX.reshape(-1, len(terms)).T @ BWXb.ravel()) / s2
    with_lam = periods * float(np.sum(own * turned) + np.sum(W * own.T))
    slope = np.r_[with_beta, with_lam, trace / s2]
    V = sem.cov.loc[[*terms, "lam", "sigma2"], [*terms, "lam", "sigma2"]].to_numpy()
    return d**2 / (curvature - float(slope @ V @ slope))


def _metric(sample: SpatialSample, effects: Effects, nobs: int) -> tuple[Any, int]:
    """Return dense W and the periods that the fit counts: F'WF of N - 1 units where periods were transformed out."""
    W = sample.W.toarray()
    if nobs == sample.y.size or effects == "none":
        return W, sample.T
    if effects in ("time", "twoways"):
        from gisplug.numbers.lee_yu import orthonormal

        F = orthonormal(sample.N)
        W = F.T @ W @ F
    return W, nobs // len(W)
