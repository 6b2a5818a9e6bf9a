"""Solutions of I - rho W by iteration, for so many units that a factorisation costs more than hundreds of products."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse.linalg import LinearOperator, bicgstab

from gisplug.numbers.sparse.locality import Arranged

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_array

CLOSE = 1e-13  # residual beside the right-hand side at which iterations stop
REACHED = 1e-11  # residual up to which they count as a solution
MOST = 500  # iterations; near |rho| = 1 a factorisation is quicker than more


@dataclass(frozen=True)
class Iterations:
    """Stabilised biconjugate gradients (van der Vorst 1992) on I - rho W, `matrix` W (N, N).

    `factor` makes the factorisation that solves what iterations do not.
    """

    matrix: csr_array
    rho: float
    factor: Callable[[], Any]

    def solve(self, right: np.ndarray, trans: str = "N") -> np.ndarray:
        """Return (I - rho W)^-1 `right`, of its transpose with `trans` "T"; `right` is (N,) or (N, m)."""
        if right.ndim == 1:
            return self._solved(right, trans)
        return np.stack([self._solved(column, trans) for column in right.T], axis=1)

    def _solved(self, right: np.ndarray, trans: str) -> np.ndarray:
        size = float(np.linalg.norm(right))
        if size == 0.0:
            return np.zeros(len(right))
        w = self._transposed if trans == "T" else self._arranged.matrix
        left = LinearOperator(w.shape, matvec=lambda v: v - self.rho * (w @ v), dtype=float)
        moved = self._arranged.placed(right)
        found, _ = bicgstab(left, moved, x0=moved, rtol=CLOSE, atol=0.0, maxiter=MOST)
        if float(np.linalg.norm(left @ found - moved)) <= REACHED * size:
            return self._arranged.by_unit(np.asarray(found))
        return np.asarray(self._factor.solve(np.ascontiguousarray(right), trans=trans))

    @cached_property
    def _arranged(self) -> Arranged:
        return Arranged.of(self.matrix)

    @cached_property
    def _transposed(self) -> csr_array:
        return self._arranged.matrix.T.tocsr()

    @cached_property
    def _factor(self) -> Any:
        return self.factor()
