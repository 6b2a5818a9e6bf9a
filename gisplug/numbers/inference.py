"""From estimates and their covariance to tables and joint tests: standard errors, p, intervals, Wald."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gisplug.numbers import distributions as stats
from gisplug.numbers.symmetric import quadratic_form


def estimates(
    terms: Sequence[str], b: np.ndarray, cov: np.ndarray, df: float = np.inf, level: float = 0.95
) -> pd.DataFrame:
    """Return a frame (index term; estimate, se, stat, p, low, high) of b (k,) with covariance (k, k); t with `df`,
    normal where infinite.
    """
    return interval_frame(b, np.sqrt(np.maximum(np.diag(cov), 0.0)), list(terms), level, df)


def interval_frame(
    estimate: np.ndarray, se: np.ndarray, index: Any, level: float = 0.95, df: float | np.ndarray = np.inf
) -> pd.DataFrame:
    """Return estimate, se, stat, p, low, high from estimates (k,) and standard errors (k,); no stat where se is 0.

    `df` is a number or (k,); tests are normal where it is infinite.
    """
    law = stats.norm if np.all(np.isinf(df)) else stats.t(df)
    stat = np.divide(estimate, se, out=np.full(len(se), np.nan), where=se > 0.0)
    reach = law.isf((1.0 - level) / 2.0) * se
    columns = {"estimate": estimate, "se": se, "stat": stat, "p": 2.0 * law.sf(np.abs(stat))}
    named = index if isinstance(index, pd.MultiIndex) else pd.Index(index, name="term")
    return pd.DataFrame({**columns, "low": estimate - reach, "high": estimate + reach}, index=named)


def with_own_df(
    terms: Sequence[str], b: Sequence[float], se: Sequence[float], df: Sequence[float], level: float = 0.95
) -> pd.DataFrame:
    """Return a frame (index term; estimate, se, stat, df, p, low, high) of b (k,), each t with its own `df` (k,)."""
    made = interval_frame(np.asarray(b), np.asarray(se), list(terms), level, np.asarray(df, dtype=float))
    made.insert(3, "df", np.asarray(df, dtype=float))
    return made


def wald(b: np.ndarray, cov: np.ndarray, df: float = np.inf) -> tuple[float, int, float]:
    """Return the joint test of b (q,) = 0 with covariance `cov` (q, q): F with finite `df`, chi-squared otherwise.

    Returns
    -------
    statistic, numerator df (the rank of the covariance), p
    """
    chi, rank = quadratic_form(b, cov)
    if rank == 0:
        return np.nan, 0, np.nan
    if np.isinf(df):
        return chi, rank, float(stats.chi2.sf(chi, rank))
    return chi / rank, rank, float(stats.f.sf(chi / rank, rank, df))
