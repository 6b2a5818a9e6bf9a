"""Regressions around the start of a policy: two-way, by event time, Sun & Abraham (2021), stacked (Cengiz et al.
2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell, known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.projections import Absorbed, codes_of
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.panel.places import Reach
from gisplug.panel.sample import clusters_of, fixed_effects_of
from gisplug.policy.adoption import PolicyFit, adoption, event_term
from gisplug.policy.pretrends import before_policy, few_of_regression, told
from gisplug.policy.rows import (
    PolicyRows,
    base_of,
    binned_ends,
    further_effects,
    policy_frame,
    policy_rows,
    twoways_only,
)
from gisplug.regression.design import DesignFit, fit_design
from gisplug.regression.fixed_effects import RowOptions
from gisplug.regression.inference.carried import negative_weights
from gisplug.regression.results.labels import error_label

SWITCHING = Note(
    WARNING,
    "two-way-switching",
    "The two-way estimate takes the effect to end with the treatment, and weighs effects that differ between units and "
    "periods, some with negative weights; did_switching compares units that switch with those that do not yet.",
)


class EventOptions(RowOptions, total=False):
    """Further options of `event_study`.

    Attributes
    ----------
    base : event time left out, before 0; -1 by default
    ends : "bin" puts periods beyond the window into its first and last event time, "drop" leaves those rows out
    """

    base: int
    ends: str


class StackOptions(TypedDict, total=False):
    """Further options of `did_stacked`.

    Attributes
    ----------
    base : event time left out, before 0; -1 by default
    never_only : compare with never-treated units only
    winsorise : share of the outcome to winsorise at each end
    """

    base: int
    never_only: bool
    winsorise: float


@repeatable
def did_twoway(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "twoways",
    errors: str = "unit",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[RowOptions],
) -> PolicyFit:
    """Regress the outcome on being treated, with unit and period effects; estimates of the controls follow the ATT.

    What it weighs where effects differ: de Chaisemartin & D'Haultfoeuille (2020).

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
        The policy is a 0/1 column, or holds the first treated period. It may switch off again, which is told.
    effects, errors, where, options : as in `fixed_effects`; `winsorise` is of the outcome.
    collinear : "refuse" controls that are not identified, or "omit" them and say so.

    Raises
    ------
    ModelError
        If nobody is treated, or the effect is not identified beside the effects.
    """
    known(options, RowOptions, "did_twoway")
    frame = policy_frame(panel, formula, where, effects, options.get("absorb", ()))
    made = adoption(frame.panel, frame.formula.regressors[0], frame.rows, stays=False)
    rows = policy_rows(frame, made, **options)
    trends, by_period = options.get("trends", ()), options.get("by_period", ())
    absorbed = fixed_effects_of(rows.sample, frame.effects, frame.absorb, trends, by_period)
    on = rows.on.astype(float)
    rows = rows.less(on[:, None], ["ATT"], absorbed, collinear)
    sample = rows.sample
    X = np.column_stack([on, sample.columns[:, 1:]])
    clusters = clusters_of(sample, errors, options.get("lags"), options.get("reach"))
    fit = fit_design((rows.outcome, sample.columns[:, 0]), X, ["ATT", *rows.controls], absorbed, clusters)
    table, cov = fit.joint(np.eye(len(fit.b)), fit.names)
    numbers = further_effects(frame.absorb, trends, by_period) | rows.numbers(fit.n, fit.r2, clusters.name)
    switches = made.now is not None
    alone = switches and errors == "unit"  # units that switch off have no cohorts
    few = () if alone else few_of_regression(fit, np.eye(len(fit.b))[0], sample, rows.cohort, errors)
    notes = (SWITCHING, *few) if switches else few
    report = sample.report + rows.made.report + Report(notes) + negative_weights(X, absorbed)
    result = (table, None, None, pd.DataFrame(), numbers, report, rows.omitted, rows.outcome)
    return PolicyFit("Two-way fixed effects", *result, cov=cov, df=fit.df)


@repeatable
def event_study(
    panel: Panel,
    formula: str | Formula,
    *,
    before: int = 4,
    after: int = 5,
    effects: str = "twoways",
    errors: str = "unit",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[EventOptions],
) -> PolicyFit:
    """Regress on dummies of event time; `estimates` is the mean of the effects from 0 to `after`.

    Event time is counted by the calendar where periods are whole numbers: with 2014 absent, 2015 is 1 for units first
    treated in 2014.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    before, after : window of event time, in periods.
    effects, errors, where, collinear, options : as in `did_twoway`; `base` and `ends` as in `EventOptions`.

    Raises
    ------
    ModelError
        If window, base or `ends` is out of range, or nobody is treated.
    """
    known(options, EventOptions, "event_study")
    base, ends = options.get("base", -1), options.get("ends", "bin")
    if not (-before <= base < 0) or after < 0:
        raise ModelError(
            message(
                "The base lies between -{before} and -1 and the window reaches at least to 0; {base} and "
                "{after} were given instead.",
                before=before,
                base=base,
                after=after,
            )
        )
    if ends not in ("bin", "drop"):
        raise ModelError(message("ends is bin or drop; {ends!r} was given instead.", ends=ends))
    frame = policy_frame(panel, formula, where, effects, options.get("absorb", ()))
    made = adoption(frame.panel, frame.formula.regressors[0], frame.rows)
    inside = made.event_time.ravel()
    window = np.isnan(inside) | ((inside >= -before) & (inside <= after))
    kept = window if frame.rows is None else window & frame.rows
    rows = policy_rows(frame, made, rows=kept if ends == "drop" else None, **_rows_only(options))
    binned = np.clip(rows.event, -before, after)
    base, moved = base_of(binned, base, "the treated units")
    times = [int(e) for e in np.unique(binned[np.isfinite(binned)]) if e != base]
    dummies = np.column_stack([(binned == e).astype(float) for e in times])
    trends, by_period = options.get("trends", ()), options.get("by_period", ())
    absorbed = fixed_effects_of(rows.sample, frame.effects, frame.absorb, trends, by_period)
    names = list(map(event_term, times))
    rows = rows.less(dummies, names, absorbed, collinear)
    fit = _fitted(rows, dummies, names, absorbed, errors, options.get("lags"), options.get("reach"))
    weights = np.hstack([np.eye(len(times)), np.zeros((len(times), len(rows.controls)))])
    told = [*moved, *binned_ends(rows.event, before, after)] if ends == "bin" else moved
    return _policy_fit("Event study", fit, weights, times, base, rows.told(*told), errors)


def _rows_only(options: EventOptions) -> RowOptions:
    found: RowOptions = {"winsorise": options.get("winsorise", 0.0), "trends": options.get("trends", ())}
    return found


def _fitted(
    rows: PolicyRows,
    dummies: np.ndarray,
    names: Sequence[str],
    absorbed: Sequence[Absorbed],
    errors: str,
    lags: int | None = None,
    reach: Reach | None = None,
) -> DesignFit:
    columns = rows.sample.columns
    X, clusters = np.column_stack([dummies, columns[:, 1:]]), clusters_of(rows.sample, errors, lags, reach)
    return fit_design((rows.outcome, columns[:, 0]), X, [*names, *rows.controls], absorbed, clusters)


@repeatable
def sun_abraham(
    panel: Panel,
    formula: str | Formula,
    *,
    base: int = -1,
    errors: str = "unit",
    where: Where = None,
    collinear: str = "refuse",
    winsorise: float = 0.0,
) -> PolicyFit:
    """Regress on cohort by event-time dummies and average them with the cohorts' shares (Sun & Abraham 2021).

    Never-treated units are the reference, or the last cohort where all are treated; units treated in all periods are
    left out.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    base : event time left out, before 0.
    errors, where, collinear, winsorise : as in `did_twoway`.

    Raises
    ------
    ModelError
        If nobody is treated within the rows, or an effect is not identified.
    """
    frame = policy_frame(panel, formula, where)
    twoways_only(frame, "Sun-Abraham")
    made = adoption(frame.panel, frame.formula.regressors[0], frame.rows)
    kept = np.tile(~np.isin(made.ids, made.always), panel.T)
    kept = kept if frame.rows is None else kept & frame.rows
    rows = policy_rows(frame, made, rows=kept, winsorise=winsorise)
    event, cohort = rows.event, rows.cohort
    if np.isfinite(cohort).all():
        last = cohort.max()
        early = rows.time < last
        part = replace(rows.sample, columns=rows.sample.columns[early], rows=rows.sample.rows[early])
        rows = replace(rows, sample=part)
        cohort = rows.cohort
        event = np.where(cohort == last, np.nan, rows.event)
    bases, moved = {}, []
    for g in np.unique(cohort[np.isfinite(event)]):
        bases[int(g)], notes = base_of(event[cohort == g], base, message("cohort {name}", name=made.name(g)))
        moved += notes
    there = {(int(e), int(g)) for e, g in zip(event, cohort, strict=True) if np.isfinite(e)}
    cells = sorted((e, g) for e, g in there if e != bases[g])
    if not cells:
        raise ModelError(
            message(
                "No cohort of {regressors} is seen in another period than its base; an effect needs "
                "periods before and after the policy.",
                regressors=frame.formula.regressors[0],
            )
        )
    dummies = np.column_stack([((event == e) & (cohort == g)).astype(float) for e, g in cells])
    absorbed = fixed_effects_of(rows.sample, "twoways")
    names = [message("event {e:+d} cohort {name}", e=e, name=made.name(g)) for e, g in cells]
    rows = rows.less(dummies, names, absorbed, collinear)
    fit = _fitted(rows, dummies, names, absorbed, errors)
    counts = dummies.sum(axis=0)
    times = sorted({e for e, _ in cells})
    weights = np.zeros((len(times), len(fit.b)))
    for i, e in enumerate(times):
        mask = np.array([c[0] == e for c in cells])
        weights[i, : len(cells)][mask] = counts[mask] / counts[mask].sum()
    post = np.array([c[0] >= 0 for c in cells])
    overall = np.zeros((1, len(fit.b)))
    overall[0, : len(cells)][post] = counts[post] / counts[post].sum()
    found = _policy_fit("Sun-Abraham", fit, weights, times, max(bases.values()), rows.told(*moved), errors, overall)
    return replace(found, detail=fit.combined(np.eye(len(fit.b))[: len(cells)], names))


@repeatable
def did_stacked(
    panel: Panel,
    formula: str | Formula,
    *,
    before: int = 4,
    after: int = 5,
    errors: str = "unit",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[StackOptions],
) -> PolicyFit:
    """Stack one data set a cohort: its units and those not treated within the window (Cengiz et al. 2019).

    Unit and period effects by stack; errors are clustered by unit (a unit may stand in several stacks).

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    before, after : window of event time, by the calendar as in `event_study`.
    errors, where, collinear : as in `did_twoway`
    options : `base`, `never_only` and `winsorise`, as in `StackOptions`

    Raises
    ------
    ModelError
        If no cohort has units to compare with inside the window.
    """
    known(options, StackOptions, "did_stacked")
    base, never_only = options.get("base", -1), options.get("never_only", False)
    frame = policy_frame(panel, formula, where)
    twoways_only(frame, "The stacked estimator")
    found = policy_rows(frame, winsorise=options.get("winsorise", 0.0))
    r, s, e, d = _stacks(found, before, after, never_only)
    stacks = len(found.made.cohorts) + 1
    rows = replace(found, sample=replace(found.sample, columns=found.sample.columns[r], rows=found.sample.rows[r]))
    absorbed = [
        Absorbed(codes_of(found.sample.unit[r] * stacks + s)),
        Absorbed(codes_of(found.sample.period[r] * stacks + s)),
    ]
    base, moved = base_of(e[d], base, "the treated units")
    times = [int(t) for t in np.unique(e[d]) if t != base]
    names = list(map(event_term, times))
    dummies = np.column_stack([(d & (e == t)).astype(float) for t in times])
    post = (d & (e >= 0)).astype(float)[:, None]
    rows = rows.less(dummies, names, absorbed, collinear)
    single, fit = _fitted(rows, post, ["ATT"], absorbed, errors), _fitted(rows, dummies, names, absorbed, errors)
    path, spread = fit.joint(np.eye(len(fit.b))[: len(times)], names)
    event = _with_base(path.set_axis(pd.Index(times, name="event")), base)
    early = np.eye(len(fit.b))[[i for i, t in enumerate(times) if t < 0]]
    pre = before_policy(fit, early, rows.sample, rows.cohort, errors)
    numbers: dict[str, Cell] = {
        "Controls": "Yes" if rows.controls else "No",
        "Unit by stack effects": "Yes",
        "Period by stack effects": "Yes",
        "Errors": error_label(errors),
        "Observations": len(r),
        "Stacks": len(np.unique(s)),
        "Units": int(found.sample.unit.max()) + 1,
        "Treated units": len(np.unique(found.sample.unit[r][d])),
    }
    few = few_of_regression(single, np.eye(len(single.b))[0], rows.sample, rows.cohort, errors)
    table, cov = single.joint(np.eye(len(single.b)), single.names)
    report = rows.told(*moved, *told(pre, errors), *few).report
    result = (table, event, pre, pd.DataFrame(), numbers, report, rows.omitted, rows.outcome)
    df = dict.fromkeys(names, fit.df)
    return PolicyFit("Stacked", *result, cov=cov, df=single.df, joint_cov=spread, joint_df=df)


def _stacks(
    found: PolicyRows, before: int, after: int, never_only: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return places in the sample, number of the stack, event time and whether of the stack's cohort, of all rows."""
    time, start = found.time, found.cohort
    rows, stack, event, on = [], [], [], []
    for k, g in enumerate(found.made.cohorts):
        clean = np.isinf(start) if never_only else start > g + after
        inside = ((start == g) | clean) & (time >= g - before) & (time <= g + after)
        if not (inside & clean).any() or not (inside & (start == g) & (time < g)).any():
            continue
        at = np.flatnonzero(inside)
        rows.append(at)
        stack.append(np.full(len(at), k))
        event.append((time[at] - g).astype(int))
        on.append(start[at] == g)
    if not rows:
        raise ModelError("No cohort has units to compare with inside the window; shorten it.")
    return np.concatenate(rows), np.concatenate(stack), np.concatenate(event), np.concatenate(on)


