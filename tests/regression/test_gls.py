import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.gls import panel_gls
from tests.regression.simulated import panel_of, simulated


def uneven(seed=3):
    frame = simulated(20, 15, seed=seed)
    rng = np.random.default_rng(seed)
    spread = np.tile(np.linspace(0.2, 2, 20), 15)
    frame["y"] += spread * rng.normal(size=len(frame))
    return frame


def test_equal_variances_without_correlation_are_least_squares():
    panel = panel_of(uneven())
    fit = panel_gls(panel, "y ~ x1 + x2", variance="common", correlation="none")
    np.testing.assert_allclose(
        fit.estimates["estimate"], fixed_effects(panel, "y ~ x1 + x2").estimates["estimate"], rtol=1e-9
    )


def test_iterated_unit_variances_are_the_maximum_of_the_likelihood():
    frame = uneven()
    fit = panel_gls(panel_of(frame), "y ~ x1 + x2", correlation="none", effects="none")
    X = sm.add_constant(frame[["x1", "x2"]], prepend=False)
    variance = frame["unit"].map(fit.variances)
    theirs = sm.WLS(frame["y"], X, weights=1 / variance).fit()
    np.testing.assert_allclose(fit.estimates["estimate"], theirs.params[["x1", "x2"]], rtol=1e-7)
    left = frame["y"] - X @ theirs.params
    np.testing.assert_allclose(fit.variances, (left**2).groupby(frame["unit"]).mean(), rtol=1e-6)


def test_autocorrelation_is_found_and_narrows_the_errors_about_the_truth():
    rng = np.random.default_rng(5)
    frame = simulated(30, 20, seed=5).sort_values(["unit", "period"])
    noise = np.zeros((30, 20))
    for t in range(1, 20):
        noise[:, t] = 0.7 * noise[:, t - 1] + rng.normal(size=30)
    frame["y"] += noise.ravel()
    fit = panel_gls(panel_of(frame), "y ~ x1 + x2")
    assert 0.3 < fit.rho < 0.7  # short panels pull it down
    assert fit.estimates.loc["x1", "low"] < 1 < fit.estimates.loc["x1", "high"]


def test_gaps_within_units_are_refused_with_their_names():
    frame = uneven()
    holes = frame[~((frame["unit"] == "u003") & (frame["period"] == 2005))]
    with pytest.raises(ModelError, match="u003"):
        panel_gls(panel_of(holes, unbalanced=True), "y ~ x1")
    assert isinstance(panel_gls(panel_of(holes, unbalanced=True), "y ~ x1", correlation="none").estimates, pd.DataFrame)


def test_a_variance_that_goes_to_nought_is_told_with_its_unit():
    frame = uneven()
    few = frame[(frame["period"] < 2004) | (frame["unit"] != "u003")]
    few = few[(few["period"] != 2002) | (few["unit"] != "u003")]
    few = few[(few["period"] != 2003) | (few["unit"] != "u003")]
    with pytest.raises(ConvergenceError, match=r"variance of u003 goes to nought.*iterate=False"):
        panel_gls(panel_of(few, unbalanced=True), "y ~ x1 + x2", correlation="none")
