"""What a regression with instruments found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers import distributions as stats
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.fits.finding import NotDefined
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.projections import Absorbed, absorbed_rank
from gisplug.panel.prediction import predicted
from gisplug.panel.sample import Sample
from gisplug.regression.instruments.anderson_rubin import ReducedForm, WeakSet, weak_set
from gisplug.regression.results.constant import Piece, constant_row
from gisplug.regression.results.labels import effect_rows, error_label


@dataclass(frozen=True, repr=False, eq=False)
class InstrumentFit(TableFit):
    """An instrumental-variables regression.

    Attributes
    ----------
    estimates : second stage; index term; estimate, se, stat, p, low, high
    cov : DataFrame, term by term (rows and columns as `estimates`)
    first : mapping of endogenous variable to its first stage (frames with index term)
    df : float
        Degrees of freedom of the t tests.
    sample, residuals : the rows used, and what is left of their outcome (n,)
    taken, clusters : the effects taken out, and how errors are related
    reduced : the reduced form, from which sets that hold with weak instruments follow
    pieces : mapping of outcome and of each endogenous variable to what its constant follows from
    tests : DataFrame, index test (kp_lm, anderson_lm, kp_f, cragg_donald_f, first_stage_f, overidentification,
        endogeneity, anderson_rubin); statistic, df, p (NaN where critical values decide), note
        With several endogenous variables, conditional_f too: that of Sanderson & Windmeijer (2016).
    stock_yogo : DataFrame, index criterion; critical values of the estimator where tabulated
    """

    outcome: str
    endogenous: tuple[str, ...]
    instruments: tuple[str, ...]
    estimates: pd.DataFrame
    cov: pd.DataFrame
    first: dict[str, pd.DataFrame]
    first_statistics: dict[str, dict[str, float]]
    tests: pd.DataFrame
    stock_yogo: pd.DataFrame
    estimator: str
    effects: str
    errors: str
    n: int
    units: int
    r2_within: float
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    df: float = np.inf
    sample: Sample | None = field(default=None, repr=False)
    residuals: np.ndarray | None = field(default=None, repr=False)
    taken: tuple[Absorbed, ...] = field(default=(), repr=False)
    clusters: Clusters | None = field(default=None, repr=False)
    reduced: ReducedForm | None = field(default=None, repr=False)
    pieces: Mapping[str, Piece] = field(default_factory=dict, repr=False)

    kind = "Instrumental variables"

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.n

    def anderson_rubin(self, level: float = 0.95) -> WeakSet:
        """Return the values of the endogenous coefficient that the Anderson-Rubin test does not reject: an interval, or
        a set without an end where the instruments are too weak to bound it, or an empty one.

        The test is the F of the instruments for the outcome less the value times the endogenous variable, as robust as
        the errors; with more instruments than one it also rejects values at which instruments contradict each other.

        Raises
        ------
        NotDefined
            If there are several endogenous variables (their joint test is `tests.loc["anderson_rubin"]`), or the fit
            was made without its rows.
        """
        if self.reduced is None or len(self.endogenous) > 1:
            raise NotDefined(
                "An Anderson-Rubin set is of one endogenous variable and of a fit with its rows; the joint test of "
                "several is in `tests`."
            )
        row = self.estimates.iloc[0]
        return weak_set(self.reduced, float(row["estimate"]), float(row["se"]), level)

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the first stages, index term, by their heading."""
        return {message("First stage of {name}", name=name): frame for name, frame in self.first.items()}

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit): of the rows used with their effects, or of another panel,
        NaN for units and periods whose effect is not known.

        Raises
        ------
        NotDefined
            If another panel is given and the model has trends or effects of other groups.
        """
        if self.sample is None or self.residuals is None:
            return super().predict(panel)
        b = self.params

        def linear(column: Callable[[str], np.ndarray]) -> np.ndarray:
            return np.asarray(sum(column(term) * b[term] for term in b.index) + self.constant)

        return predicted(self.sample, self.sample.columns[:, 0] - self.residuals, linear, self.effects, panel)

    @property
    def constant(self) -> float:
        """The constant of a model without effects; 0 with them, which take it up."""
        if self.effects != "none" or self.sample is None or self.residuals is None:
            return 0.0
        places = [self.sample.terms.index(t) for t in self.params.index]
        first = self.sample.columns[0]
        return float(first[0] - self.residuals[0] - first[places] @ self.params.to_numpy())

    @property
    def df_first(self) -> float:
        """Degrees of freedom of the residuals of the first stage: rows less instruments, controls and effects."""
        every = len(self.instruments) + len(self.params) - len(self.endogenous)
        return float(self.n - every - absorbed_rank(self.taken))

    @property
    def cragg_donald_p(self) -> float:
        """p of the Cragg-Donald F with one endogenous variable, as the F that all instruments are nought; else NaN."""
        if len(self.endogenous) > 1:
            return np.nan
        row = self.tests.loc["cragg_donald_f"]
        return float(stats.f.sf(float(row["statistic"]), float(row["df"]), self.df_first))

    def constant_row(self, at: str = "mean", stage: str = "") -> pd.DataFrame:
        """Return the constant with its standard error, one row "Constant"; columns as `estimates`.

        Parameters
        ----------
        at : "mean", of the average unit and period (xtreg, areg, reghdfe), or "first", of the first period.
        stage : the endogenous variable whose first stage is meant; the second stage where it is left out.

        Raises
        ------
        NotDefined
            If the fit was made without its sample.
        ModelError
            If `at` is unknown, or the effects of periods are not told apart from others.
        """
        piece = self.pieces.get(stage or self.outcome)
        if piece is None or self.sample is None or self.clusters is None:
            raise NotDefined(
                message(
                    "{title} has no constant of {stage}: it was made without its rows.",
                    title=self.title,
                    stage=stage or self.outcome,
                )
            )
        return constant_row(piece, self.sample, self.taken, self.clusters, at)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        t = self.tests
        rows = effect_rows(self.effects) | {"Errors": error_label(self.errors)}
        names = {
            "kp_lm": "Kleibergen-Paap rk LM",
            "anderson_lm": "Anderson LM",
            "kp_f": "Kleibergen-Paap rk F",
            "cragg_donald_f": "Cragg-Donald F",
            "overidentification": "Hansen J",
            "endogeneity": "Endogeneity test",
            "anderson_rubin": "Anderson-Rubin F",
        }
        for key, label in names.items():
            if key in t.index and np.isfinite(t.loc[key, "statistic"]):
                shown = "Sargan" if key == "overidentification" and self.errors == "classical" else label
                rows[shown] = float(t.loc[key, "statistic"])
                if np.isfinite(t.loc[key, "p"]):
                    rows[f"{shown}, p"] = float(t.loc[key, "p"])
        if self.reduced is not None and len(self.endogenous) == 1:
            rows["Anderson-Rubin 95 % set"] = self.anderson_rubin().text
        if "size 10 %" in self.stock_yogo.index:
            rows["Stock-Yogo 10 % size"] = float(self.stock_yogo.loc["size 10 %", "critical value"])
        return rows | {"Observations": self.n, "Units": self.units}