def _with_base(frame: pd.DataFrame, base: int) -> pd.DataFrame:
    row = pd.DataFrame(
        [[0.0, 0.0, np.nan, np.nan, 0.0, 0.0]], columns=frame.columns, index=pd.Index([base], name=frame.index.name)
    )
    return pd.concat([frame, row]).sort_index()


def _policy_fit(
    method: str,
    fit: DesignFit,
    weights: np.ndarray,
    times: list[int],
    base: int,
    rows: PolicyRows,
    errors: str,
    overall: np.ndarray | None = None,
) -> PolicyFit:
    post = [i for i, e in enumerate(times) if e >= 0]
    pre = [i for i, e in enumerate(times) if e < 0]
    row = weights[post].mean(axis=0, keepdims=True) if overall is None else overall
    others = np.eye(len(fit.b))[len(fit.b) - len(rows.controls) :]
    joint, cov = fit.joint(np.vstack([row, others, weights]), ["ATT", *rows.controls, *map(event_term, times)])
    own = ["ATT", *rows.controls]
    event = _with_base(joint.iloc[len(own) :].set_axis(pd.Index(times, name="event")), base)
    test = before_policy(fit, weights[pre], rows.sample, rows.cohort, errors)
    few = few_of_regression(fit, row[0], rows.sample, rows.cohort, errors)
    numbers, report = rows.numbers(fit.n, fit.r2, errors), rows.report + Report((*told(test, errors), *few))
    result = (joint.iloc[: len(own)], event, test, pd.DataFrame(), numbers, report, rows.omitted, rows.outcome)
    return PolicyFit(method, *result, cov=cov.loc[own, own], df=fit.df, joint_cov=cov)
