"""Turning points and moderated effects against the delta method, Fieller's inequality and the marginal effect."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import gisplug as gp
from gisplug.regression.nonlinear import fieller
from tests.regression.simulated import panel_of, simulated


@pytest.fixture(scope="module")
def panel():
    frame = simulated(units=30, periods=6)
    x = np.random.default_rng(3).uniform(0, 10, size=len(frame))
    return panel_of(frame.assign(x=x, y=frame["y"] + 2 * x - 0.25 * x**2, w=3 + frame["x2"] + 0.5 * x))


@pytest.fixture(scope="module")
def found(panel):
    return gp.quadratic(panel, "y ~ x + x1")


def test_the_error_of_a_turning_point_is_that_of_the_delta_method(found):
    terms = ["x", "x^2"]
    b = found.fit.estimates.loc[terms, "estimate"].to_numpy()
    V = found.fit.cov.loc[terms, terms].to_numpy()

    def turn(b):
        return -b[0] / (2 * b[1])

    step = 1e-6
    slope = np.array([(turn(b + step * e) - turn(b - step * e)) / (2 * step) for e in np.eye(2)])
    assert found.turn == pytest.approx(turn(b)) and found.turn == pytest.approx(4, abs=0.5)
    assert found.turn_se == pytest.approx(np.sqrt(slope @ V @ slope), rel=1e-6)
    t = stats.t(found.fit.df).isf(0.025)
    assert found.delta == pytest.approx((found.turn - t * found.turn_se, found.turn + t * found.turn_se))


def test_the_ends_of_fiellers_interval_are_those_that_are_just_not_rejected():
    b, V, t = np.array([2.0, -0.25]), np.array([[0.04, -0.003], [-0.003, 0.0009]]), 2.0
    for m in fieller(b, V, t):
        weights = np.array([1.0, 2 * m])
        assert abs(weights @ b) == pytest.approx(t * np.sqrt(weights @ V @ weights))


def test_the_u_test_is_that_of_the_weaker_end_and_no_u_lies_outside_the_data(panel, found):
    assert found.u_p == found.slopes["p"].max() > found.slopes["p"].min()
    assert found.shape == "inverse U"
    assert gp.quadratic(panel, "y ~ x", where="x < 3").shape == "monotone"


def test_the_error_of_a_moderated_effect_is_that_of_the_sum_of_two_coefficients(panel):
    found = gp.moderation(panel, "y ~ x + x1", "w")
    centred = gp.moderation(panel, "y ~ x + x1", "w", centre=False)
    pd.testing.assert_frame_equal(found.effects, centred.effects, rtol=1e-6)
    b, V = centred.fit.estimates["estimate"], centred.fit.cov
    at, row = found.effects.index[-1], found.effects.iloc[-1]
    one, product = "x", "x × w"
    assert row["estimate"] == pytest.approx(b[one] + at * b[product])
    variance = V.loc[one, one] + 2 * at * V.loc[one, product] + at**2 * V.loc[product, product]
    assert row["se"] == pytest.approx(np.sqrt(variance), rel=1e-6)
