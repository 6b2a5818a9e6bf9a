"""Lagrange multiplier tests for random effects and spatial errors after Baltagi, Song & Koh (2003)."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

from gisplug.core.messages import message
from gisplug.numbers.distributions import chi2
from gisplug.numbers.hypotheses import SpecTest, normal_test, not_run
from gisplug.numbers.least_squares import pooled
from gisplug.numbers.limits import DENSE_TESTS
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.numbers.symmetric import inverse
from gisplug.spatial.centring import less_means
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.random.estimation import re_estimates
from gisplug.spatial.models.random.likelihood import Layout, RandomEffectsLikelihood, maximum
from gisplug.spatial.sample import SpatialSample
from gisplug.spatial.specification.lm import squares_trace

NULLS = {
    "BSK LM-H": "There are neither random unit effects nor spatially correlated errors (one-sided joint test).",
    "BSK LM1": "There are no random unit effects, assuming no spatial correlation.",
    "BSK LM2": "There is no spatial correlation of the errors, assuming no random unit effects.",
    "BSK LM*-lambda": "There is no spatial correlation of the errors, whether or not there are random unit effects.",
    "BSK LM*-mu": "There are no random unit effects, whether or not the errors are spatially correlated.",
}


def bsk_tests(sample: SpatialSample) -> tuple[SpecTest, ...]:
    """Run the joint, the two marginal and the two conditional tests on the pooled regression; all one-sided.

    p-values of the normal statistics are one-sided, as the tests are; splm prints twice that.
    """
    if sample.T < 2:
        why = "random unit effects need two or more periods, and there is one"
        return tuple(not_run(code, null, why, form="pooled") for code, null in NULLS.items())
    sample = less_means(sample)
    Z, _ = sample.design(durbin=False, intercept=True)
    _, e = pooled(sample.y, Z)
    lm1, lm2 = _marginal(sample, e)
    joint = max(lm1, 0.0) ** 2 + max(lm2, 0.0) ** 2
    spatial, effects = "spatial correlation of the errors is indicated", "random unit effects are indicated"
    tests = [
        SpecTest(
            "BSK LM-H",
            NULLS["BSK LM-H"],
            joint,
            None,
            _chi_bar(joint),
            "effects or spatial errors are indicated",
            "neither is indicated",
            "pooled",
            "chi-bar",
        ),
        normal_test("BSK LM1", NULLS["BSK LM1"], lm1, if_rejected=effects, if_kept="no " + effects, form="pooled"),
        normal_test("BSK LM2", NULLS["BSK LM2"], lm2, if_rejected=spatial, if_kept="no " + spatial, form="pooled"),
        normal_test(
            "BSK LM*-lambda",
            NULLS["BSK LM*-lambda"],
            conditional_lambda(sample, Z),
            if_rejected=spatial,
            if_kept="no " + spatial,
            form="random",
        ),
    ]
    if sample.N > DENSE_TESTS:
        why = message(
            "it needs dense matrices, and {N} units are more than {dense_tests}", N=sample.N, dense_tests=DENSE_TESTS
        )
        return (*tests, not_run("BSK LM*-mu", NULLS["BSK LM*-mu"], why, form="spatial error"))
    value = conditional_mu(sample, Z)
    tests.append(
        normal_test(
            "BSK LM*-mu", NULLS["BSK LM*-mu"], value, if_rejected=effects, if_kept="no " + effects, form="spatial error"
        )
    )
    return tuple(tests)


def _marginal(sample: SpatialSample, e: np.ndarray) -> tuple[float, float]:
    T, N = e.shape
    ee = float(np.sum(e * e))
    lm1 = np.sqrt(N * T / (2.0 * (T - 1))) * (float(np.sum(e.sum(axis=0) ** 2)) / ee - 1.0)
    lm2 = np.sqrt(N**2 * T / squares_trace(sample.W)) * float(np.sum(e * sample.lag(e))) / ee
    return float(lm1), float(lm2)


def conditional_lambda(sample: SpatialSample, Z: np.ndarray) -> float:
    """Return LM*-lambda: the score of lambda on the residuals of the random effects model without space; Z (T, N,
    k).
    """
    T, N = sample.y.shape
    found = re_estimates(sample.y, Z, log_determinant(sample.W), lag=False, error="none")
    u = sample.y - Z @ found.delta
    mean = np.broadcast_to(u.mean(axis=0), u.shape)
    rest = u - mean
    sigma2 = float(np.sum(rest**2)) / (N * (T - 1))
    sigma2_1 = float(np.sum(mean**2)) / N
    score = (
        sigma2 / sigma2_1**2 * float(np.sum(mean * sample.lag(mean))) + float(np.sum(rest * sample.lag(rest))) / sigma2
    )
    return float(score / np.sqrt(((T - 1) + (sigma2 / sigma2_1) ** 2) * squares_trace(sample.W)))


def conditional_mu(sample: SpatialSample, Z: np.ndarray) -> float:
    """Return LM*-mu: the score of sigma2_mu on the residuals of the pooled spatial error model, with its information.

    Z is (T, N, k).
    """
    T, N = sample.y.shape
    logdet = log_determinant(sample.W)
    like = RandomEffectsLikelihood(sample.y, Z, sample.W, logdet, "kkp")
    layout = Layout(False, True, max(logdet.low, -50.0), logdet.high, 1.0)
    lam = maximum(lambda p: like.concentrated(0.0, float(p[0]), 1.0)[0], layout)[0]
    _, delta, sigma2 = like.concentrated(0.0, float(lam), 1.0)
    u = sample.y - Z @ (like.whitener @ delta)
    B = sparse.eye_array(N, format="csc") - lam * sparse.csc_array(sample.W)
    BB = sparse.csc_matrix(B.T @ B)
    slope = sparse.csc_matrix(sample.W.T @ B + B.T @ sample.W)
    F = spsolve(BB, slope.toarray()).T
    filtered = spatial_lag(BB, u.sum(axis=0)[None, :])
    score = -T / (2 * sigma2) * float(BB.diagonal().sum()) + float(np.sum(filtered**2)) / (2 * sigma2**2)
    traced, squared = float(BB.diagonal().sum()), float(BB.multiply(BB).sum())
    bend, turned = float(np.trace(F)), float(slope.diagonal().sum())
    information = (T / 2) * np.array(
        [
            [N / sigma2**2, traced / sigma2**2, bend / sigma2],
            [traced / sigma2**2, T * squared / sigma2**2, turned / sigma2],
            [bend / sigma2, turned / sigma2, float(np.sum(F * F.T))],
        ]
    )
    return float(score * np.sqrt(inverse(information)[1, 1]))


def _chi_bar(statistic: float) -> float:
    """Return the p-value of the mixture 1/4 chi2(0) + 1/2 chi2(1) + 1/4 chi2(2)."""
    if statistic <= 0:
        return 1.0
    return float(0.5 * chi2.sf(statistic, 1) + 0.25 * chi2.sf(statistic, 2))
