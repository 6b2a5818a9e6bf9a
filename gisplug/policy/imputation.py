"""The imputation estimator of Borusyak, Jaravel & Spiess (2024): untreated outcomes are imputed from unit and period
effects.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import lsmr

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import cluster_sums
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.least_squares import check_identified, unidentified
from gisplug.numbers.projections import Absorbed, codes_of, residualised
from gisplug.numbers.standardise import standardised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear
from gisplug.panel.sample import Sample, clusters_of, fixed_effects_of
from gisplug.policy.adoption import PolicyFit, event_term
from gisplug.policy.pretrends import before_policy, few_treated, told, wild_row
from gisplug.policy.rows import PolicyRows, normal_frame, policy_frame, policy_rows, twoways_only
from gisplug.regression.design import fit_design

BASELINE = "effect"  # the index of `detail`: what each effect takes from the event times before


@repeatable
def did_imputation(
    panel: Panel,
    formula: str | Formula,
    *,
    before: int = 4,
    after: int | None = None,
    where: Where = None,
    collinear: str = "refuse",
    winsorise: float = 0.0,
) -> PolicyFit:
    """Impute untreated outcomes and average the differences (Borusyak, Jaravel & Spiess 2024).

    Errors are the authors' conservative ones, clustered by unit: effects within cohort and period are taken as equal.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    before : pre-treatment coefficients of a regression on untreated rows only (the authors' pre-trend test), relative
        to earlier periods.
    after : last event time shown; all by default.
    where, collinear, winsorise : as in `did_twoway`; controls are judged on untreated rows.

    Raises
    ------
    ModelError
        If no treated row can be imputed, or nobody is treated.
    """
    frame = policy_frame(panel, formula, where)
    twoways_only(frame, "Imputation")
    rows = policy_rows(frame, winsorise=winsorise)
    rows = untreated_controls(rows, ~rows.on, collinear)
    sample, controls, event, cohort, on = rows.sample, rows.controls, rows.event, rows.cohort, rows.on
    columns, _, sizes = standardised(sample.columns)
    y, Z, unit, period = columns[:, 0], columns[:, 1:], sample.unit, sample.period
    use, left_out = imputable_rows(sample, on, ~on)
    report = sample.report + rows.made.report + Report(left_out)
    design = effects_design(unit[use], period[use], Z[use])
    yy, tt, ee = y[use], on[use], event[use]
    untreated = design[~tt]
    b = untreated_fit(untreated, yy[~tt])
    tau = yy - design @ b
    last = int(np.nanmax(ee[tt])) if after is None else after
    times = [e for e in range(last + 1) if (tt & (ee == e)).any()]
    weights = [tt / tt.sum(), *((tt & (ee == e)) / (tt & (ee == e)).sum() for e in times)]
    values = [float(w @ tau) * sizes[0] for w in weights]
    found = [_unit_sums(w, design, tt, tau, cohort[use], ee, unit[use]) for w in weights]
    shares = np.zeros((int(unit.max()) + 1, len(weights)))
    shares[np.unique(unit[use])] = sizes[0] * np.column_stack([sums for sums, _ in found])
    se = np.sqrt((shares**2).sum(axis=0))
    table = normal_frame(["ATT"], values[:1], se[:1])
    post = normal_frame(times, values[1:], se[1:], "event")
    pre, influence, df, test = _pretrends(sample, event, cohort, on, before)
    terms = ["ATT", *map(event_term, times)]
    whole = np.column_stack([shares, influence.to_numpy()])
    joint = pd.DataFrame(whole.T @ whole, index=[*terms, *influence], columns=[*terms, *influence])
    numbers: dict[str, Cell] = {
        "Controls": "Yes" if controls else "No",
        "Unit effects": "Yes",
        "Period effects": "Yes",
        "Errors": "Clustered by unit",
        "Observations": len(yy),
        "Units": len(np.unique(unit[use])),
        "Treated units": len(np.unique(unit[use][tt])),
    }
    shown = pd.concat([pre, post]).sort_index() if pre is not None else post
    shown = shown.rename_axis("event")
    start = np.full(len(shares), np.inf)
    start[unit] = cohort
    own = np.unique(unit[use])
    overall = values[0], len(own) * shares[own, 0], start[own]
    numbers |= wild_row(*overall)
    report += Report((*told(test), *few_treated(*overall)))
    detail = _baseline(terms, [v for _, v in found], tt, ee)
    result = (table, shown, test, detail, numbers, report, rows.omitted, rows.outcome)
    return PolicyFit("Imputation", *result, joint_cov=joint, joint_df=dict.fromkeys(influence, df))


def imputable_rows(sample: Sample, on: np.ndarray, clean: np.ndarray) -> tuple[np.ndarray, tuple[Note, ...]]:
    """Return which rows clean ones tell the unit and period effects of, (n,) bool, and a note about the others.

    Parameters
    ----------
    on, clean : (n,) bool, treated rows, and those that are neither treated nor reached by a policy elsewhere

    Raises
    ------
    ModelError
        If no treated row is left.
    """
    unit, period = sample.unit, sample.period
    known = np.isin(unit, unit[clean]) & np.isin(period, period[clean])
    if not (on & known).any():
        raise ModelError(
            "No treated row can be imputed: every treated unit needs untreated periods, and every period untreated "
            "units."
        )
    if known.all():
        return known, ()
    names = tuple(sorted(set(sample.labels("unit")[~known])))
    lost = int((~known).sum())
    text = (
        message(
            "{lost} treated rows of {names} have no untreated rows to impute from and are left out.",
            lost=lost,
            names=some(names),
        )
        if (on | known).all()
        else message(
            "{lost} treated or reached rows of {names} have no clean rows to impute from and are left out.",
            lost=lost,
            names=some(names),
        )
    )
    return known, (Note(WARNING, "not-imputable", text, names),)


def _baseline(terms: list[str], weights: list[np.ndarray], on: np.ndarray, event: np.ndarray) -> pd.DataFrame:
    """Return what each effect takes from each event time before: the weights of treated units' rows, summing to -1."""
    times = [int(e) for e in np.unique(event[~on & np.isfinite(event)])]
    rows = [[float(v[~on & (event == e)].sum()) for e in times] for v in weights]
    return pd.DataFrame(rows, index=pd.Index(terms, name=BASELINE), columns=times)


