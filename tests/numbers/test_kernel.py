"""The kernel itself: ranks, inverses, projections and covariances, by hand and in any unit of measure."""

import numpy as np
import pytest

from gisplug.core.errors import ModelError
from gisplug.numbers.covariance import Clusters, bartlett, sandwich
from gisplug.numbers.inference import interval_frame, wald
from gisplug.numbers.least_squares import centred, check_identified, check_outcome, least_squares, unidentified
from gisplug.numbers.orthogonal import coefficients, dependent, left_over, span, triangle, whitener
from gisplug.numbers.projections import Absorbed, residualised, weighted
from gisplug.numbers.symmetric import generalised_inverse, inverse, log_determinant, positive, quadratic_form, solve

rng = np.random.default_rng(11)
N, T = 12, 7
UNIT, PERIOD = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
X = rng.normal(size=(N * T, 3))
Y = X @ [1.0, -2.0, 0.5] + rng.normal(size=N * T)
UNITS = (1e-9, 1e-3, 1.0, 1e6, 1e12)
NEAR = 1e-4  # what is left of a near copy, in standard deviations: 1e-8 of its variance, above the bound of 1e-9
COPY = 1e-6  # the same below the bound
EFFECTS = (Absorbed(UNIT), Absorbed(PERIOD))
ROUNDING = 1e-9  # relative; twelve digits of scale leave nine of the numbers


@pytest.mark.parametrize("by", UNITS)
def test_least_squares_in_any_unit(by):
    scale = np.array([by, 1.0, 1.0 / by])
    b, bread = least_squares(X * scale, Y, "abc")
    plain = np.linalg.solve(X.T @ X, X.T @ Y)
    np.testing.assert_allclose(b * scale, plain, rtol=ROUNDING)
    np.testing.assert_allclose(bread * np.outer(scale, scale), np.linalg.inv(X.T @ X), rtol=ROUNDING)
    np.testing.assert_allclose(coefficients(X * scale, Y) * scale, plain, rtol=ROUNDING)


@pytest.mark.parametrize("by", UNITS)
def test_what_is_nearly_a_copy_keeps_its_coefficient_and_a_copy_has_none(by):
    a, noise = X[:, 0], rng.normal(size=len(X))
    near, copy = a + NEAR * noise, a + COPY * noise
    assert unidentified(*(np.column_stack([a, near * by]),) * 2, ["a", "near"]) == {}
    b, _ = least_squares(np.column_stack([a, near * by]), 3 * a + 2 * near, ["a", "near"])
    np.testing.assert_allclose(b * [1.0, by], [3.0, 2.0], rtol=1e-6)
    found = unidentified(*(np.column_stack([a, copy * by, a + X[:, 1]]),) * 2, ["a", "copy", "sum"])
    assert found == {"copy": "is the same as a but for its scale"}
    with pytest.raises(ModelError, match=r"sum is a combination of a and b"):
        least_squares(np.column_stack([a, X[:, 1], (a - X[:, 1]) * by]), Y, ["a", "b", "sum"])


@pytest.mark.parametrize("by", UNITS)
@pytest.mark.parametrize(
    ("column", "why"),
    [
        (X[:N, 0][UNIT], "does not vary within units"),
        (X[:T, 0][PERIOD], "is the same for all units in every period"),
        (np.ones(N * T), "does not vary at all"),
        (X[:N, 0][UNIT] + X[:T, 1][PERIOD], "does not vary within the fixed effects"),
    ],
)
def test_what_the_effects_explain_is_judged_against_the_column_as_given(by, column, why):
    raw = np.column_stack([X[:, 0], column * by])
    flat = residualised(raw, EFFECTS)
    assert why in unidentified(raw, flat, ["a", "c"], UNIT, PERIOD)["c"]
    moving = np.column_stack([X[:, 0], (column + NEAR * X[:, 1]) * by])
    if np.ptp(column) > 0:
        check_identified(moving, residualised(moving, EFFECTS), ["a", "c"], UNIT, PERIOD)
    with pytest.raises(ModelError, match="nothing to explain"):
        check_outcome(raw[:, 1], flat[:, 1], "y")


