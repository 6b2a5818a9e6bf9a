"""Common correlated effects of Pesaran (2006), static, and dynamic after Chudik & Pesaran (2015): pooled or mean group.

Cross-section averages of the outcome and the regressors stand for the common factors, with loadings of each unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import Cell, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.inference import estimates
from gisplug.numbers.least_squares import check_residuals
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.panel.testing.unit_regressions import kernel_lags
from gisplug.shocks.dependence import residual_cd
from gisplug.shocks.homogeneity import homogeneity
from gisplug.shocks.reading import Read, UnitOptions, UnitRows, read_units
from gisplug.shocks.result import SlopesFit, long_run_of, mean_covariance, slopes_table
from gisplug.shocks.unit_fits import UnitFits, unit_fits

CommonMethod = Literal["mean-group", "pooled"]
CommonErrors = Literal["nonparametric", "newey-west"]
METHODS: dict[CommonMethod, str] = {"mean-group": "Mean group (CCEMG)", "pooled": "Pooled (CCEP)"}
ERRORS: dict[CommonErrors, str] = {
    "nonparametric": "Non-parametric (Pesaran 2006)",
    "newey-west": "Newey-West within units",
}
NAME = message("Common correlated effects")


class CommonOptions(UnitOptions, total=False):
    """Further options of `common_correlated_effects`.

    Attributes
    ----------
    outcome_lags : own lags of the outcome among the regressors (0)
    average_lags
        Lags of the cross-section averages; by default none in static models, and the whole part of T^(1/3) with own
        lags (Chudik & Pesaran 2015).
    averaged : further columns whose averages are taken out, beside the outcome and the regressors
    jackknife : whether estimates are corrected by those of the first and the second half of the periods
    errors : of the pooled estimator; see `common_correlated_effects`
    kernel : lags of Newey-West errors, by default 4 (T / 100)^(2/9) rounded
    simulations, seed : simulated panels behind p_sim of the tests (99; 0 for none), and their seed (1)
    progress : where it is told how far the simulations are
    """

    outcome_lags: int
    average_lags: int | None
    averaged: Sequence[str]
    jackknife: bool
    errors: CommonErrors
    kernel: int | None
    simulations: int
    seed: int | None
    progress: Progress


@dataclass(frozen=True)
class _Half:
    """Slopes of units and pooled slopes over some periods."""

    fits: UnitFits
    pooled: np.ndarray


@repeatable
def common_correlated_effects(
    panel: Panel,
    formula: str | Formula,
    *,
    method: CommonMethod = "mean-group",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[CommonOptions],
) -> SlopesFit:
    """Fit a panel regression with common shocks that each unit feels in its own way.

    Parameters
    ----------
    formula : "y ~ x1 + x2"; each unit has its own intercept.
    method
        "mean-group" averages the slopes of units, its errors from their scatter; "pooled" has common slopes, with the
        non-parametric covariance of Pesaran (2006, eq. 67 to 69), or, where slopes are the same, that of Newey & West
        within units scaled up for the columns taken out (errors="newey-west").
    where : rows to use: "year >= 2012 and region in (east, west)", or (T * N,) bool.
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so.
    options : as in `CommonOptions`

    Raises
    ------
    ModelError
        If units have too few periods for their columns, or a regressor is not identified beside the averages.
    ParameterError
        If an option cannot be.
    """
    known(options, CommonOptions, "common_correlated_effects")
    one_of("method", method, METHODS)
    errors = one_of("errors", options.get("errors", "nonparametric"), ERRORS)
    if method == "mean-group" and "errors" in options and errors != "nonparametric":
        raise ParameterError(
            message("Errors of mean groups come from the scatter of the slopes; leave errors out, or pool the slopes.")
        )
    lags = options.get("outcome_lags", 0)
    read = Read(
        lags,
        _average_lags(options.get("average_lags"), lags, panel.T),
        tuple(options.get("averaged", ())),
        options.get("deterministic", "intercept"),
        options.get("short", "refuse"),
        "slopes" if method == "mean-group" else "none",
    )
    rows, data, span = read_units(panel, formula, NAME, read, where=where, collinear=collinear)
    whole = _fitted(data)
    b, units, notes = _means(rows, data, whole, method, bool(options.get("jackknife", False)), read)
    cov = _covariance(method, errors, units, (rows, data, whole), options.get("kernel"))
    N = len(rows.ids)
    if N < 2:
        raise ModelError(message("{method} needs {n} units or more.", method=NAME, n=2))
    slopes = whole.fits.b if method == "mean-group" else np.broadcast_to(whole.pooled, whole.fits.b.shape)
    e = data[:, :, 0] - (data[:, :, 1:] @ slopes[:, :, None])[:, :, 0]
    check_residuals(e[rows.here], data[:, :, 0][rows.here], rows.formula.outcome)
    own = rows.lost + (data.shape[2] - 1 if method == "mean-group" else 0)
    free = rows.here.sum(axis=1) - own
    simulations, seed = options.get("simulations", 99), options.get("seed", 1)
    progress = options.get("progress", SILENT)
    cd, more = _dependence(rows, e, free, method, (simulations, seed, Part(progress, 0.0, 0.7)))
    equal = pd.DataFrame()
    if (whole.fits.rank == data.shape[2] - 1).all() and (free > data.shape[2]).all():
        equal = homogeneity(
            (data[:, :, 0], data[:, :, 1:]),
            rows.here,
            span,
            rows.here.sum(axis=1) - rows.lost,
            (simulations, seed, Part(progress, 0.7, 1.0)),
        )
    df = float(N - 1)
    long_run = long_run_of(b, cov, rows.terms, lags, df) if lags else pd.DataFrame()
    return SlopesFit(
        kind_=NAME,
        method=METHODS[method],
        outcome=rows.formula.outcome,
        estimates=estimates(rows.terms, b, cov, df),
        cov=pd.DataFrame(cov, index=list(rows.terms), columns=list(rows.terms)),
        df=df,
        errors=ERRORS[errors],
        facts=_facts(rows, read, bool(options.get("jackknife", False))),
        slopes=slopes_table(rows, whole.fits),
        long_run=long_run,
        homogeneity=equal,
        dependence=cd,
        averages=rows.average_names,
        sample=rows.sample,
        residuals=rows.arranged(e),
        sigma2=float((e**2).sum() / max(int(free.sum()), 1)),
        units=N,
        periods=int(rows.here.any(axis=0).sum()),
        report=rows.report + Report((*notes, *more)),
        omitted=rows.omitted,
    )


def _average_lags(asked: int | None, lags: int, T: int) -> int:
    if asked is not None:
        return int(asked)
    return int(np.floor(T ** (1 / 3) + 1e-9)) if lags else 0


def _fitted(data: np.ndarray) -> _Half:
    """Return the slopes of each unit, and the pooled ones, of data (N, T, 1 + K) without the columns of units."""
    y, X = data[:, :, 0], data[:, :, 1:]
    flat = X.reshape(-1, X.shape[2])
    size = np.sqrt((flat**2).sum(axis=0))
    size = np.where(size > 0, size, 1.0)
    pooled = np.linalg.lstsq(flat / size, y.ravel(), rcond=None)[0] / size
    return _Half(unit_fits(y, X), np.asarray(pooled))


def _means(
    rows: UnitRows, data: np.ndarray, whole: _Half, method: CommonMethod, jackknife: bool, read: Read
) -> tuple[np.ndarray, np.ndarray, tuple[Note, ...]]:
    """Return the coefficients (K,), the slopes of units (N, K) whose scatter tells their errors, and notes."""
    units = whole.fits.b
    if not jackknife:
        return (units.mean(axis=0) if method == "mean-group" else whole.pooled), units, ()
    there = np.flatnonzero(rows.here.any(axis=0))
    cut = there[len(there) // 2]
    parts = []
    for half in (np.arange(rows.here.shape[1]) < cut, np.arange(rows.here.shape[1]) >= cut):
        part = replace(rows, here=rows.here & half)
        wanted = int(rows.lost[0]) + data.shape[2]
        if (part.here.sum(axis=1) < wanted).any():
            raise ModelError(
                message(
                    "Half of the periods are too few for the jackknife: each unit needs {wanted} rows in each half. "
                    "Leave the jackknife out, or use fewer regressors or lags of averages.",
                    wanted=wanted,
                )
            )
        both = np.concatenate([rows.y[:, :, None], rows.X], axis=2)
        parts.append(_fitted(part.without(np.where(part.here[:, :, None], both, 0.0), part.span())))
    if method == "mean-group" and any((p.fits.rank < data.shape[2] - 1).any() for p in parts):
        raise ModelError(
            message("A regressor does not vary in half of the periods of some units; leave the jackknife out.")
        )
    text = message("Corrected by the half-panel jackknife; the halves meet at {period}.", period=_period(rows, cut))
    note = Note(INFO, "jackknife", text)
    if method == "mean-group":
        units = 2 * units - sum(p.fits.b for p in parts) / 2
        return units.mean(axis=0), units, (note,)
    return 2 * whole.pooled - sum(p.pooled for p in parts) / 2, units, (note,)


def _period(rows: UnitRows, at: int) -> object:
    return rows.sample.panel.periods[at]


def _covariance(
    method: CommonMethod,
    errors: CommonErrors,
    units: np.ndarray,
    found: tuple[UnitRows, np.ndarray, _Half],
    kernel: int | None,
) -> np.ndarray:
    """Return the covariance (K, K): of means, or pooled after Pesaran (2006), or of Newey & West within units."""
    rows, data, whole = found
    N, K = units.shape
    if N < 2:
        return np.full((K, K), np.nan)
    if method == "mean-group":
        return mean_covariance(units)
    y, X = data[:, :, 0], data[:, :, 1:]
    A = X.transpose(0, 2, 1) @ X
    size = np.sqrt(np.diagonal(A.sum(axis=0)))
    bread = np.linalg.inv(A.sum(axis=0) / np.outer(size, size)) / np.outer(size, size)
    if errors == "nonparametric":
        sure = whole.fits.rank == K
        middle = units[sure].mean(axis=0) if sure.any() else whole.pooled
        score = np.einsum("ntk,nt->nk", X, y) - A @ middle  # A_i (b_i - b_MG)
        return np.asarray(bread @ (score.T @ score) @ bread * N / (N - 1))
    count = rows.here.sum(axis=1)
    lags = kernel_lags(int(rows.here.any(axis=0).sum())) if kernel is None else kernel
    e = y - (X @ whole.pooled)
    scores = X * (e * np.sqrt(count / np.maximum(count - rows.lost, 1))[:, None])[:, :, None]
    meat = np.einsum("ntk,ntl->kl", scores, scores)
    for lag in range(1, min(lags, scores.shape[1] - 1) + 1):
        part = np.einsum("ntk,ntl->kl", scores[:, lag:], scores[:, :-lag])
        meat += (1 - lag / (lags + 1)) * (part + part.T)
    return np.asarray(bread @ meat @ bread)


def _facts(rows: UnitRows, read: Read, jackknife: bool) -> dict[str, Cell]:
    found: dict[str, Cell] = {
        "Unit effects": "Yes",
        "Unit trends": "Yes" if read.deterministic == "trend" else "No",
        "Averages": len(rows.average_names) // (1 + (read.average_lags or 0)),
        "Lags of averages": read.average_lags,
    }
    return {**found, "Jackknife": "Yes"} if jackknife else found


def _dependence(
    rows: UnitRows, e: np.ndarray, free: np.ndarray, method: CommonMethod, how: tuple[int, int | None, Progress]
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the CD test of residuals e (N, T), one row, and what is told: its null is simulated with the averages made
    anew, because residuals of averages correlate by construction.
    """
    if not how[0] or len(rows.ids) < 2:
        return pd.DataFrame(), ()
    sigma = np.sqrt((e**2).sum(axis=1) / np.maximum(free, 1))
    fitted = np.where(rows.here, rows.y - e, 0.0)
    count = np.maximum(rows.here.sum(axis=0), 1)
    mean = np.where(rows.here, rows.y, 0.0).sum(axis=0) / count
    place = rows.average_names.index(f"mean({rows.formula.outcome})")

    def draw(rng: np.random.Generator) -> np.ndarray:
        y = np.where(rows.here, fitted + sigma[:, None] * rng.standard_normal(e.shape), 0.0)
        averages = rows.averages.copy()
        averages[:, place] += y.sum(axis=0) / count - mean
        flat = rows.without(np.concatenate([y[:, :, None], rows.X], axis=2), rows.span(averages))
        made = _fitted(flat)
        slopes = made.fits.b[:, :, None] if method == "mean-group" else made.pooled
        return rows.arranged(flat[:, :, 0] - (flat[:, :, 1:] @ slopes).reshape(e.shape))

    cd, notes = residual_cd(rows.arranged(e), rows.formula.outcome, draw, how)
    told = message(
        "CD of the residuals: averages of the outcome make residuals correlate by construction, so that the normal p "
        "has no meaning. Go by p_sim, for which the averages are made anew in each simulated panel."
    )
    return cd, (Note(INFO, "dependence-averages", told), *notes)
