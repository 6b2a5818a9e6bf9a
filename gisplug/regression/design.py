"""Least squares on given columns after effects, with linear combinations of the estimates: what event studies share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.numbers.covariance import Clusters, cluster_sums, sandwich
from gisplug.numbers.inference import estimates
from gisplug.numbers.least_squares import check_identified, check_outcome, least_squares
from gisplug.numbers.projections import Absorbed
from gisplug.panel.sample import counted_effects
from gisplug.regression.reading import weighted_residuals


@dataclass(frozen=True)
class DesignFit:
    """Least squares of y on given columns after effects: b (k,), cov (k, k), df of t.

    Attributes
    ----------
    clusters : that the errors are computed by
    influence : (G, k) of each of G clusters on b, whose sum is nought; None where errors are not clustered by one
        grouping
    """

    names: tuple[str, ...]
    b: np.ndarray
    cov: np.ndarray
    df: float
    n: int
    r2: float
    clusters: Clusters
    influence: np.ndarray | None = None

    def combined(self, weights: np.ndarray, names: Sequence[object], index: str = "term") -> pd.DataFrame:
        """Return linear combinations, weights (m, k): rows by name; estimate, se, stat, p, low, high."""
        frame = estimates([str(n) for n in names], weights @ self.b, weights @ self.cov @ weights.T, self.df)
        frame.index = pd.Index(list(names), name=index)
        return frame

    def joint(self, weights: np.ndarray, names: Sequence[object]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return combinations, weights (m, k), as `combined` does, and their covariance, rows and columns by name."""
        cov = weights @ self.cov @ weights.T
        return self.combined(weights, names), pd.DataFrame(cov, index=list(names), columns=list(names))


def fit_design(
    outcome: tuple[str, np.ndarray],
    X: np.ndarray,
    names: Sequence[str],
    absorbed: Sequence[Absorbed],
    clusters: Clusters,
    weights: np.ndarray | None = None,
) -> DesignFit:
    """Regress an outcome on X (n, k) after the effects are taken out of both, with analytic weights (n,) of mean one.

    Parameters
    ----------
    outcome : name and values (n,)

    Raises
    ------
    ModelError
        If the outcome or a column has no variation left after the effects, or rows do not carry the coefficients.
    """
    y = outcome[1]
    flat = weighted_residuals(np.column_stack([y, X]), absorbed, weights)
    check_outcome(y, flat[:, 0], outcome[0])
    check_identified(X, flat[:, 1:], names, mend=message("A policy needs units that are not treated at the same time."))
    b, bread = least_squares(flat[:, 1:], flat[:, 0], names)
    e = flat[:, 0] - flat[:, 1:] @ b
    _, counted = counted_effects(absorbed, clusters)
    scores = flat[:, 1:] * e[:, None]
    cov, df = sandwich(bread, scores, float(e @ e), clusters, len(b) + counted)
    alone = clusters.kind == "cluster" and len(clusters.codes) == 1
    influence = cluster_sums(scores, clusters.codes[0]) @ bread if alone else None
    spread = (y - np.average(y, weights=weights)) ** 2
    sst = float(spread.sum() if weights is None else weights @ spread)
    return DesignFit(tuple(names), b, cov, df, len(y), 1 - float(e @ e) / sst, clusters, influence)
