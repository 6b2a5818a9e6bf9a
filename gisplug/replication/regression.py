"""Least squares, instruments, two-way DID and event studies as scripts: columns, effects and errors of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.fits.repeat import call_of
from gisplug.numbers.projections import Absorbed
from gisplug.panel.sample import Sample, clusters_of, fixed_effects_of
from gisplug.policy.adoption import PolicyFit, adoption, event_term
from gisplug.policy.rows import PolicyRows, policy_frame, policy_rows
from gisplug.regression.results.instruments import InstrumentFit
from gisplug.regression.results.panel import PanelFit
from gisplug.replication.script import Columns, Line, Remark, Script, expected_of, listed, quoted

CONSTANT = "Constant"
IVREG2 = {"2sls": "", "liml": " liml", "gmm": " gmm2s"}


@dataclass(frozen=True)
class Design:
    """A regression as other programs see it.

    Attributes
    ----------
    y, X : (n,) and (n, k), columns by `terms`
    sample : the rows, with units, periods and weights
    taken, clusters : effects taken out, and how errors are related
    estimates : DataFrame, index term; estimate and se among its columns
    constant : whether a constant is among the estimates, the last one
    instruments, Z : names (m,) and values (n, m); none for least squares
    endogenous : how many of the first columns of X are instrumented
    estimator : "2sls", "liml" or "gmm"
    """

    outcome: str
    terms: tuple[str, ...]
    y: np.ndarray
    X: np.ndarray
    sample: Sample
    taken: Sequence[Absorbed]
    clusters: Clusters
    estimates: pd.DataFrame
    constant: bool = False
    instruments: tuple[str, ...] = ()
    Z: np.ndarray | None = None
    endogenous: int = 0
    estimator: str = "2sls"


def of_panel(name: str, fit: PanelFit) -> Script:
    """Return the script of a regression with fixed effects."""
    sample, terms = fit.sample, fit.formula.regressors
    places = [sample.terms.index(term) for term in terms]
    constant = CONSTANT in fit.estimates.index and CONSTANT not in terms
    taken: Sequence[Absorbed] = () if constant else fit.taken
    clusters = fit.clusters or clusters_of(sample, fit.errors)
    columns = sample.columns
    design = Design(
        fit.outcome, terms, columns[:, 0], columns[:, places], sample, taken, clusters, fit.estimates, constant
    )
    return _script(name, fit.title, "fixed_effects", design)


def of_instruments(name: str, fit: InstrumentFit) -> Script:
    """Return the script of a regression with instruments, second stage.

    Raises
    ------
    ModelError
        If the result holds no rows.
    """
    sample, terms = fit.sample, tuple(map(str, fit.estimates.index))
    if sample is None:
        raise ModelError(message("The result holds no rows: it was read from a file. Give what an estimator returned."))
    at = sample.terms.index
    columns = sample.columns
    design = Design(
        fit.outcome,
        terms,
        columns[:, 0],
        columns[:, [at(t) for t in terms]],
        sample,
        fit.taken,
        fit.clusters or clusters_of(sample, fit.errors),
        fit.estimates,
        instruments=fit.instruments,
        Z=columns[:, [at(t) for t in fit.instruments]],
        endogenous=len(fit.endogenous),
        estimator=fit.estimator,
    )
    return _script(name, fit.title, "instrumental_variables", design)


def of_twoway(name: str, fit: PolicyFit) -> Script:
    """Return the script of a two-way estimate of a policy."""
    options = call_of(fit).options
    rows, taken = _policy(fit, options, stays=False)
    on = rows.on.astype(float)
    rows = rows.less(on[:, None], ["ATT"], taken, options["collinear"])
    return _policy_script(name, fit, rows, on[:, None], ["ATT"], taken, fit.estimates)


def of_events(name: str, fit: PolicyFit) -> Script:
    """Return the script of an event study by least squares; its numbers are those by event time."""
    options = call_of(fit).options
    before, after, ends = options["before"], options["after"], options.get("ends", "bin")
    rows, taken = _policy(fit, options, stays=True, window=(before, after) if ends == "drop" else None)
    binned = np.clip(rows.event, -before, after)
    frame = fit.event if fit.event is not None else pd.DataFrame()
    times = [int(e) for e in frame.index if frame.loc[e, "se"] > 0]
    dummies = np.column_stack([(binned == e).astype(float) for e in times])
    names = list(map(event_term, times))
    rows = rows.less(dummies, names, taken, options["collinear"])
    return _policy_script(name, fit, rows, dummies, names, taken, frame.loc[times].set_axis(names))


def _policy(
    fit: PolicyFit, options: Any, *, stays: bool, window: tuple[int, int] | None = None
) -> tuple[PolicyRows, list[Absorbed]]:
    """Return the rows of a policy's regression as its estimator takes them, and the effects taken out."""
    panel = call_of(fit).panel
    frame = policy_frame(panel, options["formula"], options["where"], options["effects"], options.get("absorb", ()))
    made = adoption(frame.panel, frame.formula.regressors[0], frame.rows, **({} if stays else {"stays": False}))
    kept = None
    if window is not None:
        time = made.event_time.ravel()
        inside = np.isnan(time) | ((time >= -window[0]) & (time <= window[1]))
        kept = inside if frame.rows is None else inside & frame.rows
    trends, by_period = options.get("trends", ()), options.get("by_period", ())
    rows = policy_rows(frame, made, rows=kept, winsorise=options.get("winsorise", 0.0), trends=trends)
    return rows, fixed_effects_of(rows.sample, frame.effects, frame.absorb, trends, by_period)


