"""One model over a list of weights: log-likelihoods, posterior weights, rho and effects side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import LAG_X, known
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import check_effects
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.panel.model_frame import model_frame, omitted_notes
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample, refuse_groups
from gisplug.spatial.specification.marginal_likelihood import log_marginal
from gisplug.spatial.specification.model_probabilities import KNOWN, posterior_weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.panel.frame import Panel
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.weights.weights import Weights


@dataclass(frozen=True, repr=False, eq=False)
class WeightsComparison(Finding):
    """One model under several W.

    Attributes
    ----------
    fits : mapping of the weights' name to the fit
    effects : mapping of the weights' name to the frame of direct, indirect, total effects, index (variable, effect)
    frame : DataFrame, index = weights
        loglik, aic, akaike (weight), log_marginal and posterior (NaN where it is not defined), rho or lam with its
        error, links, isolates.
    note : str
        What the two kinds of weights mean.
    """

    fits: Mapping[str, SpatialFit]
    effects: Mapping[str, pd.DataFrame]
    frame: pd.DataFrame
    model: str
    effects_form: str
    formula: str
    note: str

    @property
    def title(self) -> str:
        """What was compared, in a line."""
        return message(
            "{n} weights of one {model}: {best} fits best", n=len(self.fits), model=self.model.upper(), best=self.best
        )

    @property
    def report(self) -> Report:
        """What the weights of the comparison mean, and what was left out on the way."""
        return Report((Note(INFO, "weights", self.note),)) + omitted_notes(self.omitted)

    @property
    def omitted(self) -> dict[str, str]:
        """Term and reason of what was left out under any of the weights (``collinear="omit"``)."""
        return {term: why for fit in self.fits.values() for term, why in fit.omitted.items()}

    def table(self) -> pd.DataFrame:
        """Return one row a W (index weights): `frame`, whose columns are those of the class."""
        return self.frame

    def plot(self, ax: Axes | None = None, variable: str | None = None) -> Axes:
        """Draw the effects of a variable (the first by default) under each W; returns the axes."""
        first = next(iter(self.effects.values())).index[0][0]
        return drawn("weights", ax, self, first if variable is None else variable)

    @property
    def best(self) -> str:
        """The weights with the highest posterior, or log-likelihood where there is no posterior."""
        column = "posterior" if self.frame["posterior"].notna().all() else "loglik"
        return str(self.frame[column].idxmax())

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            **super().to_dict(),
            "model": self.model,
            "effects_form": self.effects_form,
            "formula": self.formula,
            "best": self.best,
            "note": self.note,
            "weights": self.frame.to_dict(orient="index"),
            "fits": {k: f.to_dict() for k, f in self.fits.items()},
            "effects": {
                k: {f"{v} {e}": row.to_dict() for (v, e), row in f.iterrows()} for k, f in self.effects.items()
            },
        }


class ComparisonOptions(SampleOptions, total=False):
    """Further options of `weights_comparison`, and those of the sample.

    Attributes
    ----------
    correction : {"auto", "transform", "bias", "none"}
        As in `spatial_panel`.
    """

    correction: str


def weights_comparison(
    panel: Panel,
    formula: str | Formula,
    weights: Sequence[Weights],
    model: str = "sdm",
    *,
    effects: str = "twoways",
    draws: int = 1000,
    seed: int = 1,
    progress: Progress = SILENT,
    **options: Unpack[ComparisonOptions],
) -> WeightsComparison:
    """Fit one model under each W.

    Parameters
    ----------
    draws, seed : of the simulated errors of the effects
    options : `correction`, `lagged`, `where` and `collinear`, as in `ComparisonOptions`

    Raises
    ------
    ParameterError
        If fewer than two weights are given, or two have one name and the same links.
    """
    known(options, ComparisonOptions, "weights_comparison")
    if len(weights) < 2:
        raise ParameterError(message("A comparison needs two or more weights; {n} were given.", n=len(weights)))
    named = named_weights(weights)
    frame = model_frame(panel, formula, where=options.get("where"), effects=effects)
    refuse_groups(frame)
    form, used = check_effects(frame.effects), frame.balanced()
    collinear = options.get("collinear", "refuse")
    named = {name: w.align(used.ids, left_out=panel.ids) for name, w in named.items()}
    plain = replace(frame.formula, groups=None)
    common = (
        used,
        plain,
        model,
        form,
        options.get("correction", "auto"),
        options.get("lagged"),
        collinear,
        draws,
        seed,
    )
    found = dict(
        zip(named, over_picks(_under, common, list(named.values()), progress=progress, label="Weights"), strict=True)
    )
    fits, frames, rows = ({name: part[k] for name, part in found.items()} for k in range(3))
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index.name = "weights"
    comparable = frame["nobs"].nunique() == 1
    if comparable:
        frame["akaike"] = posterior_weights(-0.5 * frame["aic"].to_numpy(dtype=float))
    else:
        frame["akaike"] = np.nan
    if frame["log_marginal"].notna().all() and comparable:
        frame["posterior"] = posterior_weights(frame["log_marginal"].to_numpy(dtype=float))
    else:
        frame["posterior"] = np.nan
    return WeightsComparison(fits, frames, frame, model, form, str(formula), _note(frame, comparable))


def _under(common: tuple[Any, ...], w: Weights) -> tuple[SpatialFit, pd.DataFrame, dict[str, Any]]:
    """Return fit, effects and row of one W."""
    panel, formula, model, form, correction, lagged, collinear, draws, seed = common
    sample = read_sample(panel, formula, w, lagged).checked(form, model in LAG_X, collinear)
    kept = sample.lagged_regressors if model in LAG_X else None
    fit = spatial_panel(
        panel, sample.formula, sample.weights, model=model, effects=form, correction=correction, lagged=kept
    )
    effects = average_effects(fit, draws=draws, seed=seed).frame
    return replace(fit, omitted=sample.omitted), effects, _row(sample, fit, model)


def _row(sample: SpatialSample, fit: SpatialFit, model: str) -> dict[str, Any]:
    table = fit.table()
    row: dict[str, Any] = {"loglik": fit.loglik, "aic": fit.aic, "nobs": fit.nobs, "correction": fit.correction}
    for term in ("rho", "lam"):
        if term in table.index:
            row[term], row[f"{term}_se"] = float(table.loc[term, "estimate"]), float(table.loc[term, "se"])
    known = next((m for m in KNOWN if m == model), None)
    row["log_marginal"] = np.nan
    defined = fit.effects_form in ("none", "unit") or sample.row_normalised
    if known is not None and defined:
        g = float(max(sample.y.size, (len(sample.names) + len(sample.lagged)) ** 2))
        form = check_effects(fit.effects_form)
        row["log_marginal"] = log_marginal(sample, log_determinant(sample.W), known, form, "g", g).log_marginal
    row["links"], row["isolates"] = int(sample.W.nnz), len(sample.weights.isolates)
    return row


def named_weights(weights: Sequence[Weights]) -> dict[str, Weights]:
    """Return weights by name; further ones of the same name get a number behind it."""
    named: dict[str, Weights] = {}
    for w in weights:
        name, count = w.name, 2
        while name in named:
            name, count = f"{w.name} ({count})", count + 1
        named[name] = w
    return named


def _note(frame: pd.DataFrame, comparable: bool) -> str:
    if not comparable:
        return (
            "The corrections differ between the weights, so that log-likelihoods count different observations and "
            "are not compared."
        )
    words = message("Akaike weights are exp(-AIC / 2) as shares.")
    if frame["posterior"].notna().all():
        return (
            words + " Posterior weights are shares of the marginal likelihoods, all weights equally likely beforehand "
            "(priors as for model probabilities)."
        )
    return words + " Posterior weights are not defined for this model and these weights."
