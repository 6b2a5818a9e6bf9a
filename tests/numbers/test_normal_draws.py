"""Draws of estimates: their covariance, and that no library, order or unit of measure has a say in them."""

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.numbers.normal_draws import normal_draws
from tests.laws.panels import panel_of, table, weights

COV = np.array([[4.0, 1.2, -0.5], [1.2, 1.0, 0.3], [-0.5, 0.3, 2.0]])
SAMPLING = 0.05  # five standard errors of a covariance of 40,000 draws, in units of the variances


@pytest.fixture
def other_signs(monkeypatch):
    """Eigenvectors as another library may give them: of the other sign, one turned with one of the same eigenvalue."""
    plain = np.linalg.eigh

    def turned(square):
        values, vectors = plain(square)
        vectors = -vectors
        if len(values) > 1 and np.isclose(values[0], values[1]):
            c, s = np.cos(0.7), np.sin(0.7)
            vectors[:, :2] = vectors[:, :2] @ np.array([[c, -s], [s, c]])
        return values, vectors

    return lambda: monkeypatch.setattr(np.linalg, "eigh", turned)


def test_draws_have_the_mean_and_the_covariance():
    made = normal_draws(np.array([1.0, -2.0, 0.5]), COV, 40_000, 3)
    size = np.sqrt(np.diag(COV))
    np.testing.assert_allclose(np.cov(made.T) / np.outer(size, size), COV / np.outer(size, size), atol=SAMPLING)
    np.testing.assert_allclose(made.mean(axis=0), [1.0, -2.0, 0.5], atol=SAMPLING)


@pytest.mark.parametrize("cov", [COV, np.eye(3), np.ones((3, 3)), np.diag([1.0, 0.0, 2.0])])
def test_draws_do_not_know_the_signs_of_eigenvectors(cov, other_signs):
    first = normal_draws(np.zeros(3), cov, 20, 1)
    other_signs()
    np.testing.assert_allclose(normal_draws(np.zeros(3), cov, 20, 1), first, atol=1e-14)


def test_draws_do_not_know_units_of_measure_and_keep_what_is_known():
    units = np.array([1e-6, 1.0, 3e7])
    first = normal_draws(np.zeros(3), COV, 50, 1)
    np.testing.assert_allclose(normal_draws(np.zeros(3), COV * np.outer(units, units), 50, 1), first * units, rtol=1e-9)
    singular = normal_draws(np.array([0.0, 5.0]), np.array([[1.0, 0.0], [0.0, 0.0]]), 50, 1)
    assert (singular[:, 1] == 5.0).all() and np.ptp(singular[:, 0]) > 0


@pytest.mark.parametrize("model", ["spatial_panel", "dynamic_panel", "varying_panel"])
def test_simulated_effects_do_not_know_the_signs_of_eigenvectors(model, other_signs):
    panel = panel_of(table())
    fit = getattr(gp, model)(panel, "y ~ a + b", weights(panel.ids), model="sar")
    first = fit.effects(draws=200, seed=1)
    other_signs()
    pd.testing.assert_frame_equal(fit.effects(draws=200, seed=1), first, rtol=1e-9)
