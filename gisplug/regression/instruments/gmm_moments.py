"""The moments of difference and system GMM: rows of all units in differences and levels, and their instruments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.vocabulary import Effects
from gisplug.numbers.least_squares import combinations
from gisplug.numbers.orthogonal import independent, triangle


@dataclass(frozen=True)
class Plan:
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


@dataclass(frozen=True)
class Stack:
    """Rows of all units, m_d in differences and then those in levels; what is absent is nought.

    Attributes
    ----------
    y, X, Z : (N, m), (N, m, K), (N, m, L); the L instruments are independent columns
    H : (m, m), covariance of the rows where errors in levels are independent
    here : (N, m) whether a row is there
    diff : m_d
    names : (K,) of the columns of X
    dependent : instrument columns that were combinations of the L, and are left out
    moments : how many of the L moments are independent, for residuals in differences are those in levels differenced
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


def _lag(values: np.ndarray, k: int) -> np.ndarray:
    out = np.full_like(values, np.nan)
    out[:, k:] = values[:, : values.shape[1] - k] if k else values
    return out


def stacked(y: np.ndarray, W: np.ndarray, asked: np.ndarray, plan: Plan) -> Stack:
    """Return the rows and instruments of an outcome y (N, T) and regressors W (N, T, k), endogenous ones first.

    Parameters
    ----------
    asked : (N, T) bool, rows whose equations are used

    Raises
    ------
    ModelError
        If there is no lag to use as an instrument.
    """
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
    given, rows = Z.shape[2], Z.shape[1]
    Z = Z[:, :, independent(Z.reshape(N * rows, given))]
    D = np.zeros((len(rows_d), T))
    D[np.arange(len(rows_d)), rows_d], D[np.arange(len(rows_d)), rows_d - 1] = 1, -1
    whole = np.vstack([D, np.eye(T)[rows_l]])
    return Stack(
        np.where(here, np.nan_to_num(target), 0),
        np.nan_to_num(X) * here[:, :, None],
        Z,
        whole @ whole.T,
        here,
        len(rows_d),
        tuple(names),
        given - Z.shape[2],
        len(independent(np.einsum("iml,mt->itl", Z, whole).reshape(N * T, -1))) if system else Z.shape[2],
    )


def _dummies(
    T: int, rows_d: np.ndarray, rows_l: np.ndarray, used: np.ndarray, plan: Plan
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
