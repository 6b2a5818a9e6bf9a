"""Degrees of freedom, groupings of errors, shares explained, and the warnings that a fit carries on."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gisplug.regression.fixed_effects import fixed_effects
from gisplug.tools.regression_results import side_by_side
from tests.regression.simulated import panel_of, simulated

FORMULA = "y ~ x1 + x2"


@pytest.fixture(scope="module")
def frame():
    return simulated(units=24, periods=8).assign(
        province=lambda f: f["unit"].str[-2:].astype(int) // 3, city=lambda f: f["unit"].str[-2:].astype(int) % 5
    )


@pytest.fixture(scope="module")
def panel(frame):
    return panel_of(frame)


def test_driscoll_kraay_has_the_degrees_of_freedom_of_its_periods(panel):
    fit = fixed_effects(panel, FORMULA, errors="driscoll-kraay")
    row = fit.estimates.loc["x1"]
    assert fit.df == 7
    assert row["p"] == pytest.approx(2 * stats.t(7).sf(abs(row["stat"])))


def test_driscoll_kraay_takes_the_lags_it_is_told(panel):
    se = [fixed_effects(panel, FORMULA, errors="driscoll-kraay", lags=k).estimates["se"]["x1"] for k in (0, 1, 3)]
    assert len(set(se)) == 3
    by_period = fixed_effects(panel, FORMULA, errors="period", effects="none").estimates["se"]["x1"]
    none = fixed_effects(panel, FORMULA, errors="driscoll-kraay", lags=0, effects="none").estimates["se"]["x1"]
    assert none == pytest.approx(by_period)


def test_errors_are_clustered_by_the_column_that_is_named(panel, frame):
    fit = fixed_effects(panel, FORMULA, effects="none", errors="province")
    X = np.column_stack([frame[["x1", "x2"]], np.ones(len(frame))])
    bread = np.linalg.inv(X.T @ X)
    scores = X * (frame["y"] - X @ (bread @ X.T @ frame["y"])).to_numpy()[:, None]
    sums = pd.DataFrame(scores).groupby(frame["province"].to_numpy()).sum().to_numpy()
    scale = 8 / 7 * (len(X) - 1) / (len(X) - 3)
    assert fit.df == 7
    assert fit.estimates["se"].to_numpy() == pytest.approx(np.sqrt(np.diag(bread @ sums.T @ sums @ bread) * scale))


def test_a_second_grouping_counts(panel):
    both, one, other = (
        fixed_effects(panel, FORMULA, effects="none", errors=e) for e in ("province+city", "province", "city")
    )
    assert both.df == 4
    assert len({f.estimates["se"]["x1"] for f in (both, one, other)}) == 3


def test_a_fit_carries_the_warnings_of_its_errors_and_the_notes_of_its_rows(panel):
    fit = fixed_effects(panel, FORMULA, errors="province", where="period >= 2003")
    assert [note.code for note in fit.report.warnings] == ["few-clusters"]
    assert "left out as asked" in fit.report.having("rows-left-out")[0].text
    table = side_by_side("A table", {"(1)": fit}, under="se")
    assert any("Only 8 clusters" in note for note in table.notes)


def test_shares_explained_by_hand(frame, panel):
    fit = fixed_effects(panel, FORMULA)
    y = frame.pivot(index="period", columns="unit", values="y").to_numpy()
    within = y - y.mean(axis=0) - y.mean(axis=1, keepdims=True) + y.mean()
    sse, n, rank = float(fit.residuals @ fit.residuals), y.size, 24 + 8 - 1
    assert fit.r2 == pytest.approx(1 - sse / ((y - y.mean()) ** 2).sum())
    assert fit.r2_within == pytest.approx(1 - sse / (within**2).sum())
    assert fit.r2_adjusted == pytest.approx(1 - (1 - fit.r2) * (n - 1) / (n - 2 - rank))
