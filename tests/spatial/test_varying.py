"""Weights by period and unbalanced panels: equal to the balanced estimators where those exist, right where they do
not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.core.errors import JoinError, PanelError
from gisplug.numbers.demeaning import lost_degrees, within
from gisplug.panel.frame import Panel
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.models.time_varying.error_estimation import error_model
from gisplug.spatial.models.time_varying.estimation import lag_or_none
from gisplug.spatial.models.time_varying.varying_panel import varying_panel
from gisplug.spatial.models.time_varying.weights_by_period import weights_by_period
from gisplug.weights.weights import Weights
from tests.spatial.oracle import INCOME, MUNNELL, income, munnell, panel_of, weights_of

N, T, RHO, RUNS = 36, 6, 0.4, 200


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
@pytest.mark.parametrize("model", ["slx", "sdm"])
def test_a_balanced_panel_with_one_w_gives_the_lee_yu_transformation(model, effects):
    """With one W and no holes the unbiased score is that of Lee & Yu, whose oracles are spatial_panel's."""
    ours = varying_panel(*(income()[0], INCOME, income()[1]), model=model, effects=effects)
    theirs = spatial_panel(*(income()[0], INCOME, income()[1]), model=model, effects=effects, correction="transform")
    np.testing.assert_allclose(ours.params, theirs.params, rtol=1e-6)
    shared = [t for t in theirs.params.index if t != "lam"]
    np.testing.assert_allclose(
        np.sqrt(np.diag(ours.cov.loc[shared, shared])), np.sqrt(np.diag(theirs.cov.loc[shared, shared])), rtol=0.15
    )


def test_spatial_errors_of_a_balanced_panel_are_those_of_the_lee_yu_transformation():
    ours = varying_panel(*(munnell()[0], MUNNELL, munnell()[1]), model="sem", effects="twoways")
    theirs = spatial_panel(
        *(munnell()[0], MUNNELL, munnell()[1]), model="sem", effects="twoways", correction="transform"
    )
    np.testing.assert_allclose(ours.params, theirs.params, rtol=1e-6)


def test_without_correction_it_is_the_direct_likelihood():
    ours = varying_panel(*(munnell()[0], MUNNELL, munnell()[1]), effects="unit", correction="none")
    theirs = spatial_panel(*(munnell()[0], MUNNELL, munnell()[1]), effects="unit", correction="none")
    np.testing.assert_allclose(ours.params, theirs.params, rtol=1e-9)
    assert ours.loglik == pytest.approx(theirs.loglik, abs=1e-8)


def _changing(seed=1):
    rng = np.random.default_rng(seed)
    raw = [rng.random((N, N)) * (rng.random((N, N)) < 0.12) for _ in range(T)]
    for M in raw:
        np.fill_diagonal(M, 0.0)
    ids = tuple(f"u{i:04d}" for i in range(N))
    w = {2000 + t: Weights(csr_array(M), ids, f"w{t}", "row") for t, M in enumerate(raw)}
    return rng, w, rng.random((T, N)) < 0.85


def _draw(rng, periods, twoways, error=False):
    mu, xi, x, e = rng.normal(size=N), rng.normal(size=T) * twoways, rng.normal(size=(T, N)), rng.normal(size=(T, N))
    x, y = x + mu, np.zeros((T, N))
    for r in periods.regimes:
        for t in r.periods:
            A, mean = np.eye(len(r.rows)) - RHO * r.W.toarray(), x[t, r.rows] + mu[r.rows] + xi[t]
            y[t, r.rows] = mean + np.linalg.solve(A, e[t, r.rows]) if error else np.linalg.solve(A, mean + e[t, r.rows])
    return y, x


@pytest.mark.slow
@pytest.mark.parametrize("effects", ["unit", "twoways"])
def test_changing_weights_and_missing_rows_are_recovered(effects):
    """36 units x 6 periods, 15 % of rows absent, a new random W each period; 200 seeds."""
    rng, w, present = _changing()
    periods = weights_by_period(panel_of({"y": np.zeros((T, N))}), w, present)
    true, adjusted, se, direct = np.array([1.0, RHO, 1.0]), [], [], []
    for _ in range(RUNS):
        y, x = _draw(rng, periods, effects == "twoways")
        X = np.where(present, x, 0.0)[..., None]
        found = lag_or_none(y, X, periods, effects, True, True)
        adjusted.append(found.values)
        se.append(np.sqrt(np.diag(found.cov)))
        direct.append(lag_or_none(y, X, periods, effects, True, False).values)
    left, error = np.mean(adjusted, axis=0) - true, np.std(adjusted, axis=0) / np.sqrt(RUNS)
    assert (np.abs(left) < 3.5 * error + 0.002).all(), left
    assert np.mean(direct, axis=0)[2] < 0.85, "the direct sigma2 is biased by the effects"
    covered = (np.abs(np.array(adjusted) - true) < 1.96 * np.array(se)).mean(axis=0)
    assert (covered > 0.95 - 4 * np.sqrt(0.95 * 0.05 / RUNS)).all(), covered


