"""Clustered errors that hold with few clusters: CR2 (Bell & McCaffrey 2002) and CR3, the jackknife; t has
Satterthwaite's degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.numbers.inference import with_own_df
from gisplug.numbers.orthogonal import span
from gisplug.numbers.projections import Absorbed
from gisplug.panel.sample import clusters_of
from gisplug.regression.results.panel import PanelFit, regressors_named

CORRECTIONS = {"cr2": 0.5, "cr3": 1.0}  # the power of (I - H)^-1 of a cluster that enlarges its residuals
MOST = 6_000  # rows of a regression whose hat matrix is made
EMPTY = 1e-9  # eigenvalues of I - H of a cluster that count as nought: directions that the effects explain


def bias_reduced(
    fit: PanelFit,
    terms: Sequence[str] | None = None,
    *,
    correction: str = "cr2",
    cluster: str = "",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return coefficients of `fixed_effects` with CR2 or CR3 errors and Satterthwaite's degrees of freedom.

    Residuals of a cluster are enlarged by the inverse (CR3) or its root (CR2) of what the regression leaves of
    independent errors in it, all effects included, and t has the degrees of freedom that such errors would give its
    variance (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018). The same as clubSandwich on dummies. CR3 is the
    jackknife: its variance is the sum of the squared changes of the coefficient when a cluster is left out.

    Parameters
    ----------
    terms : coefficients; all by default.
    correction : "cr2" is unbiased for independent errors, "cr3" errs on the large side.
    cluster : a grouping to cluster by, such as "region"; that of the fit by default.
    level : of the intervals

    Returns
    -------
    DataFrame, index term
        estimate, se, stat, df, p, low, high

    Raises
    ------
    ModelError
        If a term is none of the fit, errors are not clustered by one grouping, there are row weights, too many rows,
        or the correction is unknown.
    """
    one_of("correction", correction, CORRECTIONS, ModelError)
    name = correction.upper()
    sample, regressors = fit.sample, list(fit.formula.regressors)
    terms = regressors_named(fit, regressors if terms is None else terms)
    clusters = clusters_of(sample, cluster) if cluster else fit.clusters or clusters_of(sample, fit.errors)
    if clusters.kind != "cluster" or len(clusters.codes) != 1 or clusters.groups[0] < 2:
        raise ModelError(
            message(
                "{name} errors are clustered by one grouping of two clusters or more, and errors are "
                "{clusters}; name another: cluster='unit'.",
                name=name,
                clusters=clusters.name,
            )
        )
    if sample.weights is not None or sample.n > MOST:
        raise ModelError(
            message(
                "{name} errors are for regressions without row weights and at most {most:,} rows; this "
                "one has {n:,}. Use wild_bootstrap.",
                name=name,
                most=MOST,
                n=sample.n,
            )
        )
    columns = sample.columns[:, 1:]
    basis = span(np.column_stack([columns - columns.mean(axis=0), *(_dummies(a) for a in fit.taken)]))
    errors, freedom = [], []
    for term in terms:
        at = regressors.index(term)
        others = span(np.column_stack([np.delete(columns, at, axis=1), *(_dummies(a) for a in fit.taken)]))
        own = columns[:, at] - others @ (others.T @ columns[:, at])
        se, df = _error(basis, own / float(own @ own), fit.residuals, clusters.codes[0], CORRECTIONS[correction])
        errors.append(se)
        freedom.append(df)
    return with_own_df(terms, fit.estimates.loc[terms, "estimate"].to_numpy(), errors, freedom, level)


def _dummies(effect: Absorbed) -> np.ndarray:
    return np.asarray(effect.dummies().todense())


def _error(
    basis: np.ndarray, direction: np.ndarray, e: np.ndarray, codes: np.ndarray, power: float
) -> tuple[float, float]:
    """Return the error of the combination `direction` (n,) of the outcome, and its degrees of freedom.

    Parameters
    ----------
    basis : (n, r), orthonormal columns of the whole design
    e : (n,) residuals
    power : of (I - H)^-1, as in `CORRECTIONS`
    """
    variance, spread = 0.0, np.zeros((int(codes.max()) + 1, len(e)))
    for g in range(len(spread)):
        own = codes == g
        part = basis[own]
        values, vectors = np.linalg.eigh(np.eye(len(part)) - part @ part.T)
        kept = values > EMPTY
        weights = (vectors[:, kept] / values[kept] ** power) @ (vectors[:, kept].T @ direction[own])
        variance += float(weights @ e[own]) ** 2
        spread[g, own] = weights
    spread -= (spread @ basis) @ basis.T  # weights of independent errors in what each cluster adds
    cross = spread @ spread.T
    return float(np.sqrt(variance)), float(np.trace(cross) ** 2 / (cross**2).sum())
