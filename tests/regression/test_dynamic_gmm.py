import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.regression.dynamic_gmm import dynamic_gmm
from tests.regression.simulated import panel_of

# pydynpd 0.2.2 (under numpy 1.24; it does not run with numpy 2) on the data below: coefficient and error of L.y and
# x, Hansen, AR(1), AR(2).
REFERENCE = {
    "difference": (
        {"collapse": False, "period_effects": False},
        (0.542914, 0.063347, 0.994396, 0.065698),
        26.434176637176556,
        (-5.837278, 1.477159),
    ),
    "collapsed": (
        {"period_effects": False},
        (0.549472, 0.057978, 1.048665, 0.061038),
        8.027728794907194,
        (-6.096442, 1.523775),
    ),
    "one step": (
        {"collapse": False, "period_effects": False, "steps": 1},
        (0.537227, 0.051745, 1.040746, 0.059004),
        26.434176637176556,
        None,
    ),
    "system": (
        {"collapse": False, "period_effects": False, "system": True},
        (0.609505, 0.041598, 1.134877, 0.059436),
        33.509705050346376,
        (-6.326332, 1.620632),
    ),
    "periods": (
        {"collapse": False, "deepest": 4},
        (0.560287, 0.060966, 1.007053, 0.061418),
        12.35875618937598,
        (-5.887117, 1.544179),
    ),
    "system, periods": ({"deepest": 4, "system": True}, (0.521806, 0.049900, 1.158698, 0.049654), 2.595, (-6.67, 1.53)),
}


def autoregressive(seed=11, N=100, T=8, rho=0.5):
    rng = np.random.default_rng(seed)
    mu, x, y = rng.normal(size=N), np.zeros((N, T)), np.zeros((N, T))
    now = mu / (1 - rho) + rng.normal(size=N)
    for t in range(T):
        x[:, t] = 0.5 * mu + rng.normal(size=N)
        now = rho * now + x[:, t] + mu + rng.normal(size=N)
        y[:, t] = now
    unit, period = np.repeat(np.arange(N), T), np.tile(np.arange(2000, 2000 + T), N)
    return pd.DataFrame({"unit": unit, "period": period, "y": y.ravel(), "x": x.ravel()})


@pytest.mark.parametrize("case", list(REFERENCE))
def test_estimates_corrected_errors_and_tests_equal_pydynpd(case):
    options, rows, hansen, ar = REFERENCE[case]
    fit = dynamic_gmm(panel_of(autoregressive()), "y", ["x"], **options)
    ours = fit.estimates.loc[["L.y", "x"], ["estimate", "se"]].to_numpy().ravel()
    np.testing.assert_allclose(ours, rows, atol=1e-6)
    assert fit.tests.loc["Hansen", "statistic"] == pytest.approx(hansen, rel=1e-9 if hansen != 2.595 else 1e-3)
    if ar:
        np.testing.assert_allclose(
            fit.tests.loc[["AR(1)", "AR(2)"], "statistic"], ar, atol=1e-5 if hansen != 2.595 else 0.01
        )


def test_intervals_cover_the_truth():
    inside = []
    for seed in range(40):
        row = dynamic_gmm(panel_of(autoregressive(seed)), "y", ["x"], period_effects=False, deepest=4).estimates.loc[
            "L.y"
        ]
        inside.append(row["low"] <= 0.5 <= row["high"])
    assert np.mean(inside) >= 0.85


def test_endogenous_regressors_are_instrumented_by_their_past():
    frame = autoregressive(3, 200)
    fit = dynamic_gmm(panel_of(frame), "y", endogenous=["x"], period_effects=False)
    assert fit.estimates.loc["x", "low"] < 1 < fit.estimates.loc["x", "high"]


def test_absent_rows_are_left_out():
    frame = autoregressive().sample(frac=0.95, random_state=1)
    fit = dynamic_gmm(panel_of(frame, unbalanced=True), "y", ["x"])
    assert fit.n < 600 and np.isfinite(fit.estimates.loc["L.y", "se"])


def test_too_few_periods_are_told():
    with pytest.raises(ModelError, match="periods"):
        dynamic_gmm(panel_of(autoregressive(T=2)), "y")
