"""Spatial errors with fixed effects where rows are missing: dummies that the filter moves, without a dense matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import block_diag

from gisplug.core.errors import ModelError
from gisplug.numbers.sparse.factors import factorise
from gisplug.panel.frame import Panel
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.models.time_varying import error_estimation
from gisplug.spatial.models.time_varying.error_estimation import FilteredDummies
from gisplug.spatial.models.time_varying.varying_panel import varying_panel
from gisplug.spatial.models.time_varying.weights_by_period import weights_by_period
from tests.oracles.spatial_cases import lattice

SIDE, T = 6, 4
W = lattice(SIDE)
N = SIDE**2


def drawn(side: int, missing: float, seed: int = 0, periods: int = T) -> tuple[Panel, np.ndarray]:
    """y = x + mu + u, u = .5 W u + e, a share of the rows missing."""
    w, rng = lattice(side), np.random.default_rng(seed)
    x, mu = rng.standard_normal((periods, side**2)), rng.standard_normal(side**2)
    y = x + mu + factorise(w.matrix, 0.5).solve(rng.standard_normal((periods, side**2)).T).T
    present = rng.random(y.shape) >= missing
    frame = pd.DataFrame({"y": np.where(present, y, np.nan).ravel(), "x": x.ravel()})
    return Panel(frame, w.ids, tuple(range(periods)), unbalanced=missing > 0), present


@pytest.mark.parametrize("effects", ["unit", "time", "twoways"])
@pytest.mark.parametrize("lam", [-0.6, 0.0, 0.7])
def test_products_are_those_of_dense_dummies(effects: str, lam: float) -> None:
    panel, present = drawn(SIDE, 0.15)
    periods = weights_by_period(panel, W, present)
    columns = np.where(present[..., None], np.random.default_rng(1).standard_normal((T, N, 3)), 0.0)
    t, i = present.nonzero()
    units, times = np.eye(N)[i], np.eye(T)[t]
    D = {"unit": units, "time": times, "twoways": np.c_[units, times[:, 1:]]}[effects]
    by_period = {p: r.W.toarray() for r in periods.regimes for p in r.periods}
    B = np.eye(len(t)) - lam * block_diag(*(by_period[p] for p in range(T)))
    F, G = B @ columns[present], B @ D
    explained, logdet = FilteredDummies.of(columns, periods, effects).at(lam)
    np.testing.assert_allclose(explained, F.T @ G @ np.linalg.solve(G.T @ G, G.T @ F), rtol=1e-9, atol=1e-9)
    assert logdet == pytest.approx(np.linalg.slogdet(G.T @ G)[1], rel=1e-10, abs=1e-9)


@pytest.mark.parametrize("model", ["sem", "sdem"])
def test_without_holes_it_is_the_balanced_model(model: str) -> None:
    panel, _ = drawn(12, 0.0)
    ours = varying_panel(panel, "y ~ x", lattice(12), model, effects="unit")
    balanced = spatial_panel(panel, "y ~ x", lattice(12), model=model, effects="unit")
    np.testing.assert_allclose(ours.params, balanced.params[ours.params.index], rtol=2e-7)


def test_counties_are_no_longer_too_many() -> None:
    """3,025 units: their filtered dummies as a dense matrix would have 30 million entries."""
    panel, present = drawn(55, 0.08)
    fit = varying_panel(panel, "y ~ x", lattice(55), "sem")
    assert fit.by_period.n == present.sum()
    for name, truth in (("x", 1.0), ("lam", 0.5), ("sigma2", 1.0)):
        assert abs(fit.params[name] - truth) < 3.5 * np.sqrt(fit.cov.loc[name, name])


def test_more_units_than_offered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_estimation, "OFFERED_UNITS", 30)
    panel, _ = drawn(SIDE, 0.1)
    with pytest.raises(ModelError, match="is offered for 30 units at most; there are 36"):
        varying_panel(panel, "y ~ x", W, "sem")
    assert varying_panel(panel, "y ~ x", W, "sem", effects="time").params["lam"] > 0


def test_a_coarse_look_finds_the_same_maximum(monkeypatch: pytest.MonkeyPatch) -> None:
    panel, _ = drawn(SIDE, 0.1)
    fine = varying_panel(panel, "y ~ x", W, "sem")
    monkeypatch.setattr(error_estimation, "FEW_UNITS", 10)
    assert varying_panel(panel, "y ~ x", W, "sem").params["lam"] == pytest.approx(fine.params["lam"], abs=1e-7)
