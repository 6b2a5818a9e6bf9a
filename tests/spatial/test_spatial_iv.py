"""Spatial 2SLS and GMM: against spatialreg, splm, spreg, and recovery with endogenous regressors."""

from __future__ import annotations

import contextlib
import io
import warnings

import numpy as np
import pytest

from gisplug.core.errors import ModelError, ParameterError
from gisplug.spatial.models.instruments.spatial_iv import spatial_iv
from tests.spatial.oracle import COLUMBUS, MUNNELL, columbus, munnell, oracle, panel_of, weights_of


def test_spatial_2sls_of_a_cross_section_agrees_with_spatialreg():
    theirs = oracle("columbus/spatialreg.json")["fits"]["stsls"]
    fit = spatial_iv(*(columbus()[0], COLUMBUS, columbus()[1]), effects="none", errors="homoskedastic")
    order = ["rho", "const", "INC", "HOVAL"]
    np.testing.assert_allclose(fit.params[order], list(theirs["coef"].values()), rtol=1e-9)
    np.testing.assert_allclose(fit.table().loc[order, "se"], theirs["se"], rtol=1e-9)


def test_robust_errors_are_spregs_times_the_small_sample_factor():
    panel, w = columbus()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        import spreg
        from libpysal.weights import full2W

        g = spreg.GM_Lag(
            panel.array("CRIME")[0][:, None],
            panel.arrays(["INC", "HOVAL"])[0],
            w=full2W(w.matrix.toarray()),
            w_lags=2,
            robust="white",
        )
    fit = spatial_iv(panel, COLUMBUS, w, effects="none", errors="robust")
    ours = fit.table()["se"].to_numpy()[:4] * np.sqrt(45 / 49)
    np.testing.assert_allclose(ours, np.sqrt(np.diag(g.vm)), rtol=1e-8)


def test_within_2sls_agrees_with_splm_up_to_its_degrees_of_freedom():
    theirs = oracle("munnell/splm_spgm.json")["spgm_within_lag_"]
    fit = spatial_iv(*(munnell()[0], MUNNELL, munnell()[1]), effects="unit", errors="homoskedastic")
    order = ["rho", "lpcap", "lpc", "lemp", "unemp"]
    np.testing.assert_allclose(fit.params[order], list(theirs["coef"].values()), rtol=1e-8)
    # splm divides by NT - k = 811, we by N(T - 1) - k = 763: the unit effects cost degrees of freedom.
    np.testing.assert_allclose(fit.table().loc[order, "se"] * np.sqrt(763 / 811), theirs["se"], rtol=1e-6)


def _simulated(rng, N=49, T=8):
    place = np.stack(np.meshgrid(range(7), range(7)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    W /= W.sum(axis=1, keepdims=True)
    z, x, e, mu = (rng.normal(size=(T, N)) for _ in range(4))
    d = z + 0.8 * e + rng.normal(size=(T, N))
    y = (1.0 * d + x + mu[:1] + e) @ np.linalg.inv(np.eye(N) - 0.4 * W).T
    return panel_of({"y": y, "d": d, "x": x, "z": z}), weights_of(W)


@pytest.mark.parametrize("method", ["2sls", "gmm"])
def test_endogenous_regressors_are_recovered_where_likelihood_is_biased(method):
    rng, found, naive = np.random.default_rng(3), [], []
    for _ in range(40):
        panel, w = _simulated(rng)
        fit = spatial_iv(
            panel, "y ~ d + x", w, effects="unit", endogenous=["d"], instruments=["z"], method=method, errors="robust"
        )
        found.append(fit.params[["d", "x", "rho"]].to_numpy())
        naive.append(spatial_iv(panel, "y ~ d + x", w, effects="unit").params["d"])
    error = np.std(found, axis=0) / np.sqrt(40)
    assert (np.abs(np.mean(found, axis=0) - [1.0, 1.0, 0.4]) < 3.5 * error + 0.01).all()
    assert abs(np.mean(naive) - 1.0) > 0.15


def test_first_stages_and_overidentification_are_reported():
    panel, w = _simulated(np.random.default_rng(1))
    fit = spatial_iv(panel, "y ~ d + x", w, model="sdm", effects="twoways", endogenous=["d"], instruments=["z"])
    assert set(fit.endogenous) == {"d", "W*d", "rho"} and (fit.first_stage > 10).all()
    assert fit.overidentification.ran and fit.overidentification.df == len(fit.instruments) - 3
    effects = fit.effects(draws=200)
    assert np.isfinite(effects["se"]).all() and fit.summary()


def test_too_few_instruments_are_refused():
    panel, w = _simulated(np.random.default_rng(1))
    with pytest.raises(ModelError, match="excluded instruments"):
        spatial_iv(panel, "y ~ d", w, model="ols", effects="unit", endogenous=["d"])
    with pytest.raises(ParameterError, match="does not have"):
        spatial_iv(panel, "y ~ d", w, endogenous=["q"])


def test_generalised_moments_of_a_cross_section_recover_lag_and_error():
    rng, found = np.random.default_rng(6), []
    place = np.stack(np.meshgrid(range(15), range(15)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    W /= W.sum(axis=1, keepdims=True)
    inverse, eye = np.linalg.inv(np.eye(225) - 0.4 * W), np.eye(225)
    for _ in range(12):
        x, e = rng.normal(size=(2, 225)), rng.normal(size=225)
        u = np.linalg.solve(eye - 0.3 * W, e * (0.5 + np.abs(x[1])))
        data = panel_of({"y": (inverse @ (1 + x[0] + u))[None], "x": x[:1]})
        fit = spatial_iv(data, "y ~ x", weights_of(W), model="sac", effects="none")
        found.append(fit.params[["const", "x", "rho", "lam"]].to_numpy())
    error = np.std(found, axis=0) / np.sqrt(12)
    assert (np.abs(np.mean(found, axis=0) - [1.0, 1.0, 0.4, 0.3]) < 4 * error).all()
    assert (
        fit.statistics["Estimator"].startswith("generalised moments")
        and np.isfinite(fit.effects(draws=200)["se"]).all()
    )


def test_generalised_moments_of_a_panel_point_to_the_likelihood():
    panel, w = _simulated(np.random.default_rng(1))
    with pytest.raises(ModelError, match="random_effects"):
        spatial_iv(panel, "y ~ x", w, model="sem", effects="unit")
    one = columbus()
    fit = spatial_iv(one[0], COLUMBUS, one[1], model="sem", effects="none")
    assert list(fit.params.index) == ["const", "INC", "HOVAL", "lam", "sigma2"] and 0.2 < fit.lam < 0.7
