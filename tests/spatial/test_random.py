"""Random effects: against splm, an independent implementation, and a likelihood written with dense matrices."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.core.errors import ModelError
from gisplug.spatial.models.random import likelihood
from gisplug.spatial.models.random.random_effects import random_effects
from tests.spatial.oracle import INCOME, MUNNELL, income, munnell, oracle, panel_of, weights_of

# splm 1.6-5 on Munnell's panel: fit name -> model, form of the error.
SPLM = {
    "re_none": ("ols", "kkp"),
    "re_lag": ("sar", "kkp"),
    "re_sdm": ("sdm", "kkp"),
    "re_error_b": ("sem", "b"),
    "re_error_kkp": ("sem", "kkp"),
    "re_sarar_b": ("sac", "b"),
    "re_sarar_kkp": ("sac", "kkp"),
}


@pytest.mark.parametrize("fit", SPLM)
def test_random_effects_agree_with_splm(fit):
    model, error = SPLM[fit]
    theirs = oracle("munnell/splm_spml.json")["fits"][fit]
    ours = random_effects(*(munnell()[0], MUNNELL, munnell()[1]), model=model, error=error)
    assert ours.loglik == pytest.approx(theirs["logLik"], abs=1e-8)
    # splm stops its optimiser at about 1e-6; where it stops short, our log-likelihood is not lower.
    np.testing.assert_allclose(
        ours.params.iloc[: len(theirs["coef"])], list(theirs["coef"].values()), rtol=5e-6, atol=5e-6
    )
    assert ours.phi == pytest.approx(theirs["errcomp"][0]["Estimate"], rel=3e-6)
    assert ours.sigma2 == pytest.approx(theirs["sigma2"]["idios"], rel=1e-6)


@pytest.mark.parametrize("fit", ["re_lag", "re_error_b", "re_error_kkp", "re_sdm"])
def test_standard_errors_of_the_spatial_parameter_agree_with_splm(fit):
    """splm's errors of rho come from the profile likelihood, as ours; those of beta hold rho fixed there and not
    here.
    """
    model, error = SPLM[fit]
    theirs = oracle("munnell/splm_spml.json")["fits"][fit]
    ours = random_effects(*(munnell()[0], MUNNELL, munnell()[1]), model=model, error=error).table()
    row = (theirs.get("arcoef") or theirs["errcomp"][1:])[0]
    assert ours.loc["rho" if "arcoef" in theirs else "lam", "se"] == pytest.approx(row["Std. Error"], rel=1e-3)


def test_sar_with_random_effects_on_the_income_panel_agrees_with_the_reference():
    fit = random_effects(*(income()[0], INCOME, income()[1]), model="sar")
    expected = [
        0.1205660001524184,
        0.6797290910898328,
        -0.047228369418187664,
        -0.014699325388212753,
        0.3712183370815767,
    ]
    np.testing.assert_allclose(fit.params.iloc[:5], expected, rtol=1e-6)
    assert fit.loglik == pytest.approx(3489.6476977768916, abs=1e-8)
    assert fit.sigma2_mu == pytest.approx(0.0021339888595886575, rel=1e-6)


def test_a_variance_that_would_be_negative_stops_at_zero_and_says_so():
    """The SDM of the income panel: theta = 1.6227 unconstrained (Elhorst's form), 1 with a variance that is none."""
    free = random_effects(*(income()[0], INCOME, income()[1]), model="sdm", negative=True)
    assert free.rho == pytest.approx(0.7488028929809545, abs=1e-6)
    assert free.theta_share == pytest.approx(1.622730757468439, rel=2e-4)
    assert free.loglik == pytest.approx(3864.9355247060416, abs=1e-6)
    bound = random_effects(*(income()[0], INCOME, income()[1]), model="sdm")
    assert bound.at_boundary and bound.sigma2_mu == 0.0
    assert bound.report.having("re-boundary")


@pytest.mark.parametrize("model", ["sar", "sdm"])
def test_period_effects_beside_random_effects_agree_with_the_reference(model):
    theirs = oracle("munnell/numpy_reference.json")[f"{model}_RE_timefe"]
    fit = random_effects(*(munnell()[0], MUNNELL, munnell()[1]), model=model, periods=True)
    assert fit.loglik == pytest.approx(theirs["ll"], abs=1e-7)
    assert fit.rho == pytest.approx(theirs["rho"], abs=1e-6)
    np.testing.assert_allclose(fit.params.iloc[: len(theirs["beta"])], theirs["beta"], rtol=1e-5, atol=1e-6)
    assert np.isfinite(fit.residuals).all() and abs(fit.xi.sum()) < 1e-10


@pytest.mark.slow
@pytest.mark.parametrize(("model", "error"), [("sac", "b"), ("sac", "kkp"), ("sdm", "kkp")])
def test_covariance_is_the_inverse_hessian_of_the_dense_likelihood(random_panel, model, error):
    """Differentiate the textbook likelihood, all parameters free, matrices dense."""
    from statsmodels.tools.numdiff import approx_hess

    s = random_panel
    shift = np.random.default_rng(2).normal(size=25)
    data = {"y": s.y[:4] + shift, "a": s.X[:4, :, 0], "b": s.X[:4, :, 1]}
    fit = random_effects(panel_of(data), "y ~ a + b", weights_of(s.W), model=model, error=error)
    Z = np.concatenate([np.ones((4, 25, 1)), s.X[:4]] + ([s.lag(s.X[:4])] if model == "sdm" else []), axis=2).reshape(
        100, -1
    )
    k, y, W, eye = Z.shape[1], data["y"].ravel(), s.W.toarray(), np.eye(25)
    has_lam = model == "sac"

    def minus_loglik(p):
        rho, lam = p[k], p[k + 1] if has_lam else 0.0
        sigma2, sigma2_mu = p[-2], p[-1]
        B = np.linalg.inv(eye - lam * W)
        spread, effect = sigma2 * B @ B.T, sigma2_mu * (B @ B.T if error == "kkp" else eye)
        omega = np.kron(np.eye(4), spread) + np.kron(np.ones((4, 4)), effect)
        u = np.kron(np.eye(4), eye - rho * W) @ y - Z @ p[:k]
        value = -0.5 * np.linalg.slogdet(2 * np.pi * omega)[1] + 4 * np.linalg.slogdet(eye - rho * W)[1]
        return -(value - 0.5 * u @ np.linalg.solve(omega, u))

    at = np.r_[fit.params.to_numpy(), fit.sigma2_mu]
    assert minus_loglik(at) == pytest.approx(-fit.loglik, abs=1e-8)
    inverse = np.linalg.inv(approx_hess(at, minus_loglik))[:-1, :-1]
    np.testing.assert_allclose(np.sqrt(np.diag(fit.cov)), np.sqrt(np.diag(inverse)), rtol=2e-3)


def test_one_period_has_no_random_effects(random_panel):
    one = panel_of({"y": random_panel.y[:1], "a": random_panel.X[:1, :, 0]})
    with pytest.raises(ModelError, match="two or more periods"):
        random_effects(one, "y ~ a", weights_of(random_panel.W))


def test_units_may_stand_in_any_order(random_panel):
    s, order = random_panel, np.random.default_rng(0).permutation(25)
    data = {"y": s.y + np.arange(25) / 5, "a": s.X[:, :, 0]}
    ids = [f"u{i:04d}" for i in range(25)]
    moved = panel_of({k: v[:, order] for k, v in data.items()}, ids=[ids[i] for i in order])
    first = random_effects(panel_of(data), "y ~ a", weights_of(s.W), model="sdm")
    W = s.W.toarray()
    w = weights_of(W[np.ix_(order, order)], ids=[ids[i] for i in order])
    second = random_effects(moved, "y ~ a", w, model="sdm")
    np.testing.assert_allclose(first.params, second.params, rtol=1e-6)


def test_spatial_panel_takes_random_as_a_form_of_effects(random_panel):
    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel

    s = random_panel
    panel = panel_of({"y": s.y + np.arange(25) / 5, "a": s.X[:, :, 0]})
    one = spatial_panel(panel, "y ~ a", weights_of(s.W), model="sar", effects="random")
    two = random_effects(panel, "y ~ a", weights_of(s.W), model="sar")
    assert one.params.equals(two.params) and one.effects_form == "random"
    assert np.isfinite(one.effects(draws=200)["se"]).all() and one.unit_effects("a") is not None
    with pytest.raises(ModelError, match="one W"):
        spatial_panel(panel, "y ~ a", weights_of(s.W), effects="random", errors="cluster")


@pytest.mark.slow
def test_random_effects_recover_what_made_the_data_and_their_intervals_cover():
    """SAC with effects that spill over (KKP), 36 units x 8 periods, 40 seeds: every parameter unbiased, 95 %
    intervals cover.
    """
    rng, N, T, runs = np.random.default_rng(12), 36, 8, 40
    place = np.stack(np.meshgrid(range(6), range(6)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    W /= W.sum(axis=1, keepdims=True)
    lag, error = np.linalg.inv(np.eye(N) - 0.4 * W), np.linalg.inv(np.eye(N) - 0.3 * W)
    found, se = [], []
    for _ in range(runs):
        x, u = rng.normal(size=(T, N)), rng.normal(size=N) + rng.normal(size=(T, N))
        y = (2 + x + u @ error.T) @ lag.T
        fit = random_effects(panel_of({"y": y, "x": x}), "y ~ x", weights_of(W), model="sac", error="kkp")
        found.append(fit.params.to_numpy())
        se.append(np.sqrt(np.diag(fit.cov)))
    true, found, se = np.array([2.0, 1.0, 0.4, 0.3, 1.0]), np.array(found), np.array(se)
    error = found.std(axis=0) / np.sqrt(runs)
    assert (np.abs(found.mean(axis=0) - true) < 3.5 * error + 0.02).all(), found.mean(axis=0)
    covered = (np.abs(found - true) < 1.96 * se).mean(axis=0)
    assert (covered > 0.95 - 4 * np.sqrt(0.95 * 0.05 / runs)).all(), covered


@pytest.mark.parametrize("model", ["sem", "sac"])
def test_dense_and_sparse_factors_give_the_same_estimates(random_panel, model, monkeypatch):
    s = random_panel
    panel = panel_of({"y": s.y + np.arange(25) / 5, "a": s.X[:, :, 0], "b": s.X[:, :, 1]})
    dense = random_effects(panel, "y ~ a + b", weights_of(s.W), model=model, error="b")
    monkeypatch.setattr(likelihood, "DENSE_UNITS", 0)
    sparse = random_effects(panel, "y ~ a + b", weights_of(s.W), model=model, error="b")
    np.testing.assert_allclose(dense.params, sparse.params, rtol=1e-7)
    assert dense.loglik == pytest.approx(sparse.loglik, abs=1e-9)
