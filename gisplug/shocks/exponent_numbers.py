"""Exponents of cross-section dependence of series (T, N): from the variance of their average, and from the number of
pairs that correlate (Bailey, Kapetanios & Pesaran 2016, 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.messages import message
from gisplug.numbers.distributions import norm
from gisplug.panel.testing.dependence import LEAST_COMMON

MOST_MEMORY = 0.97  # sum of the coefficients of the autoregression of squares, beyond which it has no variance


@dataclass(frozen=True)
class Exponent:
    """One exponent.

    Attributes
    ----------
    alpha : float
        Bias-corrected: less the part of weak dependence, and that of the strength of the loadings.
    se : float
        NaN where it has none.
    plain, without_weak : float
        From the variance of the average alone; less the part of weak dependence.
    units : int
        Units that go with the average (Holm), or pairs that correlate.
    """

    alpha: float
    se: float
    plain: float
    without_weak: float
    units: int


def average_exponent(x: np.ndarray, components: int = 4, size: float = 0.1) -> Exponent:
    """Return the exponent from the variance of the cross-section average of x (T, N), units of mean nought.

    Parameters
    ----------
    components : principal components that leave the weak part of the dependence
    size : level of Holm's tests of which units go with the average

    Notes
    -----
    Bailey, Kapetanios & Pesaran (2016): alpha from the variance s2 of the average, 1 + ln(s2) / (2 ln N); less
    c / (2 N ln N s2), c the variance of the root of N times the average of what is left of principal components; less
    ln(m2) / (2 ln N), m2 the variance of the average of the units whose t on the average passes Holm's tests.

    Raises
    ------
    PanelError
        If the average does not vary.
    """
    T, N = x.shape
    log_n = np.log(N)
    average = x.mean(axis=1)
    s2 = float(average.var(ddof=1))
    if s2 <= 1e-20 * float(x.var()):
        raise PanelError(
            "The average of the units does not vary, as in residuals of regressions with effects of periods; take "
            "method='correlations'."
        )
    plain = 1 + np.log(s2) / (2 * log_n)
    U, values, Vt = np.linalg.svd(x, full_matrices=False)
    left = x - (U[:, :components] * values[:components]) @ Vt[:components]
    c = N * float(left.mean(axis=1).var(ddof=1))
    without = plain - c / (2 * log_n * N * s2)
    centred = average - average.mean()
    slope = centred @ x / (centred @ centred)
    e = x - x.mean(axis=0) - np.outer(centred, slope)
    se = np.sqrt((e**2).sum(axis=0) / (T - 2) / (centred @ centred))
    t = np.abs(np.divide(slope, se, out=np.full(N, np.inf), where=se > 0))
    order = np.argsort(-t, kind="stable")
    passed = t[order] >= norm.isf(size / (2 * np.arange(N, 0, -1)))
    count = N if passed.all() else int(passed.argmin())
    chosen = order[: max(count, 1)]
    m2 = float(x[:, chosen].mean(axis=1).var()) if count else 1.0
    alpha = without - np.log(m2) / (2 * log_n)
    loading = slope * centred.std(ddof=1)
    return Exponent(float(alpha), _error(centred, loading, float(alpha)), float(plain), float(without), count)


def _error(average: np.ndarray, loadings: np.ndarray, alpha: float) -> float:
    """Return the standard error (B47): of the long-run variance of the squared average (T,), by an autoregression of
    order T^(1/3), and of the scatter of the N^alpha strongest loadings (N,).
    """
    T, N = len(average), len(loadings)
    z = (average / average.std(ddof=1)) ** 2
    z = z - z.mean()
    order = min(int(np.ceil(T ** (1 / 3) - 1e-9)), (T - 2) // 2)
    past = np.column_stack([z[order - j : T - j] for j in range(1, order + 1)])
    b = np.linalg.lstsq(past, z[order:], rcond=None)[0]
    e = z[order:] - past @ b
    memory = min(float(b.sum()), MOST_MEMORY)
    shocks = float(e @ e) / (T - order) / (1 - memory) ** 2
    most = int(np.clip(round(N**alpha), 2, N))
    strongest = loadings[np.argsort(-np.abs(loadings), kind="stable")[:most]]
    strongest = strongest / max(abs(strongest.mean()), 1e-300)
    return float(np.sqrt(shocks / T + 4 / N * N ** (1 - alpha) * strongest.var(ddof=1)) / (2 * np.log(N)))


def correlation_exponent(x: np.ndarray, size: float = 0.1) -> Exponent:
    """Return the exponent from the number of pairs of series x (T, N), NaN where a value lacks, that correlate.

    A pair counts where its correlation, times the root of its common periods, lies beyond the normal quantile at `size`
    over the root of the number of pairs; alpha is ln(N + twice the pairs that count) / (2 ln N).

    Raises
    ------
    PanelError
        If no two units share enough periods.
    """
    here = np.isfinite(x)
    mask = here.astype(float)
    z = np.where(here, x, 0.0)
    common = mask.T @ mask
    sums, squares = z.T @ mask, (z**2).T @ mask
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - sums**2 / common
        r = (z.T @ z - sums * sums.T / common) / np.sqrt(spread * spread.T)
    N = x.shape[1]
    first, second = np.triu_indices(N, 1)
    used = (common[first, second] >= LEAST_COMMON) & np.isfinite(r[first, second])
    if not used.any():
        raise PanelError(
            message(
                "No two units share {least} periods in which both vary; there is nothing to correlate.",
                least=LEAST_COMMON,
            )
        )
    beyond = norm.isf(size / 2 / np.sqrt(N * (N - 1) / 2))
    strong = np.abs(r[first, second][used]) * np.sqrt(common[first, second][used]) > beyond
    alpha = float(np.log(N + 2 * int(strong.sum())) / (2 * np.log(N)))
    return Exponent(alpha, np.nan, alpha, alpha, int(strong.sum()))
