"""What a spatial panel model found: estimates, covariance, and the evidence behind them; effects
are derived from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.version import version
from gisplug.core.vocabulary import Cell, Period
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.fit import Fit
from gisplug.numbers.fits.plain import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.boundaries.units import Units
    from gisplug.numbers.sparse.factors import Factor
    from gisplug.numbers.sparse.log_determinant import LogDet
    from gisplug.weights.weights import Weights

MODELS = {
    "ols": "pooled regression",
    "slx": "spatial lag of X (SLX)",
    "sar": "spatial autoregressive (SAR)",
    "sem": "spatial error (SEM)",
    "sdm": "spatial Durbin (SDM)",
    "sdem": "spatial Durbin error (SDEM)",
    "sac": "spatial autoregressive with spatial errors (SAC)",
    "gns": "general nesting spatial (GNS)",
}
FORMS = {
    "none": "no effects",
    "unit": "unit effects",
    "time": "period effects",
    "twoways": "unit and period effects",
    "random": "random unit effects",
}
CORRECTED = {
    "none": "direct (no correction)",
    "transform": "Lee-Yu transformation",
    "bias": "Lee-Yu bias correction",
}


def lagged_name(name: str) -> str:
    """The term of W x in tables: "W*agg"."""
    return f"W*{name}"


@dataclass(frozen=True, repr=False, eq=False)
class SpatialResult(Fit):
    """A fitted spatial panel model ``y = rho W y + X beta + W_x X theta + mu + xi + u, u = lam W_e u + e``.

    Attributes
    ----------
    params : Series, index parameter
        In this order: "const" (without effects), the regressors, "W*" + each lagged regressor, "rho", "lam", "sigma2";
        only those that the model has.
    cov : DataFrame
        Their covariance, rows and columns with the same labels.
    model, effects_form, correction : str
        As asked, with "auto" resolved.
    covariance : str
        Which covariance `cov` is, in words.
    outcome, regressors, lagged
        Names of the variables.
    loglik : float
        Over `nobs` observations; transformed and direct forms count differently, so never compare across them.
    nobs, N, T, k : int
        Observations that the likelihood counts, units, periods, coefficients (beta and theta).
    y, systematic, residuals : array (T, N)
        Outcome; X beta + W X theta; e after the effects are removed.
    intercept, mu, xi
        Grand intercept, unit effects (Series by unit), period effects (Series by period); sum to zero.
    w, w_x, w_e : Weights or None
        The weights of y, X and the error.
    logdet : LogDet or None
        Of I - rho W, ready for effects.
    omitted : mapping of term to reason
        Terms left out because they are not identified (`collinear="omit"`).
    """

    params: pd.Series
    cov: pd.DataFrame
    model: str
    effects_form: str
    correction: str
    covariance: str
    outcome: str
    regressors: tuple[str, ...]
    lagged: tuple[str, ...]
    loglik: float
    nobs: int
    N: int
    T: int
    ids: tuple[str, ...]
    periods: tuple[Period, ...]
    names: tuple[str, ...]
    y: np.ndarray
    systematic: np.ndarray
    residuals: np.ndarray
    intercept: float
    mu: pd.Series
    xi: pd.Series
    w: Weights | None = None
    w_x: Weights | None = None
    w_e: Weights | None = None
    logdet: LogDet | None = field(default=None, repr=False)
    units: Units | None = field(default=None, repr=False)
    report: Report = field(default_factory=Report)
    omitted: Mapping[str, str] = field(default_factory=dict)
    version: str = field(default_factory=version)

    @property
    def k(self) -> int:
        """Coefficients: constant, beta and theta."""
        return len(self.params) - 1 - int("rho" in self.params) - int("lam" in self.params)

    @property
    def rho(self) -> float:
        """Coefficient of W y; 0 where the model has none."""
        return float(self.params.get("rho", 0.0))

    @property
    def lam(self) -> float:
        """Coefficient of W u; 0 where the model has none."""
        return float(self.params.get("lam", 0.0))

    @property
    def sigma2(self) -> float:
        """Variance of e, after the correction."""
        return float(self.params["sigma2"])

    @property
    def beta(self) -> pd.Series:
        """Coefficients of the regressors, without the constant; index regressor."""
        return self.params[list(self.regressors)]

    @property
    def theta(self) -> pd.Series:
        """Coefficients of W x, index regressor; 0 for those that are not lagged."""
        made = pd.Series(0.0, index=list(self.regressors), name="theta")
        for name in self.lagged:
            made[name] = self.params[lagged_name(name)]
        return made

    @property
    def w_name(self) -> str:
        """Names of the weights, for tables."""
        used = [w.name for w in (self.w, self.w_x, self.w_e) if w is not None]
        return ", ".join(dict.fromkeys(used)) or "none"

    @property
    def parameters(self) -> int:
        """Estimated parameters without unit and period effects."""
        return len(self.params)

    @property
    def aic(self) -> float:
        """Akaike's criterion, without the unit and period effects."""
        return 2.0 * self.parameters - 2.0 * self.loglik

    @property
    def bic(self) -> float:
        """Schwarz's criterion, over `nobs` observations."""
        return float(np.log(self.nobs)) * self.parameters - 2.0 * self.loglik

    @property
    def fitted(self) -> np.ndarray:
        """y less the residual e, (T, N)."""
        return np.asarray(self.y - self.residuals)

    @property
    def r2(self) -> float:
        """1 - e'e / sum of squares of y about its mean: what effects, lags and regressors explain together."""
        return float(1.0 - (self.residuals**2).sum() / ((self.y - self.y.mean()) ** 2).sum())

    @property
    def r2_within(self) -> float:
        """Squared correlation of y and the reduced form (I - rho W)^-1 X b, both less their effects."""
        from gisplug.numbers.demeaning import within

        return _squared_correlation(within(self.y, self._form), within(self.reduced_form, self._form))

    @property
    def r2_between(self) -> float:
        """Squared correlation of the unit means of y and of the reduced form."""
        return _squared_correlation(self.y.mean(axis=0), self.reduced_form.mean(axis=0))

    @property
    def r2_overall(self) -> float:
        """Squared correlation of y and the reduced form without effects (as xsmle)."""
        return _squared_correlation(self.y, self.reduced_form)

    @property
    def _form(self) -> Any:
        return self.effects_form

    @cached_property
    def factor(self) -> Factor | None:
        """I - rho W, factorised; None where the model has no lag of y."""
        from gisplug.numbers.sparse.factors import factorise

        return factorise(self.w.matrix, self.rho) if self.w is not None and "rho" in self.params else None

    @cached_property
    def reduced_form(self) -> np.ndarray:
        """(I - rho W)^-1 (X beta + W X theta), (T, N)."""
        return self.systematic if self.factor is None else self.factor.solve(self.systematic.T).T

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table."""
        return {
            "Model": MODELS[self.model],
            "Effects": FORMS[self.effects_form],
            "Correction": CORRECTED[self.correction] if self.effects_form != "none" else "-",
            "Weights": self.w_name,
            "Standard errors": self.covariance,
            "N": self.N,
            "T": self.T,
            "Observations": self.nobs,
            "sigma2": self.sigma2,
            "Log-likelihood": self.loglik,
            "AIC": self.aic,
            "BIC": self.bic,
            "R2": self.r2,
            "R2 within": self.r2_within,
            "R2 overall": self.r2_overall,
        }

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message(
            "{model}: {outcome}, {form}",
            model=MODELS[self.model],
            outcome=self.outcome,
            form=FORMS[self.effects_form],
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the coefficients with their intervals on `ax`, or on a new figure; returns the axes."""
        return drawn(
            "spatial coefficients",
            ax,
            self.table().drop(index="sigma2"),
            message("Coefficients: {outcome}", outcome=self.outcome),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; numbers that are not finite are None."""
        more = {
            "model": self.model,
            "effects": self.effects_form,
            "correction": self.correction,
            "covariance": self.covariance,
            "regressors": list(self.regressors),
            "lagged": list(self.lagged),
            "weights": self.w_name,
            "N": self.N,
            "T": self.T,
            "loglik": plain(self.loglik),
            "aic": plain(self.aic),
            "bic": plain(self.bic),
            "r2": plain(self.r2),
            "r2_within": plain(self.r2_within),
            "r2_overall": plain(self.r2_overall),
            "version": self.version,
        }
        return {**super().to_dict(), **more}


def _squared_correlation(a: np.ndarray, b: np.ndarray) -> float:
    if a.size < 2:
        return float("nan")
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    scale = float(a @ a) * float(b @ b)
    return float(a @ b) ** 2 / scale if scale > 0.0 else 0.0
