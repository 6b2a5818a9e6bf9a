"""The robustness table: every column is the regression that its heading says."""

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.regression.dynamic_gmm import dynamic_gmm
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.gls import panel_gls
from gisplug.regression.instrumental_variables import instrumental_variables
from gisplug.regression.quantile import quantile_panel
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


def test_other_estimators_are_columns_of_the_same_table():
    frame = simulated(16, 7)
    panel = panel_of(frame.assign(z=np.cos(frame["x1"] * 3)))
    checks = ("gls", "median", "pooled_median", "difference_gmm", "system_gmm", "2sls")
    found = robustness(panel, "y ~ x1 + x2", checks=checks, instruments=["z"], where="period != 2007")
    where = {"where": "period != 2007"}
    same(found["2SLS"], instrumental_variables(panel, "y ~ x1 + x2", endogenous=["x1"], instruments=["z"], **where))
    for head, system in (("Difference GMM", False), ("System GMM", True)):
        same(found[head], dynamic_gmm(panel, "y ~ x1 + x2", endogenous=["x1"], system=system, **where))
    same(found["Pooled median"], quantile_panel(panel, "y ~ x1 + x2", [0.5], method="pooled", **where).column(0.5))
    same(found["Median"], quantile_panel(panel, "y ~ x1 + x2", [0.5], **where).column(0.5))
    assert list(found)[1:] == ["ML-GLS", "Median", "Pooled median", "Difference GMM", "System GMM", "2SLS"]


def test_trimmed_rows_are_within_the_quantiles_of_all_rows(panel):
    found = robustness(panel, "y ~ x1 + x2", checks=("trimmed",), winsorise=0.05, where="period != 2008")
    columns = panel.arrays(["y", "x1", "x2"])[:-1].reshape(-1, 3)
    low, high = np.quantile(columns, [0.05, 0.95], axis=0)
    kept = ((columns >= low) & (columns <= high)).all(axis=1)
    rows = np.r_[kept, np.zeros(panel.N, dtype=bool)]
    same(found["Trimmed 5%"], fixed_effects(panel, "y ~ x1 + x2", where=rows))
    assert found["Trimmed 5%"].nobs == kept.sum() < found["Baseline"].nobs


def test_two_stages_without_instruments_and_gmm_without_unit_effects_are_refused(panel):
    with pytest.raises(ModelError, match="instruments"):
        robustness(panel, "y ~ x1", checks=("2sls",))
    with pytest.raises(ModelError, match="GMM"):
        robustness(panel, "y ~ x1", checks=("system_gmm",), effects="time")
