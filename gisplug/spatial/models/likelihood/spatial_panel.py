"""Spatial panel models by maximum likelihood: the public function. Numbers happen in loglik,
information, covariance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack, cast

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import LAG_E, LAG_X, LAG_Y, PANEL_EFFECTS, Effects, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.lee_yu import CORRECTIONS, Correction, counts
from gisplug.numbers.sparse.log_determinant import is_row_normalised
from gisplug.numbers.threads import one_thread
from gisplug.panel.model_frame import check_collinear, omitted_notes
from gisplug.spatial.centring import Means, put_back
from gisplug.spatial.determinant import asked_determinant
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.compressed import Blocks, compact
from gisplug.spatial.models.likelihood.estimation import COVARIANCES, Estimate, estimate
from gisplug.spatial.result import MODELS
from gisplug.spatial.sample import DeterminedOptions, PanelSample, read_columns, with_weights

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


class PanelOptions(DeterminedOptions, total=False):
    """Further options of `spatial_panel`, and those of the sample.

    Attributes
    ----------
    correction : {"auto", "transform", "bias", "none"}
        What is done about the incidental parameters. "transform" is Lee and Yu's (2010) orthonormal transformation,
        consistent for small T and N; "auto" takes it, and "bias" where period effects meet weights whose rows do not
        sum to one, for which the transformation does not hold; "none" is the direct approach of Elhorst.
    w_x, w_e : Weights
        Other weights for X and for the error.
    """

    correction: str
    w_x: Weights | None
    w_e: Weights | None


@one_thread()
@repeatable
def spatial_panel(
    panel: Panel,
    formula: str | Formula,
    weights: Weights | None = None,
    *,
    model: str = "sdm",
    effects: str = "twoways",
    errors: str = "auto",
    progress: Progress = SILENT,
    **options: Unpack[PanelOptions],
) -> SpatialFit:
    """Fit a spatial panel model by maximum likelihood.

    Parameters
    ----------
    panel : Panel
        Balanced, without holes in the columns of the formula; a cross-section is a panel of one period.
    formula : str
        "y ~ x1 + x2", "log(y) ~ x1 + lag(x2) + W*x1 | unit + period"; see the page on formulas.
    weights : Weights
        W of the model; joined to the panel by id.
    model : {"ols", "slx", "sar", "sem", "sdm", "sdem", "sac", "gns"}
    effects : {"none", "unit", "time", "twoways", "random"}
        Fixed effects; "random" is `random_effects` with one W and its observed information (see there for its options).
    errors : {"auto", "expected", "observed", "sandwich", "cluster", "driscoll-kraay"}
        Standard errors: expected information (auto up to 1,000 units), observed information (auto above), Lee's (2004)
        quasi-likelihood sandwich for non-normal errors, clustered by unit, or Driscoll-Kraay.
    options : `correction`, `w_x`, `w_e`, `log_determinant`, `lagged`, `where` and `collinear`, as in `PanelOptions`

    Raises
    ------
    ModelError
        If options do not go together or a coefficient is not identified.
    PanelError
        If the panel is unbalanced or has holes.
    ConvergenceError
        If rho or lam runs to the edge of its interval.
    """
    known(options, PanelOptions, "spatial_panel")
    _check_choice("model", model, tuple(MODELS))
    random = effects == "random"
    if not random:
        _check_choice("errors", errors, COVARIANCES)
    default = "none" if random else "twoways"
    lagged, where, wanted = options.get("lagged"), options.get("where"), default if random else effects
    sample = read_columns(panel, formula, lagged, where=where, effects=wanted, default=default)
    how = asked_determinant(options, model)
    if random:
        return _random(sample, weights, model, errors, how, options)
    _check_choice("effects", sample.effects, PANEL_EFFECTS)
    form = cast("Effects", sample.effects)
    _check_choice("correction", options.get("correction", "auto"), ("auto", *CORRECTIONS))
    _check_size(sample, model, weights)
    if errors == "driscoll-kraay":
        calendar_of(sample.panel.periods).refuse_gaps("A Driscoll-Kraay covariance", sample.panel.name)
    lags = _Lags.of(sample, model, weights, options)
    correction, notes = _correction(options.get("correction", "auto"), form, lags)
    sample = _with_lags(sample, model, options).identified(
        form, lags.X, check_collinear(options.get("collinear", "refuse"))
    )
    means = _means(sample, lags)
    y, X = (
        (sample.y, sample.X) if means is None else (sample.y - means.y, sample.X - means.columns[: len(sample.names)])
    )
    outer = correction == "transform" or any(w is not None and not is_row_normalised(w.matrix) for w in lags.all)
    blocks = Blocks(y, X, np.array(sample.lagged, dtype=int), form, lags.y, lags.X, lags.e, outer)
    progress.update(0.1, "Compressing the data")
    small = compact(blocks, progress)
    terms = [
        *(["const"] if blocks.constant else []),
        *sample.names,
        *(sample.lagged_names if lags.X is not None else ()),
    ]
    _check_rank(small.rank_shortfall, terms, form)
    progress.update(0.3, "Maximising the likelihood")
    counted = counts(form, cast("Correction", correction), sample.N, sample.T)
    _check_freedom(counted.nobs, len(terms))
    found = estimate(blocks, small, counted, correction, errors, progress, how)
    if means is not None:
        found = _put_back(found, means, len(terms), lags)
        blocks = replace(blocks, y=sample.y, X=sample.X)
    told = sample.panel.report + lags.dropped + omitted_notes(sample.omitted)
    notes = (*notes, *_isolates(*lags.all), *_warnings(model, found))
    report = told + Report(notes)
    return _labelled(sample, _Model(model, correction, lags, blocks, terms), found, report)


@dataclass(frozen=True)
class _Lags:
    """The weights that a model has, of the units of the sample: of y, of X, of the error."""

    of_y: Weights | None
    of_X: Weights | None
    of_e: Weights | None

    @classmethod
    def of(cls, sample: PanelSample, model: str, weights: Weights | None, options: PanelOptions) -> _Lags:
        w_x, w_e = options.get("w_x") or weights, options.get("w_e") or weights
        wanted = ((weights, LAG_Y), (w_x, LAG_X), (w_e, LAG_E))
        return cls(*(sample.aligned(w) if w is not None and model in those else None for w, those in wanted))

    @property
    def all(self) -> tuple[Weights | None, ...]:
        return self.of_y, self.of_X, self.of_e

    @property
    def y(self) -> csr_array | None:
        return None if self.of_y is None else self.of_y.matrix

    @property
    def X(self) -> csr_array | None:
        return None if self.of_X is None else self.of_X.matrix

    @property
    def e(self) -> csr_array | None:
        return None if self.of_e is None else self.of_e.matrix

    @property
    def dropped(self) -> Report:
        """What was told of units of W that the panel lacks, once for each W."""
        return Report(tuple(dict.fromkeys(note for w in self.all if w is not None for note in w.dropped.notes)))


def _with_lags(sample: PanelSample, model: str, options: PanelOptions) -> PanelSample:
    """Return the sample with the lagged regressors that the model has."""
    if model in LAG_X:
        return sample
    if options.get("lagged") or sample.formula.lagged:
        raise ModelError(
            message(
                "Model {model!r} has no spatial lag of the regressors; leave `lagged` and W* out or use "
                "'sdm', 'slx' or 'sdem'.",
                model=model,
            )
        )
    return replace(sample, lagged=())


def _means(sample: PanelSample, lags: _Lags) -> Means | None:
    """Return what is taken off the columns first: their means, where there is a constant and W keeps it."""
    if sample.effects != "none" or not all(w is None or is_row_normalised(w.matrix) for w in lags.all):
        return None
    means = sample.X.mean(axis=(0, 1))
    lagged = means[list(sample.lagged)] if lags.X is not None else means[:0]
    return Means(float(sample.y.mean()), np.r_[means, lagged])


def _put_back(found: Estimate, means: Means, terms: int, lags: _Lags) -> Estimate:
    """Return the estimates with the constant of the columns as they were given."""
    moved, spread = put_back(found.values, found.cov, means, None if lags.y is None else terms)
    return replace(found, values=moved, cov=spread, point=replace(found.point, coefficients=moved[:terms]))


def _random(
    sample: PanelSample, weights: Weights | None, model: str, errors: str, how: str, options: PanelOptions
) -> SpatialFit:
    from gisplug.spatial.models.random.random_effects import fit_random

    others = options.get("w_x"), options.get("w_e")
    if weights is None or any(w is not None for w in others) or errors not in ("auto", "observed"):
        raise ModelError(
            "Random effects take one W for everything (weights, not w_x or w_e) and the observed information "
            "(errors='auto'). Use fixed effects for other weights or other standard errors."
        )
    collinear = options.get("collinear", "refuse")
    return fit_random(with_weights(sample, weights).checked("none", model in LAG_X, collinear), model, how=how)


@dataclass(frozen=True)
class _Model:
    """What was fitted: the name of the model, the correction, its weights, its data, the names of coefficients."""

    name: str
    correction: str
    lags: _Lags
    blocks: Blocks
    terms: list[str]


def _labelled(sample: PanelSample, model: _Model, found: Estimate, report: Report) -> SpatialFit:
    lags, panel, split = model.lags, sample.panel, found.split(model.blocks)
    index = [
        *model.terms,
        *(["rho"] if lags.of_y is not None else []),
        *(["lam"] if lags.of_e is not None else []),
        "sigma2",
    ]
    return SpatialFit(
        params=pd.Series(found.values, index=index, name="estimate"),
        cov=pd.DataFrame(found.cov, index=index, columns=index),
        model=model.name,
        effects_form=sample.effects,
        correction=model.correction,
        covariance=found.covariance,
        outcome=sample.outcome,
        regressors=sample.names,
        lagged=sample.lagged_regressors,
        loglik=found.loglik,
        nobs=found.nobs,
        N=sample.N,
        T=sample.T,
        ids=sample.ids,
        periods=sample.periods,
        names=panel.names,
        y=model.blocks.y,
        systematic=split.systematic,
        residuals=split.residuals,
        intercept=split.intercept,
        mu=pd.Series(split.mu, index=list(sample.ids), name="mu"),
        xi=pd.Series(split.xi, index=list(sample.periods), name="xi"),
        w=lags.of_y,
        w_x=lags.of_X,
        w_e=lags.of_e,
        logdet=found.logdet,
        units=panel.units,
        report=report,
        omitted=sample.omitted,
    )


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    one_of(name, value, choices, ModelError)


def _check_size(sample: PanelSample, model: str, w: Weights | None) -> None:
    panel, effects = sample.panel, sample.effects
    if effects in ("unit", "twoways") and panel.T < 2:
        raise ModelError(
            message(
                "{panel} has one period, so unit effects cannot be told from the errors. Use effects='none'.",
                panel=panel.name,
            )
        )
    if effects in ("time", "twoways") and panel.N < 3:
        raise ModelError(message("{panel} has {N} units, too few for period effects.", panel=panel.name, N=panel.N))
    if w is None and model != "ols":
        raise ModelError(
            message("Model {model!r} needs spatial weights; give weights=, or use model 'ols'.", model=model)
        )


def _correction(asked: str, effects: str, lags: _Lags) -> tuple[str, tuple[Note, ...]]:
    if effects == "none":
        return "none", ()
    uneven = [w for w in (lags.of_y, lags.of_e) if w is not None and not is_row_normalised(w.matrix)]
    fits = effects == "unit" or not uneven
    if asked == "transform" and not fits:
        raise ModelError(
            message(
                "The Lee-Yu transformation with period effects needs weights whose rows all sum to one; "
                "those of {uneven} do not ({normalise} normalisation, {n} isolates). Use "
                "correction='bias' or 'none', row normalisation without isolates, or unit effects.",
                uneven=uneven[0].name,
                normalise=uneven[0].normalise,
                n=len(uneven[0].isolates),
            )
        )
    if asked != "auto":
        return asked, ()
    if fits:
        return "transform", ()
    text = message(
        "Rows of {uneven} do not all sum to one, so the Lee-Yu bias correction is used instead of the transformation.",
        uneven=uneven[0].name,
    )
    return "bias", (Note(INFO, "correction-bias", text),)


def _check_rank(short: np.ndarray, terms: list[str], effects: str) -> None:
    if len(short):
        lost = some([terms[i] for i in short])
        if effects == "none":
            text = message(
                "{lost} cannot be told from the other regressors. Leave it out of the formula, or of `lagged`.",
                lost=lost,
            )
        else:
            text = message(
                "{lost} cannot be told from the other regressors or from the {effects} effects (no variation is left "
                "once they are removed). Leave it out of the formula, or of `lagged`.",
                lost=lost,
                effects=effects,
            )
        raise ModelError(text)


def _check_freedom(nobs: int, terms: int) -> None:
    if nobs <= terms + 3:
        raise ModelError(message("{nobs} observations are too few for {terms} coefficients.", nobs=nobs, terms=terms))


def _isolates(*weights: Weights | None) -> tuple[Note, ...]:
    seen: dict[str, Weights] = {w.name: w for w in weights if w is not None and w.isolates}
    return tuple(
        Note(
            WARNING,
            "isolates",
            message("{n} units have no neighbours in {name}: their spatial lag is 0.", n=len(w.isolates), name=name),
            w.isolates,
        )
        for name, w in seen.items()
    )


def _warnings(model: str, found: Estimate) -> tuple[Note, ...]:
    made: list[Note] = list(found.notes)
    if model == "gns":
        text = (
            "In the general nesting model rho, theta and lam are only weakly identified (Elhorst 2014): standard "
            "errors are "
            "large and the estimates can swap roles. Prefer SDM or SDEM, and use this as a check."
        )
        made.append(Note(WARNING, "gns-identification", text))
    return tuple(made)
