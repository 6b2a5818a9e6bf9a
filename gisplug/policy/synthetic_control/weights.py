"""Weights of synthetic DID: donors and periods that make the donors' path run parallel to the treated units'.

Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), by the Frank-Wolfe steps of the authors' R package synthdid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ITERATIONS, FIRST_PASS = 10_000, 100  # as in the authors' R package
METHODS = ("sdid", "did", "sc", "difp")


@dataclass(frozen=True)
class CohortFit:
    """Weights and estimate of one cohort.

    Attributes
    ----------
    omega : (N0,) unit weights; lam : (T0,) period weights
    estimate : effect on its treated units
    """

    omega: np.ndarray
    lam: np.ndarray
    estimate: float


def one_cohort(Y: np.ndarray, first: np.ndarray, g: int, method: str) -> CohortFit:
    """Return weights and estimate of the units of Y (N, T) first treated at g."""
    donors = np.isinf(first)
    return cohort_fits(Y[donors][None], Y[first == g].mean(axis=0)[None], np.array([(first == g).sum()]), g, method)[0]


def cohort_fits(
    Y: np.ndarray,
    treated: np.ndarray,
    N1: np.ndarray,
    T0: int,
    method: str = "sdid",
    omega: np.ndarray | None = None,
    lam: np.ndarray | None = None,
    keep: np.ndarray | None = None,
) -> list[CohortFit]:
    """Return weights and estimates of B problems at once.

    Parameters
    ----------
    Y : (B, N0, T) donors; treated : (B, T) mean of the N1 (B,) treated units, treated from period T0 on
    omega, lam : (B, N0) and (B, T0) starts (for placebos), uniform by default
    keep : (B, N0) bool, donors that exist; rows beyond are padding
    """
    B, N0, T = Y.shape
    T1 = T - T0
    here = np.ones((B, N0)) if keep is None else keep.astype(float)
    count = here.sum(axis=1)
    noise = _noise(np.diff(Y[:, :, :T0], axis=2), here)
    top = np.concatenate([Y[:, :, :T0], Y[:, :, T0:].mean(axis=2, keepdims=True)], axis=2)
    small, least = 1e-6 * noise, 1e-5 * noise
    zeta = (N1 * T1) ** 0.25 * noise if method == "sdid" else small
    even_omega, even_lam = here / count[:, None], np.full((B, T0), 1 / T0)
    if method == "did":
        omega, lam = even_omega, even_lam
    else:
        if method == "sdid":
            middle = (top * here[:, :, None]).sum(axis=1, keepdims=True) / count[:, None, None]
            flat = (top - middle) * here[:, :, None]
            lam = _sparse(flat, count, small, even_lam if lam is None else lam, least)
        else:
            lam = np.zeros((B, T0)) if method == "sc" else even_lam
        across = np.concatenate([top[:, :, :T0], treated[:, None, :T0]], axis=1).transpose(0, 2, 1)
        if method != "sc":
            across = across - across.mean(axis=1, keepdims=True)
        omega = _sparse(across, np.full(B, T0), zeta, even_omega if omega is None else omega, least, here > 0)
    gap = treated - np.einsum("bi,bit->bt", omega, Y)
    values = gap[:, T0:].mean(axis=1) - (lam * gap[:, :T0]).sum(axis=1)
    return [CohortFit(omega[k], lam[k], float(values[k])) for k in range(B)]


def _noise(change: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Return the standard deviation of the donors' changes before the policy, (B,)."""
    weight = here[:, :, None]
    size = here.sum(axis=1) * change.shape[2]
    mean = (change * weight).sum(axis=(1, 2)) / size
    squares = (((change - mean[:, None, None]) ** 2) * weight).sum(axis=(1, 2))
    return np.asarray(np.sqrt(squares / np.maximum(size - 1, 1)))


def _sparse(
    Y: np.ndarray, m: np.ndarray, zeta: np.ndarray, start: np.ndarray, least: np.ndarray, keep: np.ndarray | None = None
) -> np.ndarray:
    """A first pass, small weights to nought, then on to the end (the package's sparsification)."""
    first = frank_wolfe(Y, m, zeta, start, least, FIRST_PASS, keep)
    thin = np.where(first <= first.max(axis=1, keepdims=True) / 4, 0.0, first)
    return frank_wolfe(Y, m, zeta, thin / thin.sum(axis=1, keepdims=True), least, ITERATIONS, keep)


def frank_wolfe(
    Y: np.ndarray,
    m: np.ndarray,
    zeta: np.ndarray,
    start: np.ndarray,
    least: np.ndarray,
    iterations: int,
    keep: np.ndarray | None = None,
) -> np.ndarray:
    """Minimise ||A x - b||^2 / m + zeta^2 ||x||^2 over the simplex for B problems at once.

    Parameters
    ----------
    Y : (B, rows, n + 1), [A, b] of each problem
    m, zeta, least : (B,) divisor of the squares, penalty, and the step in value (its root) at which a problem is done
    start : (B, n) weights to start from
    keep : (B, n) bool, weights that may move; the rest are padding

    Returns
    -------
    (B, n) weights, at least 0 and summing to 1
    """
    A, b = Y[:, :, :-1], Y[:, :, -1]
    n, total = start.shape[1], np.add.reduce  # `sum` without its checks: the loop runs thousands of times
    gram, cross, size = A.transpose(0, 2, 1) @ A, np.einsum("bmn,bm->bn", A, b), (b**2).sum(axis=1)
    own, eta, penalty, close = np.einsum("bnn->bn", gram).copy(), m * zeta**2, zeta**2, least**2
    bar = None if keep is None or keep.all() else np.where(keep, 0.0, np.inf)
    out, columns = start.copy(), gram.reshape(-1, n)
    on = np.arange(len(Y))
    row, block = on * n, on * n  # where a problem begins in x, and in the columns of all problems
    x, Gx = start.copy(), np.einsum("bij,bj->bi", gram, start)
    before = np.full(len(Y), np.inf)
    for step in range(iterations):
        gradient = Gx - cross + eta[:, None] * x
        i = (gradient if bar is None else gradient + bar).argmin(axis=1)
        at = row + i
        xx, xGx = total(x * x, axis=1), total(x * Gx, axis=1)
        quad = own.take(at) - 2 * Gx.take(at) + xGx + eta * (1 - 2 * x.take(at) + xx)
        slope = gradient.take(at) - total(gradient * x, axis=1)
        move = np.divide(-slope, quad, out=np.zeros_like(slope), where=quad > 0)
        move = np.minimum(np.maximum(move, 0.0), 1.0)
        stay = (1 - move)[:, None]
        x *= stay
        x.reshape(-1)[at] += move
        Gx = Gx * stay + move[:, None] * columns.take(block + i, axis=0)
        value = penalty * total(x * x, axis=1) + (total(x * Gx, axis=1) - 2 * total(x * cross, axis=1) + size) / m
        done = (before - value <= close) if step >= 1 else np.zeros(len(on), dtype=bool)
        if done.any():
            out[on[done]] = x[done]
            if done.all():
                return out
            left = ~done
            on, x, Gx, value, block, row = on[left], x[left], Gx[left], value[left], block[left], row[: left.sum()]
            cross, own, size, eta, m = cross[left], own[left], size[left], eta[left], m[left]
            penalty, close, bar = penalty[left], close[left], None if bar is None else bar[left]
        before = value
    out[on] = x
    return out
