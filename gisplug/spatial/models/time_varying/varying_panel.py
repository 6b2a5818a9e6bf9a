"""Spatial panels whose weights change by period, or whose units enter and leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_E, LAG_X, LAG_Y, Effects, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import check_effects, effects_of, within
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.identification import check_design
from gisplug.panel.model_frame import check_collinear, model_frame, omitted_notes
from gisplug.spatial.determinant import asked_determinant
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.probes_told import probes_told, score_told
from gisplug.spatial.models.time_varying.effect_projection import Approximation
from gisplug.spatial.models.time_varying.effects import varying_effects
from gisplug.spatial.models.time_varying.error_estimation import error_model
from gisplug.spatial.models.time_varying.estimation import VaryingEstimates, lag_or_none
from gisplug.spatial.models.time_varying.prediction import predicted_by_period
from gisplug.spatial.models.time_varying.result import CORRECTIONS, VaryingResult
from gisplug.spatial.models.time_varying.weights_by_period import Periods, weights_by_period
from gisplug.spatial.result import lagged_name
from gisplug.spatial.sample import DeterminedOptions, chosen_lags, refuse_groups, without

if TYPE_CHECKING:
    from gisplug.numbers.fits.fit import PanelLike
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

VARYING_MODELS = ("ols", "slx", "sar", "sdm", "sem", "sdem")


@dataclass(frozen=True, repr=False, eq=False)
class VaryingFit(VaryingResult, SpatialFit):
    """A spatial panel with weights by period or missing rows, with its effects over all rows and by period."""

    def effects(
        self, draws: int = 1000, seed: int | None = 1, method: str = "simulation", level: float = 0.95
    ) -> pd.DataFrame:
        """Return average effects over the rows that exist; index (variable, effect)."""
        return varying_effects(self, draws, seed, method, level)

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit), by the weights of each period: of the rows used, or of
        another panel.

        Raises
        ------
        NotDefined
            If a period of the other panel has no weights.
        PanelError
            If it lacks a unit that its periods have, or has missing values in their rows.
        """
        return predicted_by_period(self, panel)

    def effects_by_period(
        self, draws: int = 1000, seed: int | None = 1, method: str = "simulation", level: float = 0.95
    ) -> pd.DataFrame:
        """Return average effects of every period; index (period, variable, effect)."""
        return varying_effects(self, draws, seed, method, level, by_period=True)

    def unit_effects(self, variable: str, **options: object) -> NoReturn:
        """Refuse: effects of a unit differ by period here.

        Raises
        ------
        ModelError
            Always; `effects_by_period` is what there is.
        """
        del variable, options
        raise ModelError("Effects by unit need one W for all periods and a balanced panel; use effects_by_period().")


