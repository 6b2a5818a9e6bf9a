"""The log-determinant by random vectors: the exact one within its stated error, which is a fraction of rho's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError, ParameterError
from gisplug.numbers.sparse.log_determinant import PROBED_UNITS, log_determinant
from gisplug.numbers.sparse.probes import known_moments
from gisplug.panel.frame import Panel
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.models.random.random_effects import random_effects
from gisplug.spatial.models.time_varying.varying_panel import varying_panel
from gisplug.weights.weights import Weights
from tests.numbers.test_log_determinant import nearest
from tests.oracles.spatial_cases import lattice

SIDE = 26


def weights(kind: str) -> Weights:
    if kind == "knn":
        raw = nearest(SIDE**2, seed=3)
        return Weights(raw, tuple(map(str, range(SIDE**2))), "knn")
    return lattice(SIDE, normalise="spectral" if kind == "spectral" else "row")


def panel_of(w: Weights, rho: float, T: int = 3, seed: int = 0) -> Panel:
    rng = np.random.default_rng(seed)
    N, A = len(w.ids), np.eye(len(w.ids)) - rho * w.matrix.toarray()
    x, mu = rng.standard_normal((T, N)), rng.standard_normal(N)
    y = np.linalg.solve(A, (x + mu + rng.standard_normal((T, N))).T).T
    return Panel(pd.DataFrame({"y": y.ravel(), "x": x.ravel()}), w.ids, tuple(range(T)))


@pytest.mark.parametrize("most", [4, 6, 8])
@pytest.mark.parametrize("kind", ["queen", "spectral", "knn"])
def test_the_first_moments_are_exact(kind: str, most: int) -> None:
    w = weights(kind).matrix
    twin = log_determinant(w).symmetric
    A = w if twin is None else twin[0]
    radius = 1.0 / log_determinant(w, "probes").high
    found = known_moments(A, radius, twin is not None, most)
    dense = A.toarray() / radius
    powers = [np.trace(np.linalg.matrix_power(dense, k)) for k in range(most + 1)]
    if twin is not None:
        powers = [np.polynomial.chebyshev.cheb2poly(np.eye(k + 1)[k]) @ powers[: k + 1] for k in range(most + 1)]
    assert found == pytest.approx(powers, abs=1e-9)


@pytest.mark.parametrize("kind", ["queen", "spectral", "knn"])
def test_value_and_slope_lie_within_the_stated_error(kind: str) -> None:
    w = weights(kind).matrix
    exact, found = log_determinant(w, "exact"), log_determinant(w, "probes", periods=3.0)
    for rho in (-0.6, 0.2, 0.5, 0.8):
        at = rho * exact.high
        error = found.probes.slope_error(at)
        assert abs(float(found.d1(at)) - float(exact.d1(at))) <= 4.0 * error + 1e-7
        assert float(found.value(at)) == pytest.approx(float(exact.value(at)), abs=4.0 * abs(at) * error + 1e-7)


@pytest.mark.parametrize(("kind", "model"), [("queen", "sar"), ("queen", "sem"), ("knn", "sdm")])
def test_rho_moves_by_less_than_a_tenth_of_its_error_and_this_is_told(kind: str, model: str) -> None:
    w = weights(kind)
    name = "lam" if model == "sem" else "rho"
    for seed in range(2):
        panel = panel_of(w, 0.6, seed=seed)
        exact = spatial_panel(panel, "y ~ x", w, model=model, effects="unit", log_determinant="exact")
        found = spatial_panel(panel, "y ~ x", w, model=model, effects="unit", log_determinant="probes")
        se = float(np.sqrt(exact.cov.loc[name, name]))
        moved = abs(found.params[name] - exact.params[name])
        assert 0.0 < moved < 0.1 * se
        assert np.sqrt(np.diag(found.cov)) == pytest.approx(np.sqrt(np.diag(exact.cov)), rel=0.02)
        assert found.report.having("random-log-determinant") and not exact.report.having("random-log-determinant")


def test_effects_come_from_the_same_vectors() -> None:
    w = weights("queen")
    panel = panel_of(w, 0.6)
    both = (
        average_effects(spatial_panel(panel, "y ~ x", w, effects="unit", log_determinant=how), draws=100)
        for how in ("probes", "exact")
    )
    (found, said), (exact, _) = ((effects.frame, effects.note) for effects in both)
    assert "random vectors" in said
    assert np.abs(found["estimate"] - exact["estimate"]).max() < 0.1 * exact["se"].min()


def test_the_same_on_every_run_and_exact_below_the_size() -> None:
    w = weights("queen")
    panel = panel_of(w, 0.4)
    first, second = (spatial_panel(panel, "y ~ x", w, log_determinant="probes").params for _ in range(2))
    pd.testing.assert_series_equal(first, second, check_exact=True)
    assert len(w.ids) < PROBED_UNITS and log_determinant(w.matrix, "auto").probes is None


def test_what_has_no_determinant_refuses_the_option() -> None:
    w = weights("queen")
    panel = panel_of(w, 0.4)
    with pytest.raises(ModelError, match="log_determinant='probes' has no meaning here"):
        spatial_panel(panel, "y ~ x", w, model="slx", log_determinant="probes")
    with pytest.raises(ModelError, match="has no meaning here"):
        random_effects(panel, "y ~ x", w, "ols", log_determinant="exact")
    with pytest.raises(ModelError, match="has no meaning here"):
        varying_panel(panel, "y ~ x", w, "slx", log_determinant="exact")
    with pytest.raises(ModelError, match="not offered with a Baltagi error"):
        random_effects(panel, "y ~ x", w, "sem", error="b", log_determinant="probes")
    with pytest.raises(ParameterError, match="log_determinant is one of auto, exact, probes"):
        spatial_panel(panel, "y ~ x", w, log_determinant="monte carlo")


@pytest.mark.parametrize("model", ["sdm", "sem"])
def test_random_effects_take_the_choice(model: str) -> None:
    w = weights("queen")
    panel = panel_of(w, 0.5)
    name = "lam" if model == "sem" else "rho"
    exact, found = (random_effects(panel, "y ~ x", w, model, log_determinant=how) for how in ("exact", "probes"))
    alike = spatial_panel(panel, "y ~ x", w, model=model, effects="random", log_determinant="probes")
    assert not exact.report.having("random-log-determinant")
    assert 0.0 < abs(found.params[name] - exact.params[name]) < 0.1 * np.sqrt(exact.cov.loc[name, name])
    assert alike.params[name] == found.params[name] and found.report.having("random-log-determinant")


def test_too_near_the_end_of_the_interval_is_refused() -> None:
    with pytest.raises(ModelError, match=r"rho near 1\.000 is too close to the end"):
        log_determinant(weights("queen").matrix, "probes").value(0.9999)


@pytest.mark.parametrize(("kind", "at", "periods", "most"), [
    ("queen", 0.1, 1.0, 4), ("knn", 0.1, 1.0, 6), ("queen", 0.8, 1.0, 6), ("queen", 0.9, 40.0, 8), ("knn", 0.9, 40.0, 8)
])  # fmt: skip
def test_as_many_moments_are_exact_as_matter(kind: str, at: float, periods: float, most: int) -> None:
    """Small rho of short panels is found with four, and large rho of long ones asks for eight."""
    made = log_determinant(weights(kind).matrix, "probes", periods=periods)
    made.refine(at - 0.05, at + 0.05)
    assert len(made.probes._known) == most + 1
