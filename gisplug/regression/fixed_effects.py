"""Panel regressions with fixed effects, group trends and robust, clustered or Driscoll-Kraay errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import Clusters, sandwich
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.least_squares import centred, check_identified, check_outcome, check_residuals, least_squares
from gisplug.numbers.projections import Absorbed
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, Where, model_frame
from gisplug.panel.places import Reach
from gisplug.panel.sample import Sample, clusters_of, counted_effects, draw_sample, fixed_effects_of, left_in, warn_few
from gisplug.regression.reading import keep_keys, key_of, only, weighted_residuals
from gisplug.regression.results.labels import error_label as error_label
from gisplug.regression.results.panel import PanelFit as PanelFit


class RowOptions(TypedDict, total=False):
    """Further options of a panel regression.

    Attributes
    ----------
    absorb : more groupings to take out, such as "region:period"; also after the bar of the formula
    trends : groupings whose groups get a linear trend each, such as "unit" or "region"
    by_period : terms with a slope of their own in every period
    winsorise : share to winsorise at each end
    lags : Bartlett lags of Driscoll-Kraay errors
    reach : cut-off, kernel, serial lags and coordinates of Conley errors
    """

    absorb: Sequence[str]
    trends: Sequence[str]
    by_period: Sequence[str]
    winsorise: float
    lags: int | None
    reach: Reach | None


class ColumnOptions(RowOptions, total=False):
    """The options of `fixed_effects` that all columns of a table share."""

    errors: str
    where: Where
    collinear: str
    row_weights: str | None


class FixedEffectsOptions(ColumnOptions, total=False):
    """The options of `fixed_effects`, as other methods hand them on."""

    effects: str


@repeatable
def fixed_effects(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "twoways",
    errors: str = "robust",
    where: Where = None,
    collinear: str = "refuse",
    row_weights: str | None = None,
    **options: Unpack[RowOptions],
) -> PanelFit:
    """Fit a panel regression by least squares on data from which the effects are taken out.

    Parameters
    ----------
    formula : "y ~ x1 + x2", "log(y) ~ x1 + lag(x2) | unit + period + region:period"
        See the page on formulas.
    effects : "none", "unit", "time" or "twoways"; "none" has an intercept.
    errors : "classical", "robust" (HC1), "unit", "period", "unit+period", "driscoll-kraay", "conley" (with
        `reach`), or columns to cluster by.
    where : rows to use: "year >= 2012 and region in (east, west)", or (T * N,) bool.
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so.
    row_weights : column of analytic weights, such as population: the variance of a row is inversely proportional to it.
    options : `absorb`, `trends`, `by_period`, `winsorise`, `lags` and `reach`, as in `RowOptions`.

    Raises
    ------
    ModelError
        If a regressor has no variation left after the effects, or no rows are complete.
    """
    known(options, RowOptions, "fixed_effects")
    frame = model_frame(
        panel,
        formula,
        where=where,
        effects=effects,
        absorb=options.get("absorb", ()),
        also=(row_weights,) if row_weights else (),
    )
    frame = only(frame, "A regression with fixed effects")
    trends, by_period, parsed = options.get("trends", ()), options.get("by_period", ()), frame.formula
    sample = draw_sample(
        frame.panel,
        parsed.columns,
        where=frame.rows,
        winsorise=options.get("winsorise", 0.0),
        needs=(*frame.absorb, *trends),
        row_weights=row_weights,
    )
    absorbed = fixed_effects_of(sample, frame.effects, frame.absorb, trends, by_period)
    sample, omitted = left_in(sample, parsed.regressors, absorbed, collinear)
    clusters = clusters_of(sample, errors, options.get("lags"), options.get("reach"))
    extra = (
        *(message("{a} effects", a=a) for a in frame.absorb),
        *(message("{t} trends", t=t) for t in trends),
        *(message("{b} x period", b=b) for b in by_period),
    )
    plain = Formula(parsed.outcome, tuple(t for t in parsed.regressors if t not in omitted))
    fit = _fit(plain, sample, absorbed, clusters, frame.effects, extra)
    return replace(fit, omitted=omitted) if omitted else fit


def _fit(
    formula: Formula,
    sample: Sample,
    absorbed: Sequence[Absorbed],
    clusters: Clusters,
    effects: str,
    extra: tuple[str, ...],
) -> PanelFit:
    root = np.ones(sample.n) if sample.weights is None else np.sqrt(sample.weights)
    flat = weighted_residuals(sample.columns, absorbed, sample.weights)
    y, X = flat[:, 0], flat[:, 1:]
    rank, counted = counted_effects(absorbed, clusters)
    intercept = effects == "none" and len(absorbed) == 1 and absorbed[0].groups == 1
    terms, within_sst = list(formula.regressors), float(y @ y)
    check_outcome(sample.columns[:, 0], y, formula.outcome)
    check_identified(sample.columns[:, 1:], X, terms, sample.unit, sample.period)
    back = np.eye(len(terms))
    if intercept:
        terms, rank, counted = [*terms, "Constant"], 0, 0
        y = sample.columns[:, 0] if sample.weights is None else root * sample.columns[:, 0]
        X, back = centred(sample.columns[:, 1:], sample.weights)
        X = X * root[:, None]
    b, bread = least_squares(X, y, terms)
    free = sample.n - X.shape[1] - rank
    if free < 1:
        raise ModelError(
            message(
                "{n} rows cannot carry {shape} coefficients and {rank} effects; use fewer terms or "
                "effects, or more rows.",
                n=sample.n,
                shape=X.shape[1],
                rank=rank,
            )
        )
    e = y - X @ b
    raw = sample.columns[:, 0]
    spread = root * (raw - np.average(raw, weights=sample.weights))
    check_residuals(e, spread if intercept else y, formula.outcome)
    sse = float(e @ e)
    cov, df = sandwich(bread, X * e[:, None], sse, clusters, X.shape[1] + counted)
    b, cov = back @ b, back @ cov @ back.T
    slopes = len(formula.regressors)
    f, _, f_p = wald(b[:slopes], cov[:slopes, :slopes], df)
    sst = float((spread**2).sum())
    r2 = 1 - sse / sst
    return PanelFit(
        formula=formula,
        estimates=estimates(terms, b, cov, df),
        cov=pd.DataFrame(cov, index=terms, columns=terms),
        r2=r2,
        r2_within=1 - sse / within_sst if within_sst > 0 else np.nan,
        r2_adjusted=1 - (1 - r2) * (sample.n - 1) / free,
        sse=sse,
        df=df,
        f=f,
        f_p=f_p,
        effects=effects,
        errors=clusters.name,
        absorbed=rank,
        sample=sample,
        residuals=e / root,
        taken=tuple(absorbed),
        extra=extra,
        report=sample.report + warn_few(clusters),
        clusters=clusters,
    )


def handed_on(frame: ModelFrame, options: FixedEffectsOptions) -> FixedEffectsOptions:
    """Return the options of `fixed_effects` with effects, groupings and rows as the frame has read them."""
    read: FixedEffectsOptions = {"effects": frame.effects, "absorb": frame.absorb, "where": frame.rows}
    return {**options, **read}


def read_options(
    panel: Panel, formula: str | Formula, options: FixedEffectsOptions, also: Sequence[str] = ()
) -> tuple[ModelFrame, FixedEffectsOptions]:
    """Read a formula for a method made of `fixed_effects`, whose regressions then run on the frame's panel.

    Parameters
    ----------
    also : further terms that the method needs.

    Raises
    ------
    ModelError
        As `model_frame` does.
    """
    known(options, FixedEffectsOptions, "A regression with fixed effects")
    frame = model_frame(
        panel,
        formula,
        where=options.get("where"),
        effects=options.get("effects", "twoways"),
        absorb=options.get("absorb", ()),
        also=also,
    )
    return only(frame, "A regression with fixed effects"), handed_on(frame, options)


def stepwise(
    panel: Panel,
    formula: str | Formula,
    *,
    key: Sequence[str] | None = None,
    plan: str = "effects",
    effects: str = "twoways",
    **options: Unpack[ColumnOptions],
) -> Fits[str, PanelFit]:
    """Fit the columns of a baseline table.

    Parameters
    ----------
    formula : "outcome ~ key + controls"
    key : the terms of interest; the first one by default.
    plan
        "effects": key alone, with controls, unit effects, unit and period effects (four columns);
        "controls": controls enter one after another under `effects`;
        "both": key alone and all controls, each with unit and period effects; "single": one column.
    options
        As in `fixed_effects`.

    Returns
    -------
    Fits
        Mapping of column head "(1)", "(2)", ... to PanelFit.

    Raises
    ------
    ModelError
        If the plan is unknown, or a column cannot be fitted.
    """
    read, shared = read_options(panel, formula, {**options, "effects": effects})
    parsed, effects = read.formula, read.effects
    everything = list(parsed.regressors)
    if unknown := [t for t in key or () if t not in everything]:
        raise ModelError(
            message("key names {unknown}, which {parsed} does not have.", unknown=some(unknown), parsed=parsed)
        )
    key = (key_of(read),) if key is None else [t for t in everything if t in key]
    controls = [t for t in everything if t not in key]
    outcome = parsed.outcome
    plans = {
        "single": [(everything, effects)],
        "both": [(list(key), effects), (everything, effects)],
        "effects": [(list(key), "none"), (everything, "none"), (everything, "unit"), (everything, "twoways")],
        "controls": [([*key, *controls[:k]], effects) for k in range(len(controls) + 1)],
    }
    one_of("plan", plan, plans, ModelError)
    steps = list(plans[plan]) if controls or plan in ("single", "effects") else plans["single"]
    if plan == "effects" and not controls:
        steps = [steps[0], *steps[2:]]
    fits = {}
    for i, (terms, how) in enumerate(steps, 1):
        shared["effects"] = how
        fits[f"({i})"] = fixed_effects(read.panel, Formula(outcome, tuple(terms)), **shared)
        keep_keys(fits[f"({i})"].omitted, key)
    return Fits(fits, "column", message("Baseline of {outcome}", outcome=outcome))
