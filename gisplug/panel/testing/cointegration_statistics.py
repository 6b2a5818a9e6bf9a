"""The statistics of Pedroni, Kao and Westerlund, of many panels at once.

Arrays are (S, N, T) and (S, N, T, K): S panels of N units and T periods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.panel.testing.unit_regressions import bartlett, coefficients, terms, without
from gisplug.panel.testing.unit_root_tables import Deterministic

KAO = ("DF rho", "DF t", "DF rho*", "DF t*", "ADF")


@dataclass(frozen=True)
class Ways:
    """How cointegration is tested.

    Attributes
    ----------
    lags : lagged differences of the residuals' regressions, and of y and x in the error-correction model
    leads : leads of the differences of x in the error-correction model
    kernel : Bartlett lags of long-run variances
    """

    deterministic: Deterministic
    lags: int
    leads: int
    kernel: int


def _flat(y: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return y and X with one row a unit: (S * N, T) and (S * N, T, K)."""
    return y.reshape(-1, y.shape[-1]), X.reshape(-1, *X.shape[-2:])


def pedroni(y: np.ndarray, X: np.ndarray, ways: Ways) -> np.ndarray:
    """Return Pedroni's (1999) seven statistics (S, 7), not standardised, of y (S, N, T) and X (S, N, T, K)."""
    S, N, T = y.shape
    flat, regressors = _flat(y, X)
    e = without(flat, np.concatenate([terms(ways.deterministic, *flat.shape), regressors], axis=-1))
    weight = 1 / bartlett(without(np.diff(flat, axis=1), np.diff(regressors, axis=1)), ways.kernel)
    before, change = e[:, :-1], np.diff(e, axis=1)
    level, cross = (before**2).sum(axis=1), (before * change).sum(axis=1)
    innovation = change - (cross / level)[:, None] * before
    short, long = (innovation**2).mean(axis=1), bartlett(innovation, ways.kernel)
    drift = cross - (T - 1) * (long - short) / 2
    u, v = _augmented(before, change, ways.lags)
    own, product = (v**2).sum(axis=1), (u * v).sum(axis=1)
    noise = ((u - (product / own)[:, None] * v) ** 2).mean(axis=1)

    def over(x: np.ndarray) -> np.ndarray:
        return np.asarray(x.reshape(S, N).sum(axis=1))

    total, root = over(weight * level), np.sqrt(N)
    return np.stack(
        [
            T**2 * N * root / total,
            T * root * over(weight * drift) / total,
            over(weight * drift) / np.sqrt(over(weight * long) / N * total),
            over(weight * product) / np.sqrt(over(weight * noise) / N * over(weight * own)),
            T / root * over(drift / level),
            over(drift / np.sqrt(long * level)) / root,
            over(product / np.sqrt(noise * own)) / root,
        ],
        axis=1,
    )


def _augmented(before: np.ndarray, change: np.ndarray, lags: int) -> tuple[np.ndarray, np.ndarray]:
    """Return differences and lagged levels (n, t) without `lags` lagged differences."""
    length = change.shape[1]
    lagged = [change[:, lags - j : length - j] for j in range(1, lags + 1)]
    others = np.stack(lagged, axis=-1) if lagged else np.empty((*change.shape, 0))
    return without(change[:, lags:], others), without(before[:, lags:], others)


def kao(y: np.ndarray, X: np.ndarray, ways: Ways) -> np.ndarray:
    """Return Kao's (1999) five statistics, (S, 5); the limit of each is standard normal.

    Variances are those of the outcome's changes given the regressors', as Kao defines his u (y = L.y + u); residuals of
    the Dickey-Fuller regression in their place have a bias of their own in short panels.
    """
    S, N, T = y.shape
    left = y - y.mean(axis=2, keepdims=True)
    right = X - X.mean(axis=2, keepdims=True)
    e = without(left.reshape(S, N * T), right.reshape(S, N * T, -1)).reshape(S, N, T)
    before, now = e[:, :, :-1], e[:, :, 1:]
    own = (before**2).sum(axis=(1, 2))
    rho = (before * now).sum(axis=(1, 2)) / own
    u = now - rho[:, None, None] * before
    t = (rho - 1) / np.sqrt((u**2).sum(axis=(1, 2)) / (N * (T - 1) - 1) / own)
    w = np.diff(np.concatenate([y[..., None], X], axis=-1), axis=2)
    short = _conditional(_pooled(w, 0))
    ratio = short / np.maximum(_conditional(_pooled(w, ways.kernel)), 1e-300)  # of short-run to long-run variance
    root, scale = np.sqrt(N), T * np.sqrt(N) * (rho - 1)
    shift, spread = np.sqrt(6 * N * ratio) / 2, np.sqrt(1 / (2 * ratio) + 3 * ratio / 10)
    return np.stack(
        [
            (scale + 3 * root) / np.sqrt(51 / 5),
            np.sqrt(5 / 4) * t + np.sqrt(15 / 8 * N),
            (scale + 3 * root * ratio) / np.sqrt(3 + 36 * ratio**2 / 5),
            (t + shift) / spread,
            (_pooled_t(e, ways.lags) + shift) / spread,
        ],
        axis=1,
    )


