import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.panel.read import read_panel
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


# pydynpd 0.2.2 (under numpy 1.26) on `autoregressive()`: y L1.y x | gmm(y, 2:4) iv(x) | fod nolevel, and the system
# gmm(y, 2:4) gmm(x, 2:4) | fod: coefficient and error of L.y and x, Hansen, AR(1), AR(2). Its system with iv(x) and fod
# has first differences of x among the instruments of the deviations and differs from ours.
ORTHOGONAL = {
    "exogenous": ({}, (0.565371829, 0.055244191, 1.012329471, 0.050909349), 8.384244655571042, (-6.008981, 1.522611)),
    "system": (
        {"system": True, "endogenous": ["x"]},
        (0.615813704, 0.032777673, 1.364210454, 0.186521277),
        37.41127077598999,
        (-6.073063, 1.565612),
    ),
}


@pytest.mark.parametrize("case", list(ORTHOGONAL))
def test_orthogonal_deviations_equal_pydynpd(case):
    options, rows, hansen, ar = ORTHOGONAL[case]
    shared = {"deepest": 4, "collapse": False, "effects": "unit", "transformation": "orthogonal"}
    fit = dynamic_gmm(panel_of(autoregressive()), "y ~ x", **shared, **options)
    ours = fit.estimates.loc[["L.y", "x"], ["estimate", "se"]].to_numpy().ravel()
    np.testing.assert_allclose(ours, rows, atol=1e-8)
    assert fit.tests.loc["Hansen", "statistic"] == pytest.approx(hansen, rel=1e-9)
    np.testing.assert_allclose(fit.tests.loc[["AR(1)", "AR(2)"], "statistic"], ar, atol=1e-5)


def test_orthogonal_deviations_of_unbalanced_panels_are_those_of_each_unit():
    """By hand: of what is there, each value less the mean of the later ones, times the root of n / (n + 1)."""
    from gisplug.regression.instruments.gmm_moments import _transforms

    whole = np.array([[1, 1, 0, 1, 1], [0, 1, 1, 1, 0]], bool)
    made, here = _transforms(whole, np.ones_like(whole), np.arange(1, 5), True)
    assert here.tolist() == [[True, True, False, True], [False, True, True, False]]
    assert made[0, 0] == pytest.approx(np.sqrt(3 / 4) * np.array([1, -1 / 3, 0, -1 / 3, -1 / 3]))
    assert made[0, 1] == pytest.approx(np.sqrt(2 / 3) * np.array([0, 1, 0, -1 / 2, -1 / 2]))
    assert made[1, 2] == pytest.approx(np.sqrt(1 / 2) * np.array([0, 0, 1, -1, 0]))


def difference_in_hansen(frame, group, **options):
    """Hansen's statistic without a group of instruments, weighed as the fit with all of them, with dense algebra."""
    from gisplug.regression import dynamic_gmm as module

    seen, ordinary = {}, module.stacked
    module.stacked = lambda *given: seen.setdefault("stack", ordinary(*given))
    try:
        fit = dynamic_gmm(panel_of(frame), "y ~ x", **options)
    finally:
        module.stacked = ordinary
    s = seen["stack"]
    N = len(s.Z)
    weight = np.linalg.inv(sum(s.Z[i].T @ s.H[i] @ s.Z[i] for i in range(N)))
    XZ, Zy = sum(s.X[i].T @ s.Z[i] for i in range(N)), sum(s.Z[i].T @ s.y[i] for i in range(N))
    b = np.linalg.solve(XZ @ weight @ XZ.T, XZ @ weight @ Zy)
    e = [(s.y[i] - s.X[i] @ b) * s.here[i] for i in range(N)]
    left = s.given[:, :, [k for k, g in enumerate(s.groups) if g != group]]
    A = np.linalg.pinv(sum(np.outer(left[i].T @ e[i], left[i].T @ e[i]) for i in range(N)))
    XZ, Zy = sum(s.X[i].T @ left[i] for i in range(N)), sum(left[i].T @ s.y[i] for i in range(N))
    b = np.linalg.solve(XZ @ A @ XZ.T, XZ @ A @ Zy)
    m = sum(left[i].T @ (s.y[i] - s.X[i] @ b) * 1.0 for i in range(N))
    return fit, float(m @ A @ m)


@pytest.mark.parametrize("group", ["GMM, levels equation", "GMM, x", "Period dummies"])
def test_difference_in_hansen_equals_dense_algebra(group):
    fit, without = difference_in_hansen(autoregressive(), group, endogenous=["x"], system=True)
    row = fit.subsets.loc[group]
    assert row["excluding"] == pytest.approx(without, rel=1e-6)
    assert row["difference"] == pytest.approx(fit.tests.loc["Hansen", "statistic"] - without, rel=1e-5)
    assert row["df"] == row["instruments"] == fit.tests.loc["Hansen", "df"] - row["excluding_df"]
    assert (fit.subsets["difference"].dropna() > -1e-8).all()


