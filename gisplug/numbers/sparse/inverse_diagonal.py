"""The diagonal of (I - rho W)^-1: by blocks of sparse solves for few units, by selected inversion for many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gisplug.numbers.sparse.factors import factorise
from gisplug.numbers.sparse.selected_inverse import Selected, selected

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SOLVED_UNITS = 500  # up to this many units blocks of solves are quicker than selected inversion
COLUMNS = 256
STEP = 3e-8  # in rho, of the slopes of many units: exact to 2e-7 for rho from .2 to .9 (one digit fewer beyond)


@dataclass(frozen=True)
class Diagonals:
    """Diagonals of (I - rho W)^-1 and (I - rho W)^-1 W_x at any rho; zeros for the second where W_x is None.

    Attributes
    ----------
    w, w_x : (N, N)
    twin : `symmetric_twin` of w, ((N, N), (N,)), or None where it is not known yet.
    """

    w: csr_array
    w_x: csr_array | None
    twin: tuple[csr_array, np.ndarray] | None = None

    @cached_property
    def _selected(self) -> Selected:
        return selected(self.w, None if self.w_x is self.w else self.w_x, self.twin)

    @cached_property
    def _crossed(self) -> tuple[np.ndarray, np.ndarray]:
        """W_x at the selected places and at the mirrored ones."""
        return self._selected.at(self.w if self.w_x is None else self.w_x)

    def at(self, rho: float) -> tuple[np.ndarray, np.ndarray]:
        """Return both, (N,) each, exact to rounding."""
        if self.w.shape[0] <= SOLVED_UNITS:
            return self._by_solves(rho)
        places, N = self._selected, self.w.shape[0]
        below, above = places.found(rho)
        own, cross = np.empty(N), np.zeros(N)
        own[places.tree.order] = below[places.pointer[:-1]]  # a column begins with its diagonal
        if self.w_x is not None:
            below *= self._crossed[1]
            above *= np.where(places.rows == places.columns, 0.0, self._crossed[0])
            moved = np.bincount(places.rows, below, minlength=N) + np.bincount(places.columns, above, minlength=N)
            cross[places.tree.order] = moved
        return own, cross

    def slopes(self, rho: float, here: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return the derivatives of both in rho, (N,) each: exact for few units, else by a step towards zero.

        Parameters
        ----------
        here : both diagonals at rho, as `at` returns them; ((N,), (N,))
        """
        if self.w.shape[0] <= SOLVED_UNITS:
            return self._slopes_by_solves(rho)
        step = -STEP if rho > 0.0 else STEP
        own, cross = self.at(rho + step)
        return (own - here[0]) / step, (cross - here[1]) / step

    def _slopes_by_solves(self, rho: float) -> tuple[np.ndarray, np.ndarray]:
        factor, one = factorise(self.w, rho), np.eye(self.w.shape[0])
        rows = factor.solve_transposed(one)
        own = np.einsum("ni,ni->i", rows, self.w @ factor.solve(one))
        if self.w_x is None:
            return own, np.zeros_like(own)
        return own, np.einsum("ni,ni->i", rows, self.w @ factor.solve(self.w_x.toarray()))

    def _by_solves(self, rho: float) -> tuple[np.ndarray, np.ndarray]:
        N = self.w.shape[0]
        solve, one = factorise(self.w, rho).solve, np.eye(N)
        own = np.empty(N)
        cross = np.zeros(N)
        for start in range(0, N, COLUMNS):
            these = slice(start, start + COLUMNS)
            place = (np.arange(N)[these], np.arange(len(own[these])))
            own[these] = solve(one[:, these])[place]
            if self.w_x is not None:
                cross[these] = solve(self.w_x[:, these].toarray())[place]
        return own, cross
