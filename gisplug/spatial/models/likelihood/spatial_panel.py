"""Spatial panel models by maximum likelihood: the public function. Numbers happen in loglik,
information, covariance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import PANEL_EFFECTS, Effects
from gisplug.language.formula import Formula, parse_formula
from gisplug.numbers.identification import check_design
from gisplug.numbers.lee_yu import CORRECTIONS, Correction, counts
from gisplug.numbers.sparse.log_determinant import is_row_normalised
from gisplug.numbers.threads import one_thread
from gisplug.spatial.centring import Means, put_back
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.compressed import Blocks, compact
from gisplug.spatial.models.likelihood.estimation import COVARIANCES, Estimate, estimate
from gisplug.spatial.result import LAG_E, LAG_X, LAG_Y, MODELS, lagged_name
from gisplug.spatial.sample import spatial_lag

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


@one_thread()
def spatial_panel(
    panel: Panel,
    formula: str | Formula,
    w: Weights | None = None,
    *,
    model: str = "sdm",
    effects: str = "twoways",
    correction: str = "auto",
    lagged: Sequence[str] | None = None,
    w_x: Weights | None = None,
    w_e: Weights | None = None,
    cov: str = "auto",
    progress: Progress = SILENT,
) -> SpatialFit:
    """Fit a spatial panel model by maximum likelihood.

    Parameters
    ----------
    panel : Panel
        Balanced, without holes in the columns of the formula; a cross-section is a panel of one period.
    formula : str
        "y ~ x1 + x2". The constant (without effects) and the effects are options, not terms.
    w : Weights
        W of the model; joined to the panel by id.
    model : {"ols", "slx", "sar", "sem", "sdm", "sdem", "sac", "gns"}
    effects : {"none", "unit", "time", "twoways", "random"}
        Fixed effects; "random" is `random_effects` with one W and its observed information (see there for its options).
    correction : {"auto", "transform", "bias", "none"}
        What is done about the incidental parameters. "transform" is Lee and Yu's (2010) orthonormal transformation,
        consistent for small T and N; "auto" takes it, and "bias" where period effects meet weights whose rows do not
        sum to one, for which the transformation does not hold; "none" is the direct approach of Elhorst.
    lagged : sequence of str, optional
        Regressors that enter as W x too; all of them by default (in models that have W x).
    w_x, w_e : Weights, optional
        Other weights for X and for the error.
    cov : {"auto", "expected", "observed", "sandwich", "cluster", "driscoll-kraay"}
        Standard errors: expected information (auto up to 1,000 units), observed information (auto above), Lee's (2004)
        quasi-likelihood sandwich for non-normal errors, clustered by unit, or Driscoll-Kraay.

    Raises
    ------
    ModelError
        If options do not go together or a coefficient is not identified.
    PanelError
        If the panel is unbalanced or has holes.
    ConvergenceError
        If rho or lam runs to the edge of its interval.
    """
    parsed = parse_formula(formula)
    _check_choice("model", model, tuple(MODELS))
    if effects == "random":
        return _random(panel, parsed, w, model, lagged, cov, w_x is None and w_e is None)
    _check_choice("effects", effects, (*PANEL_EFFECTS, "random"))
    _check_choice("correction", correction, ("auto", *CORRECTIONS))
    _check_choice("cov", cov, COVARIANCES)
    _check_panel(panel, effects, model, w)
    wy = _aligned(w, panel) if model in LAG_Y else None
    wx = _aligned(w_x if w_x is not None else w, panel) if model in LAG_X else None
    we = _aligned(w_e if w_e is not None else w, panel) if model in LAG_E else None
    chosen = _lagged(lagged, parsed, model)
    correction, notes = _correction(correction, effects, (wy, we))
    values = panel.arrays(parsed.columns)
    _check_holes(values, parsed, panel)
    places = np.array([parsed.regressors.index(name) for name in chosen], dtype=int)
    lags = _matrix(wy), _matrix(wx), _matrix(we)
    design = values[:, :, 1:] if lags[1] is None else _with_lags(values[:, :, 1:], places, lags[1])
    names = [*parsed.regressors, *map(lagged_name, chosen)]
    check_design((parsed.outcome, values[:, :, 0]), design, names, cast("Effects", effects))
    means = _means(values, places, effects, lags)
    if means is not None:
        values = values - np.r_[means.y, means.columns[: len(parsed.regressors)]]
    outer = correction == "transform" or any(m is not None and not is_row_normalised(m) for m in lags)
    blocks = Blocks(values[:, :, 0], values[:, :, 1:], places, cast("Effects", effects), *lags, outer)
    progress.update(0.1, "Compressing the data")
    small = compact(blocks, progress)
    terms = [*(["const"] if blocks.constant else []), *parsed.regressors, *map(lagged_name, chosen)]
    _check_rank(small.rank_shortfall, terms, effects)
    progress.update(0.3, "Maximising the likelihood")
    counted = counts(cast("Effects", effects), cast("Correction", correction), panel.N, panel.T)
    _check_freedom(counted.nobs, len(terms))
    found = estimate(blocks, small, counted, correction, cov, progress)
    if means is not None:
        rho = len(terms) if wy is not None else None
        moved, spread = put_back(found.values, found.cov, means, rho)
        point = replace(found.point, coefficients=moved[: len(terms)])
        found = replace(found, values=moved, cov=spread, point=point)
        back = np.r_[means.y, means.columns[: len(parsed.regressors)]]
        blocks = replace(blocks, y=blocks.y + back[0], X=blocks.X + back[1:])
    notes = notes + _isolates(wy, wx, we) + _warnings(model, found)
    return _labelled(panel, parsed, chosen, terms, model, effects, correction, (wy, wx, we), blocks, found, notes)


def _with_lags(X: np.ndarray, places: np.ndarray, w: csr_array) -> np.ndarray:
    """Return [X, W x] as (T, N, K + L)."""
    return np.concatenate([X, spatial_lag(w, X[:, :, places])], axis=2)


def _means(values: np.ndarray, places: np.ndarray, effects: str, lags: tuple[csr_array | None, ...]) -> Means | None:
    """Return what is taken off the columns first: their means, where there is a constant and W keeps it."""
    if effects != "none" or not all(m is None or is_row_normalised(m) for m in lags):
        return None
    means = values.mean(axis=(0, 1))
    lagged = means[1:][places] if lags[1] is not None else means[:0]
    return Means(float(means[0]), np.r_[means[1:], lagged])


def _random(
    panel: Panel, parsed: Formula, w: Weights | None, model: str, lagged: Sequence[str] | None, cov: str, one_w: bool
) -> SpatialFit:
    from gisplug.spatial.models.random.random_effects import random_effects

    if w is None or not one_w or cov not in ("auto", "observed"):
        raise ModelError(
            "Random effects take one W for everything (w, not w_x or w_e) and the observed information (cov='auto'). "
            "Use fixed effects for other weights or other standard errors."
        )
    return random_effects(panel, parsed, w, model=model, lagged=lagged)


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
        raise ModelError(f"Model {model!r} needs spatial weights; give w=, or use model 'ols'.")


def _aligned(w: Weights | None, panel: Panel) -> Weights | None:
    return None if w is None else w.align(panel.ids)


def _matrix(w: Weights | None) -> csr_array | None:
    return None if w is None else w.matrix


def _lagged(lagged: Sequence[str] | None, parsed: Formula, model: str) -> tuple[str, ...]:
    if model not in LAG_X:
        if lagged:
            raise ModelError(
                f"Model {model!r} has no spatial lag of the regressors; leave `lagged` out or use 'sdm', 'slx' or "
                "'sdem'."
            )
        return ()
    if lagged is None:
        return parsed.regressors
    strange = [name for name in lagged if name not in parsed.regressors]
    if strange:
        raise ModelError(f"{some(strange)} cannot be lagged: not among the regressors {', '.join(parsed.regressors)}.")
    return tuple(name for name in parsed.regressors if name in lagged)


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


def _check_holes(values: np.ndarray, parsed: Formula, panel: Panel) -> None:
    bad = ~np.isfinite(values)
    if bad.any():
        columns = [c for c, hole in zip(parsed.columns, bad.any(axis=(0, 1)), strict=True) if hole]
        t, i = np.argwhere(bad.any(axis=2))[:, 0], np.argwhere(bad.any(axis=2))[:, 1]
        where = [f"{panel.ids[b]} {panel.periods[a]}" for a, b in zip(t[:5], i[:5], strict=True)]
        raise PanelError(
            f"{len(t)} rows of {panel.name} have missing or infinite values in {', '.join(columns)}: {', '.join(where)}"
            f"{' ...' if len(t) > 5 else ''}. Interpolate or filter them in an explicit preparation step; nothing "
            "is dropped here."
        )


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