def test_effects_are_taken_out_of_balanced_and_unbalanced_rows():
    for rows in (np.arange(N * T), np.sort(rng.choice(N * T, 60, replace=False))):
        dummies = np.column_stack([np.eye(N)[UNIT[rows]], np.eye(T)[PERIOD[rows]]])
        made = residualised(X[rows], [Absorbed(np.unique(c[rows], return_inverse=True)[1]) for c in (UNIT, PERIOD)])
        np.testing.assert_allclose(
            made, X[rows] - dummies @ np.linalg.lstsq(dummies, X[rows], rcond=None)[0], atol=1e-9
        )


def test_effects_of_weighted_rows():
    root = np.sqrt(rng.uniform(0.5, 2.0, N * T))
    dummies = np.column_stack([np.eye(N)[UNIT], np.eye(T)[PERIOD]]) * root[:, None]
    made = residualised(X * root[:, None], weighted(EFFECTS, root))
    by_hand = X * root[:, None] - dummies @ np.linalg.lstsq(dummies, X * root[:, None], rcond=None)[0]
    np.testing.assert_allclose(made, by_hand, atol=1e-8)


def test_a_constant_is_put_back_with_its_covariance():
    moved, back = centred(X + 1e3)
    b, bread = least_squares(moved, Y, ["a", "b", "c", "one"])
    whole = np.column_stack([X + 1e3, np.ones(len(X))])
    np.testing.assert_allclose(back @ b, np.linalg.lstsq(whole, Y, rcond=None)[0], rtol=1e-8)
    np.testing.assert_allclose(back @ bread @ back.T, np.linalg.inv(whole.T @ whole), rtol=1e-6)
    weights = rng.uniform(0.5, 2.0, len(X))
    np.testing.assert_allclose((weights @ centred(X, weights)[0])[:3], 0.0, atol=1e-9)


@pytest.mark.parametrize("by", UNITS)
def test_symmetric_matrices_in_any_unit(by):
    scale = np.outer(*(np.array([by, 1.0, 1.0 / by]),) * 2)
    S = np.cov(X.T)
    np.testing.assert_allclose(inverse(S * scale) * scale, np.linalg.inv(S), rtol=ROUNDING)
    np.testing.assert_allclose(
        solve(S * scale, X[0] * np.diag(scale) ** 0.5), np.linalg.solve(S, X[0]) / np.diag(scale) ** 0.5, rtol=ROUNDING
    )
    assert log_determinant(S) == pytest.approx(np.log(np.linalg.det(S)))
    thin = np.cov(np.column_stack([X[:, 0], X[:, 1], X[:, 0] - X[:, 1]]).T)
    found, rank = generalised_inverse(thin * scale)
    assert rank == 2
    np.testing.assert_allclose(
        (thin * scale) @ found @ (thin * scale), thin * scale, rtol=1e-7, atol=1e-9 * scale.max()
    )
    with pytest.raises(ModelError, match="singular"):
        inverse(thin * scale)
    chi, df = quadratic_form(np.array([0.3, -0.2, 0.5]) * np.diag(scale) ** 0.5, thin * scale)
    assert df == 2 and chi == pytest.approx(quadratic_form(np.array([0.3, -0.2, 0.5]), thin)[0], rel=1e-7)


def test_negative_directions_are_set_to_nought():
    bad = np.array([[1.0, 0.0], [0.0, -0.1]])
    np.testing.assert_allclose(positive(bad), [[1.0, 0.0], [0.0, 0.0]], atol=1e-12)
    np.testing.assert_array_equal(positive(np.eye(2)), np.eye(2))


