import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.quantile_regression import QuantReg

from gisplug.core.errors import ModelError
from gisplug.regression.quantile import quantile_panel
from tests.regression.simulated import panel_of, simulated


def location_scale(seed=1, units=80, periods=20):
    """y = mu + x + (1 + 0.5 x) u, so the slope at tau is 1 + 0.5 q(tau)."""
    frame = simulated(units, periods, seed=seed, beta=())
    rng = np.random.default_rng(seed)
    mu = np.tile(rng.normal(size=units), periods)
    frame["x"] = rng.uniform(0, 4, len(frame))
    frame["y"] = mu + frame["x"] + (1 + 0.5 * frame["x"]) * rng.normal(size=len(frame))
    return frame


@pytest.mark.parametrize("method", ["moments", "canay"])
def test_slopes_rise_over_quantiles_as_planted(method):
    fit = quantile_panel(panel_of(location_scale()), "y ~ x", [0.1, 0.5, 0.9], method=method, effects="unit", draws=30)
    for tau in (0.1, 0.5, 0.9):
        truth = 1 + 0.5 * stats.norm.ppf(tau)
        row = fit.estimates.loc[(tau, "x")]
        assert abs(row["estimate"] - truth) < 4 * row["se"]
    assert fit.estimates["estimate"].is_monotonic_increasing


def test_without_effects_the_two_steps_are_ordinary_quantile_regression():
    frame = location_scale()
    fit = quantile_panel(panel_of(frame), "y ~ x", [0.25], method="canay", effects="none", draws=20)
    X = np.column_stack([frame["x"], np.ones(len(frame))])
    assert fit.estimates["estimate"].iloc[0] == pytest.approx(
        QuantReg(frame["y"], X).fit(q=0.25).params.iloc[0], rel=1e-4
    )


def test_moments_are_location_plus_quantile_times_scale():
    fit = quantile_panel(panel_of(location_scale()), "y ~ x", [0.2, 0.5, 0.8], draws=20)
    line = (fit.estimates["estimate"] - fit.location["x"]) / fit.scale["x"]
    assert line.is_monotonic_increasing and abs(line.iloc[1]) < 0.2


@pytest.mark.slow
def test_bootstrap_intervals_cover_the_truth():
    inside = []
    for seed in range(60):
        fit = quantile_panel(
            panel_of(location_scale(seed, 40, 30)), "y ~ x", [0.75], effects="unit", draws=60, seed=seed
        )
        row = fit.estimates.iloc[0]
        inside.append(row["low"] <= 1 + 0.5 * stats.norm.ppf(0.75) <= row["high"])
    assert np.mean(inside) > 0.85


def test_the_same_seed_gives_the_same_errors():
    panel = panel_of(location_scale(units=20))
    one, two = (quantile_panel(panel, "y ~ x", [0.5], draws=20, seed=5).estimates for _ in range(2))
    assert one.equals(two)


def test_a_quantile_outside_the_unit_interval_is_refused():
    with pytest.raises(ModelError, match="between 0 and 1"):
        quantile_panel(panel_of(location_scale(units=10)), "y ~ x", [1.5])
