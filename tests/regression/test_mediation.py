"""Mediation: steps equal the regressions, Sobel by hand, truth recovered, paths sum to the total."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from gisplug.core.errors import ModelError
from gisplug.panel.read import read_panel
from gisplug.regression.mediation import mediation
from gisplug.regression.mediation_paths import path_effects

A, B, DIRECT = 0.8, 0.5, 0.3


def simulated(units=80, periods=10, seed=1):
    rng = np.random.default_rng(seed)
    shape = (periods, units)
    unit, time = rng.normal(size=units), rng.normal(size=(periods, 1))
    x = rng.normal(size=shape) + unit + time
    z = rng.normal(size=shape)
    m = A * x + 0.4 * z + unit - time + rng.normal(size=shape)
    y = DIRECT * x + B * m - 0.2 * z + 2 * unit + time + rng.normal(size=shape)
    return panel_of({"y": y, "x": x, "m": m, "z": z})


def panel_of(columns):
    periods, units = next(iter(columns.values())).shape
    frame = pd.DataFrame(
        {
            "unit": np.tile([f"u{k}" for k in range(units)], periods),
            "year": np.repeat(range(2000, 2000 + periods), units),
        }
    )
    return read_panel(frame.assign(**{k: v.ravel() for k, v in columns.items()}), unit="unit", period="year")


def dummies_fit(panel, y, names):
    frame = panel.frame
    unit, year = (pd.get_dummies(frame.index.get_level_values(k), drop_first=True).to_numpy(float) for k in (0, 1))
    X = np.column_stack([frame[names], np.ones(len(frame)), unit, year])
    return sm.OLS(frame[y].to_numpy(), X).fit()


def test_the_steps_equal_least_squares_with_dummies_and_sobel_is_as_by_hand():
    panel = simulated()
    made = mediation(panel, "y ~ x + z", ["m"], errors="classical", draws=0)
    first, second = dummies_fit(panel, "m", ["x", "z"]), dummies_fit(panel, "y", ["x", "m", "z"])
    a, b = first.params[0], second.params[1]
    effects = made.effects.loc["m"]
    assert effects.loc["indirect", "estimate"] == pytest.approx(a * b, rel=1e-9)
    sobel = np.sqrt(a**2 * second.bse[1] ** 2 + b**2 * first.bse[0] ** 2)
    assert effects.loc["indirect", "se"] == pytest.approx(sobel, rel=1e-9)
    assert effects.loc["direct", "estimate"] == pytest.approx(second.params[0], rel=1e-9)


def test_total_is_direct_plus_indirect():
    effects = mediation(simulated(), "y ~ x + z", ["m"], draws=0).effects["estimate"].loc["m"]
    assert effects["total"] == pytest.approx(effects["direct"] + effects["indirect"], rel=1e-9)
    assert effects["share"] == pytest.approx(effects["indirect"] / effects["total"])


def test_the_bootstrap_is_seeded_covers_the_truth_and_is_near_sobel():
    one, two = (mediation(simulated(), "y ~ x + z", ["m"], draws=200, seed=5).effects for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    row = one.loc[("m", "indirect")]
    assert row["boot_low"] < A * B < row["boot_high"]
    assert (row["boot_high"] - row["boot_low"]) == pytest.approx(row["high"] - row["low"], rel=0.3)


def test_a_variable_has_one_part_only():
    with pytest.raises(ModelError, match="m stands twice"):
        mediation(simulated(), "y ~ x + m", ["m"])


def treated_panel(units=150, periods=12, seed=2):
    """Treatment moves m1 by 1 and m2 by .5 + .6 m1; y = .7 m1 + .4 m2 + .2 treated: paths .94 (m1 and on), .2 (m2),
    .2.
    """
    rng = np.random.default_rng(seed)
    shape = (periods, units)
    start = rng.choice([4, 6, 8, 99], units)
    a = (np.arange(periods)[:, None] >= start).astype(float)
    unit, time = rng.normal(size=units), rng.normal(size=(periods, 1))
    m1 = a + unit + time + 0.5 * rng.normal(size=shape)
    m2 = 0.5 * a + 0.6 * m1 + unit - time + 0.5 * rng.normal(size=shape)
    y = 0.7 * m1 + 0.4 * m2 + 0.2 * a + 3 * unit + time + 0.5 * rng.normal(size=shape)
    return panel_of({"y": y, "a": a, "m1": m1, "m2": m2})


PATHS = {"m1": 0.7 + 0.6 * 0.4, "m2": 0.4 * 0.5, "direct": 0.2}


@pytest.mark.parametrize("learner", ["linear", "boosting"])
def test_paths_are_recovered_and_sum_to_the_total(learner):
    made = path_effects(treated_panel(), "y ~ a", ["m1", "m2"], learner=learner, draws=0).effects["estimate"]
    assert made[["m1", "m2", "direct"]].sum() == pytest.approx(made["total"], abs=1e-12)
    for path, truth in PATHS.items():
        assert made[path] == pytest.approx(truth, abs=0.12), path


def test_the_linear_learner_is_a_product_of_coefficients():
    rng = np.random.default_rng(4)
    a = (rng.random((1, 400)) < 0.5).astype(float)
    m = 1.0 + 0.9 * a + rng.normal(size=a.shape)
    y = 0.5 * m + 0.3 * a + rng.normal(size=a.shape)
    made = path_effects(panel_of({"y": y, "a": a, "m": m}), "y ~ a | 0", ["m"], learner="linear", draws=0).effects[
        "estimate"
    ]
    treated, m, y = a[0] == 1, m[0], y[0]
    slope = np.polyfit(m[treated], y[treated], 1)[0]
    assert made["m"] == pytest.approx(slope * (m[treated].mean() - m[~treated].mean()), rel=1e-9)
    assert made["total"] == pytest.approx(y[treated].mean() - y[~treated].mean(), rel=1e-9)


def test_intervals_of_the_paths_cover_the_truth():
    made = path_effects(treated_panel(), "y ~ a", ["m1", "m2"], learner="linear", draws=100).effects
    for path, truth in PATHS.items():
        assert made.loc[path, "low"] < truth < made.loc[path, "high"], path


def test_a_treatment_that_is_not_0_and_1_is_refused():
    with pytest.raises(ModelError, match="must be 0 and 1"):
        path_effects(treated_panel(), "y ~ m1", ["m2"])


def test_controls_are_omitted_from_every_step_and_keys_are_not():
    panel = simulated()
    panel = panel.with_columns({"copy": 2 * panel.array("z"), "held": np.tile(np.arange(80.0), (10, 1))})
    made = mediation(panel, "y ~ x + z + copy + held", ["m"], draws=20, collinear="omit")
    plain = mediation(panel, "y ~ x + z", ["m"], draws=20)
    pd.testing.assert_frame_equal(made.effects, plain.effects)
    assert sorted(made.omitted) == ["copy", "held"] and "Omitted: copy" in str(made.report)
    with pytest.raises(ModelError, match="held is not identified"):
        mediation(panel, "y ~ x + z", ["held"], draws=0, collinear="omit")


def test_a_control_made_of_regressor_and_mediator_is_omitted():
    panel = simulated()
    panel = panel.with_columns({"made": panel.array("x") - panel.array("m")})
    made = mediation(panel, "y ~ x + made", ["m"], draws=0, collinear="omit")
    pd.testing.assert_frame_equal(made.effects, mediation(panel, "y ~ x", ["m"], draws=0).effects)


def test_lags_of_mediators_see_rows_left_out():
    panel = simulated()
    late = np.repeat(np.array(panel.periods) >= 2003, panel.N)
    words = mediation(panel, "y ~ x + z", ["lag(m)"], where="period >= 2003", draws=0)
    mask = mediation(panel, "y ~ x + z", ["lag(m)"], where=late, draws=0)
    pd.testing.assert_frame_equal(words.effects, mask.effects)
    assert words.steps["y"].n == 80 * 7


def test_covariates_that_the_effects_explain_are_refused_or_omitted():
    panel = treated_panel()
    held = panel.with_columns({"held": np.tile(np.arange(150.0), (12, 1)), "z": np.cos(panel.array("m1"))})
    with pytest.raises(ModelError, match="held does not vary within units"):
        path_effects(held, "y ~ a + z + held", ["m1"], learner="linear", draws=0)
    made = path_effects(held, "y ~ a + z + held", ["m1"], learner="linear", draws=0, collinear="omit")
    plain = path_effects(held, "y ~ a + z", ["m1"], learner="linear", draws=0)
    pd.testing.assert_frame_equal(made.effects, plain.effects)
    assert list(made.omitted) == ["held"]


def test_mediators_are_tested_one_by_one_and_jointly():
    panel = simulated()
    rng = np.random.default_rng(2)
    panel = panel.with_columns({"n": rng.normal(size=(panel.T, panel.N))})
    made = mediation(panel, "y ~ x + z", ["m", "n"], errors="classical", draws=0)
    assert list(made.tests.index) == ["m", "n", "jointly"]
    alone = made.steps["y | m"].estimates.loc["m"]
    assert made.tests.loc["m", "statistic"] == pytest.approx(alone["stat"] ** 2)
    assert made.tests.loc["m", "p"] == pytest.approx(alone["p"])
    full, less = (made.steps[k] for k in ("y | m, n", "y"))
    rss = [(f.residuals**2).sum() for f in (less, full)]
    df = made.tests.loc["jointly", "df_resid"]
    assert made.tests.loc["jointly", "statistic"] == pytest.approx(
        (rss[0] - rss[1]) / 2 / (rss[1] / df)
    )  # the F of sums
    assert made.tests.loc["jointly", "p"] < 0.01 < made.tests.loc["n", "p"]
