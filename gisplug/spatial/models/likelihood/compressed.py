"""Panel data compressed by QR: a small matrix with the same sums of squares and products as the N T rows.

Every likelihood of the family depends on the data only through inner products of y, W y, X, W X and the lags of these
by the error's W. Their triangular factor R (a few dozen rows) keeps all of them to rounding, without squaring the
condition number, so that the cost of a likelihood does not depend on N T.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.orthogonal import Gathered, dependent, triangle

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.core.vocabulary import Effects


@dataclass(frozen=True)
class Blocks:
    """The columns of the likelihood, period by period, after the effects are removed.

    Attributes
    ----------
    y : array (T, N)
    X : array (T, N, K)
        Regressors without the constant.
    lagged : array of int, length L
        Columns of X that also enter as W X.
    effects : {"none", "unit", "time", "twoways"}
    w, w_x, w_e : csr_array (N, N) or None
        W of y, of X, of the error; None where the model has no such lag.
    outer : bool
        Whether period means are removed after W has acted (J W y: the exact likelihood with period dummies, and the
        Lee-Yu transformation) or before (W J y and W_e J u: the direct approach of Elhorst and splm; W x is a regressor
        and demeaned as such). They differ only with period effects; the second needs rows of W that sum to one.
    """

    y: np.ndarray
    X: np.ndarray
    lagged: np.ndarray
    effects: Effects
    w: csr_array | None
    w_x: csr_array | None
    w_e: csr_array | None
    outer: bool = True

    @property
    def time(self) -> bool:
        """Whether period means are removed."""
        return self.effects in ("time", "twoways")

    def less_period_means(self, columns: np.ndarray) -> np.ndarray:
        """Remove period means from columns (N, m) that W has acted on, if that is when they are removed."""
        return columns - columns.mean(axis=0) if self.time and self.outer else columns

    @property
    def constant(self) -> bool:
        """Whether the model has an intercept: only without effects."""
        return self.effects == "none"

    @property
    def K(self) -> int:
        """Columns of [1, X, W X]."""
        return int(self.constant) + int(self.X.shape[2]) + len(self.lagged)

    @property
    def width(self) -> int:
        """Columns of [y, W y, 1, X, W X]; W y is zero where the model has none."""
        return 2 + self.K

    def unit_means(self) -> np.ndarray:
        """Return the means over time of [y, X], shape (N, 1 + K), zero where unit effects are not removed."""
        if self.effects not in ("unit", "twoways"):
            return np.zeros((self.y.shape[1], 1 + self.X.shape[2]))
        return np.column_stack([self.y.mean(axis=0), self.X.mean(axis=0)])

    def levels(self, t: int, means: np.ndarray) -> np.ndarray:
        """Return [y, W y, 1, X, W X] of one period, before what `outer` leaves to the end: (N, width).

        `means` are the `unit_means`, (N, 1 + K).
        """
        N, K = self.y.shape[1], self.X.shape[2]
        made = np.zeros((N, self.width), order="F")
        made[:, 0] = self.y[t] - means[:, 0]
        first = 2 + int(self.constant)
        made[:, first : first + K] = self.X[t] - means[:, 1:]
        if self.w_x is not None and len(self.lagged):
            made[:, first + K :] = self.w_x @ np.ascontiguousarray(made[:, first + self.lagged])
        if self.time and not self.outer:
            made -= made.mean(axis=0)
        if self.constant:
            made[:, 2] = 1.0
        if self.w is not None:
            made[:, 1] = self.w @ made[:, 0]
        return made

    def period(self, t: int, means: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the columns of one period and their lags by the error's W, all effects removed: (N, width) each.

        `means` are the `unit_means`, (N, 1 + K).
        """
        made = self.levels(t, means)
        lag = None if self.w_e is None else self.w_e @ made
        return self.less_period_means(made), None if lag is None else self.less_period_means(lag)

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
        means = self.unit_means()
        for t in range(self.y.shape[0]):
            yield self.period(t, means)


@dataclass(frozen=True)
class Compact:
    """R with the inner products of the columns of `Blocks`.

    Attributes
    ----------
    plain : (q, width) triangular factor, rows rotated
    lagged : (q, width) or None, its lag by the error's W
    """

    plain: np.ndarray
    lagged: np.ndarray | None

    def filtered(self, lam: float) -> np.ndarray:
        """Return the columns after I - lam W_e, (q, width)."""
        return self.plain if self.lagged is None else self.plain - lam * self.lagged

    @property
    def rank_shortfall(self) -> np.ndarray:
        """Return positions (r,) among the columns [1, X, W X] of those that the ones before them explain."""
        return dependent(triangle(self.plain[:, 2:]), 1e-9)


def compact(blocks: Iterable[tuple[np.ndarray, np.ndarray | None]], progress: Progress = SILENT) -> Compact:
    """Compress blocks of rows, (n, width) columns and lagged columns or None, by one QR after the other."""
    gathered, width, lags = Gathered(), 0, False
    for plain, lag in blocks:
        progress.check()
        width, lags = plain.shape[1], lag is not None
        gathered.add(plain if lag is None else np.hstack([plain, lag]))
    R = gathered.triangle()
    return Compact(R[:, :width], R[:, width:] if lags else None)
