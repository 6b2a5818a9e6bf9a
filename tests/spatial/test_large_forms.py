"""Weights by period, unbalanced and random effects for many units: the same numbers without dense matrices, and their
error where vectors are random.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from gisplug.numbers.sparse import locality, log_determinant, resolvent_moments
from gisplug.numbers.sparse.factors import factorise
from gisplug.numbers.sparse.iterations import Iterations
from gisplug.numbers.sparse.probes import Probes
from gisplug.panel.frame import Panel
from gisplug.spatial.models.random.random_effects import random_effects
from gisplug.spatial.models.time_varying import effect_projection
from gisplug.spatial.models.time_varying.effect_projection import ProjectedTraces
from gisplug.spatial.models.time_varying.varying_panel import varying_panel
from gisplug.spatial.models.time_varying.weights_by_period import Periods, weights_by_period
from gisplug.weights.weights import Weights
from tests.numbers.test_log_determinant import nearest
from tests.oracles.spatial_cases import lattice

SIDE, T = 14, 3


def weights(kind: str, seed: int = 3) -> Weights:
    N = SIDE**2
    return lattice(SIDE) if kind == "queen" else Weights(nearest(N, seed=seed), tuple(map(str, range(N))), "knn")


def unbalanced(w: Weights, how: str, seed: int = 0) -> tuple[Panel, Periods]:
    rng = np.random.default_rng(seed)
    N = len(w.ids)
    x, mu = rng.standard_normal((T, N)), rng.standard_normal(N)
    y = factorise(w.matrix, 0.5).solve((x + mu + rng.standard_normal((T, N))).T).T
    present = rng.random((T, N)) < 0.92
    frame = pd.DataFrame({"y": np.where(present, y, np.nan).ravel(), "x": x.ravel()})
    panel = Panel(frame, w.ids, tuple(range(T)), unbalanced=True)
    return panel, weights_by_period(panel, w, present, how)


def dense_trace(periods: Periods, effects: str, rho: float) -> float:
    """tr(P G) from the dummies and the whole inverse."""
    t, i = periods.present.nonzero()
    units, times = np.eye(periods.present.shape[1])[i], np.eye(T)[t]
    D = {"unit": units, "time": times, "twoways": np.c_[units, times]}[effects]
    P, G = D @ np.linalg.pinv(D), np.zeros((len(t), len(t)))
    for r in periods.regimes:
        W = r.W.toarray()
        for period in r.periods:
            here = np.flatnonzero(t == period)
            G[np.ix_(here, here)] = W @ np.linalg.inv(np.eye(len(W)) - rho * W)
    return float(np.sum(P * G.T))


@pytest.mark.parametrize("kind", ["queen", "knn"])
@pytest.mark.parametrize("effects", ["unit", "time", "twoways"])
@pytest.mark.parametrize("small", [0, 10_000])
def test_projected_traces_equal_those_of_dense_matrices(monkeypatch, kind, effects, small):
    """At both sizes: by solutions, and by series with the common share from the log-determinant."""
    monkeypatch.setattr(effect_projection, "SMALL_UNITS", small)
    _, periods = unbalanced(weights(kind), "exact")
    traces = ProjectedTraces(periods, effects, 0.7, 0.5, 0.05)
    for rho in (-0.4, 0.0, 0.5, 0.7):
        assert traces.at(rho) == pytest.approx(dense_trace(periods, effects, rho), rel=1e-10, abs=1e-9)
    assert traces.vectors == 0 and traces.error(0.5) == 0.0


@pytest.mark.parametrize("kind", ["queen", "knn"])
def test_traces_by_random_vectors_lie_within_their_error(monkeypatch, kind):
    monkeypatch.setattr(effect_projection, "SMALL_UNITS", 0)
    monkeypatch.setattr(effect_projection, "SELECTED_UNITS", 0)
    for seed in range(3):
        _, periods = unbalanced(weights(kind), "auto", seed)
        traces = ProjectedTraces(periods, "unit", 0.7, 0.5, 0.05)
        gap = abs(traces.at(0.5) - dense_trace(periods, "unit", 0.5))
        assert 1e-9 < gap <= 4.0 * traces.error(0.5) and T * traces.vectors >= 16


def test_the_unbiased_score_by_random_vectors_moves_rho_by_less_than_a_tenth_and_this_is_told(monkeypatch):
    w = weights("knn")
    panel, _ = unbalanced(w, "auto")
    exact = varying_panel(panel, "y ~ x", w, effects="twoways")
    monkeypatch.setattr(effect_projection, "SMALL_UNITS", 0)
    monkeypatch.setattr(effect_projection, "SELECTED_UNITS", 0)
    found = varying_panel(panel, "y ~ x", w, effects="twoways")
    assert 0.0 < abs(found.rho - exact.rho) < 0.1 * float(np.sqrt(exact.cov.loc["rho", "rho"]))
    assert found.report.having("random-score") and not exact.report.having("random-score")


def test_no_dense_matrix_is_made_for_the_unbiased_score(monkeypatch):
    """More units than were ever inverted whole: `toarray` on W fails, and there is a result."""
    side = 60
    w = lattice(side)
    rng = np.random.default_rng(0)
    y, x = rng.standard_normal((2, side**2)), rng.standard_normal((2, side**2))
    y[0, ::17] = np.nan
    panel = Panel(pd.DataFrame({"y": y.ravel(), "x": x.ravel()}), w.ids, (0, 1), unbalanced=True)

    def refuse(self: object, *args: object, **kwargs: object) -> None:
        raise AssertionError("a dense matrix was made")

    monkeypatch.setattr(sp.csr_array, "toarray", refuse)
    fit = varying_panel(panel, "y ~ x", w, effects="twoways")
    assert abs(fit.rho) < 0.2 and fit.correction == "score"


def test_sets_of_weights_draw_vectors_of_their_own_and_count_together(monkeypatch):
    w = weights("queen")
    monkeypatch.setattr(log_determinant, "PROBED_UNITS", 2 * SIDE**2)
    _, periods = unbalanced(w, "auto")
    streams = [r.logdet.probes.stream for r in periods.regimes]
    assert streams == list(range(T)), "each set has fewer units than the limit, together they have more"


def test_units_in_any_order_give_the_same_numbers(monkeypatch):
    """Neighbours are brought together before products; vectors go with the units, so only rounding changes."""
    w = weights("knn").matrix
    assert locality.near_order(w) is None
    plain = [Probes(w, False, 1.0).value(0.6), Iterations(w, 0.6, lambda: None).solve(np.arange(float(SIDE**2)), "T")]
    monkeypatch.setattr(locality, "ORDERED_UNITS", 10)
    order = locality.near_order(w)
    moved = locality.reordered(w, order)
    rows = np.repeat(np.arange(SIDE**2), np.diff(moved.indptr))
    assert np.abs(rows - moved.indices).mean() < 30 and sorted(order) == list(range(SIDE**2))
    probes = Probes(w, False, 1.0)
    assert probes.value(0.6) == pytest.approx(plain[0], rel=1e-12) and probes.arranged.matrix is not w
    found = Iterations(w, 0.6, lambda: None).solve(np.arange(float(SIDE**2)), "T")
    np.testing.assert_allclose(found, plain[1], rtol=1e-10)


@pytest.mark.parametrize("kind", ["queen", "knn"])
def test_a_series_that_would_be_too_long_is_not_begun(kind):
    w = weights(kind).matrix
    of = resolvent_moments.resolvent(log_determinant.log_determinant(w, "probes"))
    assert resolvent_moments.quadratic_form(of, np.ones((SIDE**2, 1)), 0.9999) is None


@pytest.mark.parametrize("model", ["sdm", "sem", "sac"])
def test_random_effects_look_roughly_first_and_factorise_on_one_interval(monkeypatch, model):
    """The rough log-determinant only says where to look: the maximum is that of the exact one everywhere."""
    side = 26
    w = lattice(side)
    rng = np.random.default_rng(1)
    x, mu = rng.standard_normal((T, side**2)), rng.standard_normal(side**2)
    y = factorise(w.matrix, 0.5).solve((x + mu + rng.standard_normal((T, side**2))).T).T
    panel = Panel(pd.DataFrame({"y": y.ravel(), "x": x.ravel()}), w.ids, tuple(range(T)))
    asked: list[tuple[float, float]] = []
    refine = log_determinant.LogDet.refine

    def counted(self, low, high, *rest):
        asked.append((low, high))
        refine(self, low, high, *rest)

    monkeypatch.setattr(log_determinant.LogDet, "refine", counted)
    found = random_effects(panel, "y ~ x", w, model=model)
    assert 0 < len(asked) <= 4
    monkeypatch.setattr(log_determinant, "EIGEN_UNITS_SYMMETRIC", 1_000)
    exact = random_effects(panel, "y ~ x", w, model=model)
    np.testing.assert_allclose(found.params, exact.params, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(np.diag(found.cov), np.diag(exact.cov), rtol=1e-4)


@pytest.mark.parametrize("kind", ["queen", "knn"])
def test_columns_that_are_multiples_are_taken_once(kind):
    w = weights(kind).matrix
    one, two = np.random.default_rng(0).standard_normal((2, SIDE**2))
    block = np.column_stack([one, np.zeros(SIDE**2), -4.0 * one, two, 0.5 * two])
    form = resolvent_moments.quadratic_form(
        resolvent_moments.resolvent(log_determinant.log_determinant(w, "probes")), block, 0.7
    )
    G = w.toarray() @ np.linalg.inv(np.eye(SIDE**2) - 0.6 * w.toarray())
    np.testing.assert_allclose(form(0.6), block.T @ G @ block, rtol=1e-9, atol=1e-9)
    basis, parts = resolvent_moments._distinct(block)
    assert basis.shape == (SIDE**2, 2)
    np.testing.assert_allclose(basis @ parts, block, rtol=1e-15)
