import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.outliers_influence import variance_inflation_factor

from gisplug.core.errors import PanelError
from gisplug.panel.describe import correlations, descriptives, variance_inflation
from gisplug.panel.read import read_panel


@pytest.fixture
def panel():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame([(u, t) for u in "abcdef" for t in range(5)], columns=["u", "t"])
    frame["x"] = rng.normal(size=30)
    frame["y"] = 2 * frame["x"] + rng.normal(size=30)
    frame["z"] = rng.normal(size=30)
    return read_panel(frame, "u", "t")


def test_descriptives_equal_pandas(panel):
    ours, theirs = descriptives(panel), panel.frame.describe().T
    assert np.allclose(
        ours[["mean", "sd", "min", "p25", "median", "p75", "max"]],
        theirs[["mean", "std", "min", "25%", "50%", "75%", "max"]],
    )


def test_within_and_between_are_those_of_xtsum():
    # two units, two periods: means 2 and 6, deviations -1, 1, -1, 1
    frame = pd.DataFrame({"u": list("aabb"), "t": [1, 2, 1, 2], "x": [1.0, 3.0, 5.0, 7.0]})
    row = descriptives(read_panel(frame, "u", "t")).loc["x"]
    assert row["sd_between"] == pytest.approx(np.sqrt(8))
    assert row["sd_within"] == pytest.approx(np.sqrt(4 / 3))


def test_correlations_equal_scipy(panel):
    from scipy.stats import pearsonr, spearmanr

    for method, peer in (("pearson", pearsonr), ("spearman", spearmanr)):
        ours = correlations(panel, method=method)
        theirs = peer(panel.frame["x"], panel.frame["y"])
        assert ours.r.loc["x", "y"] == pytest.approx(theirs.statistic)
        assert ours.p.loc["x", "y"] == pytest.approx(theirs.pvalue)
        assert ours.n == 30


def test_variance_inflation_equals_statsmodels(panel):
    ours = variance_inflation(panel, ["x", "y", "z"])
    design = np.column_stack([np.ones(30), panel.frame[["x", "y", "z"]].to_numpy()])
    for k, name in enumerate(["x", "y", "z"], 1):
        assert ours.loc[name, "vif"] == pytest.approx(variance_inflation_factor(design, k))
    assert ours.loc["Mean", "vif"] == pytest.approx(ours["vif"].iloc[:-1].mean())


def test_an_exact_sum_is_refused(panel):
    summed = panel.with_columns({"s": panel.array("x") + panel.array("z")})
    with pytest.raises(PanelError, match="exact sums"):
        variance_inflation(summed, ["x", "z", "s"])


def test_empty_cells_leave_complete_rows_only(panel):
    x = panel.array("x").copy()
    x[0, 0] = np.nan
    holed = panel.with_columns({"x": x})
    assert descriptives(holed).loc["x", "n"] == 29
    assert correlations(holed).n == 29
