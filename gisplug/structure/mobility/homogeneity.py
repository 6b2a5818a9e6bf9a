"""Whether several transition matrices are one: likelihood ratio and Q (Bickenbach & Bode 2003)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from gisplug.numbers.distributions import chi2


@dataclass(frozen=True)
class Homogeneity:
    """Tests that the chains of all regimes are one. p by chi2 with `df`; `p_LR_sim` and `p_Q_sim` by shuffles of units
    over the map, NaN where none were made.
    """

    LR: float
    Q: float
    df: int
    p_LR: float
    p_Q: float
    p_LR_sim: float = float("nan")
    p_Q_sim: float = float("nan")


def homogeneity(counts: np.ndarray) -> Homogeneity:
    """Test counts (m, k, k) of m regimes against those of all together.

    Cells that nobody ever takes, and classes that a regime never has, do not count in the degrees of freedom.
    """
    likelihood, pearson = statistics(counts)
    whole = counts.sum(axis=0)
    regimes = (counts.sum(axis=2) > 0).sum(axis=0)
    taken = (whole > 0).sum(axis=1)
    df = int(((regimes - 1) * (taken - 1))[(regimes > 0) & (taken > 0)].sum())
    p = chi2.sf([likelihood, pearson], df) if df > 0 else np.full(2, np.nan)
    return Homogeneity(likelihood, pearson, df, float(p[0]), float(p[1]))


def statistics(counts: np.ndarray) -> tuple[float, float]:
    """Return the likelihood ratio and Q of counts (m, k, k)."""
    whole, rows = counts.sum(axis=0), counts.sum(axis=2, keepdims=True)
    share = np.divide(whole, whole.sum(axis=1, keepdims=True), out=np.zeros_like(whole), where=whole > 0)
    expected = rows * share
    there = expected > 0
    ratio = np.divide(counts, expected, out=np.ones_like(counts), where=there)
    likelihood = 2 * float(xlogy(counts, ratio).sum())
    gap = np.divide((counts - expected) ** 2, expected, out=np.zeros_like(counts), where=there)
    return max(likelihood, 0.0), float(gap.sum())