@repeatable
def varying_panel(
    panel: Panel,
    formula: str | Formula,
    weights: Weights | Mapping[int, Weights] | Mapping[str, Weights],
    model: str = "sdm",
    *,
    effects: str = "twoways",
    correction: str = "score",
    **options: Unpack[DeterminedOptions],
) -> VaryingFit:
    """Fit a spatial model by maximum likelihood over the rows that exist, with one W or one for each period.

    Method and assumptions. In every period W is the submatrix of the units that are present, normalised anew: an absent
    unit neither gives nor receives spillovers then. Rows are absent for reasons unrelated to the errors, given
    regressors and effects. Effects are removed by the within projection of the rows that exist. Nothing is filled in
    and nothing is dropped to balance the panel; a row with a missing value of the formula counts as absent, and the
    report counts and names them.

    Parameters
    ----------
    weights : Weights, or mapping of period to Weights
    model : {"ols", "slx", "sar", "sdm", "sem", "sdem"}
    correction : {"score", "none"}
        "score": unbiased estimating equations (equal to the Lee-Yu transformation where that exists); "none": the
        direct likelihood, biased by order 1/T.
    options : `lagged`, `where`, `collinear` and `log_determinant`, as in `DeterminedOptions`; `where` may choose single
        rows where the panel was read as unbalanced

    Raises
    ------
    PanelError
        If rows are missing in a panel that was not read as unbalanced.
    ModelError
        If unit effects meet one period, or a spatial error with effects has more of them than is offered.
    ParameterError
        If `model`, `effects` or `correction` is unknown.
    """
    known(options, DeterminedOptions, "varying_panel")
    read = model_frame(panel, formula, where=options.get("where"), effects=effects)
    refuse_groups(read)
    form = _check(model, read.effects, correction)
    panel, f = read.balanced(panel.unbalanced), read.formula
    data = panel.arrays(list(f.columns))
    present = np.isfinite(data).all(axis=2)
    _refuse_unasked(panel, f, present)
    if form in ("unit", "twoways") and panel.T == 1:
        raise ModelError("Unit effects need two or more periods, and there is one. Use effects='none'.")
    aligned, dropped = _aligned(panel, weights, read.panel.ids)
    how = asked_determinant(options, model)
    periods = weights_by_period(panel, aligned, present, how)
    lags = chosen_lags(f, options.get("lagged")) if model in LAG_X else ()
    filled = np.where(present[..., None], data, 0.0)
    X, terms = _design(filled, f, periods, lags, form == "none")
    first = int(form == "none")
    collinear = check_collinear(options.get("collinear", "refuse"))
    omitted = check_design((f.outcome, filled[:, :, 0]), X[:, :, first:], terms[first:], form, present, collinear)
    if omitted:
        f, lags = without(f, lags, omitted)
        data = panel.arrays(list(f.columns))
        filled = np.where(present[..., None], data, 0.0)
        X, terms = _design(filled, f, periods, lags, form == "none")
    adjusted = correction == "score"
    if model in LAG_E:
        found = error_model(filled[:, :, 0], X, periods, form, adjusted)
    else:
        found = lag_or_none(filled[:, :, 0], X, periods, form, model in LAG_Y, adjusted)
    fit = _labelled(_Data(panel, f, periods, lags, X, filled[:, :, 0], terms), model, form, correction, found)
    told = Report(tuple(_probes_told(fit, periods, found.traced)))
    return replace(fit, omitted=omitted, report=fit.report + told + dropped + omitted_notes(omitted))


def _probes_told(fit: VaryingFit, periods: Periods, traced: Approximation) -> Iterator[Note]:
    for name in {"rho", "lam"} & set(fit.params.index):
        se = float(np.sqrt(fit.cov.loc[name, name]))
        yield from probes_told(name, [(r.logdet, len(r.periods)) for r in periods.regimes], float(fit.params[name]), se)
        if traced.vectors:
            yield score_told(name, traced.vectors, traced.slope_error, se)


def _aligned(
    panel: Panel, weights: Weights | Mapping[int, Weights] | Mapping[str, Weights], known: Sequence[str]
) -> tuple[Weights | dict[str, Weights], Report]:
    """Return the weights of the panel's units, by period as text where they differ, and what was dropped of them."""
    if not isinstance(weights, Mapping):
        whole = weights.align(panel.ids, left_out=known)
        return whole, whole.dropped
    by_period = {str(p): w.align(panel.ids, left_out=known) for p, w in weights.items()}
    return by_period, Report(tuple(dict.fromkeys(n for w in by_period.values() for n in w.dropped.notes)))


def _check(model: str, effects: str, correction: str) -> Effects:
    one_of("model", model, VARYING_MODELS)
    one_of("correction", correction, CORRECTIONS)
    return check_effects(effects)


def _refuse_unasked(panel: Panel, formula: Formula, present: np.ndarray) -> None:
    lost = np.argwhere(~present)
    if len(lost) and not panel.unbalanced:
        where = [f"{panel.ids[i]} {panel.periods[t]}" for t, i in lost[:5]]
        raise PanelError(
            message(
                "{n} rows of {panel} lack a value of {formula}: {where}. If units really enter and "
                "leave, read the panel with unbalanced=True; if values are merely missing, interpolate "
                "them in an explicit step.",
                n=len(lost),
                panel=panel.name,
                formula=formula,
                where=", ".join(where),
            )
        )


