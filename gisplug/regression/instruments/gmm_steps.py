"""The two steps of GMM, Windmeijer's correction, and the test of autocorrelation (Arellano & Bond 1991)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.numbers import distributions as stats
from gisplug.numbers.symmetric import generalised_inverse, inverse
from gisplug.regression.instruments.gmm_moments import Stack


@dataclass(frozen=True)
class Solved:
    """Both steps with one set of instruments.

    Attributes
    ----------
    XZ : (K, L)
    first, second : coefficients (K,), the inverse of X'Z A Z'X (K, K), residuals (N, m) and weights A (L, L)
    middle : (L, L), covariance of the moments at the first step
    hansen : Hansen's statistic
    """

    XZ: np.ndarray
    first: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    second: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    middle: np.ndarray
    hansen: float


def both_steps(s: Stack) -> Solved:
    """Return both steps with the instruments of the stack."""
    XZ, Zy = np.einsum("imk,iml->kl", s.X, s.Z), np.einsum("iml,im->l", s.Z, s.y)
    A1, _ = generalised_inverse(np.einsum("iml,imn,ink->lk", s.Z, s.H, s.Z, optimize=True))
    b, Q, e = solve(s, XZ, Zy, A1)
    middle = outer(s, e)
    A2, _ = generalised_inverse(middle)
    b2, Q2, e2 = solve(s, XZ, Zy, A2)
    moment = moment_of(s, e2)
    return Solved(XZ, (b, Q, e, A1), (b2, Q2, e2, A2), middle, float(moment @ A2 @ moment))


def solve(s: Stack, XZ: np.ndarray, Zy: np.ndarray, A: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return coefficients (K,), the inverse of X'Z A Z'X (K, K) and residuals (N, m), weighted by A (L, L).

    XZ is (K, L), Zy (L,).

    Raises
    ------
    ModelError
        If the instruments do not identify all coefficients.
    """
    gram = XZ @ A @ XZ.T
    try:
        Q = inverse(gram)
    except ModelError:
        raise ModelError(
            "The instruments do not identify all coefficients; leave out terms, or allow deeper lags."
        ) from None
    b = Q @ XZ @ A @ Zy
    return b, Q, (s.y - s.X @ b) * s.here


def moment_of(s: Stack, e: np.ndarray) -> np.ndarray:
    """Return Z'e of residuals e (N, m), (L,)."""
    return np.asarray(np.einsum("iml,im->l", s.Z, e))


def outer(s: Stack, e: np.ndarray) -> np.ndarray:
    """Return the sum over units of the outer product of their moments at residuals e (N, m), (L, L)."""
    scores = np.einsum("iml,im->il", s.Z, e)
    return np.asarray(scores.T @ scores)


def windmeijer(
    s: Stack, XZ: np.ndarray, A2: np.ndarray, Q2: np.ndarray, e1: np.ndarray, e2: np.ndarray, V1: np.ndarray
) -> np.ndarray:
    """Return Windmeijer's (2005) covariance (K, K) of the second step, from residuals e1 and e2 (N, m) of both steps
    and the covariance V1 (K, K) of the first.

    XZ is (K, L), A2 (L, L) the weights of the second step, Q2 (K, K) its inverse.
    """
    g2 = moment_of(s, e2)
    scores = np.einsum("iml,im->il", s.Z, e1)
    D = np.empty((s.X.shape[2], s.X.shape[2]))
    for k in range(s.X.shape[2]):
        moved = np.einsum("iml,im->il", s.Z, s.X[:, :, k])
        slope = moved.T @ scores + scores.T @ moved
        D[:, k] = Q2 @ XZ @ A2 @ slope @ A2 @ g2
    return np.asarray(Q2 + D @ Q2 + Q2 @ D.T + D @ V1 @ D.T)


def autocorrelation(
    s: Stack,
    found: tuple[np.ndarray, np.ndarray],
    A: np.ndarray,
    Q: np.ndarray,
    V: np.ndarray,
    XZ: np.ndarray,
    order: int,
) -> tuple[float, int, float]:
    """Return Arellano and Bond's test of autocorrelation in the residuals in first differences, whatever was
    transformed: z, 1, p; NaN where it has no positive variance.

    `found` are coefficients (K,) and residuals (N, m), A (L, L) their weights, Q and V (K, K), XZ (K, L).
    """
    b, e = found
    change = (s.change - s.changes @ b) * s.changed
    lagged = np.zeros_like(change)
    if order < s.diff:
        lagged[:, order:] = change[:, : s.diff - order]
    lagged *= s.changed
    own = (lagged * change).sum(axis=1)
    wX = np.einsum("im,imk->k", lagged, s.changes)
    cross = np.einsum("iml,im->il", s.Z, e).T @ own
    variance = float(own @ own - 2 * wX @ Q @ XZ @ A @ cross + wX @ V @ wX)
    if variance <= 0:
        return np.nan, 1, np.nan
    z = float(own.sum() / np.sqrt(variance))
    return z, 1, float(2 * stats.norm.sf(abs(z)))