def one_before(fit: PolicyFit) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the effects of an imputation relative to the period before the policy, by event time without that period
    (column estimate), their covariance by term, and the period, -1.

    An imputed effect is relative to all periods before at once, an effect before it to the earliest one. Both are
    combined so that a difference in trends moves an effect by what it is in its period, less what it is in period -1.

    Raises
    ------
    ModelError
        If not all periods before the policy but the earliest have an effect of their own.
    """
    if fit.event is None:
        raise ModelError("The imputation has no effects by event time.")
    early = [int(t) for t in fit.event.index if t < 0]
    every = [int(t) for t in fit.detail.columns]
    if early != every[1:] or not early or early[-1] != -1:
        raise ModelError(
            message(
                "Imputed effects are relative to all periods before the policy, of which {n} were seen "
                "and {n2} have an effect; all but the earliest need one: did_imputation(..., "
                "before={every}).",
                n=len(every),
                n2=len(early),
                every=-min(every),
            )
        )
    late = [int(t) for t in fit.event.index if t >= 0]
    old, new = [*early, *late], [every[0], *early[:-1], *late]
    turn = pd.DataFrame(0.0, index=new, columns=old)
    turn[-1] = -1.0
    for t in early[:-1]:
        turn.loc[t, t] = 1.0
    for t in late:
        turn.loc[t, t] = 1.0
        turn.loc[t, early] -= fit.detail.loc[event_term(t), early]
    names, terms = [event_term(t) for t in old], [event_term(t) for t in new]
    moved = turn.to_numpy() @ fit.event.loc[old, "estimate"].to_numpy()
    cov = turn.to_numpy() @ fit.joint.cov.loc[names, names].to_numpy() @ turn.to_numpy().T
    return pd.DataFrame({"estimate": moved}, index=new), pd.DataFrame(cov, index=terms, columns=terms), -1


def untreated_controls(rows: PolicyRows, off: np.ndarray, collinear: str) -> PolicyRows:
    """Return the rows without the controls that untreated rows, off (n,) bool, do not identify; refuse them by default.

    Raises
    ------
    ModelError
        Naming the controls.
    """
    part = replace(rows.sample, columns=rows.sample.columns[off], rows=rows.sample.rows[off])
    raw = part.columns[:, 1:]
    flat = residualised(raw, fixed_effects_of(part, "twoways"))
    if check_collinear(collinear) == "omit":
        return rows.without(unidentified(raw, flat, rows.controls, part.unit, part.period))
    check_identified(raw, flat, rows.controls, part.unit, part.period)
    return rows


def effects_design(unit: np.ndarray, period: np.ndarray, Z: np.ndarray) -> sparse.csr_matrix:
    """Return dummies of units and periods, codes (n,), beside controls Z (n, k): (n, units + periods + k)."""
    parts = [Absorbed(codes_of(unit)).dummies(), Absorbed(codes_of(period)).dummies(), sparse.csr_matrix(Z)]
    return sparse.hstack(parts).tocsr()


def untreated_fit(design: sparse.csr_matrix, y: np.ndarray) -> np.ndarray:
    """Return the shortest coefficients (p,) of y (n,) on a design (n, p) of untreated rows.

    Raises
    ------
    ConvergenceError
        If 20,000 steps do not suffice.
    """
    size = np.sqrt(np.maximum(np.asarray(design.power(2).sum(axis=0)).ravel(), 1e-300))
    found = lsmr(design @ sparse.diags(1 / size), y, atol=1e-14, btol=1e-14, conlim=0, maxiter=20_000)
    if found[1] == 7:
        raise ConvergenceError("The untreated outcomes could not be fitted in 20,000 steps; use fewer controls.")
    return np.asarray(found[0] / size)


def _unit_sums(
    weight: np.ndarray,
    design: sparse.csr_matrix,
    on: np.ndarray,
    tau: np.ndarray,
    cohort: np.ndarray,
    event: np.ndarray,
    unit: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each unit adds to the error of weight'tau, (units,), and the weights (n,) on all rows; those on
    untreated rows are the shortest that balance the effects.
    """
    target = -np.asarray(design[on].T @ weight[on]).ravel()
    across = design[~on].T.tocsr()
    found = lsmr(across, target, atol=1e-14, btol=1e-14, conlim=0, maxiter=20_000)
    v = weight.copy()
    v[~on] = found[0]
    cells = codes_of(np.where(on, cohort * 10_000 + np.nan_to_num(event), -1.0))
    over = np.bincount(cells, np.where(on, v**2 * tau, 0.0))
    under = np.bincount(cells, np.where(on, v**2, 0.0))
    mean = np.divide(over, under, out=np.zeros_like(over), where=under > 0)
    left = np.where(on, tau - mean[cells], tau)
    return cluster_sums((v * left)[:, None], codes_of(unit)).ravel(), v


