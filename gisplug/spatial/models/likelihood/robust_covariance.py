"""Middle matrices of robust covariances: Lee's quasi-likelihood sandwich, clusters of units, Driscoll-Kraay.

They repair the variance, not the estimate: under heteroskedastic errors the maximum of a spatial-lag likelihood is
itself slightly off (Lin and Lee 2010), which no covariance mends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.evidence import INFO, Note
from gisplug.core.messages import message
from gisplug.numbers.covariance import bartlett
from gisplug.numbers.sparse.factors import factorise
from gisplug.numbers.sparse.inverse_diagonal import Diagonals

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.spatial.models.likelihood.compressed import Blocks
    from gisplug.spatial.models.likelihood.concentrated import Likelihood, Point
    from gisplug.spatial.models.likelihood.information import Traces


def meat(
    kind: str, likelihood: Likelihood, point: Point, blocks: Blocks, information: np.ndarray, found: Traces | None
) -> tuple[np.ndarray, tuple[Note, ...]]:
    """Return the variance of the score and what to tell about it: Lee's (2004) sandwich, clusters, or Driscoll-Kraay.

    Order (coefficients, rho, lam, sigma2), (K + 3, K + 3) as `information`.
    """
    if kind == "sandwich":
        return information + _non_normal(likelihood, point, blocks, found), ()
    by_unit, by_period, second = _scores(likelihood, point, blocks, found)
    if kind == "driscoll-kraay":
        lags = int(np.floor(4.0 * (len(by_period) / 100.0) ** (2.0 / 9.0)))
        note = Note(
            INFO,
            "driscoll-kraay",
            message("Driscoll-Kraay with {lags} lags over {n} periods.", lags=lags, n=len(by_period)),
        )
        return bartlett(by_period, lags), (note,)
    N = len(by_unit)
    return (by_unit.T @ by_unit + second) * N / (N - 1), ()


def _scores(
    likelihood: Likelihood, point: Point, blocks: Blocks, found: Traces | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores summed over time (N, P) and over units (T, P), and the part of their variance that clusters miss.

    The score of rho holds e_i g_ij e_j of two units at once: sums by unit count g_ij^2 and leave out g_ij g_ji.
    """
    T, N = blocks.y.shape
    means, s2, P = blocks.unit_means(), point.sigma2, blocks.K + 3
    by_unit, by_period = np.zeros((N, P)), np.zeros((T, P))
    e_all = np.zeros((T, N))
    shares = _shares(likelihood, point, found, T, N)
    for t in range(T):
        columns, lag = blocks.period(t, means)
        F = columns if lag is None else columns - point.lam * lag
        e = F[:, 0] - point.rho * F[:, 1] - F[:, 2:] @ point.coefficients
        made = np.zeros((N, P))
        made[:, : P - 3] = F[:, 2:] * e[:, None] / s2
        if blocks.w is not None:
            made[:, -3] = e * F[:, 1] / s2 - shares[0]
        if lag is not None:
            wu = lag[:, 0] - point.rho * lag[:, 1] - lag[:, 2:] @ point.coefficients
            made[:, -2] = e * wu / s2 - shares[1]
        made[:, -1] = e * e / (2.0 * s2 * s2) - likelihood.nobs / (N * T) / (2.0 * s2)
        by_unit += made
        by_period[t] = made.sum(axis=0)
        e_all[t] = e
    return by_unit, by_period, _between_units(likelihood, point, found, e_all, P)


def _shares(
    likelihood: Likelihood, point: Point, found: Traces | None, T: int, N: int
) -> tuple[np.ndarray, np.ndarray]:
    """Each observation's share of tr(G) and tr(H): its diagonal entry where known, else the mean."""
    made = []
    for term, at, diagonal in (
        (likelihood.lag, point.rho, None if found is None else found.g),
        (likelihood.error, point.lam, None if found is None else found.h),
    ):
        total = 0.0 if term is None else -float(term.d1(at))
        flat = np.full(N, total / (N * T))
        made.append(flat if diagonal is None else flat + (diagonal - diagonal.mean()) * (total != 0.0))
    return made[0], made[1]


