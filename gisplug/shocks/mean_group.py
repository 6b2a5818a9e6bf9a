"""Mean groups: the mean of slopes that each unit has of its own, plain, demeaned by period, or weighted after Swamy."""

from __future__ import annotations

from typing import Literal, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import Cell, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.inference import estimates
from gisplug.numbers.least_squares import check_identified, check_residuals
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.shocks.dependence import residual_cd
from gisplug.shocks.homogeneity import homogeneity
from gisplug.shocks.reading import MEND, Read, UnitOptions, UnitRows, read_units
from gisplug.shocks.result import SlopesFit, mean_covariance, slopes_table
from gisplug.shocks.unit_fits import UnitFits, refuse_alike, unit_fits

MeanMethod = Literal["mean-group", "demeaned", "swamy"]
METHODS: dict[MeanMethod, str] = {
    "mean-group": "Mean group",
    "demeaned": "Mean group, periods demeaned",
    "swamy": "Random coefficients (Swamy)",
}
NAME = message("Mean group")


class MeanGroupOptions(UnitOptions, total=False):
    """Further options of `mean_group`.

    Attributes
    ----------
    simulations, seed : simulated panels behind p_sim of the tests (99; 0 for none), and their seed (1)
    progress : where it is told how far the simulations are
    """

    simulations: int
    seed: int | None
    progress: Progress


@repeatable
def mean_group(
    panel: Panel,
    formula: str | Formula,
    *,
    method: MeanMethod = "mean-group",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[MeanGroupOptions],
) -> SlopesFit:
    """Fit a regression in each unit and average the slopes (Pesaran & Smith 1995), and test whether they are the same.

    Parameters
    ----------
    formula : "y ~ x1 + x2"; each unit has its own intercept and slopes.
    method
        "mean-group" gives units equal weight; "demeaned" does after the means of periods are out, which stand for a
        shock that hits all alike; "swamy" (1970) weighs by the precision of each unit under random coefficients, the
        constant among them.
    where : rows to use: "year >= 2012 and region in (east, west)", or (T * N,) bool.
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so.
    options : as in `MeanGroupOptions`

    Raises
    ------
    ModelError
        If a unit has too few rows for its slopes, or a regressor does not vary in it.
    ParameterError
        If an option cannot be.
    """
    known(options, MeanGroupOptions, "mean_group")
    one_of("method", method, METHODS)
    deterministic = options.get("deterministic", "intercept")
    if method == "swamy" and deterministic != "intercept":
        raise ParameterError(
            message("Random coefficients have a constant and no trends of units; put trend among the regressors.")
        )
    read = Read(deterministic=deterministic, short=options.get("short", "refuse"))
    rows, data, span = read_units(panel, formula, NAME, read, where=where, collinear=collinear)
    least = 3 if method == "demeaned" else 2  # two units less their mean are each other's mirror
    if len(rows.ids) < least:
        raise ModelError(message("{method} needs {n} units or more.", method=METHODS[method], n=least))
    if method == "demeaned":
        data = _less_periods(rows, span)
    y, X = data[:, :, 0], data[:, :, 1:]
    fits = unit_fits(y, X)
    refuse_alike(fits, rows.ids, len(rows.terms))
    check_residuals(fits.e[rows.here], y[rows.here], rows.formula.outcome)
    b, cov, terms, notes = _averaged(rows, fits, method)
    free = rows.here.sum(axis=1) - rows.lost
    simulations, seed = options.get("simulations", 99), options.get("seed", 1)
    progress = options.get("progress", SILENT)
    cd, more = _dependence(rows, fits, (method, span), (simulations, seed, Part(progress, 0.0, 0.7)))
    how = (simulations, seed, Part(progress, 0.7, 1.0))
    equal = pd.DataFrame()
    if (free > X.shape[2]).all():
        equal = homogeneity((y, X), rows.here, span, free, how)
    df = float(len(rows.ids) - 1)
    used = (fits.e**2).sum() / max(int((free - X.shape[2]).sum()), 1)
    facts: dict[str, Cell] = {
        "Unit effects": "Yes",
        "Unit trends": "Yes" if deterministic == "trend" else "No",
        "Period effects": "Yes" if method == "demeaned" else "No",
    }
    return SlopesFit(
        kind_=NAME,
        method=METHODS[method],
        outcome=rows.formula.outcome,
        estimates=estimates(terms, b, cov, df),
        cov=pd.DataFrame(cov, index=list(terms), columns=list(terms)),
        df=df,
        errors="Scatter of the slopes" if method != "swamy" else "Generalised least squares",
        facts=facts,
        slopes=slopes_table(rows, fits),
        long_run=pd.DataFrame(),
        homogeneity=equal,
        dependence=cd,
        averages=(),
        sample=rows.sample,
        residuals=rows.arranged(fits.e),
        sigma2=float(used),
        units=len(rows.ids),
        periods=int(rows.here.any(axis=0).sum()),
        report=rows.report + Report((*notes, *more)),
        omitted=rows.omitted,
    )