def _pretrends(
    sample: Sample, event: np.ndarray, cohort: np.ndarray, on: np.ndarray, before: int
) -> tuple[pd.DataFrame | None, pd.DataFrame, float, tuple[float, int, float] | None]:
    """Return the effects before the policy, the influence of every unit on them (units, terms; its squares sum to their
    covariance), its degrees of freedom, and their joint test.
    """
    none = pd.DataFrame(index=range(int(sample.unit.max()) + 1))
    if before < 1:
        return None, none, np.inf, None
    rows = ~on
    part = replace(sample, columns=sample.columns[rows], rows=sample.rows[rows])
    e = event[rows]
    earliest = np.nanmin(e) if np.isfinite(e).any() else 0
    times = [t for t in range(-before, 0) if (e == t).any() and t > earliest]
    if not times:
        return None, none, np.inf, None
    dummies = np.column_stack([(e == t).astype(float) for t in times])
    names = list(map(event_term, times))
    fit = fit_design(
        (sample.terms[0], part.columns[:, 0]),
        np.column_stack([dummies, part.columns[:, 1:]]),
        [*names, *sample.terms[1:]],
        fixed_effects_of(part, "twoways"),
        clusters_of(part, "unit"),
    )
    k = len(times)
    frame = fit.joint(np.eye(len(fit.b))[:k], names)[0]
    psi = np.zeros((len(none), k))
    if fit.influence is not None:
        own = fit.influence[:, :k]
        psi[np.unique(part.unit)] = own * np.sqrt(np.diag(fit.cov)[:k] / (own**2).sum(axis=0))
    test = before_policy(fit, np.eye(len(fit.b))[:k], part, cohort[rows], "unit")
    return frame.set_axis(pd.Index(times, name="event")), pd.DataFrame(psi, columns=names), fit.df, test
