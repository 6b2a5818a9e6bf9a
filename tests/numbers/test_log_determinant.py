"""The log-determinant, the factorisations behind it and the selected inverse, against dense algebra."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.spatial import cKDTree

from gisplug.numbers.sparse import log_determinant as module
from gisplug.numbers.sparse.factors import factorise, symmetric_twin
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.numbers.sparse.powers import traces_of_powers
from gisplug.numbers.sparse.selected_inverse import inverse_entries
from tests.oracles.spatial_cases import lattice


def nearest(N: int, k: int = 6, seed: int = 0) -> sp.csr_array:
    """Row-normalised k nearest neighbours of random points: not similar to a symmetric matrix."""
    points = np.random.default_rng(seed).random((N, 2))
    near = np.sort(cKDTree(points).query(points, k + 1)[1][:, 1:])
    return sp.csr_array((np.full(N * k, 1.0 / k), (np.repeat(np.arange(N), k), near.ravel())), shape=(N, N))


@pytest.fixture(params=["queen", "spectral", "knn"])
def matrix(request: pytest.FixtureRequest) -> sp.csr_array:
    if request.param == "knn":
        return nearest(700)
    return lattice(27, normalise="row" if request.param == "queen" else "spectral").matrix


def test_sparse_interpolation_equals_all_eigenvalues(matrix: sp.csr_array) -> None:
    values = np.linalg.eigvals(matrix.toarray())
    made = log_determinant(matrix)
    assert made.method == "sparse factorisation"
    rho = np.array([-0.7, -0.2, 0.05, 0.35, 0.6, 0.9, 0.97])
    for derivative, close in ((0, 1e-12), (1, 1e-9), (2, 1e-6)):
        exact = module._from_eigenvalues(values, rho, derivative)
        assert made._evaluated(rho, derivative) == pytest.approx(exact, rel=close, abs=close)


def test_rough_values_are_good_to_a_percent(matrix: sp.csr_array) -> None:
    made = log_determinant(matrix)
    rho = np.array([-0.8, -0.4, 0.3, 0.6, 0.9])
    assert made.rough(rho) == pytest.approx(made.value(rho), rel=0.05)


def test_outside_the_admissible_interval_there_is_no_value(matrix: sp.csr_array) -> None:
    made = log_determinant(matrix)
    assert np.isnan(made.value(np.array([made.high * 1.01]))).all()


def test_row_standardised_contiguity_has_a_symmetric_twin_and_nearest_neighbours_have_none() -> None:
    W = lattice(9).matrix
    twin = symmetric_twin(W)
    assert twin is not None
    S, s = twin
    assert abs(S - S.T).max() < 1e-14
    assert np.diag(s) @ W.toarray() @ np.diag(1 / s) == pytest.approx(S.toarray(), abs=1e-14)
    assert symmetric_twin(nearest(50)) is None


def test_the_twin_spans_several_components_and_isolates() -> None:
    a = lattice(4).matrix
    W = sp.csr_array(sp.block_diag([a, a, sp.csr_array((1, 1))]).tocsr())
    W.sort_indices()
    twin = symmetric_twin(W)
    assert twin is not None and abs(twin[0] - twin[0].T).max() < 1e-14


def test_selected_inversion_gives_the_entries_of_the_dense_inverse(matrix: sp.csr_array) -> None:
    for rho in (-0.5, 0.6, 0.95):
        found = inverse_entries(matrix, rho, also=matrix @ matrix)
        dense = np.linalg.inv(np.eye(matrix.shape[0]) - rho * matrix.toarray())
        entries = found.tocoo()
        assert entries.nnz > matrix.nnz
        assert entries.data == pytest.approx(dense[entries.row, entries.col], abs=1e-12)


def test_selected_inversion_handles_isolates_and_components() -> None:
    a, b = lattice(6).matrix, nearest(40)
    W = sp.csr_array(sp.block_diag([a, sp.csr_array((2, 2)), b]).tocsr())
    dense = np.linalg.inv(np.eye(W.shape[0]) - 0.7 * W.toarray())
    assert inverse_entries(W, 0.7).diagonal() == pytest.approx(np.diag(dense), abs=1e-13)


def test_factors_solve_both_ways(matrix: sp.csr_array) -> None:
    factor, b = factorise(matrix, 0.4), np.random.default_rng(0).standard_normal((matrix.shape[0], 3))
    A = np.eye(matrix.shape[0]) - 0.4 * matrix.toarray()
    assert A @ factor.solve(b) == pytest.approx(b, abs=1e-11)
    assert A.T @ factor.solve_transposed(b) == pytest.approx(b, abs=1e-11)


def test_traces_of_powers_come_from_the_log_determinant(monkeypatch: pytest.MonkeyPatch) -> None:
    W = lattice(12).matrix
    dense, power = W.toarray(), np.eye(144)
    exact = []
    for _ in range(11):
        exact.append(np.trace(power))
        power = power @ dense
    assert traces_of_powers(W, 10) == pytest.approx(exact, abs=1e-10)
    monkeypatch.setattr("gisplug.numbers.sparse.powers.DENSE_POWERS", 10)
    assert traces_of_powers(W, 10) == pytest.approx(exact, abs=1e-7)


def test_fronts_give_the_determinant_of_the_dense_matrix(matrix: sp.csr_array) -> None:
    from gisplug.numbers.sparse.multifrontal_log_determinant import fronts

    twin = symmetric_twin(matrix)
    laid_out = fronts(matrix if twin is None else twin[0], twin is not None)
    assert laid_out is not None
    for rho in (-0.6, 0.0, 0.5, 0.95):
        exact = np.linalg.slogdet(np.eye(matrix.shape[0]) - rho * matrix.toarray())[1]
        assert laid_out.log_abs_det(rho) == pytest.approx(exact, rel=1e-12, abs=1e-11)


@pytest.mark.parametrize("how", ["dissected", "by degree"])
def test_eliminations_order_every_unit_once_and_fronts_nest(how: str) -> None:
    from gisplug.numbers.sparse.elimination_orders import by_degree
    from gisplug.numbers.sparse.nested_dissection import dissected

    a = lattice(25).matrix
    W = sp.csr_array(sp.block_diag([a, sp.csr_array((30, 30)), lattice(12).matrix]).tocsr())
    tree = (dissected if how == "dissected" else by_degree)(sp.csr_matrix(W + W.T + sp.eye_array(W.shape[0])))
    assert sorted(tree.order.tolist()) == list(range(W.shape[0]))
    for stop, below, parent in zip(tree.stops, tree.below, tree.parents, strict=True):
        assert (below >= stop).all()
        if parent >= 0:
            inside = set(range(tree.starts[parent], tree.stops[parent])) | set(tree.below[parent].tolist())
            assert set(below.tolist()) <= inside


def test_both_orders_give_the_same_inverse(matrix: sp.csr_array, monkeypatch: pytest.MonkeyPatch) -> None:
    by_degree = inverse_entries(matrix, 0.7).toarray()
    monkeypatch.setattr("gisplug.numbers.sparse.elimination_orders.DISSECTED_UNITS", 10)
    assert inverse_entries(matrix, 0.7).toarray() == pytest.approx(by_degree, abs=1e-13)


def test_where_dissection_finds_no_short_separators_it_steps_aside() -> None:
    from gisplug.numbers.sparse.multifrontal_log_determinant import fronts

    dense = np.random.default_rng(0).random((900, 900)) < 0.05
    W = sp.csr_array((dense | dense.T) & ~np.eye(900, dtype=bool), dtype=float)
    assert fronts(sp.csr_array(W / 900.0), True) is None


@pytest.mark.parametrize("alike", [True, False], ids=["equal along rows", "of many strengths"])
def test_the_symmetric_twin_is_similar_to_w_also_with_isolates(alike: bool) -> None:
    rng = np.random.default_rng(0)
    links = sp.coo_array(sp.triu(lattice(9).matrix, k=1))
    strength = np.ones(links.nnz) if alike else rng.uniform(0.2, 5.0, links.nnz)
    half = sp.csr_array((strength, (links.row, links.col)), shape=(90, 90))  # the last nine have no neighbours
    raw = sp.csr_array(half + half.T)
    sums = np.maximum(np.asarray(raw.sum(axis=1)).ravel(), 1e-300)
    W = sp.csr_array(sp.diags_array(1.0 / sums) @ raw)
    S, s = symmetric_twin(W)
    np.testing.assert_allclose(S.toarray(), S.toarray().T, rtol=1e-13)
    np.testing.assert_allclose(S.toarray(), s[:, None] * W.toarray() / s, rtol=1e-12)
