"""The robustness table: every column is the regression that its heading says."""

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.gls import panel_gls
from gisplug.regression.robustness import robustness
from tests.regression.simulated import panel_of, simulated


@pytest.fixture(scope="module")
def panel():
    frame = simulated()
    return panel_of(frame.assign(z=np.cos(frame["x1"] * 3), g=np.exp(frame["x1"])))


def same(column, fit):
    pd.testing.assert_frame_equal(column.estimates, fit.estimates)


def test_every_column_is_the_regression_of_its_heading(panel):
    found = robustness(
        panel,
        "y ~ x1 + x2",
        samples={"Late": "period >= 2004", "East": "region = east"},
        key_lags=(1, 2),
        add=["z"],
        outcomes=["z"],
        checks=("winsorised", "lags", "lead_outcome", "unit_trends", "driscoll_kraay", "gls"),
        where="period != 2008",
    )
    options = {"errors": "robust", "where": "period != 2008"}
    by_hand = {
        "Baseline": fixed_effects(panel, "y ~ x1 + x2", **options),
        "Late": fixed_effects(panel, "y ~ x1 + x2", errors="robust", where="period >= 2004 and period < 2008"),
        "East": fixed_effects(panel, "y ~ x1 + x2", errors="robust", where="region = east and period < 2008"),
        "Winsorised 1%": fixed_effects(panel, "y ~ x1 + x2", winsorise=0.01, **options),
        "Lag 1": fixed_effects(panel, "y ~ L.x1 + x2", **options),
        "Lag 2": fixed_effects(panel, "y ~ L2.x1 + x2", **options),
        "Outcome led": fixed_effects(panel, "F.y ~ x1 + x2", **options),
        "Outcome z": fixed_effects(panel, "z ~ x1 + x2", **options),
        "With z": fixed_effects(panel, "y ~ x1 + x2 + z", **options),
        "Unit trends": fixed_effects(panel, "y ~ x1 + x2", trends=["unit"], **options),
        "Driscoll-Kraay": fixed_effects(panel, "y ~ x1 + x2", errors="driscoll-kraay", where="period < 2008"),
        "ML-GLS": panel_gls(panel, "y ~ x1 + x2", where="period < 2008"),
    }
    assert list(found) == list(by_hand)
    for head, fit in by_hand.items():
        same(found[head], fit)


def test_a_key_made_by_a_formula_is_lagged_whole(panel):
    found = robustness(panel, "y ~ log(g) + x2", checks=("lags",))
    plain = fixed_effects(panel, "y ~ L.x1 + x2", errors="robust")
    np.testing.assert_allclose(found["Lag 1"].estimates["estimate"], plain.estimates["estimate"], rtol=1e-9)
    assert found["Lag 1"].key == "L.log(g)"


def test_groupings_after_the_bar_stand_in_every_column_and_gls_refuses_them(panel):
    found = robustness(panel, "y ~ x1 + x2 | unit + region:period", checks=("winsorised",))
    same(found["Baseline"], fixed_effects(panel, "y ~ x1 + x2 | unit + region:period", errors="robust"))
    with pytest.raises(ModelError, match="check gls takes out unit and period effects only; region:period"):
        robustness(panel, "y ~ x1 + x2 | unit + region:period", checks=("gls",))


def test_controls_are_omitted_and_the_key_is_not(panel):
    wide = panel.with_columns({"held": np.tile(np.arange(40.0), (8, 1))})
    found = robustness(wide, "y ~ x1 + held", checks=("gls", "lags"), collinear="omit")
    same(found["Baseline"], fixed_effects(panel, "y ~ x1", errors="robust"))
    copied = robustness(wide.with_columns({"twice": 2 * panel.array("x1")}), "y ~ x1 + twice", collinear="omit")
    same(copied["Lag 1"], fixed_effects(panel, "y ~ L.x1", errors="robust"))
    assert all(list(column.fit.omitted) == ["held"] for column in found.values())
    same(found["Lag 1"], fixed_effects(panel, "y ~ L.x1", errors="robust"))
    with pytest.raises(ModelError, match="held is not identified"):
        robustness(wide, "y ~ held + x1", checks=(), collinear="omit")


@pytest.mark.parametrize("options, said", [({"checks": ("lag",)}, "Checks are"), ({"key_lags": (0,)}, "from 1")])
def test_unknown_checks_and_lags_below_one_are_told(panel, options, said):
    with pytest.raises(ModelError, match=said):
        robustness(panel, "y ~ x1", **{"checks": ("lags",), **options})
