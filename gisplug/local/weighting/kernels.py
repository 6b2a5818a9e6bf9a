"""How much a row counts in the regression of a place, by its distance over the bandwidth."""

from __future__ import annotations

from typing import Literal

import numpy as np

LocalKernel = Literal["bisquare", "gaussian", "exponential"]
LOCAL_KERNELS: tuple[LocalKernel, ...] = ("bisquare", "gaussian", "exponential")
BEYOND = 1.0000001  # an adaptive bandwidth reaches just beyond the last neighbour, so that it counts
COMPACT = ("bisquare",)  # kernels that are nought from the bandwidth on


def weigh(squared: np.ndarray, widths: np.ndarray | float, kernel: LocalKernel) -> np.ndarray:
    """Return the weights, of the same shape, of rows at squared distances; one for the place itself.

    Parameters
    ----------
    squared : any shape, squares of distances
    widths : bandwidths in the unit of the distances, any shape that broadcasts
    """
    z2 = squared / np.square(widths)
    if kernel == "gaussian":
        z2 *= -0.5
        return np.asarray(np.exp(z2, out=z2))
    if kernel == "exponential":
        np.sqrt(z2, out=z2)
        return np.asarray(np.exp(np.negative(z2, out=z2), out=z2))
    np.subtract(1.0, z2, out=z2)
    np.maximum(z2, 0.0, out=z2)
    return np.asarray(np.square(z2, out=z2))