def _policy_script(
    name: str,
    fit: PolicyFit,
    rows: PolicyRows,
    key: np.ndarray,
    names: Sequence[str],
    taken: Sequence[Absorbed],
    estimates: pd.DataFrame,
) -> Script:
    options, sample = call_of(fit).options, rows.sample
    clusters = clusters_of(sample, options["errors"], options.get("lags"), options.get("reach"))
    X = np.column_stack([key, sample.columns[:, 1:]])
    terms = (*names, *rows.controls)
    design = Design(fit.outcome, terms, sample.columns[:, 0], X, sample, taken, clusters, estimates.reindex(terms))
    return _script(name, fit.title, call_of(fit).name, design)


def _script(name: str, title: str, made_by: str, design: Design) -> Script:
    sample = design.sample
    panel, rows = sample.panel, sample.rows
    ids, periods = np.array(panel.ids, dtype=object), np.array(panel.periods, dtype=object)
    columns = Columns(ids[rows % panel.N], periods[rows // panel.N])
    y = columns.add(design.outcome, design.y, "outcome")
    X = [columns.add(term, values) for term, values in zip(design.terms, design.X.T, strict=True)]
    instruments = () if design.Z is None else zip(design.instruments, design.Z.T, strict=True)
    Z = [columns.add(term, values, "z") for term, values in instruments]
    groups = [
        (
            columns.code_of(a.codes, f"group_{k + 1}"),
            None if a.slope is None else columns.add(f"slope_{k + 1}", a.slope, "slope"),
        )
        for k, a in enumerate(design.taken)
    ]
    clusters = [columns.code_of(c, f"cluster_{k + 1}") for k, c in enumerate(design.clusters.codes)]
    weight = None if sample.weights is None else columns.add("row_weight", sample.weights, "row_weight")
    if design.clusters.kind == "driscoll-kraay":
        columns.add("clock", sample.clock, "clock")
    parts = _Parts(name, y, X, Z, groups, clusters, weight, design)
    frame = design.estimates
    expected = expected_of(frame.index, frame["estimate"].to_numpy(), frame["se"].to_numpy())
    no_r, no_stata = _not_in_r(design), _not_in_stata(design)
    return Script(
        name,
        title,
        made_by,
        columns.frame,
        columns.labels,
        expected,
        r=() if no_r else _r(parts),
        stata=() if no_stata else _stata(parts),
        no_r=no_r,
        no_stata=no_stata,
    )


@dataclass(frozen=True)
class _Parts:
    """The names of a script's columns by what they do."""

    name: str
    y: str
    X: list[str]
    Z: list[str]
    groups: list[tuple[str, str | None]]
    clusters: list[str]
    weight: str | None
    design: Design

    @property
    def plain(self) -> bool:
        """Whether plm has it: effects of units and periods alone, no weights, no instruments."""
        keys = ["unit_code", "period_code"]
        return not self.Z and self.weight is None and all(g in keys and s is None for g, s in self.groups)


def _not_in_r(design: Design) -> str:
    if design.clusters.kind == "conley":
        return message("Conley errors: no package was found with the kernel and the scale of gisplug")
    if design.estimator == "gmm":
        return message("two-step GMM with instruments is left to ivreg2 of Stata")
    return ""


def _not_in_stata(design: Design) -> str:
    if design.clusters.kind == "conley":
        return message("Conley errors: no package was found with the kernel and the scale of gisplug")
    return ""


def _r(parts: _Parts) -> list[Line]:
    design, X = parts.design, listed(parts.X)
    kind = design.clusters.kind
    groups = ", ".join(f"d${g}" for g, _ in parts.groups)
    slopes = ", ".join("NULL" if s is None else f"d${s}" for _, s in parts.groups)
    more = [f"groups = list({groups})", f"slopes = list({slopes})"] if parts.groups else []
    more += [f"weight = d${parts.weight}"] if parts.weight else []
    more += ["constant = TRUE"] if design.constant else []
    more += [f"errors = {quoted(kind)}"]
    more += [f"clusters = list({', '.join(f'd${c}' for c in parts.clusters)})"] if parts.clusters else []
    if kind == "driscoll-kraay":
        more += ["clock = d$clock", *([f"lags = {design.clusters.lags}"] if design.clusters.lags is not None else [])]
    if parts.Z:
        more += [f"Z = as.matrix(d[, {listed(parts.Z)}, drop = FALSE])", f"endogenous = 1:{design.endogenous}"]
        more += [f"estimator = {quoted(design.estimator)}"]
    lines: list[Line] = [
        Remark(
            message(
                "Effects are taken out, then least squares; errors and their factors as in R/functions/regression.R."
            )
        ),
        f"d <- read_data({quoted(parts.name)})",
        f"fit <- fit_panel(d${parts.y}, as.matrix(d[, {X}, drop = FALSE]),",
        f"                 {(',' + chr(10) + '                 ').join(more)})",
        f"report({quoted(parts.name)}, fit$estimate, fit$se)",
        "",
    ]
    if parts.plain and parts.X:
        lines += _plm(parts)
    if parts.X and (parts.groups or design.constant) and kind != "driscoll-kraay" and design.estimator == "2sls":
        lines += _fixest(parts)
    return lines


def _plm(parts: _Parts) -> list[Line]:
    names = {g for g, _ in parts.groups}
    effect = {1: "individual" if "unit_code" in names else "time", 2: "twoways"}.get(len(names))
    how = f'model = "within", effect = "{effect}"' if effect else 'model = "pooling"'
    clustered = parts.design.clusters.kind == "cluster" and parts.clusters == ["unit_code"]
    errors = 'plm::vcovHC(f, method = "arellano", type = "sss")' if clustered else "vcov(f)"
    said = (
        message("plm counts the effects otherwise for clustered errors of two ways: see the factor in its help.")
        if clustered
        else message("plm's own classical errors; its coefficients are to be the same.")
    )
    return [
        Remark(said),
        'beside("plm", function() {',
        '  p <- plm::pdata.frame(d, index = c("unit_code", "period_code"))',
        f"  f <- plm::plm({parts.y} ~ {' + '.join(parts.X)}, data = p, {how})",
        f"  cbind(estimate = coef(f), se = sqrt(diag({errors})))",
        "})",
        "",
    ]


def _fixest(parts: _Parts) -> list[Line]:
    design = parts.design
    exogenous = parts.X[design.endogenous :] or ["1"]
    effects = " + ".join(g if s is None else f"{g}[[{s}]]" for g, s in parts.groups)
    formula = f"{parts.y} ~ {' + '.join(exogenous)}" + (f" | {effects}" if effects else "")
    if parts.Z:
        formula += f" | {' + '.join(parts.X[: design.endogenous])} ~ {' + '.join(parts.Z)}"
    errors = {"classical": '"iid"', "robust": '"hetero"'}.get(design.clusters.kind, f"~{' + '.join(parts.clusters)}")
    weights = f", weights = ~{parts.weight}" if parts.weight else ""
    return [
        Remark(message("The same with fixest, which Debian does not have: not run by gisplug's tests.")),
        'beside("fixest", function() {',
        f"  fixest::coeftable(fixest::feols({formula}, d, vcov = {errors}{weights}))",
        "})",
    ]


def _stata(parts: _Parts) -> list[Line]:
    design = parts.design
    weight = f" [aweight={parts.weight}]" if parts.weight else ""
    kind = design.clusters.kind
    absorb = " ".join(g if s is None else f"{g}#c.{s}" for g, s in parts.groups)
    lines: list[Line] = [f'use "data/{parts.name}.dta", clear', "xtset unit_code period_code"]
    if kind == "driscoll-kraay":
        lag = "" if design.clusters.lags is None else f" lag({design.clusters.lags})"
        dummies = " i.period_code" if any(g == "period_code" for g, _ in parts.groups) else ""
        fe = " fe" if any(g == "unit_code" for g, _ in parts.groups) else ""
        said = message("xtscc scales Driscoll-Kraay errors by other counts of effects: they differ a little.")
        return [*lines, Remark(said), f"xtscc {parts.y} {' '.join(parts.X)}{dummies}{weight},{fe}{lag}"]
    clustered = f"cluster {' '.join(parts.clusters)}"
    if parts.Z:
        exogenous = " ".join(parts.X[design.endogenous :])
        errors = {"classical": "", "robust": " robust"}.get(kind, f" cluster({' '.join(parts.clusters)})")
        roles = f"({' '.join(parts.X[: design.endogenous])} = {' '.join(parts.Z)})"
        said = message("ivreghdfe calls ivreg2; small gives the factors of reghdfe and t tests.")
        call = (
            f"ivreghdfe {parts.y} {exogenous} {roles}{weight}, absorb({absorb}){errors} small{IVREG2[design.estimator]}"
        )
        return [*lines, Remark(said), call.replace("  ", " ")]
    if design.constant:
        errors = {"classical": "ols", "robust": "robust"}.get(kind, clustered)
        command = "regress" if len(parts.clusters) < 2 else "reghdfe"
        tail = f"vce({errors})" if command == "regress" else f"noabsorb vce({errors})"
        return [*lines, f"{command} {parts.y} {' '.join(parts.X)}{weight}, {tail}"]
    errors = {"classical": "unadjusted", "robust": "robust"}.get(kind, clustered)
    return [*lines, f"reghdfe {parts.y} {' '.join(parts.X)}{weight}, absorb({absorb}) vce({errors})"]
