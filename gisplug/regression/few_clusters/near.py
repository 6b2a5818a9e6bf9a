"""Conley errors that hold with few units: less biased, with Satterthwaite's degrees of freedom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.inference import with_own_df
from gisplug.numbers.orthogonal import left_over, span
from gisplug.numbers.space.conley import Near
from gisplug.panel.places import Reach
from gisplug.panel.sample import clusters_of
from gisplug.regression.results.panel import PanelFit, regressors_named

MOST = 4_000  # rows of a regression whose matrix of related rows is made


def conley_adjusted(
    fit: PanelFit, terms: Sequence[str] | None = None, *, reach: Reach, level: float = 0.95
) -> pd.DataFrame:
    """Return coefficients of `fixed_effects` with Conley errors less their bias, and t with the degrees of freedom that
    their variance has.

    Residuals are smaller than errors and related, the more so the more near rows a regression explains. The variance is
    multiplied by what it would have to be for independent errors over what it would be on average; t has the degrees of
    freedom of a scaled chi-squared with its mean and variance for such errors, after Bell & McCaffrey's (2002) way with
    clusters. Effects are counted as regressors.

    Parameters
    ----------
    terms : coefficients; all by default.
    reach : cut-off, kernel, serial lags and coordinates
    level : of the intervals

    Returns
    -------
    DataFrame, index term
        estimate, se, stat, df, p, low, high

    Raises
    ------
    ModelError
        If a term is none of the fit, there are row weights or too many rows, or a variance is negative.
    """
    sample, regressors = fit.sample, list(fit.formula.regressors)
    terms = regressors_named(fit, regressors if terms is None else terms)
    if sample.weights is not None or sample.n > MOST:
        raise ModelError(
            message(
                "Adjusted Conley errors are for regressions without row weights and at most {most:,} "
                "rows; this one has {n:,}. With as many, use errors='conley'.",
                most=MOST,
                n=sample.n,
            )
        )
    near = clusters_of(sample, "conley", reach=reach).near
    related = _related(near) if near is not None else np.eye(sample.n)
    columns = sample.columns[:, 1:] - sample.columns[:, 1:].mean(axis=0)
    dummies = [effect.dummies().toarray() for effect in fit.taken]
    basis = span(np.column_stack([columns, *dummies]))
    errors, freedom = [], []
    for term in terms:
        at = regressors.index(term)
        own = left_over(span(np.column_stack([np.delete(columns, at, axis=1), *dummies])), columns[:, at])
        variance, df = _adjusted(related, own / float(own @ own), fit.residuals, basis)
        if variance <= 0:
            raise ModelError(
                message(
                    "Conley errors give {term} a negative variance; use a smaller cut-off or the Bartlett kernel.",
                    term=term,
                )
            )
        errors.append(float(np.sqrt(variance)))
        freedom.append(df)
    return with_own_df(terms, fit.estimates.loc[terms, "estimate"].to_numpy(), errors, freedom, level)


def _related(near: Near) -> np.ndarray:
    """Return the weight of each pair of rows, (n, n)."""
    between = near.kernel.toarray()[np.ix_(near.unit, near.unit)]
    if near.lags is None:
        return np.asarray(between)
    gap = np.abs(near.clock[:, None] - near.clock)
    serial = np.where(near.unit[:, None] == near.unit, np.maximum(1 - gap / (near.lags + 1), 0.0), 0.0)
    return np.where(gap == 0, between, serial)


def _adjusted(related: np.ndarray, direction: np.ndarray, e: np.ndarray, basis: np.ndarray) -> tuple[float, float]:
    """Return the variance of the combination `direction` (n,) of the outcome and its degrees of freedom.

    Parameters
    ----------
    related : (n, n), the weight of each pair of rows
    e : (n,) residuals
    basis : (n, r), orthonormal columns of the whole design
    """
    form = related * np.outer(direction, direction)
    turned = form @ basis
    left = form - turned @ basis.T - basis @ turned.T + basis @ (basis.T @ turned) @ basis.T
    mean = float(np.trace(left))
    if mean <= 0:
        raise ModelError("Conley errors have no variance left for independent errors; use a smaller cut-off.")
    return float(e @ form @ e) * float(direction @ direction) / mean, mean**2 / float((left**2).sum())
