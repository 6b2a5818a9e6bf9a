"""What must not matter does not: the order of units, the unit of measure, constants that the effects take up."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.core.errors import ModelError
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.models.dynamic.dynamic_panel import dynamic_panel
from gisplug.spatial.models.time_varying.varying_panel import varying_panel
from gisplug.spatial.sample import read_sample
from gisplug.spatial.specification.baltagi_song_koh import bsk_tests
from gisplug.spatial.specification.lm import lm_numbers
from gisplug.spatial.specification.marginal_likelihood import integrate
from gisplug.spatial.specification.model_probabilities import sample_probabilities
from gisplug.spatial.specification.residual_moran import moran_numbers
from tests.spatial.oracle import panel_of, weights_of

IDS = [f"u{i:04d}" for i in range(25)]


def _moved(sample, order):
    data = {"y": sample.y[:, order], "a": sample.X[:, order, 0], "b": sample.X[:, order, 1]}
    ids = [IDS[i] for i in order]
    return panel_of(data, ids=ids), weights_of(sample.W.toarray()[np.ix_(order, order)], ids=ids)


def _numbers(sample):
    n = lm_numbers(sample, "twoways", "transform")
    bsk = [t.statistic for t in bsk_tests(sample)]
    return [n.lag, n.error, n.robust_lag, n.robust_error, *moran_numbers(sample, "twoways"), *bsk]


def test_the_order_of_units_does_not_matter(random_panel):
    order = np.random.default_rng(1).permutation(25)
    panel, w = _moved(random_panel, order)
    np.testing.assert_allclose(_numbers(random_panel), _numbers(read_sample(panel, "y ~ a + b", w)), rtol=1e-5)
    for fit in (dynamic_panel, varying_panel):
        first = fit(*(_moved(random_panel, np.arange(25))[0], "y ~ a + b", weights_of(random_panel.W)))
        np.testing.assert_allclose(first.params, fit(panel, "y ~ a + b", w).params, rtol=1e-6)


def test_the_unit_of_measure_does_not_matter(random_panel):
    s = random_panel
    scaled = read_sample(
        panel_of({"y": 1000 * s.y, "a": s.X[:, :, 0] / 50, "b": s.X[:, :, 1]}), "y ~ a + b", weights_of(s.W)
    )
    np.testing.assert_allclose(_numbers(s), _numbers(scaled), rtol=1e-5)
    a, b = (sample_probabilities(x, "unit").frame["probability"] for x in (s, scaled))
    np.testing.assert_allclose(a, b, rtol=1e-6)


def test_unit_and_period_constants_do_not_matter_under_two_way_effects(random_panel):
    s = random_panel
    shift = np.arange(25) + 3 * np.arange(6)[:, None]
    data = {"y": s.y + shift, "a": s.X[:, :, 0], "b": s.X[:, :, 1]}
    moved = read_sample(panel_of(data), "y ~ a + b", weights_of(s.W))
    first, second = (lm_numbers(x, "twoways", "transform") for x in (s, moved))
    np.testing.assert_allclose(first.lag, second.lag, rtol=1e-8)
    plain, other = (varying_panel(_moved(x, np.arange(25))[0], "y ~ a + b", weights_of(s.W)) for x in (s, moved))
    np.testing.assert_allclose(plain.params, other.params, rtol=1e-7)


def test_quadrature_of_a_normal_density_is_one():
    found = integrate(lambda x: -0.5 * ((x - 0.3) / 0.01) ** 2 - np.log(0.01 * np.sqrt(2 * np.pi)), -1.0, 1.0)
    assert found.log_marginal == pytest.approx(-np.log(2.0), abs=1e-10)
    assert (found.mean, found.sd) == (pytest.approx(0.3, abs=1e-9), pytest.approx(0.01, rel=1e-8))


def test_effects_of_changing_weights_are_not_computed_as_if_there_were_none(random_panel):
    s = random_panel
    fit = varying_panel(_moved(s, np.arange(25))[0], "y ~ a + b", weights_of(s.W))
    with pytest.raises(ModelError, match="by period"):
        average_effects(fit)
    with pytest.raises(ModelError, match="one W"):
        fit.unit_effects("a")
