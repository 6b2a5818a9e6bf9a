"""Average, unit, ordered and group effects against dense algebra."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from gisplug.core.errors import JoinError, ModelError
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.effects.by_unit import unit_effects
from gisplug.spatial.effects.shocks import effects_between_groups, effects_by_order, shock_effects
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.weights.weights import Weights
from tests.oracles.spatial_cases import lattice, us48
from tests.spatial.test_spatial_properties import simulated


def ring(w: Weights) -> Weights:
    N = len(w)
    matrix = np.roll(np.eye(N), 1, axis=1) + 0.5 * np.roll(np.eye(N), -2, axis=1)
    return Weights(sp.csr_array(matrix), w.ids, "ring", "spectral")


CASES = {
    "sdm": {},
    "sar": {"model": "sar"},
    "spectral": {"effects": "unit", "uneven": True},
    "other W for x": {"effects": "unit", "other": True},
    "slx": {"model": "slx"},
    "sdem": {"model": "sdem", "other": True},
    "ols": {"model": "ols"},
    "gns": {"model": "gns", "effects": "unit"},
    "one lagged": {"lagged": ["x2"]},
}


def fitted(case: str, side: int = 6) -> SpatialFit:
    options = dict(CASES[case])
    panel, w = simulated(side)
    if options.pop("uneven", False):
        w = replace(w, normalise="spectral")
    if options.pop("other", False):
        options["w_x"] = ring(w)
    return spatial_panel(panel, "y ~ x1 + x2", w, **options)


def dense(
    fit: SpatialFit, name: str, rho: float | None = None, beta: float | None = None, theta: float | None = None
) -> np.ndarray:
    """S = (I - rho W)^-1 (beta I + theta W_x)."""
    one = np.eye(fit.N)
    W = fit.w.matrix.toarray() if fit.w is not None else 0.0 * one
    V = fit.w_x.matrix.toarray() if fit.w_x is not None else 0.0 * one
    rho = fit.rho if rho is None else rho
    beta = float(fit.beta[name]) if beta is None else beta
    theta = float(fit.theta[name]) if theta is None else theta
    return np.linalg.solve(one - rho * W, beta * one + theta * V)


@pytest.mark.parametrize("case", CASES)
def test_average_effects_are_exact(case: str) -> None:
    fit = fitted(case)
    found = fit.effects(method="delta")["estimate"]
    for name in fit.regressors:
        S = dense(fit, name)
        direct, total = np.trace(S) / fit.N, S.sum() / fit.N
        assert found[name].to_numpy() == pytest.approx([direct, total - direct, total], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", ["sdm", "spectral", "other W for x", "gns"])
def test_delta_errors_are_the_slopes_of_the_dense_effects(case: str) -> None:
    fit = fitted(case)
    frame, step = fit.effects(method="delta"), 1e-5
    terms = ["x1", "W*x1", "rho"]
    slopes = np.zeros((3, 3))
    for j, key in enumerate(("beta", "theta", "rho")):
        base = {"beta": fit.beta["x1"], "theta": fit.theta["x1"], "rho": fit.rho}
        ends = [dense(fit, "x1", **{**base, key: base[key] + s * step}) for s in (1, -1)]
        parts = [(np.trace(S) / fit.N, S.sum() / fit.N) for S in ends]
        d, t = ((parts[0][i] - parts[1][i]) / (2 * step) for i in (0, 1))
        slopes[:, j] = d, t - d, t
    cov = fit.cov.loc[terms, terms].to_numpy()
    se = np.sqrt(np.einsum("ip,pq,iq->i", slopes, cov, slopes))
    assert frame.loc["x1", "se"].to_numpy() == pytest.approx(se, rel=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_simulated_errors_agree_with_the_delta_method_to_a_few_percent(case: str) -> None:
    fit = fitted(case, side=16)
    delta, drawn = fit.effects(method="delta"), fit.effects(draws=4000, seed=5)
    some = delta["se"] > 0
    assert drawn["estimate"].to_numpy() == pytest.approx(delta["estimate"].to_numpy(), rel=1e-9, abs=1e-12)
    assert drawn["se"][some].to_numpy() == pytest.approx(delta["se"][some].to_numpy(), rel=0.1)


def test_draws_depend_on_the_seed_only_and_rejections_are_counted() -> None:
    fit = fitted("sdm")
    a, b, c = (fit.effects(draws=200, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(a, b)
    assert not a["se"].equals(c["se"])
    found = average_effects(fit, draws=500, seed=1)
    assert found.draws == 500 and found.rejected == 0 and "none rejected" in found.note
    wide = fit.cov.copy()
    wide.loc["rho", "rho"] *= 60.0
    wild = average_effects(replace(fit, cov=wide), draws=500, seed=1)
    assert wild.rejected > 0 and f"{wild.rejected} rejected" in wild.note
    assert len(wild.samples) == 500 - wild.rejected  # type: ignore[arg-type]


def test_sparse_effects_equal_those_from_eigenvalues() -> None:
    """The same model on a lattice large enough for factorisations."""
    panel, w = simulated(side=26, T=3)
    fit = spatial_panel(panel, "y ~ x1 + x2", w)
    assert fit.logdet is not None and fit.logdet.method == "sparse factorisation"
    S = dense(fit, "x1")
    found = fit.effects(draws=300)["estimate"]["x1"]
    assert found["direct"] == pytest.approx(np.trace(S) / fit.N, rel=1e-11)
    assert found["total"] == pytest.approx(S.sum() / fit.N, rel=1e-11)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("side", [6, 24])
def test_unit_effects_are_the_diagonal_rows_and_columns(case: str, side: int) -> None:
    fit = fitted(case, side)
    found, S = unit_effects(fit, "x2"), dense(fit, "x2")
    own = np.diag(S)
    assert found["own"].to_numpy() == pytest.approx(own, rel=1e-9, abs=1e-12)
    assert found["received"].to_numpy() == pytest.approx(S.sum(axis=1) - own, rel=1e-8, abs=1e-11)
    assert found["sent"].to_numpy() == pytest.approx(S.sum(axis=0) - own, rel=1e-8, abs=1e-11)
    average = fit.effects(method="delta")["estimate"]["x2"]
    assert found["own"].mean() == pytest.approx(average["direct"], rel=1e-9)
    assert found["received"].mean() == pytest.approx(average["indirect"], rel=1e-8, abs=1e-11)
    assert found["sent"].mean() == pytest.approx(average["indirect"], rel=1e-8, abs=1e-11)


@pytest.mark.parametrize("case", ["sdm", "spectral", "sdem", "other W for x"])
def test_unit_effects_have_errors_by_delta_and_by_simulation(case: str) -> None:
    fit = fitted(case, side=16)
    delta, drawn = unit_effects(fit, "x1"), unit_effects(fit, "x1", method="simulation", draws=4000, seed=3)
    for kind in ("own", "received", "sent"):
        assert drawn[f"{kind}_se"].to_numpy() == pytest.approx(delta[f"{kind}_se"].to_numpy(), rel=0.15)
        sure = delta[f"{kind}_p"] < 0.05
        assert (delta[f"{kind}_class"][sure] != "not significant").all()
        assert (delta[f"{kind}_class"][~sure] == "not significant").all()


@pytest.mark.parametrize("case", CASES)
def test_a_shock_spreads_as_a_column_of_the_dense_matrix(case: str) -> None:
    fit = fitted(case)
    found = shock_effects(fit, "x1", "7", size=2.0, orders=4)
    column = 2.0 * dense(fit, "x1")[:, 7]
    assert found["effect"].to_numpy() == pytest.approx(column, rel=1e-9, abs=1e-12)
    parts = found[[f"step_{q}" for q in range(5)] + ["later"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(column, rel=1e-9, abs=1e-12)
    assert found.loc["7", "order"] == 0
    if case == "sdm":
        row, col = divmod(np.arange(fit.N), 6)
        assert (found["order"].to_numpy() == np.maximum(abs(row - 1), abs(col - 1))).all()


def test_effects_by_order_sum_to_the_averages() -> None:
    for case in ("sdm", "spectral", "other W for x", "slx"):
        fit = fitted(case)
        found, average = effects_by_order(fit, orders=200), fit.effects(method="delta")["estimate"]
        for name in fit.regressors:
            assert found.loc[name, "direct"].sum() == pytest.approx(average[name, "direct"], rel=1e-8)
            assert found.loc[name, "total"].sum() == pytest.approx(average[name, "total"], rel=1e-8)
            assert found.loc[name, "cumulative"].iloc[-1] == pytest.approx(1.0, rel=1e-8)


def test_effects_by_order_by_hand() -> None:
    fit = fitted("sdm")
    W, rho, beta, theta = fit.w.matrix.toarray(), fit.rho, fit.beta["x1"], fit.theta["x1"]  # type: ignore[union-attr]
    second = rho**2 * beta * W @ W + rho * theta * W @ W
    found = effects_by_order(fit, ["x1"], orders=3).loc[("x1", 2)]
    assert found["direct"] == pytest.approx(np.trace(second) / fit.N)
    assert found["total"] == pytest.approx(second.sum() / fit.N)


def test_effects_between_groups_are_block_sums() -> None:
    fit = fitted("other W for x")
    groups = {unit: "west" if i % 6 < 2 else "centre" if i % 6 < 4 else "east" for i, unit in enumerate(fit.ids)}
    found, S = effects_between_groups(fit, "x1", groups), dense(fit, "x1")
    label = np.array(list(groups.values()))
    block = S[np.ix_(label == "centre", label == "east")].sum() / (label == "centre").sum()
    assert found.loc[("east", "centre"), "estimate"] == pytest.approx(block, rel=1e-9)
    totals = found["estimate"].groupby("on").sum()
    assert totals["west"] == pytest.approx(S[label == "west"].sum() / (label == "west").sum(), rel=1e-9)
    assert (found["se"] > 0).all()


def test_unknown_units_variables_and_methods_are_named() -> None:
    fit = fitted("sdm")
    with pytest.raises(JoinError, match="Atlantis"):
        shock_effects(fit, "x1", "Atlantis")
    with pytest.raises(ModelError, match="x9"):
        unit_effects(fit, "x9")
    with pytest.raises(ModelError, match="delta"):
        fit.effects(method="bootstrap")
    with pytest.raises(JoinError, match="no group"):
        effects_between_groups(fit, "x1", {"0": "a"})


def test_feedback_of_theta_is_part_of_the_direct_effect() -> None:
    panel, w = us48()
    fit = spatial_panel(panel, "y ~ lag1 + lag5", w, effects="unit")
    found = fit.effects(method="delta")["estimate"]["lag1"]
    A = np.linalg.inv(np.eye(48) - fit.rho * w.matrix.toarray())
    without = fit.beta["lag1"] * np.trace(A) / 48
    assert abs(found["direct"] - without) > 0.01
    assert lattice(3).name == "queen"


def test_the_unit_of_a_shock_is_found_by_id_name_or_the_start_of_one_name() -> None:
    names = tuple(f"{'North' if i % 2 else 'South'} {i}" for i in range(36))
    fit = replace(fitted("sdm"), names=names)
    by_id = shock_effects(fit, "x1", "7")
    for unit in ("North 7", "north 7"):
        pd.testing.assert_frame_equal(shock_effects(fit, "x1", unit), by_id)
    with pytest.raises(JoinError, match="18 names begin so"):
        shock_effects(fit, "x1", "North")
