"""Wrapped: a result that stands on a fit and has its face."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.finding import standing
from gisplug.numbers.fits.fit import LEVEL, Fit, PanelLike

F = TypeVar("F", bound=Fit, covariant=True)


class Wrapped(Fit, Generic[F]):
    """A result whose estimates are those of its field `fit`."""

    @standing
    def fit(self) -> F:
        """The fit it stands on."""
        raise NotImplementedError(f"{type(self).__name__} has no fit")

    @property
    def params(self) -> pd.Series:
        """Estimates, index term."""
        return self.fit.params

    @property
    def cov(self) -> pd.DataFrame:
        """Covariance, rows and columns by term."""
        return self.fit.cov

    @property
    def df(self) -> float:
        """Degrees of freedom of the t tests."""
        return self.fit.df

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.fit.nobs

    @standing
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.fit.outcome

    @standing
    def report(self) -> Report:
        """What was found on the way."""
        return self.fit.report

    @standing
    def omitted(self) -> Mapping[str, str]:
        """Terms left out because they are not identified: term and reason."""
        return self.fit.omitted

    @standing
    def tests(self) -> pd.DataFrame:
        """Specification tests, index test."""
        return self.fit.tests

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table: label and value."""
        return self.fit.statistics

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return estimate, se, stat, p, low, high (columns) of every term (index); intervals of the share `level`."""
        return self.fit.table(level)

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return what the fit predicts, index (period, unit).

        Raises
        ------
        NotDefined
            If the fit has no prediction.
        """
        return self.fit.predict(panel)
