"""Backfitting of a multiscale GWR: every coefficient has a bandwidth of its own (Fotheringham, Yang & Kang 2017)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.local.bandwidth import Criterion, Search, criterion_of
from gisplug.local.pooled import Smoother

Change = Literal["smooth", "rss"]
CHANGES: tuple[Change, ...] = ("smooth", "rss")
SETTLED = 5  # rounds without another bandwidth, after which they stay (mgwr)
NEARBY = 1.6  # factor about the last bandwidth within which later rounds search
EDGE = 1.02  # near the end of that, the whole range is searched
CIRCLES = 5  # rounds that come back to bandwidths of an earlier one, after which they stay
FULL = 2  # rounds that search the whole range
EXACT, SWEEPS = 1e-9, 2000  # change at which coefficients of fixed bandwidths are exact, in standard deviations
COLUMNS = 6_000_000  # numbers that inference holds at once
Smoothing = Callable[[float], Smoother]


@dataclass(frozen=True, eq=False)
class Additive:
    """Sums of the rows that a multiscale GWR needs.

    Attributes
    ----------
    P : (N, k, k) products of the regressors, over periods
    q : (N, k) products with the outcome
    total : sum of squares of the outcome
    n : rows
    taken : parameters of the effects that were taken out
    """

    P: np.ndarray
    q: np.ndarray
    total: float
    n: int
    taken: int

    def rss(self, beta: np.ndarray) -> float:
        """Return the sum of squared residuals of coefficients (N, k)."""
        fitted = np.einsum("nj,njl,nl->", beta, self.P, beta)
        return float(self.total - 2.0 * (beta * self.q).sum() + fitted)

    def partial(self, beta: np.ndarray, j: int, q: np.ndarray | None = None) -> np.ndarray:
        """Return the products (N, ...) of regressor j with what the others leave, for coefficients (N, k, ...)."""
        others = np.einsum("nl,nl...->n...", self.P[:, j], beta) - (self.P[:, j, j] * beta[:, j].T).T
        return np.asarray((self.q if q is None else q)[:, j] - others)


@dataclass(frozen=True, eq=False)
class Backfitted:
    """Where backfitting ended.

    Attributes
    ----------
    beta : (N, k)
    bandwidths : (k,)
    changes : (R,), of each round
    history : (R, k), bandwidths of each round
    circled : whether bandwidths came back to earlier ones again and again, and were held
    """

    beta: np.ndarray
    bandwidths: np.ndarray
    changes: np.ndarray
    history: np.ndarray
    circled: bool = False


def backfit(
    sums: Additive,
    beta: np.ndarray,
    smoothing: Smoothing,
    search: tuple[Criterion, bool, float, float],
    stop: tuple[Change, float, int],
    progress: Progress,
) -> Backfitted:
    """Fit coefficients in turn to what the others leave, and choose the bandwidth of each, until nothing changes.

    Parameters
    ----------
    beta : (N, k), where it starts
    search : criterion, whether bandwidths are whole, the narrowest and the widest
    stop : what is measured, the change at which it stops, and the most rounds

    Raises
    ------
    ConvergenceError
        If there are more rounds.
    """
    criterion, whole, low, high = search
    change, tolerance, most = stop
    k = beta.shape[1]
    beta, widths, same, circles = beta.copy(), np.full(k, np.nan), 0, 0
    changes: list[float] = []
    history: list[np.ndarray] = []
    rss = sums.rss(beta)
    while True:
        before, last = beta.copy(), widths.copy()
        for j in range(k):
            progress.check()
            if same < SETTLED:
                near = (low, high) if len(changes) < FULL else _near(widths[j], low, high)
                widths[j] = _best(sums, beta, j, smoothing, (criterion, whole, *near))
                if near != (low, high) and not near[0] * EDGE < widths[j] < near[1] / EDGE:
                    widths[j] = _best(sums, beta, j, smoothing, (criterion, whole, low, high))
            beta[:, j] = _smoothed(sums, beta, j, smoothing(widths[j]))
        same = same + 1 if np.array_equal(last, widths) else 0
        circles += bool(same == 0 and any(np.array_equal(old, widths) for old in history))
        if circles >= CIRCLES:
            same = SETTLED
        changes.append(_change(sums, before, beta, change, rss))
        rss = sums.rss(beta)
        history.append(widths.copy())
        progress.update(min(0.95, 1.0 - max(0.0, np.log(changes[-1] / tolerance)) / 20.0))
        if changes[-1] < tolerance:
            break
        if len(changes) >= most:
            raise ConvergenceError(
                message(
                    "Backfitting did not settle in {most} rounds: the last change is {change:.2g}, {tolerance:g} is "
                    "asked for. Regressors may be nearly collinear; use fewer, or allow more rounds or a larger "
                    "change.",
                    most=most,
                    change=changes[-1],
                    tolerance=tolerance,
                )
            )
    beta = solved(sums, sums.q[..., None], widths, smoothing, beta[..., None])[..., 0]
    return Backfitted(beta, widths, np.array(changes), np.array(history), circles >= CIRCLES)


def solved(
    sums: Additive, q: np.ndarray, widths: np.ndarray, smoothing: Smoothing, beta: np.ndarray, close: float = EXACT
) -> np.ndarray:
    """Return the coefficients (N, k, C) at which backfitting of C outcomes with these bandwidths ends.

    Parameters
    ----------
    q : (N, k, C) products of the regressors with the outcomes
    widths : (k,)
    beta : (N, k, C), where it starts

    Raises
    ------
    ConvergenceError
        If they do not settle.
    """
    smoothers = [smoothing(width) for width in widths]
    below = [s.sums(sums.P[:, j, j, None]) for j, s in enumerate(smoothers)]
    beta = beta.copy()
    for _ in range(SWEEPS):
        before = beta.copy()
        for j, smoother in enumerate(smoothers):
            beta[:, j] = smoother.sums(sums.partial(beta, j, q)) / below[j]
        if np.abs(beta - before).max() <= close * max(1.0, np.abs(beta).max()):
            return beta
    raise ConvergenceError(
        "Coefficients of these bandwidths do not settle: regressors are nearly collinear around some places. Use fewer."
    )


def covariances(
    sums: Additive, widths: np.ndarray, smoothing: Smoothing, progress: Progress, periods: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what inference rests on (Yu et al. 2020), in blocks of columns of the hat matrices.

    Parameters
    ----------
    widths : (k,)

    Returns
    -------
    spread : (N, k, k), covariance of the coefficients over the variance of the error
    parameters : (k,), traces of the hat matrices of the regressors
    own : (N, k, k), from products of a unit with the outcome to its own coefficients
    """
    N, k, _ = sums.P.shape
    values, vectors = np.linalg.eigh(sums.P)
    roots = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    ranks = range(k - min(k, periods), k)
    spread, own = np.zeros((N, k, k)), np.zeros((N, k, k))
    size = max(1, COLUMNS // (N * k * len(ranks)))
    traces = np.zeros(k)
    for start in range(0, N, size):
        part = np.arange(start, min(start + size, N))
        q = np.zeros((N, k, len(part), len(ranks)))
        q[part, :, np.arange(len(part))] = roots[part][:, :, ranks]
        flat = q.reshape(N, k, -1)
        beta = solved(sums, flat, widths, smoothing, np.zeros_like(flat), close=1e-7)
        spread += np.einsum("njc,nlc->njl", beta, beta)
        here = beta.reshape(q.shape)[part, :, np.arange(len(part))]
        traces += np.einsum("njr,njr->j", here, roots[part][:, :, ranks])
        own[part] = here @ np.linalg.pinv(roots[part][:, :, ranks])
        progress.update((start + size) / N)
    return spread, traces, own


def _near(width: float, low: float, high: float) -> tuple[float, float]:
    return max(low, width / NEARBY), min(high, width * NEARBY)


def _smoothed(sums: Additive, beta: np.ndarray, j: int, smoother: Smoother) -> np.ndarray:
    over = smoother.sums(np.stack([sums.partial(beta, j), sums.P[:, j, j]], axis=1))
    return np.asarray(over[:, 0] / over[:, 1])


def _best(
    sums: Additive, beta: np.ndarray, j: int, smoothing: Smoothing, search: tuple[Criterion, bool, float, float]
) -> float:
    """Return the best bandwidth of one coefficient, given the others."""
    criterion, whole, low, high = search
    g, own = sums.partial(beta, j), sums.P[:, j, j]
    columns = np.stack([g, own], axis=1)
    without = beta.copy()
    without[:, j] = 0.0
    left = sums.rss(without)

    def score(width: float) -> float:
        over = smoothing(width).sums(columns)
        if not (over[:, 1] > 0).all():
            return float("inf")
        new = over[:, 0] / over[:, 1]
        rss = left - 2.0 * float(new @ g) + float(new**2 @ own)
        trace = float((own / over[:, 1]).sum())
        return criterion_of(criterion, rss, sums.n, trace, np.inf)

    return Search(score, whole).best(low, high)


def _change(sums: Additive, before: np.ndarray, beta: np.ndarray, kind: Change, rss: float) -> float:
    if kind == "rss":
        now = sums.rss(beta)
        return abs(now - rss) / now
    own = np.einsum("njj->nj", sums.P)
    moved = float((own * (beta - before) ** 2).sum()) / sums.n
    fitted = float(np.einsum("nj,njl,nl->", beta, sums.P, beta))
    return float(np.sqrt(moved / fitted))