@pytest.mark.parametrize("by", UNITS)
def test_spans_and_triangles(by):
    columns = np.column_stack([X[:, 0] * by, X[:, 1], X[:, 0] * 3, np.zeros(len(X))])
    basis = span(columns)
    assert basis.shape[1] == 2
    np.testing.assert_allclose(basis.T @ basis, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(left_over(basis, columns), 0.0, atol=1e-9 * max(by, 1.0))
    np.testing.assert_allclose(left_over(columns[:, :2], Y), Y - basis @ (basis.T @ Y), atol=1e-9)
    assert span(columns[:, :0]).shape == (len(X), 0)
    np.testing.assert_array_equal(dependent(triangle(columns[:, :3]), 1e-9), [2])
    white = (X * [by, 1, 1]) @ whitener(X * [by, 1, 1])
    np.testing.assert_allclose(white.T @ white / len(X), np.eye(3), atol=1e-9)


def test_coefficients_of_dependent_columns_are_the_shortest():
    columns = np.column_stack([X[:, 0], X[:, 0]])
    np.testing.assert_allclose(coefficients(columns, 2 * X[:, 0]), [1.0, 1.0], rtol=1e-8)
    assert coefficients(columns[:, :0], Y).shape == (0,)


def test_covariances_by_hand():
    b, bread = least_squares(X, Y, "abc")
    e = Y - X @ b
    scores, n, k = X * e[:, None], len(Y), 3
    plain, df = sandwich(bread, scores, float(e @ e), Clusters("classical"), k)
    np.testing.assert_allclose(plain, bread * (e @ e) / (n - k))
    assert df == n - k
    hc1, _ = sandwich(bread, scores, float(e @ e), Clusters("robust"), k)
    np.testing.assert_allclose(hc1, bread @ (scores.T @ scores) @ bread * n / (n - k))
    sums = np.array([scores[i == UNIT].sum(axis=0) for i in range(N)])
    one, df = sandwich(bread, scores, float(e @ e), Clusters("cluster", (UNIT,)), k)
    np.testing.assert_allclose(one, bread @ (sums.T @ sums) @ bread * N / (N - 1) * (n - 1) / (n - k))
    assert df == N - 1
    other = np.array([scores[t == PERIOD].sum(axis=0) for t in range(T)])
    both, df = sandwich(bread, scores, float(e @ e), Clusters("cluster", (UNIT, PERIOD)), k)
    middle = sums.T @ sums + other.T @ other - scores.T @ scores
    np.testing.assert_allclose(both, positive(bread @ middle @ bread) * T / (T - 1) * (n - 1) / (n - k))
    assert df == T - 1
    dk, _ = sandwich(bread, scores, float(e @ e), Clusters("driscoll-kraay", (PERIOD,), lags=2), k)
    middle = other.T @ other
    for lag, share in ((1, 2 / 3), (2, 1 / 3)):
        cross = other[lag:].T @ other[:-lag]
        middle = middle + share * (cross + cross.T)
    np.testing.assert_allclose(bartlett(other, 2), middle)
    np.testing.assert_allclose(dk, bread @ middle @ bread * T / (T - 1) * (n - 1) / (n - k))


def test_p_and_intervals_by_hand():
    frame = interval_frame(np.array([1.96, 0.0]), np.array([1.0, 0.0]), ["a", "b"])
    assert frame.loc["a", "p"] == pytest.approx(0.0499958, abs=1e-6)
    assert frame.loc["a", ["low", "high"]].tolist() == pytest.approx([1.96 - 1.959964, 1.96 + 1.959964], abs=1e-6)
    assert np.isnan(frame.loc["b", "stat"])
    assert interval_frame(np.array([2.0]), np.array([1.0]), ["a"], df=10)["p"].iloc[0] == pytest.approx(
        0.0733880, abs=1e-6
    )
    assert wald(np.array([1.0, 2.0]), np.diag([1.0, 4.0])) == pytest.approx((2.0, 2, 0.3678794), abs=1e-6)
    assert wald(np.array([1.0, 2.0]), np.diag([1.0, 4.0]), 20.0)[0] == pytest.approx(1.0)
