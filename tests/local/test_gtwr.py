"""GTWR: against dense regressions, by its limits, known coefficients found again, and the choice of time."""

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError
from gisplug.local.weighting.kernels import weigh
from gisplug.local.weighting.places import LocalPlaces
from gisplug.local.weighting.spacetime import SpaceTimeSmoother
from tests.local.panels import PLANE, panel_of, rows_of

YEARS = panel_of(rows_of(N=30, T=4, seed=3, drift=0.3)[0])
CLOCK = np.array([0.0, 1.0, 2.0, 4.0])
POINTS = np.random.default_rng(2).uniform(0, 100, (25, 2))
WAYS = [
    (kernel, adaptive, pace, past)
    for kernel in ("bisquare", "gaussian", "exponential")
    for adaptive in (True, False)
    for pace, past in ((0.0, False), (20.0, False), (20.0, True), (np.inf, False))
]


def dense(points, clock, kernel, adaptive, bandwidth, pace, past):
    """Weights (T N, T N), target by source, written out."""
    T, N = len(clock), len(points)
    at, when = np.tile(points, (T, 1)), np.repeat(clock, N)
    far = ((at[:, None] - at[None]) ** 2).sum(axis=2)
    gap = when[:, None] - when[None]
    far = np.where(gap == 0, far, np.inf) if np.isinf(pace) else far + (pace * gap) ** 2
    if past:
        far = np.where(gap < 0, np.inf, far)
    width = np.sqrt(np.sort(far, axis=1)[:, int(bandwidth) - 1])[:, None] * 1.0000001 if adaptive else bandwidth
    return weigh(far, width, kernel)


@pytest.mark.parametrize(("kernel", "adaptive", "pace", "past"), WAYS)
def test_sums_are_those_of_the_weights_written_out(kernel, adaptive, pace, past):
    columns = np.random.default_rng(4).normal(size=(4, 25, 2))
    for bandwidth in (5, 22) if adaptive else (15.0, 60.0):
        w = dense(POINTS, CLOCK, kernel, adaptive, bandwidth, pace, past)
        found = SpaceTimeSmoother(LocalPlaces(POINTS, False), CLOCK, kernel, adaptive, bandwidth, pace, past)
        for squared, own in ((False, w), (True, w**2)):
            wanted = (own @ columns.reshape(-1, 2)).reshape(columns.shape)
            assert found.sums(columns, squared) == pytest.approx(wanted, rel=1e-6, abs=1e-9)


def test_local_regressions_are_weighted_regressions_of_all_rows():
    found = gp.gtwr(YEARS, "y ~ a + b", bandwidth=40, pace=15.0, **PLANE)
    frame = YEARS.frame.reset_index()
    w = dense(frame[["px", "py"]].to_numpy()[:30], np.arange(4.0), "bisquare", True, 40, 15.0, False)
    X, y = np.column_stack([frame[["a", "b"]], np.ones(120)]), frame["y"].to_numpy()
    C = [np.linalg.solve(X.T @ (own[:, None] * X), (X * own[:, None]).T) for own in w]
    beta, hat = np.array([c @ y for c in C]), np.array([X[i] @ c for i, c in enumerate(C)])
    e = y - hat @ y
    variance = (e @ e) / (120 - np.trace(hat))
    wide, local = found.wide(), found.comparison.loc["local"]
    assert local["parameters"] == pytest.approx(np.trace(hat), rel=1e-6)
    assert wide[["a", "b", "Constant"]].to_numpy() == pytest.approx(beta, rel=1e-6, abs=1e-8)
    errors = np.sqrt(variance * np.array([(c**2).sum(axis=1) for c in C]))
    assert wide[["a se", "b se", "Constant se"]].to_numpy() == pytest.approx(errors, rel=1e-6)
    means = (w @ y) / w.sum(axis=1)
    total = np.array([own @ (y - m) ** 2 for own, m in zip(w, means, strict=True)])
    assert wide["r2"].to_numpy() == pytest.approx(1 - (w @ e**2) / total, rel=1e-6)


