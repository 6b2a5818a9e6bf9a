"""Dynamic models: the bias correction recovers what made the data, and effects equal those of dense matrices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.core.errors import ModelError, ParameterError
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.panel.frame import Panel
from gisplug.spatial.models.dynamic.dynamic_panel import dynamic_panel
from gisplug.spatial.models.dynamic.effects import dynamic_effects
from gisplug.spatial.models.dynamic.estimation import dynamic_data, dynamic_estimates, resolvent_traces
from tests.oracles.spatial_cases import lattice as queen
from tests.spatial.oracle import panel_of, weights_of

TAU, RHO, ETA = 0.4, 0.3, -0.1
TRUE = np.array([TAU, ETA, 1.0, 0.5, RHO, 1.0])
RUNS = 200


def lattice(side):
    place = np.stack(np.meshgrid(range(side), range(side)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    return W / W.sum(axis=1, keepdims=True)


def simulated(rng, W, T, periods=True, tau=TAU, rho=RHO, eta=ETA):
    """Return y (T + 1, N), x (T + 1, N) after 40 periods of burn-in."""
    N = len(W)
    S = np.linalg.inv(np.eye(N) - rho * W)
    mu, y, ys, xs = rng.normal(size=N), np.zeros(N), [], []
    for _ in range(T + 41):
        x = rng.normal(size=N) + 0.5 * mu
        y = S @ (tau * y + eta * W @ y + x + 0.5 * W @ x + mu + periods * rng.normal() + rng.normal(size=N))
        ys.append(y)
        xs.append(x)
    return np.array(ys[-T - 1 :]), np.array(xs[-T - 1 :])


def test_traces_of_the_bias_equal_those_of_dense_matrices():
    W = lattice(5)
    eye = np.eye(25)
    for tau, rho, eta in ((0.4, 0.3, -0.1), (0.5, 0.4, -0.2), (0.2, -0.3, 0.5)):
        R, G = np.linalg.inv((1 - tau) * eye - (rho + eta) * W), W @ np.linalg.inv(eye - rho * W)
        dense = [np.trace(m) for m in (R, W @ R, G @ R, G @ W @ R, G)]
        np.testing.assert_allclose(
            resolvent_traces(log_determinant(csr_array(W)), tau, eta, rho, False), dense, rtol=1e-6
        )
        F = np.linalg.qr(np.c_[np.ones(25), np.eye(25)[:, 1:]])[0][:, 1:]
        dense = [np.trace(F.T @ m @ F) for m in (R, W @ R, G @ R, G @ W @ R, G)]
        np.testing.assert_allclose(
            resolvent_traces(log_determinant(csr_array(W)), tau, eta, rho, True), dense, rtol=1e-6
        )


@pytest.mark.slow
@pytest.mark.parametrize(("effects", "reduced"), [("unit", False), ("twoways", True)])
def test_the_correction_recovers_the_parameters_and_the_intervals_cover(effects, reduced):
    rng, W, T = np.random.default_rng(4), lattice(7), 10
    logdet, direct, corrected, se = log_determinant(csr_array(W)), [], [], []
    for _ in range(RUNS):
        y, x = simulated(rng, W, T, periods=effects == "twoways")
        X = np.stack([x[1:], x[1:] @ W.T], axis=2)
        found = dynamic_estimates(dynamic_data(y, X, csr_array(W), ("time", "space"), effects, reduced), logdet, True)
        direct.append(found.direct)
        corrected.append(found.values)
        se.append(np.sqrt(np.diag(found.cov)))
    gap, left = np.mean(direct, axis=0) - TRUE, np.mean(corrected, axis=0) - TRUE
    error = np.std(corrected, axis=0) / np.sqrt(RUNS)
    assert gap[0] < -0.06, "without correction tau is biased downwards (Nickell)"
    assert (np.abs(left[:5]) < 0.02 + 2 * error[:5]).all(), left
    covered = (np.abs(np.array(corrected) - TRUE) < 1.96 * np.array(se)).mean(axis=0)
    assert (covered[:5] > 0.95 - 4 * np.sqrt(0.95 * 0.05 / RUNS)).all(), covered


@pytest.mark.slow
def test_the_bias_falls_with_the_number_of_periods():
    rng, W = np.random.default_rng(8), lattice(6)
    logdet, gaps = log_determinant(csr_array(W)), []
    for T in (6, 24):
        found = []
        for _ in range(60):
            y, x = simulated(rng, W, T)
            data = dynamic_data(
                y, np.stack([x[1:], x[1:] @ W.T], axis=2), csr_array(W), ("time", "space"), "twoways", True
            )
            found.append(dynamic_estimates(data, logdet, False).direct[0])
        gaps.append(abs(np.mean(found) - TAU))
    assert gaps[1] < gaps[0] / 2.5


@pytest.fixture(scope="module")
def fit():
    y, x = simulated(np.random.default_rng(1), lattice(6), 12)
    return dynamic_panel(panel_of({"y": y, "x": x}), "y ~ x", weights_of(lattice(6)))


def test_short_and_long_run_effects_equal_those_of_dense_matrices(fit):
    W, eye = lattice(6), np.eye(36)
    B = fit.params["x"] * eye + fit.params["W*x"] * W
    dense = {
        "short run": np.linalg.solve(eye - fit.rho * W, B),
        "long run": np.linalg.solve((1 - fit.tau) * eye - (fit.rho + fit.eta) * W, B),
    }
    frame = fit.effects(draws=200)
    for run, S in dense.items():
        assert frame.loc[(run, "x", "direct"), "estimate"] == pytest.approx(np.trace(S) / 36, rel=1e-9)
        assert frame.loc[(run, "x", "total"), "estimate"] == pytest.approx(S.sum() / 36, rel=1e-9)


def test_responses_add_up_to_the_long_run(fit):
    path = fit.responses(200).loc["x"]
    long = fit.effects(draws=200).loc["long run"].loc["x", "estimate"]
    np.testing.assert_allclose(
        path.iloc[-1][["cumulative direct", "cumulative total"]].to_numpy(float), long[["direct", "total"]], rtol=1e-8
    )


def test_delta_and_simulation_agree(fit):
    a, b = (dynamic_effects(fit, 4000, 1, method).frame["se"] for method in ("delta", "simulation"))
    np.testing.assert_allclose(a, b, rtol=0.15)


def test_stability_is_reported(fit):
    W, eye = lattice(6), np.eye(36)
    A = np.linalg.solve(eye - fit.rho * W, fit.tau * eye + fit.eta * W)
    assert fit.radius == pytest.approx(np.abs(np.linalg.eigvals(A)).max(), rel=1e-9)
    assert fit.stable and fit.spec_tests[0].rejected


def test_an_unstable_model_says_so_and_has_no_long_run():
    W = lattice(6)
    y, x = simulated(np.random.default_rng(3), W, 12, tau=0.65, eta=0.2)
    fit = dynamic_panel(panel_of({"y": y, "x": x}), "y ~ x", weights_of(W), effects="unit")
    assert not fit.stable and fit.report.having("unstable")
    frame = fit.effects(draws=200)
    assert frame["estimate"]["long run"].isna().all() and frame["estimate"]["short run"].notna().all()


def test_lags_can_be_chosen(fit):
    y, x = simulated(np.random.default_rng(1), lattice(6), 12)
    for dynamics, names in (("time", ["L.y"]), ("space", ["W*L.y"]), ("both", ["L.y", "W*L.y"])):
        made = dynamic_panel(
            panel_of({"y": y, "x": x}), "y ~ x", weights_of(lattice(6)), model="sar", dynamics=dynamics
        )
        assert list(made.params.index) == [*names, "x", "rho", "sigma2"]
        assert made.summary() and made.to_dict()["dynamics"] == dynamics


def test_too_few_periods_are_refused():
    y, x = simulated(np.random.default_rng(1), lattice(4), 2)
    with pytest.raises(ModelError, match="at least 4 periods"):
        dynamic_panel(panel_of({"y": y, "x": x}), "y ~ x", weights_of(lattice(4)))


def test_random_log_determinants_move_rho_by_less_than_is_told():
    rng, w = np.random.default_rng(3), queen(14)
    W, N, T = w.matrix.toarray(), 196, 5
    inverse, mu = np.linalg.inv(np.eye(N) - 0.4 * W), rng.normal(size=N)
    x, y = rng.normal(size=(T, N)), np.zeros((T, N))
    for t in range(T):
        y[t] = inverse @ (0.3 * y[t - 1] + x[t] + mu + rng.normal(size=N))
    panel = Panel(pd.DataFrame({"y": y.ravel(), "x": x.ravel()}), w.ids, tuple(range(T)))
    exact, found = (dynamic_panel(panel, "y ~ x", w, log_determinant=how) for how in ("exact", "probes"))
    se = float(np.sqrt(exact.cov.loc["rho", "rho"]))
    assert 0 < abs(found.rho - exact.rho) < 0.1 * se
    assert found.params.to_numpy() == pytest.approx(exact.params.to_numpy(), abs=1e-3)
    assert found.report.having("random-log-determinant") and not exact.report.having("random-log-determinant")
    with pytest.raises(ParameterError, match="log_determinant"):
        dynamic_panel(panel, "y ~ x", w, log_determinant="guess")
