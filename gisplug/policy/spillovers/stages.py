"""Two stages: effects of units and periods from clean rows, then what the policy adds to the others; errors of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from gisplug.numbers.covariance import Clusters, cluster_sums, sandwich
from gisplug.numbers.least_squares import check_identified
from gisplug.numbers.projections import codes_of
from gisplug.numbers.standardise import standardised
from gisplug.policy.imputation import effects_design, untreated_fit
from gisplug.policy.spillovers.reading import ReachedRows
from gisplug.regression.design import DesignFit

RANK = 1e-11  # share of the largest eigenvalue below which periods and controls are not told apart


@dataclass(frozen=True)
class FirstStage:
    """Outcomes less what clean rows tell of units, periods and controls.

    Attributes
    ----------
    design : (n, p) of the first stage
    clean : (n,) bool, rows that it is fitted to
    tau : (n,) outcome less its fit, in units of `size`
    unit : (n,) codes
    """

    design: sparse.csr_matrix
    clean: np.ndarray
    tau: np.ndarray
    size: float
    unit: np.ndarray


def first_stage(read: ReachedRows) -> FirstStage:
    """Fit effects of units and periods, and controls, to the clean rows.

    Raises
    ------
    ConvergenceError
        If the fit takes more than 20,000 steps.
    """
    sample = read.rows.sample
    columns, _, sizes = standardised(sample.columns)
    design = effects_design(sample.unit, sample.period, columns[:, 1:])
    b = untreated_fit(design[read.clean], columns[read.clean, 0])
    return FirstStage(design, read.clean, columns[:, 0] - design @ b, float(sizes[0]), sample.unit)


def two_stage(first: FirstStage, X: np.ndarray, names: Sequence[str], clusters: Clusters) -> DesignFit:
    """Regress what the first stage leaves on X (n, k), nought on clean rows; errors as in Gardner (2022).

    The influence of a row on the estimates has a part of either stage, as in Butts & Gardner's did2s; clusters have the
    factor G / (G - 1) (n - 1) / n, Conley errors none.

    Raises
    ------
    ModelError
        If the columns do not tell their coefficients apart.
    """
    b, V = _estimated(first, X, names)
    psi = V * (first.tau - X @ b)[:, None] * first.size
    cov, df = sandwich(np.eye(len(b)), psi, 0.0, clusters, 0)
    return DesignFit(tuple(names), b * first.size, cov, df, len(X), np.nan, clusters, cluster_sums(psi, first.unit))


def imputed(first: FirstStage, X: np.ndarray, names: Sequence[str], cells: np.ndarray, clusters: Clusters) -> DesignFit:
    """Return the estimates of X (n, k), as `two_stage`, with the errors of Borusyak, Jaravel & Spiess (2024).

    What the estimates leave of an effect counts as error but for its mean in `cells` (n,), codes of rows whose effects
    may differ together, such as one cohort in one period.

    Raises
    ------
    ModelError
        As in `two_stage`.
    """
    b, V = _estimated(first, X, names)
    on = ~first.clean
    left = first.tau - X @ b
    cell = np.where(on, codes_of(cells) + 1, 0)
    psi = np.empty_like(V)
    for k in range(len(b)):
        over = np.bincount(cell, np.where(on, V[:, k] ** 2 * left, 0.0))
        under = np.bincount(cell, np.where(on, V[:, k] ** 2, 0.0))
        mean = np.divide(over, under, out=np.zeros_like(over), where=under > 0)
        psi[:, k] = V[:, k] * (left - mean[cell]) * first.size
    sums = cluster_sums(psi, first.unit)
    return DesignFit(tuple(names), b * first.size, sums.T @ sums, np.inf, len(X), np.nan, clusters, sums)


def _estimated(first: FirstStage, X: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the estimates (k,) and their weights (n, k) on the outcomes of all rows, first stage included."""
    check_identified(X, X, names)
    own = X @ np.linalg.inv(X.T @ X)
    return own.T @ first.tau, _balanced(first, own)


def _balanced(first: FirstStage, own: np.ndarray) -> np.ndarray:
    """Return weights (n, k) on the outcomes: own (n, k) on the effects, and what balances them on the clean rows.

    Those are the projection of the clean rows' design, unique however many coefficients; units, which are many, are
    eliminated before periods and controls.
    """
    clean, U = first.clean, int(first.unit.max()) + 1
    target = -np.asarray(first.design[~clean].T @ own[~clean])
    units, rest = first.unit[clean], np.asarray(first.design[clean][:, U:].todense())
    count = np.bincount(units, minlength=U)[:, None]
    means = cluster_sums(rest, units) / count
    left = rest - means[units]
    size = np.sqrt(np.maximum((left**2).sum(axis=0), 1e-300))
    schur = (left / size).T @ (left / size)
    b = np.linalg.pinv(schur, rcond=RANK, hermitian=True) @ ((target[U:] - means.T @ target[:U]) / size[:, None])
    b = b / size[:, None]
    a = target[:U] / count - means @ b
    V = own.copy()
    V[clean] = a[units] + rest @ b
    return V