def _less_periods(rows: UnitRows, span: np.ndarray) -> np.ndarray:
    """Return the data (N, T, 1 + K) less the means of their periods, then less the columns of units."""
    both = np.concatenate([rows.y[:, :, None], rows.X], axis=2)
    flat = rows.without(_off_periods(rows, both), span)
    raw, left = rows.rows_of(both)[:, 1:], rows.rows_of(flat)[:, 1:]
    unit, period = np.nonzero(rows.here)
    check_identified(raw, left, rows.terms, unit, period, MEND)
    return flat


def _off_periods(rows: UnitRows, values: np.ndarray) -> np.ndarray:
    """Return values (N, T, m) less their means by period, nought where there is no row."""
    centred = np.where(rows.here[:, :, None], values - values[rows.here].mean(axis=0), 0.0)
    means = centred.sum(axis=0) / np.maximum(rows.here.sum(axis=0), 1)[:, None]
    return np.asarray(np.where(rows.here[:, :, None], centred - means, 0.0))


def _averaged(
    rows: UnitRows, fits: UnitFits, method: MeanMethod
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...], tuple[Note, ...]]:
    """Return the means (K,), their covariance (K, K), the terms and notes."""
    if method != "swamy":
        return fits.b.mean(axis=0), mean_covariance(fits.b), rows.terms, ()
    return _swamy(rows)


def _swamy(rows: UnitRows) -> tuple[np.ndarray, np.ndarray, tuple[str, ...], tuple[Note, ...]]:
    """Return Swamy's (1970) means of random coefficients, the constant last, (K + 1,) and (K + 1, K + 1).

    Each unit weighs by the inverse of D + V_i, V_i the covariance of its least squares and D the scatter of the
    coefficients less the mean of V_i; D is the scatter itself where the difference is no covariance.
    """
    centre = rows.X[rows.here].mean(axis=0)
    size = np.maximum(rows.X[rows.here].std(axis=0), 1e-300)
    shown = np.where(rows.here[:, :, None], (rows.X - centre) / size, 0.0)
    X = np.concatenate([shown, rows.here[:, :, None].astype(float)], axis=2)
    level, scale = rows.y[rows.here].mean(), float(rows.y[rows.here].std()) or 1.0
    fits = unit_fits(np.where(rows.here, (rows.y - level) / scale, 0.0), X)
    N, K = fits.b.shape
    sigma2 = (fits.e**2).sum(axis=1) / (rows.here.sum(axis=1) - K)
    own = sigma2[:, None, None] * fits.inverse
    gap = fits.b - fits.b.mean(axis=0)
    scatter = gap.T @ gap / (N - 1)
    spread = scatter - own.mean(axis=0)
    notes: tuple[Note, ...] = ()
    if np.linalg.eigvalsh(spread).min() < 0:
        spread = scatter
        text = message(
            "The scatter of the coefficients less their errors is no covariance, so the scatter itself is used (Swamy "
            "1970): units then weigh more alike."
        )
        notes = (Note(INFO, "swamy-scatter", text),)
    weights = np.linalg.inv(own + spread)
    cov = np.linalg.inv(weights.sum(axis=0))
    b = cov @ np.einsum("nkl,nl->k", weights, fits.b)
    back = np.diag([*(scale / size), scale])
    back[-1, :-1] = -scale * centre / size
    b, cov = back @ b, back @ cov @ back.T
    b[-1] += level
    return b, cov, (*rows.terms, "Constant"), notes


def _dependence(
    rows: UnitRows, fits: UnitFits, way: tuple[MeanMethod, np.ndarray], how: tuple[int, int | None, Progress]
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the CD test of the residuals, one row, and what is told; its null knows regressors and periods."""
    if not how[0]:
        return pd.DataFrame(), ()
    method, span = way
    free = rows.here.sum(axis=1) - rows.lost - len(rows.terms)
    sigma = np.sqrt((fits.e**2).sum(axis=1) / np.maximum(free, 1))

    def flat(values: np.ndarray) -> np.ndarray:
        out = _off_periods(rows, values) if method == "demeaned" else values
        return rows.without(out, span)

    X = flat(rows.X)

    def draw(rng: np.random.Generator) -> np.ndarray:
        noise = np.where(rows.here, sigma[:, None] * rng.standard_normal(rows.here.shape), 0.0)
        return rows.arranged(unit_fits(flat(noise[:, :, None])[:, :, 0], X).e)

    cd, notes = residual_cd(rows.arranged(fits.e), rows.formula.outcome, draw, how)
    row = cd.iloc[0]
    if row["p_sim"] < 0.05:
        text = message(
            "The residuals of units are dependent (CD {statistic:.2f}, p {p:.3f}): slopes may hold the effect of "
            "shocks that all units share. See common_correlated_effects.",
            statistic=row["statistic"],
            p=row["p_sim"],
        )
        notes = (*notes, Note(WARNING, "common-shocks", text))
    return cd, notes