def test_without_time_it_is_a_pooled_gwr_and_with_time_alone_one_gwr_a_period():
    pooled = gp.gwr(YEARS, "y ~ a + b", effects="none", kernel="gaussian", adaptive=False, bandwidth=30.0, **PLANE)
    still = gp.gtwr(YEARS, "y ~ a + b", pace=0, kernel="gaussian", adaptive=False, bandwidth=30.0, **PLANE)
    assert still.comparison.loc["local"].to_numpy() == pytest.approx(pooled.comparison.loc["local"].to_numpy())
    own = still.wide()
    assert own[own["period"] == 2003]["a"].to_numpy() == pytest.approx(pooled.wide()["a"].to_numpy())
    apart = gp.gtwr(YEARS, "y ~ a + b", pace=1e9, bandwidth=20, **PLANE)
    year = gp.gwr(YEARS, "y ~ a + b", period=2003, bandwidth=20, **PLANE)
    one = apart.wide()
    assert one[one["period"] == 2003]["a"].to_numpy() == pytest.approx(year.wide()["a"].to_numpy(), rel=1e-6)


def test_past_only_does_not_know_the_future():
    frame = rows_of(N=30, T=4, seed=3, drift=0.3)[0]
    later = frame.assign(y=np.where(frame["year"] == 2004, 1e3 * frame["y"], frame["y"]))
    options = {"bandwidth": 25, "pace": 10.0, "past": True, **PLANE}
    first, second = (gp.gtwr(panel_of(f), "y ~ a + b", **options).wide() for f in (frame, later))
    known = (first["period"] < 2004).to_numpy()
    assert second.loc[known, "a"].to_numpy() == pytest.approx(first.loc[known, "a"].to_numpy(), rel=1e-8)
    assert second.loc[~known, "a"].to_numpy() != pytest.approx(first.loc[~known, "a"].to_numpy(), rel=0.1)


def test_known_coefficients_are_found_again_and_time_counts():
    frame, beta = rows_of(N=100, T=4, seed=9, drift=0.5)
    found = gp.gtwr(panel_of(frame), "y ~ a + b", kernel="gaussian", adaptive=False, **PLANE)
    wide = found.wide()
    assert np.corrcoef(wide["a"], beta.ravel())[0, 1] > 0.97
    assert np.sqrt(((wide["a"] - beta.ravel()) ** 2).mean()) < 0.2
    scores = found.search.groupby("pace")["score"].min()
    assert 0 < found.options["pace"] < np.inf
    assert scores.min() < min(scores[0.0], scores[np.inf]) - 10
    assert found.comparison.loc["local", "AICc"] == pytest.approx(scores.min(), rel=1e-9)


def test_effects_are_taken_out_before():
    found = gp.gtwr(
        YEARS, "y ~ a + b", effects="twoways", kernel="gaussian", adaptive=False, bandwidth=1e6, pace=0, **PLANE
    )
    plain = gp.fixed_effects(YEARS, "y ~ a + b", errors="classical")
    assert found.by_term.loc[["a", "b"], "mean"].to_numpy() == pytest.approx(plain.estimates["estimate"].to_numpy())
    assert found.comparison.loc["local", "parameters"] == pytest.approx(2 + 30 + 4 - 1, rel=1e-6)
    assert found.report.having("effects-before")


def test_what_cannot_be_is_refused_by_name():
    with pytest.raises(ParameterError, match="two periods"):
        gp.gtwr(YEARS, "y ~ a + b", period=2002, **PLANE)
    with pytest.raises(ParameterError, match="pace"):
        gp.gtwr(YEARS, "y ~ a + b", pace=-1.0, **PLANE)
    frame = rows_of(N=30, T=4, seed=3)[0].iloc[1:]
    from gisplug.panel.read import read_panel

    fewer = read_panel(frame, unit="unit", period="year", unbalanced=True)
    with pytest.raises(ParameterError, match="are absent"):
        gp.gtwr(fewer, "y ~ a + b", **PLANE)
    assert (
        gp.gtwr(fewer, "y ~ a + b", adaptive=False, kernel="gaussian", bandwidth=40.0, pace=10.0, **PLANE).rows.shape[0]
        == 119
    )
    with pytest.raises(ModelError, match="too narrow"):
        gp.gtwr(YEARS, "y ~ a + b", adaptive=False, bandwidth=0.5, pace=10.0, **PLANE)
