"""Whether series rise or fall: Mann and Kendall's test, of many series at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.numbers.distributions import norm

EXACT = 60  # periods up to which series without equal values have the exact distribution


@dataclass(frozen=True)
class Trend:
    """Tests of N series.

    Attributes
    ----------
    S : (N,)
        Pairs that rise less pairs that fall.
    tau : (N,)
        Kendall's tau-b; NaN where a series does not vary.
    p : (N,)
        Two-sided: exact where no values are equal and there are at most `EXACT` of them, else by the normal
        distribution with the variance for equal values and the correction for continuity.
    """

    S: np.ndarray
    tau: np.ndarray
    p: np.ndarray


def mann_kendall(values: np.ndarray) -> Trend:
    """Test N series of T values (T, N), none missing (Mann 1945; Kendall 1975)."""
    periods, n = values.shape
    S = np.zeros(n)
    for t in range(periods - 1):
        S += np.sign(values[t + 1 :] - values[t]).sum(axis=0)
    pairs = periods * (periods - 1) / 2
    tied, correction = _ties(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        tau = np.where(tied < pairs, S / np.sqrt(pairs * (pairs - tied)), np.nan)
        variance = (periods * (periods - 1) * (2 * periods + 5) - correction) / 18
        z = np.where(variance > 0, np.sign(S) * np.maximum(np.abs(S) - 1, 0) / np.sqrt(variance), 0.0)
    p = np.where(variance > 0, 2 * norm.sf(np.abs(z)), 1.0)
    distinct = tied == 0
    if periods <= EXACT and distinct.any():
        p[distinct] = exact_p(periods)[((pairs - np.abs(S[distinct])) // 2).astype(int)]
    return Trend(S, tau, np.minimum(p, 1.0))


def exact_p(periods: int) -> np.ndarray:
    """Return two-sided p of series without equal values by the smaller of their numbers k of falling and rising pairs:
    (K,), from k = 0.
    """
    share = np.ones(1)
    for length in range(2, periods + 1):
        share = np.convolve(share, np.full(length, 1.0 / length))
    out: np.ndarray = np.minimum(2 * np.cumsum(share), 1.0)
    return out


def _ties(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of equal values of each series, and sum t (t - 1) (2 t + 5) over its groups of equal ones."""
    ordered = np.sort(values, axis=0)
    pairs, correction = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for k in np.flatnonzero((np.diff(ordered, axis=0) == 0).any(axis=0)):
        count = np.unique(ordered[:, k], return_counts=True)[1].astype(float)
        pairs[k] = (count * (count - 1) / 2).sum()
        correction[k] = (count * (count - 1) * (2 * count + 5)).sum()
    return pairs, correction