def _pooled_t(e: np.ndarray, lags: int) -> np.ndarray:
    """Return t (S,) of a root of one in the pooled regression of residuals on their past and lagged differences."""
    S, N, T = e.shape
    change, before = np.diff(e, axis=2), e[:, :, :-1]
    lagged = [change[:, :, lags - j : T - 1 - j] for j in range(1, lags + 1)]
    rows = S, N * (T - 1 - lags)
    others = np.stack([x.reshape(rows) for x in lagged], axis=-1) if lagged else np.empty((*rows, 0))
    u, v = without(change[:, :, lags:].reshape(rows), others), without(before[:, :, lags:].reshape(rows), others)
    own = (v**2).sum(axis=1)
    slope = (u * v).sum(axis=1) / own
    errors = ((u - slope[:, None] * v) ** 2).sum(axis=1)
    return np.asarray(slope / np.sqrt(errors / (rows[1] - 1 - lags) / own))


def _pooled(w: np.ndarray, kernel: int) -> np.ndarray:
    """Return Bartlett covariances (S, d, d) of w (S, N, T, d), averaged over units."""
    total = np.einsum("sntj,sntk->sjk", w, w)
    for lag in range(1, min(kernel, w.shape[2] - 1) + 1):
        moved = np.einsum("sntj,sntk->sjk", w[:, :, lag:], w[:, :, :-lag])
        total = total + (1 - lag / (kernel + 1)) * (moved + moved.transpose(0, 2, 1))
    return np.asarray(total / (w.shape[1] * w.shape[2]))


def _conditional(covariance: np.ndarray) -> np.ndarray:
    """Return variances (S,) of the first variable given the others."""
    across = covariance[:, 0, 1:]
    solved = np.linalg.solve(covariance[:, 1:, 1:], across[:, :, None])[:, :, 0]
    return np.asarray(covariance[:, 0, 0] - (across * solved).sum(axis=1))


def westerlund(y: np.ndarray, X: np.ndarray, ways: Ways) -> np.ndarray:
    """Return Westerlund's (2007) Gt, Ga, Pt, Pa (S, 4) before they are standardised, of y (S, N, T), X (S, N, T, K)."""
    S, N, T = y.shape
    flat, regressors = _flat(y, X)
    change, long, short = corrections(flat, regressors, ways)
    left, inside = change[:, ways.lags : T - 1 - ways.leads], slice(ways.lags, T - 1 - ways.leads)
    Z = np.concatenate([long[:, inside, 1:], short], axis=-1)
    v, w = without(long[:, inside, 0], Z), without(left, Z)
    own = (v**2).sum(axis=1)
    alpha = (v * w).sum(axis=1) / own
    df = left.shape[1] - Z.shape[-1] - 1
    sigma2 = ((w - alpha[:, None] * v) ** 2).sum(axis=1) / df
    slopes = coefficients(left, np.concatenate([long[:, inside], short], axis=-1))[:, : long.shape[-1]]
    rest = change[:, ways.lags :] - np.einsum("ntk,nk->nt", long[:, ways.lags :], slopes)
    centred = change - change.mean(axis=1, keepdims=True) if ways.deterministic == "trend" else change
    ratio = np.sqrt(bartlett(rest, ways.kernel) / bartlett(centred, ways.kernel))

    def over(x: np.ndarray) -> np.ndarray:
        return np.asarray(x.reshape(S, N).sum(axis=1))

    total = over(own)
    pooled = over((v * w).sum(axis=1) / ratio) / total
    error = np.sqrt(over(sigma2 / ratio**2) / N / total)
    return np.stack(
        [over(alpha / np.sqrt(sigma2 / own)) / N, over(df * alpha / ratio) / N, pooled / error, df * pooled], axis=1
    )


def corrections(y: np.ndarray, X: np.ndarray, ways: Ways) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the parts of the error-correction models of units y (n, T) and X (n, T, K).

    Returns
    -------
    tuple of ndarray
        The differences of y (n, T - 1); lagged levels of y and X, deterministic terms and lagged differences of y, over
        the same rows, nought where there is no lag; leads and lags of the differences of X over the rows that have all.
    """
    n, T = y.shape
    change, step = np.diff(y, axis=1), np.diff(X, axis=1)
    lagged = []
    for j in range(1, ways.lags + 1):
        column = np.zeros_like(change)
        column[:, j:] = change[:, :-j]
        lagged.append(column[:, :, None])
    long = np.concatenate([y[:, :-1, None], X[:, :-1], terms(ways.deterministic, n, T - 1), *lagged], axis=-1)
    first, last = ways.lags, T - 1 - ways.leads
    short = [step[:, first + k : last + k] for k in range(-ways.lags, ways.leads + 1)]
    return change, long, np.concatenate(short, axis=-1)
