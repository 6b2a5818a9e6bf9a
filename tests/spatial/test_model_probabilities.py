"""Posterior model probabilities: against brute-force quadrature and against models known to be true."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.core.errors import ModelError
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.spatial.sample import read_sample
from gisplug.spatial.specification.marginal_likelihood import log_marginal
from gisplug.spatial.specification.model_probabilities import model_probabilities, sample_probabilities
from tests.spatial.oracle import INCOME, income, panel_of, weights_of

RING = np.roll(np.eye(6), 1, axis=1) / 2 + np.roll(np.eye(6), -1, axis=1) / 2


@pytest.fixture(scope="module")
def tiny():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(2, 6))
    y = np.linalg.solve(np.eye(6) - 0.5 * RING, (1 + 0.8 * x + 0.5 * rng.normal(size=(2, 6))).T).T
    return read_sample(panel_of({"y": y, "x": x}), "y ~ x", weights_of(RING))


@pytest.mark.parametrize("model", ["sar", "sem"])
def test_log_marginal_equals_brute_force_integration_over_every_parameter(tiny, model):
    """Integrate the likelihood times the priors on a product grid over (rho, log sigma, alpha, beta), with no
    algebra.
    """
    y, x, g = tiny.y.ravel(), tiny.X.ravel(), 12.0
    W = np.kron(np.eye(2), RING)
    one = np.ones(12)
    rho, rho_weights = _nodes(-1, 1, 40)
    log_sigma, sigma_weights = _nodes(-2.2, 1.2, 28)
    total = 0.0
    for r, wr in zip(rho, rho_weights, strict=True):
        A = np.eye(12) - r * W
        target, c, z = (A @ y, one, x) if model == "sar" else (A @ y, A @ one, A @ x)
        jacobian = np.linalg.slogdet(A)[1]
        free = z - c * (c @ z) / (c @ c)
        b0 = free @ target / (free @ free)
        for s, ws in zip(np.exp(log_sigma), sigma_weights, strict=True):
            prior_sd = s * np.sqrt(g / (free @ free))
            b, wb = _nodes(b0 - 9 * s / np.sqrt(free @ free), b0 + 9 * s / np.sqrt(free @ free), 26)
            a0 = (target - np.outer(b, z)) @ c / (c @ c)
            a, wa = _nodes(-9 * s / np.sqrt(c @ c), 9 * s / np.sqrt(c @ c), 26)
            e = target - b[:, None, None] * z - (a0[:, None] + a)[:, :, None] * c
            density = np.exp(-np.sum(e**2, axis=2) / (2 * s**2) + jacobian - 12 * np.log(s * np.sqrt(2 * np.pi)))
            prior = np.exp(-(b**2) / (2 * prior_sd**2)) / (prior_sd * np.sqrt(2 * np.pi))
            # p(sigma2) = 1 / sigma2, so d sigma2 / sigma2 = 2 d log sigma; rho is uniform on (-1, 1).
            total += wr * ws * 2 * 0.5 * np.einsum("i,j,i,ij->", wb, wa, prior, density)
    ours = log_marginal(tiny, log_determinant(tiny.W), model, "none", "g", g)
    assert ours.log_marginal == pytest.approx(np.log(total), abs=1e-3)


def test_log_marginal_does_not_depend_on_how_the_effects_are_written(tiny):
    """Adding unit or period constants to y changes nothing once both effects are removed."""
    moved = panel_of({"y": tiny.y + np.arange(6) + np.array([[1.0], [5.0]]), "x": tiny.X[:, :, 0]})
    other = read_sample(moved, "y ~ x", weights_of(RING))
    a, b = (sample_probabilities(s, "twoways").frame["log_marginal"] for s in (tiny, other))
    np.testing.assert_allclose(a, b, rtol=1e-9)


@pytest.mark.parametrize("true", ["slx", "sar", "sem", "sdm", "sdem"])
def test_the_true_model_gets_the_highest_probability(true):
    rng = np.random.default_rng(11)
    N, T = 64, 12
    place = np.stack(np.meshgrid(range(8), range(8)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    W /= W.sum(axis=1, keepdims=True)
    x, e = rng.normal(size=(T, N)), rng.normal(size=(T, N))
    inverse = np.linalg.inv(np.eye(N) - 0.5 * W)
    theta = -0.9 if true in ("slx", "sdm", "sdem") else 0.0
    mean = x + theta * x @ W.T
    y = {"slx": mean + e, "sem": mean + e @ inverse.T, "sdem": mean + e @ inverse.T}.get(true)
    y = (mean + e) @ inverse.T if y is None else y
    frame = model_probabilities(panel_of({"y": y, "x": x}), "y ~ x", weights_of(W), effects="unit").frame
    assert frame["probability"].idxmax() == true
    assert frame["probability"].sum() == pytest.approx(1.0)


def test_flat_priors_compare_models_of_the_same_size_only():
    panel, w = income()
    assert list(model_probabilities(panel, INCOME, w, prior="diffuse").frame.index) == ["slx", "sdm", "sdem"]
    with pytest.raises(ModelError, match="same regressors"):
        model_probabilities(panel, INCOME, w, prior="diffuse", models=["sar", "sdm"])


def _nodes(low, high, count):
    x, w = np.polynomial.legendre.leggauss(count)
    return (low + high) / 2 + (high - low) / 2 * x, (high - low) / 2 * w
