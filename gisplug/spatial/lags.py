"""Spatial lags of the columns of a panel, of all periods at once or of one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class DurbinDesign:
    """Columns [X, W X] (T, N, k) made period by period, X alone where there is no W.

    Attributes
    ----------
    X : (T, N, K)
    lagged : tuple of int
        Columns of X that W acts on.
    w : (N, N) or None
    """

    X: np.ndarray
    lagged: tuple[int, ...]
    w: csr_array | None

    def __getitem__(self, t: int) -> np.ndarray:
        """Return the columns of one period, (N, k)."""
        return self._with_lags(self.X[t])

    def mean(self, axis: int) -> np.ndarray:
        """Return the means over time, (N, k)."""
        return self._with_lags(self.X.mean(axis=axis))

    def _with_lags(self, X: np.ndarray) -> np.ndarray:
        if self.w is None:
            return X
        return np.hstack([X, self.w @ np.ascontiguousarray(X[:, list(self.lagged)])])


def spatial_lag(W: csr_array, values: np.ndarray) -> np.ndarray:
    """Return W v_t for every period: values (T, N) or (T, N, K)."""
    if values.ndim == 2:
        return np.asarray((W @ values.T).T)
    T, N, K = values.shape
    return np.asarray((W @ values.transpose(1, 0, 2).reshape(N, T * K)).reshape(N, T, K).transpose(1, 0, 2))
