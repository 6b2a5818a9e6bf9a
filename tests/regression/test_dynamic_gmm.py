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
        {"collapse": False, "effects": "unit"},
        (0.542914, 0.063347, 0.994396, 0.065698),
        26.434176637176556,
        (-5.837278, 1.477159),
    ),
    "collapsed": (
        {"effects": "unit"},
        (0.549472, 0.057978, 1.048665, 0.061038),
        8.027728794907194,
        (-6.096442, 1.523775),
    ),
    "one step": (
        {"collapse": False, "effects": "unit", "steps": 1},
        (0.537227, 0.051745, 1.040746, 0.059004),
        26.434176637176556,
        None,
    ),
    "system": (
        {"collapse": False, "effects": "unit", "system": True},
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


# plm 2.6-2 (R 4.2.2), pgmm of y ~ lag(y, 1) + x | lag(y, 2:99) + lag(x, 2:99), two steps, two-way, on `unbalanced()`:
# coefficient and robust error of L.y and x, Hansen (which plm calls Sargan), its df, AR(2).
PLM = (0.4506126517, 0.06738744124, 0.8291076138, 0.22829493957), 44.875973, 40, 0.19748


def unbalanced():
    """Units that enter over three years and leave over two."""
    frame, rng = autoregressive(), np.random.default_rng(3)
    start, stop = 2000 + rng.integers(0, 3, 100), 2007 - rng.integers(0, 2, 100)
    frame["y"] += 5
    return frame[(frame["period"] >= start[frame["unit"]]) & (frame["period"] <= stop[frame["unit"]])]


def test_unbalanced_panels_equal_plm():
    fit = dynamic_gmm(panel_of(unbalanced(), unbalanced=True), "y ~ x", endogenous=["x"], collapse=False)
    rows, hansen, df, ar = PLM
    np.testing.assert_allclose(fit.estimates[["estimate", "se"]].to_numpy().ravel(), rows, rtol=1e-9)
    assert fit.tests.loc["Hansen", "statistic"] == pytest.approx(hansen, rel=1e-7)
    assert fit.tests.loc["Hansen", "df"] == df and fit.tests.loc["AR(2)", "statistic"] == pytest.approx(ar, abs=1e-5)


def test_instruments_that_are_combinations_of_others_do_not_count():
    panel = panel_of(unbalanced(), unbalanced=True)
    options = {"endogenous": ["x", "L.x"], "system": True, "collapse": False}
    fit = dynamic_gmm(panel, "y ~ x + L.x", **options)
    # lags of L.x are lags of x: 15 of 81 columns; of the rest, two moments follow from levels differenced
    assert (fit.dependent, fit.instruments) == (15, 66)
    assert fit.tests.loc["Hansen", "df"] == fit.tests.loc["Sargan", "df"] == 66 - 10
    assert (
        fit.report.having("instruments-dependent") and "on 54 degrees" in fit.report.having("moments-dependent")[0].text
    )


@pytest.mark.parametrize("case", list(REFERENCE))
def test_estimates_corrected_errors_and_tests_equal_pydynpd(case):
    options, rows, hansen, ar = REFERENCE[case]
    fit = dynamic_gmm(panel_of(autoregressive()), "y ~ x", **options)
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
        row = dynamic_gmm(panel_of(autoregressive(seed)), "y ~ x", effects="unit", deepest=4).estimates.loc["L.y"]
        inside.append(row["low"] <= 0.5 <= row["high"])
    assert np.mean(inside) >= 0.85


def test_endogenous_regressors_are_instrumented_by_their_past():
    frame = autoregressive(3, 200)
    fit = dynamic_gmm(panel_of(frame), "y ~ x", endogenous=["x"], effects="unit")
    assert fit.estimates.loc["x", "low"] < 1 < fit.estimates.loc["x", "high"]


def test_absent_rows_are_left_out():
    frame = autoregressive().sample(frac=0.95, random_state=1)
    fit = dynamic_gmm(panel_of(frame, unbalanced=True), "y ~ x")
    assert fit.n < 600 and np.isfinite(fit.estimates.loc["L.y", "se"])


def test_too_few_periods_are_told():
    with pytest.raises(ModelError, match="periods"):
        dynamic_gmm(panel_of(autoregressive(T=2)), "y ~ 1")


@pytest.mark.parametrize("system", [False, True])
@pytest.mark.parametrize("where", ["period >= 2004", "period < 2006", "period != 2004 and unit != 7"])
def test_rows_left_out_give_lags_differences_and_instruments(system, where):
    panel = panel_of(autoregressive())
    fit = dynamic_gmm(panel, "y ~ x", system=system, where=where)
    used = {"period >= 2004": 400, "period < 2006": 400 + 100 * system, "period != 2004 and unit != 7": 495}[where]
    assert fit.n == used + 99 * (system and "!=" in where)
    assert fit.estimates.loc["L.y", "low"] < 0.5 < fit.estimates.loc["L.y", "high"]
    assert "left out as asked" in str(fit.report)


def test_differences_of_rows_asked_for_are_least_squares_of_their_moments():
    """One step on the rows of two periods, by hand: Z'H Z weights, instruments y(t-2), y(t-3), ... of all periods."""
    frame = autoregressive()
    fit = dynamic_gmm(panel_of(frame), "y ~ x", effects="unit", where="period >= 2006", steps=1)
    y, x = (frame[c].to_numpy().reshape(100, 8) for c in ("y", "x"))
    rows = [6, 7]
    X = np.stack([np.stack([y[:, t - 1] - y[:, t - 2], x[:, t] - x[:, t - 1]], axis=1) for t in rows], axis=1)
    target = np.stack([y[:, t] - y[:, t - 1] for t in rows], axis=1)
    deep = [np.stack([y[:, t - k] if t >= k else 0 * y[:, 0] for t in rows], axis=1) for k in range(2, 8)]
    Z = np.stack([X[:, :, 1], *deep], axis=2)
    H = np.array([[2.0, -1.0], [-1.0, 2.0]])
    A = np.linalg.pinv(np.einsum("iml,mn,ink->lk", Z, H, Z))
    XZ, Zy = np.einsum("imk,iml->kl", X, Z), np.einsum("iml,im->l", Z, target)
    b = np.linalg.solve(XZ @ A @ XZ.T, XZ @ A @ Zy)
    np.testing.assert_allclose(fit.estimates["estimate"], b, rtol=1e-6)


def test_bars_say_effects_and_other_groupings_are_refused():
    panel = panel_of(autoregressive())
    pd.testing.assert_frame_equal(
        dynamic_gmm(panel, "y ~ x | unit").estimates, dynamic_gmm(panel, "y ~ x", effects="unit").estimates
    )
    with pytest.raises(ModelError, match="twoways"):
        dynamic_gmm(panel, "y ~ x | period")


def test_exogenous_terms_are_omitted_and_endogenous_ones_are_not():
    frame = autoregressive().assign(copy=lambda f: 2 * f["x"])
    fit, plain = dynamic_gmm(panel_of(frame), "y ~ x + copy", collinear="omit"), dynamic_gmm(panel_of(frame), "y ~ x")
    pd.testing.assert_frame_equal(fit.estimates, plain.estimates)
    assert list(fit.omitted) == ["copy"] and "Omitted: copy" in str(fit.report)
    with pytest.raises(ModelError, match="x is not identified"):
        dynamic_gmm(panel_of(frame), "y ~ x + copy", endogenous=["copy"], collinear="omit")


def test_endogenous_terms_that_are_no_regressors_are_named():
    with pytest.raises(ModelError, match="endogenous names z"):
        dynamic_gmm(panel_of(autoregressive()), "y ~ x", endogenous=["z"])
