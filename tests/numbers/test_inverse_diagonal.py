"""Diagonals of the inverse and their slopes in rho, beside dense algebra."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from gisplug.numbers.sparse.factors import symmetric_twin
from gisplug.numbers.sparse.inverse_diagonal import SOLVED_UNITS, Diagonals
from gisplug.weights.contiguity import lattice


def nearest(N: int, seed: int) -> sp.csr_array:
    """Return five nearest neighbours of random points, rows summing to one: no symmetric twin."""
    from scipy.spatial import cKDTree

    points = np.random.default_rng(seed).random((N, 2))
    near = np.sort(cKDTree(points).query(points, 6)[1][:, 1:])
    return sp.csr_array((np.full(5 * N, 0.2), near.ravel(), np.arange(0, 5 * N + 1, 5)), shape=(N, N))


MANY = SOLVED_UNITS + 76


@pytest.mark.parametrize("rho", [-0.6, 0.2, 0.4, 0.8, 0.95])
@pytest.mark.parametrize("kind", ["lattice", "nearest"])
@pytest.mark.parametrize("units", [256, MANY])
def test_slopes_are_those_of_dense_algebra(kind: str, units: int, rho: float) -> None:
    side = round(units**0.5)
    w = lattice(side, side).matrix if kind == "lattice" else nearest(units, 1)
    w_x = nearest(w.shape[0], 2)
    found = Diagonals(w, w_x, symmetric_twin(w))
    W, X = w.toarray(), w_x.toarray()
    inverse = np.linalg.inv(np.eye(len(W)) - rho * W)
    slope = inverse @ W @ inverse
    here = found.at(rho)
    own, cross = found.slopes(rho, here)
    digits = 1e-12 if units <= SOLVED_UNITS else 2e-6
    assert np.allclose(here[0], np.diag(inverse), rtol=1e-12)
    assert np.allclose(own, np.diag(slope), rtol=digits, atol=digits)
    assert np.allclose(cross, np.diag(slope @ X), rtol=digits, atol=digits)
    alone = Diagonals(w, None)
    assert not alone.slopes(rho, alone.at(rho))[1].any()
