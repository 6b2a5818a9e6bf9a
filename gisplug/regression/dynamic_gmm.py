"""Difference and system GMM for panels with a lagged outcome (Arellano & Bond 1991; Blundell & Bond 1998)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.vocabulary import Effects, known
from gisplug.language.formula import Formula
from gisplug.numbers.identification import check_design
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.least_squares import combinations
from gisplug.numbers.orthogonal import triangle
from gisplug.numbers.standardise import standardised
from gisplug.numbers.symmetric import generalised_inverse, inverse
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear, model_frame, omitted_notes
from gisplug.regression.reading import keep_keys, only
from gisplug.regression.results.gmm import GmmFit as GmmFit


@dataclass(frozen=True)
class _Stack:
    """Rows of all units: y (N, m), X (N, m, K), Z (N, m, L), H (m, m); absent rows are nought;
    `diff` first m_d rows.
    """

    y: np.ndarray
    X: np.ndarray
    Z: np.ndarray
    H: np.ndarray
    here: np.ndarray
    diff: int
    names: tuple[str, ...]


class DynamicOptions(TypedDict, total=False):
    """Further options of `dynamic_gmm`.

    Attributes
    ----------
    deepest : farthest lag used as instrument; all by default
    collapse : one column a lag (the default) instead of one a lag and period
    steps : 1 (robust errors) or 2 (Windmeijer's 2005 correction, the default)
    """

    deepest: int | None
    collapse: bool
    steps: int


@dataclass(frozen=True)
class _Plan:
    """What is estimated: terms, the first `endogenous` of which are instrumented, and how."""

    outcome: str
    terms: tuple[str, ...]
    endogenous: int
    lags: int
    system: bool
    period_effects: bool
    deepest: int | None
    collapse: bool
    steps: int

    @property
    def taken(self) -> Effects:
        """Effects that the equations leave no variation of."""
        if self.system:
            return "time" if self.period_effects else "none"
        return "twoways" if self.period_effects else "unit"


def dynamic_gmm(
    panel: Panel,
    formula: str | Formula,
    *,
    outcome_lags: int = 1,
    endogenous: Sequence[str] = (),
    system: bool = False,
    effects: str = "twoways",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[DynamicOptions],
) -> GmmFit:
    """Estimate y on its lags and regressors, unit effects removed by first differences.

    Difference GMM after Arellano & Bond (1991), system GMM after Blundell & Bond (1998).

    Parameters
    ----------
    formula : "y ~ x1 + x2", without lags of y; "y ~ 1" has none but these
        Regressors are strictly exogenous and their own instruments, but for those of `endogenous`.
    outcome_lags : lags of y among the regressors.
    endogenous : regressors instrumented by their levels two and more periods back, as the outcome is.
    system : adds the equation in levels, instrumented by lagged differences (needs steady starting points).
    effects : "twoways" has a dummy per period, "unit" none.
    where : rows whose equations are used; their lags, differences and instruments see the rows left out.
    collinear : "refuse" terms that are not identified, or "omit" later exogenous ones and say so.
    options : `deepest`, `collapse` and `steps`, as in `DynamicOptions`

    Raises
    ------
    ModelError
        If there are too few periods or instruments, or `endogenous` names no regressor.
    """
    known(options, DynamicOptions, "dynamic_gmm")
    steps = options.get("steps", 2)
    frame = only(model_frame(panel, formula, where=where, effects=effects), "Dynamic GMM", absorb=False)
    if frame.effects not in ("twoways", "unit"):
        raise ModelError(f"Dynamic GMM has effects 'twoways' or 'unit'; {frame.effects!r} was given instead.")
    if outcome_lags < 1 or steps not in (1, 2) or outcome_lags + 2 > panel.T:
        raise ModelError(
            f"{outcome_lags} lags and {panel.T} periods do not go together: difference GMM needs lags + 2 periods, and "
            "one or two steps."
        )
    outcome, regressors = frame.formula.outcome, frame.formula.regressors
    if unknown := [t for t in endogenous if t not in regressors]:
        raise ModelError(f"endogenous names {some(unknown)}, which {frame.formula} does not have; add it there.")
    terms = (*endogenous, *(t for t in regressors if t not in endogenous))
    data = frame.panel.arrays([outcome, *terms]).transpose(1, 0, 2)
    data = np.where(np.isfinite(data), data, np.nan)
    plan = _Plan(
        outcome,
        terms,
        len(endogenous),
        outcome_lags,
        system,
        frame.effects == "twoways",
        options.get("deepest"),
        options.get("collapse", True),
        steps,
    )
    asked = np.ones((panel.N, panel.T), bool) if frame.rows is None else frame.rows.reshape(panel.T, panel.N).T
    here = np.isfinite(data).all(axis=2) & asked
    if not here.any():
        raise ModelError(f"No row of {panel.name} is complete for {', '.join((outcome, *terms))}.")
    shown = np.where(here[:, :, None], data, 0.0).transpose(1, 0, 2)
    omitted = check_design(
        (outcome, shown[:, :, 0]), shown[:, :, 1:], terms, plan.taken, here.T, check_collinear(collinear)
    )
    keep_keys(omitted, (*endogenous, *regressors[:1]))
    kept = [k for k, t in enumerate(terms) if t not in omitted]
    plan = replace(plan, terms=tuple(terms[k] for k in kept))
    columns, means, sizes = standardised(data[:, :, [0, *(k + 1 for k in kept)]])
    if not plan.period_effects:  # level instruments are not free of an added constant there
        columns = columns + means / sizes
    stack = _stacked(columns[:, :, 0], columns[:, :, 1:], asked, plan)
    fit = _estimated(stack, plan, sizes)
    told = _rows_told(data, asked, (outcome, *terms)) + omitted_notes(omitted)
    return replace(fit, report=told + fit.report, omitted=omitted)


def _rows_told(data: np.ndarray, asked: np.ndarray, names: Sequence[str]) -> Report:
    """Return notes on the rows of data (N, T, K) that lack a value, and on those left out as asked, (N, T)."""
    notes, holes = [], np.isnan(data) & asked[:, :, None]
    if gone := int(holes.any(axis=2).sum()):
        blame = ", ".join(n for n, lost in zip(names, holes.any(axis=(0, 1)), strict=True) if lost)
        text = (
            f"{gone} of {int(asked.sum())} rows lack a value and are not used (of {blame}), nor are the equations of "
            "other periods that look at them."
        )
        notes.append(Note(INFO, "rows-incomplete", text))
    if out := int((~asked).sum()):
        text = f"{out} of {asked.size} rows are left out as asked; lags and instruments see them."
        notes.append(Note(INFO, "rows-left-out", text))
    return Report(tuple(notes))


def _lag(values: np.ndarray, k: int) -> np.ndarray:
    out = np.full_like(values, np.nan)
    out[:, k:] = values[:, : values.shape[1] - k] if k else values
    return out


def _stacked(y: np.ndarray, W: np.ndarray, asked: np.ndarray, plan: _Plan) -> _Stack:
    N, T = y.shape
    lags, system = plan.lags, plan.system
    levels = np.concatenate([np.stack([_lag(y, k) for k in range(1, lags + 1)], axis=2), W], axis=2)
    dy, dX = y - _lag(y, 1), levels - np.stack([_lag(levels[:, :, k], 1) for k in range(levels.shape[2])], axis=2)
    rows_d, rows_l = np.arange(lags + 1, T), np.arange(lags, T) if system else np.arange(0)
    slopes = np.concatenate([dX[:, rows_d], levels[:, rows_l]], axis=1)
    target = np.concatenate([dy[:, rows_d], y[:, rows_l]], axis=1)
    here = np.isfinite(target) & np.isfinite(slopes).all(axis=2) & asked[:, [*rows_d, *rows_l]]
    extra, more = _dummies(T, rows_d, rows_l, here.any(axis=0), plan)
    X = np.concatenate([slopes, np.broadcast_to(extra, (N, *extra.shape))], axis=2)
    names = [*(f"L{k if k > 1 else ''}.{plan.outcome}" for k in range(1, lags + 1)), *plan.terms, *more]
    own = X[:, :, lags + plan.endogenous :]  # exogenous terms, dummies and constant are their own instruments
    blocks = [own]
    for source in [y, *(W[:, :, k] for k in range(plan.endogenous))]:
        blocks.append(_deep(source, rows_d, rows_l, plan.deepest, plan.collapse))
        if system:
            blocks.append(_shallow(source, rows_d, rows_l, plan.collapse))
    Z = np.nan_to_num(np.concatenate(blocks, axis=2)) * here[:, :, None]
    Z = Z[:, :, (Z != 0).any(axis=(0, 1))]
    D = np.zeros((len(rows_d), T))
    D[np.arange(len(rows_d)), rows_d], D[np.arange(len(rows_d)), rows_d - 1] = 1, -1
    whole = np.vstack([D, np.eye(T)[rows_l]])
    return _Stack(
        np.where(here, np.nan_to_num(target), 0),
        np.nan_to_num(X) * here[:, :, None],
        Z,
        whole @ whole.T,
        here,
        len(rows_d),
        tuple(names),
    )


def _dummies(
    T: int, rows_d: np.ndarray, rows_l: np.ndarray, used: np.ndarray, plan: _Plan
) -> tuple[np.ndarray, list[str]]:
    """Return period dummies and, in the system, the constant, in differences and levels: (m, d), and their names.

    Periods whose dummy no equation `used` (m,) can tell from the others have none.
    """
    dummies = np.eye(T)[:, plan.lags + 1 :] if plan.period_effects else np.empty((T, 0))
    names = [f"period {i}" for i in range(dummies.shape[1])]
    step = dummies - np.vstack([np.zeros((1, dummies.shape[1])), dummies[:-1]])
    made = np.vstack([(step if plan.system else dummies)[rows_d], dummies[rows_l]])
    if plan.system:
        constant = np.r_[np.zeros(len(rows_d)), np.ones(len(rows_l))]
        made, names = np.column_stack([made, constant]), [*names, "Constant"]
    order = np.roll(np.arange(len(names)), 1 if plan.system else 0)  # the constant is known first
    loose = combinations(triangle(made[used][:, order]), [names[k] for k in order])
    kept = [k for k, name in enumerate(names) if name not in loose]
    return made[:, kept], [names[k] for k in kept]


def _deep(
    source: np.ndarray, rows_d: np.ndarray, rows_l: np.ndarray, deepest: int | None, collapse: bool
) -> np.ndarray:
    """Levels lagged two and more for the differenced rows."""
    N, T = source.shape
    most = T - 1 if deepest is None else min(deepest, T - 1)
    columns = []
    for k in range(2, most + 1):
        lagged = _lag(source, k)[:, rows_d]
        if collapse:
            columns.append(np.hstack([lagged, np.zeros((N, len(rows_l)))]))
            continue
        for j in range(len(rows_d)):
            if rows_d[j] >= k:
                column = np.zeros((N, len(rows_d) + len(rows_l)))
                column[:, j] = lagged[:, j]
                columns.append(column)
    if not columns:
        raise ModelError("There is no lag to use as an instrument; allow lags of two periods or more.")
    return np.stack(columns, axis=2)


def _shallow(source: np.ndarray, rows_d: np.ndarray, rows_l: np.ndarray, collapse: bool) -> np.ndarray:
    """Differences lagged one for the level rows."""
    N = source.shape[0]
    change = _lag(source - _lag(source, 1), 1)[:, rows_l]
    if collapse:
        return np.hstack([np.zeros((N, len(rows_d))), change])[:, :, None]
    columns = []
    for j in range(len(rows_l)):
        column = np.zeros((N, len(rows_d) + len(rows_l)))
        column[:, len(rows_d) + j] = change[:, j]
        columns.append(column)
    return np.stack(columns, axis=2)


def _estimated(s: _Stack, plan: _Plan, sizes: np.ndarray) -> GmmFit:
    outcome, terms, lags, system, steps = plan.outcome, plan.terms, plan.lags, plan.system, plan.steps
    _N, _, K = s.X.shape
    L = s.Z.shape[2]
    if L < K:
        raise ModelError(
            f"{L} instruments for {K} coefficients are too few; allow deeper lags, or leave the period effects out."
        )
    diff_rows = int(s.here[:, : s.diff].sum())
    if diff_rows <= K:
        raise ModelError(f"{diff_rows} differenced rows cannot carry {K} coefficients; use fewer terms, or more rows.")
    XZ, Zy = np.einsum("imk,iml->kl", s.X, s.Z), np.einsum("iml,im->l", s.Z, s.y)
    masked = s.here[:, :, None] * s.H[None] * s.here[:, None, :]
    A1, _ = generalised_inverse(np.einsum("iml,imn,ink->lk", s.Z, masked, s.Z, optimize=True))
    b, Q, e = _solve(s, XZ, Zy, A1)
    middle = _outer(s, e)
    V = Q @ XZ @ A1 @ middle @ A1 @ XZ.T @ Q
    A, first_e, first_V = A1, e, V
    A2, _ = generalised_inverse(middle)
    sigma2 = float((e[:, : s.diff] ** 2).sum()) / (diff_rows - K) / 2
    sargan = float(_moment(s, e) @ A1 @ _moment(s, e)) / sigma2
    b2, Q2, e2 = _solve(s, XZ, Zy, A2)
    hansen = float(_moment(s, e2) @ A2 @ _moment(s, e2))
    if steps == 2:
        b, e, A = b2, e2, A2
        V = _windmeijer(s, XZ, A2, Q2, first_e, e2, first_V)
        Q = Q2
    tests = {f"AR({k})": _autocorrelation(s, e, A, Q, V, XZ, k) for k in (1, 2)}
    tests["Hansen"] = (hansen, L - K, float(stats.chi2.sf(hansen, L - K)) if L > K else np.nan)
    tests["Sargan"] = (sargan, L - K, float(stats.chi2.sf(sargan, L - K)) if L > K else np.nan)
    shown = [i for i, n in enumerate(s.names) if not n.startswith("period ")]
    names = [s.names[i] for i in shown]
    slopes = lags + len(terms)
    units = int(s.here.any(axis=1).sum())
    if not (np.diag(V)[:slopes] > 0).all():
        raise ModelError(
            f"{units} units are too few for {K} coefficients and {L} instruments: errors have no positive variance. "
            "Use fewer terms, fewer instruments (deepest), or steps=1."
        )
    chi2 = wald(b[:slopes], V[:slopes, :slopes])[0]
    unit_of = sizes[0] / np.r_[np.full(lags, sizes[0]), sizes[1:], np.ones(len(s.names) - slopes)]
    b, cov = b * unit_of, (V * np.outer(unit_of, unit_of))[np.ix_(shown, shown)]
    notes = []
    if units < L:
        notes.append(
            Note(
                WARNING,
                "many-instruments",
                f"{L} instruments for {units} units: the Hansen test loses its power. Collapse them or limit the lags.",
            )
        )
    return GmmFit(
        outcome,
        estimates(names, b[shown], cov),
        pd.DataFrame(cov, index=names, columns=names),
        pd.DataFrame.from_dict(tests, orient="index", columns=["statistic", "df", "p"]).rename_axis("test"),
        L,
        int(s.here[:, s.diff :].sum() if system else diff_rows),
        units,
        system,
        steps,
        chi2,
        Report(tuple(notes)),
    )


def _moment(s: _Stack, e: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("iml,im->l", s.Z, e))


def _outer(s: _Stack, e: np.ndarray) -> np.ndarray:
    scores = np.einsum("iml,im->il", s.Z, e)
    return np.asarray(scores.T @ scores)


def _solve(s: _Stack, XZ: np.ndarray, Zy: np.ndarray, A: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    gram = XZ @ A @ XZ.T
    try:
        Q = inverse(gram)
    except ModelError:
        raise ModelError(
            "The instruments do not identify all coefficients; leave out terms, or allow deeper lags."
        ) from None
    b = Q @ XZ @ A @ Zy
    return b, Q, (s.y - s.X @ b) * s.here


def _windmeijer(
    s: _Stack, XZ: np.ndarray, A2: np.ndarray, Q2: np.ndarray, e1: np.ndarray, e2: np.ndarray, V1: np.ndarray
) -> np.ndarray:
    g2 = _moment(s, e2)
    scores = np.einsum("iml,im->il", s.Z, e1)
    D = np.empty((s.X.shape[2], s.X.shape[2]))
    for k in range(s.X.shape[2]):
        moved = np.einsum("iml,im->il", s.Z, s.X[:, :, k])
        slope = moved.T @ scores + scores.T @ moved
        D[:, k] = Q2 @ XZ @ A2 @ slope @ A2 @ g2
    return np.asarray(Q2 + D @ Q2 + Q2 @ D.T + D @ V1 @ D.T)


def _autocorrelation(
    s: _Stack, e: np.ndarray, A: np.ndarray, Q: np.ndarray, V: np.ndarray, XZ: np.ndarray, order: int
) -> tuple[float, int, float]:
    """Arellano and Bond's test of autocorrelation in the differenced residuals."""
    lagged = np.zeros_like(e)
    if order < s.diff:
        lagged[:, order : s.diff] = e[:, : s.diff - order]
    lagged *= s.here
    own = (lagged * e).sum(axis=1)
    wX = np.einsum("im,imk->k", lagged, s.X)
    cross = np.einsum("iml,im->il", s.Z, e).T @ own
    variance = float(own @ own - 2 * wX @ Q @ XZ @ A @ cross + wX @ V @ wX)
    if variance <= 0:
        return np.nan, 1, np.nan
    z = float(own.sum() / np.sqrt(variance))
    return z, 1, float(2 * stats.norm.sf(abs(z)))
