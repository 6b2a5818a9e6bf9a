"""What a panel threshold regression found."""

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
from gisplug.numbers.fits.finding import NotDefined, drawn
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.least_squares import least_squares
from gisplug.numbers.projections import residualised
from gisplug.panel.prediction import predicted
from gisplug.panel.sample import Sample, clusters_of, fixed_effects_of
from gisplug.regression.results.constant import Piece, constant_row
from gisplug.regression.results.labels import effect_rows, error_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False, eq=False)
class ThresholdFit(TableFit):
    """A panel threshold regression.

    Attributes
    ----------
    thresholds : DataFrame, index threshold (1..r)
        gamma, low, high (interval from the likelihood ratio).
    tests : DataFrame, index model (Single, Double, Triple)
        sse, mse = sse / (N (T - 1)), F, p, and the bootstrap's critical values at 10, 5 and 1 %.
    stages : DataFrame, index (model, threshold)
        gamma, low, high of every model that was tested.
    estimates : DataFrame, index term; regime-dependent terms name their regime.
    curves : mapping of threshold number to DataFrame, columns gamma, lr
    critical : float, value of the likelihood ratio below which the interval lies.
    regimes : DataFrame, index regime: rows and share of the observations.
    cov : DataFrame, rows and columns by term; `df` : degrees of freedom of the t tests
    sample, split : the rows used, and the regressors with a slope per regime
    """

    formula: Formula
    q: str
    thresholds: pd.DataFrame
    tests: pd.DataFrame
    estimates: pd.DataFrame
    curves: Mapping[int, pd.DataFrame]
    critical: float
    level: float
    regimes: pd.DataFrame
    n: int
    units: int
    periods: int
    r2_within: float
    errors: str
    effects: str
    variant: str
    bootstraps: int
    seed: int
    sse: float
    sse_linear: float
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    cov: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    df: float = np.inf
    split: tuple[str, ...] = ()
    sample: Sample | None = field(default=None, repr=False)
    stages: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    kind = "Panel threshold regression"

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.formula.outcome

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.n

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        gammas = {
            message("Threshold {number}", number=number): float(g) for number, g in self.thresholds["gamma"].items()
        }
        return {
            **effect_rows(self.effects),
            "Errors": error_label(self.errors),
            **gammas,
            "Observations": self.nobs,
            "Units": self.units,
            "R2 within": self.r2_within,
        }

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return thresholds and regimes, index number and regime, by their heading."""
        return {"Thresholds": self.thresholds, "Regimes": self.regimes}

    def constant_row(self, at: str = "mean") -> pd.DataFrame:
        """Return the constant with its standard error, one row "Constant"; columns as `estimates`; NaN with the variant
        "gauss", whose slopes leave out a period.

        Parameters
        ----------
        at : "mean", of the average unit and period (xtreg), or "first", of the first period.

        Raises
        ------
        NotDefined
            If the fit was made without its sample.
        ModelError
            If `at` is unknown.
        """
        sample = self.sample
        if sample is None:
            raise NotDefined(message("{title} has no constant: it was made without its rows.", title=self.title))
        place = {term: j for j, term in enumerate(sample.terms)}
        at_q = np.searchsorted(np.sort(self.thresholds["gamma"]), sample.columns[:, place[self.q]])
        controls = [t for t in self.formula.regressors if t not in self.split]
        parts = [
            sample.columns[:, place[term]] * (at_q == regime)
            for regime in range(len(self.regimes))
            for term in self.split
        ]
        X = np.column_stack([*parts, *(sample.columns[:, place[t]] for t in controls)])
        absorbed = fixed_effects_of(sample, self.effects)
        flat, terms = residualised(X, absorbed), list(self.estimates.index)
        _, bread = least_squares(flat, np.zeros(sample.n), terms)
        b = self.estimates["estimate"].to_numpy()
        piece = Piece(sample.columns[:, 0], X, b, flat @ bread)
        row = constant_row(piece, sample, absorbed, clusters_of(sample, self.errors), at)
        return row * np.nan if self.variant == "gauss" else row

    def plot(self, ax: Axes | None = None, threshold: int = 1) -> Axes:
        """Draw the likelihood ratio of a threshold (the first by default) on `ax`, or on a new figure."""
        row = self.thresholds.loc[threshold]
        interval = (float(row["low"]), float(row["high"]))
        return drawn("threshold", ax, self.curves[threshold], float(row["gamma"]), interval, self.critical, self.q)

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit): of the rows used with their effects, or of another panel,
        NaN for units and periods whose effect is not known.

        Raises
        ------
        NotDefined
            If the fit was made without its sample.
        """
        if self.sample is None:
            return super().predict(panel)
        sample, b = self.sample, self.estimates["estimate"].to_numpy()
        gammas = np.sort(self.thresholds["gamma"].to_numpy())
        k = len(self.split)

        def linear(column: Callable[[str], np.ndarray]) -> np.ndarray:
            regime = np.searchsorted(gammas, column(self.q), side="right" if self.variant == "gauss" else "left")
            parts = [column(term) * b[regime * k + j] for j, term in enumerate(self.split)]
            controls = [t for t in self.formula.regressors if t not in self.split]
            return np.asarray(
                sum(parts) + sum(column(t) * v for t, v in zip(controls, b[len(b) - len(controls) :], strict=True))
            )

        place = {term: j for j, term in enumerate(sample.terms)}
        rest = sample.columns[:, 0] - linear(lambda term: sample.columns[:, place[term]])
        left = residualised(rest[:, None], fixed_effects_of(sample, self.effects))[:, 0]
        return predicted(sample, sample.columns[:, 0] - left, linear, self.effects, panel)
