"""Posterior probabilities of the spatial models that could have made the data, after LeSage (2014)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import LAG_X, Effects, known
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import check_effects
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample
from gisplug.spatial.specification.marginal_likelihood import Prior, SpatialModel, log_marginal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

MODELS: tuple[SpatialModel, ...] = ("slx", "sar", "sem", "sdm", "sdem")
KNOWN: tuple[SpatialModel, ...] = ("ols", *MODELS)


@dataclass(frozen=True, repr=False, eq=False)
class ModelProbabilities(Finding):
    """Posterior model probabilities.

    Attributes
    ----------
    frame : DataFrame, index = model
        log_marginal, probability, and mean and sd of the posterior of rho or lambda.
    prior, g : how the coefficients were integrated out.
    sample : what was left out on the way
    omitted : mapping of term to reason, under ``collinear="omit"``
    """

    frame: pd.DataFrame
    effects: str
    prior: Prior
    g: float | None
    observations: int
    weights_name: str
    sample: Report = field(default_factory=Report)
    omitted: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What was compared, in a line."""
        return message(
            "Posterior model probabilities: {best} is the most probable; W = {weights_name}",
            best=self.best.upper(),
            weights_name=self.weights_name,
        )

    @property
    def report(self) -> Report:
        """The priors, and what was left out on the way."""
        return Report((Note(INFO, "priors", self.note),)) + self.sample

    def table(self) -> pd.DataFrame:
        """Return one row a model (index): log_marginal, probability, mean and sd of rho or lambda (columns)."""
        return self.frame

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the probabilities on `ax`, or on a new figure; returns the axes."""
        return drawn("probabilities", ax, self)

    @property
    def best(self) -> str:
        """The most probable model."""
        return str(self.frame["probability"].idxmax())

    @property
    def note(self) -> str:
        """The priors in words."""
        tail = message(
            "rho and lambda uniform on their stable interval, sigma2 as 1/sigma2, models equally likely beforehand."
        )
        if self.prior == "diffuse":
            flat = "Flat priors on coefficients (comparable because SLX, SDM and SDEM have the same regressors); "
            return flat + tail
        return (
            message(
                "Coefficients given sigma2: normal around zero with covariance g sigma2 (Z'Z)^-1, g = {g:g}; ", g=self.g
            )
            + tail
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        models = {
            str(m): {k: (None if pd.isna(v) else float(v)) for k, v in row.items()} for m, row in self.frame.iterrows()
        }
        return {
            **super().to_dict(),
            "models": models,
            "best": self.best,
            "effects": self.effects,
            "prior": self.prior,
            "g": self.g,
            "observations": self.observations,
            "weights": self.weights_name,
            "note": self.note,
        }


class ProbabilityOptions(SampleOptions, total=False):
    """Further options of `model_probabilities`, and those of the sample.

    Attributes
    ----------
    prior : {"g", "diffuse"}
        "g": a proper g-prior, so that models of different size are comparable. "diffuse": LeSage's flat priors, for
        SLX, SDM and SDEM only.
    g : max(n, k^2) of the largest model unless given (Fernandez, Ley & Steel 2001)
    """

    prior: Prior
    g: float | None


def model_probabilities(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    *,
    effects: str = "twoways",
    models: Sequence[str] = MODELS,
    progress: Progress = SILENT,
    **options: Unpack[ProbabilityOptions],
) -> ModelProbabilities:
    """Compare SLX, SAR, SEM, SDM and SDEM (and OLS) by posterior probability (LeSage 2014).

    Parameters
    ----------
    options : `prior`, `g`, `lagged`, `where` and `collinear`, as in `ProbabilityOptions`

    Raises
    ------
    ModelError
        If models with different regressors are compared under flat priors.
    ParameterError
        If `prior` or a model is unknown.
    """
    known(options, ProbabilityOptions, "model_probabilities")
    sample = read_sample(panel, formula, weights, options.get("lagged"), where=options.get("where"), effects=effects)
    form = check_effects(sample.effects)
    sample = sample.checked(form, bool({"slx", "sdm", "sdem"} & set(models)), options.get("collinear", "refuse"))
    found = sample_probabilities(sample, form, models, options.get("prior", "g"), options.get("g"), progress)
    return replace(found, sample=sample.report, omitted=sample.omitted)


def sample_probabilities(
    sample: SpatialSample,
    effects: Effects,
    models: Sequence[str] = MODELS,
    prior: Prior = "g",
    g: float | None = None,
    progress: Progress = SILENT,
) -> ModelProbabilities:
    """Do the work of `model_probabilities` on arrays.

    Raises
    ------
    ModelError
        If period effects meet weights that are not row-normalised, or unit effects one period.
    """
    chosen = _checked(models, prior)
    if effects in ("time", "twoways") and not sample.row_normalised:
        raise ModelError(
            "Model probabilities with period effects need row-normalised weights without isolates. Row-normalise W, "
            "or use effects='unit' with period dummies among the regressors."
        )
    if effects in ("unit", "twoways") and sample.T == 1:
        raise ModelError("Unit effects need two or more periods, and there is one. Use effects='none'.")
    logdet = log_determinant(sample.W)
    size = sample.y.size
    k = len(sample.names) + len(sample.lagged)
    g_used = None if prior == "diffuse" else float(g if g is not None else max(size, k**2))
    rows = {}
    for i, model in enumerate(chosen):
        progress.check()
        progress.update(i / len(chosen), message("Integrating {model}", model=model.upper()))
        found = log_marginal(sample, logdet, model, effects, prior, g_used or 0.0)
        rows[model] = {"log_marginal": found.log_marginal, "spatial_mean": found.mean, "spatial_sd": found.sd}
    frame = pd.DataFrame.from_dict(rows, orient="index").astype(float)
    frame.index.name = "model"
    frame.insert(1, "probability", posterior_weights(frame["log_marginal"].to_numpy()))
    return ModelProbabilities(frame, effects, prior, g_used, size, sample.weights_name)


def posterior_weights(log_marginals: np.ndarray) -> np.ndarray:
    """Return probabilities (M,) proportional to exp(log_marginals (M,)): equal probabilities beforehand."""
    relative = np.exp(np.asarray(log_marginals) - np.max(log_marginals))
    return np.asarray(relative / relative.sum())


def _checked(models: Sequence[str], prior: str) -> tuple[SpatialModel, ...]:
    if prior not in ("g", "diffuse"):
        raise ParameterError(message("prior is 'g' or 'diffuse'; {prior!r} was given instead.", prior=prior))
    chosen = tuple(known for known in KNOWN if known in models)
    unknown = [m for m in models if m not in KNOWN]
    if unknown or not chosen:
        raise ParameterError(
            message(
                "models are some of {known}; {unknown} was given instead.",
                known=", ".join(KNOWN),
                unknown=", ".join(unknown) or message("none"),
            )
        )
    if prior == "diffuse" and any(m not in LAG_X for m in chosen):
        if tuple(models) == MODELS:
            return tuple(m for m in chosen if m in LAG_X)
        raise ModelError(
            "Under flat priors only SLX, SDM and SDEM are comparable, because they have the same regressors. "
            "Name those, or use prior='g'."
        )
    return chosen
