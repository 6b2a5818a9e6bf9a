"""Spatial panel models by maximum likelihood: the public function. Numbers happen in loglik,
information, covariance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack, cast

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import PANEL_EFFECTS, Effects, known
from gisplug.language.formula import Formula
from gisplug.numbers.identification import check_design
from gisplug.numbers.lee_yu import CORRECTIONS, Correction, counts
from gisplug.numbers.sparse.log_determinant import is_row_normalised
from gisplug.numbers.threads import one_thread
from gisplug.panel.model_frame import check_collinear, model_frame, omitted_notes
from gisplug.spatial.centring import Means, put_back
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.compressed import Blocks, compact
from gisplug.spatial.models.likelihood.estimation import COVARIANCES, Estimate, estimate
from gisplug.spatial.result import LAG_E, LAG_X, LAG_Y, MODELS, lagged_name
from gisplug.spatial.sample import SampleOptions, chosen_lags, refuse_groups, refuse_holes, spatial_lag, without

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


class PanelOptions(SampleOptions, total=False):
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
    options : `correction`, `w_x`, `w_e`, `lagged`, `where` and `collinear`, as in `PanelOptions`

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
    if effects == "random":
        return _random(panel, formula, weights, model, errors, options)
    _check_choice("errors", errors, COVARIANCES)
    w_x, w_e = options.get("w_x") or weights, options.get("w_e") or weights
    read = model_frame(panel, formula, where=options.get("where"), effects=effects)
    refuse_groups(read)
    _check_choice("effects", read.effects, (*PANEL_EFFECTS, "random"))
    effects, correction = cast("Effects", read.effects), options.get("correction", "auto")
    _check_choice("correction", correction, ("auto", *CORRECTIONS))
    whole = panel.ids
    panel, parsed = read.balanced(), read.formula
    _check_panel(panel, effects, model, weights)
    wy = _aligned(weights, panel, whole) if model in LAG_Y else None
    wx = _aligned(w_x, panel, whole) if model in LAG_X else None
    we = _aligned(w_e, panel, whole) if model in LAG_E else None
    places = _lagged(options.get("lagged"), parsed, model)
    correction, notes = _correction(correction, effects, (wy, we))
    values = panel.arrays(parsed.columns)
    refuse_holes(panel, parsed, values)
    lags = _matrix(wy), _matrix(wx), _matrix(we)
    omitted = _identified(values, parsed, places, lags[1], effects, options.get("collinear", "refuse"))
    if omitted:
        kept = [0, *(k for k, name in enumerate(parsed.regressors, 1) if name not in omitted)]
        parsed, places = without(parsed, places, omitted)
        values = values[:, :, kept]
    chosen = tuple(parsed.regressors[k] for k in places)
    at = np.array(places, dtype=int)
    means = _means(values, at, effects, lags)
    if means is not None:
        values = values - np.r_[means.y, means.columns[: len(parsed.regressors)]]
    outer = correction == "transform" or any(m is not None and not is_row_normalised(m) for m in lags)
    blocks = Blocks(values[:, :, 0], values[:, :, 1:], at, effects, *lags, outer)
    progress.update(0.1, "Compressing the data")
    small = compact(blocks, progress)
    terms = [*(["const"] if blocks.constant else []), *parsed.regressors, *map(lagged_name, chosen)]
    _check_rank(small.rank_shortfall, terms, effects)
    progress.update(0.3, "Maximising the likelihood")
    counted = counts(effects, cast("Correction", correction), panel.N, panel.T)
    _check_freedom(counted.nobs, len(terms))
    found = estimate(blocks, small, counted, correction, errors, progress)
    if means is not None:
        rho = len(terms) if wy is not None else None
        moved, spread = put_back(found.values, found.cov, means, rho)
        point = replace(found.point, coefficients=moved[: len(terms)])
        found = replace(found, values=moved, cov=spread, point=point)
        back = np.r_[means.y, means.columns[: len(parsed.regressors)]]
        blocks = replace(blocks, y=blocks.y + back[0], X=blocks.X + back[1:])
    notes = notes + _isolates(wy, wx, we) + _warnings(model, found)
    panel = replace(panel, report=panel.report + _dropped(wy, wx, we) + omitted_notes(omitted))
    fit = _labelled(panel, parsed, chosen, terms, model, effects, correction, (wy, wx, we), blocks, found, notes)
    return replace(fit, omitted=omitted) if omitted else fit


def _identified(
    values: np.ndarray,
    formula: Formula,
    places: tuple[int, ...],
    w: csr_array | None,
    effects: Effects,
    collinear: str,
) -> dict[str, str]:
    """Return the terms of [X, W x] that are omitted, with the reasons; values (T, N, 1 + K), the outcome first."""
    X, names = values[:, :, 1:], list(formula.regressors)
    if w is not None and places:
        X = np.concatenate([X, spatial_lag(w, X[:, :, list(places)])], axis=2)
        names += [lagged_name(formula.regressors[k]) for k in places]
    outcome = (formula.outcome, values[:, :, 0])
    return check_design(outcome, X, names, effects, collinear=check_collinear(collinear))


def _dropped(*weights: Weights | None) -> Report:
    """What was told of units of W that the panel lacks, once for each W."""
    told = dict.fromkeys(note for w in weights if w is not None for note in w.dropped.notes)
    return Report(tuple(told))


def _means(values: np.ndarray, places: np.ndarray, effects: str, lags: tuple[csr_array | None, ...]) -> Means | None:
    """Return what is taken off the columns first: their means, where there is a constant and W keeps it."""
    if effects != "none" or not all(m is None or is_row_normalised(m) for m in lags):
        return None
    means = values.mean(axis=(0, 1))
    lagged = means[1:][places] if lags[1] is not None else means[:0]
    return Means(float(means[0]), np.r_[means[1:], lagged])


def _random(
    panel: Panel,
    formula: str | Formula,
    weights: Weights | None,
    model: str,
    errors: str,
    options: PanelOptions,
) -> SpatialFit:
    from gisplug.spatial.models.random.random_effects import random_effects

    others = options.get("w_x"), options.get("w_e")
    if weights is None or any(w is not None for w in others) or errors not in ("auto", "observed"):
        raise ModelError(
            "Random effects take one W for everything (weights, not w_x or w_e) and the observed information "
            "(errors='auto'). Use fixed effects for other weights or other standard errors."
        )
    return random_effects(
        panel,
        formula,
        weights,
        model,
        lagged=options.get("lagged"),
        where=options.get("where"),
        collinear=options.get("collinear", "refuse"),
    )


def _labelled(
    panel: Panel,
    parsed: Formula,
    chosen: tuple[str, ...],
    terms: list[str],
    model: str,
    effects: str,
    correction: str,
    weights: tuple[Weights | None, Weights | None, Weights | None],
    blocks: Blocks,
    found: Estimate,
    notes: tuple[Note, ...],
) -> SpatialFit:
    index = [
        *terms,
        *(["rho"] if weights[0] is not None else []),
        *(["lam"] if weights[2] is not None else []),
        "sigma2",
    ]
    split = found.split(blocks)
    return SpatialFit(
        params=pd.Series(found.values, index=index, name="estimate"),
        cov=pd.DataFrame(found.cov, index=index, columns=index),
        model=model,
        effects_form=effects,
        correction=correction,
        covariance=found.covariance,
        outcome=parsed.outcome,
        regressors=parsed.regressors,
        lagged=chosen,
        loglik=found.loglik,
        nobs=found.nobs,
        N=panel.N,
        T=panel.T,
        ids=panel.ids,
        periods=panel.periods,
        names=panel.names,
        y=blocks.y,
        systematic=split.systematic,
        residuals=split.residuals,
        intercept=split.intercept,
        mu=pd.Series(split.mu, index=list(panel.ids), name="mu"),
        xi=pd.Series(split.xi, index=list(panel.periods), name="xi"),
        w=weights[0],
        w_x=weights[1],
        w_e=weights[2],
        logdet=found.logdet,
        units=panel.units,
        report=panel.report + Report(notes),
    )


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ModelError(f"{name} is one of {', '.join(choices)}; {value!r} was given instead.")


def _check_panel(panel: Panel, effects: str, model: str, w: Weights | None) -> None:
    if panel.unbalanced:
        raise PanelError(
            f"{panel.name} is unbalanced. Maximum likelihood here needs every unit in every period; keep the units "
            "that "
            "have all periods, or use the estimator for unbalanced panels."
        )
    if effects in ("unit", "twoways") and panel.T < 2:
        raise ModelError(
            f"{panel.name} has one period, so unit effects cannot be told from the errors. Use effects='none'."
        )
    if effects in ("time", "twoways") and panel.N < 3:
        raise ModelError(f"{panel.name} has {panel.N} units, too few for period effects.")
    if w is None and model != "ols":
        raise ModelError(f"Model {model!r} needs spatial weights; give weights=, or use model 'ols'.")


def _aligned(w: Weights | None, panel: Panel, left_out: Sequence[str]) -> Weights | None:
    return None if w is None else w.align(panel.ids, left_out=left_out)


def _matrix(w: Weights | None) -> csr_array | None:
    return None if w is None else w.matrix


def _lagged(lagged: Sequence[str] | None, parsed: Formula, model: str) -> tuple[int, ...]:
    if model in LAG_X:
        return chosen_lags(parsed, lagged)
    if lagged or parsed.lagged:
        raise ModelError(
            f"Model {model!r} has no spatial lag of the regressors; leave `lagged` and W* out or use 'sdm', 'slx' or "
            "'sdem'."
        )
    return ()


def _correction(
    asked: str, effects: str, weights: tuple[Weights | None, Weights | None]
) -> tuple[str, tuple[Note, ...]]:
    if effects == "none":
        return "none", ()
    uneven = [w for w in weights if w is not None and not is_row_normalised(w.matrix)]
    fits = effects == "unit" or not uneven
    if asked == "transform" and not fits:
        raise ModelError(
            f"The Lee-Yu transformation with period effects needs weights whose rows all sum to one; those of "
            f"{uneven[0].name} do not ({uneven[0].normalise} normalisation, {len(uneven[0].isolates)} isolates). "
            "Use correction='bias' or 'none', row normalisation without isolates, or unit effects."
        )
    if asked != "auto":
        return asked, ()
    if fits:
        return "transform", ()
    text = (
        f"Rows of {uneven[0].name} do not all sum to one, so the Lee-Yu bias correction is used instead of the "
        "transformation."
    )
    return "bias", (Note(INFO, "correction-bias", text),)


def _check_rank(short: np.ndarray, terms: list[str], effects: str) -> None:
    if len(short):
        lost = [terms[i] for i in short]
        raise ModelError(
            f"{some(lost)} cannot be told from the other regressors"
            + (
                f" or from the {effects} effects (no variation is left once they are removed)"
                if effects != "none"
                else ""
            )
            + ". Leave it out of the formula, or of `lagged`."
        )


def _check_freedom(nobs: int, terms: int) -> None:
    if nobs <= terms + 3:
        raise ModelError(f"{nobs} observations are too few for {terms} coefficients.")


def _isolates(*weights: Weights | None) -> tuple[Note, ...]:
    seen: dict[str, Weights] = {w.name: w for w in weights if w is not None and w.isolates}
    return tuple(
        Note(
            WARNING,
            "isolates",
            f"{len(w.isolates)} units have no neighbours in {name}: their spatial lag is 0.",
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
