import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels import datasets
from statsmodels.regression.quantile_regression import QuantReg

from gisplug.core.errors import ModelError
from gisplug.regression.quantile import quantile_panel
from gisplug.regression.quantiles.check_loss import check_loss
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


ENGEL = {  # statsmodels' copy of Engel's food data; quantreg's rq gives the same digits (Koenker & Hallock 2001)
    0.25: (95.48353963, 0.47410321),
    0.5: (81.48224741, 0.56018062),
    0.75: (62.39658443, 0.64401400),
}


def test_pooled_regression_of_engel_is_that_of_quantreg():
    frame = datasets.engel.load_pandas().data
    frame = pd.concat([frame, frame]).assign(
        unit=[f"u{i:03d}" for i in range(235)] * 2, period=np.repeat([2000, 2001], 235)
    )
    fit = quantile_panel(panel_of(frame), "foodexp ~ income", list(ENGEL), method="pooled", draws=20)
    for tau, (constant, slope) in ENGEL.items():
        assert fit.estimates.loc[(tau, "income"), "estimate"] == pytest.approx(slope, rel=1e-6)
        assert fit.constants.loc[tau, "estimate"] == pytest.approx(constant, rel=1e-6)
    assert fit.tests.loc["income", "p"] < 0.001 and fit.tests.loc["income", "df"] == 2


@pytest.mark.parametrize("effects", ["none", "unit", "twoways"])
def test_dummies_and_pseudo_r2_are_those_of_statsmodels(effects):
    frame = location_scale(units=12, periods=15)
    method = "pooled" if effects == "none" else "dummies"
    fit = quantile_panel(panel_of(frame), "y ~ x", [0.3, 0.7], method=method, effects=effects, draws=20)
    parts = [frame[["x"]].assign(one=1.0)]
    parts += [pd.get_dummies(frame["unit"], drop_first=True).astype(float)] if effects != "none" else []
    parts += [pd.get_dummies(frame["period"], drop_first=True).astype(float)] if effects == "twoways" else []
    for tau in (0.3, 0.7):
        other = QuantReg(frame["y"], pd.concat(parts, axis=1)).fit(q=tau, max_iter=5000, p_tol=1e-9)
        assert fit.estimates.loc[(tau, "x"), "estimate"] == pytest.approx(other.params["x"], abs=2e-4)
        assert fit[tau].statistics["Pseudo R2"] == pytest.approx(other.prsquared, abs=2e-4)
        assert check_loss(frame["y"] - fit[tau].predict().to_numpy(), tau) <= check_loss(other.resid, tau) * (1 + 1e-9)


def test_the_constant_of_pooled_quantiles_goes_through_the_data():
    frame = location_scale(units=12, periods=15)
    fit = quantile_panel(panel_of(frame), "y ~ x", [0.3], method="pooled", draws=20)
    line = fit[0.3].constant_row().loc["Constant", "estimate"] + fit[0.3].params["x"] * frame["x"]
    assert np.mean(frame["y"] < line) == pytest.approx(0.3, abs=0.02)
    assert fit[0.3].constant_row("first").equals(fit[0.3].constant_row())


def test_slopes_that_are_equal_are_rarely_told_apart():
    frame = simulated(20, 8, seed=5, beta=(1.0,))
    fit = quantile_panel(panel_of(frame), "y ~ x1", [0.25, 0.5, 0.75], method="pooled", draws=40)
    assert fit.tests.loc["x1", "p"] > 0.05
    with pytest.raises(ModelError, match="say it once"):
        quantile_panel(panel_of(frame), "y ~ x1 | unit", [0.5], method="pooled", draws=20)
