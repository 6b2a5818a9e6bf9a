"""Spatial panel models: what must hold for any data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from gisplug.core.errors import ModelError, PanelError, ParameterError, WeightsError
from gisplug.numbers.demeaning import within
from gisplug.numbers.lee_yu import lee_yu, orthonormal
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.panel.frame import Panel
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.weights.weights import Weights
from tests.oracles.spatial_cases import lattice, panel_of

MODELS = ("ols", "slx", "sar", "sem", "sdm", "sdem", "sac", "gns")


def simulated(side: int = 6, T: int = 5, rho: float = 0.4, seed: int = 1) -> tuple[Panel, Weights]:
    """An SDM with unit and period effects on a lattice."""
    rng, w = np.random.default_rng(seed), lattice(side)
    W, N = w.matrix.toarray(), side * side
    X = rng.standard_normal((T, N, 2))
    mean = X @ [1.0, -0.5] + (X @ [0.4, 0.2]) @ W.T + rng.standard_normal(N) + rng.standard_normal((T, 1))
    y = np.linalg.solve(np.eye(N) - rho * W, (mean + rng.standard_normal((T, N))).T).T
    return panel_of(y, X), w


def moved(panel: Panel, **columns: object) -> Panel:
    return replace(panel, frame=panel.frame.assign(**columns))


@pytest.mark.parametrize("model", MODELS)
def test_the_order_of_units_does_not_matter(model: str) -> None:
    panel, w = simulated()
    order = np.random.default_rng(0).permutation(panel.N)
    ids = tuple(panel.ids[i] for i in order)
    frame = panel.frame.reindex(
        [(t, i) for t in panel.periods for i in ids],
    )
    other = replace(panel, frame=frame, ids=ids)
    a, b = (spatial_panel(p, "y ~ x1 + x2", w, model=model) for p in (panel, other))
    assert b.params.to_numpy() == pytest.approx(a.params.to_numpy(), rel=1e-7, abs=1e-9)
    assert b.loglik == pytest.approx(a.loglik, rel=1e-12)


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
def test_units_of_measure_and_constants_do_not_matter(effects: str) -> None:
    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w, effects=effects)
    scaled = spatial_panel(
        moved(panel, x1=panel.frame["x1"] * 1000.0 + 7.0, y=panel.frame["y"] + 5.0), "y ~ x1 + x2", w, effects=effects
    )
    terms = ["x2", "W*x2", "rho", "sigma2"]
    assert scaled.params[terms].to_numpy() == pytest.approx(fit.params[terms].to_numpy(), rel=1e-7)
    assert scaled.params["x1"] * 1000.0 == pytest.approx(fit.params["x1"], rel=1e-7)
    doubled = spatial_panel(moved(panel, y=panel.frame["y"] * 2.0), "y ~ x1 + x2", w, effects=effects)
    assert doubled.rho == pytest.approx(fit.rho, rel=1e-8)
    assert doubled.sigma2 == pytest.approx(4.0 * fit.sigma2, rel=1e-8)


def test_without_spatial_lags_it_is_least_squares_with_dummies() -> None:
    import statsmodels.api as sm

    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w, model="ols", effects="twoways")
    T, N = panel.T, panel.N
    dummies = np.hstack([np.kron(np.ones((T, 1)), np.eye(N)), np.kron(np.eye(T)[:, 1:], np.ones((N, 1)))])
    design = np.hstack([panel.frame[["x1", "x2"]].to_numpy(), dummies])
    ols = sm.OLS(panel.frame["y"].to_numpy(), design).fit()
    assert fit.beta.to_numpy() == pytest.approx(ols.params[:2], rel=1e-10)
    assert fit.sigma2 == pytest.approx((ols.resid**2).sum() / ((N - 1) * (T - 1)), rel=1e-10)
    assert fit.residuals.ravel() == pytest.approx(ols.resid, abs=1e-10)


def test_weights_without_links_are_refused_and_pooled_regression_is_named_instead() -> None:
    panel, w = simulated()
    empty = Weights(sp.csr_array(w.raw.shape), w.ids, "empty")
    with pytest.raises(WeightsError, match="ols"):
        spatial_panel(panel, "y ~ x1", empty, model="sar", effects="unit")


def test_when_rho_is_zero_sar_is_ols() -> None:
    """W that links nothing in the data: y independent of it, so the likelihood at rho = 0 is least squares'."""
    from gisplug.spatial.models.likelihood.compressed import Blocks, compact
    from gisplug.spatial.models.likelihood.concentrated import Determinant, Likelihood

    panel, w = simulated()
    blocks = Blocks(panel.array("y"), panel.arrays(["x1", "x2"]), np.array([], int), "unit", w.matrix, None, None)
    likelihood = Likelihood(compact(blocks), panel.N * panel.T, Determinant(log_determinant(w.matrix), panel.T))
    ols = spatial_panel(panel, "y ~ x1 + x2", w, model="ols", effects="unit", correction="none")
    assert likelihood.at(0.0).loglik == pytest.approx(ols.loglik, rel=1e-12)


