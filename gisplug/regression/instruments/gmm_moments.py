"""The moments of difference and system GMM: rows of all units transformed and in levels, and their instruments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers import distributions as stats
from gisplug.numbers.least_squares import combinations
from gisplug.numbers.orthogonal import independent, triangle

LEVELS = "GMM, levels equation"
PERIODS = "Period dummies"
CONSTANT = "Constant"  # is no group that could be left out


@dataclass(frozen=True)
class Plan:
    """What is estimated and how.

    Attributes
    ----------
    terms : the first `endogenous` are instrumented from the lag `nearest` on, the next `predetermined` from one before
    deepest : farthest lag used; None for all
    orthogonal : whether forward orthogonal deviations take the place of first differences
    level_dummies : whether period dummies are instruments of the levels only
    transformed_only : whether exogenous terms are instruments of the transformed rows only
    """

    outcome: str
    terms: tuple[str, ...]
    endogenous: int
    lags: int
    system: bool
    period_effects: bool
    deepest: int | None
    collapse: bool
    steps: int
    predetermined: int = 0
    nearest: int = 2
    orthogonal: bool = False
    level_dummies: bool = False
    transformed_only: bool = False

    @property
    def taken(self) -> Effects:
        """Effects that the equations leave no variation of."""
        if self.system:
            return "time" if self.period_effects else "none"
        return "twoways" if self.period_effects else "unit"


@dataclass(frozen=True)
class Stack:
    """Rows of all units, m_d transformed and then those in levels; what is absent is nought.

    Attributes
    ----------
    y, X, Z : (N, m), (N, m, K), (N, m, L); the L instruments are independent columns
    H : (N, m, m), covariance of the rows where errors in levels are independent
    here : (N, m) whether a row is there
    diff : m_d
    names : (K,) of the columns of X
    dependent : instrument columns that were combinations of the L, and are left out
    moments : how many of the L moments are independent, for transformed residuals are made of those in levels
    given, groups : (N, m, L') all instrument columns, and the group that each belongs to
    own : (c,) bool, which of the columns given are exogenous terms
    transformed : (N, m, k) exogenous terms in the transformed rows only, where they are instruments of both; else None
    change, changes, changed : (N, m_d), (N, m_d, K), (N, m_d), the outcome and X in first differences, and where
    """

    y: np.ndarray
    X: np.ndarray
    Z: np.ndarray
    H: np.ndarray
    here: np.ndarray
    diff: int
    names: tuple[str, ...]
    dependent: int
    moments: int
    given: np.ndarray
    groups: tuple[str, ...]
    own: np.ndarray
    transformed: np.ndarray | None
    change: np.ndarray
    changes: np.ndarray
    changed: np.ndarray


def _lag(values: np.ndarray, k: int) -> np.ndarray:
    out = np.full_like(values, np.nan)
    out[:, k:] = values[:, : values.shape[1] - k] if k else values
    return out


def stacked(y: np.ndarray, W: np.ndarray, asked: np.ndarray, plan: Plan) -> Stack:
    """Return the rows and instruments of an outcome y (N, T) and regressors W (N, T, k) in the order of the plan.

    Parameters
    ----------
    asked : (N, T) bool, rows whose equations are used

    Raises
    ------
    ModelError
        If there is no lag to use as an instrument.
    """
    N, T = y.shape
    levels = np.concatenate([np.stack([_lag(y, k) for k in range(1, plan.lags + 1)], axis=2), W], axis=2)
    rows_d = np.arange(plan.lags + 1, T)
    rows_l = np.arange(plan.lags, T) if plan.system else np.arange(0)
    whole = np.isfinite(y) & np.isfinite(levels).all(axis=2)
    D, here_d = _transforms(whole, asked, rows_d, plan.orthogonal)
    M = np.concatenate([D, np.broadcast_to(np.eye(T)[rows_l], (N, len(rows_l), T))], axis=1)
    here = np.concatenate([here_d, (whole & asked)[:, rows_l]], axis=1)
    M = M * here[:, :, None]
    filled, solid = np.where(whole, y, 0.0), np.where(whole[:, :, None], levels, 0.0)
    dummies, more = _dummies(M, len(rows_d), T, plan)
    both = np.concatenate([solid, np.broadcast_to(dummies, (N, *dummies.shape))], axis=2)
    X = np.einsum("imt,itk->imk", M, both, optimize=True)
    if plan.period_effects and not plan.system and not plan.orthogonal:  # dummies of rows span those of differences
        kept = [k for k, name in enumerate(_period_names(T, plan)) if name in more]
        own = np.eye(T)[:, plan.lags + 1 :][rows_d][:, kept]
        X[:, :, levels.shape[2] :] = own * here[:, :, None]
    names = [*(f"L{k if k > 1 else ''}.{plan.outcome}" for k in range(1, plan.lags + 1)), *plan.terms, *more]
    Z, labels = _instruments(y, W, X, (rows_d, rows_l), plan)
    Z = np.nan_to_num(Z) * here[:, :, None]
    there = (Z != 0).any(axis=(0, 1))
    Z, groups = Z[:, :, there], tuple(g for g, used in zip(labels, there, strict=True) if used)
    exogenous = plan.terms[plan.endogenous + plan.predetermined :]
    own = np.array([g in exogenous for g in groups], dtype=bool)
    places = independent(Z.reshape(-1, Z.shape[2]))
    kept_Z = Z[:, :, places]
    target = np.einsum("imt,it->im", M, filled)
    change, changes, changed = target[:, : len(rows_d)], X[:, : len(rows_d)], here_d
    if plan.orthogonal:
        D, changed = _transforms(whole, asked, rows_d, False)
        change = np.einsum("imt,it->im", D, filled) * changed
        changes = np.einsum("imt,itk->imk", D, both, optimize=True) * changed[:, :, None]
    spread = np.einsum("iml,imt->itl", kept_Z, M, optimize=True).reshape(N * T, -1) if plan.system else None
    return Stack(
        target,
        X,
        kept_Z,
        np.einsum("imt,int->imn", M, M, optimize=True),
        here,
        len(rows_d),
        tuple(names),
        Z.shape[2] - len(places),
        len(places) if spread is None else len(independent(spread)),
        Z,
        groups,
        own,
        _in_transformed(Z[:, :, own], len(rows_d), plan),
        change,
        changes,
        changed,
    )


def _in_transformed(own: np.ndarray, diff: int, plan: Plan) -> np.ndarray | None:
    """Return exogenous columns (N, m, k) in the first `diff` rows only, where they are instruments of levels too."""
    if not plan.system or plan.transformed_only or not own.shape[2]:
        return None
    first = own.copy()
    first[:, diff:] = 0.0
    return first


def _transforms(
    whole: np.ndarray, asked: np.ndarray, rows: np.ndarray, orthogonal: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each unit's levels are multiplied by, (N, m, T), and which rows are there, (N, m).

    Forward orthogonal deviations of a period stand in the row of the next, as instruments count their lags from there.
    """
    N, T = whole.shape
    if not orthogonal:
        D = np.zeros((len(rows), T))
        D[np.arange(len(rows)), rows], D[np.arange(len(rows)), rows - 1] = 1, -1
        here = whole[:, rows] & whole[:, rows - 1] & asked[:, rows]
        return np.broadcast_to(D, (N, *D.shape)), here
    used = (whole & asked).astype(float)
    made = np.zeros((N, len(rows), T))
    ahead = np.cumsum(used[:, ::-1], axis=1)[:, ::-1] - used  # later periods that are used
    for j, t in enumerate(rows - 1):
        n = np.maximum(ahead[:, t], 1)
        made[:, j, t + 1 :] = -used[:, t + 1 :] / n[:, None]
        made[:, j, t] = 1
        made[:, j] *= np.sqrt(n / (n + 1))[:, None]
    here = (used[:, rows - 1] > 0) & (ahead[:, rows - 1] > 0)
    return made, here


def _period_names(T: int, plan: Plan) -> list[str]:
    return [message("period {i}", i=i) for i in range(max(T - plan.lags - 1, 0))] if plan.period_effects else []


def _dummies(M: np.ndarray, diff: int, T: int, plan: Plan) -> tuple[np.ndarray, list[str]]:
    """Return period dummies and, in the system, the constant, in levels (T, d), and their names.

    Periods whose dummy no equation, transformed by M (N, m, T), can tell from the others have none.
    """
    names = _period_names(T, plan)
    made = np.eye(T)[:, plan.lags + 1 :] if plan.period_effects else np.empty((T, 0))
    if plan.system:
        made, names = np.column_stack([made, np.ones(T)]), [*names, "Constant"]
    if not names:
        return made, names
    used = (M != 0).any(axis=2)
    if plan.orthogonal or plan.system:
        rows = np.einsum("imt,td->imd", M, made, optimize=True)[used]
    else:
        rows = np.eye(T)[:, plan.lags + 1 :][T - diff :][used.any(axis=0)]
    order = np.roll(np.arange(len(names)), 1 if plan.system else 0)  # the constant is known first
    loose = combinations(triangle(rows[:, order]), [names[k] for k in order])
    kept = [k for k, name in enumerate(names) if name not in loose]
    return made[:, kept], [names[k] for k in kept]


def _instruments(
    y: np.ndarray, W: np.ndarray, X: np.ndarray, rows: tuple[np.ndarray, np.ndarray], plan: Plan
) -> tuple[np.ndarray, list[str]]:
    """Return instrument columns (N, m, L) and the group of each."""
    first = plan.lags + plan.endogenous + plan.predetermined
    own = X[:, :, first:].copy()  # exogenous terms, dummies and constant are their own instruments
    exogenous = plan.terms[plan.endogenous + plan.predetermined :]
    if plan.level_dummies and plan.system:
        own[:, : len(rows[0]), len(exogenous) :] = 0.0
    if plan.transformed_only and plan.system:
        own[:, len(rows[0]) :, : len(exogenous)] = 0.0
    dummies = own.shape[2] - len(exogenous) - plan.system
    blocks, groups = [own], [*exogenous, *([PERIODS] * dummies), *([CONSTANT] * plan.system)]
    sources = [(plan.outcome, y, plan.nearest)]
    for k, term in enumerate(plan.terms[: plan.endogenous + plan.predetermined]):
        sources.append((term, W[:, :, k], plan.nearest - (k >= plan.endogenous)))
    for name, source, nearest in sources:
        deep = _deep(source, rows, (nearest, plan.deepest), plan.collapse)
        blocks.append(deep)
        groups += [f"GMM, {name}"] * deep.shape[2]
        if plan.system:
            shallow = _shallow(source, rows, nearest - 1, plan.collapse)
            blocks.append(shallow)
            groups += [LEVELS] * shallow.shape[2]
    return np.concatenate(blocks, axis=2), groups


def _deep(
    source: np.ndarray, rows: tuple[np.ndarray, np.ndarray], limits: tuple[int, int | None], collapse: bool
) -> np.ndarray:
    """Levels lagged from the nearest to the deepest for the transformed rows."""
    N, T = source.shape
    rows_d, rows_l = rows
    nearest, deepest = limits
    columns = []
    for k in range(nearest, (T - 1 if deepest is None else min(deepest, T - 1)) + 1):
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
        raise ModelError(
            message(
                "There is no lag to use as an instrument; allow lags of {nearest} periods or more.", nearest=nearest
            )
        )
    return np.stack(columns, axis=2)


def _shallow(source: np.ndarray, rows: tuple[np.ndarray, np.ndarray], lag: int, collapse: bool) -> np.ndarray:
    """Differences lagged `lag` for the level rows."""
    N = source.shape[0]
    rows_d, rows_l = rows
    change = _lag(source - _lag(source, 1), lag)[:, rows_l]
    if collapse:
        return np.hstack([np.zeros((N, len(rows_d))), change])[:, :, None]
    columns = []
    for j in range(len(rows_l)):
        column = np.zeros((N, len(rows_d) + len(rows_l)))
        column[:, len(rows_d) + j] = change[:, j]
        columns.append(column)
    return np.stack(columns, axis=2)


def without_group(stack: Stack, group: str) -> np.ndarray:
    """Return independent instrument columns (N, m, L) of all groups but this one."""
    left = stack.given[:, :, [k for k, name in enumerate(stack.groups) if name != group]]
    return independent_columns(left)


def independent_columns(Z: np.ndarray) -> np.ndarray:
    """Return the independent ones of instrument columns Z (N, m, L'), (N, m, L)."""
    return np.asarray(Z[:, :, independent(Z.reshape(-1, Z.shape[2]))])


def groups_of(stack: Stack) -> Sequence[str]:
    """Return the groups of instruments that could be left out, as they come."""
    return tuple(group for group in dict.fromkeys(stack.groups) if group != CONSTANT)


def instruments_told(s: Stack, units: int, hansen: float) -> Report:
    """Return what is told of the number of instruments and of what is independent among them."""
    notes, (L, K) = [], (s.Z.shape[2], s.X.shape[2])
    if s.dependent:
        text = message(
            "{dependent} of {l} instrument columns are combinations of others and are left out; {l2} "
            "are independent and count in the degrees of freedom of Hansen and Sargan.",
            dependent=s.dependent,
            l=L + s.dependent,
            l2=L,
        )
        notes.append(Note(INFO, "instruments-dependent", text))
    if K < s.moments < L:
        p = float(stats.chi2.sf(hansen, s.moments - K))
        text = message(
            "{l} of the {l2} moments follow from the others, because residuals in differences are "
            "those in levels differenced: on {moments} degrees of freedom the p of Hansen is {p:.3f}.",
            l=L - s.moments,
            l2=L,
            moments=s.moments - K,
            p=p,
        )
        notes.append(Note(INFO, "moments-dependent", text))
    if units < L:
        text = message(
            "{l} instruments for {units} units: the Hansen test loses its power. Collapse them or limit the lags.",
            l=L,
            units=units,
        )
        notes.append(Note(WARNING, "many-instruments", text))
    return Report(tuple(notes))
