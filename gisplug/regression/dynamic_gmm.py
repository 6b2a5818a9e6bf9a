"""Difference and system GMM for panels with a lagged outcome (Arellano & Bond 1991; Blundell & Bond 1998)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.vocabulary import Cell, Effects
from gisplug.language.terms import term_array
from gisplug.numbers.identification import check_design
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.standardise import standardised
from gisplug.numbers.symmetric import generalised_inverse, inverse
from gisplug.panel.frame import Panel


@dataclass(frozen=True)
class GmmFit:
    """A dynamic panel GMM fit.

    Attributes
    ----------
    estimates : DataFrame, index term ("L.y", regressors, constant); z tests; period dummies are left out
    cov : DataFrame, term by term (rows and columns as `estimates`)
    tests : DataFrame, index test (AR(1), AR(2), Hansen, Sargan): statistic, df, p
    instruments : number of instruments; more than units make the Hansen test weak
    """

    outcome: str
    estimates: pd.DataFrame
    cov: pd.DataFrame
    tests: pd.DataFrame
    instruments: int
    n: int
    units: int
    system: bool
    steps: int
    chi2: float
    report: Report = field(default_factory=Report, repr=False)

    def statistics(self) -> dict[str, Cell]:
        """Return the rows below the coefficients."""
        rows: dict[str, Cell] = {
            "Estimator": f"{'System' if self.system else 'Difference'} GMM, {'two' if self.steps == 2 else 'one'} step",
            "Errors": "Windmeijer" if self.steps == 2 else "Robust",
        }
        for name in self.tests.index:
            rows[f"{name}, p"] = float(self.tests.loc[name, "p"])
        return rows | {"Instruments": self.instruments, "Observations": self.n, "Units": self.units}


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


def dynamic_gmm(
    panel: Panel,
    outcome: str,
    regressors: Sequence[str] = (),
    *,
    lags: int = 1,
    endogenous: Sequence[str] = (),
    system: bool = False,
    deepest: int | None = None,
    collapse: bool = True,
    steps: int = 2,
    period_effects: bool = True,
) -> GmmFit:
    """Estimate y on its lags and regressors, unit effects removed by first differences.

    Difference GMM after Arellano & Bond (1991), system GMM after Blundell & Bond (1998).

    Parameters
    ----------
    regressors : strictly exogenous terms; they are their own instruments.
    endogenous : terms instrumented by their levels two and more periods back, as the outcome is.
    system : adds the equation in levels, instrumented by lagged differences (needs steady starting points).
    deepest : farthest lag used as instrument (all by default).
    collapse : one column a lag instead of one a lag and period.
    steps : 1 (robust errors) or 2 (Windmeijer's 2005 correction).

    Raises
    ------
    ModelError
        If there are too few periods or instruments.
    """
    if lags < 1 or steps not in (1, 2) or lags + 2 > panel.T:
        raise ModelError(
            f"{lags} lags and {panel.T} periods do not go together: difference GMM needs lags + 2 periods, and one "
            "or two steps."
        )
    y = term_array(panel, outcome).T
    W = (
        np.stack([term_array(panel, t).T for t in (*endogenous, *regressors)], axis=2)
        if (*endogenous, *regressors)
        else np.empty((*y.shape, 0))
    )
    taken: dict[tuple[bool, bool], Effects] = {
        (True, True): "time",
        (True, False): "none",
        (False, True): "twoways",
        (False, False): "unit",
    }
    here = np.isfinite(y) & np.isfinite(W).all(axis=2)
    check_design(
        (outcome, np.where(here, y, 0.0).T),
        np.where(here[:, :, None], W, 0.0).transpose(1, 0, 2),
        (*endogenous, *regressors),
        taken[system, period_effects],
        here.T,
    )
    columns, means, sizes = standardised(np.concatenate([y[:, :, None], W], axis=2))
    if not period_effects:  # level instruments are not free of an added constant there
        columns = columns + means / sizes
    y, W = columns[:, :, 0], columns[:, :, 1:]
    stack = _stacked(
        y, W, len(endogenous), outcome, (*endogenous, *regressors), lags, system, deepest, collapse, period_effects
    )
    return _estimated(stack, outcome, (*endogenous, *regressors), lags, system, steps, sizes)


def _lag(values: np.ndarray, k: int) -> np.ndarray:
    out = np.full_like(values, np.nan)
    out[:, k:] = values[:, : values.shape[1] - k] if k else values
    return out


def _stacked(
    y: np.ndarray,
    W: np.ndarray,
    endogenous: int,
    outcome: str,
    terms: Sequence[str],
    lags: int,
    system: bool,
    deepest: int | None,
    collapse: bool,
    period_effects: bool,
) -> _Stack:
    N, T = y.shape
    levels = np.concatenate([np.stack([_lag(y, k) for k in range(1, lags + 1)], axis=2), W], axis=2)
    dy, dX = y - _lag(y, 1), levels - np.stack([_lag(levels[:, :, k], 1) for k in range(levels.shape[2])], axis=2)
    rows_d, rows_l = np.arange(lags + 1, T), np.arange(lags, T) if system else np.arange(0)
    dummies = np.eye(T)[:, lags + 1 :] if period_effects else np.empty((T, 0))
    parts_d, parts_l = [dX[:, rows_d]], [levels[:, rows_l]]
    step = dummies - np.vstack([np.zeros((1, dummies.shape[1])), dummies[:-1]])
    extra_d = (step if system else dummies)[rows_d]
    parts_d.append(np.broadcast_to(extra_d, (N, *extra_d.shape)))
    parts_l.append(np.broadcast_to(dummies[rows_l], (N, len(rows_l), dummies.shape[1])))
    names = [
        *(f"L{k if k > 1 else ''}.{outcome}" for k in range(1, lags + 1)),
        *terms,
        *(f"period {i}" for i in range(dummies.shape[1])),
    ]
    if system:
        parts_d.append(np.zeros((N, len(rows_d), 1)))
        parts_l.append(np.ones((N, len(rows_l), 1)))
        names.append("Constant")
    X = np.concatenate([np.concatenate(parts_d, axis=2), np.concatenate(parts_l, axis=2)], axis=1)
    target = np.concatenate([dy[:, rows_d], y[:, rows_l]], axis=1)
    own = X[:, :, lags + endogenous :]  # exogenous terms, dummies and constant are their own instruments
    blocks = [own]
    for source in [y, *(W[:, :, k] for k in range(endogenous))]:
        blocks.append(_deep(source, rows_d, rows_l, deepest, collapse))
        if system:
            blocks.append(_shallow(source, rows_d, rows_l, collapse))
    here = np.isfinite(target) & np.isfinite(X).all(axis=2)
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


def _estimated(
    s: _Stack, outcome: str, terms: Sequence[str], lags: int, system: bool, steps: int, sizes: np.ndarray
) -> GmmFit:
    _N, _, K = s.X.shape
    L = s.Z.shape[2]
    if L < K:
        raise ModelError(
            f"{L} instruments for {K} coefficients are too few; allow deeper lags, or leave the period effects out."
        )
    XZ, Zy = np.einsum("imk,iml->kl", s.X, s.Z), np.einsum("iml,im->l", s.Z, s.y)
    masked = s.here[:, :, None] * s.H[None] * s.here[:, None, :]
    A1, _ = generalised_inverse(np.einsum("iml,imn,ink->lk", s.Z, masked, s.Z, optimize=True))
    b, Q, e = _solve(s, XZ, Zy, A1)
    middle = _outer(s, e)
    V = Q @ XZ @ A1 @ middle @ A1 @ XZ.T @ Q
    A, first_e, first_V = A1, e, V
    A2, _ = generalised_inverse(middle)
    diff_rows = s.here[:, : s.diff].sum()
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
    chi2 = wald(b[:slopes], V[:slopes, :slopes])[0]
    unit_of = sizes[0] / np.r_[np.full(lags, sizes[0]), sizes[1:], np.ones(len(s.names) - slopes)]
    b, cov = b * unit_of, (V * np.outer(unit_of, unit_of))[np.ix_(shown, shown)]
    notes = []
    units = int(s.here.any(axis=1).sum())
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