def test_sdm_with_the_common_factor_restriction_is_sem() -> None:
    """theta = -lam beta turns the SDM's residuals and Jacobian into the SEM's."""
    panel, w = simulated()
    sem = spatial_panel(panel, "y ~ x1 + x2", w, model="sem", effects="unit", correction="none")
    y, X = within(panel.array("y"), "unit"), within(panel.arrays(["x1", "x2"]), "unit")
    W, lam, beta = w.matrix.toarray(), sem.lam, sem.beta.to_numpy()
    e = y - lam * y @ W.T - X @ beta + lam * (X @ beta) @ W.T
    assert e == pytest.approx(sem.residuals, abs=1e-10)
    jacobian = panel.T * np.linalg.slogdet(np.eye(panel.N) - lam * W)[1]
    loglik = jacobian - 0.5 * e.size * (np.log(2 * np.pi * (e**2).mean()) + 1.0)
    assert loglik == pytest.approx(sem.loglik, rel=1e-12)
    sdm = spatial_panel(panel, "y ~ x1 + x2", w, effects="unit", correction="none")
    assert sdm.loglik >= sem.loglik


def test_nesting_models_have_higher_likelihoods() -> None:
    panel, w = simulated()
    found = {m: spatial_panel(panel, "y ~ x1 + x2", w, model=m, effects="unit").loglik for m in MODELS}
    for small, large in (
        ("ols", "sar"),
        ("ols", "sem"),
        ("ols", "slx"),
        ("sar", "sdm"),
        ("slx", "sdm"),
        ("sem", "sdem"),
        ("sar", "sac"),
        ("sem", "sac"),
        ("sdm", "gns"),
        ("sdem", "gns"),
        ("sac", "gns"),
    ):
        assert found[small] <= found[large] + 1e-8


@pytest.mark.parametrize("effects", ["unit", "time", "twoways"])
def test_the_transformed_likelihood_is_that_of_the_transformed_data(effects: str) -> None:
    """Lee and Yu's F applied to data and weights, dense, against the demeaned computation."""
    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w, model="sar", effects=effects, correction="transform")
    W, F = w.matrix.toarray(), orthonormal(panel.N)
    time = effects in ("time", "twoways")
    W = F.T @ W @ F if time else W
    y, X = lee_yu(panel.array("y"), effects), lee_yu(panel.arrays(["x1", "x2"]), effects)
    A = np.eye(len(W)) - fit.rho * W
    e = y @ A.T - X @ fit.beta.to_numpy()
    loglik = (
        len(y) * np.linalg.slogdet(A)[1]
        - 0.5 * e.size * np.log(2 * np.pi * fit.sigma2)
        - (e**2).sum() / (2 * fit.sigma2)
    )
    assert e.size == fit.nobs
    assert loglik == pytest.approx(fit.loglik, rel=1e-11)


