"""Spatial models beside common factors: the likelihood by hand, period effects as a case, recovery, verdicts."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import minimize_scalar

import gisplug as gp
from gisplug.core.errors import ModelError, PanelError
from gisplug.numbers.fits.finding import NotDefined
from gisplug.shocks.spillover_or_shock import FACTORS, PERIODS, PLAIN
from gisplug.weights.weights import Weights
from tests.shocks.panels import panel_of


def ring(N):
    """Weights of N units in a ring."""
    near = sparse.csr_array((np.full(N, 0.5), (np.arange(N), (np.arange(N) + 1) % N)), shape=(N, N))
    return Weights(near + near.T, tuple(f"u{i:03d}" for i in range(N)), name="ring")


def spatial(rng, N, T, rho, shocks=1.0, theta=0.3):
    """A panel y, x of a Durbin model with one factor that each unit feels in its own way, and its weights."""
    w = ring(N)
    W = w.matrix.toarray()
    f, load = rng.normal(size=(T, 1)), rng.normal(size=N)
    x = 0.8 * shocks * f * (1 + 0.5 * load) + rng.normal(size=(T, N))
    u = x + theta * x @ W.T + shocks * f * (1 + 0.8 * load) + rng.normal(size=N) + rng.normal(size=(T, N))
    y = np.linalg.solve(np.eye(N) - rho * W, u.T).T
    frame = pd.DataFrame({"u": np.tile(w.ids, T), "t": np.repeat(np.arange(T) + 2001, N)})
    return panel_of(frame.assign(y=y.ravel(), x=x.ravel())), w


def test_the_likelihood_is_that_by_hand():
    """Averages projected out with dense matrices, the concentrated likelihood maximised over rho."""
    panel, w = spatial(np.random.default_rng(5), 12, 14, 0.3)
    made = gp.spatial_factors(panel, "y ~ x", w)
    W, y, x = w.matrix.toarray(), panel.array("y"), panel.array("x")
    H = np.column_stack([np.ones(14), y.mean(axis=1), x.mean(axis=1)])
    M = np.eye(14) - H @ np.linalg.pinv(H)
    columns = [(M @ c).ravel() for c in (y, y @ W.T, x, x @ W.T)]
    Z, n = np.column_stack(columns[2:]), 12 * 11

    def cost(rho):
        left = columns[0] - rho * columns[1]
        e = left - Z @ np.linalg.lstsq(Z, left, rcond=None)[0]
        return n / 2 * np.log(e @ e / n) - 11 * np.linalg.slogdet(np.eye(12) - rho * W)[1]

    rho = minimize_scalar(cost, bounds=(-0.9, 0.9), method="bounded", options={"xatol": 1e-10}).x
    assert made.rho == pytest.approx(rho, abs=1e-6)
    left = columns[0] - made.rho * columns[1]
    b = np.linalg.lstsq(Z, left, rcond=None)[0]
    assert made.params[["x", "W*x"]].tolist() == pytest.approx(b.tolist(), rel=1e-6)
    assert made.sigma2 == pytest.approx(((left - Z @ b) ** 2).sum() / n, rel=1e-6)
    assert np.allclose(made.residuals.ravel(), left - Z @ b, atol=1e-6)
    assert np.allclose(made.y - made.rho * panel.array("y") @ W.T - made.systematic, made.common + made.residuals)
    assert made.averages == ("mean(y)", "mean(x)") and made.effects(200).shape == (3, 6)


def test_without_shocks_all_three_find_the_same_lag_and_with_them_only_the_last_does():
    """rho .3 and 0 in 4 panels of 30 x 20."""
    rng, found = np.random.default_rng(2), {}
    for rho, shocks in ((0.3, 0.0), (0.0, 1.5)):
        rows = []
        for _ in range(4):
            panel, w = spatial(rng, 30, 20, rho, shocks, theta=0.0)
            fits = [gp.spatial_panel(panel, "y ~ x", w, model="sar", effects=e) for e in ("unit", "twoways")]
            last = gp.spatial_factors(panel, "y ~ x", w, model="sar")
            rows.append([f.rho for f in (*fits, last)] + [abs(last.rho - rho) < 2 * last.se["rho"]])
        found[shocks] = np.mean(rows, axis=0)
    assert np.abs(found[0.0][:3] - 0.3).max() < 0.06
    assert found[1.5][0] > 0.12 and abs(found[1.5][2]) < 0.05
    assert min(found[0.0][3], found[1.5][3]) >= 0.5


def test_verdicts_tell_shocks_from_spillovers():
    rng = np.random.default_rng(9)
    options = {"draws": 100, "simulations": 19}
    shock = gp.spillover_or_shock(*_call(spatial(rng, 24, 20, 0.0, 1.5, 0.0)), model="sar", **options)
    assert "these data do not tell it from common shocks" in shock.verdict
    assert shock.comparison.loc[PLAIN, "p"] < 0.05 < shock.comparison.loc[FACTORS, "p"]
    spill = gp.spillover_or_shock(*_call(spatial(rng, 24, 20, 0.5, 0.0)), **options)
    assert "stays beside common factors" in spill.verdict
    assert list(spill.fits) == [PLAIN, PERIODS, FACTORS]
    assert spill.comparison["exponent"].between(0.4, 1).all() and spill.comparison["p_cd"].between(0.05, 1).all()
    both = spill.effects.loc[(FACTORS, "x", "indirect"), "estimate"]
    assert both == pytest.approx(spill.fits[FACTORS].effects(100).loc[("x", "indirect"), "estimate"])
    none = gp.spillover_or_shock(*_call(spatial(rng, 24, 20, 0.0, 0.0, 0.0)), model="sar", simulations=0, draws=100)
    assert "no spatial lag to explain" in none.verdict and none.comparison["cd"].isna().all()
    assert len(none.table()) == 9 and "Comparison" in none.parts()


def _call(made):
    panel, w = made
    return panel, "y ~ x", w


def test_lags_of_averages_cost_periods():
    panel, w = spatial(np.random.default_rng(1), 15, 18, 0.2)
    made = gp.spatial_factors(panel, "y ~ x", w, average_lags=2)
    assert made.T == 16 and len(made.averages) == 6 and made.averages[-1] == "L2.mean(x)"
    with pytest.raises(NotDefined, match="its own periods only"):
        made.predict(panel)
    fitted = made.predict()
    W = w.matrix.toarray()
    left = (made.y - made.residuals - made.rho * made.y @ W.T) @ np.linalg.inv(np.eye(15) - made.rho * W).T
    assert np.allclose(fitted.to_numpy().reshape(16, 15), left)


def test_refusals_say_what_to_do():
    panel, w = spatial(np.random.default_rng(1), 15, 6, 0.2)
    same = panel.with_columns({"x": np.tile(np.arange(6.0)[:, None] ** 2, (1, 15))})
    holes = panel.with_columns({"x": np.where(panel.array("x") > 2, np.nan, panel.array("x"))})
    for error, wanted, given, options in (
        (ModelError, "4 periods are too few", panel, {"average_lags": 2}),
        (ModelError, "the same for all units", same, {}),
        (PanelError, "lack a value", holes, {}),
        (ModelError, "model is one of", panel, {"model": "sem"}),
        (ModelError, "average_lags is nought or more", panel, {"average_lags": -1}),
    ):
        with pytest.raises(error, match=wanted):
            gp.spatial_factors(given, "y ~ x", w, **options)
    with pytest.raises(ModelError, match="leave the part after the bar out"):
        gp.spatial_factors(panel, "y ~ x | unit + period", w)
