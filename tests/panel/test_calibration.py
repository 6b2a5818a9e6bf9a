"""Size and coverage by repeating an estimator on drawn outcomes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError
from gisplug.numbers.fits.repeat import call_of
from gisplug.panel.calibration.process import process_of
from gisplug.panel.calibration.reading import params_of
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights
from tests.laws.panels import PANEL, W


def panel(G: int = 30, N: int = 30, T: int = 14, serial: float = 0.0, shared: float = 0.0, seed: int = 3) -> Panel:
    """A regressor that does nothing; errors with autocorrelation, and shocks in common within G clusters."""
    rng = np.random.default_rng(seed)
    unit, region = np.arange(N), np.arange(N) % G
    e, x = np.zeros((2, T, N))
    for t in range(T):
        for v in (e, x):
            u = np.sqrt(shared) * rng.normal(size=G)[region] + np.sqrt(1 - shared) * rng.normal(size=N)
            v[t] = u if not t else serial * v[t - 1] + np.sqrt(1 - serial**2) * u
    frame = pd.DataFrame(
        {"unit": np.tile([f"u{i:02d}" for i in unit], T), "year": np.repeat(np.arange(2001, 2001 + T), N)}
    )
    frame["y"], frame["x"] = (e * (1 + unit % 2)).ravel(), x.ravel()
    frame["region"] = [f"r{g}" for g in np.tile(region, T)]
    return gp.read_panel(frame, unit="unit", period="year")


def test_errors_are_those_of_the_fit():
    data = panel(G=6, N=60, T=30, serial=0.6, shared=0.4)
    fit = gp.fixed_effects(data, "y ~ x", errors="region")
    errors = process_of(call_of(fit), params_of(fit)).errors
    assert errors.serial[0] == pytest.approx(0.6, abs=0.06)
    assert errors.shared == pytest.approx(0.4, abs=0.12)  # few clusters: what periods take out is corrected on average
    assert 1.5 < errors.scale[0][1::2].mean() / errors.scale[0][::2].mean() < 2.1  # period effects hold some of it
    drawn = np.stack([errors.draw(30, np.random.default_rng(k))[0] for k in range(40)])
    assert (drawn.std(axis=(0, 1)) / errors.scale[0]).mean() == pytest.approx(1.0, abs=0.03)
    w = drawn / drawn.std(axis=(0, 1))
    assert (w[:, 1:] * w[:, :-1]).mean() == pytest.approx(errors.serial[0], abs=0.03)
    assert (w[..., 0] * w[..., 6]).mean() == pytest.approx(errors.shared, abs=0.06)


def test_classical_errors_hold_where_they_are_right_and_are_found_out_where_not():
    right = gp.calibrate(gp.fixed_effects(panel(), "y ~ x", errors="unit"), 60, seed=2)
    assert 0.0 <= right.sizes.loc["x", "size_5"] <= 0.12 and len(right.wrong) == 0
    assert right.coverage.loc["x", "coverage"] >= 0.87
    assert right.coverage.loc["x", "mean"] == pytest.approx(right.coverage.loc["x", "truth"], abs=0.02)
    fit = gp.fixed_effects(panel(serial=0.9), "y ~ x", errors="classical")
    wrong = fit.calibrate(80, near=False)
    assert list(wrong.wrong.index) == ["x"] and wrong.sizes.loc["x", "size_5"] > 0.15
    (note,) = wrong.report.having("size-wrong")
    assert "wild_bootstrap" in note.text and "simulated p" in note.text
    assert wrong.sizes.loc["x", "simulated_p"] > fit.pvalues["x"]


def test_eight_clusters_one_of_them_treated_reject_too_often():
    data = panel(G=8, serial=0.7, shared=0.8)
    treated = (data.frame["region"] == "r0").to_numpy().reshape(data.T, data.N) & (np.arange(14) >= 7)[:, None]
    fit = gp.fixed_effects(data.with_columns({"x": treated * 1.0}), "y ~ x", errors="region")
    found = gp.calibrate(fit, 60, near=False)
    assert found.sizes.loc["x", "size_5"] > 0.12 and list(found.wrong.index) == ["x"]
    assert "in common within region and period" in str(found.notes[0])


def test_the_same_seed_gives_the_same_and_gaps_stay():
    data = panel(N=12, T=8)
    holes = data.array("y").copy()
    holes[2:4, 0] = np.nan
    fit = gp.fixed_effects(data.with_columns({"y": holes}), "y ~ x", errors="unit")
    once, again = (gp.calibrate(fit, 20, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(once.sizes, again.sizes)
    pd.testing.assert_frame_equal(once.coverage, again.coverage)
    process = process_of(call_of(fit), params_of(fit))
    drawn = process.drawn(process.under_null(), 1)
    assert np.isnan(drawn.array("y")[2:4, 0]).all() and np.isfinite(drawn.array("y")).sum() == 12 * 8 - 2
    assert call_of(fit).again(drawn).nobs == fit.nobs


def test_spatial_lags_lags_in_time_and_endogenous_regressors_are_drawn():
    fit = gp.spatial_panel(PANEL, "y ~ a + b", W, model="sdm")
    process = process_of(call_of(fit), params_of(fit))
    means = [gp.spatial_panel(process.drawn(process.b, k), "y ~ a + b", W, model="sdm").params for k in range(6)]
    assert np.mean(means, axis=0)[:5] == pytest.approx(fit.params.to_numpy()[:5], abs=0.12)
    lagged = gp.fixed_effects(PANEL, "y ~ a + L.y")
    process = process_of(call_of(lagged), params_of(lagged))
    assert process.lags == {1: pytest.approx(lagged.params["L.y"])} and "L.y" not in process.b
    y = process.drawn(process.b, 1).array("y")
    assert (y[0] == PANEL.array("y")[0]).all() and (y[1:] != PANEL.array("y")[1:]).all()
    iv = gp.instrumental_variables(PANEL, "y ~ a + b", endogenous=["a"], instruments=["z"], errors="unit")
    process = process_of(call_of(iv), params_of(iv))
    assert (process.drawn(process.b, 1).array("a") != PANEL.array("a")).all() and process.endogenous == ("a",)


def test_what_cannot_be_repeated_says_why():
    fit = gp.fixed_effects(panel(N=8, T=6), "y ~ x")
    with pytest.raises(ModelError, match="read from a file"):
        gp.calibrate(gp.Fit.from_dict(fit.to_dict()))
    with pytest.raises(ModelError, match="is no variable of"):
        gp.calibrate(fit, 20, key="z")
    with pytest.raises(ParameterError, match="at least 20"):
        gp.calibrate(fit, 5)


def test_tests_that_are_known_to_fail_in_small_panels_are_warned_of():
    short, long = panel(N=8, T=14), panel(N=8, T=24)
    told = [gp.fixed_effects(p, "y ~ x", errors="driscoll-kraay").report.having("small-sample") for p in (short, long)]
    assert len(told[0]) == 1 and not told[1]
    assert "14 periods" in told[0][0].text and "calibrate" in told[0][0].text and told[0][0].level == "warning"
    assert not gp.fixed_effects(short, "y ~ x", errors="robust").report.having("small-sample")


def test_driscoll_kraay_errors_of_spatial_models_are_warned_of_by_model():
    short, long = panel(N=8, T=14), panel(N=8, T=24)
    ring = Weights(csr_array((np.roll(np.eye(8), 1, 0) + np.roll(np.eye(8), -1, 0)) / 2), short.ids, "ring", "row")

    def warned(given, model, errors="driscoll-kraay"):
        fit = gp.spatial_panel(given, "y ~ x", ring, model=model, errors=errors)
        return [note.text for note in fit.report.having("small-sample")]

    assert "tests 17%" in warned(short, "sdm")[0] and "tests 14%" in warned(short, "sar")[0]
    assert warned(long, "sdm") == warned(short, "sdm", "cluster") == []
