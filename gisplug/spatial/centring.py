"""Models with a constant are estimated about the means where W keeps a constant: levels far from nought then cost no
digit, and the constant is put back afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gisplug.spatial.sample import SpatialSample


@dataclass(frozen=True)
class Means:
    """What was taken off: the mean of the outcome, `y`, and of each column of [X, W x], `columns` (k,)."""

    y: float
    columns: np.ndarray


def less_means(sample: SpatialSample) -> SpatialSample:
    """Return the sample with regressors less their means, and the outcome too where rows of W sum to one.

    Residuals and fitted values of a model with a constant and without W x are those of the sample as it was given.
    """
    y = sample.y - sample.y.mean() if sample.row_normalised else sample.y
    return replace(sample, y=y, X=sample.X - sample.X.mean(axis=(0, 1)))


def put_back(values: np.ndarray, cov: np.ndarray, means: Means, rho: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return estimates (p,) and covariance (p, p) with the constant of the columns as they were given.

    Parameters
    ----------
    values : (p,), cov : (p, p)
        The constant first, then the k coefficients, then other parameters.
    rho : place of rho among the values, or None. Rows of W sum to one, so W m = m for a constant m.
    """
    k = len(means.columns)
    moved, back = values.copy(), np.eye(len(values))
    at = 0.0 if rho is None else float(values[rho])
    moved[0] += (1.0 - at) * means.y - float(means.columns @ values[1 : 1 + k])
    back[0, 1 : 1 + k] = -means.columns
    if rho is not None:
        back[0, rho] = -means.y
    return moved, back @ cov @ back.T
