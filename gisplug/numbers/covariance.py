"""Covariances of least-squares estimates: classical, robust, clustered (one and two ways), Driscoll-Kraay,
Conley.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.space.conley import Near, near_sums
from gisplug.numbers.symmetric import positive

ERRORS = ("classical", "robust", "unit", "period", "unit+period", "driscoll-kraay", "conley")


@dataclass(frozen=True)
class Clusters:
    """How errors may be related.

    Attributes
    ----------
    kind : of `ERRORS`, or "cluster"
    codes : one or two groupings (n,), codes from 0
    name : what tables call them
    lags : of Driscoll-Kraay errors; `default_lags` where None
    clock : of Driscoll-Kraay errors, steps of time to each group, rising; equal steps where None
    near : of Conley errors, which rows are related
    """

    kind: str
    codes: tuple[np.ndarray, ...] = ()
    name: str = ""
    lags: int | None = None
    clock: np.ndarray | None = None
    near: Near | None = None

    @property
    def groups(self) -> tuple[int, ...]:
        """Number of groups of each grouping."""
        return tuple(int(c.max()) + 1 for c in self.codes)


def sandwich(
    bread: np.ndarray, scores: np.ndarray, sse: float, clusters: Clusters, parameters: int
) -> tuple[np.ndarray, float]:
    """Return the covariance (k, k) and the degrees of freedom of t tests.

    Parameters
    ----------
    bread : (k, k), (X'X)^-1 of the residualised regressors
    scores : (n, k), regressors times residuals
    sse : sum of squared residuals
    parameters : coefficients and fixed effects that count (effects nested in the clusters do not, as in fixest and
        reghdfe)

    Notes
    -----
    Robust is HC1. Clusters are scaled by G/(G-1) (n-1)/(n-K), G the smaller number of groups; the two-way covariance is
    V1 + V2 - V12 (Cameron, Gelbach & Miller 2011), negative eigenvalues set to zero. Driscoll & Kraay (1998) uses a
    Bartlett kernel with floor(4 (T/100)^(2/9)) lags unless told. Conley (1999) sums over pairs of near rows and is
    scaled by n/(n-K), as in fixest; t has as many degrees of freedom as units less one, and negative eigenvalues are
    set to zero.

    Raises
    ------
    ModelError
        If rows do not carry the parameters, there are fewer than two clusters, or a variance is negative.
    """
    n = len(scores)
    free = n - parameters
    if free <= 0:
        raise ModelError(
            message(
                "{n} rows cannot carry {parameters} coefficients and effects; use fewer terms or effects.",
                n=n,
                parameters=parameters,
            )
        )
    if clusters.kind == "classical":
        return bread * (sse / free), float(free)
    if clusters.kind == "robust":
        return bread @ (scores.T @ scores) @ bread * (n / free), float(free)
    if clusters.near is not None:
        raw = settled(bread @ near_sums(scores, clusters.near) @ bread, clusters)
        return raw * (n / free), float(clusters.near.units - 1)
    few = min(clusters.groups)
    if few < 2:
        raise ModelError("Clustered errors need at least two clusters.")
    scale = few / (few - 1) * (n - 1) / free
    if clusters.kind == "driscoll-kraay":
        sums = cluster_sums(scores, clusters.codes[0])
        return bread @ bartlett(sums, clusters.lags, clusters.clock) @ bread * scale, float(few - 1)
    middle = np.zeros_like(bread)
    for codes, sign in with_intersection(clusters.codes):
        summed = cluster_sums(scores, codes)
        middle += sign * (summed.T @ summed)
    return settled(bread @ middle @ bread, clusters) * scale, float(few - 1)


def settled(raw: np.ndarray, clusters: Clusters) -> np.ndarray:
    """Return a covariance, `raw` (k, k), with negative eigenvalues set to zero: sums over two ways or near rows may
    have some.

    Raises
    ------
    ModelError
        If Conley errors give a coefficient a negative variance.
    """
    if clusters.near is not None and (np.diag(raw) <= 0).any():
        raise ModelError(
            "Conley errors give a coefficient a negative variance: their kernel does not rule that out, least of all "
            "with a cut-off that reaches most units. Use a smaller cut-off or the Bartlett kernel."
        )
    return positive(raw)


def default_lags(periods: int) -> int:
    """Return the Bartlett lags that xtscc uses."""
    return int(np.floor(4 * (periods / 100) ** (2 / 9)))


def cluster_sums(scores: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the sums of scores (n, k) over the groups of codes (n,): (groups, k)."""
    n = len(codes)
    return np.asarray(sparse.csr_matrix((np.ones(n), (codes, np.arange(n)))) @ scores)


def with_intersection(codes: Sequence[np.ndarray]) -> list[tuple[np.ndarray, int]]:
    """Return groupings (n,) and their signs in a covariance: one alone, or both minus their intersection."""
    if len(codes) == 1:
        return [(codes[0], 1)]
    both = np.unique(np.column_stack(codes[:2]), axis=0, return_inverse=True)[1].ravel()
    return [(codes[0], 1), (codes[1], 1), (both, -1)]


def bartlett(sums: np.ndarray, lags: int | None, clock: np.ndarray | None = None) -> np.ndarray:
    """Return the long-run sum of outer products (k, k) of sums (T, k), one row a period, with Bartlett weights.

    `lags` as `default_lags` where None. `clock`, (T,) rising whole numbers, says when the periods are, so that no lag
    jumps over one that is absent; equal steps where None.
    """
    most = default_lags(len(sums)) if lags is None else lags
    if clock is not None and len(clock) and clock[-1] - clock[0] >= len(sums):
        whole = np.zeros((int(clock[-1] - clock[0]) + 1, sums.shape[1]))
        whole[clock - clock[0]] = sums
        sums = whole
    middle = sums.T @ sums
    for lag in range(1, min(most, len(sums) - 1) + 1):
        cross = sums[lag:].T @ sums[:-lag]
        middle = middle + (1 - lag / (most + 1)) * (cross + cross.T)
    return np.asarray(middle)
