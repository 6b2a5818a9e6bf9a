"""TableFit: a fit that was made as a table, with its covariance beside it or only its standard errors."""

from __future__ import annotations

import pandas as pd

from gisplug.numbers.fits.finding import standing
from gisplug.numbers.fits.fit import LEVEL, Fit, apart


class TableFit(Fit):
    """A fit whose field `estimates` is its table with intervals of 95 percent.

    Attributes
    ----------
    estimates : DataFrame, index term; estimate, se, stat, p, low, high
    """

    @standing
    def estimates(self) -> pd.DataFrame:
        """The table: index term; estimate, se, stat, p, low, high."""
        raise NotImplementedError(f"{type(self).__name__} has no estimates")

    @property
    def params(self) -> pd.Series:
        """Estimates, index term."""
        return self.estimates["estimate"]

    @standing
    def cov(self) -> pd.DataFrame:
        """Covariance, rows and columns by term: the squared standard errors, and NaN where it was never computed."""
        return apart(list(self.estimates.index), self.estimates["se"].to_numpy())

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return estimate, se, stat, p, low, high (columns) of every term (index); intervals of the share `level`."""
        return self.estimates.copy() if level == LEVEL else super().table(level)
