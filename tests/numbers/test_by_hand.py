"""Covariances, tests, ranks and samples, each against a plain computation of what it is said to be."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gisplug.numbers.covariance import Clusters, default_lags, sandwich
from gisplug.numbers.draws import over_picks
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.least_squares import centred
from gisplug.numbers.lee_yu import counts
from gisplug.numbers.projections import Absorbed, absorbed_rank
from gisplug.numbers.symmetric import positive, quadratic_form
from gisplug.panel.read import read_panel
from gisplug.panel.sample import clusters_of, counted_effects, draw_sample, fixed_effects_of

RNG = np.random.default_rng(12)
N, T, K = 8, 12, 2
UNIT, PERIOD = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
X = RNG.normal(size=(N * T, K))
E = RNG.normal(size=N * T) * (1 + UNIT / N)
BREAD = np.linalg.inv(X.T @ X)
SCORES, SSE, ROWS, COUNTED = X * E[:, None], float(E @ E), N * T, K + 3
FREE = ROWS - COUNTED


def outer(groups: np.ndarray) -> np.ndarray:
    """Sum of outer products of the sums of scores by group, as a loop."""
    total = np.zeros((K, K))
    for g in np.unique(groups, axis=0):
        s = SCORES[(groups == g).reshape(ROWS, -1).all(axis=1)].sum(axis=0)
        total += np.outer(s, s)
    return total


def kernel(lags: int) -> np.ndarray:
    """Bartlett's long-run sum of the periods' scores."""
    h = np.array([SCORES[t == PERIOD].sum(axis=0) for t in range(T)])
    total = h.T @ h
    for lag in range(1, lags + 1):
        cross = sum(np.outer(h[t], h[t - lag]) for t in range(lag, T))
        total = total + (1 - lag / (lags + 1)) * (cross + cross.T)
    return total


def scale(groups: int) -> float:
    return groups / (groups - 1) * (ROWS - 1) / FREE


BOTH = np.column_stack([UNIT, PERIOD])
BY_HAND = {
    "classical": (Clusters("classical"), BREAD * SSE / FREE, FREE),
    "robust": (Clusters("robust"), BREAD @ (SCORES.T @ SCORES) @ BREAD * ROWS / FREE, FREE),
    "unit": (Clusters("cluster", (UNIT,)), BREAD @ outer(UNIT) @ BREAD * scale(N), N - 1),
    "two ways": (
        Clusters("cluster", (UNIT, PERIOD)),
        BREAD @ (outer(UNIT) + outer(PERIOD) - outer(BOTH)) @ BREAD * scale(N),
        N - 1,
    ),
    "driscoll-kraay": (Clusters("driscoll-kraay", (PERIOD,)), BREAD @ kernel(2) @ BREAD * scale(T), T - 1),
    "five lags": (Clusters("driscoll-kraay", (PERIOD,), lags=5), BREAD @ kernel(5) @ BREAD * scale(T), T - 1),
}


@pytest.mark.parametrize("kind", BY_HAND)
def test_a_covariance_is_its_sum(kind):
    clusters, expected, freedom = BY_HAND[kind]
    assert np.linalg.eigvalsh(expected).min() > 0  # nothing to cut
    found, df = sandwich(BREAD, SCORES, SSE, clusters, COUNTED)
    np.testing.assert_allclose(found, expected, rtol=1e-10)
    assert df == freedom


def test_lags_are_those_of_xtscc():
    assert [default_lags(T) for T in (5, 12, 30, 100, 400)] == [2, 2, 3, 4, 5]


def test_negative_directions_of_a_covariance_are_nought():
    V = np.array([[1.0, 2.0], [2.0, 1.0]])
    np.testing.assert_allclose(positive(V), np.full((2, 2), 1.5), atol=1e-12)
    np.testing.assert_allclose(positive(np.diag([2.0, 3.0])), np.diag([2.0, 3.0]))


@pytest.mark.parametrize("df", [7.0, np.inf])
def test_tables_and_joint_tests_follow_their_laws(df):
    b, V = np.array([1.0, -2.0]), np.array([[0.5, 0.1], [0.1, 0.8]])
    law = stats.norm if np.isinf(df) else stats.t(df)
    table = estimates(["a", "b"], b, V, df, level=0.9)
    t = b / np.sqrt(np.diag(V))
    np.testing.assert_allclose(table["p"], 2 * law.sf(np.abs(t)), rtol=1e-12)
    np.testing.assert_allclose(table["high"] - b, law.ppf(0.95) * np.sqrt(np.diag(V)), rtol=1e-12)
    chi = float(b @ np.linalg.inv(V) @ b)
    statistic, rank, p = wald(b, V, df)
    expected = (chi, stats.chi2.sf(chi, 2)) if np.isinf(df) else (chi / 2, stats.f.sf(chi / 2, 2, df))
    assert rank == 2 and (statistic, p) == pytest.approx(expected, rel=1e-12)


def test_a_joint_test_counts_independent_restrictions():
    R = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    b, V = np.array([1.0, -2.0]), np.array([[0.5, 0.1], [0.1, 0.8]])
    found, rank = quadratic_form(R @ b, R @ V @ R.T)
    assert rank == 2 and found == pytest.approx(float(b @ np.linalg.inv(V) @ b), rel=1e-9)


def test_the_constant_is_put_back_after_centring():
    far = X + np.array([1e3, -50.0])
    Z, back = centred(far)
    y = far @ [1.0, 2.0] + 7.0 + E
    b = back @ np.linalg.lstsq(Z, y, rcond=None)[0]
    np.testing.assert_allclose(b, np.linalg.lstsq(np.column_stack([far, np.ones(ROWS)]), y, rcond=None)[0], rtol=1e-8)


@pytest.mark.parametrize("rows", [np.ones(ROWS, dtype=bool), RNG.random(ROWS) > 0.6, (UNIT < 4) == (PERIOD < 6)])
def test_effects_count_as_the_rank_of_their_dummies(rows):
    sets = [Absorbed(np.unique(codes[rows], return_inverse=True)[1]) for codes in (UNIT, PERIOD)]
    for used in (sets[:1], sets):
        D = np.hstack([a.dummies().toarray() for a in used])
        assert absorbed_rank(used) == np.linalg.matrix_rank(D)


def panel(**columns):
    frame = pd.DataFrame({"unit": [f"u{i}" for i in UNIT], "year": 2000 + PERIOD, "y": E, "x": X[:, 0], **columns})
    return read_panel(frame, "unit", "year")


def test_effects_nested_in_the_clusters_count_once():
    sample = draw_sample(panel(), ["y", "x"])
    absorbed = fixed_effects_of(sample, "twoways")
    assert counted_effects(absorbed, Clusters("robust")) == (N + T - 1, N + T - 1)
    assert counted_effects(absorbed, clusters_of(sample, "unit")) == (N + T - 1, T)
    assert counted_effects(absorbed, clusters_of(sample, "unit+period")) == (N + T - 1, 1)


def test_rows_that_are_missing_or_infinite_are_left_out_and_told():
    x = X[:, 0].copy()
    x[3], x[10] = np.nan, np.inf
    sample = draw_sample(panel(x=x), ["y", "x"])
    assert sample.n == ROWS - 2 and np.isfinite(sample.columns).all()
    (note,) = sample.report.having("rows-incomplete")
    assert f"2 of {ROWS} rows" in note.text and "of x" in note.text


def test_a_sample_is_winsorised_at_both_ends_and_weighted_with_mean_one():
    sample = draw_sample(panel(w=1.0 + UNIT), ["y", "x"], winsorise=0.1, row_weights="w")
    low, high = np.quantile(X[:, 0], [0.1, 0.9])
    np.testing.assert_allclose(np.sort(sample.columns[:, 1]), np.sort(np.clip(X[:, 0], low, high)))
    assert sample.weights.mean() == pytest.approx(1.0)
    np.testing.assert_allclose(np.sort(sample.weights), np.sort((1.0 + UNIT) / (1.0 + UNIT).mean()))


@pytest.mark.parametrize(
    ("effects", "nobs", "periods"),
    [("none", 96, 12), ("unit", 88, 11), ("time", 84, 12), ("twoways", 77, 11)],
)
def test_what_the_transformed_likelihood_counts(effects, nobs, periods):
    found = counts(effects, "transform", N, T)
    assert (found.nobs, found.periods, found.reduced) == (nobs, periods, effects in ("time", "twoways"))
    assert counts(effects, "none", N, T).nobs == ROWS


def power(common: int, pick: int) -> int:
    return pick**common


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_draws_come_back_in_the_order_of_their_picks(chunk):
    assert over_picks(power, 2, [5, 3, 8, 1, 9], chunk=chunk) == [25, 9, 64, 1, 81]
