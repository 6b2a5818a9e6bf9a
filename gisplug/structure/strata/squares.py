"""Sums of squares within and between classes, and the tests of the geographical detector that they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.numbers import distributions as stats

SAME = 1e-9  # two shares of variance that differ by less are the same


@dataclass(frozen=True, eq=False)
class Spread:
    """An outcome by classes: `count`, `mean`, `within` (sums of squares about the class mean), each (L,), and the
    sum of squares about the whole mean.
    """

    count: np.ndarray
    mean: np.ndarray
    within: np.ndarray
    total: float

    @property
    def q(self) -> float:
        """Share of the sum of squares that lies between the classes."""
        return min(max(1.0 - float(self.within.sum()) / self.total, 0.0), 1.0)


def spread_of(y: np.ndarray, code: np.ndarray) -> Spread:
    """Return the sums of y (n,), not constant, by the classes in code (n,), 0 to L - 1, none of them empty."""
    centred = y - y.mean()
    count = np.bincount(code).astype(float)
    mean = np.bincount(code, centred) / count
    within = np.bincount(code, (centred - mean[code]) ** 2)
    return Spread(count, mean + y.mean(), within, float(centred @ centred))


def adjusted(q: float, rows: int, classes: int) -> float:
    """Return q less what that many classes explain by chance; NaN where every row is a class."""
    return 1.0 - (1.0 - q) * (rows - 1) / (rows - classes) if rows > classes else float("nan")


@dataclass(frozen=True)
class FactorTest:
    """F of the classes, its p, and the p of the noncentral F that the packages GD and geodetector print."""

    F: float
    p: float
    p_noncentral: float


def factor_test(spread: Spread) -> FactorTest:
    """Test that all classes have one mean.

    `p` is that of the F test (exact for normal errors without dependence). `p_noncentral` follows Wang, Zhang & Fu
    (2016): F with the noncentrality (sum m_h^2 - (sum sqrt(n_h) m_h)^2 / n) / sigma^2, which moves when a constant is
    added to the outcome.
    """
    n, classes, q = float(spread.count.sum()), len(spread.count), spread.q
    if classes < 2 or n <= classes:
        return FactorTest(np.nan, np.nan, np.nan)
    one, two = classes - 1, n - classes
    value = np.inf if q >= 1.0 else q / one / ((1.0 - q) / two)
    noncentral = ((spread.mean**2).sum() - (np.sqrt(spread.count) * spread.mean).sum() ** 2 / n) * n / spread.total
    if not np.isfinite(value):
        return FactorTest(value, 0.0, 0.0)
    p = at_least = float(stats.f.sf(value, one, two))
    if noncentral > 0:
        from scipy.stats import ncf

        at_least = float(ncf.sf(value, one, two, noncentral))
    return FactorTest(float(value), p, at_least)


def additive_q(y: np.ndarray, first: np.ndarray, second: np.ndarray) -> tuple[float, int]:
    """Return the share of the sum of squares of y (n,) that effects of two classifications, first (n,) and second (n,),
    explain side by side, and how many means they estimate.
    """
    one = np.eye(int(first.max()) + 1)[first]
    design = np.hstack([one, np.eye(int(second.max()) + 1)[second][:, 1:]])
    centred = y - y.mean()
    beta, _, rank, _ = np.linalg.lstsq(design.T @ design, design.T @ centred, rcond=1e-10)
    return min(float(beta @ (design.T @ centred)) / float(centred @ centred), 1.0), int(rank)


def interaction_test(y: np.ndarray, first: np.ndarray, second: np.ndarray, both: Spread) -> tuple[float, float]:
    """Return F and p of "the classes overlaid explain no more than the effects of both side by side", for y (n,) by
    first (n,) and second (n,); NaN where there is nothing to test: no further class, or no row left.
    """
    side, rank = additive_q(y, first, second)
    more, left = len(both.count) - rank, len(y) - len(both.count)
    if more < 1 or left < 1 or both.q >= 1.0:
        return np.nan, np.nan
    value = max(both.q - side, 0.0) / more / ((1.0 - both.q) / left)
    return float(value), float(stats.f.sf(value, more, left))


def ecological_test(one: Spread, other: Spread) -> tuple[float, float]:
    """Return F = within sum of squares of `one` over that of `other`, with n - 1 and n - 1 degrees of freedom (Wang et
    al. 2010), and its two-sided p. Above one the other factor explains more.
    """
    df = float(one.count.sum()) - 1
    a, b = float(one.within.sum()), float(other.within.sum())
    if b <= SAME * other.total:
        return (np.nan, np.nan) if a <= SAME * one.total else (np.inf, 0.0)
    value = a / b
    return value, float(min(1.0, 2 * min(stats.f.sf(value, df, df), stats.f.cdf(value, df, df))))


def risk_tests(spread: Spread) -> list[tuple[int, int, float, float, float]]:
    """Return (class, other class, t, df, p) of Welch's test for each pair; NaN where a class has one row or neither
    varies.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = spread.within / (spread.count - 1) / spread.count
        found = []
        for a in range(len(share)):
            for b in range(a + 1, len(share)):
                both = share[a] + share[b]
                if not both > 0:
                    found.append((a, b, np.nan, np.nan, np.nan))
                    continue
                t = float((spread.mean[a] - spread.mean[b]) / np.sqrt(both))
                parts = share[[a, b]] ** 2 / (spread.count[[a, b]] - 1)
                df = float(both**2 / parts.sum())
                found.append((a, b, t, df, float(2 * stats.t.sf(abs(t), df))))
    return found


def holm(p: np.ndarray) -> np.ndarray:
    """Return p-values (n,) by Holm's rule for all tests together; NaN stay and are not counted."""
    out = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    out[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return out
