"""What a panel regression found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.least_squares import least_squares
from gisplug.numbers.projections import Absorbed, weighted_residuals
from gisplug.panel.prediction import predicted
from gisplug.panel.sample import Sample, clusters_of
from gisplug.regression.results.constant import TERM, Piece, constant_row
from gisplug.regression.results.labels import effect_rows, error_label


@dataclass(frozen=True, repr=False, eq=False)
class PanelFit(TableFit):
    """A panel regression.

    Attributes
    ----------
    estimates : DataFrame, index term
        estimate, se, stat, p, low, high (95 %).
    cov : DataFrame, term by term
    r2, r2_within, r2_adjusted : float
        Of the model with its effects; of the demeaned data; the first adjusted for coefficients and effects.
    clusters : how the errors are related, with the lags of Driscoll-Kraay errors
    df : float
        Degrees of freedom of the t tests (clusters - 1 where clustered).
    residuals : ndarray (n,); `sample.rows` tells where they stand in the panel.
    taken : the effects taken out
    """

    formula: Formula
    estimates: pd.DataFrame
    cov: pd.DataFrame
    r2: float
    r2_within: float
    r2_adjusted: float
    sse: float
    df: float
    f: float
    f_p: float
    effects: str
    errors: str
    absorbed: int
    sample: Sample = field(repr=False)
    residuals: np.ndarray = field(repr=False)
    taken: tuple[Absorbed, ...] = field(default=(), repr=False)
    extra: tuple[str, ...] = ()
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    clusters: Clusters | None = field(default=None, repr=False)

    kind = "Panel regression"

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.formula.outcome

    @property
    def nobs(self) -> int:
        """Rows used."""
        return self.sample.n

    @property
    def units(self) -> int:
        """Units with rows."""
        return int(self.sample.unit.max()) + 1

    @property
    def periods(self) -> int:
        """Periods with rows."""
        return int(self.sample.period.max()) + 1

    @property
    def sigma2(self) -> float:
        """Error variance, corrected for coefficients and effects."""
        return self.sse / (self.n - len(self.estimates) - self.absorbed)

    @property
    def r2_units(self) -> float:
        """Share explained by regressors and effects of periods after unit effects are out: within R2 of xtreg with
        i.period. Without unit effects it is `r2`.
        """
        if self.effects not in ("unit", "twoways"):
            return self.r2
        y = weighted_residuals(self.sample.columns[:, :1], [Absorbed(self.sample.unit)], self.sample.weights)
        return 1 - self.sse / float((y**2).sum())

    def constant_row(self, at: str = "mean") -> pd.DataFrame:
        """Return the constant with its standard error, one row "Constant"; columns as `estimates`.

        Parameters
        ----------
        at : "mean", of the average unit and period (xtreg, areg, reghdfe), or "first", of the first period.

        Raises
        ------
        ModelError
            If `at` is unknown, or the effects of periods are not told apart from others.
        """
        if TERM in self.estimates.index:
            return self.estimates.loc[[TERM]]
        sample, clusters = self.sample, self.clusters or clusters_of(self.sample, self.errors)
        flat = weighted_residuals(sample.columns[:, 1:], self.taken, sample.weights)
        b, terms = self.estimates["estimate"].to_numpy(), list(self.estimates.index)
        _, bread = least_squares(flat, np.zeros(sample.n), terms)
        piece = Piece(sample.columns[:, 0], sample.columns[:, 1:], b, flat @ bread)
        return constant_row(piece, sample, self.taken, clusters, at)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        rows = effect_rows(self.effects)
        rows |= dict.fromkeys(self.extra, "Yes")
        return rows | {
            "Errors": error_label(self.errors),
            "Observations": self.n,
            "Units": self.units,
            "R2": self.r2,
            "R2 within": self.r2_within,
            "F": self.f,
        }

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit): of the rows used with their effects, or of another panel,
        NaN for units and periods whose effect is not known.

        Raises
        ------
        NotDefined
            If another panel is given and the model has trends, or effects of other groups.
        """
        b = self.estimates["estimate"].to_numpy()

        def linear(column: Callable[[str], np.ndarray]) -> np.ndarray:
            parts = [column(term) * b[k] for k, term in enumerate(self.formula.regressors)]
            return np.asarray(sum(parts) + b[len(parts) :].sum())  # the constant comes last

        fitted = self.sample.columns[:, 0] - self.residuals
        return predicted(self.sample, fitted, linear, self.effects, panel)


def regressors_named(fit: PanelFit, terms: Sequence[str]) -> list[str]:
    """Return the terms, each of which is a regressor of the fit.

    Raises
    ------
    ModelError
        If one is none.
    """
    regressors = list(fit.formula.regressors)
    if unknown := [t for t in terms if t not in regressors]:
        raise ModelError(
            message(
                "{unknown} is no term of the regression; it has {regressors}.",
                unknown=some(unknown),
                regressors=some(regressors),
            )
        )
    return list(terms)
