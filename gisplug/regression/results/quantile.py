"""What a panel quantile regression found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.tabled import TableFit
from gisplug.panel.prediction import predicted
from gisplug.regression.quantiles.methods import Rows, fitted
from gisplug.regression.results.constant import TERM
from gisplug.regression.results.panel import PanelFit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELS = {
    "moments": "Moments",
    "canay": "Two steps",
    "dummies": "Dummies of effects",
    "pooled": "Pooled",
}


@dataclass(frozen=True, repr=False, eq=False)
class QuantileColumn(TableFit):
    """One quantile as a column of a table.

    `estimates` has the index term and the columns estimate, se, stat, p, low, high.
    """

    estimates: pd.DataFrame
    quantile: float
    whole: QuantileFit = field(repr=False)

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("Quantile regression at {quantile:g}: {outcome}", quantile=self.quantile, outcome=self.outcome)

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.whole.formula.outcome

    @property
    def nobs(self) -> int:
        """Rows used."""
        return self.whole.mean.nobs

    @property
    def cov(self) -> pd.DataFrame:
        """Covariance of the bootstrap draws, rows and columns by term; of each alone where they were not kept."""
        if self.whole.drawn is None:
            return super().cov
        at = self.whole.quantiles.index(self.quantile)
        cov = np.atleast_2d(np.cov(self.whole.drawn[:, at], rowvar=False))
        return pd.DataFrame(cov, index=self.estimates.index, columns=self.estimates.index)

    @property
    def omitted(self) -> Mapping[str, str]:
        """Terms left out because they are not identified: term and reason."""
        return self.whole.omitted

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return the predicted quantile, index (period, unit): of the rows used with their effects, or of another
        panel, NaN for units and periods whose effect is not known.
        """
        mean, b = self.whole.mean, self.estimates["estimate"]
        sample = mean.sample
        rows = Rows(
            sample.columns[:, 0], sample.columns[:, 1:], sample.unit, sample.period, mean.effects, tuple(b.index)
        )

        def linear(column: Callable[[str], np.ndarray]) -> np.ndarray:
            return np.asarray(sum(column(term) * b[term] for term in b.index) + constant)

        constant = 0.0
        found = (self.whole.location.to_numpy(), mean.residuals)
        fit = fitted(self.whole.method, rows, found, b.to_numpy(), self.quantile)
        if mean.effects == "none":
            places = [mean.sample.terms.index(t) for t in b.index]
            constant = float(np.mean(fit - mean.sample.columns[:, places] @ b.to_numpy()))
        return predicted(mean.sample, fit, linear, mean.effects, panel)

    @property
    def report(self) -> Report:
        """What the whole fit has to say."""
        return self.whole.report

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        shown = self.whole.mean.statistics
        name = LABELS[self.whole.method]
        label = (
            message("{labels}, bootstrap by unit", labels=name)
            if self.whole.resample == "units"
            else message("{labels}, bootstrap by row", labels=name)
        )
        r2 = float(self.whole.pseudo_r2.get(self.quantile, np.nan))
        return {
            "Unit effects": shown["Unit effects"],
            "Period effects": shown["Period effects"],
            "Errors": label,
            "Observations": self.whole.mean.n,
            "Units": self.whole.mean.units,
            **({"Pseudo R2": r2} if np.isfinite(r2) else {}),
        }

    def constant_row(self, at: str = "mean") -> pd.DataFrame:
        """Return the constant with its bootstrap error, one row "Constant"; columns as `estimates`.

        It is that of the average unit and period; NaN with "first" under effects, and where the method has none.

        Parameters
        ----------
        at : "mean" or "first".
        """
        row = self.whole.constants.loc[[self.quantile]].set_axis(pd.Index([TERM], name="term"))
        return row if at == "mean" or self.whole.mean.effects == "none" else row * np.nan


@dataclass(frozen=True, repr=False, eq=False)
class QuantileFit(Fits[float, QuantileColumn]):
    """Coefficients at several quantiles.

    Attributes
    ----------
    estimates : DataFrame, index (quantile, term); estimate, se, stat, p, low, high
    mean : PanelFit
        The fixed-effects regression of the mean, for comparison.
    location, scale : Series by term; moments only: estimate = location + q(tau) scale
    drawn : (draws, Q, K) bootstrap estimates of K terms at Q quantiles
    constants : DataFrame, index quantile; columns as `estimates`; NaN with moments
    pseudo_r2 : Series, index quantile (Koenker & Machado 1999); NaN with moments; that of canay leaves out the effects
    resample : whether the bootstrap drew whole units or rows
    tests : DataFrame, index term; statistic, df, df_resid, p of equal slopes at all quantiles (with moments, at the
        first and the last: all slopes are then on one line)
    """

    formula: Formula
    quantiles: tuple[float, ...]
    estimates: pd.DataFrame
    mean: PanelFit
    location: pd.Series
    scale: pd.Series
    method: str
    draws: int
    seed: int
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    drawn: np.ndarray | None = field(default=None, repr=False)
    constants: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    pseudo_r2: pd.Series = field(default_factory=lambda: pd.Series(dtype=float), repr=False)
    tests: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    resample: str = "units"

    kind = "Quantile regressions"
    key = "quantile"

    @property
    def fits(self) -> Mapping[float, QuantileColumn]:
        """One fit a quantile."""
        return {quantile: self.column(quantile) for quantile in self.quantiles}

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("{kind}: {outcome}", kind=self.kind, outcome=self.formula.outcome)

    def plot(self, ax: Axes | None = None, term: str | None = None) -> Axes:
        """Draw the coefficient of a term (the first by default) over the quantiles; returns the axes."""
        name = self.formula.regressors[0] if term is None else term
        rows = self.estimates.xs(name, level="term")
        return drawn("quantiles", ax, rows, self.mean.estimates.loc[name], name)

    def column(self, quantile: float) -> QuantileColumn:
        """Return one quantile's estimates by term."""
        return QuantileColumn(self.estimates.xs(quantile, level="quantile"), quantile, self)