def test_predetermined_regressors_have_one_lag_more_and_meet_the_truth():
    """x moves with the shock of the period before: exogenous is biased, predetermined is not."""
    rng, N, T = np.random.default_rng(5), 400, 8
    mu, e = rng.normal(size=N), rng.normal(size=(N, T))
    x, y = np.zeros((N, T)), np.zeros((N, T))
    for t in range(1, T):
        x[:, t] = 0.5 * x[:, t - 1] + 0.5 * e[:, t - 1] + 0.3 * mu + rng.normal(size=N)
        y[:, t] = 0.4 * y[:, t - 1] + x[:, t] + mu + e[:, t]
    frame = pd.DataFrame({"unit": np.repeat(np.arange(N), T), "period": np.tile(np.arange(T) + 2000, N)})
    panel = panel_of(frame.assign(y=y.ravel(), x=x.ravel()))
    options = {"effects": "unit", "collapse": False}
    right, wrong = dynamic_gmm(panel, "y ~ x", predetermined=["x"], **options), dynamic_gmm(panel, "y ~ x", **options)
    strict = dynamic_gmm(panel, "y ~ x", endogenous=["x"], **options)
    assert right.instruments - strict.instruments == T - 2
    assert right.estimates.loc["x", "low"] < 1 < right.estimates.loc["x", "high"]
    assert wrong.estimates.loc["x", "high"] < 1
    assert right.estimates.loc["x", "se"] < strict.estimates.loc["x", "se"]


def test_instruments_from_the_third_lag_on_are_fewer():
    panel = panel_of(autoregressive())
    second, third = (dynamic_gmm(panel, "y ~ x", effects="unit", collapse=False, nearest=k) for k in (2, 3))
    assert second.instruments - third.instruments == 6


def test_too_many_instruments_are_told_with_how_many_there_are_collapsed():
    frame = autoregressive(N=20)
    fit = dynamic_gmm(panel_of(frame), "y ~ x", endogenous=["x"], effects="unit", collapse=False)
    few = dynamic_gmm(panel_of(frame), "y ~ x", endogenous=["x"], effects="unit")
    text = fit.report.having("many-instruments")[0].text
    assert f"{fit.instruments} instruments for 20 units" in text and f"Collapsed they are {few.instruments}." in text


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"predetermined": ["z"]}, "predetermined names z"),
        ({"predetermined": ["x"], "endogenous": ["x"]}, "both endogenous and predetermined"),
        ({"transformation": "within"}, "'difference' or 'orthogonal'"),
        ({"dummies": "level"}, "'level' in the system"),
        ({"nearest": 4, "deepest": 3}, "deepest no nearer"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options, match):
    with pytest.raises(ModelError, match=match):
        dynamic_gmm(panel_of(autoregressive(N=20)), "y ~ x", **options)


def test_regressors_that_go_with_unit_effects_are_told_in_the_system() -> None:
    """x moves with the effects of units: as an instrument of levels it is wrong, and the test says so."""
    rng, N, T = np.random.default_rng(12), 300, 8
    mu = rng.normal(size=N)
    x = rng.normal(size=(T, N)) + mu
    y = np.empty((T, N))
    y[0] = 2 * mu + 0.5 * x[0] / 0.5 + rng.normal(size=N)
    for t in range(1, T):
        y[t] = 0.5 * y[t - 1] + 0.5 * x[t] + mu + rng.normal(size=N)
    ids = np.tile([f"u{i}" for i in range(N)], T)
    frame = pd.DataFrame({"u": ids, "t": np.repeat(range(T), N), "y": y.ravel(), "x": x.ravel()})
    panel = read_panel(frame, unit="u", period="t")
    both = dynamic_gmm(panel, "y ~ x", system=True)
    own = dynamic_gmm(panel, "y ~ x", system=True, exogenous="transformed")
    assert both.estimates.loc["x", "estimate"] > 0.6
    assert own.estimates.loc["x", "estimate"] == pytest.approx(0.5, abs=0.05)
    assert both.subsets.loc["Regressors in levels", "p"] < 1e-6
    assert both.subsets.loc["Regressors in levels", "df"] == 1
    assert both.report.having("levels-related") and not own.report.having("levels-related")
    assert "Regressors in levels" not in own.subsets.index
    with pytest.raises(ModelError, match="'transformed' in the system"):
        dynamic_gmm(panel, "y ~ x", exogenous="transformed")