def _between_units(likelihood: Likelihood, point: Point, found: Traces | None, e: np.ndarray, P: int) -> np.ndarray:
    made = np.zeros((P, P))
    T, N = e.shape
    R = e @ e.T / (N * point.sigma2)
    strength = max(float((R * R).sum()) - (T * T - T) / N, 1.0)
    for place, term, at, diagonal in (
        (-3, likelihood.lag, point.rho, None if found is None else found.g),
        (-2, likelihood.error, point.lam, None if found is None else found.h),
    ):
        if term is None:
            continue
        periods = term.periods
        squares = float(diagonal @ diagonal) if diagonal is not None else (float(term.d1(at)) / periods) ** 2 / N
        made[place, place] = strength * (-float(term.d2(at)) / periods - squares)
    if found is not None and likelihood.lag is not None and likelihood.error is not None:
        diagonals = _diagonals(likelihood, point, found, N, None)
        made[-3, -2] = made[-2, -3] = strength * (found.mixed - float(diagonals[0] @ diagonals[1]))
    return made


def _non_normal(likelihood: Likelihood, point: Point, blocks: Blocks, found: Traces | None) -> np.ndarray:
    """Lee's (2004) addition for errors with third and fourth moments unlike the normal's."""
    T, N = blocks.y.shape
    means, s2, P = blocks.unit_means(), point.sigma2, blocks.K + 3
    g = _diagonals(likelihood, point, found, N, blocks.w)
    solve = None if blocks.w is None else factorise(blocks.w, point.rho).solve
    third = fourth = 0.0
    sums, with_g, with_h = np.zeros(P - 3), np.zeros(P - 3), np.zeros(P - 3)
    s_sum = s_g = s_h = 0.0
    for t in range(T):
        levels = blocks.levels(t, means)
        columns, lag = blocks.period(t, means)
        F = columns if lag is None else columns - point.lam * lag
        e = F[:, 0] - point.rho * F[:, 1] - F[:, 2:] @ point.coefficients
        third, fourth = third + float((e**3).sum()), fourth + float((e**4).sum())
        sums, with_g, with_h = sums + F[:, 2:].sum(axis=0), with_g + F[:, 2:].T @ g[0], with_h + F[:, 2:].T @ g[1]
        if solve is not None and blocks.w is not None:
            s = blocks.w @ solve(levels[:, 2:] @ point.coefficients)
            s = s if blocks.w_e is None else s - point.lam * (blocks.w_e @ s)
            s = blocks.less_period_means(s)
            s_sum, s_g, s_h = s_sum + float(s.sum()), s_g + float(s @ g[0]), s_h + float(s @ g[1])
    n = N * T
    mu3, excess = third / n, fourth / n - 3.0 * (float(point.sse) / n) ** 2
    made = np.zeros((P, P))
    share = likelihood.nobs / n
    tr = [share * T * float(d.sum()) for d in g]
    made[: P - 3, -3], made[: P - 3, -2] = mu3 * with_g / s2**2, mu3 * with_h / s2**2
    made[: P - 3, -1] = mu3 * sums / (2.0 * s2**3)
    made[-3, -3] = excess * share * T * float(g[0] @ g[0]) / s2**2 + 2.0 * mu3 * s_g / s2**2
    made[-3, -2] = excess * share * T * float(g[0] @ g[1]) / s2**2 + mu3 * s_h / s2**2
    made[-2, -2] = excess * share * T * float(g[1] @ g[1]) / s2**2
    made[-3, -1] = (excess * tr[0] + mu3 * s_sum) / (2.0 * s2**3)
    made[-2, -1] = excess * tr[1] / (2.0 * s2**3)
    made[-1, -1] = excess * likelihood.nobs / (4.0 * s2**4)
    return np.asarray(np.triu(made) + np.triu(made, 1).T)


def _diagonals(
    likelihood: Likelihood, point: Point, found: Traces | None, N: int, w: csr_array | None
) -> tuple[np.ndarray, np.ndarray]:
    """Diagonals of G~ and H: exact for few units, and for G without an error lag (W given); else their means."""
    if found is not None and found.g is not None and found.h is not None:
        return found.g, found.h
    lag, error = likelihood.lag, likelihood.error
    g = 0.0 if lag is None else -float(lag.d1(point.rho)) / (lag.periods * N)
    h = 0.0 if error is None else -float(error.d1(point.lam)) / (error.periods * N)
    exact = w is not None and error is None and abs(point.rho) > 1e-3
    own = (Diagonals(w, None).at(point.rho)[0] - 1.0) / point.rho if exact and w is not None else np.full(N, g)
    return own, np.full(N, h)
