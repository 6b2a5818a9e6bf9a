"""The constant of models with effects, and the R2 that Stata prints, against other programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.iv import IV2SLS
from linearmodels.panel import PanelOLS

from gisplug.core.errors import ModelError
from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.instrumental_variables import instrumental_variables

CLOSE = {"rel": 1e-9}


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    unit, year = np.repeat(np.arange(25), 6), np.tile(np.arange(2000, 2006), 25)
    z = rng.standard_normal(150) + 0.3 * unit / 25
    w = rng.standard_normal(150) + 2.0
    x = z + 0.5 * w + rng.standard_normal(150) + 3.0
    y = 0.5 * x - w + 0.2 * unit + 0.1 * (year - 2000) ** 2 + rng.standard_normal(150) * (1 + 0.1 * unit)
    frame = pd.DataFrame({"unit": [f"u{i:02d}" for i in unit], "year": year, "y": y, "x": x, "w": w, "z": z})
    return frame.drop(index=[3, 40, 77]).reset_index(drop=True)  # unbalanced


@pytest.fixture(scope="module")
def panel(rows: pd.DataFrame) -> Panel:
    return read_panel(rows, "unit", "year", unbalanced=True)


@pytest.mark.parametrize(("errors", "how"), [("classical", "unadjusted"), ("robust", "robust"), ("unit", "clustered")])
def test_constant_of_unit_effects_is_that_of_linearmodels(
    panel: Panel, rows: pd.DataFrame, errors: str, how: str
) -> None:
    fit = fixed_effects(panel, "y ~ x + w", effects="unit", errors=errors)
    more = {"cluster_entity": True} if how == "clustered" else {}
    other = PanelOLS.from_formula("y ~ 1 + x + w + EntityEffects", rows.set_index(["unit", "year"])).fit(
        cov_type=how, **more
    )
    line = fit.constant_row().loc["Constant"]
    assert line["estimate"] == pytest.approx(other.params["Intercept"], **CLOSE)
    # the clustered errors of the two differ by one factor, for all coefficients the same
    factor = fit.estimates.loc["x", "se"] / other.std_errors["x"]
    assert line["se"] == pytest.approx(other.std_errors["Intercept"] * factor, **CLOSE)
    assert factor == pytest.approx(1.0, rel=1e-9 if how != "clustered" else 0.03)


def test_constant_of_the_first_period_is_that_of_dummies(panel: Panel, rows: pd.DataFrame) -> None:
    fit = fixed_effects(panel, "y ~ x + w", effects="twoways", errors="robust")
    other = PanelOLS.from_formula(
        "y ~ 1 + x + w + C(t) + EntityEffects", rows.assign(t=rows["year"]).set_index(["unit", "year"])
    ).fit(cov_type="robust")
    line = fit.constant_row("first").loc["Constant"]
    assert line["estimate"] == pytest.approx(other.params["Intercept"], **CLOSE)
    assert line["se"] == pytest.approx(other.std_errors["Intercept"], **CLOSE)
    assert fit.r2_units == pytest.approx(other.rsquared, **CLOSE)
    assert fit.r2_units > fit.r2_within


def test_constant_of_two_stages_is_that_of_linearmodels(panel: Panel, rows: pd.DataFrame) -> None:
    fit = instrumental_variables(panel, "y ~ x + w", endogenous=["x"], instruments=["z"], effects="time")
    dummies = pd.get_dummies(rows["year"], drop_first=True).astype(float)
    exog = pd.concat([rows[["w"]], dummies], axis=1)
    exog.insert(0, "const", 1.0)
    other = IV2SLS(rows["y"], exog, rows[["x"]], rows[["z"]]).fit(cov_type="robust", debiased=True)
    line = fit.constant_row("first").loc["Constant"]
    assert line["estimate"] == pytest.approx(other.params["const"], **CLOSE)
    assert line["se"] == pytest.approx(other.std_errors["const"], **CLOSE)
    first = IV2SLS(rows["x"], pd.concat([exog, rows[["z"]]], axis=1), None, None).fit(cov_type="robust", debiased=True)
    line = fit.constant_row("first", "x").loc["Constant"]
    assert line["estimate"] == pytest.approx(first.params["const"], **CLOSE)
    assert line["se"] == pytest.approx(first.std_errors["const"], **CLOSE)


def test_constant_with_weights_is_that_of_linearmodels(rows: pd.DataFrame) -> None:
    weighted = rows.assign(size=np.exp(rows["z"]))
    panel = read_panel(weighted, "unit", "year", unbalanced=True)
    fit = fixed_effects(panel, "y ~ x + w", effects="unit", errors="robust", row_weights="size")
    by = weighted.set_index(["unit", "year"])
    other = PanelOLS.from_formula("y ~ 1 + x + w + EntityEffects", by, weights=by["size"]).fit(cov_type="robust")
    line = fit.constant_row().loc["Constant"]
    assert line["estimate"] == pytest.approx(other.params["Intercept"], **CLOSE)
    assert line["se"] == pytest.approx(other.std_errors["Intercept"], **CLOSE)


def test_constant_of_the_first_period_needs_periods_of_their_own(rows: pd.DataFrame) -> None:
    part = rows.assign(half=np.where(rows["unit"] < "u12", "a", "b"))
    panel = read_panel(part, "unit", "year", unbalanced=True)
    fit = fixed_effects(panel, "y ~ x", effects="twoways", absorb=["half:period"])
    with pytest.raises(ModelError, match="constant at the mean"):
        fit.constant_row("first")
    with pytest.raises(ModelError, match="mean or first"):
        fit.constant_row("last")
