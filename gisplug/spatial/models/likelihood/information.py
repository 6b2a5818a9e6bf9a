"""Observed and expected information of (beta, theta, rho, lam, sigma2) under the Gaussian likelihood.

With A = I - rho W, B = I - lam W_e, G = W A^-1, H = W_e B^-1 and G~ = B G B^-1. Source: Anselin (1988); Lee and Yu
(2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gisplug.numbers.sparse.factors import COLUMNS, factorise
from gisplug.numbers.symmetric import inverse

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.spatial.models.likelihood.compressed import Blocks
    from gisplug.spatial.models.likelihood.concentrated import Likelihood, Point

EXACT_UNITS = 1000  # up to this many units tr(G'G) comes from N sparse solves, above from random probes
PROBES = 32


@dataclass(frozen=True)
class Traces:
    """Traces of one period that only the expected information needs.

    Attributes
    ----------
    gg, hh, gh, mixed : tr(G~'G~), tr(H'H), tr(G~'H) + tr(G~ H), tr(G~ H)
    g, h : (N,) diagonals of G~ and H, exact only
    error : largest relative standard error of the stochastic estimates, 0 when exact
    """

    gg: float
    hh: float
    gh: float
    error: float = 0.0
    mixed: float = 0.0
    g: np.ndarray | None = None
    h: np.ndarray | None = None


def traces(w: csr_array | None, w_e: csr_array | None, rho: float, lam: float, reduced: bool, exact: bool) -> Traces:
    """Return the traces, exactly by N sparse solves in blocks, or from `PROBES` random signs with a fixed seed.

    Parameters
    ----------
    w, w_e : (N, N) or None
        Of y and of the error.
    reduced : whether means are taken out, as the transformation of period effects does
    exact : solves, not signs
    """
    lag, error = _operators(w, w_e, rho, lam)
    N = (w if w is not None else w_e).shape[0]  # type: ignore[union-attr]
    sums: list[np.ndarray] = []
    g, h = np.zeros(N), np.zeros(N)
    draws = np.random.default_rng(0)
    for start in range(0, N if exact else PROBES, COLUMNS if exact else PROBES):
        if exact:
            stop = min(start + COLUMNS, N)
            right = np.zeros((N, stop - start))
            right[np.arange(start, stop), np.arange(stop - start)] = 1.0
        else:
            right = draws.choice([-1.0, 1.0], size=(N, PROBES))
        columns = right - right.mean(axis=0) if reduced else right
        G, H = lag(columns), error(columns)
        if exact:
            place = (np.arange(start, stop), np.arange(stop - start))
            g[start:stop], h[start:stop] = G[place], H[place]
        if reduced:
            G, H = G - G.mean(axis=0), H - H.mean(axis=0)
        crossed = np.einsum("ij,ij->j", columns, lag(H)) if w is not None and w_e is not None else np.zeros(len(G[0]))
        sums.append(np.stack([*(np.einsum("ij,ij->j", a, b) for a, b in ((G, G), (H, H), (G, H))), crossed]))
    found = np.concatenate(sums, axis=1)
    if exact:
        gg, hh, gh, mixed = found.sum(axis=1).tolist()
        return Traces(gg, hh, gh + mixed, 0.0, mixed, g, h)
    mean, spread = found.mean(axis=1), found.std(axis=1, ddof=1) / np.sqrt(PROBES)
    relative = spread[:2] / np.where(mean[:2] > 0.0, mean[:2], 1.0)
    return Traces(float(mean[0]), float(mean[1]), float(mean[2] + mean[3]), float(relative.max()), float(mean[3]))


def observed(likelihood: Likelihood, point: Point) -> np.ndarray:
    """Return minus the Hessian at the maximum, (K + 3, K + 3), order (coefficients, rho, lam, sigma2).

    Needs no N-sized work.
    """
    columns = likelihood.data.filtered(point.lam)
    F, b, s2, n = columns[:, 2:], point.coefficients, point.sigma2, likelihood.nobs
    e = columns[:, 0] - point.rho * columns[:, 1] - F @ b
    K = F.shape[1]
    made = np.zeros((K + 3, K + 3))
    made[:K, :K] = F.T @ F / s2
    made[-1, -1] = n / (2.0 * s2 * s2)
    if likelihood.lag is not None:
        wy = columns[:, 1]
        made[:K, K] = F.T @ wy / s2
        made[K, K] = wy @ wy / s2 - float(likelihood.lag.d2(point.rho))
        made[K, -1] = e @ wy / s2**2
    if likelihood.error is not None and likelihood.data.lagged is not None:
        L = likelihood.data.lagged
        wu = L[:, 0] - point.rho * L[:, 1] - L[:, 2:] @ b
        made[:K, K + 1] = (F.T @ wu + L[:, 2:].T @ e) / s2
        made[K + 1, K + 1] = wu @ wu / s2 - float(likelihood.error.d2(point.lam))
        made[K + 1, -1] = e @ wu / s2**2
        if likelihood.lag is not None:
            made[K, K + 1] = (columns[:, 1] @ wu + e @ L[:, 1]) / s2
    return _symmetric(made)


def expected(
    likelihood: Likelihood, point: Point, blocks: Blocks, found: Traces | None, periods: int | None = None
) -> np.ndarray:
    """Return the expected information, (K + 3, K + 3), order (coefficients, rho, lam, sigma2).

    `periods` overrides how often traces are counted (Lee-Yu corrected direct estimates count T - 1).
    """
    columns = likelihood.data.filtered(point.lam)
    F, s2, n = columns[:, 2:], point.sigma2, likelihood.nobs
    K = F.shape[1]
    made = np.zeros((K + 3, K + 3))
    made[:K, :K] = F.T @ F / s2
    made[-1, -1] = n / (2.0 * s2 * s2)
    lag, error = likelihood.lag, likelihood.error
    if lag is not None and found is not None:
        share = (periods or lag.periods) / lag.periods
        cross, square = systematic_products(blocks, point)
        made[:K, K] = cross / s2
        made[K, K] = share * (lag.periods * found.gg - float(lag.d2(point.rho))) + square / s2
        made[K, -1] = -share * float(lag.d1(point.rho)) / s2
    if error is not None and found is not None:
        share = (periods or error.periods) / error.periods
        made[K + 1, K + 1] = share * (error.periods * found.hh - float(error.d2(point.lam)))
        made[K + 1, -1] = -share * float(error.d1(point.lam)) / s2
        if lag is not None:
            made[K, K + 1] = share * lag.periods * found.gh
    return _symmetric(made)


def systematic_products(blocks: Blocks, point: Point) -> tuple[np.ndarray, float]:
    """Return (B X)'(B G X b), (K,), and |B G X b|^2 over all periods; one solve a period."""
    means, T = blocks.unit_means(), blocks.y.shape[0]
    w = blocks.w
    if w is None:
        return np.zeros(blocks.K), 0.0
    solve = factorise(w, point.rho).solve
    cross, square = np.zeros(blocks.K), 0.0
    for t in range(T):
        levels = blocks.levels(t, means)
        g = w @ solve(levels[:, 2:] @ point.coefficients)
        columns = levels[:, 2:]
        if blocks.w_e is not None:
            columns, g = columns - point.lam * (blocks.w_e @ columns), g - point.lam * (blocks.w_e @ g)
        columns, g = blocks.less_period_means(columns), blocks.less_period_means(g)
        cross += columns.T @ g
        square += float(g @ g)
    return cross, square


def covariance(information: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Invert the information (P, P) over the parameters that the model has, kept (P,): scaled, for sigma2 is often
    tiny.

    Returns
    -------
    (p, p), p the number kept
    """
    return inverse(information[np.ix_(kept, kept)])


def _operators(w: csr_array | None, w_e: csr_array | None, rho: float, lam: float):  # type: ignore[no-untyped-def]
    """Return x -> G~ x and x -> H x."""
    a = factorise(w, rho).solve if w is not None else None
    b = factorise(w_e, lam).solve if w_e is not None else None

    def lag(x: np.ndarray) -> np.ndarray:
        if a is None or w is None:
            return np.zeros_like(x)
        y = w @ a(x if b is None else b(x))
        return np.asarray(y if w_e is None else y - lam * (w_e @ y))

    def error(x: np.ndarray) -> np.ndarray:
        return np.zeros_like(x) if b is None or w_e is None else np.asarray(w_e @ b(x))

    return lag, error


def _symmetric(upper: np.ndarray) -> np.ndarray:
    return np.asarray(np.triu(upper) + np.triu(upper, 1).T)
