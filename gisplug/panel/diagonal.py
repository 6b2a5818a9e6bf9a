"""The diagonal of (I - rho W)^-1: by blocks of sparse solves for few units, by selected inversion for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gisplug.panel.factor import factorise
from gisplug.panel.selected import inverse_entries

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SOLVED_UNITS = 500  # up to this many units blocks of solves are quicker than selected inversion
COLUMNS = 256


def diagonal_inverse(w: csr_array, rho: float) -> np.ndarray:
    """Return diag((I - rho W)^-1), (N,), exact to rounding."""
    N = w.shape[0]
    if N > SOLVED_UNITS:
        return np.asarray(inverse_entries(w, rho).diagonal())
    solve, made = factorise(w, rho).solve, np.empty(N)
    for start in range(0, N, COLUMNS):
        stop = min(start + COLUMNS, N)
        right = np.zeros((N, stop - start))
        right[np.arange(start, stop), np.arange(stop - start)] = 1.0
        made[start:stop] = solve(right)[np.arange(start, stop), np.arange(stop - start)]
    return made


def diagonal_cross(w: csr_array, w_x: csr_array, rho: float) -> np.ndarray:
    """Return diag((I - rho W)^-1 W_x), (N,): from entries of the inverse where W_x has links."""
    N = w.shape[0]
    if N > SOLVED_UNITS:
        inverse = inverse_entries(w, rho, also=w_x)
        return np.asarray(inverse.multiply(w_x.T).sum(axis=1)).ravel()
    solve, made = factorise(w, rho).solve, np.empty(N)
    for start in range(0, N, COLUMNS):
        stop = min(start + COLUMNS, N)
        made[start:stop] = solve(w_x[:, start:stop].toarray())[np.arange(start, stop), np.arange(stop - start)]
    return made
