"""Powers of W: traces order by order, and how many links units are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import splu

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.limits import DENSE_POWERS
from gisplug.numbers.sparse.log_determinant import spectral_radius

if TYPE_CHECKING:
    from scipy.sparse import csr_array

COLUMNS = 256


def neighbour_order(w: csr_array, unit: int) -> np.ndarray:
    """Return the least number of links of W (N, N) from one unit to every other, (N,); -1 where there is no way."""
    links = sp.csr_array((np.ones(w.nnz), w.indices, w.indptr), shape=w.shape)
    apart = dijkstra(links, directed=False, indices=unit, unweighted=True)
    return np.where(np.isfinite(apart), apart, -1).astype(int)


def diagonal_sums(w: csr_array | None, w_x: csr_array | None, rho: float, orders: int) -> np.ndarray:
    """Return tr(M_q) / N of the parts of order q that go with beta (rho^q W^q) and theta (rho^(q-1) W^(q-1) W_x).

    Parameters
    ----------
    w, w_x : (N, N) or None
        Of y and of x.

    Returns
    -------
    array (orders + 1, 2)
    """
    made = np.zeros((orders + 1, 2))
    made[0, 0] = 1.0
    if w is None:
        if w_x is not None and orders:
            made[1, 1] = float(w_x.diagonal().mean())
        return made
    powers = rho ** np.arange(orders + 1)
    traces = traces_of_powers(w, orders) / w.shape[0]
    made[:, 0] = powers * traces
    if w_x is w:
        made[1:, 1] = powers[:-1] * traces[1:]
    elif w_x is not None:
        made[1:, 1] = powers[:-1] * _mixed(w, w_x, orders) / w.shape[0]
    return made


def traces_of_powers(w: csr_array, orders: int) -> np.ndarray:
    """Return tr(W^q) of w (N, N), q = 0 .. orders, as (orders + 1,).

    Exact by blocks for few units, else from the log-determinant on a circle:
    ``log|I - z W| = - sum_q z^q tr(W^q) / q``, whose Taylor coefficients come from sparse complex factorisations at
    the roots of unity times half the radius of convergence.
    """
    N = w.shape[0]
    if N <= DENSE_POWERS:
        return np.concatenate([[N], _block_traces(w, None, orders)])
    radius, points = 0.5 / spectral_radius(w), 2 * max(orders, 16)
    angles = np.exp(2j * np.pi * np.arange(points) / points)
    half = [_complex_log_det(w, radius * z) for z in angles[: points // 2 + 1]]
    values = np.array(half + [np.conj(v) for v in half[-2:0:-1]])
    taylor = np.fft.fft(values).real / points
    q = np.arange(1, orders + 1)
    made = np.concatenate([[N], -q * taylor[1 : orders + 1] / radius**q])
    made[1] = w.diagonal().sum()
    if orders >= 2:
        made[2] = float(w.multiply(w.T).sum())
    return made


def _complex_log_det(w: csr_array, z: complex) -> complex:
    left = sp.csc_matrix(sp.identity(w.shape[0], dtype=complex, format="csc") - z * sp.csc_matrix(w))
    lu = splu(left, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    return complex(np.log(lu.U.diagonal()).sum())


def _mixed(w: csr_array, w_x: csr_array, orders: int) -> np.ndarray:
    """tr(W^(q-1) W_x), q = 1 .. orders."""
    if w.shape[0] > 10 * DENSE_POWERS:
        raise ModelError(
            message(
                "Effects by order with other weights for X need up to {dense_powers} units; this model has {shape}.",
                dense_powers=10 * DENSE_POWERS,
                shape=w.shape[0],
            )
        )
    return _block_traces(w, w_x, orders)


def _block_traces(w: csr_array, first: csr_array | None, orders: int) -> np.ndarray:
    made = np.zeros(orders)
    for start in range(0, w.shape[0], COLUMNS):
        stop = min(start + COLUMNS, w.shape[0])
        place = (np.arange(start, stop), np.arange(stop - start))
        block = (w if first is None else first)[:, start:stop].toarray()
        for q in range(orders):
            made[q] += block[place].sum()
            block = w @ block
    return made