def test_direct_and_transformed_unit_effects_share_coefficients() -> None:
    panel, w = simulated()
    a, b, c = (
        spatial_panel(panel, "y ~ x1 + x2", w, effects="unit", correction=k) for k in ("none", "transform", "bias")
    )
    terms = [t for t in a.params.index if t != "sigma2"]
    assert a.params[terms].to_numpy() == pytest.approx(b.params[terms].to_numpy(), rel=1e-7)
    assert b.sigma2 == pytest.approx(a.sigma2 * panel.T / (panel.T - 1), rel=1e-7)
    assert c.params.to_numpy() == pytest.approx(b.params.to_numpy(), rel=1e-7)
    assert c.table()["se"].to_numpy() == pytest.approx(b.table()["se"].to_numpy(), rel=1e-6)


def test_the_complete_graph_has_its_closed_form() -> None:
    """W = (11' - I) / (N - 1): eigenvalues 1 and -1 / (N - 1)."""
    N, rho = 12, 0.3
    matrix = sp.csr_array((np.ones((N, N)) - np.eye(N)) / (N - 1))
    logdet = log_determinant(matrix)
    assert float(logdet.value(rho)) == pytest.approx(np.log(1 - rho) + (N - 1) * np.log(1 + rho / (N - 1)), rel=1e-12)
    assert logdet.low == pytest.approx(-(N - 1.0))
    assert logdet.high == pytest.approx(1.0)


def test_effects_recovered_add_up_to_the_data() -> None:
    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w)
    lag = (w.matrix @ fit.y.T).T
    made = (
        fit.intercept + fit.mu.to_numpy() + fit.xi.to_numpy()[:, None] + fit.rho * lag + fit.systematic + fit.residuals
    )
    assert made == pytest.approx(fit.y, abs=1e-10)
    assert fit.mu.sum() == pytest.approx(0.0, abs=1e-9)
    assert fit.xi.sum() == pytest.approx(0.0, abs=1e-9)


def test_other_weights_for_x_and_for_the_error_are_used() -> None:
    panel, w = simulated()
    ring = np.roll(np.eye(panel.N), 1, axis=1) + np.roll(np.eye(panel.N), -1, axis=1)
    other = Weights(sp.csr_array(ring), w.ids, "ring")
    fit = spatial_panel(panel, "y ~ x1 + x2", w, model="gns", effects="unit", w_x=other, w_e=other)
    assert fit.w_name == "queen, ring"
    same = spatial_panel(panel, "y ~ x1 + x2", w, model="gns", effects="unit")
    assert fit.loglik != pytest.approx(same.loglik, abs=1e-3)
    assert any(note.code == "gns-identification" for note in fit.report.notes)


def test_only_chosen_regressors_are_lagged() -> None:
    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w, lagged=["x2"])
    assert list(fit.params.index) == ["x1", "x2", "W*x2", "rho", "sigma2"]
    assert fit.theta.to_dict() == {"x1": 0.0, "x2": fit.params["W*x2"]}


def test_period_effects_with_uneven_rows_fall_back_to_the_bias_correction() -> None:
    panel, w = simulated()
    uneven = replace(w, normalise="spectral")
    fit = spatial_panel(panel, "y ~ x1 + x2", uneven)
    assert fit.correction == "bias"
    assert any(note.code == "correction-bias" for note in fit.report.notes)
    with pytest.raises(ModelError, match="rows all sum to one"):
        spatial_panel(panel, "y ~ x1 + x2", uneven, correction="transform")


def test_period_dummies_are_removed_exactly_when_rows_are_uneven() -> None:
    panel, w = simulated()
    uneven = replace(w, normalise="spectral")
    a = spatial_panel(panel, "y ~ x1 + x2", uneven, effects="time", correction="none")
    W = uneven.matrix.toarray()
    A = np.linalg.inv(np.eye(panel.N) - a.rho * W)
    shift = (np.random.default_rng(0).standard_normal((panel.T, 1)) * 3.0) @ np.ones((1, panel.N)) @ A.T
    moved_panel = moved(panel, y=panel.frame["y"] + shift.ravel())
    b = spatial_panel(moved_panel, "y ~ x1 + x2", uneven, effects="time", correction="none")
    assert a.sigma2 == pytest.approx(b.sigma2, rel=2e-2)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"model": "durbin"}, ModelError, "one of"),
        ({"effects": "fixed"}, ModelError, "one of"),
        ({"lagged": ["x9"]}, ParameterError, "x9"),
        ({"model": "sar", "lagged": ["x1"]}, ModelError, "no spatial lag"),
    ],
)
def test_wrong_options_are_named(options: dict, error: type[Exception], says: str) -> None:
    panel, w = simulated()
    with pytest.raises(error, match=says):
        spatial_panel(panel, "y ~ x1 + x2", w, **options)


