"""One way to call every spatial estimator: formula, rows, lags, effects after the bar, terms omitted, units of W."""

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import GisplugError, JoinError, ModelError, ParameterError
from gisplug.weights.weights import Weights
from tests.spatial.oracle import panel_of, weights_of

N, T = 16, 8
RING = (np.eye(N, k=1) + np.eye(N, k=-1) + np.eye(N, k=N - 1) + np.eye(N, k=1 - N)) / 2
CALLS = {
    "spatial_panel": lambda p, f, w, **o: gp.spatial_panel(p, f, w, **o),
    "dynamic_panel": lambda p, f, w, **o: gp.dynamic_panel(p, f, w, **o),
    "varying_panel": lambda p, f, w, **o: gp.varying_panel(p, f, w, **o),
    "spatial_iv": lambda p, f, w, **o: gp.spatial_iv(p, f, w, **o),
    "random_effects": lambda p, f, w, **o: gp.random_effects(p, f, w, **o),
}
FIXED = [name for name in CALLS if name != "random_effects"]


@pytest.fixture(scope="module")
def panel():
    rng = np.random.default_rng(3)
    a, b, e = (rng.normal(size=(T, N)) for _ in range(3))
    y = np.linalg.solve(np.eye(N) - 0.4 * RING, (a - b + e).T).T
    still = np.broadcast_to(rng.normal(size=N), (T, N))
    return panel_of({"y": y, "a": a, "b": b, "still": still, "year": np.broadcast_to(np.arange(T)[:, None], (T, N))})


@pytest.fixture(scope="module")
def w():
    return weights_of(RING)


def same(one, other):
    np.testing.assert_allclose(one.params.to_numpy(), other.params.to_numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("name", CALLS)
def test_where_in_words_is_the_panel_of_those_rows(panel, w, name):
    chosen = CALLS[name](panel, "y ~ a + b", w, where="year >= 2")
    same(chosen, CALLS[name](panel.select(None, panel.periods[2:]), "y ~ a + b", w))
    mask = np.repeat(np.arange(T) >= 2, N)
    same(chosen, CALLS[name](panel, "y ~ a + b", w, where=mask))


@pytest.mark.parametrize("name", CALLS)
def test_a_lag_sees_the_rows_left_out(panel, w, name):
    lagged = panel.with_columns({"before": np.vstack([np.full((1, N), np.nan), panel.array("a")[:-1]])})
    inside = CALLS[name](panel, "y ~ lag(a) + b", w, where="year >= 2")
    by_hand = CALLS[name](lagged.select(None, panel.periods[2:]), "y ~ before + b", w)
    np.testing.assert_allclose(inside.params.to_numpy(), by_hand.params.to_numpy(), rtol=1e-8)


def test_periods_that_a_lag_empties_are_left_out_and_told(panel, w):
    fit = gp.spatial_panel(panel, "y ~ lag(a, 2) + b", w)
    assert fit.T == T - 2
    assert [n.code for n in fit.report.having("periods-lagged")] == ["periods-lagged"]


@pytest.mark.parametrize("name", FIXED)
def test_effects_after_the_bar_are_the_option(panel, w, name):
    same(CALLS[name](panel, "y ~ a + b | unit", w), CALLS[name](panel, "y ~ a + b", w, effects="unit"))
    with pytest.raises(ModelError, match="say it once"):
        CALLS[name](panel, "y ~ a + b | unit + period", w, effects="unit")
    with pytest.raises(ParameterError, match="C\\(year\\)"):
        CALLS[name](panel, "y ~ a + b | unit + year", w)


def test_a_lag_in_the_formula_is_the_option(panel, w):
    same(gp.spatial_panel(panel, "y ~ a + b + W*a", w), gp.spatial_panel(panel, "y ~ a + b", w, lagged=["a"]))
    with pytest.raises(ModelError, match="no spatial lag"):
        gp.spatial_panel(panel, "y ~ a + b + W*a", w, model="sar")


def test_instruments_after_the_bar_are_the_options(panel, w):
    written = gp.spatial_iv(panel, "y ~ b | unit + period | a ~ b:year", w)
    given = gp.spatial_iv(panel, "y ~ b + a", w, endogenous=["a"], instruments=["b:year"])
    same(written, given)


@pytest.mark.parametrize("name", FIXED)
def test_what_is_omitted_is_as_left_out_by_hand(panel, w, name):
    twice = panel.with_columns({"double": 2 * panel.array("a")})
    fit = CALLS[name](twice, "y ~ a + still + b + double", w, collinear="omit")
    same(fit, CALLS[name](panel, "y ~ a + b", w))
    assert set(fit.omitted) >= {"still", "double"}
    assert fit.report.having("omitted")
    with pytest.raises(ModelError, match="still"):
        CALLS[name](twice, "y ~ a + still + b + double", w)


def test_a_lag_may_be_omitted_alone(panel, w):
    even = Weights((np.ones((N, N)) - np.eye(N)) @ np.eye(N), w.ids, "all")  # W x = -x / (N - 1) after period effects
    from scipy.sparse import csr_array

    even = Weights(csr_array(even.raw), w.ids, "all")
    fit = gp.spatial_panel(panel, "y ~ a + b", even, model="slx", collinear="omit")
    assert set(fit.omitted) == {"W*a", "W*b"}
    same(fit, gp.spatial_panel(panel, "y ~ a + b", even, model="ols"))


@pytest.mark.parametrize("name", CALLS)
def test_units_of_w_without_data_are_told_or_refused(panel, w, name):
    fit = CALLS[name](panel.select(panel.ids[:-2]), "y ~ a + b", w)
    (note,) = fit.report.having("weights-units-dropped")
    assert note.ids == panel.ids[-2:]
    assert "6 of 32 links" in note.text
    with pytest.raises(JoinError, match="more than a few"):
        CALLS[name](panel.select(panel.ids[:-5]), "y ~ a + b", w)
    part = panel.select(panel.ids[:-5])
    same(
        CALLS[name](part, "y ~ a + b", w.align(part.ids, drop="any")),
        CALLS[name](part, "y ~ a + b", w.align(part.ids, drop="any")),
    )


def test_units_left_out_by_where_are_no_loss_of_w(panel, w):
    kept = panel.ids[:8]
    fit = gp.spatial_panel(panel, "y ~ a + b", w, where=f"unit in ({', '.join(kept)})")
    assert fit.ids == kept


@pytest.mark.parametrize("where", ["nothing > 1", "year >= ", "year in (1990)", "year > 100"])
def test_conditions_that_cannot_be_are_refused(panel, w, where):
    with pytest.raises(GisplugError):
        gp.spatial_panel(panel, "y ~ a + b", w, where=where)
