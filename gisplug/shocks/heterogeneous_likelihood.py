"""The quasi-likelihood of spatial models whose lag, slopes and variance differ by unit (Aquaro, Bailey & Pesaran 2021).

With slopes and variances at their optimum given the lags rho (N,), the log-likelihood over T is log|I - R W| less half
the sum of log sigma2_i(rho_i), R the diagonal matrix of rho; its slope and curvature are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress

Parts = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
EDGE = 0.995  # lags are looked for up to here on both sides of nought
NEWTON = 30  # steps at most that sharpen the maximum
SHARP = 1e-10  # largest slope of the log-likelihood over T at the maximum


@dataclass(frozen=True)
class UnitColumns:
    """Outcome, its spatial lag and regressors by unit.

    Attributes
    ----------
    y, lag : (N, T)
    X : (N, T, K), the constant among them
    W : (N, N), rows that sum to one
    """

    y: np.ndarray
    lag: np.ndarray
    X: np.ndarray
    W: np.ndarray


@dataclass(frozen=True)
class UnitPoint:
    """The maximum.

    Attributes
    ----------
    rho, sigma2 : (N,); b : (N, K); e : (N, T)
    loglik : float
    """

    rho: np.ndarray
    b: np.ndarray
    sigma2: np.ndarray
    e: np.ndarray
    loglik: float


def maximise(data: UnitColumns, progress: Progress = SILENT) -> UnitPoint:
    """Return the maximum of the quasi-likelihood with each lag between -EDGE and EDGE.

    Raises
    ------
    ConvergenceError
        If no maximum is found.
    """
    N, T = data.y.shape
    Q, _ = np.linalg.qr(data.X)
    y, lag = (v - (Q @ (Q.transpose(0, 2, 1) @ v[:, :, None]))[:, :, 0] for v in (data.y, data.lag))
    yy, yl, ll = (y * y).sum(axis=1), (y * lag).sum(axis=1), (lag * lag).sum(axis=1)

    def parts(rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (yy - 2 * rho * yl + rho**2 * ll) / T, (yl - rho * ll) / T

    def cost(rho: np.ndarray) -> tuple[float, np.ndarray]:
        progress.check()
        A = np.eye(N) - rho[:, None] * data.W
        sigma2, cross = parts(rho)
        value = -np.linalg.slogdet(A)[1] + 0.5 * np.log(sigma2).sum()
        G = data.W @ np.linalg.inv(A)
        return float(value), np.diag(G) - cross / sigma2

    found = minimize(
        cost,
        np.zeros(N),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-EDGE, EDGE)] * N,
        options={"maxiter": 2000, "maxfun": 4000, "ftol": 1e-13, "gtol": 1e-6, "maxcor": 20},
    )
    rho = _sharpened(data.W, found.x, parts, ll / T)
    value, slope = cost(rho)
    inside = np.abs(rho) < EDGE
    if not np.isfinite(value) or np.abs(slope[inside]).max(initial=0.0) > 1e-4:
        raise ConvergenceError(
            message(
                "The quasi-likelihood of unit-specific lags has no maximum that can be found (slope {slope:.1e}); use "
                "fewer regressors, more periods, or one lag for all (spatial_panel).",
                slope=float(np.abs(slope[inside]).max(initial=0.0)),
            )
        )
    left = data.y - rho[:, None] * data.lag
    b = np.linalg.solve(data.X.transpose(0, 2, 1) @ data.X, (data.X.transpose(0, 2, 1) @ left[:, :, None]))[:, :, 0]
    e = left - (data.X @ b[:, :, None])[:, :, 0]
    sigma2 = (e**2).sum(axis=1) / T
    loglik = -T * value - 0.5 * N * T * (1 + np.log(2 * np.pi))
    return UnitPoint(rho, b, sigma2, e, float(loglik))


def _sharpened(W: np.ndarray, rho: np.ndarray, parts: Parts, curve: np.ndarray) -> np.ndarray:
    """Return lags after Newton's steps with those at the edge held; curve (N,) is the mean square of the lag."""
    N, free = len(rho), np.abs(rho) < EDGE
    for _ in range(NEWTON):
        G = W @ np.linalg.inv(np.eye(N) - rho[:, None] * W)
        sigma2, cross = parts(rho)
        slope = np.diag(G) - cross / sigma2
        if np.abs(slope[free]).max(initial=0.0) < SHARP:
            break
        bend = G * G.T + np.diag(curve / sigma2 - 2 * (cross / sigma2) ** 2)
        at = np.flatnonzero(free)
        step = np.linalg.solve(bend[np.ix_(at, at)], slope[at])
        room = min(1.0, 0.5 / max(float(np.abs(step).max(initial=0.0)), 1e-300))
        moved = rho.copy()
        moved[at] = np.clip(rho[at] - room * step, -EDGE, EDGE)
        if not np.isfinite(moved).all():
            break
        rho = moved
    return rho


def sandwich(data: UnitColumns, point: UnitPoint) -> tuple[np.ndarray, np.ndarray]:
    """Return the variances (N, K + 2) of rho_i, b_i and sigma2_i: of the sandwich H^-1 J H^-1 / T, which holds where
    errors are not normal, and of H^-1 / T.

    H is the mean second derivative of all units together and J that of the squared scores over periods; blocks of b_i
    and sigma2_i are of one unit each, so that only N lags have to be solved for together.
    """
    N, T = data.y.shape
    K = data.X.shape[2]
    s2 = point.sigma2
    G = data.W @ np.linalg.inv(np.eye(N) - point.rho[:, None] * data.W)
    e, lag, X = point.e, data.lag, data.X
    # second derivatives of minus the log-likelihood over T
    own = (lag**2).sum(axis=1) / s2 / T
    with_b = np.einsum("nt,ntk->nk", lag, X) / s2[:, None] / T
    with_s = (lag * e).sum(axis=1) / s2**2 / T
    inner = np.zeros((N, K + 1, K + 1))
    inner[:, :K, :K] = X.transpose(0, 2, 1) @ X / s2[:, None, None] / T
    inner[:, K, K] = -0.5 / s2**2 + (e**2).sum(axis=1) / s2**3 / T
    inner[:, :K, K] = inner[:, K, :K] = np.einsum("ntk,nt->nk", X, e) / (s2**2)[:, None] / T
    cross = np.column_stack([with_b, with_s])
    back = np.linalg.inv(inner)
    through = np.einsum("nk,nkl->nl", cross, back)
    schur = G * G.T + np.diag(own - np.einsum("nk,nk->n", through, cross))
    inverse = np.linalg.inv(schur)
    plain = np.empty((N, K + 2))
    plain[:, 0] = np.diag(inverse)
    extra = np.einsum("nk,nl,n->nkl", through, through, np.diag(inverse))
    plain[:, 1:] = np.diagonal(back + extra, axis1=1, axis2=2)
    # scores by period, and what each moves
    first = lag * e / s2[:, None] - np.diag(G)[:, None]
    rest = np.concatenate(
        [X * (e / s2[:, None])[:, :, None], (0.5 * e**2 / (s2**2)[:, None] - 0.5 / s2[:, None])[:, :, None]], axis=2
    )
    moved = inverse @ (first - np.einsum("nk,ntk->nt", through, rest))
    others = np.einsum("nkl,ntl->ntk", back, rest) - through[:, None, :] * moved[:, :, None]
    robust = np.concatenate([(moved**2).mean(axis=1)[:, None], (others**2).mean(axis=1)], axis=1)
    return robust / T, plain / T