def test_holes_and_constants_are_refused_by_name() -> None:
    panel, w = simulated()
    holed = panel.frame.copy()
    holed.iloc[3, holed.columns.get_loc("x1")] = np.nan
    with pytest.raises(PanelError, match="x1"):
        spatial_panel(replace(panel, frame=holed), "y ~ x1 + x2", w)
    with pytest.raises(ModelError, match="flat"):
        spatial_panel(moved(panel, flat=1.0 + np.tile(np.arange(panel.N), panel.T)), "y ~ x1 + flat", w, effects="unit")
    with pytest.raises(ModelError, match="one period"):
        one = replace(panel, frame=panel.frame.loc[[0]], periods=(0,))
        spatial_panel(one, "y ~ x1 + x2", w)


def test_clustered_errors_without_a_lag_are_the_textbook_ones() -> None:
    import statsmodels.api as sm

    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w, model="ols", effects="none", errors="cluster")
    units = np.tile(np.arange(panel.N), panel.T)
    ols = sm.OLS(panel.frame["y"], sm.add_constant(panel.frame[["x1", "x2"]])).fit(
        cov_type="cluster", cov_kwds={"groups": units, "use_correction": False}
    )
    expected = ols.bse.to_numpy() * np.sqrt(panel.N / (panel.N - 1))
    assert fit.table()["se"].to_numpy()[:3] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("cov", ["expected", "observed", "sandwich", "cluster", "driscoll-kraay"])
@pytest.mark.parametrize("model", ["sar", "sem", "sac"])
def test_all_standard_errors_agree_when_errors_are_normal_and_independent(cov: str, model: str) -> None:
    panel, w = simulated(side=14, T=12, seed=3)
    reference = spatial_panel(panel, "y ~ x1 + x2", w, model=model, effects="twoways")
    fit = spatial_panel(panel, "y ~ x1 + x2", w, model=model, effects="twoways", errors=cov)
    ratio = fit.table()["se"] / reference.table()["se"]
    loose = 0.6 if cov == "driscoll-kraay" else 0.3
    assert ((ratio > 1 - loose) & (ratio < 1 + loose)).all()
    assert fit.covariance != "" and fit.params.equals(reference.params)


def test_results_carry_their_evidence() -> None:
    panel, w = simulated()
    fit = spatial_panel(panel, "y ~ x1 + x2", w)
    data = fit.to_dict()
    assert data["weights"] == "queen" and data["covariance"] == "expected information"
    assert data["nobs"] == (panel.N - 1) * (panel.T - 1)
    text = fit.summary()
    assert "spatial Durbin" in text and "Lee-Yu transformation" in text and "rho" in text
    assert fit.aic == pytest.approx(2 * 6 - 2 * fit.loglik)
    assert 0.0 < fit.r2_within < 1.0 and 0.0 < fit.r2 < 1.0


def test_a_long_fit_can_be_cancelled_between_factorisations() -> None:
    from gisplug.core.errors import Cancelled
    from gisplug.core.progress import Silent

    seen: list[str] = []

    class Impatient(Silent):
        def update(self, fraction: float, message: str = "") -> None:
            seen.append(message)

        def check(self) -> None:
            if any(message.startswith("Log-determinant 3") for message in seen):
                raise Cancelled

    panel, w = simulated(side=26, T=2)
    with pytest.raises(Cancelled):
        spatial_panel(panel, "y ~ x1 + x2", w, progress=Impatient())
    assert not any(message.startswith("Log-determinant 4") for message in seen)
