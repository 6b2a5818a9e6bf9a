"""Regressions around the start of a policy: two-way, by event time, Sun & Abraham (2021), stacked (Cengiz et al.
2019).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report
from gisplug.core.vocabulary import Cell
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.inference import wald
from gisplug.numbers.projections import Absorbed, codes_of
from gisplug.panel.frame import Panel
from gisplug.panel.sample import Sample, clusters_of, draw_sample, fixed_effects_of
from gisplug.policy.adoption import Adoption, PolicyFit, adoption
from gisplug.regression.design import DesignFit, fit_design
from gisplug.regression.fixed_effects import error_label


def _sample(
    panel: Panel, outcome: str, policy: str, controls: Sequence[str], where: np.ndarray | None, winsorise: float
) -> tuple[Sample, Adoption, np.ndarray, np.ndarray]:
    made = adoption(panel, policy)
    sample = draw_sample(
        panel, [outcome, *controls], where=where, winsorise=winsorise, winsorised=[outcome] if winsorise else None
    )
    event = made.event_time.ravel()[sample.rows]
    cohort = np.tile(made.first, panel.T)[sample.rows]
    return sample, made, event, cohort


def _numbers(
    sample: Sample, fit: DesignFit, cohort: np.ndarray, effects: str, errors: str, controls: Sequence[str]
) -> dict[str, Cell]:
    yes = {"none": ("No", "No"), "unit": ("Yes", "No"), "time": ("No", "Yes"), "twoways": ("Yes", "Yes")}[effects]
    treated = len(np.unique(sample.unit[np.isfinite(cohort)]))
    return {
        "Controls": "Yes" if controls else "No",
        "Unit effects": yes[0],
        "Period effects": yes[1],
        "Errors": error_label(errors),
        "Observations": fit.n,
        "Units": int(sample.unit.max()) + 1,
        "Treated units": treated,
        "R2": fit.r2,
    }


def did_twoway(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    effects: str = "twoways",
    errors: str = "unit",
    absorb: Sequence[str] = (),
    trends: Sequence[str] = (),
    by_period: Sequence[str] = (),
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
) -> PolicyFit:
    """Regress the outcome on being treated, with unit and period effects; estimates of the controls follow the ATT.

    Parameters
    ----------
    policy : 0/1 column that switches on, or column with the first treated period.
    where : (T * N,) bool, rows to use.
    effects, errors, absorb, trends, by_period, winsorise : as in `fixed_effects`.

    Raises
    ------
    ModelError
        If nobody is treated, a treatment switches off, or the effect is not identified beside the effects.
    """
    sample, made, event, cohort = _sample(panel, outcome, policy, controls, where, winsorise)
    on = (np.nan_to_num(event, nan=-1) >= 0).astype(float)
    absorbed = fixed_effects_of(sample, effects, absorb, trends, by_period)
    X = np.column_stack([on, sample.columns[:, 1:]])
    fit = fit_design(sample.columns[:, 0], X, ["ATT", *controls], absorbed, clusters_of(sample, errors))
    table = fit.combined(np.eye(len(fit.b)), fit.names)
    extra = (
        {f"{name} effects": "Yes" for name in absorb}
        | {f"{name} trends": "Yes" for name in trends}
        | {f"{name} x period": "Yes" for name in by_period}
    )
    numbers = extra | _numbers(sample, fit, cohort, effects, errors, controls)
    return PolicyFit("Two-way fixed effects", table, None, None, pd.DataFrame(), numbers, sample.report + made.report)


def event_study(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    before: int = 4,
    after: int = 5,
    base: int = -1,
    ends: str = "bin",
    effects: str = "twoways",
    errors: str = "unit",
    absorb: Sequence[str] = (),
    trends: Sequence[str] = (),
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
) -> PolicyFit:
    """Regress on dummies of event time; `estimates` is the mean of the effects from 0 to `after`.

    Parameters
    ----------
    before, after : window of event time, in periods.
    base : event time left out, before 0.
    ends : "bin" puts periods beyond the window into its first and last event time, "drop" leaves those rows out.
    where : (T * N,) bool, rows to use.

    Raises
    ------
    ModelError
        If window, base or `ends` is out of range, or nobody is treated.
    """
    if not (-before <= base < 0) or after < 0:
        raise ModelError(
            f"The base lies between -{before} and -1 and the window reaches at least to 0; {base} and {after} were "
            "given instead."
        )
    if ends not in ("bin", "drop"):
        raise ModelError(f"ends is bin or drop; {ends!r} was given instead.")
    if ends == "drop":
        inside = adoption(panel, policy).event_time.ravel()
        window = np.isnan(inside) | ((inside >= -before) & (inside <= after))
        where = window if where is None else where & window
    sample, made, event, cohort = _sample(panel, outcome, policy, controls, where, winsorise)
    binned = np.clip(event, -before, after)
    times = [int(e) for e in np.unique(binned[np.isfinite(binned)]) if e != base]
    dummies = np.column_stack([(binned == e).astype(float) for e in times])
    absorbed = fixed_effects_of(sample, effects, absorb, trends)
    names = [f"event {e:+d}" for e in times]
    fit = fit_design(
        sample.columns[:, 0],
        np.column_stack([dummies, sample.columns[:, 1:]]),
        [*names, *controls],
        absorbed,
        clusters_of(sample, errors),
    )
    weights = np.hstack([np.eye(len(times)), np.zeros((len(times), len(controls)))])
    return _policy_fit("Event study", fit, weights, times, base, sample, made, cohort, effects, errors, controls)


def sun_abraham(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    base: int = -1,
    errors: str = "unit",
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
) -> PolicyFit:
    """Regress on cohort by event-time dummies and average them with the cohorts' shares (Sun & Abraham 2021).

    Never-treated units are the reference, or the last cohort where all are treated; units treated in all periods are
    left out. `where` is (T * N,) bool, rows to use.
    """
    sample, made, event, cohort = _sample(
        panel, outcome, policy, controls, _not_always(panel, policy, where), winsorise
    )
    last = np.nanmax(np.where(np.isfinite(cohort), cohort, -np.inf))
    if np.isfinite(cohort).all():
        early = sample.rows // panel.N < last
        sample = Sample(panel, sample.terms, sample.columns[early], sample.rows[early], sample.report)
        event, cohort = event[early], cohort[early]
        event = np.where(cohort == last, np.nan, event)
    cells = sorted({(int(e), int(g)) for e, g in zip(event, cohort, strict=True) if np.isfinite(e) and e != base})
    dummies = np.column_stack([((event == e) & (cohort == g)).astype(float) for e, g in cells])
    absorbed = fixed_effects_of(sample, "twoways")
    names = [f"event {e:+d} cohort {made.name(g)}" for e, g in cells]
    fit = fit_design(
        sample.columns[:, 0],
        np.column_stack([dummies, sample.columns[:, 1:]]),
        [*names, *controls],
        absorbed,
        clusters_of(sample, errors),
    )
    counts = dummies.sum(axis=0)
    times = sorted({e for e, _ in cells})
    weights = np.zeros((len(times), len(fit.b)))
    for i, e in enumerate(times):
        mask = np.array([c[0] == e for c in cells])
        weights[i, : len(cells)][mask] = counts[mask] / counts[mask].sum()
    post = np.array([c[0] >= 0 for c in cells])
    overall = np.zeros((1, len(fit.b)))
    overall[0, : len(cells)][post] = counts[post] / counts[post].sum()
    made_fit = _policy_fit(
        "Sun-Abraham", fit, weights, times, base, sample, made, cohort, "twoways", errors, controls, overall
    )
    detail = fit.combined(np.eye(len(fit.b))[: len(cells)], names)
    return PolicyFit(
        made_fit.method,
        made_fit.estimates,
        made_fit.event,
        made_fit.pretrend,
        detail,
        made_fit.numbers,
        made_fit.report,
    )


def did_stacked(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    before: int = 4,
    after: int = 5,
    base: int = -1,
    errors: str = "unit",
    never_only: bool = False,
    winsorise: float = 0.0,
) -> PolicyFit:
    """Stack one data set a cohort: its units and those not treated within the window (Cengiz et al. 2019).

    Unit and period effects by stack; errors are clustered by unit (a unit may stand in several stacks).

    Parameters
    ----------
    before, after, base : window of event time and the period left out.
    never_only : compare with never-treated units only.

    Raises
    ------
    ModelError
        If no cohort has units to compare with inside the window.
    """
    sample, made, _, _ = _sample(panel, outcome, policy, controls, None, winsorise)
    position, first = sample.rows // panel.N, np.tile(made.first, panel.T)[sample.rows]
    rows, stack, event, on = [], [], [], []
    for g in made.cohorts:
        if g == 0:
            continue
        clean = np.isinf(first) if never_only else first > g + after
        inside = ((first == g) | clean) & (position >= g - before) & (position <= g + after)
        if not (inside & clean).any() or not (inside & (first == g) & (position < g)).any():
            continue
        at = np.flatnonzero(inside)
        rows.append(at)
        stack.append(np.full(len(at), g))
        event.append(position[at] - g)
        on.append(first[at] == g)
    if not rows:
        raise ModelError("No cohort has units to compare with inside the window; shorten it.")
    r, s, e, d = (np.concatenate(parts) for parts in (rows, stack, event, on))
    absorbed = [
        Absorbed(codes_of(sample.unit[r] * (made.T + 1) + s)),
        Absorbed(codes_of(position[r] * (made.T + 1) + s)),
    ]
    clusters = (
        Clusters("cluster", (codes_of(sample.unit[r]),), "unit")
        if errors == "unit"
        else clusters_of(Sample(panel, sample.terms, sample.columns[r], sample.rows[r]), errors)
    )
    y, Z = sample.columns[r, 0], sample.columns[r, 1:]
    single = fit_design(y, np.column_stack([d & (e >= 0), Z]), ["ATT", *controls], absorbed, clusters)
    times = [int(t) for t in np.unique(e[d]) if t != base]
    dummies = np.column_stack([(d & (e == t)).astype(float) for t in times])
    fit = fit_design(
        y, np.column_stack([dummies, Z]), [*(f"event {t:+d}" for t in times), *controls], absorbed, clusters
    )
    frame = _with_base(fit.combined(np.eye(len(fit.b))[: len(times)], times, "event"), base)
    pre = fit.test([i for i, t in enumerate(times) if t < 0])
    numbers: dict[str, Cell] = {
        "Controls": "Yes" if controls else "No",
        "Unit by stack effects": "Yes",
        "Period by stack effects": "Yes",
        "Errors": error_label(errors),
        "Observations": len(r),
        "Stacks": len(rows),
        "Units": int(sample.unit.max()) + 1,
        "Treated units": len(np.unique(sample.unit[r][d])),
    }
    table = single.combined(np.eye(len(single.b)), single.names)
    return PolicyFit("Stacked", table, frame, pre, pd.DataFrame(), numbers, sample.report + made.report)


def _not_always(panel: Panel, policy: str, where: np.ndarray | None) -> np.ndarray:
    keep = np.tile(adoption(panel, policy).first > 0, panel.T)
    return np.asarray(keep if where is None else keep & where)


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
    sample: Sample,
    made: Adoption,
    cohort: np.ndarray,
    effects: str,
    errors: str,
    controls: Sequence[str],
    overall: np.ndarray | None = None,
) -> PolicyFit:
    frame = _with_base(fit.combined(weights, times, "event"), base)
    post = [i for i, e in enumerate(times) if e >= 0]
    pre = [i for i, e in enumerate(times) if e < 0]
    row = weights[post].mean(axis=0, keepdims=True) if overall is None else overall
    table = fit.combined(row, ["ATT"])
    if controls:
        table = pd.concat([table, fit.combined(np.eye(len(fit.b))[-len(controls) :], controls)])
    combined = weights[pre]
    test = wald(combined @ fit.b, combined @ fit.cov @ combined.T, fit.df) if pre else None
    numbers = _numbers(sample, fit, cohort, effects, errors, controls)
    report: Report = sample.report + made.report
    return PolicyFit(method, table.rename_axis("term"), frame, test, pd.DataFrame(), numbers, report)
