"""Coefficients with one unit, period or group left out are those of the regression without its rows."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.core.errors import ModelError
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.variations.leave_one_out import leave_one_out
from tests.regression.simulated import panel_of, simulated


@pytest.mark.parametrize(
    ("by", "what", "where"), [("unit", "u003", "unit != u003"), ("period", "2004", "period != 2004")]
)
def test_without_one_is_the_regression_of_the_other_rows(by: str, what: str, where: str) -> None:
    panel = panel_of(simulated(12, 6))
    found = leave_one_out(panel, "y ~ x1 + x2", by, errors="unit")
    fit = fixed_effects(panel, "y ~ x1 + x2", errors="unit", where=where)
    np.testing.assert_allclose(found.estimates.loc[what].iloc[:6].astype(float), fit.estimates.loc["x1"], rtol=1e-10)
    base = fixed_effects(panel, "y ~ x1 + x2", errors="unit").estimates.loc["x1"]
    assert found.estimates.loc[what, "change"] == pytest.approx(fit.params["x1"] - base["estimate"])
    assert len(found.estimates) == (12 if by == "unit" else 6) and found.estimates.loc[what, "n"] == fit.nobs


def test_a_unit_that_makes_the_result_is_named() -> None:
    frame = simulated(12, 6, beta=(0.0,))
    one = frame["unit"] == "u005"
    frame.loc[one, "x1"] += 8 * (frame.loc[one, "period"] > 2003)
    frame.loc[one, "y"] += 8 * (frame.loc[one, "period"] > 2003)
    found = leave_one_out(panel_of(frame), "y ~ x1")
    assert found.table().index[0] == "u005" and "u005" in found.report.warnings[0].text
    assert found.statistics["Lowest"] == found.estimates["estimate"].min()
    assert found.plot() is not None


def test_conditions_hold_and_two_groups_are_too_few() -> None:
    panel = panel_of(simulated(12, 6))
    found = leave_one_out(panel, "y ~ x1", "period", where="period >= 2003")
    assert list(found.estimates.index) == ["2003", "2004", "2005", "2006"]
    with pytest.raises(ModelError, match="three and more"):
        leave_one_out(panel, "y ~ x1", "region")