def _design(
    filled: np.ndarray, formula: Formula, periods: Periods, lags: tuple[int, ...], constant: bool
) -> tuple[np.ndarray, list[str]]:
    X = filled[:, :, 1:]
    parts, terms = [X], list(formula.regressors)
    if lags:
        parts.append(periods.lag(X[:, :, list(lags)]))
        terms += [lagged_name(formula.regressors[k]) for k in lags]
    if constant:
        parts.insert(0, periods.present[..., None].astype(float))
        terms.insert(0, "const")
    return np.concatenate(parts, axis=2), terms


@dataclass(frozen=True)
class _Data:
    """What was fitted: y (T, N) on X (T, N, k), nought where rows are absent; `lags` are places of regressors."""

    panel: Panel
    formula: Formula
    periods: Periods
    lags: tuple[int, ...]
    X: np.ndarray
    y: np.ndarray
    terms: list[str]


def _labelled(data: _Data, model: str, effects: Effects, correction: str, found: VaryingEstimates) -> VaryingFit:
    panel, f, periods, y, terms = data.panel, data.formula, data.periods, data.y, data.terms
    spatial = ["rho"] if model in LAG_Y else ["lam"] if model in LAG_E else []
    labels = [*terms, *spatial, "sigma2"]
    params = pd.Series(found.values, index=labels)
    here, rho, lam = periods.present, float(params.get("rho", 0.0)), float(params.get("lam", 0.0))
    systematic = data.X @ found.values[: len(terms)]
    gap = np.where(here, y - rho * periods.lag(y) - systematic, 0.0)
    e = within(gap, effects, here)
    removed = np.where(here, gap - e, np.nan)
    intercept = 0.0 if effects == "none" else float(removed[here].mean())
    mu, xi = effects_of(gap - e - intercept, effects, here)
    first = periods.regimes[0]
    hole = np.where(here, 0.0, np.nan)
    return VaryingFit(
        params=params,
        cov=pd.DataFrame(found.cov, index=labels, columns=labels),
        model=model,
        effects_form=effects,
        correction=correction,
        covariance="observed information",
        outcome=f.outcome,
        regressors=f.regressors,
        lagged=tuple(f.regressors[k] for k in data.lags),
        loglik=found.loglik,
        nobs=found.nobs,
        N=panel.N,
        T=panel.T,
        ids=panel.ids,
        periods=panel.periods,
        names=panel.names,
        y=y + hole,
        systematic=systematic + hole,
        residuals=e - lam * periods.lag(e) + hole,
        intercept=intercept if effects != "none" else float(params["const"]),
        mu=pd.Series(mu, index=list(panel.ids)),
        xi=pd.Series(xi, index=list(panel.periods)),
        logdet=first.logdet if model in LAG_Y else None,
        units=panel.units,
        report=panel.report + Report(tuple(_notes(panel, periods, here, effects in ("unit", "twoways")))),
        by_period=periods,
    )


def _notes(panel: Panel, periods: Periods, here: np.ndarray, unit: bool) -> list[Note]:
    notes = []
    if not here.all():
        gone = [f"{panel.ids[i]} {panel.periods[t]}" for t, i in np.argwhere(~here)]
        text = message(
            "{n} of {size} unit-periods are absent ({gone}). W of a period is that of the units "
            "present, normalised anew; absence is assumed unrelated to the errors.",
            n=len(gone),
            size=here.size,
            gone=some(gone),
        )
        notes.append(Note(INFO, "unbalanced", text, tuple(gone)))
    single = [panel.ids[i] for i in np.flatnonzero(here.sum(axis=0) == 1)]
    if unit and single:
        notes.append(
            Note(
                WARNING,
                "single-rows",
                message(
                    "{n} units are present once and say nothing beside their own effect: {single}.",
                    n=len(single),
                    single=some(single),
                ),
                tuple(single),
            )
        )
    alone = sorted({i for r in periods.regimes for i in r.isolates})
    if alone:
        notes.append(
            Note(
                WARNING,
                "isolates",
                message(
                    "{n} units have no neighbours in some period ({alone}): their spatial lag is 0 then.",
                    n=len(alone),
                    alone=some(alone),
                ),
                tuple(alone),
            )
        )
    return notes
