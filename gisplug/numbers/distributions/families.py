"""Normal, Student's t, chi-squared and F, by the functions of scipy.special and with the names of scipy.stats.

scipy loads its parts when they are first named, so a tool that asks for no p-value loads none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy

Values = Any  # a number or an array of numbers; what comes back has the shape of what was given


class Normal:
    """The standard normal distribution."""

    def pdf(self, x: Values) -> Any:
        """Density."""
        return np.exp(-(np.asarray(x) ** 2) / 2.0) / np.sqrt(2 * np.pi)

    def cdf(self, x: Values) -> Any:
        """P(X <= x)."""
        return scipy.special.ndtr(x)

    def sf(self, x: Values) -> Any:
        """P(X > x)."""
        return scipy.special.ndtr(-np.asarray(x))

    def ppf(self, p: Values) -> Any:
        """The x with P(X <= x) = p."""
        return scipy.special.ndtri(p)

    def isf(self, p: Values) -> Any:
        """The x with P(X > x) = p."""
        return -scipy.special.ndtri(p)


class Student:
    """Student's t; `t(df)` holds the degrees of freedom, which may be infinite."""

    def __call__(self, df: Values) -> Held:
        return Held(df)

    def cdf(self, x: Values, df: Values) -> Any:
        """P(X <= x)."""
        return scipy.special.stdtr(df, x)

    def sf(self, x: Values, df: Values) -> Any:
        """P(X > x)."""
        return scipy.special.stdtr(df, -np.asarray(x))

    def ppf(self, p: Values, df: Values) -> Any:
        """The x with P(X <= x) = p."""
        return np.where(np.asarray(p) == 0, -np.inf, scipy.special.stdtrit(df, p))[()]

    def isf(self, p: Values, df: Values) -> Any:
        """The x with P(X > x) = p."""
        return -self.ppf(p, df)


class Held:
    """Student's t with its degrees of freedom."""

    def __init__(self, df: Values) -> None:
        self.df = df

    def cdf(self, x: Values) -> Any:
        """P(X <= x)."""
        return t.cdf(x, self.df)

    def sf(self, x: Values) -> Any:
        """P(X > x)."""
        return t.sf(x, self.df)

    def ppf(self, p: Values) -> Any:
        """The x with P(X <= x) = p."""
        return t.ppf(p, self.df)

    def isf(self, p: Values) -> Any:
        """The x with P(X > x) = p."""
        return t.isf(p, self.df)


class ChiSquared:
    """The chi-squared distribution."""

    def sf(self, x: Values, df: Values) -> Any:
        """P(X > x); 1 below 0, nan without degrees of freedom."""
        return np.where(np.asarray(df) > 0, scipy.special.chdtrc(df, np.maximum(x, 0)), np.nan)[()]


class Fisher:
    """The F distribution."""

    def cdf(self, x: Values, dfn: Values, dfd: Values) -> Any:
        """P(X <= x); 0 below 0, nan without degrees of freedom."""
        return scipy.special.fdtr(dfn, dfd, np.maximum(x, 0))

    def sf(self, x: Values, dfn: Values, dfd: Values) -> Any:
        """P(X > x); 1 below 0, nan without degrees of freedom."""
        return scipy.special.fdtrc(dfn, dfd, np.maximum(x, 0))


norm, t, chi2, f = Normal(), Student(), ChiSquared(), Fisher()
