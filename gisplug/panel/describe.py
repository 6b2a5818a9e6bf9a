"""Descriptive statistics, correlation and collinearity of panel columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.messages import message
from gisplug.numbers.distributions import t as student
from gisplug.numbers.symmetric import DEPENDENT, inverse, rank
from gisplug.panel.frame import Panel

LEAST_ROWS = 3


@dataclass(frozen=True)
class Correlations:
    """Correlation coefficients and two-sided p-values of `n` complete rows.

    Attributes
    ----------
    r, p : DataFrame (K, K), columns by columns
        Coefficients and p-values; p is NaN on the diagonal.
    method
        "pearson" or "spearman".
    """

    r: pd.DataFrame
    p: pd.DataFrame
    n: int
    method: str


def descriptives(panel: Panel, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Describe columns.

    Returns
    -------
    DataFrame, index variable
        n, mean, sd (divisor n - 1), min, p25, median, p75, max, and the standard deviation between units (of unit
        means) and within units (of deviations from them, divisor n - 1, as Stata's xtsum).

    Raises
    ------
    PanelError
        If a column is absent, not a number, or empty.
    """
    chosen = list(columns) if columns else numeric_columns(panel)
    rows = {}
    for column in chosen:
        values = panel.array(column)
        known = values[np.isfinite(values)]
        if not len(known):
            raise PanelError(message("{column!r} has no values to describe.", column=column))
        counts = np.isfinite(values).sum(axis=0)
        means = np.divide(np.nansum(values, axis=0), counts, out=np.full(panel.N, np.nan), where=counts > 0)
        within = (values - means)[np.isfinite(values)]
        quartiles = np.quantile(known, [0.25, 0.5, 0.75])
        rows[column] = {
            "n": len(known),
            "mean": known.mean(),
            "sd": _sd(known),
            "min": known.min(),
            "p25": quartiles[0],
            "median": quartiles[1],
            "p75": quartiles[2],
            "max": known.max(),
            "sd_between": _sd(means[counts > 0]),
            "sd_within": _sd(within),
        }
    return pd.DataFrame(rows).T.rename_axis("variable").astype({"n": int})


def correlations(panel: Panel, columns: Sequence[str] | None = None, method: str = "pearson") -> Correlations:
    """Correlate columns over complete rows; "pearson" or "spearman" (ranks).

    Raises
    ------
    PanelError
        If there are fewer than three complete rows, or a column does not vary in them.
    """
    chosen, x = complete_rows(panel, columns)
    if method == "spearman":
        from scipy.stats import rankdata

        x = rankdata(x, axis=0)
    n = len(x)
    r = np.corrcoef(x, rowvar=False)
    with np.errstate(divide="ignore"):
        score = np.abs(r) * np.sqrt((n - 2) / np.maximum(1 - r**2, 0.0))
    p = 2 * student.sf(score, n - 2)
    np.fill_diagonal(p, np.nan)
    labelled = [pd.DataFrame(v, index=chosen, columns=chosen) for v in (r, p)]
    return Correlations(labelled[0], labelled[1], n, method)


def variance_inflation(panel: Panel, columns: Sequence[str]) -> pd.DataFrame:
    """Variance inflation factors of regressors, a constant included; a factor above 10 is usually called serious.

    Returns
    -------
    DataFrame, index variable
        vif, tolerance (1 / vif); the last row "Mean" holds the mean factor.

    Raises
    ------
    PanelError
        If a column is a sum of others, which has no finite factor.
    """
    chosen, x = complete_rows(panel, columns)
    if len(chosen) < 2:
        raise PanelError("Variance inflation needs at least two columns.")
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    correlation = z.T @ z / len(z)
    if rank(correlation, DEPENDENT) < len(chosen):
        raise PanelError(
            message(
                "Some of {chosen} are exact sums of others, so their variance inflation is infinite. Leave one out.",
                chosen=", ".join(chosen),
            )
        )
    vif = np.diag(inverse(correlation))
    out = pd.DataFrame({"vif": vif, "tolerance": 1 / vif}, index=pd.Index(chosen, name="variable"))
    out = out.sort_values("vif", ascending=False, kind="stable")
    out.loc["Mean"] = [vif.mean(), np.nan]
    return out


def numeric_columns(panel: Panel) -> list[str]:
    """Names of the columns that hold numbers."""
    return [str(c) for c in panel.frame.columns if panel.frame[c].dtype.kind in "iuf"]


def complete_rows(panel: Panel, columns: Sequence[str] | None) -> tuple[list[str], np.ndarray]:
    """Return the column names and the rows without empty cells, shape (rows, K).

    Raises
    ------
    PanelError
        If there are fewer than three of them, or a column does not vary in them.
    """
    chosen = list(columns) if columns else numeric_columns(panel)
    x = panel.arrays(chosen).reshape(-1, len(chosen))
    x = x[np.isfinite(x).all(axis=1)]
    if len(x) < LEAST_ROWS:
        raise PanelError(message("Only {n} rows have values in all of {chosen}.", n=len(x), chosen=", ".join(chosen)))
    flat = [c for c, v in zip(chosen, np.ptp(x, axis=0), strict=True) if v == 0]
    if flat:
        raise PanelError(message("{flat} is the same in all complete rows; leave it out.", flat=", ".join(flat)))
    return chosen, x


def _sd(values: np.ndarray) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else float("nan")
