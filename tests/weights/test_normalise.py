"""Normalisation of weights: what each keeps and promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array

import gisplug as gp
from gisplug.core.errors import WeightsError
from gisplug.weights.contiguity import lattice
from gisplug.weights.normalise import normalised, spectral_radius


def graph(n: int, seed: int, symmetric: bool) -> csr_array:
    dense = random_array((n, n), density=0.3, rng=np.random.default_rng(seed)).toarray()
    np.fill_diagonal(dense, 0)
    return csr_array(dense + dense.T if symmetric else dense)


@settings(max_examples=30, deadline=None)
@given(n=st.integers(3, 40), seed=st.integers(0, 10_000), symmetric=st.booleans())
def test_every_normalisation_keeps_the_pattern_and_its_promise(n, seed, symmetric):
    raw = graph(n, seed, symmetric)
    if raw.nnz == 0:
        return
    row = normalised(raw, "row")
    sums = np.asarray(row.sum(axis=1)).ravel()
    assert np.allclose(sums[np.diff(raw.indptr) > 0], 1) and (sums[np.diff(raw.indptr) == 0] == 0).all()
    radius = np.abs(np.linalg.eigvals(normalised(raw, "minmax").toarray())).max()
    assert radius <= 1 + 1e-9
    if spectral_radius(raw) > 1e-6:
        spectral = normalised(raw, "spectral")
        assert np.abs(np.linalg.eigvals(spectral.toarray())).max() == pytest.approx(1, abs=1e-6)
        assert (abs(spectral - spectral.T).max() < 1e-12) == symmetric or not symmetric
    for how in ("row", "minmax", "none"):
        assert (normalised(raw, how).indices == raw.indices).all()


def test_minmax_divides_by_the_smaller_of_the_largest_row_and_column_sum():
    raw = csr_array(np.array([[0.0, 3, 3], [1, 0, 1], [1, 1, 0]]))  # largest row 6, largest column 4
    np.testing.assert_allclose(normalised(raw, "minmax").toarray(), raw.toarray() / 4)
    np.testing.assert_allclose(normalised(csr_array(raw.T), "minmax").toarray(), raw.toarray().T / 4)


def test_large_weights_find_their_radius_without_a_dense_matrix():
    w = lattice(30, 40, "rook").raw
    exact = 2 * np.cos(np.pi / 31) + 2 * np.cos(np.pi / 41)
    assert spectral_radius(w) == pytest.approx(exact, rel=1e-9)
    assert spectral_radius(normalised(w, "row")) == pytest.approx(1, rel=1e-9)


def test_the_given_weights_stay_as_they_are():
    raw = graph(10, 1, False)
    before = raw.toarray()
    for how in ("row", "spectral", "minmax", "none"):
        normalised(raw, how)
    assert (raw.toarray() == before).all()


def test_weights_without_links_and_unknown_names_are_refused():
    empty = csr_array((3, 3))
    assert normalised(empty, "row").nnz == 0
    for how in ("spectral", "minmax"):
        with pytest.raises(WeightsError, match="no links"):
            normalised(empty, how)
    with pytest.raises(WeightsError, match="row, spectral, minmax, none"):
        normalised(empty, "r")


def test_rows_that_cancel_are_refused():
    raw = csr_array(np.array([[0.0, 1.0, -1.0], [1, 0, 0], [1, 0, 0]]))
    with pytest.raises(WeightsError, match="zero or less"):
        normalised(raw, "row")


def test_aligning_normalises_anew():
    w = gp.contiguity(gp.read_units("demo-china-provinces"), links="Hainan:Guangdong")
    part = w.align(w.ids[:10], drop="any")
    sums = np.asarray(part.matrix.sum(axis=1)).ravel()
    assert np.allclose(sums[np.diff(part.raw.indptr) > 0], 1)
