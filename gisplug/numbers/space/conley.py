"""Sums of scores over near units and near periods: the middle of Conley's (1999) covariance, serial lags included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from gisplug.core.errors import ModelError
from gisplug.core.messages import message

EARTH = 6371.0088  # km, mean radius (IUGG)
PAIRS_MOST = 50_000_000  # pairs of units above which a smaller cut-off is asked for


@dataclass(frozen=True)
class Near:
    """Which rows' errors may be related.

    Attributes
    ----------
    kernel : (U, U) symmetric, the weight of pairs of units, 1 for a unit with itself
    unit : (n,) codes from 0
    clock : (n,) steps of time
    lags : Bartlett lags within a unit, beside pairs of near units in one period; None: rows of near units in any two
        periods
    """

    kernel: sparse.csr_matrix
    unit: np.ndarray
    clock: np.ndarray
    lags: int | None

    @property
    def units(self) -> int:
        """Number of units."""
        return int(self.kernel.shape[0])

    @property
    def neighbours(self) -> np.ndarray:
        """Number of other units within reach of each, (U,)."""
        return np.asarray(np.diff(self.kernel.indptr) - 1)


def on_sphere(places: np.ndarray) -> np.ndarray:
    """Return points (U, 3) in km for longitudes and latitudes (U, 2) in degrees."""
    lon, lat = np.radians(places).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]) * EARTH


def kernel_of(places: np.ndarray, cutoff: float, kernel: str) -> sparse.csr_matrix:
    """Return the weights of pairs of units (U, U).

    Parameters
    ----------
    places : (U, 2) longitudes and latitudes in degrees
    cutoff : km along great circles, up to which pairs count
    kernel : "uniform" (1) or "bartlett" (1 - distance / cutoff)

    Raises
    ------
    ModelError
        If there are more than `PAIRS_MOST` pairs.
    """
    points = on_sphere(places)
    tree = cKDTree(points)
    reach = 2 * EARTH * np.sin(min(cutoff / (2 * EARTH), np.pi / 2))
    number = int(tree.count_neighbors(tree, reach))
    if number > PAIRS_MOST:
        raise ModelError(
            message(
                "{number:,} pairs of units lie within {cutoff:g} km; give a smaller cut-off.",
                number=number,
                cutoff=cutoff,
            )
        )
    pairs = tree.query_pairs(reach, output_type="ndarray")
    chord = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    km = 2 * EARTH * np.arcsin(np.minimum(chord / (2 * EARTH), 1.0))
    weight = np.ones(len(km)) if kernel == "uniform" else np.maximum(1 - km / cutoff, 0.0)
    half = sparse.coo_matrix((weight, (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    return (half + half.T + sparse.identity(len(points))).tocsr()


def near_sums(scores: np.ndarray, near: Near) -> np.ndarray:
    """Return the sum of the outer products of scores (n, k) over related rows, weighted: (k, k).

    The kernel is symmetric, so the sum is; it need not be positive semidefinite.
    """
    n, k = scores.shape
    if near.lags is None:
        summed = np.zeros((near.units, k))
        np.add.at(summed, near.unit, scores)
        return np.asarray(summed.T @ (near.kernel @ summed))
    first = int(near.clock.min()) if n else 0
    whole = np.zeros((near.units, int(near.clock.max()) - first + 1, k))
    whole[near.unit, near.clock - first] = scores
    around = (near.kernel @ whole.reshape(near.units, -1)).reshape(whole.shape)
    middle = np.einsum("utj,utk->jk", whole, around)
    for lag in range(1, min(near.lags, whole.shape[1] - 1) + 1):
        cross = np.einsum("utj,utk->jk", whole[:, lag:], whole[:, :-lag])
        middle = middle + (1 - lag / (near.lags + 1)) * (cross + cross.T)
    return np.asarray(middle)
