"""What a regression with a slope for each unit, or with common shocks taken out, found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.inference import interval_frame
from gisplug.panel.sample import Sample
from gisplug.shocks.reading import UnitRows
from gisplug.shocks.unit_fits import UnitFits


@dataclass(frozen=True, repr=False, eq=False)
class SlopesFit(TableFit):
    """A regression whose slopes may differ by unit.

    Attributes
    ----------
    estimates : DataFrame, index term
        estimate, se, stat, p, low, high (95 %); their t has `df` degrees of freedom, units less one.
    cov : DataFrame, term by term
    slopes : DataFrame, index (unit, term)
        Slopes of each unit, with classical errors of its own regression; where it does not tell them NaN.
    long_run : DataFrame, index term
        Slopes over one less the own lags, with errors by the delta method; empty in static models.
    homogeneity : DataFrame, index test
        statistic, df, p, p_sim of tests that all units have the same slopes; empty where they are not known.
    dependence : DataFrame
        Pesaran's CD of the residuals, one row; empty where it was not asked for.
    averages : names of the cross-section averages taken out
    residuals : ndarray (T, N), NaN where there is no row
    sigma2 : variance of the residuals, each unit's rows less its columns
    """

    kind_: str
    method: str
    outcome: str
    estimates: pd.DataFrame
    cov: pd.DataFrame
    df: float
    errors: str
    facts: Mapping[str, Cell]
    slopes: pd.DataFrame
    long_run: pd.DataFrame
    homogeneity: pd.DataFrame
    dependence: pd.DataFrame
    averages: tuple[str, ...]
    sample: Sample = field(repr=False)
    residuals: np.ndarray = field(repr=False)
    sigma2: float
    units: int
    periods: int
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)

    no_prediction = message("its common shocks and intercepts are taken out, not estimated")

    @property
    def kind(self) -> str:  # type: ignore[override]
        """What was fitted."""
        return self.kind_

    @property
    def nobs(self) -> int:
        """Rows used."""
        return self.sample.n

    @property
    def tests(self) -> pd.DataFrame:
        """Tests that all units have the same slopes: index test; statistic, df, p, p_sim."""
        return self.homogeneity

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return long-run slopes (index term) and the CD test of the residuals (one row), where there are any."""
        found = {"Long run": self.long_run, "Dependence of the residuals": self.dependence}
        return {name: frame for name, frame in found.items() if len(frame)}

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        rows: dict[str, Cell] = {"Estimator": self.method, **self.facts, "Errors": self.errors}
        rows |= {"Observations": self.nobs, "Units": self.units, "Periods": self.periods}
        if len(self.dependence):
            rows["CD of residuals"] = float(self.dependence["statistic"].iloc[0])
            rows["p (CD)"] = float(self.dependence["p_sim"].iloc[0])
        if len(self.homogeneity):
            rows["Slope homogeneity, adjusted delta"] = float(self.homogeneity.loc["adjusted delta", "statistic"])
            rows["p (homogeneity)"] = float(self.homogeneity.loc["adjusted delta"].get("p_sim", np.nan))
        return rows


def mean_covariance(b: np.ndarray) -> np.ndarray:
    """Return the covariance (K, K) of the mean of slopes b (N, K): their scatter over N (N - 1)."""
    gap = b - b.mean(axis=0)
    return np.asarray(gap.T @ gap / (len(b) * (len(b) - 1)))


def slopes_table(rows: UnitRows, fits: UnitFits) -> pd.DataFrame:
    """Return slopes of each unit, index (unit, term): estimate, se, stat, p, low, high with t of its own df."""
    K = fits.b.shape[1]
    free = np.maximum(rows.here.sum(axis=1) - rows.lost - K, 0)
    sure = (fits.rank == K) & (free > 0)
    sigma2 = np.where(sure, (fits.e**2).sum(axis=1) / np.maximum(free, 1), np.nan)
    se = np.sqrt(sigma2[:, None] * np.diagonal(fits.inverse, axis1=1, axis2=2))
    index = pd.MultiIndex.from_product([rows.ids, rows.terms], names=["unit", "term"])
    b = np.where((fits.rank == K)[:, None], fits.b, np.nan)
    df = np.repeat(np.where(sure, free, np.nan), K).astype(float)
    return interval_frame(b.ravel(), np.nan_to_num(se.ravel()), index, df=df)


def long_run_of(b: np.ndarray, cov: np.ndarray, terms: tuple[str, ...], lags: int, df: float) -> pd.DataFrame:
    """Return slopes over one less the sum of the `lags` first coefficients, index term, with errors by the delta
    method; b (K,), cov (K, K).
    """
    left = 1.0 - b[:lags].sum()
    theta = b[lags:] / left
    slope = np.hstack([np.tile((theta / left)[:, None], lags), np.eye(len(theta)) / left])
    se = np.sqrt(np.maximum(np.diag(slope @ cov @ slope.T), 0.0))
    return interval_frame(theta, se, list(terms[lags:]), df=df)