@pytest.mark.slow
def test_spatial_errors_with_changing_weights_are_recovered():
    rng, w, present = _changing(2)
    periods = weights_by_period(panel_of({"y": np.zeros((T, N))}), w, present)
    found = []
    for _ in range(60):
        y, x = _draw(rng, periods, True, error=True)
        found.append(error_model(y, np.where(present, x, 0.0)[..., None], periods, "twoways", True).values)
    error = np.std(found, axis=0) / np.sqrt(60)
    assert (np.abs(np.mean(found, axis=0) - [1.0, RHO, 1.0]) < 3.5 * error).all()


def _unbalanced(seed=3):
    rng, w, present = _changing(seed)
    base = panel_of({"y": np.zeros((T, N))})
    y, x = _draw(rng, weights_by_period(base, w, present), True)
    frame = base.frame.assign(y=np.where(present, y, np.nan).ravel(), x=np.where(present, x, np.nan).ravel())
    return Panel(frame, base.ids, base.periods, unbalanced=True), w, present


def test_absent_rows_are_counted_and_named_and_nothing_is_balanced():
    panel, w, present = _unbalanced()
    fit = varying_panel(panel, "y ~ x", w, model="sdm")
    note = fit.report.having("unbalanced")[0]
    assert len(note.ids) == (~present).sum() and "assumed unrelated" in note.text
    assert fit.by_period.n == present.sum() and fit.nobs == present.sum() - lost_degrees("twoways", present)
    assert np.isnan(fit.residuals[~present]).all() and np.isfinite(fit.residuals[present]).all()
    assert "by period" in fit.statistics["Weights"] and fit.summary() and fit.to_dict()["rows"] == present.sum()


def test_missing_rows_of_a_panel_not_read_as_unbalanced_are_refused():
    panel, w, _ = _unbalanced()
    with pytest.raises(PanelError, match="unbalanced=True"):
        varying_panel(Panel(panel.frame, panel.ids, panel.periods), "y ~ x", w)


def test_a_period_without_weights_is_refused():
    panel, w, _ = _unbalanced()
    with pytest.raises(JoinError, match="2003"):
        varying_panel(panel, "y ~ x", {k: v for k, v in w.items() if k != 2003})


def test_effects_by_period_equal_those_of_dense_matrices():
    panel, w, _ = _unbalanced()
    fit = varying_panel(panel, "y ~ x", w, model="sdm")
    frame, dense, rows = fit.effects_by_period(draws=100)["estimate"], [], []
    for r in sorted(fit.by_period.regimes, key=lambda r: r.periods):
        W, eye = r.W.toarray(), np.eye(len(r.rows))
        S = np.linalg.solve(eye - fit.rho * W, fit.params["x"] * eye + fit.params["W*x"] * W)
        dense.append((np.trace(S) / len(S), S.sum() / len(S)))
        rows.append(len(S))
        period = 2000 + r.periods[0]
        assert frame[(period, "x", "direct")] == pytest.approx(dense[-1][0], rel=1e-9)
        assert frame[(period, "x", "total")] == pytest.approx(dense[-1][1], rel=1e-9)
    average = np.average(dense, axis=0, weights=rows)
    whole = fit.effects(draws=100)["estimate"]
    np.testing.assert_allclose([whole[("x", "direct")], whole[("x", "total")]], average, rtol=1e-9)
    a, b = fit.effects(method="delta")["se"], fit.effects(draws=4000)["se"]
    np.testing.assert_allclose(a, b, rtol=0.2)


def test_within_with_missing_rows_equals_least_squares_on_dummies():
    rng = np.random.default_rng(0)
    present = rng.random((5, 9)) < 0.7
    values = rng.normal(size=(5, 9))
    t, i = present.nonzero()
    D = np.c_[np.eye(9)[i], np.eye(5)[t]]
    left = values[present] - D @ np.linalg.lstsq(D, values[present], rcond=None)[0]
    np.testing.assert_allclose(within(values, "twoways", present)[present], left, atol=1e-10)
    assert lost_degrees("twoways", present) == np.linalg.matrix_rank(D)


def test_a_cross_section_is_the_pooled_model():
    one = panel_of(
        {"y": np.random.default_rng(0).normal(size=(1, 9)), "x": np.random.default_rng(1).normal(size=(1, 9))}
    )
    W = np.roll(np.eye(9), 1, axis=1) / 2 + np.roll(np.eye(9), -1, axis=1) / 2
    a = varying_panel(one, "y ~ x", weights_of(W), model="sar", effects="none")
    b = spatial_panel(one, "y ~ x", weights_of(W), model="sar", effects="none")
    np.testing.assert_allclose(a.params, b.params, rtol=1e-8)
    assert isinstance(a.table(), pd.DataFrame)


def test_random_log_determinants_are_told_with_their_error():
    panel, w, _ = _unbalanced()
    exact, found = (varying_panel(panel, "y ~ x", w, model="sar", log_determinant=how) for how in ("exact", "probes"))
    assert abs(found.rho - exact.rho) < 0.1 * float(np.sqrt(exact.cov.loc["rho", "rho"]))
    assert found.report.having("random-log-determinant") and not exact.report.having("random-log-determinant")
