"""Spatial panel models with random unit effects by maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_E, LAG_X, LAG_Y, Cell, Effects, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import within
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.sparse.log_determinant import LogDet, log_determinant
from gisplug.panel.model_frame import Where
from gisplug.spatial.determinant import asked_determinant
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.probes_told import probes_told
from gisplug.spatial.models.random.estimation import ReEstimates, re_estimates
from gisplug.spatial.models.random.likelihood import ErrorForm
from gisplug.spatial.result import MODELS
from gisplug.spatial.sample import DeterminedOptions, SpatialSample, read_sample

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

ERROR_FORMS = {
    "none": "no spatial error",
    "b": "effects do not spill over (Baltagi): u = mu + (I - lam W)^-1 e",
    "kkp": "effects spill over too (Kapoor-Kelejian-Prucha): u = (I - lam W)^-1 (mu + e)",
}


@dataclass(frozen=True, repr=False, eq=False)
class RandomEffectsFit(SpatialFit):
    """A spatial panel model with random unit effects; everything a `SpatialFit` has, and:

    Attributes
    ----------
    error_form : {"none", "b", "kkp"}
    phi, phi_se : float
        sigma2_mu / sigma2_e (as splm), and its standard error.
    theta_share : float
        1 / sqrt(1 + T phi) (as Elhorst): 1 is pooled, 0 the fixed effects.
    sigma2_mu : float
        Variance of the unit effects.
    at_boundary : bool
        Whether sigma2_mu is estimated at zero; then this is the pooled model.
    period_effects : bool
        Whether period effects were demeaned.
    """

    error_form: str = "none"
    phi: float = 0.0
    phi_se: float = 0.0
    theta_share: float = 1.0
    sigma2_mu: float = 0.0
    at_boundary: bool = False
    period_effects: bool = False

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table."""
        return {
            "Model": MODELS[self.model],
            "Effects": "random unit effects" + (", fixed period effects" if self.period_effects else ""),
            "Error": ERROR_FORMS[self.error_form],
            "Weights": self.w_name,
            "Standard errors": self.covariance,
            "N": self.N,
            "T": self.T,
            "Observations": self.nobs,
            "sigma2": self.sigma2,
            "sigma2_mu": self.sigma2_mu,
            "phi": self.phi,
            "theta": self.theta_share,
            "Log-likelihood": self.loglik,
            "AIC": self.aic,
            "BIC": self.bic,
            "R2": self.r2,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        more = {
            "error_form": self.error_form,
            "phi": self.phi,
            "phi_se": self.phi_se,
            "theta_share": self.theta_share,
            "sigma2_mu": self.sigma2_mu,
            "at_boundary": self.at_boundary,
        }
        return {**super().to_dict(), **more}


@repeatable
def random_effects(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    model: str = "sdm",
    *,
    error: str = "kkp",
    negative: bool = False,
    periods: bool = False,
    **options: Unpack[DeterminedOptions],
) -> RandomEffectsFit:
    """Fit a spatial panel model whose unit effects are random draws, uncorrelated with the regressors.

    Parameters
    ----------
    model : {"ols", "slx", "sar", "sem", "sdm", "sdem", "sac", "gns"}
    error : {"kkp", "b"}
        For models with a spatial error: whether the unit effects spill over with it (Kapoor, Kelejian & Prucha 2007)
        or not (Baltagi). The two are different models.
    negative : bool
        Let sigma2_mu be estimated below zero (theta above 1), as Elhorst's toolbox does. By default it stops at zero,
        and the result says so.
    periods : bool
        Fixed period effects beside the random unit effects, removed by demeaning (Elhorst's direct form). The
        likelihood then counts N T observations, and sigma2 is biased by 1/N.
    options : `lagged`, `where`, `collinear` and `log_determinant`, as in `DeterminedOptions`

    Raises
    ------
    ModelError
        If there is one period only: unit effects and errors are then one; or if random vectors are asked for with a
        Baltagi error, whose likelihood has no series in W.
    ParameterError
        If `model`, `error` or `log_determinant` is unknown.
    """
    known(options, DeterminedOptions, "random_effects")
    one_of("model", model, MODELS)
    if error not in ("b", "kkp"):
        raise ParameterError(message("error is 'kkp' or 'b'; {error!r} was given instead.", error=error))
    how = asked_determinant(options, model)
    if how == "probes" and error == "b" and model in LAG_E:
        raise ModelError(
            "Random vectors are not offered with a Baltagi error (error='b'): its likelihood has no series in W. Use "
            "error='kkp', or leave log_determinant out."
        )
    sample = read_random(
        panel,
        formula,
        weights,
        model,
        periods,
        lagged=options.get("lagged"),
        where=options.get("where"),
        collinear=options.get("collinear", "refuse"),
    )
    return fit_random(sample, model, error, negative, periods, how)


def fit_random(
    sample: SpatialSample,
    model: str,
    error: str = "kkp",
    negative: bool = False,
    periods: bool = False,
    how: str = "auto",
) -> RandomEffectsFit:
    """Fit `random_effects` to a sample that was read and checked; `how` is the log-determinant's, as asked.

    Raises
    ------
    ModelError
        If there is one period only: unit effects and errors are then one.
    """
    if sample.T < 2:
        raise ModelError(
            "Random unit effects need two or more periods, and there is one. Use spatial_panel(effects='none')."
        )
    logdet = log_determinant(sample.W, how, sample.T)
    form: ErrorForm = "b" if error == "b" else "kkp"
    found, names = sample_random_effects(sample, model, form, negative, periods, logdet)
    return _labelled(sample, model, found, names, error if model in LAG_E else "none", periods, logdet)


def read_random(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    model: str,
    periods: bool,
    *,
    lagged: Sequence[str] | None = None,
    where: Where = None,
    collinear: str = "refuse",
) -> SpatialSample:
    """Return the sample of `random_effects`, checked for what random effects identify.

    Raises
    ------
    ModelError
        If a term is not identified.
    """
    form: Effects = "time" if periods else "none"
    sample = read_sample(panel, formula, weights, lagged, where=where, effects=form, default=form)
    return sample.checked(form, model in LAG_X, collinear)


def sample_random_effects(
    sample: SpatialSample,
    model: str,
    error: ErrorForm = "kkp",
    negative: bool = False,
    periods: bool = False,
    logdet: LogDet | None = None,
) -> tuple[ReEstimates, tuple[str, ...]]:
    """Do the work of `random_effects` on arrays; return estimates and the names of the coefficients. `logdet` is that
    of the sample's W, where it is known.
    """
    Z, names = sample.design(durbin=model in LAG_X, intercept=not periods)
    form: ErrorForm = error if model in LAG_E else "none"
    y, Z = (within(v, "time" if periods else "none") for v in (sample.y, Z))
    logdet = logdet if logdet is not None else log_determinant(sample.W, "auto", sample.T)
    return re_estimates(y, Z, logdet, model in LAG_Y, form, negative), names


def _labelled(
    sample: SpatialSample,
    model: str,
    found: ReEstimates,
    names: tuple[str, ...],
    error: str,
    periods: bool,
    logdet: LogDet,
) -> RandomEffectsFit:
    lag, spatial_error, durbin = model in LAG_Y, model in LAG_E, model in LAG_X
    labels = [*names, *(["rho"] if lag else []), *(["lam"] if spatial_error else []), "sigma2"]
    values = [*found.delta, *([found.rho] if lag else []), *([found.lam] if spatial_error else []), found.sigma2]
    Z, _ = sample.design(durbin=durbin, intercept=not periods)
    systematic = Z @ found.delta
    u = sample.y - found.rho * spatial_lag(sample.W, sample.y) - systematic
    intercept = float(u.mean()) if periods else float(found.delta[0])
    xi = u.mean(axis=1) - intercept if periods else np.zeros(sample.T)
    u = u - u.mean(axis=1, keepdims=True) if periods else u
    mu, e = _predicted(sample, found, u, error)
    aligned, panel = sample.weights, sample.panel
    used = lag or durbin or spatial_error
    told = [
        note
        for name, at in (("rho", found.rho), ("lam", found.lam))
        if name in labels
        for note in probes_told(name, [(logdet, sample.T)], at, float(np.sqrt(np.diag(found.cov)[labels.index(name)])))
    ]
    return RandomEffectsFit(
        params=pd.Series(values, index=labels, dtype=float),
        cov=pd.DataFrame(found.cov, index=labels, columns=labels),
        model=model,
        effects_form="random",
        correction="none",
        covariance="observed information",
        outcome=sample.outcome,
        regressors=sample.names,
        lagged=tuple(sample.names[k] for k in sample.lagged) if durbin else (),
        loglik=found.loglik,
        nobs=sample.y.size,
        N=sample.N,
        T=sample.T,
        ids=panel.ids,
        periods=panel.periods,
        names=panel.names,
        y=sample.y,
        systematic=systematic,
        residuals=e,
        intercept=intercept,
        mu=pd.Series(mu, index=list(panel.ids)),
        xi=pd.Series(xi, index=list(panel.periods)),
        w=aligned if used else None,
        w_x=aligned if durbin else None,
        w_e=aligned if spatial_error else None,
        logdet=logdet if lag else None,
        units=panel.units,
        report=sample.report + Report((*_notes(found, error), *told)),
        omitted=sample.omitted,
        error_form=error,
        period_effects=periods,
        phi=found.phi,
        phi_se=found.phi_se,
        theta_share=found.theta,
        sigma2_mu=found.sigma2_mu,
        at_boundary=found.at_boundary,
    )


def _predicted(sample: SpatialSample, found: ReEstimates, u: np.ndarray, error: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the best linear prediction of the unit effects (N,), and the innovations that remain (T, N)."""
    T, N = u.shape
    mean = u.mean(axis=0)
    if error == "b":
        from scipy.sparse import csc_matrix, eye_array
        from scipy.sparse.linalg import spsolve

        B = eye_array(N, format="csr") - found.lam * sample.W
        mu = T * found.phi * (B.T @ (B @ spsolve(csc_matrix(eye_array(N) + T * found.phi * (B.T @ B)), mean)))
        rest = u - mu
    else:
        mu = (1.0 - found.theta**2) * mean
        rest = u - mu
    return np.asarray(mu), np.asarray(rest - found.lam * spatial_lag(sample.W, rest))


def _notes(found: ReEstimates, error: str) -> list[Note]:
    notes = []
    if error in ("b", "kkp"):
        notes.append(Note(INFO, "error-form", message("Spatial error: {error_forms}.", error_forms=ERROR_FORMS[error])))
    if found.at_boundary:
        text = (
            "The variance of the unit effects is estimated at zero (theta = 1): this is the pooled model, and standard "
            "errors hold theta there. Use pooled or fixed effects."
        )
        notes.append(Note(WARNING, "re-boundary", text))
    if found.sigma2_mu < 0:
        notes.append(
            Note(
                WARNING,
                "re-negative",
                "sigma2_mu is negative: it has no meaning as a variance. Use pooled or fixed effects.",
            )
        )
    return notes
