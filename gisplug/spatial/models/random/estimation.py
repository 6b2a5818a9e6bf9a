"""Maximum of the random effects likelihood with its observed information."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.messages import message
from gisplug.numbers.sparse.log_determinant import LogDet, is_row_normalised
from gisplug.numbers.symmetric import inverse
from gisplug.spatial.centring import Means, put_back
from gisplug.spatial.models.random.likelihood import ErrorForm, Layout, RandomEffectsLikelihood, derivatives, maximum

THETA_UNBOUNDED = 10.0
BOUNDARY = 1e-3
EDGE = 1e-5  # share of the admissible interval of rho within which its end counts as reached


@dataclass(frozen=True)
class ReEstimates:
    """Estimates of a random effects model.

    Attributes
    ----------
    delta : (k,)
        Coefficients on the columns of Z.
    rho, lam : float
        0 where not in the model.
    theta : float
        1 / sqrt(1 + T phi): 1 is pooled, 0 the fixed effects.
    cov : (k + free + 1, k + free + 1)
        Inverse observed information of (delta, rho?, lam?, sigma2), with theta profiled out.
    at_boundary : bool
        Whether sigma2_mu is estimated at zero.
    """

    delta: np.ndarray
    rho: float
    lam: float
    theta: float
    phi: float
    phi_se: float
    sigma2: float
    sigma2_mu: float
    loglik: float
    cov: np.ndarray
    at_boundary: bool


def re_estimates(
    y: np.ndarray, Z: np.ndarray, logdet: LogDet, lag: bool, error: ErrorForm, negative: bool = False
) -> ReEstimates:
    """Maximise over (rho, lam, theta); coefficients and sigma2 are concentrated out.

    Parameters
    ----------
    y : (T, N)
    Z : (T, N, k)
    lag, error : whether W y stands in the model, and the form of the spatial error
    negative : bool
        Let theta exceed 1, so that sigma2_mu can be estimated below zero (for comparisons; by default it cannot).

    Raises
    ------
    ModelError
        If there are too few rows for the coefficients.
    ConvergenceError
        If a spatial parameter runs to the edge of its interval.
    """
    (T, N), k = y.shape, Z.shape[2]
    moving = int((np.ptp(Z, axis=0).max(axis=0) > 1e-12 * np.abs(Z).max(axis=(0, 1))).sum())
    if k >= N * T or (T > 1 and moving >= N * (T - 1)):
        raise ModelError(
            message(
                "{N} rows of {N2} units cannot carry {k} coefficients beside random effects; use fewer "
                "terms, or more rows.",
                N=N * T,
                N2=N,
                k=k,
            )
        )
    means = _means(y, Z, logdet)
    if means is not None:
        y, Z = y - means.y, np.concatenate([Z[:, :, :1], Z[:, :, 1:] - means.columns], axis=2)
    like = RandomEffectsLikelihood(y, Z, logdet.matrix, logdet, error)
    layout = Layout(lag, error != "none", max(logdet.low, -50.0), logdet.high, THETA_UNBOUNDED if negative else 1.0)

    def value(p: np.ndarray) -> float:
        return like.concentrated(*layout.split(p))[0]

    if logdet.eigenvalues is None and (layout.rho or layout.lam):
        p = maximum(value, layout, lambda q: like.concentrated(*layout.split(q), rough=True)[0], logdet.refine)
    else:
        p = maximum(value, layout)
    rho, lam, theta = layout.split(p)
    near = EDGE * (layout.high - layout.low)
    for name, at, there in (("rho", rho, layout.rho), ("lam", lam, layout.lam)):
        if there and min(at - layout.low, layout.high - at) < near:
            raise ConvergenceError(
                message(
                    "{name} runs to the edge of its admissible interval ({low:.4g}, {high:.4g}): the "
                    "likelihood has no maximum inside. Use other weights, fewer terms, or a model "
                    "without this lag.",
                    name=name,
                    low=layout.low,
                    high=layout.high,
                )
            )
    loglik, delta, sigma2 = like.concentrated(rho, lam, theta)
    at_boundary = not negative and theta > 1.0 - BOUNDARY
    cov, theta_variance = _covariance(like, layout, p, delta, sigma2, at_boundary)
    k, whitener = Z.shape[2], like.whitener
    back = np.eye(len(cov))
    back[:k, :k] = whitener
    T = y.shape[0]
    phi = (theta**-2 - 1.0) / T
    delta, spread = whitener @ delta, back @ cov @ back.T
    if means is not None:
        whole, spread = put_back(np.r_[delta, np.full(len(cov) - k, rho)], spread, means, k if lag else None)
        delta = whole[:k]
    return ReEstimates(
        delta,
        rho,
        lam,
        theta,
        phi,
        2.0 * theta**-3 / T * float(np.sqrt(theta_variance)),
        sigma2,
        phi * sigma2,
        loglik,
        spread,
        at_boundary,
    )


def _means(y: np.ndarray, Z: np.ndarray, logdet: LogDet) -> Means | None:
    """Return what is taken off first: the means, where the first column is a constant and W keeps one."""
    if Z.shape[2] == 0 or np.any(Z[:, :, 0] != 1.0) or not is_row_normalised(logdet.matrix):
        return None
    return Means(float(y.mean()), Z[:, :, 1:].mean(axis=(0, 1)))


def _covariance(
    like: RandomEffectsLikelihood, layout: Layout, p: np.ndarray, delta: np.ndarray, sigma2: float, at_boundary: bool
) -> tuple[np.ndarray, float]:
    """Invert the observed information of (delta, rho, lam, sigma2) and theta; at its boundary theta is held.

    The likelihood is quadratic in delta, so with the profile Hessian H of psi = (rho, lam, theta) and the slopes D of
    the concentrated (delta, sigma2) in psi: Var(psi) = -H^-1, Var(delta, sigma2) = conditional variance + D Var(psi)
    D'.
    """
    _, lam, theta = layout.split(p)
    free = np.ones(len(p), dtype=bool)
    free[-1] = not at_boundary
    _, H = derivatives(lambda q: like.concentrated(*layout.split(q))[0], p, free)
    spread = np.zeros((len(p), len(p)))
    if free.any():
        spread[np.ix_(free, free)] = inverse(-H)
    k = len(delta)
    D = np.zeros((k + 1, len(p)))
    for j in np.flatnonzero(free):
        h = np.zeros(len(p))
        h[j] = 1e-5
        up, down = like.concentrated(*layout.split(p + h)), like.concentrated(*layout.split(p - h))
        D[:k, j], D[k, j] = (up[1] - down[1]) / 2e-5, (up[2] - down[2]) / 2e-5
    inner = D @ spread @ D.T
    inner[:k, :k] += sigma2 * inverse(like.gram(lam, theta)[2:, 2:])
    inner[k, k] += 2.0 * sigma2**2 / like.n
    joint = np.block([[inner, D @ spread], [spread @ D.T, spread]])
    order = [*range(k), *range(k + 1, k + len(p)), k]
    return joint[np.ix_(order, order)], max(float(spread[-1, -1]), 0.0)
